import Basics
import Diagnostics

/// Symbols, keywords, numbers, and what begins with `#`.
extension Reader {
    /// The end of the word that begins at `start`.
    func endOfWord(_ start: Int) -> Int {
        var end = start
        while end < bytes.count {
            let byte = bytes[end]
            if byte < 0x80 {
                if Self.isDelimiter[Int(byte)] { break }
                end += 1
            } else {
                let (scalar, length) = scalar(at: end)
                if scalar.properties.isWhitespace { break }
                end += length
            }
        }
        return end
    }

    /// The character at `offset`; the text is valid UTF-8.
    func scalar(at offset: Int) -> (Unicode.Scalar, length: Int) {
        let lead = bytes[offset]
        if lead < 0x80 { return (Unicode.Scalar(lead), 1) }
        let length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2
        var value = UInt32(lead) & (0xFF >> UInt32(length + 1))
        for byte in bytes[(offset + 1)..<min(offset + length, bytes.count)] { value = value << 6 | UInt32(byte & 0x3F) }
        return (Unicode.Scalar(value) ?? "\u{FFFD}", length)
    }

    /// A word that does not begin with `#`.
    mutating func readWord() {
        let start = position
        let end = endOfWord(start)
        guard end > start else {
            position += scalar(at: start).length
            return
        }
        if end == start + 1, bytes[start] == UInt8(ascii: ".") { return readDot() }
        position = end
        let word = bytes[start..<end]
        if Self.mayBeNumber(word) {
            if let kind = NumberLiteral.parse(word) { return add(kind, from: start) }
            if isBadNumber(word) { return addBadNumber(from: start, to: end) }
        }
        if let fault = firstFault(in: start..<end) { return addBadWord(start..<end, fault) }
        if bytes[start] == UInt8(ascii: ":"), end > start + 1 { return add(.keyword(name((start + 1)..<end)), from: start) }
        add(.symbol(Symbol(name(start..<end), isDotted: Self.hasSeparatorDots(word))), from: start)
    }

    private func name(_ range: Range<Int>) -> String {
        let name = text(range)
        return foldsCase ? name.lowercased() : name
    }

    /// At least two segments between dots, none of them empty.
    static func hasSeparatorDots(_ word: ArraySlice<UInt8>) -> Bool {
        let dot = UInt8(ascii: ".")
        guard word.first != dot, word.last != dot else { return false }
        var hasDot = false
        var previous: UInt8 = 0
        for byte in word {
            if byte == dot {
                if previous == dot { return false }
                hasDot = true
            }
            previous = byte
        }
        return hasDot
    }

    private static func mayBeNumber(_ word: ArraySlice<UInt8>) -> Bool {
        switch word.first ?? 0 {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."): true
        default: false
        }
    }

    /// Not a number, and not a symbol either.
    private func isBadNumber(_ word: ArraySlice<UInt8>) -> Bool {
        let first = word.first ?? 0
        if first >= UInt8(ascii: "0"), first <= UInt8(ascii: "9") {
            return word.count != 2 || ![UInt8(ascii: "+"), UInt8(ascii: "-")].contains(word[word.startIndex + 1])
                || word.first != UInt8(ascii: "1")
        }
        return NumberLiteral.isRatio(word) || NumberLiteral.isComplex(word)
    }

    private mutating func addBadNumber(from start: Int, to end: Int) {
        report("AI0007", "'\(text(start..<end))' is not a number in Ai", from: start, to: end, help: NumberLiteral.help(bytes[start..<end]))
        add(.integer(ExactInteger(0)), from: start)
    }

    /// Where a word has a character that symbols do not have.
    private func firstFault(in range: Range<Int>) -> Int? {
        var offset = range.lowerBound
        while offset < range.upperBound {
            let byte = bytes[offset]
            if byte < 0x80 {
                if !Self.isSymbolByte[Int(byte)] { return offset }
                offset += 1
            } else {
                let (scalar, length) = scalar(at: offset)
                if !Self.isSymbolScalar(scalar) { return offset }
                offset += length
            }
        }
        return nil
    }

    private mutating func addBadWord(_ range: Range<Int>, _ fault: Int) {
        let (scalar, length) = scalar(at: fault)
        let isVisible = scalar.value > 0x20 && scalar.value != 0x7F && scalar.properties.generalCategory != .format
        let number = String(scalar.value, radix: 16, uppercase: true)
        let shown = isVisible ? String(Character(scalar)) : "U+" + String(repeating: "0", count: max(0, 4 - number.count)) + number
        report(
            "AI0006", "unknown syntax '\(shown)'", from: fault, to: fault + length, label: "not a character of symbols",
            help: isVisible ? ["any text between bars is a symbol: `|\(text(range).replacingBars)|`"] : [])
        add(.symbol(Symbol(text(range))), from: range.lowerBound)
    }

    // MARK: Number sign

    mutating func readHash() {
        switch peek(1) {
        case UInt8(ascii: "("): open(.vector, length: 2)
        case UInt8(ascii: "|"): skipBlockComment()
        case UInt8(ascii: ";"): open(.comment, length: 2)
        case UInt8(ascii: "!"): readDirective()
        case UInt8(ascii: "\\"): readCharacter()
        case UInt8(ascii: "0")...UInt8(ascii: "9"): readLabel()
        default: readHashWord()
        }
    }

    private mutating func readLabel() {
        var end = position + 1
        while end < bytes.count, bytes[end] >= UInt8(ascii: "0"), bytes[end] <= UInt8(ascii: "9") { end += 1 }
        let length = end + 1 - position
        let number = Int(text((position + 1)..<end))
        switch end < bytes.count ? bytes[end] : 0 {
        case UInt8(ascii: "=") where number != nil: openLabel(number ?? 0, length: length)
        case UInt8(ascii: "#") where number != nil: useLabel(number ?? 0, length: length)
        default: reportUnknownHash(to: endOfWord(position + 1))
        }
    }

    private mutating func readHashWord() {
        let start = position
        let end = endOfWord(start + 1)
        let word = bytes[start..<end]
        switch String(decoding: word, as: UTF8.self).lowercased() {
        case "#t", "#true":
            position = end
            add(.boolean(true), from: start)
        case "#f", "#false":
            position = end
            add(.boolean(false), from: start)
        case "#u8" where end < bytes.count && bytes[end] == UInt8(ascii: "("): open(.bytevector, length: 4)
        default:
            guard "xobdeiXOBDEI".utf8.contains(peek(1)) else { return reportUnknownHash(to: end) }
            position = end
            if let kind = NumberLiteral.parse(word) { add(kind, from: start) } else { addBadNumber(from: start, to: end) }
        }
    }

    /// Brackets behind it are read as a list.
    mutating func reportUnknownHash(to end: Int) {
        let start = position
        var shownEnd = max(end, start + 1)
        if shownEnd == start + 1, shownEnd < bytes.count, bytes[shownEnd] > 0x20 { shownEnd += scalar(at: shownEnd).length }
        position = max(end, start + 1)
        let word = text(start..<shownEnd)
        let known = ["#true", "#false", "#u8", "#!fold-case", "#!no-fold-case"]
        let near = closestMatches(to: word, among: known).map { "did you mean `\($0)`?" }
        report("AI0006", "unknown syntax '\(word)'", from: start, to: shownEnd, help: Array(near.prefix(1)))
        if !isOpeningBracket(position) { add(.symbol(Symbol(word)), from: start) }
    }

    private func isOpeningBracket(_ offset: Int) -> Bool {
        offset < bytes.count && [UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{")].contains(bytes[offset])
    }

    // MARK: Characters

    private static let isDelimiter: [Bool] = (0..<128).map { code in
        code <= 0x20 && [0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x20].contains(code) || "()[]{}\";'`,|".utf8.contains(UInt8(code))
    }

    private static let isSymbolByte: [Bool] = (0..<128).map { code in
        let byte = UInt8(code)
        return byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") || byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z")
            || byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") || "!$%&*+-./:<=>?@^_~".utf8.contains(byte)
    }

    private static func isSymbolScalar(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark, .spacingMark,
            .enclosingMark, .decimalNumber, .letterNumber, .otherNumber: true
        default: false
        }
    }
}

extension String {
    /// As text between bars.
    fileprivate var replacingBars: String { split(separator: "\\", omittingEmptySubsequences: false).joined(separator: "\\\\") }
}
