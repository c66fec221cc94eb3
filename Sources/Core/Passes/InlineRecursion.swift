import Basics
import Diagnostics

/// Puts the body of a small recursive function into itself, once in the place of each call, so that there are half as many calls.
///
///     fib(n - 1) + …   becomes   { m = n - 1; m < 2 ? m : fib(m - 1) + fib(m - 2) } + …
///
/// A call of a recursive function costs more than others: it is counted, and processors foretell only the returns of the last few calls. Tail calls
/// of the function to itself become a loop in the copy. Programs that keep records of calls do without: their records count the calls.
public enum InlineRecursion {
    /// Most expressions of a body that is copied, and of all its copies.
    static let limit = 140
    static let growthLimit = 420

    public static func run(_ module: Module) -> Module {
        var spans = InlinedSpans(module.inlinedPlaces)
        var result = module.changingFunctions(where: { _ in true }) { id, function, body in
            guard let calls = callsOfItself(id, function, body) else { return function }
            var inliner = BodyInliner(function, spans)
            // Only one owner, so that adding to it copies nothing.
            spans = InlinedSpans(Store())
            for call in calls { inliner.inline(id, function, body, at: call) }
            spans = inliner.spans
            return inliner.function
        }
        result.inlinedPlaces = spans.places
        return result
    }

    /// The calls of a function to itself, except tail calls; nil if there are none, or if the body is too large for them.
    private static func callsOfItself(_ id: FunctionID, _ function: Function, _ body: ExprID) -> [ExprID]? {
        guard function.convention == .direct, function.siteParameter == nil, function.locals.count < InlineLeaves.variableLimit else { return nil }
        var calls: [ExprID] = []
        var size = 0
        func visit(_ expression: ExprID) {
            guard size <= limit else { return }
            size += 1
            let kind = function.expressions[expression].kind
            if case .call(id, let arguments) = kind, !arguments.contains(where: { function.expressions[$0].type == .never }) { calls.append(expression) }
            kind.forEachOperand(visit)
        }
        visit(body)
        return calls.isEmpty || size > limit || size * calls.count > growthLimit ? nil : calls
    }
}
