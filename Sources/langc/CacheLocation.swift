import Basics
import Driver
import Glibc

/// Where langc keeps results of compilations.
enum CacheLocation {
    /// The directory as an absolute path: the one named, or else by the environment; nil if there is to be no cache.
    static func directory(named name: String?) -> String? {
        if let name { return absolute(name) }
        if let wanted = variable("LANGC_CACHE_DIR") { return wanted == "off" ? nil : absolute(wanted) }
        // The standard of the desktops says to ignore relative paths.
        if let base = variable("XDG_CACHE_HOME"), Path.isAbsolute(base) { return Path.join(base, "langc") }
        if let home = variable("HOME"), Path.isAbsolute(home) { return Path.join(home, ".cache/langc") }
        return nil
    }

    /// How many bytes the cache may have: `LANGC_CACHE_SIZE`, in MiB.
    static var limit: UInt64 {
        guard let text = variable("LANGC_CACHE_SIZE"), let count = UInt64(text), count <= 1 << 30 else { return BuildCache.usualLimit }
        return count << 20
    }

    private static func variable(_ name: String) -> String? {
        guard let value = getenv(name) else { return nil }
        let text = String(cString: value)
        return text.isEmpty ? nil : text
    }

    private static func absolute(_ path: String) -> String {
        if Path.isAbsolute(path) { return Path.normalize(path) }
        return Path.join((try? RealFileSystem().canonicalPath(".")) ?? "/", path)
    }
}

/// What tells this compiler from all others.
enum CompilerIdentity {
    /// The fingerprint of the version and of size and time of the files that the compiler consists of: itself and Binaryen.
    static let current: StableHash = {
        var hasher = StableHasher()
        hasher.combine(langcVersion)
        let files = RealFileSystem()
        for path in ["/proc/self/exe", binaryen].compactMap({ $0 }) {
            guard let status = files.status(path) else { continue }
            hasher.combine(status.size)
            hasher.combine(UInt64(bitPattern: status.modified))
        }
        return hasher.finish()
    }()

    /// The library's file, as the process has loaded it.
    private static var binaryen: String? {
        guard let maps = try? RealFileSystem().read("/proc/self/maps") else { return nil }
        let line = String(decoding: maps, as: UTF8.self).split(separator: "\n").first { $0.contains("/libbinaryen") }
        return line.flatMap { line in line.firstIndex(of: "/").map { String(line[$0...]) } }
    }
}
