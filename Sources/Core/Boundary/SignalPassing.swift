import Basics
import Diagnostics
import RuntimeABI

/// Lets code of a language without signals of its own pass them on: after each call that may end with a signal, the function returns if it
/// has. So what another language raises, and its escapes, go through. In a module body, nothing is left to go to: the signal ends the program.
public enum SignalPassing {
    /// - Parameter adapted: functions that look at signals themselves, which stand behind the others.
    public static func add(to module: Module, ownFunctions: Int) -> Module {
        var module = module
        let passing = functions(of: module, ownFunctions)
        for position in 0..<ownFunctions where passing[position] {
            let id = FunctionID(position)
            passOn(in: &module.functions[id], passing, isInitializer: module.initializer == id)
        }
        return module
    }

    /// Which functions may return with a signal: those that call such functions, functions of other modules, or function values.
    private static func functions(of module: Module, _ ownFunctions: Int) -> [Bool] {
        var passing = [Bool](repeating: false, count: module.functions.count)
        var callers = [[Int]](repeating: [], count: module.functions.count)
        var work: [Int] = []
        for (position, function) in module.functions.values.enumerated() {
            var mayPass = position >= ownFunctions
            for expression in function.expressions.values {
                switch expression.kind {
                case .call(let callee, _), .tailCall(let callee, _): callers[callee.offset].append(position)
                case .callImported, .callClosure, .callNamespaceGetter, .tailCallImported, .tailCallClosure: mayPass = true
                default: break
                }
            }
            if mayPass {
                passing[position] = true
                work.append(position)
            }
        }
        while let position = work.popLast() {
            for caller in callers[position] where !passing[caller] {
                passing[caller] = true
                work.append(caller)
            }
        }
        return passing
    }

    private static func passOn(in function: inout Function, _ passing: [Bool], isInitializer: Bool) {
        for id in function.expressions.indices {
            let expression = function.expressions[id]
            guard mayPass(expression.kind, passing), expression.type != .never else { continue }
            let call = function.add(expression.kind, expression.type, expression.span)
            let signal = function.add(.signal, .i32, expression.span)
            let isSignalled = function.add(.unary(.i32ToBool, signal), .bool, expression.span)
            let leave = isInitializer
                ? function.add(.callRuntime(.signalUncaught, []), .never, expression.span) : function.returnDummy(expression.span)
            let check = function.add(.conditional(condition: isSignalled, then: leave, otherwise: nil), .unit, expression.span)
            if expression.type == .unit {
                function.expressions[id].kind = .sequence([call, check])
            } else {
                let result = function.locals.append(Local(name: "result", type: expression.type))
                let keep = function.add(.setLocal(result, call), .unit, expression.span)
                let value = function.add(.local(result), expression.type, expression.span)
                function.expressions[id].kind = .sequence([keep, check, value])
            }
        }
    }

    private static func mayPass(_ kind: Expr.Kind, _ passing: [Bool]) -> Bool {
        switch kind {
        case .call(let callee, _): passing[callee.offset]
        case .callImported, .callClosure, .callNamespaceGetter: true
        default: false
        }
    }
}
