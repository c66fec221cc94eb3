import Basics

/// Runs summing loops without testing every sum.
///
///     for (var i = 0; i < n; i++) { s += a[i] * b[i]; }
///
/// Infinity and NaN survive `+`, `-` and `*`, so it is enough to test `s` after the loop; a dynamic value that is no number is a NaN as an f64.
/// Which operation failed first, and where, is found by running the original loop again from the start: the loop changes nothing but locals.
/// The fast loop ends after at most as many rounds as its counter counts, and leaves for the original one when anything else fails.
public enum SpeculateLoops {
    public static func run(_ module: Module) -> Module {
        module.changingFunctions { function, body in
            var pass = LoopSpeculation(function)
            pass.visit(body)
            return pass.function
        }
    }
}

/// Changes the innermost loops of one function.
private struct LoopSpeculation {
    var function: Function

    init(_ function: Function) { self.function = function }

    /// Visits an expression; true when a loop is inside.
    @discardableResult
    mutating func visit(_ id: ExprID) -> Bool {
        var hasLoop = false
        for operand in function.expressions[id].kind.operands where visit(operand) { hasLoop = true }
        guard case .loop = function.expressions[id].kind else { return hasLoop }
        if !hasLoop { speculate(id) }
        return true
    }

    private mutating func speculate(_ id: ExprID) {
        guard function.locals.count < InlineLeaves.variableLimit, let sums = LoopSums(id, function) else { return }
        var copy = FastLoopCopy(taking: &function, id, sums)
        let replacement = copy.make()
        function = copy.builder.function
        function.expressions[id].kind = .sequence(replacement)
    }
}
