import Basics

/// The expressions of a loop's body that the first round evaluates for certain, if nothing fails.
struct CertainParts {
    private(set) var expressions: Set<ExprID> = []
    /// Control may have left the straight path.
    private var isOver = false

    init(_ body: ExprID, _ function: Function) { visit(body, function) }

    private mutating func visit(_ id: ExprID, _ function: Function) {
        guard !isOver else { return }
        let kind = function.expressions[id].kind
        switch kind {
        case .conditional(let condition, let then, let otherwise):
            visit(condition, function)
            if Self.mayLeave(then, function) || otherwise.map({ Self.mayLeave($0, function) }) == true { isOver = true }
        case .block, .loop, .breakTo, .continueTo, .returnValue: isOver = true
        default:
            for operand in kind.operands { visit(operand, function) }
            if !isOver { expressions.insert(id) }
        }
    }

    private static func mayLeave(_ id: ExprID, _ function: Function) -> Bool {
        let kind = function.expressions[id].kind
        switch kind {
        case .breakTo, .continueTo, .returnValue: return true
        default: break
        }
        var result = false
        kind.forEachOperand { if !result { result = mayLeave($0, function) } }
        return result
    }
}
