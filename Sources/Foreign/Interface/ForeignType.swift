import Core
import ModuleSystem
import WasmFormat

/// A type of the interface of a foreign module: what it is in C, what importers see, and how one becomes the other.
enum ForeignType: Hashable, Sendable {
    case f64
    case f32
    case integer(ForeignInteger)
    case bool
    /// Bytes of UTF-8, as address and length.
    case string
    /// Numbers, as address and count.
    case numbers

    /// All, by the name in an interface.
    static let named: [(name: String, type: ForeignType)] = [
        ("f64", .f64), ("f32", .f32), ("bool", .bool), ("string", .string), ("f64[]", .numbers),
    ] + ForeignInteger.allCases.map { ($0.rawValue, .integer($0)) }

    var name: String { Self.named.first { $0.type == self }?.name ?? "" }

    /// How importers see it.
    var interfaceType: InterfaceType {
        switch self {
        case .f64, .f32, .integer: .number
        case .bool: .bool
        case .string: .string
        case .numbers: .array(.number)
        }
    }

    /// How compiled code of importers passes it.
    var machineType: MachineValueType {
        switch self {
        case .f64, .f32, .integer: .number
        case .bool: .bool
        case .string, .numbers: .reference
        }
    }

    /// The same in Core.
    var valueType: Core.ValueType {
        switch self {
        case .f64, .f32, .integer: .f64
        case .bool: .bool
        case .string: .reference(.string)
        case .numbers: .reference(.array)
        }
    }

    /// The wasm parameters that the C function has for it.
    var parameters: [WasmFormat.ValueType] {
        switch self {
        case .f64: [.f64]
        case .f32: [.f32]
        case .integer(let integer): [integer.isWide ? .i64 : .i32]
        case .bool: [.i32]
        case .string, .numbers: [.i32, .i32]
        }
    }

    /// A result of two words comes in a struct, whose address is the first argument.
    var isStruct: Bool { self == .string || self == .numbers }
}

/// The integer types of C.
enum ForeignInteger: String, Hashable, Sendable, CaseIterable {
    case i8, i16, i32, i64, u8, u16, u32, u64

    var isWide: Bool { self == .i64 || self == .u64 }

    /// The values that pass. A number tells integers apart up to 2^53 only.
    var range: ClosedRange<Int64> {
        switch self {
        case .i8: -128...127
        case .i16: -32_768...32_767
        case .i32: -2_147_483_648...2_147_483_647
        case .i64: -9_007_199_254_740_992...9_007_199_254_740_992
        case .u8: 0...255
        case .u16: 0...65_535
        case .u32: 0...4_294_967_295
        case .u64: 0...9_007_199_254_740_992
        }
    }
}
