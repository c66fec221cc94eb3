/// The type of an expression, of a local or of a global.
public enum WasmType: UInt8, Hashable, Sendable {
    /// No value.
    case none
    case i32, i64, f64
    /// Control never comes to the end of the expression.
    case unreachable
    /// Of a block: to be derived from its content.
    case automatic

    /// The type of what ends in one of two ways.
    static func joined(_ left: WasmType, _ right: WasmType) -> WasmType {
        if left == right || right == .unreachable { return left }
        return left == .unreachable ? right : .none
    }

    var isValue: Bool { self == .i32 || self == .i64 || self == .f64 }
}

/// Parameters and result of a function.
public struct WasmSignature: Hashable, Sendable {
    public var parameters: [WasmType]
    public var result: WasmType

    public init(_ parameters: [WasmType], _ result: WasmType) {
        self.parameters = parameters
        self.result = result
    }
}

/// An operator with one operand; the number is that of the opcode.
public enum WasmUnary: UInt16, Sendable {
    case eqzI32 = 0x45
    case absoluteF64 = 0x99
    case negateF64 = 0x9A
    case ceilingF64 = 0x9B
    case floorF64 = 0x9C
    case truncateF64 = 0x9D
    case nearestF64 = 0x9E
    case squareRootF64 = 0x9F
    case wrapI64 = 0xA7
    case extendSignedI32 = 0xAC
    case extendUnsignedI32 = 0xAD
    case convertSignedI32ToF64 = 0xB7
    case convertSignedI64ToF64 = 0xB9
    case reinterpretF64 = 0xBD
    case reinterpretI64 = 0xBF
    case truncateSaturatingF64ToI32 = 0xFC02
    case truncateSaturatingF64ToI64 = 0xFC06

    var result: WasmType {
        switch self {
        case .eqzI32, .wrapI64, .truncateSaturatingF64ToI32: .i32
        case .extendSignedI32, .extendUnsignedI32, .reinterpretF64, .truncateSaturatingF64ToI64: .i64
        default: .f64
        }
    }
}

/// An operator with two operands; the number is that of the opcode.
public enum WasmBinary: UInt16, Sendable {
    case equalI32 = 0x46
    case notEqualI32 = 0x47
    case lessI32 = 0x48
    case greaterI32 = 0x4A
    case greaterUnsignedI32 = 0x4B
    case lessOrEqualI32 = 0x4C
    case greaterOrEqualI32 = 0x4E
    case greaterOrEqualUnsignedI32 = 0x4F
    case equalI64 = 0x51
    case notEqualI64 = 0x52
    case lessI64 = 0x53
    case lessUnsignedI64 = 0x54
    case greaterI64 = 0x55
    case lessOrEqualI64 = 0x57
    case greaterOrEqualI64 = 0x59
    case greaterOrEqualUnsignedI64 = 0x5A
    case equalF64 = 0x61
    case notEqualF64 = 0x62
    case lessF64 = 0x63
    case greaterF64 = 0x64
    case lessOrEqualF64 = 0x65
    case greaterOrEqualF64 = 0x66
    case addI32 = 0x6A
    case subtractI32 = 0x6B
    case multiplyI32 = 0x6C
    case divideI32 = 0x6D
    case remainderI32 = 0x6F
    case andI32 = 0x71
    case orI32 = 0x72
    case xorI32 = 0x73
    case shiftLeftI32 = 0x74
    case shiftRightI32 = 0x75
    case addI64 = 0x7C
    case subtractI64 = 0x7D
    case multiplyI64 = 0x7E
    case divideI64 = 0x7F
    case remainderI64 = 0x81
    case andI64 = 0x83
    case orI64 = 0x84
    case xorI64 = 0x85
    case shiftLeftI64 = 0x86
    case shiftRightI64 = 0x87
    case shiftRightUnsignedI64 = 0x88
    case addF64 = 0xA0
    case subtractF64 = 0xA1
    case multiplyF64 = 0xA2
    case divideF64 = 0xA3
    case minimumF64 = 0xA4
    case maximumF64 = 0xA5
    case copySignF64 = 0xA6

    var result: WasmType {
        switch rawValue {
        case 0x46...0x66, 0x6A...0x75: .i32
        case 0x7C...0x88: .i64
        default: .f64
        }
    }
}
