import Diagnostics

/// Expressions: binary operators by precedence, then prefix and postfix operators, then primaries.
extension Parser {
    mutating func parseExpression() throws(SyntaxFailure) -> ExpressionID {
        try parseBinary(minimum: 1)
    }

    /// Operands and left-associative operators of at least this precedence.
    private mutating func parseBinary(minimum: Int) throws(SyntaxFailure) -> ExpressionID {
        try enter()
        defer { leave() }
        let start = start
        var left = try parseUnary()
        while let (operation, precedence) = Self.binaryOperator(kind), precedence >= minimum {
            advance()
            let right = try parseBinary(minimum: precedence + 1)
            left = makeExpression(.binary(operation, left: left, right: right), from: start)
            try checkHeight(of: left)
        }
        return left
    }

    private static func binaryOperator(_ kind: TokenKind) -> (BinaryOperator, Int)? {
        switch kind {
        case .or: (.or, 1)
        case .and: (.and, 2)
        case .equal: (.equal, 3)
        case .notEqual: (.notEqual, 3)
        case .less: (.less, 4)
        case .lessOrEqual: (.lessOrEqual, 4)
        case .greater: (.greater, 4)
        case .greaterOrEqual: (.greaterOrEqual, 4)
        case .plus: (.add, 5)
        case .minus: (.subtract, 5)
        case .star: (.multiply, 6)
        case .slash: (.divide, 6)
        case .percent: (.remainder, 6)
        default: nil
        }
    }

    /// Prefix operators; a chain of them is collected in a loop and built from the inside.
    private mutating func parseUnary() throws(SyntaxFailure) -> ExpressionID {
        guard kind == .not || kind == .minus else { return try parsePostfix() }
        var operators: [(operation: UnaryOperator, start: Int)] = []
        while kind == .not || kind == .minus {
            operators.append((kind == .not ? .not : .negate, start))
            advance()
        }
        var operand = try parsePostfix()
        for (operation, start) in operators.reversed() {
            operand = makeExpression(.unary(operation, operand), from: start)
            try checkHeight(of: operand)
        }
        return operand
    }

    /// A primary and the calls, subscripts, members and `?` after it.
    mutating func parsePostfix() throws(SyntaxFailure) -> ExpressionID {
        let start = start
        var expression = try parsePrimary()
        while true {
            switch kind {
            case .leftParen:
                let arguments = try parseArguments()
                expression = makeExpression(.call(callee: expression, arguments: arguments), from: start)
            case .leftBracket:
                let opening = advance().span
                let index = try parseExpression()
                try expectClosing(.rightBracket, "after index", opening: opening)
                expression = makeExpression(.subscripted(base: expression, index: index), from: start)
            case .dot:
                advance()
                let name = try expectName("member name")
                let arguments = kind == .leftParen ? try parseArguments() : nil
                expression = makeExpression(.member(base: expression, name: name, arguments: arguments), from: start)
            case .question:
                advance()
                expression = makeExpression(.propagate(expression), from: start)
            default: return expression
            }
            try checkHeight(of: expression)
        }
    }

    /// `( a, b )`
    private mutating func parseArguments() throws(SyntaxFailure) -> [ExpressionID] {
        let opening = advance().span
        var arguments: [ExpressionID] = []
        if kind != .rightParen {
            repeat { arguments.append(try parseExpression()) } while take(.comma)
        }
        try expectClosing(.rightParen, "after arguments", opening: opening)
        return arguments
    }

    private mutating func parsePrimary() throws(SyntaxFailure) -> ExpressionID {
        let start = start
        switch kind {
        case .number: return makeExpression(.number(source.numbers[Int(advance().payload)]), from: start)
        case .string: return makeExpression(.string(source.strings[Int(advance().payload)]), from: start)
        case .trueKeyword, .falseKeyword: return makeExpression(.bool(advance().kind == .trueKeyword), from: start)
        case .nullKeyword:
            advance()
            return makeExpression(.null, from: start)
        case .identifier: return makeExpression(.name(text(advance())), from: start)
        case .leftBracket: return try parseArray()
        case .leftParen: return try parseParenthesized()
        case .matchKeyword: return try parseMatch()
        case .invalid: return try parseAfterInvalidText()
        case .fnKeyword where nextKind == .leftParen || nextKind == .less:
            _ = failExpression()
            skipAnonymousFunction()
            return makeExpression(.invalid, from: start)
        default: throw failExpression()
        }
    }

    /// Passes text that the lexer reported; if an operand follows on the same line, that is what was meant.
    private mutating func parseAfterInvalidText() throws(SyntaxFailure) -> ExpressionID {
        let start = start
        while kind == .invalid { advance() }
        let isOperand = kind == .number || kind == .string || kind == .identifier
        return isOperand && !isFirstOnLine ? try parsePrimary() : makeExpression(.invalid, from: start)
    }

    mutating func failExpression() -> SyntaxFailure {
        fail("AT1000", "Expected expression", help: helpForExpression())
    }

    /// `[ a, b ]`
    private mutating func parseArray() throws(SyntaxFailure) -> ExpressionID {
        let opening = advance().span
        var elements: [ExpressionID] = []
        if kind != .rightBracket {
            repeat { elements.append(try parseExpression()) } while take(.comma)
        }
        try expectClosing(.rightBracket, "after array elements", opening: opening)
        return makeExpression(.array(elements), from: Int(opening.start))
    }

    private mutating func parseParenthesized() throws(SyntaxFailure) -> ExpressionID {
        let opening = advance().span
        let expression = try parseExpression()
        var help: [String] = []
        if kind == .comma { help = ["there are no tuples; use an array `[a, b]`"] }
        if kind == .colon { help = ["there are no anonymous functions; declare a nested named function and pass its name"] }
        try expectClosing(.rightParen, "after expression", opening: opening, help: help)
        return expression
    }

    /// Adds an expression that ends before the current token.
    mutating func makeExpression(_ kind: Expression.Kind, from start: Int) -> ExpressionID {
        let height = childHeight(kind) + 1
        expressionHeights.append(height)
        tallestExpression = max(tallestExpression, height)
        return tree.expressions.append(Expression(kind: kind, span: span(from: start)))
    }

    private func height(_ id: ExpressionID) -> Int32 { expressionHeights[id.offset] }

    /// The height of the highest child. What stands in blocks of match arms is added by `parseMatch`.
    private func childHeight(_ kind: Expression.Kind) -> Int32 {
        switch kind {
        case .number, .string, .bool, .null, .name, .invalid, .match: 0
        case .unary(_, let operand), .propagate(let operand): height(operand)
        case .binary(_, let left, let right): max(height(left), height(right))
        case .subscripted(let base, let index): max(height(base), height(index))
        case .array(let elements): maximumHeight(elements)
        case .call(let callee, let arguments): max(height(callee), maximumHeight(arguments))
        case .member(let base, _, let arguments): max(height(base), maximumHeight(arguments ?? []))
        }
    }

    private func maximumHeight(_ ids: [ExpressionID]) -> Int32 {
        var result: Int32 = 0
        for id in ids { result = max(result, height(id)) }
        return result
    }

    mutating func checkHeight(of id: ExpressionID) throws(SyntaxFailure) {
        if height(id) > ParserLimits.expressionHeight { throw abandonTooDeep() }
    }
}
