/// What langc needs of files. Paths are `/`-separated; a relative path starts at the current directory.
public protocol FileSystem: Sendable {
    /// The content of the file at `path`.
    func read(_ path: String) throws(FileSystemError) -> [UInt8]

    /// Replaces or creates the file at `path`. On failure the old content is still there, whole, and nothing else is
    /// left behind. The directory must exist.
    func write(_ bytes: [UInt8], to path: String) throws(FileSystemError)

    /// The same for several files, all of them or none: on failure all is as it was.
    func writeTogether(_ files: [(path: String, bytes: [UInt8])]) throws(FileSystemError)

    /// Whether there is anything at `path`, symbolic links followed.
    func exists(_ path: String) -> Bool
    func isRegularFile(_ path: String) -> Bool
    func isDirectory(_ path: String) -> Bool

    /// What is at `path`, symbolic links followed; nil if there is nothing.
    func status(_ path: String) -> FileStatus?

    /// The names of the entries of a directory in ascending order, without `.` and `..`.
    func list(_ directory: String) throws(FileSystemError) -> [String]

    /// Creates a directory and those above it; one that exists already is fine.
    func createDirectories(_ path: String) throws(FileSystemError)

    /// The absolute path of an existing file or directory, symbolic links resolved.
    func canonicalPath(_ path: String) throws(FileSystemError) -> String

    /// Removes a file, or an empty directory. It is an error if there is none.
    func remove(_ path: String) throws(FileSystemError)

    /// Makes a file count as written now, with the content it has.
    func touch(_ path: String) throws(FileSystemError)

    /// Gives a file or a directory another path on the same disk. It is an error if there is something at the new path.
    func move(_ path: String, to newPath: String) throws(FileSystemError)
}

/// What the system keeps of a file besides its content. Files whose status is the same have the same content, unless they were written a
/// moment before the status was taken: clocks of file systems tick slowly.
public struct FileStatus: Hashable, Sendable {
    public enum Kind: UInt8, Hashable, Sendable {
        case file = 0, directory = 1, other = 2
    }

    public var kind: Kind
    /// In bytes.
    public var size: UInt64
    /// When the content, and when anything about the file, was last changed, in nanoseconds since 1970.
    public var modified: Int64
    public var changed: Int64
    /// What tells the file from others on its disk, and the disk from others.
    public var inode: UInt64
    public var device: UInt64

    public init(kind: Kind, size: UInt64 = 0, modified: Int64 = 0, changed: Int64 = 0, inode: UInt64 = 0, device: UInt64 = 0) {
        self.kind = kind
        self.size = size
        self.modified = modified
        self.changed = changed
        self.inode = inode
        self.device = device
    }
}

/// An operation on a file that failed.
public struct FileSystemError: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Cause: Hashable, Sendable {
        case notFound, permissionDenied, isDirectory, notDirectory, alreadyExists, notEmpty, noSpace, tooManyLinks
        /// Anything else, in the words of the system.
        case other(String)

        /// The cause as the system's users know it.
        public var words: String {
            switch self {
            case .notFound: "No such file or directory"
            case .permissionDenied: "Permission denied"
            case .isDirectory: "Is a directory"
            case .notDirectory: "Not a directory"
            case .alreadyExists: "File exists"
            case .notEmpty: "Directory not empty"
            case .noSpace: "No space left on device"
            case .tooManyLinks: "Too many levels of symbolic links"
            case .other(let words): words
            }
        }
    }

    /// The path as the caller gave it.
    public let path: String
    public let cause: Cause

    public init(path: String, cause: Cause) {
        self.path = path
        self.cause = cause
    }

    public var description: String { "\(path): \(cause.words)" }
}

extension FileSystem {
    public func touch(_ path: String) throws(FileSystemError) { try write(try read(path), to: path) }

    public func writeTogether(_ files: [(path: String, bytes: [UInt8])]) throws(FileSystemError) {
        var before: [(path: String, bytes: [UInt8]?)] = []
        for file in files {
            let old = try? read(file.path)
            do throws(FileSystemError) {
                try write(file.bytes, to: file.path)
            } catch {
                for (path, bytes) in before.reversed() {
                    if let bytes { try? write(bytes, to: path) } else { try? remove(path) }
                }
                throw error
            }
            before.append((file.path, old))
        }
    }

    /// Writes the UTF-8 bytes of `text`.
    public func write(_ text: String, to path: String) throws(FileSystemError) { try write(Array(text.utf8), to: path) }
}
