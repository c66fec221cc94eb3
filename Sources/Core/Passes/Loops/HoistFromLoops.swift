import Basics
import RuntimeABI

/// Moves work that every round of an innermost loop would repeat to before the loop.
///
///     while (j <= n) { a[j] = 0; j += 1; }         a is unshared once: nothing in the loop gives it another name
///     while (k < n) { s += m[i][k]; k++; }         the row m[i] is looked up once
///
/// Only loops without calls, allocations and inner loops are changed.
public enum HoistFromLoops {
    public static func run(_ module: Module) -> Module {
        module.changingFunctions { function, body in
            var pass = LoopHoister(function)
            pass.visit(body)
            return pass.function
        }
    }
}

/// Changes the innermost loops of one function.
struct LoopHoister {
    var function: Function

    init(_ function: Function) { self.function = function }

    /// Visits an expression; true when a loop is inside.
    @discardableResult
    mutating func visit(_ id: ExprID) -> Bool {
        var hasLoop = false
        var operands: [ExprID] = []
        let kind = function.expressions[id].kind
        kind.forEachOperand { operands.append($0) }
        for operand in operands where visit(operand) { hasLoop = true }
        guard case .loop(let label, let condition, let body, let step) = kind else { return hasLoop }
        if hasLoop { return true }
        let facts = LoopFacts([condition, body, step].compactMap { $0 }, function)
        guard facts.isSimple else { return true }
        let before = hoistUnshares(condition, body, facts) + hoistRows(facts)
        if !before.isEmpty {
            let expression = function.expressions[id]
            let loop = function.add(.loop(label, condition: condition, body: body, step: step), expression.type, expression.span)
            function.expressions[id].kind = .sequence(before + [loop])
        }
        return true
    }
}
