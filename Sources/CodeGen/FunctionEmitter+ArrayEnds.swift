import Core
import Diagnostics
import RuntimeABI
import WasmCode

/// Runtime calls with a fast path. Here: adding to and dropping from the end of an array without a call, when the array has one name and room.
extension FunctionEmitter {
    /// A function with many such calls runs each of them seldom, and much inline code in it would cost the optimizer much time.
    private static let mostInline = 32

    /// The code of a runtime call with a fast path; nil for other functions, and where no work goes into speed.
    func arrayEnds(_ callee: RuntimeFunction, _ arguments: [ExprID], _ expression: Expr) -> WasmExpression? {
        guard parent.isOptimized, inlineCalls < Self.mostInline else { return nil }
        inlineCalls += 1
        switch (callee.name, arguments.count) {
        case (RuntimeFunction.arrayPush.name, 2): return push(arguments[0], arguments[1], expression)
        case (RuntimeFunction.flagsPush.name, 2): return pushFlag(arguments[0], arguments[1], expression)
        case (RuntimeFunction.arrayDropLast.name, 1): return dropLast(arguments[0], expression)
        case (RuntimeFunction.arrayIsNumbers.name, 1): return isNumbers(arguments[0], expression)
        case (RuntimeFunction.stringScalarCount.name, 1): return scalarCount(arguments[0], expression)
        case (RuntimeFunction.stringEqual.name, 2):
            if let code = constantEquality(arguments[0], arguments[1]) { return code }
            inlineCalls -= 1
            return nil
        default:
            inlineCalls -= 1
            return nil
        }
    }

    /// The flag `numbers` stays what it is on the fast path: an array that has it takes only what is known to be a number. It need not be set
    /// for an array of numbers, so an empty one without it may stay so.
    private func push(_ array: ExprID, _ value: ExprID, _ expression: Expr) -> WasmExpression? {
        let base = temporary(.i32)
        let item = temporary(.i64)
        let length = temporary(.i32)
        defer {
            release(length, .i32)
            release(item, .i64)
            release(base, .i32)
        }
        let flags = ObjectLayout.Flag.shared | (isNumberBox(value) ? 0 : ObjectLayout.Flag.numbers)
        let setBase = wasm.setLocal(base, emit(array))
        let setItem = wasm.setLocal(item, emit(value))
        let oldLength = wasm.load(i32: wasm.local(base, .i32), offset: ObjectLayout.Array.lengthOffset)
        let capacity = wasm.load(i32: wasm.local(base, .i32), offset: ObjectLayout.Array.capacityOffset)
        let isFull = wasm.binary(.greaterOrEqualUnsignedI32, wasm.teeLocal(length, oldLength, .i32), capacity)
        let end = wasm.binary(.addI32, wasm.local(base, .i32), wasm.binary(.shiftLeftI32, wasm.local(length, .i32), wasm.const(i32: 3)))
        let store = wasm.store(i64: end, offset: ObjectLayout.Array.slotsOffset, wasm.local(item, .i64))
        let newLength = wasm.binary(.addI32, wasm.local(length, .i32), wasm.const(i32: 1))
        let fast = wasm.block(nil, [store, setLength(base, newLength)], .none)
        let call = wasm.call(parent.runtimeName(.arrayPush), [wasm.local(base, .i32), wasm.local(item, .i64)], result: .i32)
        let slow = wasm.setLocal(base, polled(locate(call, expression.span), expression.type))
        return wasm.block(nil, [
            setBase, setItem, wasm.ifElse(wasm.binary(.orI32, isFull, hasFlags(base, flags)), slow, fast), wasm.local(base, .i32),
        ], .i32)
    }

    /// The same for truth values in bytes.
    private func pushFlag(_ flags: ExprID, _ value: ExprID, _ expression: Expr) -> WasmExpression {
        let base = temporary(.i32)
        let item = temporary(.i32)
        let used = temporary(.i32)
        defer {
            release(used, .i32)
            release(item, .i32)
            release(base, .i32)
        }
        let setBase = wasm.setLocal(base, emit(flags))
        let setItem = wasm.setLocal(item, emit(value))
        let oldUsed = wasm.load(i32: wasm.local(base, .i32), offset: ObjectLayout.Bytes.usedOffset)
        let capacity = wasm.load(i32: wasm.local(base, .i32), offset: ObjectLayout.Bytes.capacityOffset)
        let isFull = wasm.binary(.greaterOrEqualUnsignedI32, wasm.teeLocal(used, oldUsed, .i32), capacity)
        let end = wasm.binary(.addI32, wasm.local(base, .i32), wasm.local(used, .i32))
        let store = wasm.store(.i32, bytes: 1, end, offset: ObjectLayout.Bytes.dataOffset, wasm.local(item, .i32))
        let newUsed = wasm.binary(.addI32, wasm.local(used, .i32), wasm.const(i32: 1))
        let fast = wasm.block(nil, [store, wasm.store(i32: wasm.local(base, .i32), offset: ObjectLayout.Bytes.usedOffset, newUsed)], .none)
        let call = wasm.call(parent.runtimeName(.flagsPush), [wasm.local(base, .i32), wasm.local(item, .i32)], result: .i32)
        let slow = wasm.setLocal(base, polled(locate(call, expression.span), expression.type))
        return wasm.block(nil, [setBase, setItem, wasm.ifElse(isFull, slow, fast), wasm.local(base, .i32)], .i32)
    }

    private func dropLast(_ array: ExprID, _ expression: Expr) -> WasmExpression? {
        let base = temporary(.i32)
        defer { release(base, .i32) }
        let setBase = wasm.setLocal(base, emit(array))
        let length = wasm.load(i32: wasm.local(base, .i32), offset: ObjectLayout.Array.lengthOffset)
        let fast = setLength(base, wasm.binary(.subtractI32, length, wasm.const(i32: 1)))
        let call = wasm.call(parent.runtimeName(.arrayDropLast), [wasm.local(base, .i32)], result: .i32)
        let slow = wasm.setLocal(base, polled(locate(call, expression.span), expression.type))
        return wasm.block(nil, [
            setBase, wasm.ifElse(hasFlags(base, ObjectLayout.Flag.shared), slow, fast), wasm.local(base, .i32),
        ], .i32)
    }

    private func setLength(_ array: Int, _ length: WasmExpression) -> WasmExpression {
        wasm.store(i32: wasm.local(array, .i32), offset: ObjectLayout.Array.lengthOffset, length)
    }
}
