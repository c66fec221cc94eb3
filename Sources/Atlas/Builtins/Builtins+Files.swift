import ModuleSystem
import RuntimeABI

/// Files, paths, environment.
extension Builtins {
    static let pathModule = ModuleID("std:atlas/path")
    static let fileModule = ModuleID("std:atlas/file")

    static let files: [Builtin] = fileContents + directories + fileStatus + pathParts + pathComparisons + pathConstants + surroundings

    private static let fileContents: [Builtin] = [
        path("readFile", .string, .runtime(.fileRead), "The whole text of a file."),
        checked("writeFile", "path text", [.string, .string], returns: .null, .runtime(.fileWrite), "Makes or replaces a file."),
        checked("appendFile", "path text", [.string, .string], returns: .null, .runtime(.fileAppend), "Makes a file or adds to its end."),
        path("removeFile", .null, .runtime(.fileRemove), "Removes a file."),
        path("fileExists", .bool, .runtime(.fileExists), "Whether there is a file or directory; never fails."),
        path("pathExists", .bool, .runtime(.fileExists), "Whether there is a file or directory; never fails."),
    ]

    private static let directories: [Builtin] = [
        path("readDir", .array(.string), .runtime(.directoryRead), "The names in a directory, ordered."),
        path("fsReaddir", .array(.string), .runtime(.directoryRead), "The names in a directory, ordered."),
        path("fsWalk", .array(.string), .runtime(.directoryWalk), "The paths of everything below a directory, relative to it."),
        path("createDir", .null, .runtime(.directoryMakeAll), "Makes a directory and those that lead to it."),
        path("fsMkdir", .null, .runtime(.directoryMake), "Makes a directory."),
        path("fsMkdirp", .null, .runtime(.directoryMakeAll), "Makes a directory and those that lead to it."),
        path("removeDir", .null, .runtime(.directoryRemove), "Removes an empty directory."),
        path("fsRmdir", .null, .runtime(.directoryRemove), "Removes an empty directory."),
        path("fsRmdirRecursive", .null, .runtime(.directoryRemoveAll), "Removes a directory with everything in it."),
        checked(
            "fsFilterEntries", "names pattern", [.array(.unknown), .string], returns: .array(.string), file("fsFilterEntries"),
            "The names that match a pattern, in which `*` stands for any text."),
        checked("fsSortEntries", "names", [.array(.unknown)], file("fsSortEntries"), "The names in order, capital and small letters alike."),
    ]

    private static let fileStatus: [Builtin] = [
        path("fileInfo", .unknown, .runtime(.fileInfo), "A JSON object with `size`, `modified`, `isFile` and `isDir`."),
        path("fsSize", .number, file("fsSize"), "The size of a file in bytes."),
        path("fsMtime", .number, file("fsMtime"), "When a file was changed, in Unix seconds."),
        path("fsAtime", .number, file("fsAtime"), "When a file was read, in Unix seconds."),
        path("fsIsDir", .bool, file("fsIsDir"), "Whether there is a directory."),
        path("fsIsFile", .bool, file("fsIsFile"), "Whether there is a file."),
        path("fsIsSymlink", .bool, file("fsIsSymlink"), "Whether there is a symbolic link."),
    ]

    private static let pathParts: [Builtin] = [
        Builtin(
            "pathJoin", function([.unknown], .unknown), isVariadic: true, implementation: paths("pathJoin"), parameterNames: ["part"],
            summary: "One path of one or more parts; an absolute part starts anew."),
        checked("pathJoinArray", "parts", [.array(.unknown)], paths("pathJoinArray"), "One path of the parts in an array."),
        path("pathNormalize", .string, .runtime(.pathNormalize), "Without `.`, and with `..` resolved in the text."),
        path("pathParent", .string, paths("pathParent"), "Everything before the last component."),
        path("pathDirname", .string, paths("pathParent"), "Everything before the last component."),
        path("pathBasename", .string, paths("pathBasename"), "The last component."),
        path("pathExtension", .string, paths("pathExtension"), "What follows the last dot of the last component."),
        path("pathParse", .unknown, paths("pathParse"), "A hash map with `root`, `dir`, `base`, `ext` and `name`."),
        path("pathDrive", .string, paths("pathDrive"), "Always the empty text."),
        path("pathToPosix", .string, paths("pathToPosix"), "With slashes for backslashes."),
        path("pathToPlatform", .string, paths("pathToPosix"), "With slashes for backslashes."),
        path("pathToWindows", .string, paths("pathToWindows"), "With backslashes for slashes."),
    ]

    private static let pathComparisons: [Builtin] = [
        path("pathIsAbsolute", .bool, paths("pathIsAbsolute"), "Whether the path begins at the root."),
        path("pathIsRelative", .bool, paths("pathIsRelative"), "Whether the path begins at the current directory."),
        checked("pathEquals", "a b", [.string, .string], paths("pathEquals"), "Whether two paths have the same components."),
        checked("pathRelative", "from to", [.string, .string], paths("pathRelative"), "The way from one directory to a path."),
        path("pathAbsolute", .string, .runtime(.pathAbsolute), "The path, normalized, from the current directory."),
        path("pathCanonical", .string, .runtime(.pathCanonical), "The path of a file without symbolic links."),
    ]

    private static let pathConstants: [Builtin] = [
        checked("pathSeparator", "", [], paths("pathSeparator"), "`/`"),
        checked("pathDelimiter", "", [], paths("pathDelimiter"), "`:`"),
        checked("pathExtSeparator", "", [], paths("pathExtSeparator"), "`.`"),
    ]

    private static let surroundings: [Builtin] = [
        checked("pathCwd", "", [], returns: .string, .runtime(.currentDirectory), "The current directory."),
        checked("getCwd", "", [], returns: .string, .runtime(.currentDirectory), "The current directory."),
        checked("getEnv", "name", [.string], .runtime(.environmentValue), "The value of an environment variable, or null."),
        checked("listEnv", "", [], .runtime(.environmentValues), "All environment variables, as a JSON object."),
        checked("args", "", [], returns: .array(.string), .runtime(.programArguments), "The arguments of the program."),
    ]

    private static func path(_ name: String, _ returned: Type, _ implementation: Builtin.Implementation, _ summary: String) -> Builtin {
        checked(name, "path", [.string], returns: returned, implementation, summary)
    }

    private static func paths(_ name: String) -> Builtin.Implementation { .standard(module: pathModule, function: name, fails: true) }
    private static func file(_ name: String) -> Builtin.Implementation { .standard(module: fileModule, function: name, fails: true) }
}
