import Diagnostics

/// The top level of a module.
extension Parser {
    mutating func parseModule() {
        while kind != .endOfFile {
            let before = position
            if kind == .rightBrace {
                skipStrayBrace()
                continue
            }
            do throws(SyntaxFailure) {
                if let item = try parseItem() { tree.items.append(item) }
                justRecovered = false
            } catch {
                resume(after: before)
            }
        }
    }

    private mutating func skipStrayBrace() {
        if !justRecovered {
            reportHere(
                "AT1000", "Expected expression", label: "this '}' closes nothing",
                help: ["remove it, or look for a missing '{' before it"])
        }
        advance()
    }

    /// Parses one item; nil where a diagnostic takes its place.
    mutating func parseItem() throws(SyntaxFailure) -> Item? {
        let start = start
        switch kind {
        case .importKeyword:
            guard let syntax = try parseImport() else { return nil }
            return Item(kind: .importDeclaration(syntax), span: span(from: start))
        case .exportKeyword: return try parseExport()
        case .typeKeyword:
            let alias = try parseTypeAlias(documentation: source.documentation[position])
            return Item(kind: .typeAlias(alias), span: span(from: start))
        case .traitKeyword:
            let syntax = try parseTrait()
            return Item(kind: .traitDeclaration(syntax), span: span(from: start))
        case .implKeyword:
            let syntax = try parseImplementation()
            return Item(kind: .implementation(syntax), span: span(from: start))
        default:
            let statement = try parseStatement()
            return Item(kind: .statement(statement), span: span(from: start))
        }
    }

    /// An item inside a block: reported, then parsed to get past it, and left out. Items at the start of lines after a forgotten
    /// `}` are one mistake, so only the first is reported.
    mutating func parseMisplacedItem() throws(SyntaxFailure) -> StatementID {
        let start = start
        let isAtLineStart = start == 0 || file.bytes[start - 1] == 0x0A
        if !(isAtLineStart && hasItemsInUnclosedBlock) {
            report(
                "AT1000", "'\(kind.spelling)' is only allowed at the top level of a module", at: token.span,
                label: "not allowed inside a block",
                help: ["move the declaration out of the block, or look for a missing '}' before it"])
        }
        lastErrorPosition = position
        let hasItems = hasItemsInUnclosedBlock || isAtLineStart
        defer { hasItemsInUnclosedBlock = hasItems }
        _ = try parseItem()
        return tree.statements.append(Statement(kind: .invalid, span: span(from: start)))
    }

    /// `extern …`: reported and skipped.
    mutating func parseExtern() -> StatementID {
        let start = start
        reportHere(
            "AT1000", "extern declarations are not supported", label: "foreign functions cannot be declared",
            help: ["use the functions of the standard library, or write the function in the program"])
        advance()
        // The declaration itself begins with a statement keyword, which must not end the recovery.
        if kind.startsStatement { advance() }
        synchronize()
        return tree.statements.append(Statement(kind: .invalid, span: span(from: start)))
    }

    /// `type Name<A, B> = type;`
    mutating func parseTypeAlias(documentation: DocumentationTags?) throws(SyntaxFailure) -> TypeAliasSyntax {
        advance()
        let name = try expectName("type name")
        var parameters: [Identifier] = []
        if take(.less) {
            repeat { parameters.append(try expectName("type parameter name")) } while take(.comma)
            try expect(.greater, "after type parameters")
        }
        try expect(.assign, "in type alias")
        let type = try parseType()
        try expectSemicolon("after type alias")
        return TypeAliasSyntax(
            name: name, parameters: parameters, type: type, isDeprecated: documentation?.isDeprecated ?? false,
            deprecatedSince: documentation?.since)
    }

    /// `trait Name { fn m(self: Name) -> type; … }`
    mutating func parseTrait() throws(SyntaxFailure) -> TraitSyntax {
        advance()
        var name = Identifier("", token.span)
        var parameters: [TypeParameterSyntax] = []
        do throws(SyntaxFailure) {
            name = try expectName("trait name")
            parameters = try parseTypeParameters()
            if kind != .leftBrace { throw failMissing(.leftBrace, "after trait name") }
        } catch {
            guard recoverToBody() else { throw error }
        }
        let methods = try parseMembers(end: "after trait body", hasBodies: false)
        return TraitSyntax(name: name, typeParameters: parameters, methods: methods)
    }

    /// `impl Trait<A> for Target { fn m(self: Target) -> type { … } … }`
    mutating func parseImplementation() throws(SyntaxFailure) -> ImplementationSyntax {
        advance()
        var syntax = ImplementationSyntax(
            traitName: Identifier("", token.span), typeArguments: [], target: Identifier("", token.span), methods: [])
        do throws(SyntaxFailure) {
            syntax.traitName = try expectName("trait name")
            if take(.less) { syntax.typeArguments = try parseTypeList() }
            try expect(.forKeyword, "after trait name")
            syntax.target = try parseImplementationTarget()
            if kind != .leftBrace {
                throw failMissing(.leftBrace, "after impl target", help: ["the target is one name, without arguments"])
            }
        } catch {
            guard recoverToBody() else { throw error }
        }
        syntax.methods = try parseMembers(end: "after impl body", hasBodies: true)
        return syntax
    }

    /// The name after `for`; `null` is a type name too.
    private mutating func parseImplementationTarget() throws(SyntaxFailure) -> Identifier {
        if kind == .nullKeyword { return Identifier("null", advance().span) }
        return try expectName("type name")
    }

    /// The functions between the braces of a trait or impl.
    private mutating func parseMembers(end: String, hasBodies: Bool) throws(SyntaxFailure) -> [FunctionID] {
        let opening = advance().span
        var methods: [FunctionID] = []
        while kind != .rightBrace && kind != .endOfFile && !endsMembers {
            let before = position
            do throws(SyntaxFailure) {
                guard kind == .fnKeyword else { throw failExpected("'fn'", help: ["only functions can stand here"]) }
                methods.append(try parseMethod(hasBody: hasBodies))
            } catch {
                resume(after: before)
            }
        }
        try expectClosing(.rightBrace, end, opening: opening)
        return methods
    }

    /// Whether an item or statement begins a line where a member should stand: then the `}` was forgotten.
    private var endsMembers: Bool {
        guard isFirstOnLine, kind != .fnKeyword else { return false }
        return kind.startsStatement || kind == .identifier && nextKind != .leftBrace
    }
}
