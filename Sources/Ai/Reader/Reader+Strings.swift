import Basics
import Diagnostics

/// Strings, symbols in bars, characters.
extension Reader {
    mutating func readString() {
        let start = position
        guard let text = readDelimited(UInt8(ascii: "\""), "string") else { return }
        add(.string(text), from: start)
    }

    mutating func readBarredSymbol() {
        let start = position
        guard let text = readDelimited(UInt8(ascii: "|"), "symbol") else { return }
        add(.symbol(Symbol(text)), from: start)
    }

    /// The text between two delimiters; nil if the second is missing.
    private mutating func readDelimited(_ delimiter: UInt8, _ what: String) -> String? {
        let start = position
        position += 1
        var content: [UInt8] = []
        while position < bytes.count {
            let byte = bytes[position]
            switch byte {
            case delimiter:
                position += 1
                return String(decoding: content, as: UTF8.self)
            case UInt8(ascii: "\\"): readEscape(into: &content, what)
            case 0x0D:
                position += peek(1) == 0x0A ? 2 : 1
                content.append(0x0A)
            default:
                content.append(byte)
                position += 1
            }
        }
        reportUnterminated(what, from: start, closer: String(Character(Unicode.Scalar(delimiter))))
        return nil
    }

    private mutating func readEscape(into content: inout [UInt8], _ what: String) {
        let start = position
        position += 1
        guard position < bytes.count else { return }
        switch bytes[position] {
        case UInt8(ascii: "a"): content.append(0x07)
        case UInt8(ascii: "b"): content.append(0x08)
        case UInt8(ascii: "t"): content.append(0x09)
        case UInt8(ascii: "n"): content.append(0x0A)
        case UInt8(ascii: "r"): content.append(0x0D)
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "|"): content.append(bytes[position])
        case UInt8(ascii: "x"), UInt8(ascii: "X"): return readHexEscape(from: start, into: &content, what)
        case 0x20, 0x09, 0x0A, 0x0D:
            if !skipLineContinuation() { reportEscape(from: start, what) }
            return
        default: return reportEscape(from: start, what)
        }
        position += 1
    }

    /// Blanks, a line end, and the blanks that begin the next line. Nothing is skipped without a line end.
    private mutating func skipLineContinuation() -> Bool {
        let start = position
        skipBlanks()
        guard position < bytes.count, bytes[position] == 0x0A || bytes[position] == 0x0D else {
            position = start
            return false
        }
        position += bytes[position] == 0x0D && peek(1) == 0x0A ? 2 : 1
        skipBlanks()
        return true
    }

    private mutating func skipBlanks() {
        while position < bytes.count, bytes[position] == 0x20 || bytes[position] == 0x09 { position += 1 }
    }

    private mutating func readHexEscape(from start: Int, into content: inout [UInt8], _ what: String) {
        var end = position + 1
        while end < bytes.count, Self.isHexDigit(bytes[end]) { end += 1 }
        let digits = text((position + 1)..<end)
        guard end < bytes.count, bytes[end] == UInt8(ascii: ";"), let scalar = Self.scalar(hex: digits) else {
            if end < bytes.count, bytes[end] == UInt8(ascii: ";") { end += 1 }
            position = end
            return report(
                "AI0003", "unknown escape '\(text(start..<end))' in \(what)", from: start, to: end,
                help: ["`\\x` takes the number of a character in hexadecimal digits and a semicolon: `\\x41;`"])
        }
        content += Array(String(Character(scalar)).utf8)
        position = end + 1
    }

    static func isHexDigit(_ byte: UInt8) -> Bool { Unicode.Scalar(byte).properties.isASCIIHexDigit }

    static func scalar(hex digits: some StringProtocol) -> Unicode.Scalar? { UInt32(digits, radix: 16).flatMap(Unicode.Scalar.init) }

    /// The character behind the backslash becomes part of no token.
    private mutating func reportEscape(from start: Int, _ what: String) {
        position += scalar(at: position).length
        report(
            "AI0003", "unknown escape '\(text(start..<position))' in \(what)", from: start, to: position,
            help: [#"the escapes are `\a \b \t \n \r \" \\ \|`, `\x41;`, and `\` at the end of a line; a backslash is `\\`"#])
    }

    // MARK: Characters

    static let characterNames: [String: UInt32] = [
        "alarm": 0x07, "backspace": 0x08, "delete": 0x7F, "escape": 0x1B, "newline": 0x0A, "null": 0x00, "nul": 0x00, "return": 0x0D,
        "space": 0x20, "tab": 0x09,
    ]

    mutating func readCharacter() {
        let start = position
        let nameStart = start + 2
        guard nameStart < bytes.count else {
            position = bytes.count
            return reportCharacter(from: start, "")
        }
        let (first, length) = scalar(at: nameStart)
        let end = max(endOfWord(nameStart), nameStart + length)
        position = end
        if end == nameStart + length { return add(.character(first.value), from: start) }
        let written = text(nameStart..<end)
        let name = foldsCase ? written.lowercased() : written
        if let value = Self.characterNames[name] { return add(.character(value), from: start) }
        let digits = written.dropFirst()
        if first == "x" || first == "X", digits.utf8.allSatisfy(Self.isHexDigit), let scalar = Self.scalar(hex: digits) {
            return add(.character(scalar.value), from: start)
        }
        reportCharacter(from: start, written)
        add(.character(first.value), from: start)
    }

    private mutating func reportCharacter(from start: Int, _ name: String) {
        let names = Self.characterNames.keys.sorted()
        let near = closestMatches(to: name, among: names)
        report(
            "AI0005", "unknown character name '#\\\(name)'", from: start, to: position,
            help: near.isEmpty
                ? ["the names are \(names.joined(separator: ", ")); `#\\x41` names a character by its number"]
                : ["did you mean `#\\\(near[0])`?"])
    }
}
