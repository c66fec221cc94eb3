import Basics
import Diagnostics

/// Effect forms (10.5): calls of procedures of the module `std:ai/effects`.
extension Expander {
    /// `(effect kind:operation a ...)` or `(effect kind operation a ...)`.
    func effect(_ id: DatumID, _ operands: [DatumID]) -> NodeID {
        guard let first = operands.first, let name = symbolName(first) else { return malformed(.effect, "kind:operation expected", at: id) }
        if let (kind, operation) = Self.effectName(name) { return perform(kind, operation, Array(operands.dropFirst()), id) }
        guard operands.count >= 2, let operation = symbolName(operands[1]) else { return malformed(.effect, "an operation expected", at: id) }
        return perform(name, operation, Array(operands.dropFirst(2)), id)
    }

    func perform(_ kind: String, _ operation: String, _ operands: [DatumID], _ id: DatumID) -> NodeID {
        let span = syntax.span(id)
        let arguments = [literal(.string(kind), span), literal(.string(operation), span)] + expressions(operands)
        return call("%perform-effect", arguments, span)
    }

    /// `io:print` as `io` and `print`.
    static func effectName(_ name: String) -> (kind: String, operation: String)? {
        let parts = name.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty, parts[0] != "spec" else { return nil }
        return (String(parts[0]), String(parts[1]))
    }

    /// `(handler ((kind:operation procedure) ...) body ...)`.
    func handler(_ id: DatumID, _ operands: [DatumID]) -> NodeID {
        guard let first = operands.first, let clauses = list(first) else { return malformed(.handler, "clauses are missing", at: id) }
        let span = syntax.span(id)
        var parts: [NodeID] = []
        for clause in clauses {
            guard let pair = list(clause), pair.count == 2, let name = symbolName(pair[0]) else {
                return malformed(.handler, "a clause is (kind:operation procedure)", at: clause)
            }
            let (kind, operation) = Self.effectName(name) ?? (name, "")
            let place = syntax.span(clause)
            let operationNode = operation.isEmpty ? boolean(false, place) : literal(.string(operation), place)
            parts.append(call("vector", [literal(.string(kind), place), operationNode, expression(pair[1])], place))
        }
        let body = thunk(span) { self.body(Array(operands.dropFirst()), of: "handler", at: id) }
        return call("%handle-effects", [call("list", parts, span), node(.lambda(body), span)], span)
    }
}
