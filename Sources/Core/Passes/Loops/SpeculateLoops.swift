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
    /// The loops around the place, the innermost last, and what is known of them.
    private var enclosing: [(loop: ExprID, stable: StableArrays?, resets: [LocalID])] = []

    init(_ function: Function) { self.function = function }

    /// Visits an expression; true when a loop is inside.
    @discardableResult
    mutating func visit(_ id: ExprID) -> Bool {
        let kind = function.expressions[id].kind
        guard case .loop = kind else { return visitOperands(kind) }
        enclosing.append((id, nil, []))
        let hasLoop = visitOperands(kind)
        let resets = enclosing.removeLast().resets
        if !hasLoop { speculate(id) }
        if !resets.isEmpty { reset(resets, before: id) }
        return true
    }

    private mutating func visitOperands(_ kind: Expr.Kind) -> Bool {
        var hasLoop = false
        for operand in kind.operands where visit(operand) { hasLoop = true }
        return hasLoop
    }

    private mutating func speculate(_ id: ExprID) {
        guard function.locals.count < InlineLeaves.variableLimit, let sums = LoopSums(id, function) else { return }
        if let last = enclosing.indices.last, enclosing[last].stable == nil {
            enclosing[last].stable = StableArrays(during: enclosing[last].loop, function)
        }
        var copy = FastLoopCopy(taking: &function, id, sums, stable: enclosing.last?.stable)
        let replacement = copy.make()
        let rows = copy.rowCounts
        function = copy.builder.function
        function.expressions[id].kind = .sequence(replacement)
        if let last = enclosing.indices.last { enclosing[last].resets += rows }
    }

    /// No rows are known when the loop begins.
    private mutating func reset(_ counts: [LocalID], before id: ExprID) {
        var builder = FunctionBuilder(taking: &function)
        let loop = builder.function.expressions[id]
        builder.span = loop.span
        let resets = counts.map { builder.set($0, builder.i32(0)) }
        let same = builder.add(loop.kind, loop.type)
        function = builder.function
        function.expressions[id].kind = .sequence(resets + [same])
    }
}
