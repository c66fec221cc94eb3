import CBinaryen
import WasmCode

/// Binaryen's numbers of the operators of trees.
enum BinaryenOperations {
    static func unary(_ opcode: UInt16) -> BinaryenOp {
        guard let operation = WasmUnary(rawValue: opcode) else { fatalError("no operator with one operand: \(opcode)") }
        return switch operation {
        case .eqzI32: BinaryenEqZInt32()
        case .extendSignedI32: BinaryenExtendSInt32()
        case .extendUnsignedI32: BinaryenExtendUInt32()
        case .wrapI64: BinaryenWrapInt64()
        case .negateF64: BinaryenNegFloat64()
        case .absoluteF64: BinaryenAbsFloat64()
        case .floorF64: BinaryenFloorFloat64()
        case .ceilingF64: BinaryenCeilFloat64()
        case .truncateF64: BinaryenTruncFloat64()
        case .nearestF64: BinaryenNearestFloat64()
        case .squareRootF64: BinaryenSqrtFloat64()
        case .convertSignedI32ToF64: BinaryenConvertSInt32ToFloat64()
        case .convertSignedI64ToF64: BinaryenConvertSInt64ToFloat64()
        case .truncateSaturatingF64ToI32: BinaryenTruncSatSFloat64ToInt32()
        case .truncateSaturatingF64ToI64: BinaryenTruncSatSFloat64ToInt64()
        case .reinterpretF64: BinaryenReinterpretFloat64()
        case .reinterpretI64: BinaryenReinterpretInt64()
        }
    }

    static func binary(_ opcode: UInt16) -> BinaryenOp {
        guard let operation = WasmBinary(rawValue: opcode) else { fatalError("no operator with two operands: \(opcode)") }
        return switch operation {
        case .addF64: BinaryenAddFloat64()
        case .subtractF64: BinaryenSubFloat64()
        case .multiplyF64: BinaryenMulFloat64()
        case .divideF64: BinaryenDivFloat64()
        case .minimumF64: BinaryenMinFloat64()
        case .maximumF64: BinaryenMaxFloat64()
        case .copySignF64: BinaryenCopySignFloat64()
        case .equalF64: BinaryenEqFloat64()
        case .notEqualF64: BinaryenNeFloat64()
        case .lessF64: BinaryenLtFloat64()
        case .lessOrEqualF64: BinaryenLeFloat64()
        case .greaterF64: BinaryenGtFloat64()
        case .greaterOrEqualF64: BinaryenGeFloat64()
        case .addI32: BinaryenAddInt32()
        case .subtractI32: BinaryenSubInt32()
        case .multiplyI32: BinaryenMulInt32()
        case .divideI32: BinaryenDivSInt32()
        case .remainderI32: BinaryenRemSInt32()
        case .andI32: BinaryenAndInt32()
        case .orI32: BinaryenOrInt32()
        case .xorI32: BinaryenXorInt32()
        case .shiftLeftI32: BinaryenShlInt32()
        case .shiftRightI32: BinaryenShrSInt32()
        case .equalI32: BinaryenEqInt32()
        case .notEqualI32: BinaryenNeInt32()
        case .lessI32: BinaryenLtSInt32()
        case .lessOrEqualI32: BinaryenLeSInt32()
        case .greaterI32: BinaryenGtSInt32()
        case .greaterOrEqualI32: BinaryenGeSInt32()
        case .greaterUnsignedI32: BinaryenGtUInt32()
        case .greaterOrEqualUnsignedI32: BinaryenGeUInt32()
        case .addI64: BinaryenAddInt64()
        case .subtractI64: BinaryenSubInt64()
        case .multiplyI64: BinaryenMulInt64()
        case .divideI64: BinaryenDivSInt64()
        case .remainderI64: BinaryenRemSInt64()
        case .andI64: BinaryenAndInt64()
        case .orI64: BinaryenOrInt64()
        case .xorI64: BinaryenXorInt64()
        case .shiftLeftI64: BinaryenShlInt64()
        case .shiftRightI64: BinaryenShrSInt64()
        case .shiftRightUnsignedI64: BinaryenShrUInt64()
        case .equalI64: BinaryenEqInt64()
        case .notEqualI64: BinaryenNeInt64()
        case .lessI64: BinaryenLtSInt64()
        case .lessOrEqualI64: BinaryenLeSInt64()
        case .greaterI64: BinaryenGtSInt64()
        case .greaterOrEqualI64: BinaryenGeSInt64()
        case .lessUnsignedI64: BinaryenLtUInt64()
        case .greaterOrEqualUnsignedI64: BinaryenGeUInt64()
        }
    }
}
