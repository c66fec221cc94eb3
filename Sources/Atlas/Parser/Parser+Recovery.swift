/// Finding a place to go on after an error. Every function here only moves forward, so recovery is linear in total.
extension Parser {
    /// Skips past the next `;` or to a statement keyword that begins a line. Stops before the `}` of the enclosing block and after
    /// a `{ … }` group, whose contents belong to what failed.
    mutating func synchronize() {
        while true {
            switch kind {
            case .endOfFile, .rightBrace: return
            case .semicolon:
                advance()
                return
            case .leftBrace:
                skipGroup()
                if !continuesAfterGroup { return }
            default:
                if kind.startsStatement && isFirstOnLine { return }
                advance()
            }
        }
    }

    /// Whether what follows a skipped group still belongs to the construct that failed.
    private var continuesAfterGroup: Bool {
        switch kind {
        case .semicolon, .comma, .rightParen, .rightBracket, .elseKeyword, .fromKeyword, .assign, .dot: return true
        case .identifier:
            let word = text(token)
            return word == "catch" || word == "finally"
        default: return false
        }
    }

    /// Skips from `{` past its `}`.
    mutating func skipGroup() {
        var open = 0
        repeat {
            if kind == .leftBrace { open += 1 }
            if kind == .rightBrace { open -= 1 }
            if kind == .endOfFile { return }
            advance()
        } while open > 0
    }

    /// After an error in the head of a construct, moves to the `{` of its body, so that errors inside are found too.
    mutating func recoverToBody() -> Bool {
        while true {
            switch kind {
            case .leftBrace: return true
            case .endOfFile, .rightBrace, .semicolon: return false
            default:
                if kind.startsStatement && isFirstOnLine { return false }
                advance()
            }
        }
    }

    /// After an error in a list between braces that holds no statements, moves past the `}`.
    mutating func recoverToClosingBrace() -> Bool {
        while true {
            switch kind {
            case .rightBrace:
                advance()
                return true
            case .endOfFile, .semicolon, .leftBrace: return false
            default:
                if kind.startsStatement && isFirstOnLine { return false }
                advance()
            }
        }
    }

    /// After an error inside a match arm, moves past the `,` that ends it. False if the end of the arm cannot be told.
    mutating func recoverToNextArm() -> Bool {
        var open = 0
        while true {
            switch kind {
            case .comma where open == 0:
                advance()
                return true
            case .rightBrace: return true
            case .endOfFile: return false
            case .leftBrace:
                skipGroup()
                continue
            case .leftParen, .leftBracket: open += 1
            case .rightParen, .rightBracket: open = max(0, open - 1)
            default: if kind.startsStatement && isFirstOnLine && !followsFatArrow { return false }
            }
            advance()
        }
    }

    /// After `=>` a statement keyword is the body of an arm.
    private var followsFatArrow: Bool { position > 0 && source.tokens[position - 1].kind == .fatArrow }

    /// Passes text that the lexer reported, where a statement should begin.
    mutating func skipInvalidText() -> StatementID {
        let start = start
        while kind == .invalid { advance() }
        if !take(.semicolon) && kind != .identifier && !kind.startsStatement && !isFirstOnLine { synchronize() }
        return tree.statements.append(Statement(kind: .invalid, span: span(from: start)))
    }

    /// Skips `fn (…) … { … }` where an expression should stand.
    mutating func skipAnonymousFunction() {
        advance()
        if recoverToBody() { skipGroup() }
    }

    /// Notes that parsing goes on after a failure that began at token `before`, and makes sure that it moved.
    mutating func resume(after before: Int) {
        synchronize()
        if position == before { advance() }
        justRecovered = true
    }
}
