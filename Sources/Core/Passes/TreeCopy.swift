import Basics

/// Copies expressions within a function, with other variables and labels of its own.
struct TreeCopy {
    /// What stands in the copy for an expression.
    enum Replacement {
        /// A copy of this one.
        case copy(of: ExprID)
        /// A copy of this dynamic value, as the f64 with its bits.
        case number(ExprID)
        /// This, which has no operands, with the type and place of the original.
        case leaf(Expr.Kind)
    }

    /// The variables of the copy; those that are not here are the same.
    var locals: [LocalID: LocalID] = [:]
    var replacements: [ExprID: Replacement] = [:]
    private var labels: [LabelID: LabelID] = [:]

    init() {}

    /// A copy of the expression and all below it. Labels of blocks and loops in it get new names, others stay.
    mutating func copy(_ id: ExprID, _ function: inout Function) -> ExprID {
        let expression = function.expressions[id]
        switch replacements[id] {
        case .copy(let other): return copy(other, &function)
        case .number(let value):
            let bits = copyOperands(function.expressions[value], &function)
            return function.add(.unbox(bits, nil), .f64, expression.span)
        case .leaf(let kind): return function.add(kind, expression.type, expression.span)
        case nil: return copyOperands(expression, &function)
        }
    }

    /// The same without asking what stands for the expression itself.
    mutating func copyBelow(_ id: ExprID, _ function: inout Function) -> ExprID { copyOperands(function.expressions[id], &function) }

    private mutating func copyOperands(_ expression: Expr, _ function: inout Function) -> ExprID {
        switch expression.kind {
        case .block(let label, _), .loop(let label, _, _, _): labels[label] = function.labels.append(function.labels[label])
        default: break
        }
        var operands = expression.kind.operands
        for index in operands.indices { operands[index] = copy(operands[index], &function) }
        let kind = renamed(expression.kind.with(operands: operands))
        return function.add(kind, expression.type, expression.span)
    }

    private func renamed(_ kind: Expr.Kind) -> Expr.Kind {
        switch kind {
        case .local(let local): .local(locals[local] ?? local)
        case .setLocal(let local, let value): .setLocal(locals[local] ?? local, value)
        case .block(let label, let body): .block(labels[label] ?? label, body: body)
        case .loop(let label, let condition, let body, let step): .loop(labels[label] ?? label, condition: condition, body: body, step: step)
        case .breakTo(let label, let value): .breakTo(labels[label] ?? label, value)
        case .continueTo(let label): .continueTo(labels[label] ?? label)
        default: kind
        }
    }
}
