extension Lexer {
    /// Reads `digits [ "." digits ] [ exponent ]` and checks that the value is finite.
    mutating func lexNumber() {
        let start = position
        skipDigits()
        var isPlainInteger = true
        if peek() == UInt8(ascii: "."), Self.isDigit(peek(1)) {
            isPlainInteger = false
            position += 1
            skipDigits()
        }
        if peek() | 0x20 == UInt8(ascii: "e"), !startsKeywordAfterNumber() {
            isPlainInteger = false
            guard skipExponent(start) else { return appendNumber(0, from: start) }
        }
        guard !reportAttachedWord(start) else { return appendNumber(0, from: start) }
        appendNumber(value(start, isPlainInteger), from: start)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

    private mutating func skipDigits() {
        while position < bytes.count, Self.isDigit(bytes[position]) { position += 1 }
    }

    private mutating func appendNumber(_ value: Double, from start: Int) {
        output.numbers.append(value)
        append(.number, from: start, payload: output.numbers.count - 1)
    }

    /// Moves past the exponent; if it has no digits, reports that and returns false.
    private mutating func skipExponent(_ start: Int) -> Bool {
        position += 1
        if peek() == UInt8(ascii: "+") || peek() == UInt8(ascii: "-") { position += 1 }
        if Self.isDigit(peek()) {
            skipDigits()
            return true
        }
        let end = position
        skipWordCharacters()
        report(
            "AT1001", "Invalid number: exponent requires digits", from: start, to: end, label: "no digits after the exponent",
            help: ["write an exponent as in `1e3` or `2.5e-4`"])
        return false
    }

    /// `1else` is the number 1 and a keyword, not an exponent without digits.
    private func startsKeywordAfterNumber() -> Bool {
        var end = position
        while end < bytes.count, end - position <= KeywordTable.longest, Self.isASCIIWordCharacter(bytes[end]) { end += 1 }
        return KeywordTable.kind(of: bytes[position..<end]) != nil
    }

    /// Reports letters, digits or `_` that hang on to a number, as in `0x1F`, `1_000` or `5px`. No name can follow a number, so
    /// no legal text is lost; a keyword can.
    private mutating func reportAttachedWord(_ start: Int) -> Bool {
        guard Self.isASCIIWordCharacter(peek()), !startsKeywordAfterNumber() else { return false }
        skipWordCharacters()
        report(
            "AT1001", "Invalid number literal: '\(literalText(start))'", from: start, to: position,
            label: "a number cannot contain letters or `_`",
            help: ["numbers are decimal, without separators and suffixes: `255`, `0.5`, `1e6`"])
        return true
    }

    /// The value of the literal that ends here; an infinite one is reported and counts as 0.
    private mutating func value(_ start: Int, _ isPlainInteger: Bool) -> Double {
        if isPlainInteger && position - start <= 15 {
            var integer: Int64 = 0
            for byte in bytes[start..<position] { integer = integer * 10 + Int64(byte - UInt8(ascii: "0")) }
            return Double(integer)
        }
        if let value = Double(String(decoding: bytes[start..<position], as: UTF8.self)), value.isFinite { return value }
        report(
            "AT1001", "Invalid number literal: '\(literalText(start))'", from: start, to: position,
            label: "too large for a number", help: ["the largest number is about 1.797e308"])
        return 0
    }

    /// The literal as written; of a very long one only the beginning.
    private func literalText(_ start: Int) -> String {
        let limit = 60
        guard position - start > limit else { return String(decoding: bytes[start..<position], as: UTF8.self) }
        return String(decoding: bytes[start..<start + limit], as: UTF8.self) + "…"
    }
}
