import Glibc

extension RealFileSystem {
    public func write(_ bytes: [UInt8], to path: String) throws(FileSystemError) { try writeTogether([(path, bytes)]) }

    /// Writes new files beside the old ones and gives them their names at the very end, when nothing needs space any more.
    public func writeTogether(_ files: [(path: String, bytes: [UInt8])]) throws(FileSystemError) {
        var staged: [StagedFile] = []
        var placed = 0
        defer { for file in staged[placed...] { unlink(file.temporary) } }
        // What is no file goes last, since it cannot be taken back.
        var streams: [(path: String, bytes: [UInt8])] = []
        for file in files {
            if let new = try stage(file.bytes, for: file.path) { staged.append(new) } else { streams.append(file) }
        }
        for (path, bytes) in streams { try writeInPlace(bytes, to: path) }
        for file in staged {
            guard rename(file.temporary, file.target) == 0 else { throw Self.error(file.path) }
            placed += 1
        }
    }

    /// A file that lies complete under a name of its own.
    private struct StagedFile {
        /// As the caller named it.
        let path: String
        let target: String
        let temporary: String
    }

    /// Writes a file under another name; nil if there is something at its path that can only be written to, such as a device or a pipe.
    private func stage(_ bytes: [UInt8], for path: String) throws(FileSystemError) -> StagedFile? {
        try Self.check(path)
        let mode = mode(of: path)
        if let mode {
            guard mode & S_IFMT != S_IFDIR else { throw FileSystemError(path: path, cause: .isDirectory) }
            // A rename would get round the protection of the file it replaces.
            guard access(path, W_OK) == 0 else { throw Self.error(path) }
            if mode & S_IFMT != S_IFREG { return nil }
        }
        // A symbolic link stays one: what it points to is replaced.
        let target = mode != nil ? try canonicalPath(path) : path
        let file = StagedFile(path: path, target: target, temporary: Self.temporaryName(for: target))
        let failure = Self.writeNew(bytes, to: file.temporary, permissions: mode.map { $0 & 0o7777 })
        guard failure == 0 else { throw FileSystemError(path: path, cause: Self.cause(failure)) }
        return file
    }

    /// Zero, or the `errno` of what failed; then there is no file.
    private static func writeNew(_ bytes: [UInt8], to path: String, permissions: mode_t?) -> Int32 {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { return errno }
        var failure = writeAll(bytes, to: descriptor)
        if failure == 0, let permissions, fchmod(descriptor, permissions) != 0 { failure = errno }
        // Some file systems report a full disk only here.
        if close(descriptor) != 0, failure == 0, errno != EINTR { failure = errno }
        if failure != 0 { unlink(path) }
        return failure
    }

    private func writeInPlace(_ bytes: [UInt8], to path: String) throws(FileSystemError) {
        let descriptor = open(path, O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.error(path) }
        let failure = Self.writeAll(bytes, to: descriptor)
        close(descriptor)
        if failure != 0 { throw FileSystemError(path: path, cause: Self.cause(failure)) }
    }

    /// Zero, or the `errno` of the write that failed.
    private static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
        bytes.withUnsafeBytes { buffer in
            var done = 0
            while done < buffer.count {
                let count = Glibc.write(descriptor, buffer.baseAddress.map { $0 + done }, buffer.count - done)
                if count < 0 {
                    if errno == EINTR { continue }
                    return errno
                }
                done += count
            }
            return 0
        }
    }

    /// A hidden name in the same directory that no other process or thread picks.
    private static func temporaryName(for target: String) -> String {
        let unique = String(UInt64.random(in: .min ... .max), radix: 36)
        return Path.parent(target) + "/.langc-" + String(getpid()) + "-" + unique + ".tmp"
    }
}
