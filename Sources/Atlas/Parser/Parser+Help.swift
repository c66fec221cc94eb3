import Basics

/// Advice for mistakes that people who know other languages make.
extension Parser {
    func helpForMissing(_ kind: TokenKind, _ context: String) -> [String] {
        switch (kind, self.kind) {
        case (.rightParen, .assign) where context == "after parameters": ["parameters have no default values"]
        case (.rightParen, .assign): ["`=` assigns and is a statement; compare with `==`"]
        case (.greater, .greaterOrEqual): ["`>=` is one token; write a space between `>` and `=`"]
        case (.rightParen, .ampersand), (.rightParen, .pipe): ["the logical operators are `&&` and `||`"]
        default: []
        }
    }

    /// What was probably meant where a `;` is missing; nil if nothing but the `;`.
    func helpForMissingSemicolon() -> [String]? {
        switch kind {
        case .assign, .plusAssign, .minusAssign, .starAssign, .slashAssign, .percentAssign:
            return ["an assignment is a statement and has no value; write one assignment a statement"]
        case .increment, .decrement:
            return ["`++` and `--` are statements and have no value"]
        case .ampersand, .pipe: return ["the logical operators are `&&` and `||`"]
        case .asKeyword, .isKeyword: return ["there are no casts; narrow a union with `isNumber(x)`, `isString(x)` and the like"]
        case .fatArrow, .arrow: return ["there are no anonymous functions; declare a nested named function and pass its name"]
        default: break
        }
        guard position > 0 else { return nil }
        let previous = source.tokens[position - 1]
        if previous.kind == .question && position > 1 && source.tokens[position - 2].kind == .question {
            return ["there is no operator `??`; use `unwrap_or(…)` or `match`"]
        }
        if previous.kind == .question { return ["there is no conditional operator `?:`; use `if` or `match`"] }
        return helpForWords(previous)
    }

    /// What a word at the start of the statement, or around the current token, may have meant.
    private func helpForWords(_ previous: Token) -> [String]? {
        let first = source.tokens[statementPosition]
        // A foreign or misspelt keyword is followed by a name, a value, or its parentheses and then a block.
        let mayBeKeyword = position == statementPosition + 1 || statementPosition < position && kind == .leftBrace
        if mayBeKeyword, first.kind == .identifier, isOnOneLine(from: statementPosition) {
            if let help = ForeignWords.statements[text(first)] { return [help] }
            if let keyword = misspeltKeyword(first) { return ["did you mean `\(keyword)`?"] }
        }
        if kind == .identifier, !isFirstOnLine, let help = ForeignWords.operators[text(token)] { return [help] }
        if previous.kind == .identifier, let help = ForeignWords.statements[text(previous)] { return [help] }
        return nil
    }

    /// No line break stands between a token and the current one.
    private func isOnOneLine(from index: Int) -> Bool {
        !file.bytes[Int(source.tokens[index].span.start)..<previousEnd].contains(0x0A) && !isFirstOnLine
    }

    /// The keyword that the name resembles with which a statement begins.
    private func misspeltKeyword(_ token: Token) -> String? {
        let keywords = ["let", "var", "fn", "type", "trait", "impl", "if", "else", "while", "for", "return", "import", "export", "match"]
        return closestMatches(to: text(token), among: keywords).first
    }

    /// Whether the token before the current one is of this kind.
    private func follows(_ kind: TokenKind) -> Bool { position > 0 && source.tokens[position - 1].kind == kind }

    /// Why no expression can begin with the current token.
    func helpForExpression() -> [String] {
        switch kind {
        case .assign where follows(.equal) || follows(.notEqual): return ["values are compared with `==` and `!=`"]
        case .star where follows(.star): return ["there is no power operator; use `pow(a, b)`"]
        case .fnKeyword: return ["there are no anonymous functions; declare a nested named function and use its name"]
        case .leftBrace: return ["there are no object literals; use `hashMapNew()` or `parseJSON(…)`"]
        case .plus: return ["there is no unary `+`"]
        case .increment, .decrement: return ["`++` and `--` are statements and have no value"]
        case .dot where nextKind == .number: return ["write the zero before the point, as in `0.5`"]
        case .wildcard: return ["`_` is the wildcard of patterns and has no value"]
        case .importKeyword: return ["there is no dynamic import; import declarations stand at the top level of a module"]
        case .semicolon where position == 0 || follows(.rightBrace):
            return ["there are no empty statements; remove this ';'"]
        case .endOfFile: return ["the file ends in the middle of an expression"]
        case .ifKeyword: return ["`if` is a statement and has no value; `match` can be used in expressions"]
        case .elseKeyword: return ["an `else` stands directly after the `}` of its `if`"]
        case .rightParen, .rightBracket:
            return follows(.comma) ? ["no comma may stand before the closing bracket here"] : []
        default:
            return kind.isReservedWord ? ["`\(kind.spelling)` is a reserved keyword and cannot be used as a name"] : []
        }
    }
}
