/// The text of numbers (section 1.4 of the language).
public enum NumberLiteral {
    /// The number that a whole word stands for; nil if it is none.
    public static func parse(_ word: ArraySlice<UInt8>) -> Datum.Kind? {
        guard let (radix, exactness, body) = prefixes(word), let first = body.first else { return nil }
        let isSigned = first == UInt8(ascii: "+") || first == UInt8(ascii: "-")
        let isNegative = first == UInt8(ascii: "-")
        let digits = isSigned ? body.dropFirst() : body
        if isSigned, let special = special(digits, isNegative) { return exactness == .exact ? nil : .float(special) }
        if radix != 10 || digits.allSatisfy(isDecimal) {
            guard let value = ExactInteger(isNegative: isNegative, digits: digits, radix: radix) else { return nil }
            return exactness == .inexact ? .float(inexact(value, isNegative)) : .integer(value)
        }
        guard let decimal = Decimal(digits) else { return nil }
        return exactness == .exact ? decimal.exact(isNegative).map { .integer($0) } : .float(isNegative ? -decimal.float : decimal.float)
    }

    private enum Exactness { case exact, inexact }

    private static func inexact(_ value: ExactInteger, _ isNegative: Bool) -> Double {
        value.magnitude.isEmpty && isNegative ? -0.0 : value.float
    }

    /// What the prefixes say, and what follows them; nil if one is unknown or stands twice.
    private static func prefixes(_ word: ArraySlice<UInt8>) -> (radix: Int, exactness: Exactness?, body: ArraySlice<UInt8>)? {
        var radix: Int?
        var exactness: Exactness?
        var rest = word
        while rest.first == UInt8(ascii: "#") {
            guard rest.count > 1 else { return nil }
            let letter = rest[rest.startIndex + 1] | 0x20
            rest = rest.dropFirst(2)
            if let base = bases[letter] {
                guard radix == nil else { return nil }
                radix = base
            } else {
                guard exactness == nil, letter == UInt8(ascii: "e") || letter == UInt8(ascii: "i") else { return nil }
                exactness = letter == UInt8(ascii: "e") ? .exact : .inexact
            }
        }
        return (radix ?? 10, exactness, rest)
    }

    private static let bases: [UInt8: Int] = [
        UInt8(ascii: "x"): 16, UInt8(ascii: "o"): 8, UInt8(ascii: "b"): 2, UInt8(ascii: "d"): 10,
    ]

    private static func special(_ word: ArraySlice<UInt8>, _ isNegative: Bool) -> Double? {
        switch String(decoding: word, as: UTF8.self).lowercased() {
        case "inf.0": isNegative ? -Double.infinity : Double.infinity
        case "nan.0": Double.nan
        default: nil
        }
    }

    private static func isDecimal(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

    /// Digits with a point or an exponent or both.
    private struct Decimal {
        let whole: ArraySlice<UInt8>
        let fraction: ArraySlice<UInt8>
        let exponentIsNegative: Bool
        let exponent: ArraySlice<UInt8>

        init?(_ text: ArraySlice<UInt8>) {
            whole = text.prefix(while: isDecimal)
            var rest = text[whole.endIndex...]
            if rest.first == UInt8(ascii: ".") {
                rest = rest.dropFirst()
                fraction = rest.prefix(while: isDecimal)
                rest = rest[fraction.endIndex...]
            } else {
                fraction = []
            }
            guard !whole.isEmpty || !fraction.isEmpty else { return nil }
            guard let mark = rest.first else {
                exponentIsNegative = false
                exponent = []
                return
            }
            guard mark | 0x20 == UInt8(ascii: "e") else { return nil }
            rest = rest.dropFirst()
            exponentIsNegative = rest.first == UInt8(ascii: "-")
            if exponentIsNegative || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
            guard !rest.isEmpty, rest.allSatisfy(isDecimal) else { return nil }
            exponent = rest
        }

        /// The nearest float.
        var float: Double {
            let text = "0" + String(decoding: whole, as: UTF8.self) + "." + String(decoding: fraction, as: UTF8.self) + "0e"
                + (exponentIsNegative ? "-" : "") + "0" + String(decoding: exponent, as: UTF8.self)
            return Double(text) ?? .nan
        }

        /// The integer it stands for; nil if it is none, or has more than `digitLimit` digits.
        func exact(_ isNegative: Bool) -> ExactInteger? {
            var digits = Array(whole) + Array(fraction)
            let zeros = digits.reversed().prefix { $0 == UInt8(ascii: "0") }.count
            guard zeros < digits.count else { return ExactInteger(0) }
            guard let size = Int(String(decoding: exponent.isEmpty ? [UInt8(ascii: "0")] : exponent, as: UTF8.self)),
                size <= Self.digitLimit
            else { return nil }
            digits.removeLast(zeros)
            let scale = (exponentIsNegative ? -size : size) - fraction.count + zeros
            guard scale >= 0 else { return nil }
            digits += [UInt8](repeating: UInt8(ascii: "0"), count: scale)
            return ExactInteger(isNegative: isNegative, digits: digits[...], radix: 10)
        }

        static let digitLimit = 1_000_000
    }

    // MARK: What is no number

    /// `1/2`
    static func isRatio(_ word: ArraySlice<UInt8>) -> Bool { ratio(word) != nil }

    private static func ratio(_ word: ArraySlice<UInt8>) -> (ArraySlice<UInt8>, ArraySlice<UInt8>)? {
        let isSigned = word.first == UInt8(ascii: "+") || word.first == UInt8(ascii: "-")
        let digits = isSigned ? word.dropFirst() : word
        guard let bar = digits.firstIndex(of: UInt8(ascii: "/")) else { return nil }
        let above = digits[..<bar]
        let below = digits[(bar + 1)...]
        guard !above.isEmpty, !below.isEmpty, above.allSatisfy(isDecimal), below.allSatisfy(isDecimal) else { return nil }
        return (word[..<bar], below)
    }

    /// `1+2i`
    static func isComplex(_ word: ArraySlice<UInt8>) -> Bool {
        guard word.last == UInt8(ascii: "i") || word.last == UInt8(ascii: "I") else { return false }
        let body = word.dropLast()
        guard let sign = body.lastIndex(where: { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") }) else { return false }
        let imaginary = body[sign...]
        let isNumber = imaginary.count == 1 || parse(imaginary) != nil
        return isNumber && (sign == body.startIndex ? imaginary.count > 1 : parse(body[..<sign]) != nil)
    }

    /// What to write instead of a word that is no number.
    static func help(_ word: ArraySlice<UInt8>) -> [String] {
        let text = String(decoding: word, as: UTF8.self)
        if let (above, below) = ratio(word) {
            let numerator = String(decoding: above, as: UTF8.self)
            let denominator = String(decoding: below, as: UTF8.self)
            let quotient = (Double(numerator) ?? 0) / (Double(denominator) ?? 0)
            let decimal = quotient.isFinite && quotient.description.count < 18 ? " or `\(quotient)`" : ""
            return ["Ai has no ratios; write `(/ \(numerator) \(denominator))`\(decimal)"]
        }
        if isComplex(word) { return ["Ai has no complex numbers"] }
        guard text.hasPrefix("#") else { return ["a symbol does not begin with a digit; in bars it may: `|\(text)|`"] }
        let prefix = text.dropFirst().prefix(1).lowercased()
        if "xob".contains(prefix) { return ["`#\(prefix)` takes digits of base \(prefix == "x" ? 16 : prefix == "o" ? 8 : 2) only"] }
        return prefix == "e" ? ["an exact number is an integer"] : []
    }
}
