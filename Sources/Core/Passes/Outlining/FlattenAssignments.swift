import Basics

extension Function {
    /// Takes statements out of assigned values: `x = { s; v }` becomes `s; x = v`, at any depth, so that what was nested is a row of statements,
    /// which can be cut. A sum of thousands of terms in a language whose sums may fail is such a nest.
    ///
    /// Time is linear in the size of the function.
    mutating func flattenAssignments() {
        guard let body, expressions.values.contains(where: { assignedValue($0.kind).map(isPlainSequence) ?? false }) else { return }
        flatten(body)
    }

    private func assignedValue(_ kind: Expr.Kind) -> ExprID? {
        switch kind {
        case .setLocal(_, let value), .setGlobal(_, let value): value
        default: nil
        }
    }

    /// A sequence that ends with its value.
    private func isPlainSequence(_ id: ExprID) -> Bool {
        let expression = expressions[id]
        guard case .sequence(let items) = expression.kind, let last = items.last else { return false }
        return expression.type != .never && expressions[last].type == expression.type
    }

    private mutating func flatten(_ id: ExprID) {
        let expression = expressions[id]
        var items: [ExprID] = []
        if case .sequence(let before) = expression.kind {
            for item in before { append(item, to: &items) }
            expressions[id].kind = .sequence(items)
        } else if let value = assignedValue(expression.kind), isPlainSequence(value) {
            append(add(expression.kind, expression.type, expression.span), to: &items)
            expressions[id].kind = .sequence(items)
        } else {
            for operand in expression.kind.operands { flatten(operand) }
        }
    }

    /// The statements that a statement comes to.
    private mutating func append(_ id: ExprID, to items: inout [ExprID]) {
        guard let value = assignedValue(expressions[id].kind) else {
            flatten(id)
            items.append(id)
            return
        }
        var last = value
        while isPlainSequence(last), case .sequence(let parts) = expressions[last].kind {
            for part in parts.dropLast() { append(part, to: &items) }
            last = parts[parts.count - 1]
        }
        if last == value { flatten(value) } else {
            flatten(last)
            expressions[id].kind = expressions[id].kind.with(operands: [last])
        }
        items.append(id)
    }
}
