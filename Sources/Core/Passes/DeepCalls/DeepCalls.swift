import Basics
import Diagnostics
import RuntimeABI

/// Lets recursion go on in the heap where the stack ends.
///
/// Each function of a recursive group that calls a member of the group other than in tail position gets a copy in continuation-passing style. The
/// ordinary function enters the copy when the budget for nested calls is used up. In the copies, what a call returns to is a *frame*: a closure
/// with the variables that are still needed and the frame below. All calls within the group are tail calls there, so the stack does not
/// grow, and a signal travels from frame to frame as it does through ordinary calls.
public enum DeepCalls {
    /// Recursion deeper than this is an error on every engine.
    public static let mostFrames: Int32 = 400_000

    public static func add(to module: inout Module) {
        guard let raise = module.depthRaise else { return }
        let groups = recursiveGroups(module)
        var plans: [DeepFunction] = []
        for group in groups {
            let members = Set(group)
            for index in group where hasInnerCall(module.functions[FunctionID(index)], members) {
                plans.append(DeepFunction(original: FunctionID(index), group: members))
            }
        }
        guard !plans.isEmpty else { return }
        let shared = SharedParts(&module, raise: raise)
        // Entries exist before any code, since the copies call one another.
        var entries: [FunctionID: FunctionID] = [:]
        for plan in plans { entries[plan.original] = declareEntry(plan.original, &module) }
        for plan in plans {
            guard let entry = entries[plan.original] else { continue }
            var flow = FlowFlattener(module.functions[plan.original], group: plan.group, entries: entries)
            flow.run()
            DeepAssembly(flow, original: plan.original, entry: entry, shared: shared).add(to: &module)
            module.functions[plan.original].deepEntry = DeepEntry(function: entry, lastFrame: shared.lastFrame)
        }
    }

    private struct DeepFunction {
        var original: FunctionID
        var group: Set<Int>
    }

    /// Parameters of the original, then the frame to return to and the number of frames.
    private static func declareEntry(_ id: FunctionID, _ module: inout Module) -> FunctionID {
        let original = module.functions[id]
        let parameters = Array(original.parameters) + [
            Local(name: "frame", type: .reference(.closure)), Local(name: "depth", type: .i32),
        ]
        var entry = Function(name: original.name + ".deep", parameters: parameters, result: .any, span: original.span)
        entry.countsDepth = false
        return module.functions.append(entry)
    }

    /// Groups of functions that call one another, or themselves.
    private static func recursiveGroups(_ module: Module) -> [[Int]] {
        var successors: [[Int]] = []
        for function in module.functions.values {
            var callees: Set<Int> = []
            for expression in function.expressions.values {
                switch expression.kind {
                case .call(let callee, _), .tailCall(let callee, _): callees.insert(callee.offset)
                default: break
                }
            }
            successors.append(callees.sorted())
        }
        return StronglyConnectedComponents(successors).components.filter { group in
            group.count > 1 || successors[group[0]].contains(group[0])
        }
    }

    private static func hasInnerCall(_ function: Function, _ group: Set<Int>) -> Bool {
        guard function.convention == .direct, function.siteParameter == nil, function.body != nil else { return false }
        return function.expressions.values.contains { expression in
            if case .call(let callee, _) = expression.kind { group.contains(callee.offset) } else { false }
        }
    }
}

/// What all copies of a module use.
struct SharedParts {
    /// The frame at the bottom, which ends the copy with the value it gets.
    var lastFrame: ClosureID
    var raise: RuntimeFunction

    init(_ module: inout Module, raise: RuntimeFunction) {
        self.raise = raise
        let parameters = [Local(name: "frame", type: .reference(.closure)), Local(name: "value", type: .any)]
        var function = Function(name: "last frame", convention: .closure, parameters: parameters, result: .any, span: .none)
        function.countsDepth = false
        function.body = function.add(.local(LocalID(1)), .any, .none)
        let id = module.functions.append(function)
        lastFrame = module.closures.append(StaticClosure(function: id, arity: 1, name: "last frame"))
    }
}
