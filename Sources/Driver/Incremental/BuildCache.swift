import Basics
import Synchronization

/// Results of compilations in a directory that builds, of one user or on one machine, share.
///
/// Each entry is a file whose name is the fingerprint of all that its content depends on. So an entry is never out of date: what has
/// changed has another name. Files get their names when they are complete, so that builds at the same time, and builds that
/// are interrupted, do no harm; what is damaged all the same counts as not there.
public final class BuildCache: Sendable {
    /// Kinds of entries, each with a directory of its own.
    enum Kind: String, CaseIterable {
        /// Objects of modules, and what else is known of them.
        case modules
        /// Linked programs.
        case programs
        /// What is known of the last build of a program.
        case builds
    }

    private struct State {
        var problem: FileSystemError?
        var directories: Set<String> = []
        var hasWritten = false
    }

    /// Rises when entries are written in another way.
    static let version = 1

    /// Where the entries are: an absolute path, which need not be there yet.
    public let directory: String
    /// What tells this compiler from all others: entries made by others are not used.
    public let compiler: StableHash
    let fileSystem: any FileSystem
    /// When the build began, in nanoseconds since 1970.
    let start: Int64
    /// How many bytes there may be.
    let limit: UInt64
    private let state = Mutex(State())

    /// After which time entries that are used get a new age, in nanoseconds.
    private static let renewal: Int64 = 24 * 3600 * 1_000_000_000
    /// Two GiB.
    public static let usualLimit: UInt64 = 2 << 30

    /// - Parameters:
    ///   - compiler: what tells this compiler from all others.
    ///   - limit: how many bytes there may be before what has not been used for the longest time is removed.
    public convenience init(
        directory: String, compiler: StableHash, limit: UInt64 = BuildCache.usualLimit, fileSystem: any FileSystem = RealFileSystem()
    ) {
        self.init(directory: directory, compiler: compiler, limit: limit, fileSystem: fileSystem, now: Build.now)
    }

    /// - Parameter now: when the build begins, in nanoseconds since 1970.
    init(directory: String, compiler: StableHash, limit: UInt64 = BuildCache.usualLimit, fileSystem: any FileSystem, now: Int64) {
        self.limit = limit
        start = now
        self.directory = directory
        self.compiler = compiler
        self.fileSystem = fileSystem
    }

    /// Why nothing more could be written, if that is so.
    public var problem: FileSystemError? { state.withLock { $0.problem } }
    /// Entries were written.
    var hasWritten: Bool { state.withLock { $0.hasWritten } }

    /// The content of an entry; nil if there is none, or it is damaged.
    func read(_ kind: Kind, _ key: StableHash) -> ArraySlice<UInt8>? {
        guard let bytes = readFile(kind, key) else { return nil }
        return bytes[..<(bytes.count - Self.trailerSize)]
    }

    /// The same as an array that is nobody else's.
    func readAll(_ kind: Kind, _ key: StableHash) -> [UInt8]? {
        guard var bytes = readFile(kind, key) else { return nil }
        bytes.removeLast(Self.trailerSize)
        return bytes
    }

    private func readFile(_ kind: Kind, _ key: StableHash) -> [UInt8]? {
        let path = path(kind, key)
        guard let bytes = try? fileSystem.read(path), Self.isWhole(bytes) else { return nil }
        if let status = fileSystem.status(path), isOld(status.modified) { try? fileSystem.touch(path) }
        return bytes
    }

    /// Whether what was used then is to be marked as used again.
    func isOld(_ time: Int64) -> Bool { start - time > Self.renewal }

    /// What is used stays: `trim` goes by the time of the last writing.
    func renew(_ kind: Kind, _ key: StableHash) { try? fileSystem.touch(path(kind, key)) }

    func remove(_ kind: Kind, _ key: StableHash) { try? fileSystem.remove(path(kind, key)) }

    /// Writes an entry. If that is not possible, no more is written; the build goes on without.
    func write(_ kind: Kind, _ key: StableHash, _ content: [UInt8]) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(content.count + Self.trailerSize)
        bytes += content
        write(kind, key, keeping: &bytes)
    }

    /// Writes an entry without a copy of its content, if that is nobody else's. It is the same afterwards.
    func write(_ kind: Kind, _ key: StableHash, keeping content: inout [UInt8]) {
        guard problem == nil else { return }
        content += Self.trailer(of: content)
        defer { content.removeLast(Self.trailerSize) }
        let path = path(kind, key)
        let parent = Path.parent(path)
        do throws(FileSystemError) {
            if state.withLock({ $0.directories.insert(parent).inserted }) { try fileSystem.createDirectories(parent) }
            try fileSystem.write(content, to: path)
            state.withLock { $0.hasWritten = true }
        } catch {
            state.withLock { $0.problem = $0.problem ?? error }
        }
    }

    func path(_ kind: Kind, _ key: StableHash) -> String {
        let name = key.hex
        return "\(directory)/v\(Self.version)/\(kind.rawValue)/\(name.prefix(2))/\(name)"
    }

    // MARK: Format

    // What makes a file an entry stands at its end, so that the content is an array as it is read.
    private static let magic = Array("langc\u{0}c\u{2}".utf8)
    private static let trailerSize = magic.count + 16

    private static func trailer(of content: [UInt8]) -> [UInt8] { Checksum(of: content[...]).bytes + magic }

    private static func isWhole(_ bytes: [UInt8]) -> Bool {
        guard bytes.count >= trailerSize, bytes.suffix(magic.count) == magic[...] else { return false }
        let end = bytes.count - trailerSize
        return Checksum(of: bytes[..<end]).bytes[...] == bytes[end..<end + 16]
    }
}
