import Diagnostics

/// Function declarations, methods and their signatures.
extension Parser {
    /// `fn name<T>(…) -> type { … }` as a statement.
    mutating func parseFunctionStatement() throws(SyntaxFailure) -> StatementID {
        let start = start
        let function = try parseFunction()
        return tree.statements.append(Statement(kind: .function(function), span: span(from: start)))
    }

    private mutating func parseFunction() throws(SyntaxFailure) -> FunctionID {
        var function = emptyFunction()
        do throws(SyntaxFailure) {
            try parseSignature(into: &function, requiresResult: false)
            if kind != .leftBrace { throw failMissing(.leftBrace, "before function body") }
        } catch {
            guard recoverToBody() else { throw error }
        }
        function.body = try parseBlock()
        return finish(&function)
    }

    /// A method of an impl, or with no body a signature of a trait.
    mutating func parseMethod(hasBody: Bool) throws(SyntaxFailure) -> FunctionID {
        var function = emptyFunction()
        do throws(SyntaxFailure) {
            try parseSignature(into: &function, requiresResult: true)
            if hasBody && kind != .leftBrace { throw failMissing(.leftBrace, "before method body") }
        } catch {
            guard hasBody && recoverToBody() else { throw error }
        }
        if hasBody {
            function.body = try parseBlock()
        } else if kind == .leftBrace {
            reportHere(
                "AT1002", "Expected ';' after method signature", help: ["a trait has no method bodies; put the body into an impl"])
            skipGroup()
        } else {
            try expectSemicolon("after method signature")
        }
        return finish(&function)
    }

    private func emptyFunction() -> FunctionDeclaration {
        FunctionDeclaration(
            name: Identifier("", token.span), typeParameters: [], parameters: [], resultOwnership: nil, result: nil,
            predicate: nil, body: nil, span: token.span)
    }

    private mutating func finish(_ function: inout FunctionDeclaration) -> FunctionID {
        function.span = span(from: Int(function.span.start))
        return tree.functions.append(function)
    }

    /// Everything from `fn` to the result type.
    private mutating func parseSignature(
        into function: inout FunctionDeclaration, requiresResult: Bool
    ) throws(SyntaxFailure) {
        advance()
        function.name = try expectName("function name")
        function.typeParameters = try parseTypeParameters()
        let opening = try expect(.leftParen, "after function name").span
        function.parameters = try parseParameters()
        try expectClosing(.rightParen, "after parameters", opening: opening)
        if take(.arrow) {
            try parseResult(into: &function)
        } else if requiresResult {
            throw failMissing(.arrow, "after parameters", help: ["a method states its result type: `-> void` if it has none"])
        }
    }

    /// The result type with its ownership word and type predicate.
    private mutating func parseResult(into function: inout FunctionDeclaration) throws(SyntaxFailure) {
        if kind == .sharedKeyword {
            reportHere(
                "AT1000", "'shared' is not allowed before a result type", label: "not allowed here",
                help: ["a result can be `own` or `borrow`"])
        }
        function.resultOwnership = takeOwnership()
        // Unless a member type begins here, the brace is that of the body.
        let isBody = kind == .leftBrace && !(nextKind == .identifier && source.tokens[min(position + 2, source.tokens.count - 1)].kind == .colon)
        if isBody {
            reportHere("AT1000", "Expected type", help: ["a result type stands after `->`; a function without result has no `->`"])
            return
        }
        function.result = try parseType()
        guard take(.isKeyword) else { return }
        let parameter = try expectName("parameter name")
        try expect(.colon, "after parameter name")
        function.predicate = (parameter, try parseType())
    }

    private mutating func takeOwnership() -> OwnershipAnnotation? {
        let annotation: OwnershipAnnotation
        switch kind {
        case .ownKeyword: annotation = .own
        case .borrowKeyword: annotation = .borrow
        case .sharedKeyword: annotation = .shared
        default: return nil
        }
        advance()
        return annotation
    }

    /// The parameters up to the `)`.
    private mutating func parseParameters() throws(SyntaxFailure) -> [ParameterSyntax] {
        var parameters: [ParameterSyntax] = []
        while kind != .rightParen && kind != .endOfFile {
            let ownership = takeOwnership()
            let name = try expectName("parameter name")
            try expect(.colon, "after parameter name", help: ["every parameter has a type: `\(name.text): number`"])
            parameters.append(ParameterSyntax(ownership: ownership, name: name, type: try parseType()))
            if !take(.comma) { break }
        }
        return parameters
    }

    /// `<T, U extends type, V: Trait + Trait>`, or nothing.
    mutating func parseTypeParameters() throws(SyntaxFailure) -> [TypeParameterSyntax] {
        guard take(.less) else { return [] }
        var parameters: [TypeParameterSyntax] = []
        repeat {
            var parameter = TypeParameterSyntax(name: try expectName("type parameter name"), constraint: nil, bounds: [])
            if take(.extendsKeyword) {
                parameter.constraint = try parseType()
            } else if take(.colon) {
                repeat { parameter.bounds.append(try expectName("trait name")) } while take(.plus)
            }
            parameters.append(parameter)
        } while take(.comma)
        try expect(.greater, "after type parameters")
        return parameters
    }
}
