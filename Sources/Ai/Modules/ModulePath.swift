import Basics
import Core

/// The string of an import, taken apart (section 11.3 of the language).
struct ModulePath: Hashable {
    /// The way from the directory of the importing file, such as `.` or `../..`; nil for a path that the roots are searched for.
    var base: String?
    /// The names, at least one; the last without extension.
    var names: [String]
    /// The extension that the last name was written with.
    var fileExtension: String?

    /// Why a string is no path of a module.
    struct Problem: Error, Hashable {
        var text: String
    }

    /// - Parameter extensions: those of all languages.
    static func parse(_ text: String, extensions: [String]) -> Result<ModulePath, Problem> {
        if text.isEmpty { return .failure(Problem(text: "it is empty")) }
        if text.utf8.contains(0) { return .failure(Problem(text: "it has a NUL character")) }
        if text.utf8.contains(UInt8(ascii: "\\")) { return .failure(Problem(text: "names are separated by '/', not by a backslash")) }
        if Path.isAbsolute(text) { return .failure(Problem(text: "it is absolute")) }
        var parts = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).map { String(Substring($0)) }
        let isRelative = parts[0] == "." || parts[0] == ".."
        var base: [String] = []
        while let first = parts.first, isRelative, first == "." || first == ".." {
            base.append(first)
            parts.removeFirst()
        }
        if parts.allSatisfy(\.isEmpty) { return .failure(Problem(text: "it names a directory")) }
        for part in parts {
            if part.isEmpty { return .failure(Problem(text: "a name in it is empty")) }
            if !isRelative, part == "." || part == ".." { return .failure(Problem(text: "'\(part)' is only possible at its start")) }
        }
        if isRelative {
            // `a/../b` is `b`; what leads upwards belongs to the way from the importing file.
            parts = Path.normalize(parts.joined(separator: "/")).split(separator: "/").map(String.init)
            while let first = parts.first, first == "." || first == ".." {
                base.append(first)
                parts.removeFirst()
            }
            if parts.isEmpty { return .failure(Problem(text: "it names a directory")) }
        }
        let found = Path.fileExtension(parts[parts.count - 1]).flatMap { extensions.contains($0) ? $0 : nil }
        if found != nil { parts[parts.count - 1] = Path.stem(parts[parts.count - 1]) }
        return .success(ModulePath(base: isRelative ? base.joined(separator: "/") : nil, names: parts.flatMap(split), fileExtension: found))
    }

    /// A dot between two names separates them as a slash does.
    private static func split(_ part: String) -> [String] {
        let names = part.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).map { String(Substring($0)) }
        return names.contains("") ? [part] : names
    }

    /// The files that the module with the names may be, in a directory: its own language first.
    func files(_ names: ArraySlice<String>, in directory: String, foreign: [String]) -> [String] {
        let path = Path.join(directory, names.joined(separator: "/"))
        if let fileExtension, names.count == self.names.count { return [path + "." + fileExtension] }
        return [path + ".ai", Path.join(path, "module.ai")] + foreign.map { path + "." + $0 }
    }

    /// Where to look in one directory: for a file, then for a module nested in that of a shorter path.
    func steps(in directory: String, foreign: [String]) -> [ModuleSearchStep] {
        var steps = [ModuleSearchStep(files(names[...], in: directory, foreign: foreign))]
        guard fileExtension == nil else { return steps }
        for count in stride(from: names.count - 1, to: 0, by: -1) {
            steps.append(ModuleSearchStep(files(names[..<count], in: directory, foreign: []), nested: Array(names[count...])))
        }
        return steps
    }
}
