/// A wasm value type; the raw value is its code in the binary format.
public enum ValueType: UInt8, Hashable, Sendable, CaseIterable {
    case i32 = 0x7F, i64 = 0x7E, f32 = 0x7D, f64 = 0x7C
    case funcref = 0x70, externref = 0x6F

    /// The name in the text format.
    public var text: String {
        switch self {
        case .i32: "i32"
        case .i64: "i64"
        case .f32: "f32"
        case .f64: "f64"
        case .funcref: "funcref"
        case .externref: "externref"
        }
    }

    public var isReference: Bool { self == .funcref || self == .externref }
}

/// A function signature.
public struct FunctionType: Hashable, Sendable {
    public var parameters: [ValueType]
    public var results: [ValueType]

    public init(_ parameters: [ValueType] = [], _ results: [ValueType] = []) {
        self.parameters = parameters
        self.results = results
    }

    /// For messages: `(i32, f64) -> i32`.
    public var text: String {
        let arguments = parameters.map(\.text).joined(separator: ", ")
        let values = results.map(\.text).joined(separator: ", ")
        return "(\(arguments)) -> \(results.count == 1 ? values : "(\(values))")"
    }
}

/// Sizes of a table (elements) or a memory (64 KiB pages).
public struct Limits: Hashable, Sendable {
    public var minimum: UInt32
    public var maximum: UInt32?

    public init(_ minimum: UInt32, _ maximum: UInt32? = nil) {
        self.minimum = minimum
        self.maximum = maximum
    }
}

public struct TableType: Hashable, Sendable {
    public var element: ValueType
    public var limits: Limits

    public init(_ limits: Limits, element: ValueType = .funcref) {
        self.element = element
        self.limits = limits
    }
}

public struct GlobalType: Hashable, Sendable {
    public var value: ValueType
    public var isMutable: Bool

    public init(_ value: ValueType, isMutable: Bool = false) {
        self.value = value
        self.isMutable = isMutable
    }

    /// For messages: `mutable i32`.
    public var text: String { isMutable ? "mutable \(value.text)" : value.text }
}

/// An initializer: one constant instruction. Extended constant expressions are not read.
public enum ConstantExpression: Hashable, Sendable {
    case i32(Int32)
    case i64(Int64)
    /// The bit pattern.
    case f32(UInt32)
    /// The bit pattern.
    case f64(UInt64)
    /// The value of another global.
    case global(UInt32)
    case nullReference(ValueType)
    case function(UInt32)
}
