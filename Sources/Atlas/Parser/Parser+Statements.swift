import Diagnostics

/// Blocks and simple statements.
extension Parser {
    /// `{ … }`; the current token is the `{`.
    mutating func parseBlock() throws(SyntaxFailure) -> Block {
        let opening = try expect(.leftBrace, "").span
        var statements: [StatementID] = []
        while kind != .rightBrace && kind != .endOfFile {
            let before = position
            do throws(SyntaxFailure) {
                statements.append(try parseStatement())
                justRecovered = false
            } catch {
                resume(after: before)
            }
        }
        if kind == .endOfFile { throw failMissing(.rightBrace, "", opening: opening, help: ["every '{' needs its '}'"]) }
        advance()
        hasItemsInUnclosedBlock = false
        return Block(statements: statements, span: span(from: Int(opening.start)))
    }

    /// The braces that must follow the head of an `if` or loop. A single statement without them is reported and taken.
    mutating func parseBody(_ context: String) throws(SyntaxFailure) -> Block {
        if kind == .leftBrace { return try parseBlock() }
        let failure = failMissing(.leftBrace, context, help: ["the body is always written in braces"])
        // `then` or `do` before the braces.
        if kind == .identifier, nextKind == .leftBrace {
            advance()
            return try parseBlock()
        }
        if kind == .rightBrace || kind == .endOfFile || kind == .semicolon || kind == .elseKeyword { throw failure }
        let start = start
        let statement = try parseStatement()
        return Block(statements: [statement], span: span(from: start))
    }

    mutating func parseStatement() throws(SyntaxFailure) -> StatementID {
        try enter()
        defer { leave() }
        statementPosition = position
        switch kind {
        case .letKeyword, .varKeyword: return try parseVariable()
        case .fnKeyword: return try parseFunctionStatement()
        case .ifKeyword: return try parseIf()
        case .whileKeyword: return try parseWhile()
        case .forKeyword: return try parseFor()
        case .returnKeyword: return try parseReturn()
        case .breakKeyword, .continueKeyword: return try parseJump()
        case .leftBrace:
            let block = try parseBlock()
            return tree.statements.append(Statement(kind: .block(block), span: block.span))
        case .externKeyword: return parseExtern()
        case .invalid: return skipInvalidText()
        case _ where kind.startsTopLevelItem: return try parseMisplacedItem()
        default: return try parseSimpleStatement()
        }
    }

    /// `let name: type = value;`
    mutating func parseVariable() throws(SyntaxFailure) -> StatementID {
        let start = start
        let isMutable = advance().kind == .varKeyword
        let name = try expectName("variable name")
        let annotation = take(.colon) ? try parseType() : nil
        try expectInitializer(name)
        let value = try parseExpression()
        try expectSemicolon("after variable declaration")
        let declaration = VariableDeclaration(name: name, isMutable: isMutable, annotation: annotation, initializer: value)
        return tree.statements.append(Statement(kind: .variable(declaration), span: span(from: start)))
    }

    private mutating func expectInitializer(_ name: Identifier) throws(SyntaxFailure) {
        if take(.assign) { return }
        var help = ["every variable has an initial value: `let \(name.text) = …;`"]
        if kind == .greaterOrEqual { help = ["`>=` is one token; write a space between `>` and `=`"] }
        if kind == .identifier, name.text == "mut" { help = ["write `var \(text(token)) = …;` for a variable that changes"] }
        reportHere("AT1004", "Expected '=' in variable declaration", help: help)
        throw SyntaxFailure()
    }

    private mutating func parseReturn() throws(SyntaxFailure) -> StatementID {
        let start = start
        advance()
        let isBare = kind == .semicolon || kind == .rightBrace || kind == .endOfFile
        let value = isBare ? nil : try parseExpression()
        try expectSemicolon("after return")
        return tree.statements.append(Statement(kind: .returnStatement(value), span: span(from: start)))
    }

    /// `break;` or `continue;`
    private mutating func parseJump() throws(SyntaxFailure) -> StatementID {
        let keyword = advance()
        try expectSemicolon("after \(keyword.kind.spelling)")
        let kind: Statement.Kind = keyword.kind == .breakKeyword ? .breakStatement : .continueStatement
        return tree.statements.append(Statement(kind: kind, span: span(from: Int(keyword.span.start))))
    }

    /// An assignment, increment or expression and its `;`, which may be missing after a `match`.
    private mutating func parseSimpleStatement() throws(SyntaxFailure) -> StatementID {
        let startsWithMatch = kind == .matchKeyword
        if kind == .semicolon {
            _ = failExpression()
            advance()
            return tree.statements.append(Statement(kind: .invalid, span: span(from: previousEnd - 1)))
        }
        let statement = try parseSimple()
        if take(.semicolon) {
            tree.statements[statement].span = span(from: Int(tree.statements[statement].span.start))
            return statement
        }
        let context: String
        switch tree.statements[statement].kind {
        case .assignment: context = "after assignment"
        case .increment: context = "after increment"
        case .expression(let value):
            if startsWithMatch, isBareMatch(value) { return statement }
            context = "after expression"
        default: context = "after expression"
        }
        try expectSemicolon(context)
        return statement
    }

    /// Whether the statement's expression is a `match` that nothing follows.
    private func isBareMatch(_ id: ExpressionID) -> Bool {
        if case .match = tree.expressions[id].kind { return true }
        return false
    }

    /// An assignment, increment or expression without its `;`.
    mutating func parseSimple() throws(SyntaxFailure) -> StatementID {
        let start = start
        let first = kind
        if first == .increment || first == .decrement {
            advance()
            let targetStart = kind
            let target = try parsePostfix()
            try checkTarget(target, first: targetStart, at: start)
            return appendIncrement(target, isDecrement: first == .decrement, start)
        }
        let expression = try parseExpression()
        if kind == .increment || kind == .decrement {
            if first == .matchKeyword, isBareMatch(expression) {
                return tree.statements.append(Statement(kind: .expression(expression), span: span(from: start)))
            }
            try checkTarget(expression, first: first, at: start)
            return appendIncrement(expression, isDecrement: advance().kind == .decrement, start)
        }
        guard let operation = Self.assignmentOperator(kind) else {
            return tree.statements.append(Statement(kind: .expression(expression), span: span(from: start)))
        }
        try checkTarget(expression, first: first, at: start)
        advance()
        let value = try parseExpression()
        let assignment = Statement.Kind.assignment(target: expression, operation: operation, value: value)
        return tree.statements.append(Statement(kind: assignment, span: span(from: start)))
    }

    private mutating func appendIncrement(_ target: ExpressionID, isDecrement: Bool, _ start: Int) -> StatementID {
        tree.statements.append(Statement(kind: .increment(target: target, isDecrement: isDecrement), span: span(from: start)))
    }

    private static func assignmentOperator(_ kind: TokenKind) -> AssignmentOperator? {
        switch kind {
        case .assign: .assign
        case .plusAssign: .add
        case .minusAssign: .subtract
        case .starAssign: .multiply
        case .slashAssign: .divide
        case .percentAssign: .remainder
        default: nil
        }
    }

    /// Reports a target that is not a name with subscripts. Members are let through, because the checker has better messages
    /// for them. `first` is the token with which the target begins: a parenthesis is not kept in the tree.
    private mutating func checkTarget(
        _ id: ExpressionID, first: TokenKind, at start: Int
    ) throws(SyntaxFailure) {
        var current = id
        while first != .leftParen {
            switch tree.expressions[current].kind {
            case .name, .invalid: return
            case .subscripted(let base, _): current = base
            case .member(let base, _, nil): current = base
            default:
                reportTarget(start)
                return
            }
        }
        reportTarget(start)
    }

    private mutating func reportTarget(_ start: Int) {
        report(
            "AT1000", "Invalid assignment target", at: span(from: start), label: "this cannot be assigned to",
            help: ["assign to a variable or to an element of one: `x = …;`, `x[i] = …;`"])
    }
}
