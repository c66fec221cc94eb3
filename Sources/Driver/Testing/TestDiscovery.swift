import Basics
import Manifest

/// Finds the source files that may contain tests.
struct TestDiscovery {
    /// Modules of one root, which are built together.
    struct Group {
        /// Absolute and canonical.
        var root: String
        /// Stands before paths of this group when they are shown; empty, or the way to the root with a slash.
        var prefix: String
        /// Absolute and canonical, in ascending order.
        var files: [String]
    }

    let fileSystem: any FileSystem
    /// Where `--root` says that module ids count from.
    let wantedRoot: String?
    private let current: String
    private var files: [String: Set<String>] = [:]
    private var visited: Set<String> = []
    /// The nearest directory with a manifest, by directory; empty where there is none.
    private var projects: [String: String] = [:]

    /// Looked through when no path is named, beside the directory of the sources; if neither is there the whole project is.
    private static let testDirectory = "tests"

    private init(_ fileSystem: any FileSystem, root: String?) throws(FileSystemError) {
        self.fileSystem = fileSystem
        current = try fileSystem.canonicalPath(".")
        wantedRoot = try root.map { path throws(FileSystemError) in try fileSystem.canonicalPath(path) }
    }

    /// - Parameter paths: files and directories; empty for the project's, or the current directory's.
    static func find(_ paths: [String], root: String?, _ fileSystem: any FileSystem) throws(FileSystemError) -> [Group] {
        var discovery = try TestDiscovery(fileSystem, root: root)
        if paths.isEmpty { try discovery.addUsual() }
        for path in paths { try discovery.add(path) }
        return discovery.files.keys.sorted().map { root in
            Group(root: root, prefix: discovery.prefix(root), files: (discovery.files[root] ?? []).sorted())
        }
    }

    private mutating func addUsual() throws(FileSystemError) {
        let root = wantedRoot ?? project(of: current)
        guard let root, let project = Project.at(root: root, fileSystem: fileSystem) else { return try walk(root ?? current) }
        let names = [project.manifest?.sourceDirectory ?? ProjectManifest().sourceDirectory, Self.testDirectory]
        let usual = names.map { Path.join(root, $0) }.filter(fileSystem.isDirectory)
        if usual.isEmpty { return try walk(root) }
        for directory in usual { try walk(try fileSystem.canonicalPath(directory)) }
    }

    private mutating func add(_ path: String) throws(FileSystemError) {
        let canonical = try fileSystem.canonicalPath(path)
        if fileSystem.isDirectory(canonical) { return try walk(canonical) }
        guard fileSystem.isRegularFile(canonical) else { throw FileSystemError(path: path, cause: .other("Not a regular file")) }
        add(file: canonical, from: Path.parent(canonical))
    }

    /// Adds all modules below a directory that may have tests: those of languages without tests are read where tests import them. Hidden directories and other projects inside a project are passed over.
    private mutating func walk(_ start: String) throws(FileSystemError) {
        let isInProject = project(of: start) != nil
        var pending = [start]
        while let directory = pending.popLast() {
            guard visited.insert(directory).inserted else { continue }
            for name in try fileSystem.list(directory) where !name.hasPrefix(".") {
                // A link to nowhere is nothing to test.
                guard let path = try? fileSystem.canonicalPath(Path.join(directory, name)) else { continue }
                if fileSystem.isDirectory(path) {
                    if !isInProject || !hasManifest(path) { pending.append(path) }
                } else if Language.of(path: path)?.testConvention != nil, fileSystem.isRegularFile(path) {
                    add(file: path, from: start)
                }
            }
        }
    }

    private mutating func add(file: String, from start: String) {
        let directory = Path.parent(file)
        files[wantedRoot ?? project(of: directory) ?? (isBelow(file, current) ? current : start), default: []].insert(file)
    }

    private func isBelow(_ path: String, _ directory: String) -> Bool {
        directory == "/" || path == directory || path.hasPrefix(directory + "/")
    }

    private func prefix(_ root: String) -> String { isBelow(current, root) ? "" : Path.relative(root, from: current) + "/" }

    private func hasManifest(_ directory: String) -> Bool {
        Language.all.contains { $0.manifestNames.contains { fileSystem.isRegularFile(Path.join(directory, $0)) } }
    }

    /// The nearest directory, walking up, that has a manifest.
    private mutating func project(of directory: String) -> String? {
        var passed: [String] = []
        var place = directory
        var found = ""
        while true {
            if let known = projects[place] {
                found = known
                break
            }
            passed.append(place)
            if hasManifest(place) {
                found = place
                break
            }
            let parent = Path.parent(place)
            if parent == place { break }
            place = parent
        }
        for directory in passed { projects[directory] = found }
        return found.isEmpty ? nil : found
    }
}
