/// The digits of base 64, in which source maps write numbers.
private let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

/// Writes numbers as differences: five bits a digit, the lowest bit of the number is the sign.
struct VLQEncoder {
    var text: [UInt8] = []
    // The last value of each field.
    var offset = 0
    var source = 0
    var line = 0
    var column = 0
    var name = 0

    mutating func separate() { text.append(0x2C) }

    /// Writes `value` as the difference from the last value of its field.
    mutating func append(_ value: Int, _ field: WritableKeyPath<VLQEncoder, Int>) {
        let difference = value - self[keyPath: field]
        self[keyPath: field] = value
        var rest = UInt(bitPattern: difference < 0 ? (-difference) << 1 | 1 : difference << 1)
        repeat {
            let digit = Int(rest & 31)
            rest >>= 5
            text.append(digits[rest == 0 ? digit : digit | 32])
        } while rest != 0
    }
}

/// Reads what `VLQEncoder` writes. Values never become negative or larger than 32 bits.
struct VLQDecoder {
    let text: [UInt8]
    /// Where the text stands in the map, for errors.
    let base: Int
    private(set) var position = 0
    private var isLineOver = false

    private static let values: [Int8] = {
        var values = [Int8](repeating: -1, count: 256)
        for (value, digit) in digits.enumerated() { values[Int(digit)] = Int8(value) }
        return values
    }()

    init(text: [UInt8], base: Int) {
        self.text = text
        self.base = base
    }

    var isAtEnd: Bool { position >= text.count }
    /// Another number of the same mapping follows.
    var hasField: Bool { position < text.count && text[position] != 0x2C && text[position] != 0x3B }

    /// Moves past a comma or a semicolon. All mappings of a wasm binary are on one line, so after a semicolon only more of them may come.
    mutating func skipSeparator() -> Bool {
        guard position < text.count, text[position] == 0x2C || text[position] == 0x3B else { return false }
        if text[position] == 0x3B { isLineOver = true }
        position += 1
        return true
    }

    mutating func next(after last: Int) throws(WasmError) -> Int {
        let start = position
        guard !isLineOver else { throw error(start, "mappings of a second line") }
        var bits: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            guard position < text.count else { throw error(start, "a mapping ends early") }
            let digit = Self.values[Int(text[position])]
            guard digit >= 0 else { throw error(position, "unexpected character in the mappings") }
            guard shift < 40 else { throw error(start, "number in the mappings is too long") }
            position += 1
            bits |= UInt64(digit & 31) << shift
            shift += 5
            if digit < 32 { break }
        }
        let magnitude = Int(bits >> 1)
        let result = bits & 1 == 0 ? last + magnitude : last - magnitude
        guard result >= 0, result <= Int(UInt32.max) else { throw error(start, "number in the mappings is out of range") }
        return result
    }

    private func error(_ place: Int, _ message: String) -> WasmError { WasmError(offset: base + place, message) }
}
