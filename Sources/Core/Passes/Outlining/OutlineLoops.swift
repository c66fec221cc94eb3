import Basics
import Diagnostics

/// Makes loops that may run long within one call functions of their own, each call of which goes round a number of times.
///
///     while (c) { b }          becomes          while (true) { if (f()) { break; } }
///                                               f: for (64 times) { if (!c) { return true; } b }  return false
///
/// Engines that compile in tiers replace code by better code from call to call, never in the middle of a call: the loops of a function that is
/// called once, such as an initializer, would stay in the slow tier for ever. The locals that the loop needs are passed; one that it changes is
/// returned, others travel in variables of the module. A loop that is left by `return` or an outer `break` says so in a variable, and the caller
/// leaves for it.
public enum OutlineLoops {
    /// Nests of loops in functions that are called once are outlined from this depth on, and in other functions.
    private static let nestCalledOnce = 1
    private static let nestElsewhere = 3
    /// A loop of that many rounds does not make anything run often.
    private static let fewRounds: Int32 = 8
    /// A loop without loops inside that goes round at most so often is done before better code would be there.
    private static let fewRoundsInnermost: Int32 = 2000

    public static func run(_ module: Module) -> Module {
        let isOnce = calledOnce(module)
        var outliner = LoopOutliner(module)
        for index in module.functions.indices {
            outliner.run(index, leastNest: isOnce[index.offset] ? nestCalledOnce : nestElsewhere)
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
        case .loop: isLoop = true
        default: break
        }
        kind.forEachOperand { collectCalls(function, $0, isLoop: isLoop, found) }
    }

    /// `while (i < 3)`: the loop is about to go round a few times only.
    static func isShort(_ loop: ExprID, _ function: Function, isInnermost: Bool) -> Bool {
        guard case .loop(_, let condition?, _, _) = function.expressions[loop].kind,
            case .binary(let operation, let counter, let bound) = function.expressions[condition].kind,
            operation == .i32Less || operation == .i32LessOrEqual, case .local = function.expressions[counter].kind,
            case .constant(.i32(let rounds)) = function.expressions[bound].kind
        else { return false }
        return rounds <= (isInnermost ? fewRoundsInnermost : fewRounds)
    }
}
