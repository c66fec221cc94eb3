/// Textual work on `/`-separated paths; nothing here looks at a file system.
public enum Path {
    public static func isAbsolute(_ path: String) -> Bool { path.utf8.first == UInt8(ascii: "/") }

    /// The parts between slashes, empty ones left out. Split by bytes: to `String` a slash before a combining mark is no slash.
    static func parts(of path: String) -> [Substring] {
        path.utf8.split(separator: UInt8(ascii: "/")).map(Substring.init)
    }

    /// `path` without `.`, without empty parts, and with `..` folded into the part before it where there is one.
    ///
    /// `..` at the root of an absolute path vanishes, at the start of a relative path it stays. An empty result is `.`.
    public static func normalize(_ path: String) -> String {
        var kept: [Substring] = []
        let absolute = isAbsolute(path)
        for part in parts(of: path) where part != "." {
            if part != ".." {
                kept.append(part)
            } else if let last = kept.last, last != ".." {
                kept.removeLast()
            } else if !absolute {
                kept.append(part)
            }
        }
        let text = kept.joined(separator: "/")
        return absolute ? "/" + text : text.isEmpty ? "." : text
    }

    /// `path` as seen from `directory`; an absolute `path` stays as it is. The result is normalized.
    public static func join(_ directory: String, _ path: String) -> String {
        isAbsolute(path) ? normalize(path) : normalize(directory + "/" + path)
    }

    /// The path that leads from `directory` to `path`, for example `../b/c`. Both must be absolute, or both relative to
    /// the same place; if only one is absolute, or `directory` begins with `..` that `path` does not share, the
    /// normalized `path` is returned, since no relative path can be told from the texts.
    public static func relative(_ path: String, from directory: String) -> String {
        let target = normalize(path)
        let base = normalize(directory)
        guard isAbsolute(target) == isAbsolute(base) else { return target }
        let targetParts = parts(of: target).filter { $0 != "." }
        let baseParts = parts(of: base).filter { $0 != "." }
        var shared = 0
        while shared < min(targetParts.count, baseParts.count), targetParts[shared] == baseParts[shared] { shared += 1 }
        let upward = baseParts[shared...]
        guard !upward.contains("..") else { return target }
        let way = upward.map { _ in Substring("..") } + targetParts[shared...]
        return way.isEmpty ? "." : way.joined(separator: "/")
    }

    /// The directory that contains `path`: `/a` for `/a/b`, `/` for `/a` and for `/`, `.` for `a`. Not normalized.
    public static func parent(_ path: String) -> String {
        var utf8 = path.utf8[...]
        while utf8.count > 1, utf8.last == UInt8(ascii: "/") { utf8.removeLast() }
        guard let slash = utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
        var parent = utf8[..<slash]
        while parent.last == UInt8(ascii: "/") { parent.removeLast() }
        return parent.isEmpty ? "/" : String(Substring(parent))
    }

    /// The part after the last `/`, trailing slashes left aside: `b` for `/a/b/`.
    public static func lastComponent(_ path: String) -> String {
        parts(of: path).last.map(String.init) ?? (isAbsolute(path) ? "/" : "")
    }

    /// The text after the last dot of the last component, `nil` if there is none or the name begins with it.
    public static func fileExtension(_ path: String) -> String? {
        let name = lastComponent(path)
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return nil }
        return String(name[name.index(after: dot)...])
    }

    /// The last component without its extension and the dot before it.
    public static func stem(_ path: String) -> String {
        let name = lastComponent(path)
        guard let suffix = fileExtension(name) else { return name }
        return String(name.dropLast(suffix.count + 1))
    }
}
