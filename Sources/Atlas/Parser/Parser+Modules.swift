import Diagnostics

/// Import and export declarations.
extension Parser {
    /// Parses an import; nil if it has a form that other languages have.
    mutating func parseImport() throws(SyntaxFailure) -> ImportSyntax? {
        advance()
        let isTypeOnly = kind == .typeKeyword && nextKind == .leftBrace
        if isTypeOnly { advance() }
        let clause: ImportSyntax.Clause
        switch kind {
        case .leftBrace: clause = .named(try parseSpecifiers("import"))
        case .star:
            advance()
            try expect(.asKeyword, "after '*'", help: ["write `import * as name from \"./module\";`"])
            clause = .namespace(try expectName("namespace name"))
        default: return try rejectImport()
        }
        try expect(.fromKeyword, "after imports", help: ["write `from \"./module\"` after what is imported"])
        let path = try parseModulePath()
        try expectSemicolon("after import")
        return ImportSyntax(clause: clause, isTypeOnly: isTypeOnly, path: path)
    }

    /// Says what is wrong with an import that begins with neither `{` nor `*`.
    private mutating func rejectImport() throws(SyntaxFailure) -> ImportSyntax? {
        switch kind {
        case .string:
            reportHere(
                "AT1000", "Side-effect-only imports are not supported", label: "nothing is imported",
                help: ["name what you need: `import { name } from \"./module\";`"])
            advance()
            try expectSemicolon("after import")
            return nil
        case .identifier:
            throw fail(
                "AT1000", "Default imports are not supported",
                help: ["write `import { \(text(token)) } from …` or `import * as \(text(token)) from …`"])
        case .leftParen:
            throw fail(
                "AT1000", "Dynamic imports are not supported",
                help: ["import declarations have the form `import { name } from \"./module\";`"])
        default:
            throw fail(
                "AT1000", "Expected '{' or '*' after 'import'",
                help: ["write `import { name } from \"./module\";` or `import * as name from \"./module\";`"])
        }
    }

    /// `{ a, b as c, }`; of imports also `{ a: number }`.
    private mutating func parseSpecifiers(_ what: String) throws(SyntaxFailure) -> [SpecifierSyntax] {
        let opening = advance().span
        var specifiers: [SpecifierSyntax] = []
        do throws(SyntaxFailure) {
            repeat {
                if kind == .rightBrace && !specifiers.isEmpty { break }
                let name = try expectName("\(what) name")
                let alias = take(.asKeyword) ? try expectName("\(what) alias") : nil
                let type = what == "import" && take(.colon) ? try parseType() : nil
                specifiers.append(SpecifierSyntax(name: name, alias: alias, type: type))
            } while take(.comma)
            try expectClosing(.rightBrace, "after \(what)s", opening: opening)
        } catch {
            guard recoverToClosingBrace() else { throw error }
        }
        return specifiers
    }

    private mutating func parseModulePath() throws(SyntaxFailure) -> ModulePathSyntax {
        guard kind == .string else {
            throw failExpected("module path", help: ["a module path is a string: `\"./module\"`"])
        }
        let token = advance()
        return ModulePathSyntax(text: source.strings[Int(token.payload)], span: token.span)
    }

    /// `export` and what follows; nil where a diagnostic takes its place.
    mutating func parseExport() throws(SyntaxFailure) -> Item? {
        let documentation = source.documentation[position] ?? source.documentation[position + 1]
        let start = start
        let keyword = advance().span
        switch kind {
        case .fnKeyword, .letKeyword, .varKeyword:
            let statement = try parseStatement()
            return Item(kind: .statement(statement), span: span(from: start), exportKeyword: keyword, documentation: documentation?.text)
        case .typeKeyword:
            let alias = try parseTypeAlias(documentation: documentation)
            return Item(kind: .typeAlias(alias), span: span(from: start), exportKeyword: keyword, documentation: documentation?.text)
        case .leftBrace:
            let specifiers = try parseSpecifiers("export")
            return Item(kind: .reexport(try finishReexport(.named(specifiers))), span: span(from: start))
        case .star:
            advance()
            return Item(kind: .reexport(try finishReexport(.all)), span: span(from: start))
        default: return try rejectExport()
        }
    }

    private mutating func finishReexport(_ clause: ReexportSyntax.Clause) throws(SyntaxFailure) -> ReexportSyntax {
        try expect(
            .fromKeyword, "after exports",
            help: ["a list of exports names another module; to export something of this module write `export` before its declaration"])
        let path = try parseModulePath()
        try expectSemicolon("after export")
        return ReexportSyntax(clause: clause, path: path)
    }

    private mutating func rejectExport() throws(SyntaxFailure) -> Item? {
        let message = "Expected declaration after 'export'"
        switch kind {
        case .traitKeyword, .implKeyword:
            reportHere("AT1000", message, help: ["traits and impls are private to their module"])
            _ = try parseItem()
            return nil
        case .identifier where text(token) == "default":
            throw fail("AT1000", message, help: ["there are no default exports; export the declaration by its name"])
        default:
            throw fail("AT1000", message, help: ["functions, `let`, `var` and `type` declarations can be exported"])
        }
    }
}
