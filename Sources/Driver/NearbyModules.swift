import Basics
import Core

/// Files that an import may have meant when there is none where it points to.
struct NearbyModules {
    let fileSystem: any FileSystem
    /// The endings of source files.
    let extensions: [String]

    /// Searches the directory that an import names for names like the one tried, then the directories around it for the name itself.
    ///
    /// - Parameters:
    ///   - tried: the absolute path of the file that is not there.
    ///   - importer: where the import stands.
    /// - Returns: at most three paths from the importer's directory, best first.
    func find(_ tried: String, from importer: ModuleLocation) -> [String] {
        let directory = Path.parent(tried)
        let name = Path.lastComponent(tried)
        var found = similarNames(name, in: directory).map { Path.join(directory, $0) } + inSimilarDirectories(name, directory)
        let home = Path.parent(importer.path)
        for other in [home, Path.parent(home), Path.parent(directory), importer.root] where other != directory && isWithin(importer.root, other) {
            let candidate = Path.join(other, name)
            if fileSystem.isRegularFile(candidate) { found.append(candidate) }
        }
        found += inside(Path.join(directory, stem(name)))
        var results: [String] = []
        for path in found where path != importer.path {
            let relative = Self.relative(path, from: home)
            if !results.contains(relative) { results.append(relative) }
        }
        return Array(results.prefix(3))
    }

    /// The source files in a directory whose names are like `name`: misspelt, of another letter case, or with another ending.
    private func similarNames(_ name: String, in directory: String) -> [String] {
        let entries = ((try? fileSystem.list(directory)) ?? []).filter(isSource)
        let stem = stem(name)
        let sameStem = entries.filter { $0 != name && self.stem($0) == stem }
        if !sameStem.isEmpty { return sameStem }
        let close = closestMatches(to: stem, among: entries.map { self.stem($0) })
        return close.flatMap { match in entries.filter { self.stem($0) == match } }
    }

    /// The file in directories whose names are like that of the one that is not there.
    private func inSimilarDirectories(_ name: String, _ directory: String) -> [String] {
        let parent = Path.parent(directory)
        guard !fileSystem.isDirectory(directory), let entries = try? fileSystem.list(parent) else { return [] }
        return closestMatches(to: Path.lastComponent(directory), among: entries).map { Path.join(Path.join(parent, $0), name) }
            .filter { fileSystem.isRegularFile($0) }
    }

    /// The main file of a directory that is named as if it were a module.
    private func inside(_ directory: String) -> [String] {
        guard fileSystem.isDirectory(directory), let entries = try? fileSystem.list(directory) else { return [] }
        let names = [Path.lastComponent(directory), "index", "main", "mod"]
        return entries.filter { isSource($0) && names.contains(stem($0)) }.map { Path.join(directory, $0) }
    }

    private func isSource(_ name: String) -> Bool { Path.fileExtension(name).map(extensions.contains) ?? false }

    private func stem(_ name: String) -> String { isSource(name) ? Path.stem(name) : name }

    private func isWithin(_ root: String, _ path: String) -> Bool { path == root || path.hasPrefix(root == "/" ? "/" : root + "/") }

    private static func relative(_ path: String, from directory: String) -> String {
        let relative = Path.relative(path, from: directory)
        return relative.hasPrefix("../") || relative.hasPrefix("/") ? relative : "./" + relative
    }
}
