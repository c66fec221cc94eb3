import Core
import RuntimeABI

extension Type {
    /// The Core type of expressions and results of this type; `unit` for the types whose single value is `null`. Agrees with `machineType`.
    var valueType: ValueType {
        switch self {
        case .number: .f64
        case .bool: .bool
        case .string: .reference(.string)
        case .array: .reference(.array)
        case .function: .reference(.closure)
        case .option: .reference(.option)
        case .result: .reference(.result)
        case .json: .reference(.json)
        case .null, .void: .unit
        case .alias(_, _, let expansion): expansion.valueType
        case .unknown, .never, .applied, .union, .intersection, .structural, .parameter, .namespace: .any
        }
    }

    /// The Core type of variables and parameters: those of type `null` exist too, as `any`.
    var storageType: ValueType {
        let type = valueType
        return type == .unit ? .any : type
    }

    /// A value of the type may be, or hold in a way that code can change, a collection with value semantics.
    var mayBeCollection: Bool {
        switch self {
        case .array, .unknown, .applied, .structural, .parameter, .intersection: true
        case .alias(_, _, let expansion): expansion.mayBeCollection
        case .union(let members): members.contains(where: \.mayBeCollection)
        case .never, .number, .string, .bool, .null, .void, .json, .function, .option, .result, .namespace: false
        }
    }

    /// The element type of an array type; nil for other types.
    var elementType: Type? {
        if case .array(let element) = stripped { return element }
        return nil
    }

    /// The elements are raw numbers, so that typed code may load them without a test.
    var isNumberArray: Bool { elementType?.stripped == .number }

    var isNumber: Bool { stripped == .number }
}
