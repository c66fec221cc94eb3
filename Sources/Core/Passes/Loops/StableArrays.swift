import Basics

/// The arrays of a function that keep their elements, and those theirs, while a loop runs.
///
/// Arrays are values: what a variable holds changes only where the variable is named. So it stays as it is where the variable is only read from,
/// but for a borrowed value, whose owner calls may change.
struct StableArrays {
    private var mayCall = false
    /// Variables that are set, or used for more than reading elements and the length.
    private var unstable: Set<LocalID> = []

    init(during loop: ExprID, _ function: Function) { visit(loop, function) }

    func contains(_ local: LocalID, _ function: Function) -> Bool {
        !mayCall && !unstable.contains(local) && function.locals[local].type == .reference(.array)
    }

    private mutating func visit(_ id: ExprID, _ function: Function) {
        let kind = function.expressions[id].kind
        switch kind {
        case .local(let local): unstable.insert(local)
        case .setLocal(let local, let value):
            unstable.insert(local)
            visit(value, function)
        case .arrayLength(let array): visitArray(array, function)
        case .arrayLoad(let array, let index), .checkIndex(let index, let array, _, _):
            visitArray(array, function)
            visit(index, function)
        default:
            if kind.isCall { mayCall = true }
            for operand in kind.operands { visit(operand, function) }
        }
    }

    private mutating func visitArray(_ id: ExprID, _ function: Function) {
        if case .local = function.expressions[id].kind { return }
        visit(id, function)
    }
}
