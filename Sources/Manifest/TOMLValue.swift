import Diagnostics

/// A value of a TOML document and where it stands.
public struct TOMLValue: Sendable {
    public enum Kind: Sendable {
        case string(String)
        case integer(Int64)
        case float(Double)
        case boolean(Bool)
        /// A date, a time, or both; no manifest has a use for it.
        case dateTime
        case array([TOMLValue])
        case table(TOMLTable)
    }

    public let kind: Kind
    /// Of a table with a header, the header.
    public let span: SourceSpan

    public init(_ kind: Kind, span: SourceSpan) {
        self.kind = kind
        self.span = span
    }

    /// Whether this is what headers make: a table, or an array of tables.
    var isTableOrTables: Bool {
        switch kind {
        case .table: return true
        case .array(let elements):
            return !elements.isEmpty && elements.allSatisfy { if case .table = $0.kind { true } else { false } }
        default: return false
        }
    }

    /// The kind with its article, as in "found an integer".
    public var kindName: String {
        switch kind {
        case .string: "a string"
        case .integer: "an integer"
        case .float: "a float"
        case .boolean: "a boolean"
        case .dateTime: "a date or time"
        case .array: "an array"
        case .table: "a table"
        }
    }
}

/// A table of a TOML document; its entries stand in the order of the source.
public struct TOMLTable: Sendable {
    public struct Entry: Sendable {
        public let key: String
        public let keySpan: SourceSpan
        public let value: TOMLValue
    }

    public let entries: [Entry]

    init(_ entries: [Entry]) { self.entries = entries }

    /// The entry of a key. Takes time proportional to the number of entries.
    public subscript(key: String) -> Entry? { entries.first { $0.key == key } }
}

/// Why a document is no TOML.
public struct TOMLError: Error, Hashable, Sendable {
    /// Starts with a small letter and has no full stop.
    public let message: String
    public let span: SourceSpan
}
