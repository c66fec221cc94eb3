import Basics

/// Keeping the directory small.
extension BuildCache {
    /// Some of the files in the cache.
    public struct Usage: Hashable, Sendable {
        public var files = 0
        public var bytes: UInt64 = 0
    }

    private struct File {
        var path: String
        var size: UInt64
        /// When it was used last, give or take a day, in nanoseconds since 1970.
        var used: Int64
    }

    /// How often it is worthwhile to look at all entries.
    private static let trimInterval: Int64 = 3600 * 1_000_000_000
    /// How old a file has to be that a build has not completed.
    private static let leftoverAge: Int64 = 3600 * 1_000_000_000
    /// How much of the limit is left when old entries are removed.
    private static let lowWater = 0.8

    /// Removes all entries, also those of other versions, and nothing else. Returns what was removed.
    public func removeAll() -> Usage {
        var removed = Usage()
        for file in files() where (try? fileSystem.remove(file.path)) != nil {
            removed.files += 1
            removed.bytes += file.size
        }
        for version in versions {
            for kind in (try? fileSystem.list(version)) ?? [] {
                let folder = Path.join(version, kind)
                for group in (try? fileSystem.list(folder)) ?? [] { try? fileSystem.remove(Path.join(folder, group)) }
                try? fileSystem.remove(folder)
            }
            try? fileSystem.remove(version)
        }
        try? fileSystem.remove(directory)
        return removed
    }

    /// What there is.
    public func usage() -> Usage { files().reduce(into: Usage()) { usage, file in
        usage.files += 1
        usage.bytes += file.size
    } }

    /// Removes what has not been used for the longest time when there is more than `limit` bytes, and what interrupted builds have left.
    /// Unless some time has passed since the last look, nothing is looked at.
    ///
    /// - Parameter now: in nanoseconds since 1970.
    public func trim(to limit: UInt64, now: Int64) {
        let stamp = "\(directory)/v\(Self.version)/trimmed"
        if let last = fileSystem.status(stamp), now - last.modified < Self.trimInterval { return }
        guard (try? fileSystem.write("", to: stamp)) != nil else { return }
        var files = files()
        let leftovers = files.filter { Path.lastComponent($0.path).hasPrefix(".") && now - $0.used > Self.leftoverAge }
        for file in leftovers { try? fileSystem.remove(file.path) }
        files.removeAll { Path.lastComponent($0.path).hasPrefix(".") }
        var total = files.reduce(0) { $0 + $1.size }
        guard total > limit else { return }
        let wanted = UInt64(Double(limit) * Self.lowWater)
        for file in files.sorted(by: { ($0.used, $0.path) < ($1.used, $1.path) }) {
            if total <= wanted { return }
            // Another build may have been faster.
            try? fileSystem.remove(file.path)
            total -= file.size
        }
    }

    /// The directories of this and other versions.
    private var versions: [String] {
        let names = (try? fileSystem.list(directory)) ?? []
        return names.filter { $0.first == "v" && Int($0.dropFirst()) != nil }.map { Path.join(directory, $0) }
    }

    /// All files: `vN/KIND/XX/NAME`, and `vN/NAME`.
    private func files() -> [File] {
        var pending = versions.map { (path: $0, depth: 0) }
        var found: [File] = []
        while let (folder, depth) = pending.popLast() {
            for name in (try? fileSystem.list(folder)) ?? [] {
                let path = Path.join(folder, name)
                guard let status = fileSystem.status(path) else { continue }
                if status.kind == .directory, depth < 2 {
                    pending.append((path, depth + 1))
                } else if status.kind == .file {
                    found.append(File(path: path, size: status.size, used: status.modified))
                }
            }
        }
        return found
    }
}
