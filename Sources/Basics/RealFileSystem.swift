import Glibc

/// The file system of the machine.
public struct RealFileSystem: FileSystem {
    public init() {}

    public func read(_ path: String) throws(FileSystemError) -> [UInt8] {
        try Self.check(path)
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.error(path) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw Self.error(path) }
        guard status.st_mode & S_IFMT != S_IFDIR else { throw FileSystemError(path: path, cause: .isDirectory) }

        // The size is only a hint: the file may grow meanwhile, and a pipe says zero.
        var bytes: [UInt8] = []
        var wanted = max(Int(status.st_size), 0) + 1
        while true {
            var failure: Int32 = 0
            var count = 0
            let chunk = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, initialized in
                repeat { count = Glibc.read(descriptor, buffer.baseAddress, buffer.count) } while count < 0 && errno == EINTR
                failure = count < 0 ? errno : 0
                initialized = max(count, 0)
            }
            guard failure == 0 else { throw FileSystemError(path: path, cause: Self.cause(failure)) }
            if count == 0 { return bytes }
            if bytes.isEmpty { bytes = chunk } else { bytes += chunk }
            // The whole file and nothing after it: no need to ask again whether that was the end.
            if count < wanted, status.st_size > 0, bytes.count == Int(status.st_size) { return bytes }
            wanted = max(Int(status.st_size) - bytes.count + 1, 1 << 16)
        }
    }

    /// Where the system keeps files that need not last, as an absolute path.
    public static var temporaryDirectory: String {
        guard let value = getenv("TMPDIR"), let path = String(validatingCString: value), path.hasPrefix("/") else { return "/tmp" }
        return path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    }

    public func touch(_ path: String) throws(FileSystemError) {
        try Self.check(path)
        guard utimensat(AT_FDCWD, path, nil, 0) == 0 else { throw Self.error(path) }
    }

    public func exists(_ path: String) -> Bool { mode(of: path) != nil }
    public func isRegularFile(_ path: String) -> Bool { mode(of: path).map { $0 & S_IFMT == S_IFREG } ?? false }
    public func isDirectory(_ path: String) -> Bool { mode(of: path).map { $0 & S_IFMT == S_IFDIR } ?? false }

    public func status(_ path: String) -> FileStatus? {
        guard !path.utf8.contains(0) else { return nil }
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        let kind: FileStatus.Kind
        switch status.st_mode & S_IFMT {
        case S_IFREG: kind = .file
        case S_IFDIR: kind = .directory
        default: kind = .other
        }
        func nanoseconds(_ time: timespec) -> Int64 { Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec) }
        return FileStatus(
            kind: kind, size: UInt64(max(0, status.st_size)), modified: nanoseconds(status.st_mtim), changed: nanoseconds(status.st_ctim),
            inode: UInt64(status.st_ino), device: UInt64(status.st_dev))
    }

    public func list(_ directory: String) throws(FileSystemError) -> [String] {
        try Self.check(directory)
        guard let stream = opendir(directory) else { throw Self.error(directory) }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    public func createDirectories(_ path: String) throws(FileSystemError) {
        try Self.check(path)
        // Upward to the first directory that exists, then down again.
        var missing: [String] = []
        var current = path
        while !isDirectory(current) {
            missing.append(current)
            let parent = Path.parent(current)
            if parent == current { break }
            current = parent
        }
        for directory in missing.reversed() where mkdir(directory, 0o777) != 0 {
            let failure = errno
            // Another process may have been faster.
            if failure == EEXIST, isDirectory(directory) { continue }
            throw FileSystemError(path: path, cause: failure == EEXIST ? .notDirectory : Self.cause(failure))
        }
    }

    public func canonicalPath(_ path: String) throws(FileSystemError) -> String {
        try Self.check(path)
        guard let resolved = realpath(path, nil) else { throw Self.error(path) }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    public func remove(_ path: String) throws(FileSystemError) {
        try Self.check(path)
        guard Glibc.remove(path) == 0 else { throw Self.error(path) }
    }

    public func move(_ path: String, to newPath: String) throws(FileSystemError) {
        try Self.check(path)
        try Self.check(newPath)
        var status = stat()
        guard lstat(newPath, &status) != 0 else { throw FileSystemError(path: newPath, cause: .alreadyExists) }
        guard rename(path, newPath) == 0 else { throw Self.error(path) }
    }

    // MARK: Helpers

    /// The system would take the part before a NUL for the whole path.
    static func check(_ path: String) throws(FileSystemError) {
        if path.utf8.contains(0) { throw FileSystemError(path: path, cause: .notFound) }
    }

    func mode(of path: String) -> mode_t? {
        guard !path.utf8.contains(0) else { return nil }
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode : nil
    }

    /// The error for the `errno` of the call that just failed.
    static func error(_ path: String) -> FileSystemError { FileSystemError(path: path, cause: cause(errno)) }

    static func cause(_ code: Int32) -> FileSystemError.Cause {
        switch code {
        case ENOENT: .notFound
        case EACCES, EPERM: .permissionDenied
        case EISDIR: .isDirectory
        case ENOTDIR: .notDirectory
        case EEXIST: .alreadyExists
        case ENOTEMPTY: .notEmpty
        case ENOSPC: .noSpace
        case ELOOP: .tooManyLinks
        default: .other(String(cString: strerror(code)))
        }
    }
}

extension RealFileSystem {
    /// `canonicalPath` of many files, mostly of the same directories; those that do not exist are left out.
    public func canonicalPaths(of files: [String]) -> [String] {
        var directories: [String: String?] = [:]
        return files.compactMap { file in
            let name = Path.lastComponent(file)
            var buffer: CChar = 0
            // Where the last part is no symbolic link, only the directory matters.
            guard !file.utf8.contains(0), !name.isEmpty, name != ".", name != "..", readlink(file, &buffer, 1) < 0, errno == EINVAL else {
                return try? canonicalPath(file)
            }
            let parent = Path.parent(file)
            if directories[parent] == nil { directories[parent] = .some(try? canonicalPath(parent)) }
            guard let known = directories[parent], let directory = known else { return nil }
            return directory == "/" ? directory + name : "\(directory)/\(name)"
        }
    }
}
