/// Reads just enough JSON for what langc itself has written, source maps and plans, from front to back.
public struct JSONScanner {
    private let bytes: [UInt8]
    private(set) var offset = 0
    /// Deeper nesting than any of these has.
    private static let depthLimit = 64

    /// - Parameter bytes: the text, in UTF-8.
    public init(_ bytes: [UInt8]) { self.bytes = bytes }

    func error(_ message: String) -> WasmError { WasmError(offset: offset, message) }

    private mutating func skipSpace() {
        while offset < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[offset]) { offset += 1 }
    }

    /// Moves past `character` if it comes next, after white space.
    private mutating func accept(_ character: Character) -> Bool {
        skipSpace()
        guard offset < bytes.count, bytes[offset] == character.asciiValue else { return false }
        offset += 1
        return true
    }

    private mutating func expect(_ character: Character) throws(WasmError) {
        guard accept(character) else { throw error("expected `\(character)`") }
    }

    /// Reads an object that fills the whole text; `member` must read the value of each key.
    public mutating func object(_ member: (inout JSONScanner, String) throws(WasmError) -> Void) throws(WasmError) {
        try expect("{")
        if !accept("}") {
            repeat {
                let key = try string()
                try expect(":")
                skipSpace()
                try member(&self, key)
            } while accept(",")
            try expect("}")
        }
        skipSpace()
        guard offset == bytes.count else { throw error("text after the end") }
    }

    /// Reads a whole number of at most nine digits.
    public mutating func integer() throws(WasmError) -> Int {
        skipSpace()
        var value = 0
        let start = offset
        while offset < bytes.count, (0x30...0x39).contains(bytes[offset]), offset - start < 9 {
            value = value * 10 + Int(bytes[offset] - 0x30)
            offset += 1
        }
        guard offset > start else { throw error("expected a number") }
        return value
    }

    /// Reads an array of strings and nulls.
    public mutating func strings() throws(WasmError) -> [String?] {
        try expect("[")
        if accept("]") { return [] }
        var result: [String?] = []
        repeat {
            skipSpace()
            if bytes[offset...].starts(with: "null".utf8) {
                offset += 4
                result.append(nil)
            } else {
                result.append(try string())
            }
        } while accept(",")
        try expect("]")
        return result
    }

    /// Reads a string.
    public mutating func string() throws(WasmError) -> String {
        try expect("\"")
        var text: [UInt8] = []
        while true {
            guard offset < bytes.count, bytes[offset] >= 0x20 else { throw error("a string ends early") }
            let byte = bytes[offset]
            offset += 1
            switch byte {
            case 0x22:
                guard let result = String(validating: text, as: UTF8.self) else { throw error("a string is not valid UTF-8") }
                return result
            case 0x5C: try escape(into: &text)
            default: text.append(byte)
            }
        }
    }

    private mutating func escape(into text: inout [UInt8]) throws(WasmError) {
        guard offset < bytes.count else { throw error("a string ends early") }
        let byte = bytes[offset]
        offset += 1
        switch byte {
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "u"):
            var unit = try hexUnit()
            if unit & 0xFC00 == 0xD800, bytes[offset...].starts(with: "\\u".utf8) {
                offset += 2
                let low = try hexUnit()
                unit = low & 0xFC00 == 0xDC00 ? 0x10000 + (unit & 0x3FF) << 10 + low & 0x3FF : 0xFFFD
            }
            text += Array(String(Character(Unicode.Scalar(unit) ?? "\u{FFFD}")).utf8)
        default: throw error("unknown escape sequence")
        }
    }

    private mutating func hexUnit() throws(WasmError) -> UInt32 {
        guard offset + 4 <= bytes.count, bytes[offset..<offset + 4].allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
            let unit = UInt32(String(decoding: bytes[offset..<offset + 4], as: UTF8.self), radix: 16)
        else { throw error("expected four hexadecimal digits") }
        offset += 4
        return unit
    }

    /// Moves past any value, without recursion.
    public mutating func skipValue() throws(WasmError) {
        var depth = 0
        repeat {
            skipSpace()
            guard offset < bytes.count else { throw error("unexpected end of data") }
            switch bytes[offset] {
            case UInt8(ascii: "\""): _ = try string()
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                offset += 1
                guard depth < Self.depthLimit else { throw error("nested too deeply") }
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                offset += 1
                guard depth >= 0 else { throw error("expected a value") }
            default: offset += 1
            }
        } while depth > 0 || isInsideScalar
    }

    /// The text goes on with a number or a word.
    private var isInsideScalar: Bool {
        guard offset < bytes.count, offset > 0 else { return false }
        let byte = bytes[offset]
        return ![UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]"), 0x20, 0x0A, 0x0D, 0x09].contains(byte)
    }
}
