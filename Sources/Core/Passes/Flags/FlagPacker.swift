import Basics
import RuntimeABI

/// Makes bytes of the arrays of truth values of one function.
struct FlagPacker {
    var builder: FunctionBuilder
    private let packed: [Bool]

    /// - Parameters:
    ///   - function: becomes empty; afterwards it is `builder.function`.
    ///   - packed: the variables to change, by their number.
    init(taking function: inout Function, packed: [Bool]) {
        builder = FunctionBuilder(taking: &function)
        self.packed = packed
    }

    mutating func run(_ body: ExprID) {
        for index in packed.indices where packed[index] {
            builder.function.locals[builder.function.locals.indices[index]].type = .reference(.bytes)
        }
        visit(body)
    }

    private func isPacked(_ id: ExprID) -> Bool {
        if case .local(let local) = builder.function.expressions[id].kind { return local.offset < packed.count && packed[local.offset] }
        return false
    }

    private mutating func change(_ id: ExprID, _ kind: Expr.Kind, _ type: ValueType) {
        builder.function.expressions[id].kind = kind
        builder.function.expressions[id].type = type
    }

    private mutating func visit(_ id: ExprID) {
        let expression = builder.function.expressions[id]
        builder.span = expression.span
        switch expression.kind {
        case .local: if isPacked(id) { builder.function.expressions[id].type = .reference(.bytes) }
        case .setLocal(let local, let value) where packed[local.offset]: visitArray(value)
        case .unary(.arrayFlags, let array) where isPacked(array): change(id, .constant(.i32(0)), .i32)
        case .unbox(let load, _) where expression.type == .bool && isLoad(load):
            visitOperands(load)
            change(id, builder.function.expressions[load].kind, .bool)
        case .arrayLoad(let array, _) where isPacked(array):
            visitOperands(id)
            change(id, .box(builder.add(expression.kind, .bool)), .any)
        case .arrayStore(let array, let index, let value) where isPacked(array):
            visit(array)
            visit(index)
            let flag = flag(value)
            change(id, .arrayStore(array, index: index, value: flag), .unit)
        case .sequence(let items):
            visitOperands(id)
            // Nothing is done with the value.
            if let last = items.last, builder.type(of: last) == .reference(.bytes) { builder.function.expressions[id].type = .reference(.bytes) }
        default: visitOperands(id)
        }
    }

    private mutating func visitOperands(_ id: ExprID) { for operand in builder.function.expressions[id].kind.operands { visit(operand) } }

    private func isLoad(_ id: ExprID) -> Bool {
        if case .arrayLoad(let array, _) = builder.function.expressions[id].kind { return isPacked(array) }
        return false
    }

    /// The bool that is put into an array.
    private mutating func flag(_ value: ExprID) -> ExprID {
        switch builder.function.flag(value) {
        case .constant(let flag)?: return builder.bool(flag)
        case .value(let flag)?:
            visit(flag)
            return flag
        case nil: return value
        }
    }

    /// The value of a packed variable.
    private mutating func visitArray(_ id: ExprID) {
        let expression = builder.function.expressions[id]
        builder.span = expression.span
        let type = ValueType.reference(.bytes)
        switch expression.kind {
        case .makeArray(let items):
            var array = builder.add(.makeArray([]), type)
            for item in items {
                let flag = flag(item)
                array = builder.runtime(.flagsPush, [array, flag], type)
            }
            change(id, builder.function.expressions[array].kind, type)
        case .unshare(let array):
            visitArray(array)
            change(id, builder.function.expressions[array].kind, type)
        case .sequence(let items):
            for item in items.dropLast() { visit(item) }
            if let last = items.last { visitArray(last) }
            change(id, expression.kind, type)
        case .callRuntime(.arrayPush, let operands) where operands.count == 2:
            visitArray(operands[0])
            let flag = flag(operands[1])
            change(id, .callRuntime(.flagsPush, [operands[0], flag]), type)
        case .callRuntime(.arrayPushTimes, let operands) where operands.count == 3:
            visitArray(operands[0])
            let flag = flag(operands[1])
            visit(operands[2])
            change(id, .callRuntime(.flagsPushTimes, [operands[0], flag, operands[2]]), type)
        case .callRuntime(.arrayDropLast, let operands) where operands.count == 1:
            visitArray(operands[0])
            change(id, .callRuntime(.flagsDropLast, operands), type)
        default: visit(id)
        }
    }
}
