import Basics
import Diagnostics

/// Makes the body of a loop around other loops a function of its own, where the loop may run long within one call.
///
/// Engines that compile in tiers replace code by better code from call to call, never in the middle of a call: the loops of a function that is
/// called once, such as an initializer, would stay in the slow tier for ever. The inner loops make up for the calls. The locals that the body
/// needs are passed; one that it changes is returned, others that hold no references travel in variables of the module. A body that leaves more
/// than one round, by `return` or `break`, says so in a variable, and the caller leaves for it.
public enum OutlineLoops {
    /// Nests of loops in functions that are called once are outlined from this depth on, and in other functions.
    private static let nestCalledOnce = 2
    private static let nestElsewhere = 3
    /// How often the body of an outlined body is outlined again.
    private static let generations = 3
    /// A loop of that many rounds does not make a function that it calls often.
    private static let fewRounds: Int32 = 8

    public static func run(_ module: Module) -> Module {
        let isOnce = calledOnce(module)
        var outliner = LoopOutliner(module)
        var work = Array(module.functions.indices.map { (function: $0, isOnce: isOnce[$0.offset], generation: 0) })
        var next = 0
        while next < work.count {
            let item = work[next]
            next += 1
            guard item.generation < generations else { continue }
            let first = outliner.module.functions.count
            outliner.run(item.function, leastNest: item.isOnce ? nestCalledOnce : nestElsewhere)
            for (offset, isShort) in zip(first..<outliner.module.functions.count, outliner.areShort) {
                work.append((FunctionID(offset), item.isOnce && isShort, item.generation + 1))
            }
        }
        return outliner.module
    }

    /// The initializer, and the functions that are called at one place only, outside of loops, in a function that is called once.
    private static func calledOnce(_ module: Module) -> [Bool] {
        var uses = [Int](repeating: 0, count: module.functions.count)
        var callees = [[FunctionID]](repeating: [], count: module.functions.count)
        for (index, function) in module.functions.values.enumerated() {
            if function.convention == .closure { uses[index] += 2 }
            guard let body = function.body else { continue }
            collectCalls(function, body, isLoop: false) { callee, isLoop in
                uses[callee.offset] += isLoop ? 2 : 1
                callees[index].append(callee)
            }
        }
        for export in module.exports {
            if case .function(let id) = export.target { uses[id.offset] += 2 }
        }
        var result = [Bool](repeating: false, count: module.functions.count)
        guard let initializer = module.initializer else { return result }
        var work = [initializer]
        while let function = work.popLast() {
            guard !result[function.offset] else { continue }
            result[function.offset] = true
            work.append(contentsOf: callees[function.offset].filter { uses[$0.offset] == 1 })
        }
        return result
    }

    private static func collectCalls(_ function: Function, _ id: ExprID, isLoop: Bool, _ found: (FunctionID, Bool) -> Void) {
        let kind = function.expressions[id].kind
        var isLoop = isLoop
        switch kind {
        case .call(let callee, _), .tailCall(let callee, _): found(callee, isLoop)
        case .loop: isLoop = isLoop || !isShort(id, function)
        default: break
        }
        kind.forEachOperand { collectCalls(function, $0, isLoop: isLoop, found) }
    }

    /// `while (i < 3)`: the loop is about to go round a few times only.
    static func isShort(_ loop: ExprID, _ function: Function) -> Bool {
        guard case .loop(_, let condition?, _, _) = function.expressions[loop].kind,
            case .binary(let operation, let counter, let bound) = function.expressions[condition].kind,
            operation == .i32Less || operation == .i32LessOrEqual, case .local = function.expressions[counter].kind,
            case .constant(.i32(let rounds)) = function.expressions[bound].kind
        else { return false }
        return rounds <= fewRounds
    }
}
