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

    func helpForMissingSemicolon() -> [String] {
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
        guard position > 0 else { return [] }
        let previous = source.tokens[position - 1]
        if previous.kind == .question && position > 1 && source.tokens[position - 2].kind == .question {
            return ["there is no operator `??`; use `unwrap_or(…)` or `match`"]
        }
        if previous.kind == .question { return ["there is no conditional operator `?:`; use `if` or `match`"] }
        if previous.kind == .identifier, let help = Self.foreignWord(text(previous)) { return [help] }
        if let keyword = misspeltKeyword() { return ["did you mean `\(keyword)`?"] }
        return ["end the statement with ';'"]
    }

    /// The keyword that the token before the current one resembles, if that is a name with which a statement begins.
    private func misspeltKeyword() -> String? {
        let index = position - 1
        guard index >= 0, source.tokens[index].kind == .identifier, !isFirstOnLine else { return nil }
        switch index == 0 ? .semicolon : source.tokens[index - 1].kind {
        case .semicolon, .leftBrace, .rightBrace: break
        default: return nil
        }
        let keywords = ["let", "var", "fn", "type", "trait", "impl", "while", "for", "return", "import", "export", "match"]
        return closestMatches(to: text(source.tokens[index]), among: keywords).first
    }

    private static func foreignWord(_ word: String) -> String? {
        switch word {
        case "class", "struct", "enum", "interface":
            "`\(word)` is not part of the language; use `type` aliases, functions and traits"
        case "async", "await", "try", "catch", "throw", "switch", "do", "new", "foreach", "loop", "unless":
            "`\(word)` is not part of the language"
        case "const": "use `let` for a name that does not change"
        case "function", "def", "func": "functions are declared with `fn`"
        default: nil
        }
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
        case .rightParen, .rightBracket:
            return follows(.comma) ? ["no comma may stand before the closing bracket here"] : []
        default:
            return kind.isReservedWord ? ["`\(kind.spelling)` is a reserved keyword and cannot be used as a name"] : []
        }
    }
}
