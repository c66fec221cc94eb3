import Basics
import RuntimeABI

extension IntegerRewriter {
    /// The function with integers where they were chosen.
    mutating func rewrite() -> Function {
        guard let body = original.body else { return function }
        let result = signatures.results[id.offset]
        for (index, width) in widths.enumerated() {
            if let width { function.locals[LocalID(index)].type = width.type }
        }
        if let result, original.expressions[body].type == .f64 {
            function.body = integerOrConverted(body, result)
        } else {
            function.body = rewritten(body)
        }
        if let result { function.result = result.type }
        return function
    }

    private mutating func add(_ kind: Expr.Kind, _ type: ValueType, like id: ExprID) -> ExprID {
        function.add(kind, type, original.expressions[id].span)
    }

    /// The same expression of the same type.
    mutating func rewritten(_ id: ExprID) -> ExprID {
        let expression = original.expressions[id]
        if expression.type == .f64 {
            if computability(id, .i32) == .yes { return converted(integer(id, .i32), .i32, like: id) }
            if computability(id, .i64) == .yes { return converted(integer(id, .i64), .i64, like: id) }
        }
        switch expression.kind {
        case .setLocal(let local, let value):
            guard let width = widths[local.offset] else { break }
            return add(.setLocal(local, integerOrConverted(value, width)), .unit, like: id)
        case .checkFinite(let operand, _) where ranges[operand.offset].isFinite: return rewritten(operand)
        case .checkNonzero(let operand, _) where isNonzero(operand): return rewritten(operand)
        case .binary(let operation, let left, let right):
            for width in [IntegerWidth.i32, .i64] {
                guard let comparison = IntegerOperations.comparison(operation, width), areComparable(left, right, width) else { continue }
                let first = integer(left, width)
                return add(.binary(comparison, first, integer(right, width)), .bool, like: id)
            }
        case .unary(.f64ToI32, let operand) where computability(operand, .i32) == .yes: return integer(operand, .i32)
        case .checkIndex(let index, let array, let invalid, let outside) where computability(index, .i32) != .no:
            let number = integer(index, .i32)
            return add(.checkIndex(number, array: rewritten(array), invalid: invalid, outside: outside), .i32, like: id)
        case .call(let callee, let arguments):
            return add(.call(callee, rewritten(arguments, for: callee)), expression.type, like: id)
        case .returnValue(let value?):
            guard let width = signatures.results[self.id.offset], original.expressions[value].type == .f64 else { break }
            return add(.returnValue(integerOrConverted(value, width)), .never, like: id)
        default: break
        }
        var operands = expression.kind.operands
        for index in operands.indices { operands[index] = rewritten(operands[index]) }
        let kind = expression.kind.with(operands: operands)
        return add(kind, expression.type, like: id)
    }

    private func isNonzero(_ id: ExprID) -> Bool { !ranges[id.offset].containsZero && !ranges[id.offset].mayBeNaN }

    private mutating func areComparable(_ left: ExprID, _ right: ExprID, _ width: IntegerWidth) -> Bool {
        let first = computability(left, width)
        guard first != .no else { return false }
        let second = computability(right, width)
        return second != .no && (first == .yes || second == .yes)
    }

    private mutating func rewritten(_ arguments: [ExprID], for callee: FunctionID) -> [ExprID] {
        var result: [ExprID] = []
        for (position, argument) in arguments.enumerated() {
            let parameters = signatures.parameters[callee.offset]
            let width = position < parameters.count ? parameters[position] : nil
            result.append(width.map { integerOrConverted(argument, $0) } ?? rewritten(argument))
        }
        return result
    }

    private mutating func converted(_ integer: ExprID, _ width: IntegerWidth, like id: ExprID) -> ExprID {
        add(.unary(width == .i32 ? .i32ToF64 : .i64ToF64, integer), .f64, like: id)
    }

    /// An f64 expression that always fits, as an integer, converted if it cannot be computed in integers.
    mutating func integerOrConverted(_ id: ExprID, _ width: IntegerWidth) -> ExprID {
        if original.expressions[id].type == .never { return rewritten(id) }
        if computability(id, width) != .no { return integer(id, width) }
        if width == .i32, computability(id, .i64) != .no { return add(.unary(.i64ToI32, integer(id, .i64)), .i32, like: id) }
        return add(.unary(width == .i32 ? .f64ToI32 : .f64ToI64, rewritten(id)), width.type, like: id)
    }

    /// A computable expression in integers.
    private mutating func integer(_ id: ExprID, _ width: IntegerWidth) -> ExprID {
        let expression = original.expressions[id]
        if expression.type == .never { return rewritten(id) }
        switch expression.kind {
        case .constant(.f64(let value)):
            let constant: Constant = width == .i32 ? .i32(Int32(value)) : .i64(Int64(value))
            return add(.constant(constant), width.type, like: id)
        case .local(let local):
            let have = widths[local.offset] ?? width
            return resized(add(.local(local), have.type, like: id), have, width, like: id)
        case .unary(.i32ToF64, let operand): return resized(rewritten(operand), .i32, width, like: id)
        case .binary(let operation, let left, let right):
            guard let arithmetic = IntegerOperations.arithmetic(operation, width) else { break }
            let first = integer(left, width)
            return add(.binary(arithmetic, first, integer(right, width)), width.type, like: id)
        case .checkFinite(let operand, _), .unary(.ceiling, let operand), .unary(.nearest, let operand): return integer(operand, width)
        case .unary(.floor, let operand), .unary(.truncate, let operand):
            guard let (dividend, divisor) = wholeDivision(operand), width == .i32 else { return integer(operand, width) }
            let first = integer(dividend, width)
            return add(.binary(.i32Divide, first, integer(divisor, width)), .i32, like: id)
        case .callRuntime(_, let arguments):
            let first = integer(arguments[0], width)
            let second = integer(uncheckedDivisor(arguments[1]), width)
            return add(.binary(width == .i32 ? .i32Remainder : .i64Remainder, first, second), width.type, like: id)
        case .call(let callee, let arguments):
            let have = signatures.results[callee.offset] ?? width
            let call = add(.call(callee, rewritten(arguments, for: callee)), have.type, like: id)
            return resized(call, have, width, like: id)
        case .conditional(let condition, let then, let otherwise?):
            let test = rewritten(condition)
            let first = integer(then, width)
            return add(.conditional(condition: test, then: first, otherwise: integer(otherwise, width)), width.type, like: id)
        case .sequence(let items):
            var parts = items.dropLast().map { rewritten($0) }
            if let last = items.last { parts.append(integer(last, width)) }
            return add(.sequence(parts), width.type, like: id)
        default: break
        }
        return add(.unreachable, .never, like: id)
    }

    /// An integer of the wanted width; a wide one is known to fit.
    private mutating func resized(_ id: ExprID, _ have: IntegerWidth, _ want: IntegerWidth, like original: ExprID) -> ExprID {
        if have == want { return id }
        return want == .i64 ? add(.unary(.i32ToI64, id), .i64, like: original) : add(.unary(.i64ToI32, id), .i32, like: original)
    }
}
