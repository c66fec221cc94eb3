import Basics
import Diagnostics

/// `match` as tests on the value and its parts. Where a test fails, control goes on behind the clause; where all succeed, the block around
/// the clauses is left with the value of the body.
extension Expander {
    func match(_ id: DatumID, _ operands: [DatumID]) -> NodeID {
        guard let subject = operands.first, operands.count > 1 else { return malformed(.match, "a value and clauses expected", at: id) }
        let span = syntax.span(id)
        var clauses: [(clause: DatumID, parts: [DatumID])] = []
        let value = expression(subject)
        for operand in operands.dropFirst() {
            guard let parts = list(operand), parts.count >= 2 else { return malformed(.match, "a clause is (pattern expression ...)", at: operand) }
            clauses.append((operand, parts))
        }
        return withValue(value, named: "match", span) { variable in
            matchClauses(clauses, variable, span) {
                node(.fail(code: "AI0911", message: "match: no clause for {}", argument: local(variable, span)), span)
            }
        }
    }

    /// The value of the first clause whose pattern matches; `parts` are the pattern and the body.
    func matchClauses(
        _ clauses: [(clause: DatumID, parts: [DatumID])], _ subject: VariableID, _ span: SourceSpan, _ fallback: () -> NodeID
    ) -> NodeID {
        let block = output.blocks.append(Block())
        var steps: [NodeID] = []
        var isComplete = false
        for (clause, parts) in clauses {
            if isComplete {
                warning("AI0509", "this clause can never be reached", at: syntax.span(clause), help: ["a clause before it matches everything; remove one of them"])
            }
            scopes.push()
            var reader = MatchPatternReader(self)
            let pattern = reader.pattern(parts[0])
            let isLast = pattern.isIrrefutable && !isComplete
            let step = compile(pattern, subject, syntax.span(clause)) {
                let result = body(Array(parts.dropFirst()), of: "match", at: clause)
                return isLast ? result : node(.leave(block, result), syntax.span(clause))
            }
            scopes.pop()
            if !isComplete { steps.append(step) }
            isComplete = isComplete || isLast
        }
        if !isComplete { steps.append(fallback()) }
        return steps.count == 1 ? steps[0] : node(.block(block, body: sequence(steps, span)), span)
    }

    /// Tests `subject`; where it matches, `success` is the value. `success` is asked for exactly once, with the pattern's variables in scope.
    private func compile(_ pattern: MatchPattern, _ subject: VariableID, _ span: SourceSpan, _ success: () -> NodeID) -> NodeID {
        switch pattern {
        case .anything: return success()
        case .variable(let name):
            guard let variable = bindVariable(name, in: .match, "pattern") else { return success() }
            return node(.letValues([(variable, local(subject, span))], body: success()), span)
        case .literal(let datum): return given(literalTest(datum, subject), span, success)
        case .empty: return given(call("null?", [local(subject, span)], span), span, success)
        case .pair(let head, let tail):
            return given(call("pair?", [local(subject, span)], span), span) {
                part(head, call("car", [local(subject, span)], span), span) {
                    part(tail, call("cdr", [local(subject, span)], span), span, success)
                }
            }
        case .vector(let parts):
            let size = literal(.integer(ExactInteger(parts.count)), span)
            let length = call("vector-length", [local(subject, span)], span)
            let isVector = call("vector?", [local(subject, span)], span)
            return given(both(isVector, call("=", [length, size], span), span), span) {
                self.parts(parts[...], from: 0, "vector-ref", subject, span, success)
            }
        case .record(let type, let fields):
            return given(call("%record-is?", [local(subject, span), type.node], span), span) {
                self.parts(fields[...], from: 0, "%record-ref", subject, span, success)
            }
        case .tagged(let tag, let fields, let id):
            let arguments = [literal(.string(tag), syntax.span(id)), literal(.integer(ExactInteger(fields.count)), span)]
            return given(call("%tagged-is?", [local(subject, span)] + arguments, span), span) {
                self.parts(fields[...], from: 0, "%tagged-ref", subject, span, success)
            }
        case .or(let alternatives, let names): return or(alternatives, names, subject, span, success)
        case .and(let parts): return all(parts[...], subject, span, success)
        case .not(let inner):
            let fails = boolean(false, span)
            return given(outcome(span) { leave in
                scopes.push()
                defer { scopes.pop() }
                return [compile(inner, subject, span) { leave(fails) }, boolean(true, span)]
            }, span, success)
        case .when(let inner, let condition): return compile(inner, subject, span) { given(test(condition), span, success) }
        case .view(let function, let inner):
            return part(inner, node(.call(expression(function), [local(subject, span)]), span), span, success)
        case .predicate(let function): return given(node(.call(expression(function), [local(subject, span)]), span), span, success)
        case .range(let from, let to, let isClosed, _):
            let low = call("<=", [expression(from), local(subject, span)], span)
            let high = call(isClosed ? "<=" : "<", [local(subject, span), expression(to)], span)
            let isNumber = call("number?", [local(subject, span)], span)
            return given(both(isNumber, both(low, high, span), span), span, success)
        }
    }

    private func given(_ test: NodeID, _ span: SourceSpan, _ success: () -> NodeID) -> NodeID {
        node(.conditional(test: test, then: success(), otherwise: unspecified(span)), span)
    }

    private func both(_ left: NodeID, _ right: NodeID, _ span: SourceSpan) -> NodeID {
        node(.conditional(test: left, then: right, otherwise: boolean(false, span)), span)
    }

    /// Matches a part of the value, which is fetched once, and not at all if nothing depends on it.
    private func part(_ pattern: MatchPattern, _ value: NodeID, _ span: SourceSpan, _ success: () -> NodeID) -> NodeID {
        switch pattern {
        case .anything: return isPure(value) ? success() : node(.sequence([value, success()]), span)
        case .variable(let name):
            guard let variable = bindVariable(name, in: .match, "pattern") else { return success() }
            return node(.letValues([(variable, value)], body: success()), span)
        default: return withValue(value, named: "part", span) { compile(pattern, $0, span, success) }
        }
    }

    /// Calls that only fetch a part.
    private func isPure(_ id: NodeID) -> Bool {
        guard case .call(let callee, _) = output.nodes[id].kind, case .builtin = output.nodes[callee].kind else { return false }
        return true
    }

    private func parts(
        _ patterns: ArraySlice<MatchPattern>, from index: Int, _ accessor: String, _ subject: VariableID, _ span: SourceSpan, _ success: () -> NodeID
    ) -> NodeID {
        guard let first = patterns.first else { return success() }
        let value = call(accessor, [local(subject, span), literal(.integer(ExactInteger(index)), span)], span)
        return part(first, value, span) { parts(patterns.dropFirst(), from: index + 1, accessor, subject, span, success) }
    }

    private func all(_ patterns: ArraySlice<MatchPattern>, _ subject: VariableID, _ span: SourceSpan, _ success: () -> NodeID) -> NodeID {
        guard let first = patterns.first else { return success() }
        return compile(first, subject, span) { all(patterns.dropFirst(), subject, span, success) }
    }

    private func literalTest(_ datum: DatumID, _ subject: VariableID) -> NodeID {
        let span = syntax.span(datum)
        let constant = node(.literal(datum), span)
        switch syntax[datum].kind {
        case .integer, .float:
            let isNumber = call("number?", [local(subject, span)], span)
            let isEqual = call("=", [local(subject, span), constant], span)
            return both(isNumber, isEqual, span)
        case .string, .vector, .bytevector: return call("equal?", [local(subject, span), constant], span)
        case .list(let elements, _, _) where !elements.isEmpty: return call("equal?", [local(subject, span), constant], span)
        default: return call("eqv?", [local(subject, span), constant], span)
        }
    }

    // MARK: Alternatives

    /// A block; `body` gets what leaves it with a value, and gives what is evaluated in it.
    private func outcome(_ span: SourceSpan, _ body: ((NodeID) -> NodeID) -> [NodeID]) -> NodeID {
        let block = output.blocks.append(Block())
        let steps = body { node(.leave(block, $0), span) }
        return node(.block(block, body: sequence(steps, span)), span)
    }

    private func or(
        _ alternatives: [MatchPattern], _ names: [DatumID], _ subject: VariableID, _ span: SourceSpan, _ success: () -> NodeID
    ) -> NodeID {
        guard !names.isEmpty else { return given(anyTest(alternatives, subject, span), span, success) }
        // The values of the names come out of the block as a vector.
        let found = outcome(span) { leave in
            alternatives.map { alternative in
                scopes.push()
                defer { scopes.pop() }
                return compile(alternative, subject, span) { leave(call("vector", names.map { reference($0) }, span)) }
            } + [boolean(false, span)]
        }
        return withValue(found, named: "or", span) { vector in
            given(local(vector, span), span) {
                var bound: [(VariableID, NodeID)] = []
                for (index, name) in names.enumerated() {
                    guard let variable = bindVariable(name, in: .match, "pattern") else { continue }
                    bound.append((variable, call("vector-ref", [local(vector, span), literal(.integer(ExactInteger(index)), span)], span)))
                }
                return node(.letValues(bound, body: success()), span)
            }
        }
    }

    /// Whether one of several patterns without variables matches.
    private func anyTest(_ alternatives: [MatchPattern], _ subject: VariableID, _ span: SourceSpan) -> NodeID {
        var tests: [NodeID] = []
        for alternative in alternatives {
            switch alternative {
            case .literal(let datum): tests.append(literalTest(datum, subject))
            case .empty: tests.append(call("null?", [local(subject, span)], span))
            default:
                tests.append(outcome(span) { leave in
                    [compile(alternative, subject, span) { leave(boolean(true, span)) }, boolean(false, span)]
                })
            }
        }
        let last = tests.popLast() ?? boolean(false, span)
        return tests.reversed().reduce(last) { node(.conditional(test: $1, then: boolean(true, span), otherwise: $0), span) }
    }
}
