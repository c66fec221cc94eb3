import Basics
import Diagnostics

extension Expander {
    func quasiquote(_ id: DatumID, _ operands: [DatumID]) -> NodeID {
        guard operands.count == 1 else { return malformed(.quasiquote, "one template expected, \(operands.count) found", at: id) }
        return template(operands[0], level: 1) ?? node(.literal(operands[0]), at: operands[0])
    }

    /// What builds a template inside of `level` quasiquotations; nil if it is a constant.
    private func template(_ id: DatumID, level: Int) -> NodeID? {
        guard depth < Self.depthLimit else { return nil }
        depth += 1
        defer { depth -= 1 }
        switch syntax[id].kind {
        case .list(let elements, let tail, _):
            if tail == nil, let inner = nested(id, elements, level: level) { return inner.node }
            return listTemplate(id, elements, tail, level)
        case .vector(let elements):
            return listTemplate(id, elements, nil, level).map { call("list->vector", [$0], syntax.span(id)) }
        default: return nil
        }
    }

    /// The template is `(unquote x)` or `(quasiquote x)`: what builds it, nil inside for a constant.
    private func nested(_ id: DatumID, _ elements: [DatumID], level: Int) -> (node: NodeID?, Void)? {
        guard elements.count == 2, let change = quotationLevel(elements[0]), change.isSplicing == false else { return nil }
        if level + change.by == 0 { return (expression(elements[1]), ()) }
        guard let inner = template(elements[1], level: level + change.by) else { return (nil, ()) }
        return (call("list", [node(.literal(elements[0]), at: elements[0]), inner], syntax.span(id)), ())
    }

    private func quotationLevel(_ id: DatumID) -> (by: Int, isSplicing: Bool)? {
        guard let identifier = syntax.identifier(id) else { return nil }
        switch resolve(identifier) {
        case .special(.quasiquote): return (1, false)
        case .auxiliary(.unquote): return (-1, false)
        case .auxiliary(.unquoteSplicing): return (-1, true)
        default: return nil
        }
    }

    private func listTemplate(_ id: DatumID, _ all: [DatumID], _ last: DatumID?, _ level: Int) -> NodeID? {
        var elements = all[...]
        var tail = last
        // `(a . ,x)` and `(a unquote x)` are the same list.
        if tail == nil, elements.count > 2, let change = quotationLevel(elements[elements.endIndex - 2]), !change.isSplicing {
            tail = syntax.makeList(Array(elements.suffix(2)), like: id)
            elements = elements.dropLast(2)
        }
        let span = syntax.span(id)
        var isConstant = true
        var segments: [NodeID] = []
        var run: [NodeID] = []
        for element in elements {
            if let spliced = splice(element, level) {
                isConstant = false
                if !run.isEmpty { segments.append(call("list", run, span)) }
                run = []
                segments.append(spliced)
            } else if let made = template(element, level: level) {
                isConstant = false
                run.append(made)
            } else {
                run.append(node(.literal(element), at: element))
            }
        }
        let tailNode = tail.flatMap { template($0, level: level) }
        if isConstant, tailNode == nil { return nil }
        if !run.isEmpty || segments.isEmpty { segments.append(call("list", run, span)) }
        if let tail { segments.append(tailNode ?? node(.literal(tail), at: tail)) }
        return segments.count == 1 ? segments[0] : call("append", segments, span)
    }

    /// What gives the list to be spliced in place of an element of a list.
    private func splice(_ id: DatumID, _ level: Int) -> NodeID? {
        guard let parts = list(id), parts.count == 2, let change = quotationLevel(parts[0]), change.isSplicing else { return nil }
        if level + change.by == 0 { return expression(parts[1]) }
        guard let inner = template(parts[1], level: level + change.by) else { return nil }
        let made = call("list", [node(.literal(parts[0]), at: parts[0]), inner], syntax.span(id))
        return call("list", [made], syntax.span(id))
    }
}
