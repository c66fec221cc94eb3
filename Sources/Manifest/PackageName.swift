/// What a package may be called.
public enum PackageName {
    /// In bytes, so that a file name has room for an ending.
    static let longest = 128

    /// Why a text in a manifest cannot name a package; nil if it can. Results are files of that name.
    public static func problem(in name: String) -> String? {
        if name.allSatisfy(\.isWhitespace) { return "is empty" }
        if name.utf8.count > longest { return "is longer than \(longest) bytes" }
        if name == "." || name == ".." { return "is a directory" }
        let isPlain = name.unicodeScalars.allSatisfy { !"/\\:".unicodeScalars.contains($0) && $0.properties.generalCategory != .control }
        return isPlain ? nil : "contains a character that a file name cannot hold"
    }

    /// Why a name is not one to begin a new project with; nil if it is.
    public static func problemForNew(_ name: String) -> String? {
        guard let first = name.utf8.first else { return "is empty" }
        let isLetter = { (byte: UInt8) in byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z") }
        let isDigit = { (byte: UInt8) in byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
        guard isLetter(first) else { return "does not begin with a letter from A to Z" }
        guard name.utf8.allSatisfy({ isLetter($0) || isDigit($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }) else {
            return "has other characters than letters, digits, '-' and '_'"
        }
        return name.utf8.count > 64 ? "is longer than 64 characters" : nil
    }
}
