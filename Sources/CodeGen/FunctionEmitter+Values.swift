import Core
import Diagnostics
import RuntimeABI
import WasmCode

/// Operators, checks, and the passage between unboxed and dynamic values.
extension FunctionEmitter {
    func unary(_ operation: UnaryOperation, _ id: ExprID) -> WasmExpression {
        let operand = emit(id)
        switch operation {
        case .not, .isNull: return wasm.unary(.eqzI32, operand)
        case .negate: return wasm.unary(.negateF64, operand)
        case .absolute: return wasm.unary(.absoluteF64, operand)
        case .floor: return wasm.unary(.floorF64, operand)
        case .ceiling: return wasm.unary(.ceilingF64, operand)
        case .truncate: return wasm.unary(.truncateF64, operand)
        case .nearest: return wasm.unary(.nearestF64, operand)
        case .squareRoot: return wasm.unary(.squareRootF64, operand)
        case .i32ToF64: return wasm.unary(.convertSignedI32ToF64, operand)
        case .i64ToF64: return wasm.unary(.convertSignedI64ToF64, operand)
        case .f64ToI32: return wasm.unary(.truncateSaturatingF64ToI32, operand)
        case .f64ToI64: return wasm.unary(.truncateSaturatingF64ToI64, operand)
        case .i32ToI64: return wasm.unary(.extendSignedI32, operand)
        case .i64ToI32: return wasm.unary(.wrapI64, operand)
        case .boolToI32, .anyToBits, .bitsToAny: return operand
        case .arrayFlags: return wasm.load(.i32, bytes: 1, operand, offset: ObjectLayout.flagsOffset)
        case .i32ToBool: return wasm.binary(.notEqualI32, operand, wasm.const(i32: 0))
        }
    }

    func binary(_ operation: BinaryOperation, _ left: ExprID, _ right: ExprID) -> WasmExpression {
        if operation == .f64NotEqual, let local = testedForFinite(left, right) { return isNotFinite(local) }
        if operation == .anyIdentical, let (first, second) = comparedNumbers(left, right) {
            let bits = wasm.unary(.reinterpretF64, emit(first))
            return wasm.binary(.equalI64, bits, wasm.unary(.reinterpretF64, emit(second)))
        }
        let first = emit(left)
        return wasm.binary(operation.wasm, first, emit(right))
    }

    // MARK: Checks

    func checkFinite(_ id: ExprID, _ failure: FailureID, _ span: SourceSpan) -> WasmExpression {
        checked(emit(id), failure, span) { isNotFinite($0) }
    }

    /// Whether the f64 in a wasm local is infinite or NaN: all bits of the exponent are set. Tested on the bits, since that takes fewer and faster
    /// instructions than any test on the number.
    private func isNotFinite(_ local: Int) -> WasmExpression {
        let withoutSign = wasm.binary(.shiftLeftI64, wasm.unary(.reinterpretF64, wasm.local(local, .f64)), wasm.const(i64: 1))
        return wasm.binary(.greaterOrEqualUnsignedI64, withoutSign, wasm.const(u64: Double.infinity.bitPattern << 1))
    }

    /// The wasm local `x`, if the operands of an inequality are `x - x` and 0, which is how Core asks whether `x` is not finite.
    private func testedForFinite(_ left: ExprID, _ right: ExprID) -> Int? {
        guard case .binary(.f64Subtract, let first, let second) = function.expressions[left].kind,
            case .local(let local) = function.expressions[first].kind, case .local(local) = function.expressions[second].kind,
            case .constant(.f64(0)) = function.expressions[right].kind
        else { return nil }
        return wasmLocals[local.offset]
    }

    /// The boxed numbers, if it makes no difference which NaN one of them is, since the other is none.
    private func comparedNumbers(_ left: ExprID, _ right: ExprID) -> (ExprID, ExprID)? {
        guard case .box(let first) = function.expressions[left].kind, case .box(let second) = function.expressions[right].kind,
            function.expressions[first].type == .f64, function.expressions[second].type == .f64, isNumber(first) || isNumber(second)
        else { return nil }
        return (first, second)
    }

    /// The f64 comes from an integer.
    private func isNumber(_ id: ExprID) -> Bool {
        switch function.expressions[id].kind {
        case .unary(.i32ToF64, _), .unary(.i64ToF64, _): true
        default: false
        }
    }

    func checkNonzero(_ id: ExprID, _ failure: FailureID, _ span: SourceSpan) -> WasmExpression {
        checked(emit(id), failure, span) { wasm.binary(.equalF64, wasm.local($0, .f64), wasm.const(f64: 0)) }
    }

    private func checked(
        _ code: WasmExpression, _ failure: FailureID, _ span: SourceSpan, isBad: (Int) -> WasmExpression
    ) -> WasmExpression {
        guard wasm.type(of: code) != .unreachable else { return code }
        let copy = temporary(.f64)
        defer { release(copy, .f64) }
        let failing = fail(failure, span)
        return wasm.block(nil, [wasm.setLocal(copy, code), wasm.ifElse(isBad(copy), failing), wasm.local(copy, .f64)], .f64)
    }

    // MARK: Dynamic values

    func box(_ id: ExprID) -> WasmExpression {
        let expression = function.expressions[id]
        let code = emit(id)
        switch expression.type {
        case .unit: return wasm.block(nil, [code, wasm.const(u64: NaNBox.Immediate.unit.bits)])
        case .f64:
            if case .constant(.f64(let value)) = expression.kind {
                return wasm.const(u64: value.isNaN ? NaNBox.canonicalNaN : value.bitPattern)
            }
            return canBeNaN(id) ? canonical(code) : wasm.unary(.reinterpretF64, code)
        default: return boxed(code, expression.type)
        }
    }

    /// Boxes a value that is no f64 and not unit.
    func boxed(_ code: WasmExpression, _ type: ValueType) -> WasmExpression {
        switch type {
        case .any, .never: code
        case .bool: tagged(NaNBox.Immediate.false.bits, code)
        case .character: tagged(NaNBox.Tag.character << 48, code)
        case .reference(let kind): tagged(NaNBox.referenceBase(kind), code)
        case .i32:
            wasm.binary(
                .orI64,
                wasm.binary(.andI64, wasm.unary(.extendSignedI32, code), wasm.const(u64: 0xFFFF_FFFF_FFFF)),
                wasm.const(u64: NaNBox.Tag.integer << 48))
        case .unit: wasm.block(nil, [code, wasm.const(u64: NaNBox.Immediate.unit.bits)])
        case .f64: wasm.unary(.reinterpretF64, code)
        case .i64:
            wasm.binary(
                .orI64, wasm.binary(.andI64, code, wasm.const(u64: 0xFFFF_FFFF_FFFF)), wasm.const(u64: NaNBox.Tag.integer << 48))
        }
    }

    private func tagged(_ base: UInt64, _ code: WasmExpression) -> WasmExpression {
        wasm.binary(.orI64, wasm.unary(.extendUnsignedI32, code), wasm.const(u64: base))
    }

    /// The bits of an f64, any NaN as the canonical one.
    private func canonical(_ code: WasmExpression) -> WasmExpression {
        guard wasm.type(of: code) != .unreachable else { return code }
        let copy = temporary(.f64)
        defer { release(copy, .f64) }
        let isNumber = wasm.binary(.equalF64, wasm.local(copy, .f64), wasm.local(copy, .f64))
        return wasm.block(nil, [
            wasm.setLocal(copy, code),
            wasm.select(
                isNumber, wasm.unary(.reinterpretF64, wasm.local(copy, .f64)), wasm.const(u64: NaNBox.canonicalNaN), .i64),
        ], .i64)
    }

    /// Whether an f64 could be a NaN that is not canonical.
    private func canBeNaN(_ id: ExprID) -> Bool {
        switch function.expressions[id].kind {
        case .constant, .checkFinite, .unbox: false
        case .unary(let operation, let operand):
            switch operation {
            case .i32ToF64, .i64ToF64: false
            case .floor, .ceiling, .truncate, .nearest: canBeNaN(operand)
            default: true
            }
        default: true
        }
    }

    func unbox(_ id: ExprID, _ type: ValueType, _ failure: FailureID?, _ span: SourceSpan) -> WasmExpression {
        let code = emit(id)
        guard let failure, let test = ValueTest(type) else { return unboxed(code, type) }
        guard wasm.type(of: code) != .unreachable else { return code }
        let copy = temporary(.i64)
        defer { release(copy, .i64) }
        let failing = failValue(failure, wasm.local(copy, .i64), span)
        return wasm.block(nil, [
            wasm.setLocal(copy, code),
            wasm.ifElse(wasm.unary(.eqzI32, self.test(wasm.local(copy, .i64), test)), failing),
            unboxed(wasm.local(copy, .i64), type),
        ], type.wasm ?? .none)
    }

    /// The payload of a dynamic value that is known to have the type.
    func unboxed(_ code: WasmExpression, _ type: ValueType) -> WasmExpression { parent.unboxed(code, type) }

    /// bool: what `test` asks about an `any`.
    func test(_ code: WasmExpression, _ test: ValueTest) -> WasmExpression {
        switch test {
        case .number: wasm.binary(.lessUnsignedI64, code, wasm.const(u64: NaNBox.firstTagged))
        case .bool:
            // `false` and `true` differ in the lowest bit only.
            wasm.binary(
                .equalI64, wasm.binary(.orI64, code, wasm.const(i64: 1)), wasm.const(u64: NaNBox.Immediate.true.bits))
        case .character:
            wasm.binary(
                .equalI64, wasm.binary(.shiftRightUnsignedI64, code, wasm.const(i64: 48)), wasm.const(u64: NaNBox.Tag.character))
        case .integer:
            wasm.binary(
                .equalI64, wasm.binary(.shiftRightUnsignedI64, code, wasm.const(i64: 48)), wasm.const(u64: NaNBox.Tag.integer))
        case .null: wasm.binary(.equalI64, code, wasm.const(u64: NaNBox.Immediate.null.bits))
        case .reference(let kind):
            wasm.binary(
                .equalI32, wasm.unary(.wrapI64, wasm.binary(.shiftRightUnsignedI64, code, wasm.const(i64: 32))),
                wasm.const(u32: NaNBox.referenceHigh(kind)))
        case .bits(let bits): wasm.binary(.equalI64, code, wasm.const(u64: bits))
        }
    }
}

extension ValueTest {
    /// The test for values that unbox to `type`; nil when no test is needed or there is none.
    init?(_ type: ValueType) {
        switch type {
        case .f64: self = .number
        case .bool: self = .bool
        case .character: self = .character
        case .reference(let kind): self = .reference(kind)
        case .unit: self = .bits(NaNBox.Immediate.unit.bits)
        case .i64: self = .integer
        case .i32, .any, .never: return nil
        }
    }
}

extension BinaryOperation {
    var wasm: WasmBinary {
        switch self {
        case .f64Add: .addF64
        case .f64Subtract: .subtractF64
        case .f64Multiply: .multiplyF64
        case .f64Divide: .divideF64
        case .f64Minimum: .minimumF64
        case .f64Maximum: .maximumF64
        case .f64CopySign: .copySignF64
        case .f64Equal: .equalF64
        case .f64NotEqual: .notEqualF64
        case .f64Less: .lessF64
        case .f64LessOrEqual: .lessOrEqualF64
        case .f64Greater: .greaterF64
        case .f64GreaterOrEqual: .greaterOrEqualF64
        case .i32Add: .addI32
        case .i32Subtract: .subtractI32
        case .i32Multiply: .multiplyI32
        case .i32And: .andI32
        case .i32Or: .orI32
        case .i32Xor: .xorI32
        case .i32ShiftLeft: .shiftLeftI32
        case .i32ShiftRight: .shiftRightI32
        case .i32Divide: .divideI32
        case .i32Remainder: .remainderI32
        case .i32Equal, .boolEqual, .referenceIdentical: .equalI32
        case .i32NotEqual, .boolNotEqual: .notEqualI32
        case .i32Less: .lessI32
        case .i32LessOrEqual: .lessOrEqualI32
        case .i32Greater: .greaterI32
        case .i32GreaterOrEqual: .greaterOrEqualI32
        case .i64Add: .addI64
        case .i64Subtract: .subtractI64
        case .i64Multiply: .multiplyI64
        case .i64And: .andI64
        case .i64Or: .orI64
        case .i64Xor: .xorI64
        case .i64ShiftLeft: .shiftLeftI64
        case .i64ShiftRight: .shiftRightI64
        case .i64Divide: .divideI64
        case .i64Remainder: .remainderI64
        case .i64Equal, .anyIdentical: .equalI64
        case .i64NotEqual: .notEqualI64
        case .i64Less: .lessI64
        case .i64LessUnsigned: .lessUnsignedI64
        case .i64LessOrEqual: .lessOrEqualI64
        case .i64Greater: .greaterI64
        case .i64GreaterOrEqual: .greaterOrEqualI64
        }
    }
}
