import Basics
import Synchronization

/// A file system that remembers where something was looked for and not found.
final class ObservedFileSystem: FileSystem {
    private let base: any FileSystem
    private let missing = Mutex<Set<String>>([])

    init(_ base: any FileSystem) { self.base = base }

    /// Directories in which what was not found would have to appear, and those that were listed: canonical paths, ascending.
    var directories: [String] { Set(missingPaths.map { Path.parent($0) }).sorted() }

    /// For all that was not found the first file or directory on the way there that is missing. Their directories are canonical; ascending.
    var missingPaths: [String] {
        var known: [String: String] = [:]
        var found: Set<String> = []
        for path in missing.withLock({ $0 }) {
            if let first = firstMissing(path, &known) { found.insert(first) }
        }
        return found.sorted()
    }

    /// - Parameter known: the canonical paths of directories that are there, empty where there is none.
    private func firstMissing(_ path: String, _ known: inout [String: String]) -> String? {
        var path = path
        while true {
            let directory = Path.parent(path)
            if let canonical = known[directory] { return canonical.isEmpty ? nil : Path.join(canonical, Path.lastComponent(path)) }
            if base.isDirectory(directory) || Path.parent(directory) == directory {
                known[directory] = (try? base.canonicalPath(directory)) ?? ""
            } else {
                path = directory
            }
        }
    }

    private func remember(_ isThere: Bool, _ path: String) -> Bool {
        if !isThere { missing.withLock { _ = $0.insert(path) } }
        return isThere
    }

    func exists(_ path: String) -> Bool { remember(base.exists(path), path) }
    func isRegularFile(_ path: String) -> Bool { remember(base.isRegularFile(path), path) }
    func isDirectory(_ path: String) -> Bool { remember(base.isDirectory(path), path) }

    func status(_ path: String) -> FileStatus? {
        let status = base.status(path)
        _ = remember(status != nil, path)
        return status
    }

    func read(_ path: String) throws(FileSystemError) -> [UInt8] { try base.read(path) }
    func canonicalPath(_ path: String) throws(FileSystemError) -> String { try base.canonicalPath(path) }

    func list(_ directory: String) throws(FileSystemError) -> [String] {
        _ = remember(false, Path.join(directory, "entry"))
        return try base.list(directory)
    }

    func write(_ bytes: [UInt8], to path: String) throws(FileSystemError) { try base.write(bytes, to: path) }
    func createDirectories(_ path: String) throws(FileSystemError) { try base.createDirectories(path) }
    func remove(_ path: String) throws(FileSystemError) { try base.remove(path) }
    func move(_ path: String, to newPath: String) throws(FileSystemError) { try base.move(path, to: newPath) }
}
