import Diagnostics

/// `if`, `while` and `for`.
extension Parser {
    /// A whole `if … else if … else …` chain, without recursion from link to link.
    mutating func parseIf() throws(SyntaxFailure) -> StatementID {
        var links: [(start: Int, condition: ExpressionID, body: Block)] = []
        var otherwise: Block?
        let outerLinks = elseIfLinks
        defer { elseIfLinks = outerLinks }
        while true {
            let start = start
            advance()
            let condition = try parseCondition("if")
            links.append((start, condition, try parseBody("after if condition")))
            guard take(.elseKeyword) else { break }
            guard kind == .ifKeyword else {
                otherwise = try parseBody("after 'else'")
                break
            }
            elseIfLinks += 1
            if elseIfLinks > ParserLimits.elseIfLinks { throw abandonTooDeep() }
        }
        return buildIf(links, otherwise)
    }

    private mutating func buildIf(
        _ links: [(start: Int, condition: ExpressionID, body: Block)], _ otherwise: Block?
    ) -> StatementID {
        var rest = otherwise.map { Statement.ElseBranch.block($0) }
        var result = StatementID(0)
        for link in links.reversed() {
            let kind = Statement.Kind.conditional(condition: link.condition, then: link.body, otherwise: rest)
            result = tree.statements.append(Statement(kind: kind, span: span(from: link.start)))
            rest = .conditional(result)
        }
        return result
    }

    mutating func parseWhile() throws(SyntaxFailure) -> StatementID {
        let start = start
        advance()
        let condition = try parseCondition("while")
        let body = try parseBody("after while condition")
        return tree.statements.append(Statement(kind: .whileLoop(condition: condition, body: body), span: span(from: start)))
    }

    /// `( expr )` after `if` or `while`. Goes on at the body if the condition is broken.
    private mutating func parseCondition(_ keyword: String) throws(SyntaxFailure) -> ExpressionID {
        let start = start
        do throws(SyntaxFailure) {
            let opening = kind == .leftParen ? token.span : nil
            if opening == nil {
                _ = failMissing(.leftParen, "after '\(keyword)'", help: ["the condition is written in parentheses"])
            } else {
                advance()
            }
            let condition = try parseExpression()
            if let opening {
                try expectClosing(.rightParen, "after \(keyword) condition", opening: opening)
            } else {
                _ = take(.rightParen)
            }
            return condition
        } catch {
            guard recoverToBody() else { throw error }
            return makeExpression(.invalid, from: start)
        }
    }

    mutating func parseFor() throws(SyntaxFailure) -> StatementID {
        let start = start
        advance()
        if kind == .leftParen {
            let opening = advance().span
            if kind == .identifier && nextKind == .inKeyword { return try parseForInInParentheses(start, opening) }
            return try parseCountingFor(start, opening: opening)
        }
        if kind == .identifier || kind == .wildcard || nextKind == .inKeyword { return try parseForIn(start, opening: nil) }
        let failure = failMissing(
            .leftParen, "after 'for'", help: ["write `for x in xs { … }` or `for (var i = 0; i < n; i++) { … }`"])
        guard kind == .letKeyword || kind == .varKeyword else { throw failure }
        return try parseCountingFor(start, opening: nil)
    }

    /// `name in expr { … }`. With `opening` the reader wrote parentheses, which was reported.
    private mutating func parseForIn(_ start: Int, opening: SourceSpan?) throws(SyntaxFailure) -> StatementID {
        var variable = Identifier("", token.span)
        var iterable: ExpressionID
        do throws(SyntaxFailure) {
            variable = try expectName("variable name")
            try expect(.inKeyword, "after variable name")
            iterable = try parseExpression()
            if opening != nil { _ = take(.rightParen) }
        } catch {
            guard recoverToBody() else { throw error }
            iterable = makeExpression(.invalid, from: start)
        }
        let body = try parseBody("after for-in expression")
        let kind = Statement.Kind.forIn(variable: variable, iterable: iterable, body: body)
        return tree.statements.append(Statement(kind: kind, span: span(from: start)))
    }

    /// `initializer; condition; step) { … }`. Without `opening` the parentheses are missing, which was reported.
    private mutating func parseCountingFor(_ start: Int, opening: SourceSpan?) throws(SyntaxFailure) -> StatementID {
        var parts: (initializer: StatementID?, condition: ExpressionID?, step: StatementID?) = (nil, nil, nil)
        do throws(SyntaxFailure) {
            parts.initializer = try parseForInitializer()
            if kind != .semicolon { parts.condition = try parseExpression() }
            try expectSemicolon("after for condition")
            if kind != .rightParen && kind != .leftBrace { parts.step = try parseSimple() }
            if let opening {
                try expectClosing(.rightParen, "after for clauses", opening: opening)
            } else {
                _ = take(.rightParen)
            }
        } catch {
            guard recoverToBody() else { throw error }
        }
        let body = try parseBody("after for clauses")
        let kind = Statement.Kind.forLoop(
            initializer: parts.initializer, condition: parts.condition, step: parts.step, body: body)
        return tree.statements.append(Statement(kind: kind, span: span(from: start)))
    }

    private mutating func parseForInitializer() throws(SyntaxFailure) -> StatementID? {
        switch kind {
        case .semicolon:
            advance()
            return nil
        case .letKeyword, .varKeyword: return try parseVariable()
        default:
            let initializer = try parseSimple()
            try expectSemicolon("after for initializer")
            return initializer
        }
    }

    /// `for (x in xs)`: reported with the right form, then parsed as the loop that was meant.
    private mutating func parseForInInParentheses(_ start: Int, _ opening: SourceSpan) throws(SyntaxFailure) -> StatementID {
        let name = text(token)
        // The name alone would be a legal initializer, so the error is about the token after it.
        position += 1
        reportHere(
            "AT1002", "Expected ';' after for initializer",
            secondary: [DiagnosticLabel(path: file.path, span: opening, text: "parentheses belong to `for (init; condition; step)`")],
            help: ["a loop over an array has no parentheses: `for \(name) in xs { … }`"])
        position -= 1
        return try parseForIn(start, opening: opening)
    }
}
