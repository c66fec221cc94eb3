import Basics
import Diagnostics

/// Puts small functions that call nothing, but have a loop, in the places of calls that are in loops themselves.
///
///     while (…) { fill(xs, i); … }      becomes   while (…) { for (…) { xs[…] = i; } … }
///
/// A call takes as long as some rounds, and loops of few rounds are called often. Failures tell the place and the name that they had. Programs that
/// keep records of calls do without, as with recursion.
public enum InlineLoops {
    /// Most expressions of a body that is copied, and of all that a function gets.
    static let limit = 100
    static let growthLimit = 300

    public static func run(_ module: Module) -> Module {
        let sizes = module.functions.values.map { size($0) }
        guard sizes.contains(where: { $0 != nil }) else { return module }
        var spans = InlinedSpans(module.inlinedPlaces)
        var result = module.changingFunctions { function, body in
            var calls = LoopCalls(function, sizes)
            calls.visit(body, inLoop: false)
            guard !calls.found.isEmpty else { return function }
            var inliner = BodyInliner(function, spans)
            // Only one owner, so that adding to it copies nothing.
            spans = InlinedSpans(Store())
            for call in calls.found {
                let callee = module.functions[call.callee]
                if let body = callee.body { inliner.inline(call.callee, callee, body, at: call.expression) }
            }
            spans = inliner.spans
            return inliner.function
        }
        result.inlinedPlaces = spans.places
        return result
    }

    /// The number of expressions of a function that may be copied, nil of others.
    private static func size(_ function: Function) -> Int? {
        guard function.convention == .direct, function.siteParameter == nil, let body = function.body else { return nil }
        var (size, hasLoop, isLeaf) = (0, false, true)
        func visit(_ id: ExprID) {
            size += 1
            guard isLeaf, size <= limit else { return }
            let kind = function.expressions[id].kind
            if kind.isCall { isLeaf = false }
            if case .loop = kind { hasLoop = true }
            kind.forEachOperand(visit)
        }
        visit(body)
        return isLeaf && hasLoop && size <= limit ? size : nil
    }
}

/// Finds the calls of one function that are to become copies.
private struct LoopCalls {
    private let function: Function
    private let sizes: [Int?]
    private var growth = 0
    private(set) var found: [(expression: ExprID, callee: FunctionID)] = []

    init(_ function: Function, _ sizes: [Int?]) {
        self.function = function
        self.sizes = sizes
    }

    mutating func visit(_ id: ExprID, inLoop: Bool) {
        let kind = function.expressions[id].kind
        let isInner = if case .loop(let label, _, _, _) = kind { inLoop || !function.labels[label].isSeldom } else { inLoop }
        for operand in kind.operands { visit(operand, inLoop: isInner) }
        guard inLoop, case .call(let callee, let arguments) = kind, let size = sizes[callee.offset], growth + size <= InlineLoops.growthLimit,
            function.locals.count < InlineLeaves.variableLimit,
            !arguments.contains(where: { function.expressions[$0].type == .never || function.expressions[$0].type == .unit })
        else { return }
        growth += size
        found.append((id, callee))
    }
}
