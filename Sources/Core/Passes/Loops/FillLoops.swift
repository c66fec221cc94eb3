import Basics
import RuntimeABI

/// Fills an array at once where a loop adds the same value in each round:
///
///     for (var i = 0; i < n; i++) { a.push(0); }   becomes   if (i < n) { a = push n - i times(a, 0); i = n; }
///
/// The array then grows once instead of step by step.
public enum FillLoops {
    public static func run(_ module: Module) -> Module {
        module.changingFunctions { function, _ in
            var builder = FunctionBuilder(function)
            for id in function.expressions.indices {
                guard case .loop = function.expressions[id].kind, let loop = FillLoop(id, builder.function) else { continue }
                builder.span = function.expressions[id].span
                builder.function.expressions[id].kind = .sequence([loop.replacement(&builder)])
            }
            return builder.function
        }
    }
}

/// A loop that only adds a value to an array.
private struct FillLoop {
    private let counter: LocalID
    private let condition: ExprID
    private let bound: ExprID
    /// The last value of the counter counts, too.
    private let isInclusive: Bool
    private let array: LocalID
    private let value: ExprID

    init?(_ id: ExprID, _ function: Function) {
        guard case .loop(_, let condition?, let body, let step?) = function.expressions[id].kind, function.expressions[id].type == .unit,
            case .setLocal(let counter, let next) = function.expressions[step].kind,
            case .binary(.i32Add, let old, let one) = function.expressions[next].kind, case .local(counter) = function.expressions[old].kind,
            case .constant(.i32(1)) = function.expressions[one].kind,
            case .binary(let comparison, let left, let bound) = function.expressions[condition].kind,
            comparison == .i32Less || comparison == .i32LessOrEqual, case .local(counter) = function.expressions[left].kind,
            let (array, value) = Self.addition(body, function), Self.isSame(bound, function, besides: counter),
            Self.isPlain(value, function, besides: counter)
        else { return nil }
        self.counter = counter
        self.condition = condition
        self.bound = bound
        isInclusive = comparison == .i32LessOrEqual
        self.array = array
        self.value = value
    }

    /// What the only statement with an effect adds to which array.
    private static func addition(_ body: ExprID, _ function: Function) -> (array: LocalID, value: ExprID)? {
        var statements = [body]
        var result: (LocalID, ExprID)?
        while let id = statements.popLast() {
            switch function.expressions[id].kind {
            case .sequence(let items): statements += items
            case .local, .constant: break
            case .setLocal(let array, let sum):
                guard result == nil, case .callRuntime(.arrayPush, let operands) = function.expressions[sum].kind, operands.count == 2,
                    case .local(array) = function.expressions[operands[0]].kind
                else { return nil }
                result = (array, operands[1])
            default: return nil
            }
        }
        return result
    }

    /// A value that is the same in all rounds; the array is no i32.
    private static func isSame(_ id: ExprID, _ function: Function, besides counter: LocalID) -> Bool {
        switch function.expressions[id].kind {
        case .constant: true
        case .local(let local): local != counter
        case .unary(.i32ToF64, let operand), .unary(.negate, let operand): isSame(operand, function, besides: counter)
        default: false
        }
    }

    /// The same for a dynamic value that is no collection, which would have to be marked as shared.
    private static func isPlain(_ id: ExprID, _ function: Function, besides counter: LocalID) -> Bool {
        switch function.expressions[id].kind {
        case .constant(.any): return true
        case .box(let value):
            switch function.expressions[value].type {
            case .f64, .bool, .character, .reference(.string): return isSame(value, function, besides: counter)
            default: return false
            }
        default: return false
        }
    }

    func replacement(_ builder: inout FunctionBuilder) -> ExprID {
        let difference = builder.binary(.i32Subtract, copy(bound, &builder), builder.get(counter))
        let count = isInclusive ? builder.binary(.i32Add, difference, builder.i32(1)) : difference
        let filled = builder.runtime(.arrayPushTimes, [builder.get(array), copy(value, &builder), count], .reference(.array))
        let end = isInclusive ? builder.binary(.i32Add, copy(bound, &builder), builder.i32(1)) : copy(bound, &builder)
        let work = builder.sequence([builder.set(array, filled), builder.set(counter, end)])
        return builder.conditional(copy(condition, &builder), work)
    }

    private func copy(_ id: ExprID, _ builder: inout FunctionBuilder) -> ExprID {
        let expression = builder.function.expressions[id]
        var operands = expression.kind.operands
        for index in operands.indices { operands[index] = copy(operands[index], &builder) }
        return builder.function.add(expression.kind.with(operands: operands), expression.type, expression.span)
    }
}
