import Synchronization

/// A file system for tests: made from texts, with links and with files that refuse to be read or written.
///
/// Copies of the value share the files. The current directory is `/`.
public struct InMemoryFileSystem: FileSystem {
    private struct State {
        var files: [String: [UInt8]] = [:]
        /// When files were last written, by a clock that goes on with every write.
        var times: [String: Int64] = [:]
        var clock: Int64 = 0
        var directories: Set<String> = ["/"]
        /// From the path of a link to what it points to.
        var links: [String: String] = [:]
        var readFailures: [String: FileSystemError.Cause] = [:]
        var writeFailures: [String: FileSystemError.Cause] = [:]
    }

    private final class Storage: Sendable {
        let state: Mutex<State>
        init(_ state: State) { self.state = Mutex(state) }
    }

    private let storage: Storage

    /// - Parameters:
    ///   - files: text by path. The directories above come by themselves.
    ///   - links: targets of symbolic links by path; a relative target starts at the directory of the link.
    public init(_ files: [String: String] = [:], links: [String: String] = [:]) {
        var state = State()
        for (path, text) in files {
            let absolute = Path.join("/", path)
            state.files[absolute] = Array(text.utf8)
            Self.addDirectories(above: absolute, to: &state)
        }
        for (path, target) in links {
            let absolute = Path.join("/", path)
            state.links[absolute] = Path.join(Path.parent(absolute), target)
            Self.addDirectories(above: absolute, to: &state)
        }
        storage = Storage(state)
    }

    /// From now on reading or listing `path` fails with `cause`.
    public func failReading(_ path: String, _ cause: FileSystemError.Cause = .permissionDenied) {
        storage.state.withLock { $0.readFailures[Path.join("/", path)] = cause }
    }

    /// From now on writing, creating or removing `path`, or anything below it, fails with `cause`.
    public func failWriting(_ path: String, _ cause: FileSystemError.Cause = .permissionDenied) {
        storage.state.withLock { $0.writeFailures[Path.join("/", path)] = cause }
    }

    /// The paths of all files in ascending order.
    public var paths: [String] { storage.state.withLock { $0.files.keys.sorted() } }

    // MARK: FileSystem

    public func read(_ path: String) throws(FileSystemError) -> [UInt8] {
        try perform(path) { state, resolved throws(FileSystemError.Cause) in
            if let failure = state.readFailures[resolved] { throw failure }
            if state.directories.contains(resolved) { throw .isDirectory }
            guard let bytes = state.files[resolved] else { throw .notFound }
            return bytes
        }
    }

    public func write(_ bytes: [UInt8], to path: String) throws(FileSystemError) {
        try perform(path) { state, resolved throws(FileSystemError.Cause) in
            try Self.checkWritable(resolved, state)
            if state.directories.contains(resolved) { throw .isDirectory }
            let parent = Path.parent(resolved)
            guard state.directories.contains(parent) else { throw state.files[parent] == nil ? .notFound : .notDirectory }
            state.files[resolved] = bytes
            state.clock += 1
            state.times[resolved] = state.clock
        }
    }

    public func exists(_ path: String) -> Bool { isRegularFile(path) || isDirectory(path) }

    public func isRegularFile(_ path: String) -> Bool {
        storage.state.withLock { state in Self.resolve(path, state).map { state.files[$0] != nil } ?? false }
    }

    public func isDirectory(_ path: String) -> Bool {
        storage.state.withLock { state in Self.resolve(path, state).map { state.directories.contains($0) } ?? false }
    }

    public func status(_ path: String) -> FileStatus? {
        storage.state.withLock { state in
            guard let resolved = Self.resolve(path, state) else { return nil }
            if state.directories.contains(resolved) { return FileStatus(kind: .directory) }
            guard let bytes = state.files[resolved] else { return nil }
            let time = state.times[resolved] ?? 0
            return FileStatus(kind: .file, size: UInt64(bytes.count), modified: time, changed: time)
        }
    }

    public func list(_ directory: String) throws(FileSystemError) -> [String] {
        try perform(directory) { state, resolved throws(FileSystemError.Cause) in
            if let failure = state.readFailures[resolved] { throw failure }
            guard state.directories.contains(resolved) else {
                throw state.files[resolved] == nil ? .notFound : .notDirectory
            }
            let all = Array(state.files.keys) + Array(state.links.keys) + state.directories.filter { $0 != "/" }
            return Set(all.filter { Path.parent($0) == resolved }.map(Path.lastComponent)).sorted()
        }
    }

    public func createDirectories(_ path: String) throws(FileSystemError) {
        try perform(path) { state, resolved throws(FileSystemError.Cause) in
            if state.directories.contains(resolved) { return }
            try Self.checkWritable(resolved, state)
            var current = resolved
            while current != "/" {
                if state.files[current] != nil { throw .notDirectory }
                current = Path.parent(current)
            }
            Self.addDirectories(above: resolved + "/x", to: &state)
        }
    }

    public func canonicalPath(_ path: String) throws(FileSystemError) -> String {
        try perform(path) { state, resolved throws(FileSystemError.Cause) in
            guard state.files[resolved] != nil || state.directories.contains(resolved) else { throw .notFound }
            return resolved
        }
    }

    public func remove(_ path: String) throws(FileSystemError) {
        try perform(path) { state, resolved throws(FileSystemError.Cause) in
            try Self.checkWritable(resolved, state)
            if state.files.removeValue(forKey: resolved) != nil { return }
            guard state.directories.contains(resolved) else { throw .notFound }
            let everything = Array(state.files.keys) + Array(state.directories)
            guard !everything.contains(where: { $0 != resolved && Path.parent($0) == resolved }) else { throw .notEmpty }
            state.directories.remove(resolved)
        }
    }

    public func move(_ path: String, to newPath: String) throws(FileSystemError) {
        guard !exists(newPath) else { throw FileSystemError(path: newPath, cause: .alreadyExists) }
        let target = Path.join("/", newPath)
        try perform(path) { state, resolved throws(FileSystemError.Cause) in
            try Self.checkWritable(resolved, state)
            try Self.checkWritable(target, state)
            let inside = { (path: String) in path == resolved || path.hasPrefix(resolved + "/") }
            let moved = { (path: String) in target + path.dropFirst(resolved.count) }
            guard state.files[resolved] != nil || state.directories.contains(resolved) else { throw .notFound }
            guard state.directories.contains(Path.parent(target)) else { throw .notFound }
            for (path, bytes) in state.files where inside(path) {
                state.files[path] = nil
                state.files[moved(path)] = bytes
                state.clock += 1
                state.times[moved(path)] = state.clock
            }
            for path in state.directories where inside(path) {
                state.directories.remove(path)
                state.directories.insert(moved(path))
            }
        }
    }

    // MARK: Helpers

    /// Runs `body` on the files and the resolved path, and adds the path to the cause that it throws.
    private func perform<Result: Sendable>(
        _ path: String, _ body: (inout State, String) throws(FileSystemError.Cause) -> Result
    ) throws(FileSystemError) -> Result {
        let outcome: Swift.Result<Result, FileSystemError.Cause> = storage.state.withLock { state in
            guard let resolved = Self.resolve(path, state) else { return .failure(.tooManyLinks) }
            do throws(FileSystemError.Cause) {
                return .success(try body(&state, resolved))
            } catch {
                return .failure(error)
            }
        }
        switch outcome {
        case .success(let result): return result
        case .failure(let cause): throw FileSystemError(path: path, cause: cause)
        }
    }

    private static func checkWritable(_ path: String, _ state: State) throws(FileSystemError.Cause) {
        var current = path
        while true {
            if let failure = state.writeFailures[current] { throw failure }
            if current == "/" { return }
            current = Path.parent(current)
        }
    }

    private static func addDirectories(above path: String, to state: inout State) {
        var current = Path.parent(path)
        while state.directories.insert(current).inserted { current = Path.parent(current) }
    }

    /// The absolute path with every link in it followed; `nil` if the links run in a circle.
    private static func resolve(_ path: String, _ state: State) -> String? {
        var resolved = "/"
        var pending = Array(Path.parts(of: path).reversed())
        var budget = 40
        while let part = pending.popLast() {
            let next = Path.join(resolved, String(part))
            guard let target = state.links[next] else {
                resolved = next
                continue
            }
            budget -= 1
            guard budget > 0 else { return nil }
            resolved = "/"
            pending += Path.parts(of: target).reversed()
        }
        return resolved
    }
}

extension FileSystemError.Cause: Error {}
