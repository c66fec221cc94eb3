import Core
import Diagnostics
import RuntimeABI
import WasmCode

/// Tests of indices.
extension FunctionEmitter {
    /// i32, the index within bounds: the index as it is if it is whole and within them, else the failure.
    func checkIndex(
        _ index: ExprID, _ array: ExprID, _ invalid: FailureID, _ outside: FailureID, _ span: SourceSpan
    ) -> WasmExpression {
        let isInteger = function.expressions[index].type == .i32
        if case .unary(.i64ToF64, let whole) = function.expressions[index].kind {
            return checkWholeIndex(whole, array, invalid, outside, span)
        }
        if !isInteger, parent.isOptimized { return checkNumberIndex(index, array, invalid, outside, span) }
        let number: WasmExpression
        let position = temporary(.i32)
        let original = isInteger ? nil : temporary(.f64)
        defer {
            if let original { release(original, .f64) }
            release(position, .i32)
        }
        if let original {
            number = wasm.setLocal(
                position,
                wasm.unary(.truncateSaturatingF64ToI32, wasm.teeLocal(original, emit(index), .f64)))
        } else {
            number = wasm.setLocal(position, emit(index))
        }
        let length = arrayLength(array)
        var isBad = wasm.binary(.greaterOrEqualUnsignedI32, wasm.local(position, .i32), length)
        let badValue: WasmExpression
        if let original {
            let exact = wasm.binary(
                .notEqualF64, wasm.unary(.convertSignedI32ToF64, wasm.local(position, .i32)), wasm.local(original, .f64))
            isBad = wasm.binary(.orI32, isBad, exact)
            badValue = wasm.local(original, .f64)
        } else {
            badValue = wasm.local(position, .i32)
        }
        let report = wasm.call(
            parent.badIndex(invalid: invalid, outside: outside, isInteger: isInteger), [badValue, site(span)], result: .none)
        return wasm.block(nil, [
            number, wasm.ifElse(isBad, wasm.block(nil, [locate(report, span), wasm.unreachable()])), wasm.local(position, .i32),
        ], .i32)
    }

    /// The same for an f64 index, without the slow conversion to i32: adding 2⁵² shifts the whole part of a number in [0, 2⁵²) to the low bits
    /// of its representation, so one comparison of bits tests both bounds, and taking 2⁵² away again tells whether there was a fraction.
    private func checkNumberIndex(
        _ index: ExprID, _ array: ExprID, _ invalid: FailureID, _ outside: FailureID, _ span: SourceSpan
    ) -> WasmExpression {
        let shift = 4_503_599_627_370_496.0
        let original = temporary(.f64)
        let shifted = temporary(.f64)
        let position = temporary(.i64)
        defer {
            release(position, .i64)
            release(shifted, .f64)
            release(original, .f64)
        }
        let sum = wasm.binary(.addF64, wasm.teeLocal(original, emit(index), .f64), wasm.const(f64: shift))
        let bits = wasm.unary(.reinterpretF64, wasm.teeLocal(shifted, sum, .f64))
        let number = wasm.setLocal(position, wasm.binary(.subtractI64, bits, wasm.const(u64: shift.bitPattern)))
        let length = wasm.unary(.extendUnsignedI32, arrayLength(array))
        let isOutside = wasm.binary(.greaterOrEqualUnsignedI64, wasm.local(position, .i64), length)
        let whole = wasm.binary(.subtractF64, wasm.local(shifted, .f64), wasm.const(f64: shift))
        let isBad = wasm.binary(.orI32, isOutside, wasm.binary(.notEqualF64, whole, wasm.local(original, .f64)))
        let report = wasm.call(
            parent.badIndex(invalid: invalid, outside: outside, isInteger: false), [wasm.local(original, .f64), site(span)], result: .none)
        return wasm.block(nil, [
            number, wasm.ifElse(isBad, wasm.block(nil, [locate(report, span), wasm.unreachable()])),
            wasm.unary(.wrapI64, wasm.local(position, .i64)),
        ], .i32)
    }

    /// The same for an index that was converted from i64. No length reaches the numbers that the conversion rounds.
    private func checkWholeIndex(
        _ index: ExprID, _ array: ExprID, _ invalid: FailureID, _ outside: FailureID, _ span: SourceSpan
    ) -> WasmExpression {
        let position = temporary(.i64)
        defer { release(position, .i64) }
        let number = wasm.setLocal(position, emit(index))
        let length = wasm.unary(.extendUnsignedI32, arrayLength(array))
        let isBad = wasm.binary(.greaterOrEqualUnsignedI64, wasm.local(position, .i64), length)
        let original = wasm.unary(.convertSignedI64ToF64, wasm.local(position, .i64))
        let report = wasm.call(
            parent.badIndex(invalid: invalid, outside: outside, isInteger: false), [original, site(span)], result: .none)
        return wasm.block(nil, [
            number, wasm.ifElse(isBad, wasm.block(nil, [locate(report, span), wasm.unreachable()])),
            wasm.unary(.wrapI64, wasm.local(position, .i64)),
        ], .i32)
    }
}
