extension ObjectKind {
    /// Objects of the kind wrap one value: their layout is `ObjectLayout.Variant`.
    public var isVariant: Bool {
        switch self {
        case .option, .result, .cell, .json, .queue, .stack, .regex, .dateTime, .promise, .port, .foreign: true
        case .string, .array, .closure, .namespace, .bytes, .hashMap, .hashSet, .pair, .symbol, .keyword, .vector, .byteVector, .text, .bigInteger,
            .record, .recordType, .tagged, .hashTable, .errorObject, .values: false
        }
    }

    /// Objects of the kind are laid out like arrays.
    public var hasElements: Bool { self == .array || self == .vector || self == .values }

    /// The kind of wrappers that a program sees under this type name; nil for other names.
    public init?(typeName: String) {
        switch typeName {
        case "json": self = .json
        case "queue": self = .queue
        case "stack": self = .stack
        case "regex": self = .regex
        case "datetime": self = .dateTime
        case "hashmap": self = .hashMap
        case "hashset": self = .hashSet
        default: return nil
        }
    }
}
