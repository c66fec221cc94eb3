import Basics
import Diagnostics

/// Finds out before a call whether it would come to a base case, and does without the call then.
///
///     fib(n - 1)   becomes   { m = n - 1; m < 2 ? m : fib(m) }
///
/// A base case is a way through the function on which nothing is called, nothing fails and nothing is changed but by what comes last. Of the calls
/// of a recursion that branches, at least half are base cases. Other functions, and closures that a call is likely to get, are treated so in
/// places that run often if all their ways are base cases but those for what is unusual, such as errors.
public enum InlineBaseCases {
    /// Most expressions of what is copied to a call within a recursion, to another call, and of all that a function gets.
    static let limitInRecursion = 40
    static let limit = 64
    static let growthLimit = 400
    /// Most expressions that are looked at for that.
    static let workLimit = 256

    public static func run(_ module: Module) -> Module {
        let successors = module.functions.values.map { callees($0) }
        let components = StronglyConnectedComponents(successors).components
        let graph = CallPlaces(module, components) { $0.count > 1 || successors[$0[0]].contains($0[0]) }
        let cases = BaseCases(module)
        let flow = hasClosures(module) ? ClosureFlow(module) : nil
        var result = module
        // Callees first. Those of one group see each other as they are now.
        for component in components {
            for id in component.map({ FunctionID($0) }) where graph.isOften[id.offset] || graph.hasOftenCalls[id.offset] {
                guard let body = module.functions[id].body else { continue }
                var inliner = BaseCaseInliner(id, cases, graph, module, closures: flow?.callees[id] ?? [:])
                inliner.visit(body, isOften: graph.isOften[id.offset])
                result.functions[id] = inliner.function
                if component.count == 1, graph.group[id.offset] == nil { cases.change(id, inliner.function, seldom: inliner.seldom) }
            }
        }
        return result
    }

    private static func callees(_ function: Function) -> [Int] {
        var callees: Set<Int> = []
        for expression in function.expressions.values {
            switch expression.kind {
            case .call(let callee, _), .tailCall(let callee, _): callees.insert(callee.offset)
            default: break
            }
        }
        return callees.sorted()
    }

    private static func hasClosures(_ module: Module) -> Bool {
        module.closures.count > 0 && module.functions.values.contains { function in
            function.expressions.values.contains { expression in
                switch expression.kind {
                case .callClosure, .tailCallClosure: true
                default: false
                }
            }
        }
    }
}
