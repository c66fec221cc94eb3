import Diagnostics

/// Thrown when a construct cannot be completed. The diagnostic has been reported; whoever catches it finds a place to go on.
struct SyntaxFailure: Error {}

/// The state of parsing one file and the ways to look at and take tokens. The grammar is in the extensions, by category.
struct Parser {
    let file: SourceFile
    let source: TokenBuffer
    /// The token to be read next. Never beyond the `endOfFile` token.
    var position = 0
    var tree = SyntaxTree()
    var diagnostics: [Diagnostic] = []
    /// The token at which the last error was reported: a second one there would be a consequence of the first.
    var lastErrorPosition = -1
    /// Parsing was given up (`ParserLimits`); everything that follows is a consequence.
    var isAborted = false
    /// The last statement or item failed, so a stray `}` is likely a consequence.
    var justRecovered = false
    /// An item at the start of a line was found inside a block that has not been closed since.
    var hasItemsInUnclosedBlock = false
    /// The token with which the innermost statement begins that is being parsed, as far as no statement inside it has ended since.
    var statementPosition = 0
    /// Open calls of the recursive parts of the grammar.
    var depth = 0
    /// Links of `else if` chains around the current place.
    var elseIfLinks = 0
    /// The height of the subtree of each expression, by position in `tree.expressions`.
    var expressionHeights: [Int32] = []
    /// The height of the subtree of each type, by position in `tree.types`.
    var typeHeights: [Int32] = []
    /// The highest expression finished since this was last reset; blocks inside `match` arms need it.
    var tallestExpression: Int32 = 0

    init(file: SourceFile, source: TokenBuffer) {
        self.file = file
        self.source = source
    }

    var token: Token { source.tokens[position] }
    var kind: TokenKind { source.tokens[position].kind }
    /// The offset of the current token.
    var start: Int { Int(source.tokens[position].span.start) }
    /// Where the token before the current one ends.
    var previousEnd: Int { position > 0 ? Int(source.tokens[position - 1].span.end) : 0 }

    /// The kind of the token after the current one.
    var nextKind: TokenKind { source.tokens[min(position + 1, source.tokens.count - 1)].kind }

    /// The span from `start` to the end of the token before the current one.
    func span(from start: Int) -> SourceSpan { SourceSpan(start, max(start, previousEnd)) }

    /// Takes the current token. At the end of the file it stays where it is.
    @discardableResult
    mutating func advance() -> Token {
        let token = source.tokens[position]
        if position + 1 < source.tokens.count { position += 1 }
        return token
    }

    /// Takes the current token if it is of this kind.
    mutating func take(_ kind: TokenKind) -> Bool {
        guard self.kind == kind else { return false }
        advance()
        return true
    }

    /// The bytes of a token as text.
    func text(_ token: Token) -> String {
        String(decoding: file.bytes[Int(token.span.start)..<Int(token.span.end)], as: UTF8.self)
    }

    /// Whether a line break stands before the current token.
    var isFirstOnLine: Bool {
        file.bytes[previousEnd..<max(previousEnd, start)].contains(0x0A)
    }

    /// Counts one level of nesting; every call is paired with `leave()`.
    mutating func enter() throws(SyntaxFailure) {
        depth += 1
        if depth > ParserLimits.nesting { throw abandonTooDeep() }
    }

    mutating func leave() { depth -= 1 }

    /// Takes the name that must stand here. `role` says what it names, for example `variable name`.
    mutating func expectName(_ role: String) throws(SyntaxFailure) -> Identifier {
        if kind == .identifier {
            let token = advance()
            return Identifier(text(token), token.span)
        }
        // A statement that begins on the next line: the name is missing, the keyword is not meant as one.
        guard kind.isReservedWord, !(kind.startsStatement && isFirstOnLine) else { throw failExpected(role) }
        reportReservedWord(role)
        // `* as from "./m"`: the name is missing, and the word belongs to what follows.
        if kind == .fromKeyword && nextKind == .string { return Identifier("", token.span) }
        let token = advance()
        // `let var x`: one word too many, and the name follows.
        if kind == .identifier, !isFirstOnLine, token.kind != .asKeyword {
            let name = advance()
            return Identifier(text(name), name.span)
        }
        return Identifier(text(token), token.span)
    }

    /// Takes a token that must stand here. `context` completes the message, for example `after 'if'`.
    @discardableResult
    mutating func expect(_ kind: TokenKind, _ context: String, help: [String] = []) throws(SyntaxFailure) -> Token {
        if self.kind == kind { return advance() }
        throw failMissing(kind, context, help: help)
    }

    /// Takes the bracket that closes `opening`. If it is missing where the construct clearly ends, goes on as if it stood there.
    mutating func expectClosing(
        _ kind: TokenKind, _ context: String, opening: SourceSpan, help: [String] = []
    ) throws(SyntaxFailure) {
        if self.kind == kind {
            advance()
            return
        }
        let failure = failMissing(kind, context, opening: opening, help: help)
        switch self.kind {
        case .semicolon, .rightParen, .rightBracket, .rightBrace, .leftBrace, .arrow: return
        default: if self.kind.startsStatement && isFirstOnLine { return }
        }
        throw failure
    }

    /// Takes the `;` that ends a construct. If it is missing and the next token begins something new, goes on.
    mutating func expectSemicolon(_ context: String) throws(SyntaxFailure) {
        if take(.semicolon) { return }
        let failure = failMissingSemicolon(context)
        if isAborted { throw failure }
        if kind == .rightBrace || kind == .endOfFile || kind.startsStatement { return }
        // On a new line, only a token that can begin a statement makes it likely that just the `;` was forgotten.
        if isFirstOnLine && (kind == .identifier || kind == .leftBrace || kind == .matchKeyword) { return }
        throw failure
    }
}
