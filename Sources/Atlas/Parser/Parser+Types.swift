import Diagnostics

/// Types.
extension Parser {
    /// A union of intersections, or just one type.
    mutating func parseType() throws(SyntaxFailure) -> TypeSyntaxID {
        try enter()
        defer { leave() }
        let start = start
        let first = try parseIntersection()
        guard kind == .pipe else { return first }
        var members = [first]
        while take(.pipe) { members.append(try parseIntersection()) }
        return try makeType(.union(members), from: start)
    }

    private mutating func parseIntersection() throws(SyntaxFailure) -> TypeSyntaxID {
        let start = start
        let first = try parseArrayType()
        guard kind == .ampersand else { return first }
        var members = [first]
        while take(.ampersand) { members.append(try parseArrayType()) }
        return try makeType(.intersection(members), from: start)
    }

    /// A type and the `[]` after it.
    private mutating func parseArrayType() throws(SyntaxFailure) -> TypeSyntaxID {
        let start = start
        var type = try parsePrimaryType()
        while kind == .leftBracket {
            let opening = advance().span
            let help = kind == .number ? ["array types have no length: `T[]`"] : []
            try expectClosing(.rightBracket, "after '['", opening: opening, help: help)
            type = try makeType(.array(type), from: start)
        }
        return type
    }

    private mutating func parsePrimaryType() throws(SyntaxFailure) -> TypeSyntaxID {
        let start = start
        switch kind {
        case .nullKeyword:
            advance()
            return try makeType(.null, from: start)
        case .identifier: return try parseNamedType()
        case .leftParen: return try parseParenthesizedType()
        case .leftBrace: return try parseStructuralType()
        case .invalid:
            advance()
            return try makeType(.invalid, from: start)
        default: throw fail("AT1000", "Expected type", help: helpForType())
        }
    }

    private func helpForType() -> [String] {
        switch kind {
        case .assign: ["a value is given with `=`, a type with `: type`"]
        case .fnKeyword: ["a function type is written `(number) -> bool`"]
        case .leftBracket: ["an array type is written `number[]`"]
        case .trueKeyword, .falseKeyword, .number, .string: ["there are no literal types"]
        case .greater: ["type arguments cannot be empty"]
        case _ where kind.isReservedWord: ["`\(kind.spelling)` is a reserved keyword and not a type"]
        default: []
        }
    }

    /// `name`, `namespace.name`, either with arguments
    private mutating func parseNamedType() throws(SyntaxFailure) -> TypeSyntaxID {
        let start = start
        var name = try expectName("type name")
        var qualifier: Identifier?
        if take(.dot) {
            qualifier = name
            name = try expectName("type name")
        }
        let arguments = take(.less) ? try parseTypeList() : nil
        return try makeType(.named(qualifier: qualifier, name: name, arguments: arguments), from: start)
    }

    /// The types after `<` and the `>`.
    mutating func parseTypeList() throws(SyntaxFailure) -> [TypeSyntaxID] {
        var types: [TypeSyntaxID] = []
        repeat { types.append(try parseType()) } while take(.comma)
        try expect(.greater, "after type arguments")
        return types
    }

    /// A function type, or a type in parentheses.
    private mutating func parseParenthesizedType() throws(SyntaxFailure) -> TypeSyntaxID {
        let opening = advance().span
        var types: [TypeSyntaxID] = []
        if kind != .rightParen {
            repeat { types.append(try parseType()) } while take(.comma)
        }
        let help = kind == .colon ? ["parameters of a function type have no names: `(number) -> bool`"] : []
        try expectClosing(.rightParen, "after types", opening: opening, help: help)
        if take(.arrow) {
            let result = try parseType()
            return try makeType(.function(parameters: types, result: result), from: Int(opening.start))
        }
        guard types.count == 1, let only = types.first else {
            throw failMissing(.arrow, "after parameter types", help: ["there are no tuple types; a function type is `(A, B) -> R`"])
        }
        return only
    }

    /// `{ name: type, … }`
    private mutating func parseStructuralType() throws(SyntaxFailure) -> TypeSyntaxID {
        let opening = advance().span
        var members: [(name: Identifier, type: TypeSyntaxID)] = []
        repeat {
            if kind == .rightBrace && !members.isEmpty { break }
            let name = try expectName("member name")
            try expect(.colon, "after member name")
            members.append((name, try parseType()))
        } while takeMemberSeparator()
        try expectClosing(.rightBrace, "after member types", opening: opening)
        return try makeType(.structural(members), from: Int(opening.start))
    }

    /// Takes the `,` between members; a `;` in its place is reported and taken too.
    private mutating func takeMemberSeparator() -> Bool {
        if take(.comma) { return true }
        guard kind == .semicolon && (nextKind == .identifier || nextKind == .rightBrace) else { return false }
        _ = failMissing(.rightBrace, "after member types", help: ["members are separated by commas"])
        advance()
        return true
    }

    private mutating func makeType(_ kind: TypeSyntax.Kind, from start: Int) throws(SyntaxFailure) -> TypeSyntaxID {
        let height = childHeight(kind) + 1
        if height > ParserLimits.typeHeight { throw abandonTooDeep() }
        typeHeights.append(height)
        return tree.types.append(TypeSyntax(kind: kind, span: span(from: start)))
    }

    private func childHeight(_ kind: TypeSyntax.Kind) -> Int32 {
        switch kind {
        case .null, .invalid: 0
        case .named(_, _, let arguments): maximumHeight(arguments ?? [])
        case .array(let element): typeHeights[element.offset]
        case .function(let parameters, let result): max(maximumHeight(parameters), typeHeights[result.offset])
        case .union(let members), .intersection(let members): maximumHeight(members)
        case .structural(let members):
            members.reduce(0) { max($0, typeHeights[$1.type.offset]) }
        }
    }

    private func maximumHeight(_ ids: [TypeSyntaxID]) -> Int32 {
        ids.reduce(0) { max($0, typeHeights[$1.offset]) }
    }
}
