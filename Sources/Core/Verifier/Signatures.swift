import RuntimeABI

extension UnaryOperation {
    /// Types of operand and result; no operand type: any reference.
    public var signature: (operand: ValueType?, result: ValueType) {
        switch self {
        case .not: (.bool, .bool)
        case .negate, .absolute, .floor, .ceiling, .truncate, .nearest, .squareRoot: (.f64, .f64)
        case .i32ToF64: (.i32, .f64)
        case .i64ToF64: (.i64, .f64)
        case .f64ToI32: (.f64, .i32)
        case .f64ToI64: (.f64, .i64)
        case .i32ToI64: (.i32, .i64)
        case .i64ToI32: (.i64, .i32)
        case .isNull: (nil, .bool)
        case .arrayFlags: (nil, .i32)
        case .boolToI32: (.bool, .i32)
        case .anyToBits: (.any, .i64)
        case .bitsToAny: (.i64, .any)
        case .i32ToBool: (.i32, .bool)
        }
    }
}

extension BinaryOperation {
    /// Types of both operands and of the result; no operand type: references.
    public var signature: (operand: ValueType?, result: ValueType) {
        switch self {
        case .f64Add, .f64Subtract, .f64Multiply, .f64Divide, .f64Minimum, .f64Maximum, .f64CopySign: (.f64, .f64)
        case .f64Equal, .f64NotEqual, .f64Less, .f64LessOrEqual, .f64Greater, .f64GreaterOrEqual: (.f64, .bool)
        case .i32Add, .i32Subtract, .i32Multiply, .i32And, .i32Or, .i32Xor, .i32ShiftLeft, .i32ShiftRight, .i32Divide, .i32Remainder:
            (.i32, .i32)
        case .i32Equal, .i32NotEqual, .i32Less, .i32LessOrEqual, .i32Greater, .i32GreaterOrEqual: (.i32, .bool)
        case .i64Add, .i64Subtract, .i64Multiply, .i64And, .i64Or, .i64Xor, .i64ShiftLeft, .i64ShiftRight, .i64Divide, .i64Remainder:
            (.i64, .i64)
        case .i64Equal, .i64NotEqual, .i64Less, .i64LessOrEqual, .i64Greater, .i64GreaterOrEqual, .i64LessUnsigned: (.i64, .bool)
        case .boolEqual, .boolNotEqual: (.bool, .bool)
        case .anyIdentical: (.any, .bool)
        case .referenceIdentical: (nil, .bool)
        }
    }
}

extension ValueType {
    /// How a runtime function sees a value of this type; nil where there is no value.
    public var machineType: MachineType? {
        switch self {
        case .unit, .never: nil
        case .bool, .character, .i32, .reference: .i32
        case .i64, .any: .i64
        case .f64: .f64
        }
    }
}
