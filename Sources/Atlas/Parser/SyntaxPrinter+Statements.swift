/// Statements, functions and items.
extension SyntaxPrinter {
    func pieces(of kind: Statement.Kind) -> [Piece] {
        switch kind {
        case .variable(let declaration): return pieces(of: declaration)
        case .function(let id): return [.function(id)]
        case .conditional(let condition, let then, let otherwise):
            var parts: [Piece] = [.expression(condition), .block(then)]
            switch otherwise {
            case .block(let block)?: parts.append(.block(block))
            case .conditional(let id)?: parts.append(.statement(id))
            case nil: break
            }
            return Self.list("if", parts)
        case .whileLoop(let condition, let body): return Self.list("while", [.expression(condition), .block(body)])
        case .forLoop(let initializer, let condition, let step, let body):
            let none = Piece.text("()")
            let parts = [
                initializer.map(Piece.statement) ?? none, condition.map(Piece.expression) ?? none,
                step.map(Piece.statement) ?? none, .block(body),
            ]
            return Self.list("for", parts)
        case .forIn(let variable, let iterable, let body):
            return Self.list("for-in", [.text(variable.text), .expression(iterable), .block(body)])
        case .returnStatement(let value): return Self.list("return", value.map { [.expression($0)] } ?? [])
        case .breakStatement: return [.text("(break)")]
        case .continueStatement: return [.text("(continue)")]
        case .block(let block): return [.block(block)]
        case .assignment(let target, let operation, let value):
            return Self.list(operation.rawValue, [.expression(target), .expression(value)])
        case .increment(let target, let isDecrement): return Self.list(isDecrement ? "--" : "++", [.expression(target)])
        case .expression(let id): return [.expression(id)]
        case .invalid: return [.text("<invalid>")]
        }
    }

    private func pieces(of declaration: VariableDeclaration) -> [Piece] {
        var parts: [Piece] = [.text(declaration.name.text)]
        if let annotation = declaration.annotation { parts += [.text(":"), .type(annotation)] }
        parts.append(.expression(declaration.initializer))
        return Self.list(declaration.isMutable ? "var" : "let", parts)
    }

    func pieces(of function: FunctionDeclaration) -> [Piece] {
        var parts: [Piece] = [.text(function.name.text)]
        if !function.typeParameters.isEmpty { parts.append(generics(function.typeParameters)) }
        let parameters: [Piece] = function.parameters.map { parameter in
            let ownership = parameter.ownership.map { $0.rawValue + " " } ?? ""
            return .list(ownership + parameter.name.text + ":", [.type(parameter.type)])
        }
        parts.append(.list("parameters", parameters))
        if let result = function.result {
            parts.append(.text("->" + (function.resultOwnership.map { " " + $0.rawValue } ?? "")))
            parts.append(.type(result))
        }
        if let predicate = function.predicate {
            parts += [.text("is \(predicate.parameter.text):"), .type(predicate.type)]
        }
        if let body = function.body { parts.append(.block(body)) }
        return Self.list("fn", parts)
    }

    private func generics(_ parameters: [TypeParameterSyntax]) -> Piece {
        let groups: [Piece] = parameters.map { parameter in
            var parts: [Piece] = []
            if let constraint = parameter.constraint { parts += [.text("extends"), .type(constraint)] }
            if !parameter.bounds.isEmpty { parts.append(.text(": " + parameter.bounds.map(\.text).joined(separator: " + "))) }
            return .list(parameter.name.text, parts)
        }
        return .list("generic", groups)
    }

    func pieces(of item: Item) -> [Piece] {
        let inner: [Piece]
        switch item.kind {
        case .importDeclaration(let syntax): inner = pieces(of: syntax)
        case .reexport(let syntax): inner = pieces(of: syntax)
        case .typeAlias(let alias): inner = pieces(of: alias)
        case .traitDeclaration(let syntax):
            var parts: [Piece] = [.text(syntax.name.text)]
            if !syntax.typeParameters.isEmpty { parts.append(generics(syntax.typeParameters)) }
            inner = Self.list("trait", parts + syntax.methods.map { .function($0) })
        case .implementation(let syntax):
            let arguments = syntax.typeArguments.map { Piece.type($0) }
            let head: [Piece] = [.text(syntax.traitName.text)] + arguments + [.text("for"), .text(syntax.target.text)]
            inner = Self.list("impl", head + syntax.methods.map { .function($0) })
        case .statement(let id): inner = [.statement(id)]
        }
        return item.exportKeyword == nil ? inner : [.text("(export ")] + inner + [.text(")")]
    }

    private func pieces(of alias: TypeAliasSyntax) -> [Piece] {
        var parts: [Piece] = [.text(alias.name.text)]
        if !alias.parameters.isEmpty { parts.append(.text("(" + alias.parameters.map(\.text).joined(separator: " ") + ")")) }
        parts.append(.type(alias.type))
        if alias.isDeprecated { parts.append(.text("@deprecated" + (alias.deprecatedSince.map { " " + $0 } ?? ""))) }
        return Self.list("type", parts)
    }

    private func pieces(of syntax: ImportSyntax) -> [Piece] {
        let clause: [Piece] =
            switch syntax.clause {
            case .named(let specifiers): pieces(of: specifiers)
            case .namespace(let alias): [.text("* \(alias.text)")]
            }
        return [.text("(import\(syntax.isTypeOnly ? "-type" : "") ")] + clause + [.text(" \(Self.quoted(syntax.path.text)))")]
    }

    private func pieces(of syntax: ReexportSyntax) -> [Piece] {
        let clause: [Piece] =
            switch syntax.clause {
            case .named(let specifiers): pieces(of: specifiers)
            case .all: [.text("*")]
            }
        return [.text("(export-from ")] + clause + [.text(" \(Self.quoted(syntax.path.text)))")]
    }

    private func pieces(of specifiers: [SpecifierSyntax]) -> [Piece] {
        var result: [Piece] = [.text("(")]
        for (position, specifier) in specifiers.enumerated() {
            let alias = specifier.alias.map { " as \($0.text)" } ?? ""
            result.append(.text((position == 0 ? "" : ", ") + specifier.name.text + alias))
            if let type = specifier.type { result += [.text(": "), .type(type)] }
        }
        return result + [.text(")")]
    }
}
