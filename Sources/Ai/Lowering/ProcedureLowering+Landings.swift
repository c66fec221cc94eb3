import Core
import Diagnostics
import RuntimeABI

/// Where signals land at the end of a function.
extension ProcedureLowering {
    /// The body of a function, in which breaks to `label` return a dummy. Each branch gets a landing of its own, so that code generation sees
    /// which of them need nothing: often the base case of a recursion.
    mutating func landed(_ id: ExprID, _ label: LabelID, _ span: SourceSpan) -> ExprID {
        var breaking: Set<ExprID> = []
        _ = findBreaks(id, to: label, &breaking)
        return landed(id, label, breaking, span)
    }

    /// - Parameter breaking: the expressions that contain breaks to `label`.
    private mutating func landed(_ id: ExprID, _ label: LabelID, _ breaking: Set<ExprID>, _ span: SourceSpan) -> ExprID {
        guard breaking.contains(id) else { return id }
        let expression = function.expressions[id]
        switch expression.kind {
        case .conditional(let condition, let then, let otherwise?) where expression.type == .never && !breaking.contains(condition):
            let first = landed(then, label, breaking, span)
            let second = landed(otherwise, label, breaking, span)
            return add(.conditional(condition: condition, then: first, otherwise: second), .never, expression.span)
        case .sequence(let items) where expression.type == .never && items.count > 1:
            guard let last = items.last, type(last) == .never, !items.dropLast().contains(where: { breaking.contains($0) }) else { break }
            return add(.sequence(items.dropLast() + [landed(last, label, breaking, span)]), .never, expression.span)
        default: break
        }
        let own = newLabel("signal")
        redirect(id, from: label, to: own)
        let block = add(.block(own, body: id), .unit, span)
        return sequence([block, runtime(.signalLanded, [], .unit, span), returnDummy(span)], span)
    }

    private func findBreaks(_ id: ExprID, to label: LabelID, _ breaking: inout Set<ExprID>) -> Bool {
        let kind = function.expressions[id].kind
        var result = false
        if case .breakTo(label, _) = kind { result = true }
        kind.forEachOperand { if findBreaks($0, to: label, &breaking) { result = true } }
        if result { breaking.insert(id) }
        return result
    }

    private mutating func redirect(_ id: ExprID, from label: LabelID, to other: LabelID) {
        let kind = function.expressions[id].kind
        if case .breakTo(label, let value) = kind { function.expressions[id].kind = .breakTo(other, value) }
        for operand in kind.operands { redirect(operand, from: label, to: other) }
    }
}
