import CBinaryen

/// A value type, result type or parameter list of WebAssembly, as Binaryen numbers them. Valid for the whole process.
public struct WasmType: Equatable, Sendable {
    let raw: BinaryenType

    public static let none = WasmType(raw: BinaryenTypeNone())
    public static let i32 = WasmType(raw: BinaryenTypeInt32())
    public static let i64 = WasmType(raw: BinaryenTypeInt64())
    public static let f64 = WasmType(raw: BinaryenTypeFloat64())
    public static let unreachable = WasmType(raw: BinaryenTypeUnreachable())
    /// Let Binaryen derive the type of a block from its content.
    public static let automatic = WasmType(raw: BinaryenTypeAuto())

    /// The type of a parameter list.
    public static func tuple(_ types: [WasmType]) -> WasmType {
        switch types.count {
        case 0: return none
        case 1: return types[0]
        default:
            return types.withUnsafeBytes { bytes in
                let pointer = UnsafeMutablePointer(mutating: bytes.bindMemory(to: BinaryenType.self).baseAddress)
                return WasmType(raw: BinaryenTypeCreate(pointer, BinaryenIndex(types.count)))
            }
        }
    }
}

/// An operator with one operand.
public struct WasmUnary: Sendable {
    let raw: BinaryenOp

    public static let eqzI32 = WasmUnary(raw: BinaryenEqZInt32())
    public static let extendSignedI32 = WasmUnary(raw: BinaryenExtendSInt32())
    public static let extendUnsignedI32 = WasmUnary(raw: BinaryenExtendUInt32())
    public static let wrapI64 = WasmUnary(raw: BinaryenWrapInt64())
    public static let negateF64 = WasmUnary(raw: BinaryenNegFloat64())
    public static let absoluteF64 = WasmUnary(raw: BinaryenAbsFloat64())
    public static let floorF64 = WasmUnary(raw: BinaryenFloorFloat64())
    public static let ceilingF64 = WasmUnary(raw: BinaryenCeilFloat64())
    public static let truncateF64 = WasmUnary(raw: BinaryenTruncFloat64())
    public static let nearestF64 = WasmUnary(raw: BinaryenNearestFloat64())
    public static let squareRootF64 = WasmUnary(raw: BinaryenSqrtFloat64())
    public static let convertSignedI32ToF64 = WasmUnary(raw: BinaryenConvertSInt32ToFloat64())
    public static let convertSignedI64ToF64 = WasmUnary(raw: BinaryenConvertSInt64ToFloat64())
    public static let truncateSaturatingF64ToI32 = WasmUnary(raw: BinaryenTruncSatSFloat64ToInt32())
    public static let truncateSaturatingF64ToI64 = WasmUnary(raw: BinaryenTruncSatSFloat64ToInt64())
    public static let reinterpretF64 = WasmUnary(raw: BinaryenReinterpretFloat64())
    public static let reinterpretI64 = WasmUnary(raw: BinaryenReinterpretInt64())
}

/// An operator with two operands.
public struct WasmBinary: Sendable {
    let raw: BinaryenOp

    public static let addF64 = WasmBinary(raw: BinaryenAddFloat64())
    public static let subtractF64 = WasmBinary(raw: BinaryenSubFloat64())
    public static let multiplyF64 = WasmBinary(raw: BinaryenMulFloat64())
    public static let divideF64 = WasmBinary(raw: BinaryenDivFloat64())
    public static let minimumF64 = WasmBinary(raw: BinaryenMinFloat64())
    public static let maximumF64 = WasmBinary(raw: BinaryenMaxFloat64())
    public static let copySignF64 = WasmBinary(raw: BinaryenCopySignFloat64())
    public static let equalF64 = WasmBinary(raw: BinaryenEqFloat64())
    public static let notEqualF64 = WasmBinary(raw: BinaryenNeFloat64())
    public static let lessF64 = WasmBinary(raw: BinaryenLtFloat64())
    public static let lessOrEqualF64 = WasmBinary(raw: BinaryenLeFloat64())
    public static let greaterF64 = WasmBinary(raw: BinaryenGtFloat64())
    public static let greaterOrEqualF64 = WasmBinary(raw: BinaryenGeFloat64())

    public static let addI32 = WasmBinary(raw: BinaryenAddInt32())
    public static let subtractI32 = WasmBinary(raw: BinaryenSubInt32())
    public static let multiplyI32 = WasmBinary(raw: BinaryenMulInt32())
    public static let divideI32 = WasmBinary(raw: BinaryenDivSInt32())
    public static let remainderI32 = WasmBinary(raw: BinaryenRemSInt32())
    public static let andI32 = WasmBinary(raw: BinaryenAndInt32())
    public static let orI32 = WasmBinary(raw: BinaryenOrInt32())
    public static let xorI32 = WasmBinary(raw: BinaryenXorInt32())
    public static let shiftLeftI32 = WasmBinary(raw: BinaryenShlInt32())
    public static let shiftRightI32 = WasmBinary(raw: BinaryenShrSInt32())
    public static let equalI32 = WasmBinary(raw: BinaryenEqInt32())
    public static let notEqualI32 = WasmBinary(raw: BinaryenNeInt32())
    public static let lessI32 = WasmBinary(raw: BinaryenLtSInt32())
    public static let lessOrEqualI32 = WasmBinary(raw: BinaryenLeSInt32())
    public static let greaterI32 = WasmBinary(raw: BinaryenGtSInt32())
    public static let greaterOrEqualI32 = WasmBinary(raw: BinaryenGeSInt32())
    public static let greaterUnsignedI32 = WasmBinary(raw: BinaryenGtUInt32())
    public static let greaterOrEqualUnsignedI32 = WasmBinary(raw: BinaryenGeUInt32())

    public static let addI64 = WasmBinary(raw: BinaryenAddInt64())
    public static let subtractI64 = WasmBinary(raw: BinaryenSubInt64())
    public static let multiplyI64 = WasmBinary(raw: BinaryenMulInt64())
    public static let divideI64 = WasmBinary(raw: BinaryenDivSInt64())
    public static let remainderI64 = WasmBinary(raw: BinaryenRemSInt64())
    public static let andI64 = WasmBinary(raw: BinaryenAndInt64())
    public static let orI64 = WasmBinary(raw: BinaryenOrInt64())
    public static let xorI64 = WasmBinary(raw: BinaryenXorInt64())
    public static let shiftLeftI64 = WasmBinary(raw: BinaryenShlInt64())
    public static let shiftRightI64 = WasmBinary(raw: BinaryenShrSInt64())
    public static let shiftRightUnsignedI64 = WasmBinary(raw: BinaryenShrUInt64())
    public static let equalI64 = WasmBinary(raw: BinaryenEqInt64())
    public static let notEqualI64 = WasmBinary(raw: BinaryenNeInt64())
    public static let lessI64 = WasmBinary(raw: BinaryenLtSInt64())
    public static let lessOrEqualI64 = WasmBinary(raw: BinaryenLeSInt64())
    public static let greaterI64 = WasmBinary(raw: BinaryenGtSInt64())
    public static let greaterOrEqualI64 = WasmBinary(raw: BinaryenGeSInt64())
    public static let lessUnsignedI64 = WasmBinary(raw: BinaryenLtUInt64())
    public static let greaterOrEqualUnsignedI64 = WasmBinary(raw: BinaryenGeUInt64())
}
