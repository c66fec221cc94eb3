import Basics
import Diagnostics

/// Turns the bytes of a file into tokens. Errors become diagnostics and `invalid` tokens; lexing always reaches the end.
struct Lexer {
    /// More diagnostics than this help nobody; the rest are dropped.
    static let diagnosticLimit = 200

    let path: String
    let bytes: [UInt8]
    var position = 0
    var output = TokenBuffer()
    var diagnostics: [Diagnostic] = []
    /// The tags of the doc comments since the last token.
    var documentation = DocumentationTags()
    /// Where the lines of the last doc comment are, from the first slash on.
    var documentationLines: [Range<Int>] = []

    /// The tokens of `file` and what is wrong with them.
    static func tokenize(_ file: SourceFile) -> (tokens: TokenBuffer, diagnostics: [Diagnostic]) {
        var lexer = Lexer(path: file.path, bytes: file.bytes)
        if let fault = UTF8Validation.firstFault(in: file.bytes) {
            lexer.reportInvalidEncoding(at: fault)
        } else {
            lexer.run()
        }
        lexer.append(.endOfFile, from: file.bytes.count)
        return (lexer.output, lexer.diagnostics)
    }

    private init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
        output.tokens.reserveCapacity(bytes.count / 4 + 1)
    }

    private mutating func run() {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
        while position < bytes.count { lexOne() }
    }

    /// The byte `distance` after the current one, or 0 beyond the end.
    func peek(_ distance: Int = 0) -> UInt8 {
        let index = position + distance
        return index < bytes.count ? bytes[index] : 0
    }

    mutating func append(_ kind: TokenKind, from start: Int, payload: Int = 0) {
        if kind == .typeKeyword || kind == .exportKeyword { attachDocumentation(to: start) }
        documentation = DocumentationTags()
        documentationLines.removeAll(keepingCapacity: true)
        output.tokens.append(Token(kind: kind, span: SourceSpan(start, max(start, position)), payload: UInt32(payload)))
    }

    mutating func report(
        _ code: String, _ message: String, from start: Int, to end: Int, label: String = "", help: [String] = []
    ) {
        guard diagnostics.count < Self.diagnosticLimit else { return }
        let primary = DiagnosticLabel(path: path, span: SourceSpan(start, end), text: label)
        diagnostics.append(Diagnostic(code: code, message: message, primary: primary, help: help))
    }

    /// Reads one token, or one piece of white space or comment.
    private mutating func lexOne() {
        let byte = bytes[position]
        switch byte {
        case 0x20, 0x09, 0x0D, 0x0A: position += 1
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"): lexWord()
        case UInt8(ascii: "0")...UInt8(ascii: "9"): lexNumber()
        case UInt8(ascii: "\""): lexString()
        case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "/"): skipLineComment()
        case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "*"): skipBlockComment()
        case 0x80...: lexNonASCII()
        default: lexPunctuation(byte)
        }
    }

    private mutating func lexPunctuation(_ byte: UInt8) {
        let start = position
        guard let (kind, length) = Self.punctuation(byte, peek(1)) else { return lexUnexpected() }
        position += length
        append(kind, from: start)
    }

    /// The longest punctuation token that begins with these two bytes.
    private static func punctuation(_ first: UInt8, _ second: UInt8) -> (TokenKind, Int)? {
        switch first {
        case UInt8(ascii: "("): (.leftParen, 1)
        case UInt8(ascii: ")"): (.rightParen, 1)
        case UInt8(ascii: "{"): (.leftBrace, 1)
        case UInt8(ascii: "}"): (.rightBrace, 1)
        case UInt8(ascii: "["): (.leftBracket, 1)
        case UInt8(ascii: "]"): (.rightBracket, 1)
        case UInt8(ascii: ";"): (.semicolon, 1)
        case UInt8(ascii: ","): (.comma, 1)
        case UInt8(ascii: ":"): (.colon, 1)
        case UInt8(ascii: "."): (.dot, 1)
        case UInt8(ascii: "?"): (.question, 1)
        default: operatorToken(first, second)
        }
    }

    private static func operatorToken(_ first: UInt8, _ second: UInt8) -> (TokenKind, Int)? {
        let equals = second == UInt8(ascii: "=")
        switch first {
        case UInt8(ascii: "+"):
            return second == first ? (.increment, 2) : equals ? (.plusAssign, 2) : (.plus, 1)
        case UInt8(ascii: "-"):
            if second == UInt8(ascii: ">") { return (.arrow, 2) }
            return second == first ? (.decrement, 2) : equals ? (.minusAssign, 2) : (.minus, 1)
        case UInt8(ascii: "*"): return equals ? (.starAssign, 2) : (.star, 1)
        case UInt8(ascii: "/"): return equals ? (.slashAssign, 2) : (.slash, 1)
        case UInt8(ascii: "%"): return equals ? (.percentAssign, 2) : (.percent, 1)
        case UInt8(ascii: "="): return equals ? (.equal, 2) : second == UInt8(ascii: ">") ? (.fatArrow, 2) : (.assign, 1)
        case UInt8(ascii: "!"): return equals ? (.notEqual, 2) : (.not, 1)
        case UInt8(ascii: "<"): return equals ? (.lessOrEqual, 2) : (.less, 1)
        case UInt8(ascii: ">"): return equals ? (.greaterOrEqual, 2) : (.greater, 1)
        case UInt8(ascii: "&"): return second == first ? (.and, 2) : (.ampersand, 1)
        case UInt8(ascii: "|"): return second == first ? (.or, 2) : (.pipe, 1)
        default: return nil
        }
    }
}
