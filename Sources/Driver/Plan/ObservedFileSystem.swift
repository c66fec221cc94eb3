import Basics
import Synchronization

/// A file system that remembers where something was looked for and not found.
final class ObservedFileSystem: FileSystem {
    private let base: any FileSystem
    private let missing = Mutex<Set<String>>([])

    init(_ base: any FileSystem) { self.base = base }

    /// Directories in which what was not found would have to appear, and those that were listed: canonical paths, ascending.
    var directories: [String] {
        var found: Set<String> = []
        for path in missing.withLock({ $0 }) {
            var directory = Path.parent(path)
            while !base.isDirectory(directory), Path.parent(directory) != directory { directory = Path.parent(directory) }
            if let canonical = try? base.canonicalPath(directory) { found.insert(canonical) }
        }
        return found.sorted()
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
