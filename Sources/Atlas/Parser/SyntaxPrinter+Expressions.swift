/// Expressions, patterns and types.
extension SyntaxPrinter {
    func pieces(of kind: Expression.Kind) -> [Piece] {
        switch kind {
        case .number(let value): [.text(value.description)]
        case .string(let value): [.text(Self.quoted(value))]
        case .bool(let value): [.text(value ? "true" : "false")]
        case .null: [.text("null")]
        case .name(let name): [.text(name)]
        case .array(let elements): Self.list("array", elements.map { .expression($0) })
        case .unary(let operation, let operand): Self.list(operation.rawValue, [.expression(operand)])
        case .binary(let operation, let left, let right):
            Self.list(operation.rawValue, [.expression(left), .expression(right)])
        case .call(let callee, let arguments):
            Self.list("call", [.expression(callee)] + arguments.map { .expression($0) })
        case .subscripted(let base, let index): Self.list("index", [.expression(base), .expression(index)])
        case .member(let base, let name, nil): Self.list(".", [.expression(base), .text(name.text)])
        case .member(let base, let name, .some(let arguments)):
            Self.list(".call", [.expression(base), .text(name.text)] + arguments.map { .expression($0) })
        case .propagate(let operand): Self.list("?", [.expression(operand)])
        case .match(let subject, let arms):
            Self.list("match", [.expression(subject)]).dropLast() + arms.flatMap(pieces(of:)) + [.text(")")]
        case .invalid: [.text("<invalid>")]
        }
    }

    private func pieces(of arm: MatchArm) -> [Piece] {
        var parts: [Piece] = [.pattern(arm.pattern)]
        if let condition = arm.guardCondition { parts += [.text("if"), .expression(condition)] }
        switch arm.body {
        case .expression(let id): parts.append(.expression(id))
        case .block(let block): parts.append(.block(block))
        case .statement(let id): parts.append(.statement(id))
        }
        return [.text(" ")] + Self.list("=>", parts)
    }

    func pieces(of kind: Pattern.Kind) -> [Piece] {
        switch kind {
        case .number(let value): [.text(value.description)]
        case .string(let value): [.text(Self.quoted(value))]
        case .bool(let value): [.text(value ? "true" : "false")]
        case .null: [.text("null")]
        case .wildcard: [.text("_")]
        case .binding(let name): [.text(name)]
        case .constructor(let name, let arguments): Self.list(name.text, arguments.map { .pattern($0) })
        case .array(let elements): Self.list("array", elements.map { .pattern($0) })
        case .alternatives(let patterns): Self.list("|", patterns.map { .pattern($0) })
        case .invalid: [.text("<invalid>")]
        }
    }

    func pieces(of kind: TypeSyntax.Kind) -> [Piece] {
        switch kind {
        case .null: return [.text("null")]
        case .named(let qualifier, let name, let arguments):
            let text = (qualifier.map { $0.text + "." } ?? "") + name.text
            guard let arguments else { return [.text(text)] }
            return Self.list(text, arguments.map { .type($0) })
        case .array(let element): return Self.list("[]", [.type(element)])
        case .function(let parameters, let result):
            return Self.list("->", parameters.map { .type($0) } + [.type(result)])
        case .union(let members): return Self.list("|", members.map { .type($0) })
        case .intersection(let members): return Self.list("&", members.map { .type($0) })
        case .structural(let members):
            return Self.list("structure", members.flatMap { [.text($0.name.text + ":"), .type($0.type)] })
        case .invalid: return [.text("<invalid>")]
        }
    }
}
