import Basics
import Diagnostics

extension Expander {
    /// From this many clauses on, a `cond` or `case` becomes a block that is left with the value, which nests no deeper with every clause.
    static let flatClauseCount = 16

    /// A condition.
    func test(_ id: DatumID) -> NodeID {
        let result = expression(id)
        if case .literal(let datum) = output.nodes[result].kind, isOftenFalse(datum) {
            warning("AI0510", "test is always true", at: output.nodes[result].span, help: ["only #f is false; test for the empty list with null?"])
        }
        return result
    }

    /// Constants that are false in other languages.
    private func isOftenFalse(_ id: DatumID) -> Bool {
        switch syntax[id].kind {
        case .list(let elements, nil, _): elements.isEmpty
        case .integer(let value): value.magnitude.isEmpty
        case .string(let text): text.isEmpty
        default: false
        }
    }

    func conditional(_ id: DatumID, _ operands: [DatumID]) -> NodeID {
        guard operands.count == 2 || operands.count == 3 else {
            return malformed(.conditional, "2 or 3 operands expected, \(operands.count) found", at: id)
        }
        let condition = test(operands[0])
        let then = expression(operands[1])
        let otherwise = operands.count == 3 ? expression(operands[2]) : unspecified(syntax.span(id))
        return node(.conditional(test: condition, then: then, otherwise: otherwise), at: id)
    }

    /// `when` and `unless`.
    func oneSided(_ form: SpecialForm, _ id: DatumID, _ operands: [DatumID]) -> NodeID {
        guard operands.count >= 2 else { return malformed(form, "a test and an expression expected", at: id) }
        let condition = test(operands[0])
        let body = sequence(expressions(operands.dropFirst()), syntax.span(id))
        let nothing = unspecified(syntax.span(id))
        return node(.conditional(test: condition, then: form == .when ? body : nothing, otherwise: form == .when ? nothing : body), at: id)
    }

    func conjunction(_ operands: [DatumID], _ span: SourceSpan) -> NodeID {
        var nodes = expressions(operands)
        guard var result = nodes.popLast() else { return boolean(true, span) }
        for part in nodes.reversed() { result = node(.conditional(test: part, then: result, otherwise: boolean(false, span)), span) }
        return result
    }

    func disjunction(_ operands: [DatumID], _ span: SourceSpan) -> NodeID {
        var nodes = expressions(operands)
        guard var result = nodes.popLast() else { return boolean(false, span) }
        for part in nodes.reversed() {
            result = withValue(part, named: "or", span) { value in
                node(.conditional(test: local(value, span), then: local(value, span), otherwise: result), span)
            }
        }
        return result
    }

    // MARK: cond

    func cond(_ id: DatumID, _ operands: [DatumID]) -> NodeID {
        guard !operands.isEmpty else { return malformed(.cond, "there is no clause", at: id) }
        return condClauses(operands, .cond, syntax.span(id)) { unspecified(syntax.span(id)) }
    }

    /// A clause that has been expanded.
    private struct Clause {
        enum Result {
            case value(NodeID)
            /// The value of the test.
            case test
            /// The procedure to call with the value of the test.
            case receiver(NodeID)
        }

        let test: NodeID
        let result: Result
        let span: SourceSpan
    }

    /// The clauses of `cond` and `guard`; `fallback` is the value where none applies and there is no `else`.
    func condClauses(_ clauses: [DatumID], _ form: SpecialForm, _ span: SourceSpan, _ fallback: () -> NodeID) -> NodeID {
        var expanded: [Clause] = []
        for (index, clause) in clauses.enumerated() {
            guard let parts = list(clause), let first = parts.first else {
                return malformed(form, "a clause is (test expression ...)", at: clause)
            }
            if isAuxiliary(first, .otherwise) {
                guard index == clauses.count - 1 else { return malformed(form, "'else' is not in the last clause", at: clause) }
                guard parts.count > 1 else { return malformed(form, "'else' has no expression", at: clause) }
                return chain(expanded, otherwise: sequence(expressions(parts.dropFirst()), syntax.span(clause)), span)
            }
            guard let made = self.clause(clause, parts, form) else { return unspecified(span) }
            expanded.append(made)
        }
        return chain(expanded, otherwise: fallback(), span)
    }

    private func clause(_ id: DatumID, _ parts: [DatumID], _ form: SpecialForm) -> Clause? {
        let span = syntax.span(id)
        let condition = test(parts[0])
        guard parts.count > 1 else { return Clause(test: condition, result: .test, span: span) }
        if isAuxiliary(parts[1], .arrow) {
            guard parts.count == 3 else {
                _ = malformed(form, "one procedure expected after '=>'", at: id)
                return nil
            }
            return Clause(test: condition, result: .receiver(expression(parts[2])), span: span)
        }
        return Clause(test: condition, result: .value(sequence(expressions(parts.dropFirst()), span)), span: span)
    }

    private func chain(_ clauses: [Clause], otherwise: NodeID, _ span: SourceSpan) -> NodeID {
        guard clauses.count >= Self.flatClauseCount else {
            return clauses.reversed().reduce(otherwise) { rest, clause in choice(clause, rest) { $0 } }
        }
        let block = output.blocks.append(Block())
        let steps = clauses.map { clause in
            choice(clause, unspecified(clause.span)) { node(.leave(block, $0), clause.span) }
        }
        return node(.block(block, body: sequence(steps + [otherwise], span)), span)
    }

    /// What a clause gives if its test is true, else `rest`.
    private func choice(_ clause: Clause, _ rest: NodeID, _ give: (NodeID) -> NodeID) -> NodeID {
        let span = clause.span
        switch clause.result {
        case .value(let value): return node(.conditional(test: clause.test, then: give(value), otherwise: rest), span)
        case .test:
            return withValue(clause.test, named: "test", span) { value in
                node(.conditional(test: local(value, span), then: give(local(value, span)), otherwise: rest), span)
            }
        case .receiver(let receiver):
            return withValue(clause.test, named: "test", span) { value in
                let called = node(.call(receiver, [local(value, span)]), span)
                return node(.conditional(test: local(value, span), then: give(called), otherwise: rest), span)
            }
        }
    }

    // MARK: case

    func cases(_ id: DatumID, _ operands: [DatumID]) -> NodeID {
        guard let key = operands.first else { return malformed(.cases, "a key is missing", at: id) }
        let span = syntax.span(id)
        return withValue(expression(key), named: "key", span) { key in
            var expanded: [Clause] = []
            for (index, clause) in operands.dropFirst().enumerated() {
                guard let parts = list(clause), parts.count >= 2 else {
                    return malformed(.cases, "a clause is ((datum ...) expression ...)", at: clause)
                }
                if isAuxiliary(parts[0], .otherwise) {
                    guard index == operands.count - 2 else { return malformed(.cases, "'else' is not in the last clause", at: clause) }
                    return chain(expanded, otherwise: caseResult(clause, parts, key), span)
                }
                expanded.append(Clause(test: keyTest(parts[0], key), result: .value(caseResult(clause, parts, key)), span: syntax.span(clause)))
            }
            return chain(expanded, otherwise: unspecified(span), span)
        }
    }

    private func caseResult(_ clause: DatumID, _ parts: [DatumID], _ key: VariableID) -> NodeID {
        let span = syntax.span(clause)
        guard isAuxiliary(parts[1], .arrow) else { return sequence(expressions(parts.dropFirst()), span) }
        guard parts.count == 3 else { return malformed(.cases, "one procedure expected after '=>'", at: clause) }
        return node(.call(expression(parts[2]), [local(key, span)]), span)
    }

    private func keyTest(_ id: DatumID, _ key: VariableID) -> NodeID {
        let span = syntax.span(id)
        let data = list(id) ?? [id]
        let tests = data.map { datum in
            call("eqv?", [local(key, span), node(.literal(datum), at: datum)], syntax.span(datum))
        }
        guard var result = tests.last else { return boolean(false, span) }
        guard tests.count < Self.flatClauseCount else { return call("memv", [local(key, span), node(.literal(id), at: id)], span) }
        for part in tests.dropLast().reversed() { result = node(.conditional(test: part, then: boolean(true, span), otherwise: result), span) }
        return result
    }

    /// The datum is this word, and nothing else is called so here.
    func isAuxiliary(_ id: DatumID, _ word: Auxiliary) -> Bool {
        guard let identifier = syntax.identifier(id), case .auxiliary(word) = resolve(identifier) else { return false }
        return true
    }
}
