/// Identifiers, keywords and characters that begin no token.
extension Lexer {
    /// Reads an identifier or keyword whose first character is ASCII.
    mutating func lexWord() {
        let start = position
        position += 1
        skipWordCharacters()
        let word = bytes[start..<position]
        if word.count == 1 && word.first == UInt8(ascii: "_") {
            append(.wildcard, from: start)
        } else {
            append(KeywordTable.kind(of: word) ?? .identifier, from: start)
        }
    }

    /// Reads an identifier that begins with a letter outside ASCII, or reports the character.
    mutating func lexNonASCII() {
        let (scalar, length) = decodeScalar()
        guard Self.isLetter(scalar) else { return lexUnexpected() }
        let start = position
        position += length
        skipWordCharacters()
        append(.identifier, from: start)
    }

    /// Moves past letters, digits and `_`.
    mutating func skipWordCharacters() {
        while position < bytes.count {
            let byte = bytes[position]
            if byte < 0x80 {
                guard Self.isASCIIWordCharacter(byte) else { return }
                position += 1
            } else {
                let (scalar, length) = decodeScalar()
                guard Self.isLetter(scalar) || scalar.properties.generalCategory == .decimalNumber else { return }
                position += length
            }
        }
    }

    static func isASCIIWordCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isAlphabetic }

    /// The scalar at the current position and its length in bytes. The text is known to be valid UTF-8.
    func decodeScalar() -> (Unicode.Scalar, Int) {
        let first = UInt32(peek())
        let tail = { (distance: Int) in UInt32(peek(distance)) & 0x3F }
        let (value, length): (UInt32, Int) =
            switch first {
            case ..<0x80: (first, 1)
            case ..<0xE0: ((first & 0x1F) << 6 | tail(1), 2)
            case ..<0xF0: ((first & 0x0F) << 12 | tail(1) << 6 | tail(2), 3)
            default: ((first & 0x07) << 18 | tail(1) << 12 | tail(2) << 6 | tail(3), 4)
            }
        return (Unicode.Scalar(value) ?? "\u{FFFD}", length)
    }

    /// Reports a character that begins no token and skips it, together with what clearly belongs to it.
    mutating func lexUnexpected() {
        let start = position
        let (scalar, length) = decodeScalar()
        position += length
        let end = position
        skipRest(of: scalar, from: start)
        report(
            "AT1001", "Unexpected character '\(Self.display(scalar))'", from: start, to: end,
            label: "not part of the language", help: Self.help(for: scalar))
        append(.invalid, from: start)
    }

    /// Skips what clearly belongs to a wrong character: for a quote everything up to its partner on the same line, for `#` (a
    /// comment elsewhere) the rest of the line, else repetitions of the character.
    private mutating func skipRest(of scalar: Unicode.Scalar, from start: Int) {
        if scalar == "'" || scalar == "`" {
            var end = position
            while end < bytes.count, bytes[end] != bytes[start], bytes[end] != 0x0A { end += 1 }
            if end < bytes.count, bytes[end] == bytes[start] { position = end + 1 }
        } else if scalar == "#" {
            while position < bytes.count, bytes[position] != 0x0A { position += 1 }
        } else {
            while position < bytes.count, decodeScalar().0 == scalar { position += decodeScalar().1 }
        }
    }

    /// The character itself, or an escape for one that cannot be seen.
    private static func display(_ scalar: Unicode.Scalar) -> String {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator, .spaceSeparator:
            "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
        default: String(scalar)
        }
    }

    private static func help(for scalar: Unicode.Scalar) -> [String] {
        switch scalar {
        case "'", "`", "\u{2018}", "\u{2019}", "\u{201C}", "\u{201D}": ["strings are written in double quotes: \"text\""]
        case "#": ["comments begin with `//`"]
        case "\\": ["an escape is only legal inside a string"]
        case "^", "~": ["there are no bitwise operators"]
        case "\u{FEFF}": ["a byte order mark is only legal at the start of the file"]
        case _ where scalar.properties.isWhitespace: ["replace it with an ordinary space"]
        default: ["remove it"]
        }
    }
}
