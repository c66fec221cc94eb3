import Basics
import Synchronization

/// A file system in which one write, creation or move fails, and what comes after it works again.
final class FailingFileSystem: FileSystem {
    private let base: InMemoryFileSystem
    private let left: Mutex<Int>

    init(_ base: InMemoryFileSystem, failsAfter count: Int) {
        self.base = base
        left = Mutex(count)
    }

    private func step(_ path: String) throws(FileSystemError) {
        let fails = left.withLock { left in
            left -= 1
            return left == -1
        }
        if fails { throw FileSystemError(path: path, cause: .noSpace) }
    }

    func read(_ path: String) throws(FileSystemError) -> [UInt8] { try base.read(path) }
    func exists(_ path: String) -> Bool { base.exists(path) }
    func status(_ path: String) -> FileStatus? { base.status(path) }
    func isRegularFile(_ path: String) -> Bool { base.isRegularFile(path) }
    func isDirectory(_ path: String) -> Bool { base.isDirectory(path) }
    func list(_ directory: String) throws(FileSystemError) -> [String] { try base.list(directory) }
    func canonicalPath(_ path: String) throws(FileSystemError) -> String { try base.canonicalPath(path) }
    func remove(_ path: String) throws(FileSystemError) { try base.remove(path) }

    func write(_ bytes: [UInt8], to path: String) throws(FileSystemError) {
        try step(path)
        try base.write(bytes, to: path)
    }

    func createDirectories(_ path: String) throws(FileSystemError) {
        try step(path)
        try base.createDirectories(path)
    }

    func move(_ path: String, to newPath: String) throws(FileSystemError) {
        try step(path)
        try base.move(path, to: newPath)
    }
}
