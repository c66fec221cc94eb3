import Basics
import Glibc
import Linker

extension UnmergedProgram {
    /// Why a program was not written.
    public enum WriteError: Error, Hashable, Sendable {
        case system(FileSystemError)
        /// The directory holds this file, which no unmerged program has brought there.
        case foreign(String)
        case currentDirectory

        /// The reason in words.
        ///
        /// - Parameter directory: as the user named it.
        public func message(_ directory: String) -> String {
            switch self {
            case .system(let error): "cannot write '\(error.path)': \(error.cause.words)"
            case .foreign(let file):
                "'\(directory)' holds '\(file)', which is not part of an unmerged program; name a new or an empty directory"
            case .currentDirectory: "'\(directory)' is the current directory, which cannot be replaced; name another one"
            }
        }
    }

    /// Writes the program as a directory, the whole of it or nothing. The directory above must exist.
    ///
    /// A directory that is there already must be empty, or hold only an earlier unmerged program, which is replaced.
    public func write(to directory: String, _ fileSystem: any FileSystem = RealFileSystem()) throws(WriteError) {
        let isThere = fileSystem.exists(directory)
        let target = isThere ? try Self.replaceable(directory, fileSystem) : Path.normalize(directory)
        let work = Path.join(Path.parent(target), ".langc-\(getpid())-\(UInt64.random(in: 0 ... .max))")
        do throws(FileSystemError) {
            try writeFiles(to: work + ".new", fileSystem)
            try Self.replace(target, by: work + ".new", old: isThere ? work + ".old" : nil, fileSystem)
        } catch {
            Self.removeTree(work + ".new", fileSystem)
            throw .system(FileSystemError(path: directory, cause: error.cause))
        }
    }

    private func writeFiles(to directory: String, _ fileSystem: any FileSystem) throws(FileSystemError) {
        // Only the directory itself is made, so that a misspelt path is an error.
        guard fileSystem.isDirectory(Path.parent(directory)) else {
            throw FileSystemError(path: directory, cause: fileSystem.exists(Path.parent(directory)) ? .notDirectory : .notFound)
        }
        try fileSystem.createDirectories(directory)
        for folder in Set(files.map { Path.parent($0.path) }).sorted() where folder != "." {
            try fileSystem.createDirectories(Path.join(directory, folder))
        }
        for file in files { try fileSystem.write(file.bytes, to: Path.join(directory, file.path)) }
    }

    private static func replace(
        _ target: String, by new: String, old: String?, _ fileSystem: any FileSystem
    ) throws(FileSystemError) {
        guard let old else { return try fileSystem.move(new, to: target) }
        try fileSystem.move(target, to: old)
        do throws(FileSystemError) {
            try fileSystem.move(new, to: target)
        } catch {
            try? fileSystem.move(old, to: target)
            throw error
        }
        removeTree(old, fileSystem)
    }

    // MARK: What is there already

    /// The real path of a directory, if nothing is lost when it is replaced.
    private static func replaceable(_ directory: String, _ fileSystem: any FileSystem) throws(WriteError) -> String {
        let target: String
        let foreign: String?
        let current: String
        do throws(FileSystemError) {
            target = try fileSystem.canonicalPath(directory)
            foreign = try foreignFile(in: target, fileSystem)
            current = try fileSystem.canonicalPath(".")
        } catch {
            throw .system(FileSystemError(path: directory, cause: error.cause))
        }
        if let foreign { throw .foreign(foreign) }
        if target == current { throw .currentDirectory }
        return target
    }

    /// The first file in a directory that is not listed in the plan beside it; `nil` if the directory may be replaced.
    private static func foreignFile(in directory: String, _ fileSystem: any FileSystem) throws(FileSystemError) -> String? {
        let known = knownFiles(in: directory, fileSystem)
        let folders = Set(known.map(Path.parent))
        var pending = [""]
        while let folder = pending.popLast() {
            for name in try fileSystem.list(Path.join(directory, folder)) {
                let path = folder.isEmpty ? name : "\(folder)/\(name)"
                let entry = Path.join(directory, path)
                // A link would lead to something that belongs elsewhere.
                guard (try? fileSystem.canonicalPath(entry)) == entry else { return path }
                if folders.contains(path), fileSystem.isDirectory(entry) {
                    pending.append(path)
                } else if !known.contains(path) || fileSystem.isDirectory(entry) {
                    return path
                }
            }
        }
        return nil
    }

    private static func knownFiles(in directory: String, _ fileSystem: any FileSystem) -> Set<String> {
        guard let bytes = try? fileSystem.read(Path.join(directory, planFile)) else { return [] }
        return Set(UnmergedPlan.files(inJSON: bytes) ?? [])
    }

    /// Removes what can be removed; what stays behind is under a name of its own.
    private static func removeTree(_ path: String, _ fileSystem: any FileSystem) {
        var directories = [path]
        var next = 0
        while next < directories.count {
            let directory = directories[next]
            next += 1
            for name in (try? fileSystem.list(directory)) ?? [] {
                let entry = Path.join(directory, name)
                if fileSystem.isDirectory(entry) { directories.append(entry) } else { try? fileSystem.remove(entry) }
            }
        }
        for directory in directories.reversed() { try? fileSystem.remove(directory) }
    }
}
