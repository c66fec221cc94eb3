import Basics
import RuntimeABI

/// Gives loops that only compute and change arrays a copy without tests, for when tests before the loop find that none of them can fail.
///
///     for (i = 0; i < n; i++) { for (j = i; j < n; j++) { a[i] -= a[j] * m; } }
///
/// is done without tests of indices and of sharing if 0 <= i, n <= len(a) and nobody else has `a`. Module variables and lengths of arrays, which
/// nothing in the loop can change, are read once. Otherwise the loop runs as it is, so failures happen where they did.
///
/// Loops inside count as parts of the outermost one, unless their bounds are not known before that.
public enum GuardLoops {
    /// Most expressions of a loop that is copied.
    static let largestLoop = 500
    /// Most conditions.
    static let mostConditions = 24

    public static func run(_ module: Module) -> Module {
        module.changingFunctions { function, body in
            var pass = LoopGuard(function)
            pass.visit(body)
            return pass.function
        }
    }
}

/// Changes the loops of one function.
private struct LoopGuard {
    var function: Function
    /// The number of expressions of each that was asked for.
    private var sizes: [ExprID: Int] = [:]

    init(_ function: Function) { self.function = function }

    mutating func visit(_ id: ExprID) {
        if case .loop(let label, _, _, _) = function.expressions[id].kind {
            if function.labels[label].isSeldom || guardLoop(id) { return }
        }
        for operand in function.expressions[id].kind.operands { visit(operand) }
    }

    /// Changes the loop if that is best done for it as a whole.
    private mutating func guardLoop(_ loop: ExprID) -> Bool {
        guard function.locals.count < InlineLeaves.variableLimit, size(loop) <= GuardLoops.largestLoop,
            let analysis = NestAnalysis(loop, function), !analysis.isUseless,
            analysis.positive.count + analysis.below.count + analysis.flags.count <= GuardLoops.mostConditions, innerLoopsAgree(loop, analysis)
        else { return false }
        var copy = GuardedCopy(taking: &function, loop, analysis)
        let replacement = copy.make()
        function = copy.builder.function
        function.expressions[loop].kind = .sequence(replacement)
        return true
    }

    private mutating func size(_ id: ExprID) -> Int {
        if let known = sizes[id] { return known }
        var result = 1
        for operand in function.expressions[id].kind.operands { result += size(operand) }
        sizes[id] = result
        return result
    }

    /// No loop inside would lose more tests if it were looked at alone.
    private func innerLoopsAgree(_ loop: ExprID, _ analysis: NestAnalysis) -> Bool {
        var inner: [ExprID] = []
        function.expressions[loop].kind.forEachOperand { findLoops($0, &inner) }
        return inner.allSatisfy { NestAnalysis($0, function)?.removable.isSubset(of: analysis.removable) ?? true }
    }

    private func findLoops(_ id: ExprID, _ found: inout [ExprID]) {
        if case .loop(let label, _, _, _) = function.expressions[id].kind {
            if !function.labels[label].isSeldom { found.append(id) }
            return
        }
        function.expressions[id].kind.forEachOperand { findLoops($0, &found) }
    }
}
