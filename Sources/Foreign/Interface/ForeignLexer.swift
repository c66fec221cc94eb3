import Diagnostics

/// Splits an interface file into tokens.
struct ForeignLexer {
    enum Token: Hashable {
        case word(String)
        /// A text between quotation marks.
        case text(String)
        case symbol(String)
        case end
        /// Something that cannot stand in an interface, with what to say about it.
        case invalid(String)

        /// For messages.
        var description: String {
            switch self {
            case .word(let word): "`\(word)`"
            case .text: "a text"
            case .symbol(let symbol): "`\(symbol)`"
            case .end: "the end of the file"
            case .invalid(let what): what
            }
        }
    }

    private let bytes: [UInt8]
    private var offset = 0
    /// The token read last.
    private(set) var token = Token.end
    private(set) var span = SourceSpan.none
    /// The documentation directly above it.
    private(set) var documentation: [String] = []

    init(_ file: SourceFile) {
        bytes = file.bytes
        advance()
    }

    /// Reads the next token.
    mutating func advance() {
        documentation = []
        skipSpace()
        let start = offset
        token = read()
        span = SourceSpan(start, offset)
    }

    private var byte: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    private mutating func skipSpace() {
        while let byte {
            if byte == UInt8(ascii: "/"), offset + 1 < bytes.count, bytes[offset + 1] == UInt8(ascii: "/") {
                skipComment()
            } else if byte == 0x20 || byte == 0x09 || byte == 0x0D {
                offset += 1
            } else if byte == 0x0A {
                offset += 1
                // An empty line parts a comment from what follows.
                if isBlankLine { documentation = [] }
            } else {
                return
            }
        }
    }

    private var isBlankLine: Bool {
        let line = bytes[offset...].prefix { $0 != 0x0A }
        return line.endIndex < bytes.count && line.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
    }

    private mutating func skipComment() {
        let end = bytes[offset...].firstIndex(of: 0x0A) ?? bytes.count
        let text = bytes[offset..<end]
        let slashes = text.prefix { $0 == UInt8(ascii: "/") }.count
        if slashes == 3 {
            var line = text.dropFirst(3)
            if line.first == 0x20 { line.removeFirst() }
            while let last = line.last, last == 0x20 || last == 0x0D || last == 0x09 { line.removeLast() }
            documentation.append(String(decoding: line, as: UTF8.self))
        }
        offset = end
    }

    private mutating func read() -> Token {
        guard let first = byte else { return .end }
        if Self.isWordStart(first) {
            let start = offset
            while let byte, Self.isWordStart(byte) || Self.isDigit(byte) { offset += 1 }
            return .word(String(decoding: bytes[start..<offset], as: UTF8.self))
        }
        if first == UInt8(ascii: "\"") { return readText() }
        for symbol in ["->", "(", ")", ":", ",", ";", "=", "[", "]"] where bytes[offset...].starts(with: symbol.utf8) {
            offset += symbol.utf8.count
            return .symbol(symbol)
        }
        // The whole scalar.
        offset += 1
        while let byte, byte & 0xC0 == 0x80 { offset += 1 }
        return .invalid("a character that cannot stand here")
    }

    private mutating func readText() -> Token {
        offset += 1
        let start = offset
        while let byte, byte != UInt8(ascii: "\""), byte != 0x0A { offset += 1 }
        guard byte == UInt8(ascii: "\"") else { return .invalid("a text without an end") }
        offset += 1
        return .text(String(decoding: bytes[start..<offset - 1], as: UTF8.self))
    }

    private static func isWordStart(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "_") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
