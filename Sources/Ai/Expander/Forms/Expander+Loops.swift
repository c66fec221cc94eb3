import Basics
import Diagnostics

extension Expander {
    /// Whether the operands of `do` make a loop: bindings with names in front, then a test. Otherwise they are a sequence.
    func isLoop(_ operands: [DatumID]) -> Bool {
        guard operands.count >= 2, let bindings = list(operands[0]), let test = list(operands[1]), !test.isEmpty else { return false }
        return bindings.allSatisfy { binding in
            guard let parts = list(binding), parts.count == 2 || parts.count == 3 else { return false }
            return syntax.identifier(parts[0]) != nil
        }
    }

    /// `(do ((name value step) ...) (test result ...) body ...)`.
    func loop(_ id: DatumID, _ operands: [DatumID]) -> NodeID {
        let span = syntax.span(id)
        let bindings = (list(operands[0]) ?? []).map { list($0) ?? [] }
        let exit = list(operands[1]) ?? []
        let values = bindings.map { expression($0[1]) }
        let next = temporary("do", span)
        return loopNode(next, values, span) {
            scopes.push()
            defer { scopes.pop() }
            let variables = bindings.compactMap { bindVariable($0[0], in: .loop, "bindings") }
            let condition = test(exit[0])
            let result = sequence(expressions(exit.dropFirst()), span)
            let body = expressions(operands.dropFirst(2))
            let steps = zip(bindings, variables).map { parts, variable in
                parts.count == 3 ? expression(parts[2]) : local(variable, span)
            }
            let again = node(.call(local(next, span), steps), span)
            return (variables, node(.conditional(test: condition, then: result, otherwise: sequence(body + [again], span)), span))
        }
    }

    func whileLoop(_ id: DatumID, _ operands: [DatumID]) -> NodeID {
        guard let first = operands.first else { return malformed(.whileLoop, "a test is missing", at: id) }
        let span = syntax.span(id)
        let next = temporary("while", span)
        return loopNode(next, [], span) {
            let condition = test(first)
            let body = expressions(operands.dropFirst())
            let again = node(.call(local(next, span), []), span)
            return ([], node(.conditional(test: condition, then: sequence(body + [again], span), otherwise: unspecified(span)), span))
        }
    }

    func dotimes(_ id: DatumID, _ operands: [DatumID]) -> NodeID {
        guard let first = operands.first, let head = list(first), head.count == 2 || head.count == 3 else {
            return malformed(.dotimes, "(name count) expected", at: operands.first ?? id)
        }
        let span = syntax.span(id)
        return withValue(expression(head[1]), named: "count", span) { count in
            let next = temporary("dotimes", span)
            return loopNode(next, [literal(.integer(ExactInteger(0)), span)], span) {
                scopes.push()
                defer { scopes.pop() }
                guard let index = bindVariable(head[0], in: .dotimes, "bindings") else { return ([], unspecified(span)) }
                let condition = call("<", [local(index, span), local(count, span)], span)
                // Another variable counts, so that the body may assign to its own.
                let body = expressions(operands.dropFirst())
                let result = head.count == 3 ? expression(head[2]) : unspecified(span)
                return countingClause(index, next, condition, body, result, span)
            }
        }
    }

    private func countingClause(
        _ index: VariableID, _ next: VariableID, _ condition: NodeID, _ body: [NodeID], _ result: NodeID, _ span: SourceSpan
    ) -> ([VariableID], NodeID) {
        let one = literal(.integer(ExactInteger(1)), span)
        let again = { (counter: VariableID) in
            self.node(.call(self.local(next, span), [self.call("+", [self.local(counter, span), one], span)]), span)
        }
        guard output.variables[index].isAssigned else {
            let round = sequence(body + [again(index)], span)
            return ([index], node(.conditional(test: condition, then: round, otherwise: result), span))
        }
        let counter = temporary("counter", span)
        let round = sequence(body + [again(counter)], span)
        let choice = node(.conditional(test: condition, then: round, otherwise: result), span)
        return ([counter], node(.letValues([(index, local(counter, span))], body: choice), span))
    }
}
