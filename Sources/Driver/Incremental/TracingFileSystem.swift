import Basics
import Synchronization

/// What a build has found out about one path.
struct Observation: Hashable, Sendable {
    /// Nil if there was nothing.
    var status: FileStatus?
    /// The fingerprint of the content, if it was read.
    var content: StableHash?
    /// The canonical path, if it was asked for.
    var canonical: String?
}

/// A file system that keeps in mind what was asked of it, and answers from what is known to be true.
///
/// With the answers of the last build, and the knowledge which of them still hold, a build asks the system only about the rest. Also that
/// there was nothing at a path is an answer: a file that comes to be there may be meant by an import.
final class TracingFileSystem: FileSystem {
    private struct State {
        var trusted: [String: Observation]
        var seen: [String: Observation] = [:]
        var isComplete = true
    }

    private let base: any FileSystem
    private let state: Mutex<State>

    /// - Parameter trusted: what is known to hold.
    init(_ base: any FileSystem, trusted: [String: Observation]) {
        self.base = base
        state = Mutex(State(trusted: trusted))
    }

    /// All that was asked; nil if something was asked that observations do not cover.
    var observations: [String: Observation]? { state.withLock { $0.isComplete ? $0.seen : nil } }

    private func observe(_ path: String) -> Observation {
        if let known = known(path) { return known }
        let found = Observation(status: base.status(path))
        return state.withLock { state in
            if let known = state.seen[path] { return known }
            state.seen[path] = found
            return found
        }
    }

    private func known(_ path: String) -> Observation? {
        state.withLock { state in
            if let known = state.seen[path] { return known }
            guard let known = state.trusted[path] else { return nil }
            state.seen[path] = known
            return known
        }
    }

    // MARK: FileSystem

    func status(_ path: String) -> FileStatus? { observe(path).status }
    func exists(_ path: String) -> Bool { observe(path).status != nil }
    func isRegularFile(_ path: String) -> Bool { observe(path).status?.kind == .file }
    func isDirectory(_ path: String) -> Bool { observe(path).status?.kind == .directory }

    func read(_ path: String) throws(FileSystemError) -> [UInt8] {
        // The status comes first: if the file changes in between, it will not be the same at the next build.
        _ = observe(path)
        let bytes = try base.read(path)
        let hash = StableHash(of: bytes)
        state.withLock { $0.seen[path]?.content = hash }
        return bytes
    }

    func canonicalPath(_ path: String) throws(FileSystemError) -> String {
        if let known = observe(path).canonical { return known }
        let canonical = try base.canonicalPath(path)
        state.withLock { $0.seen[path]?.canonical = canonical }
        return canonical
    }

    func list(_ directory: String) throws(FileSystemError) -> [String] {
        state.withLock { $0.isComplete = false }
        return try base.list(directory)
    }

    func write(_ bytes: [UInt8], to path: String) throws(FileSystemError) { try base.write(bytes, to: path) }
    func createDirectories(_ path: String) throws(FileSystemError) { try base.createDirectories(path) }
    func remove(_ path: String) throws(FileSystemError) { try base.remove(path) }
    func move(_ path: String, to newPath: String) throws(FileSystemError) { try base.move(path, to: newPath) }
}
