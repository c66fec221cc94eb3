import Diagnostics

/// `match` expressions and patterns.
extension Parser {
    /// `match subject { pattern => body, … }`
    mutating func parseMatch() throws(SyntaxFailure) -> ExpressionID {
        let keyword = advance().span
        let outerTallest = tallestExpression
        tallestExpression = 0
        let subject = try parseExpression()
        let opening = try expect(.leftBrace, "after match subject").span
        let isEmpty = kind == .rightBrace
        let arms = try parseArms(opening)
        let id = makeExpression(.match(subject: subject, arms: arms), from: Int(keyword.start))
        let inner = tallestExpression + 1
        expressionHeights[id.offset] = inner
        tallestExpression = max(outerTallest, inner)
        try checkHeight(of: id)
        if isEmpty {
            report(
                "AT3020", "Match expression must have at least one arm", at: tree.expressions[id].span, label: "no arms",
                help: ["add an arm: `_ => value`"])
        }
        return id
    }

    private mutating func parseArms(_ opening: SourceSpan) throws(SyntaxFailure) -> [MatchArm] {
        var arms: [MatchArm] = []
        while kind != .rightBrace && kind != .endOfFile {
            do throws(SyntaxFailure) {
                arms.append(try parseArm())
                try parseArmSeparator()
            } catch {
                guard recoverToNextArm() else { throw error }
            }
        }
        try expectClosing(.rightBrace, "after match arms", opening: opening)
        return arms
    }

    /// The `,` after an arm, which may be missing after the last one.
    private mutating func parseArmSeparator() throws(SyntaxFailure) {
        if take(.comma) || kind == .rightBrace || kind == .endOfFile { return }
        let failure = failMissing(.comma, "after match arm", help: ["arms are separated by commas"])
        if !isFirstOnLine { throw failure }
    }

    private mutating func parseArm() throws(SyntaxFailure) -> MatchArm {
        let start = start
        let pattern = try parseAlternatives()
        let condition = take(.ifKeyword) ? try parseExpression() : nil
        try expect(.fatArrow, "after pattern")
        let body = try parseArmBody()
        return MatchArm(pattern: pattern, guardCondition: condition, body: body, span: span(from: start))
    }

    private mutating func parseArmBody() throws(SyntaxFailure) -> MatchArm.Body {
        let start = start
        switch kind {
        case .leftBrace:
            try enter()
            defer { leave() }
            return .block(try parseBlock())
        case .returnKeyword:
            advance()
            let value = kind == .comma || kind == .rightBrace ? nil : try parseExpression()
            return .statement(tree.statements.append(Statement(kind: .returnStatement(value), span: span(from: start))))
        case .breakKeyword, .continueKeyword:
            let kind: Statement.Kind = advance().kind == .breakKeyword ? .breakStatement : .continueStatement
            return .statement(tree.statements.append(Statement(kind: kind, span: span(from: start))))
        default: return .expression(try parseExpression())
        }
    }

    /// `pattern | pattern`
    private mutating func parseAlternatives() throws(SyntaxFailure) -> PatternID {
        let start = start
        let first = try parsePattern()
        guard kind == .pipe else { return first }
        var alternatives = [first]
        while take(.pipe) { alternatives.append(try parsePattern()) }
        return makePattern(.alternatives(alternatives), from: start)
    }

    private mutating func parsePattern() throws(SyntaxFailure) -> PatternID {
        try enter()
        defer { leave() }
        let start = start
        switch kind {
        case .number: return makePattern(.number(source.numbers[Int(advance().payload)]), from: start)
        case .string: return makePattern(.string(source.strings[Int(advance().payload)]), from: start)
        case .trueKeyword, .falseKeyword: return makePattern(.bool(advance().kind == .trueKeyword), from: start)
        case .nullKeyword:
            advance()
            return makePattern(.null, from: start)
        case .wildcard:
            advance()
            return makePattern(.wildcard, from: start)
        case .identifier: return try parseNamePattern()
        case .leftBracket: return try parseArrayPattern()
        case .invalid:
            advance()
            return makePattern(.invalid, from: start)
        default: throw fail("AT1000", "Expected pattern", help: helpForPattern())
        }
    }

    private func helpForPattern() -> [String] {
        switch kind {
        case .minus: ["a pattern cannot be a negative number; use a guard: `n if n == -1 => …`"]
        case .dot: ["there are no range or rest patterns"]
        case .leftBrace: ["there are no object patterns"]
        default: []
        }
    }

    /// A binding, or a constructor with its arguments; the bare `None` is a constructor.
    private mutating func parseNamePattern() throws(SyntaxFailure) -> PatternID {
        let token = advance()
        let name = Identifier(text(token), token.span)
        let start = Int(token.span.start)
        guard kind == .leftParen else {
            return makePattern(name.text == "None" ? .constructor(name: name, arguments: []) : .binding(name.text), from: start)
        }
        let opening = advance().span
        var arguments: [PatternID] = []
        if kind != .rightParen {
            repeat { arguments.append(try parseAlternatives()) } while take(.comma)
        }
        try expectClosing(.rightParen, "after pattern arguments", opening: opening)
        return makePattern(.constructor(name: name, arguments: arguments), from: start)
    }

    private mutating func parseArrayPattern() throws(SyntaxFailure) -> PatternID {
        let opening = advance().span
        var elements: [PatternID] = []
        if kind != .rightBracket {
            repeat { elements.append(try parsePattern()) } while take(.comma)
        }
        let help = kind == .pipe ? ["alternatives cannot stand inside an array pattern; write one arm for each"] : []
        try expectClosing(.rightBracket, "after array pattern", opening: opening, help: help)
        return makePattern(.array(elements), from: Int(opening.start))
    }

    private mutating func makePattern(_ kind: Pattern.Kind, from start: Int) -> PatternID {
        tree.patterns.append(Pattern(kind: kind, span: span(from: start)))
    }
}
