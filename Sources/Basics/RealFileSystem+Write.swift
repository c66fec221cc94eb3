import Glibc

extension RealFileSystem {
    public func write(_ bytes: [UInt8], to path: String) throws(FileSystemError) {
        try Self.check(path)
        let mode = mode(of: path)
        if let mode {
            guard mode & S_IFMT != S_IFDIR else { throw FileSystemError(path: path, cause: .isDirectory) }
            // A rename would get round the protection of the file it replaces.
            guard access(path, W_OK) == 0 else { throw Self.error(path) }
            if mode & S_IFMT != S_IFREG { return try writeInPlace(bytes, to: path) }
        }
        // A symbolic link stays one: what it points to is replaced.
        let target = mode != nil ? try canonicalPath(path) : path
        try replace(target, with: bytes, permissions: mode.map { $0 & 0o7777 }, reportedAs: path)
    }

    /// Devices and pipes cannot be replaced, only written to.
    private func writeInPlace(_ bytes: [UInt8], to path: String) throws(FileSystemError) {
        let descriptor = open(path, O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.error(path) }
        let failure = Self.writeAll(bytes, to: descriptor)
        close(descriptor)
        if failure != 0 { throw FileSystemError(path: path, cause: Self.cause(failure)) }
    }

    /// Writes a new file beside `target` and gives it that name at the very end.
    private func replace(
        _ target: String, with bytes: [UInt8], permissions: mode_t?, reportedAs path: String
    ) throws(FileSystemError) {
        let temporary = Self.temporaryName(for: target)
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw Self.error(path) }
        var failure = Self.writeAll(bytes, to: descriptor)
        if failure == 0, let permissions, fchmod(descriptor, permissions) != 0 { failure = errno }
        // Some file systems report a full disk only here.
        if close(descriptor) != 0, failure == 0, errno != EINTR { failure = errno }
        if failure == 0, rename(temporary, target) != 0 { failure = errno }
        guard failure == 0 else {
            unlink(temporary)
            throw FileSystemError(path: path, cause: Self.cause(failure))
        }
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
