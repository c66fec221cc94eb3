import Basics
import Diagnostics

public typealias DatumID = Index<Datum>

/// A datum as the reader found it: one node of a tree that a `DatumTree` holds.
public struct Datum: Sendable {
    public enum Kind: Hashable, Sendable {
        case boolean(Bool)
        case integer(ExactInteger)
        case float(Double)
        case character(UInt32)
        case string(String)
        case symbol(Symbol)
        /// The text without the colon.
        case keyword(String)
        /// `(a b . c)`: `tail` is nil for a proper list; the empty list has neither elements nor tail.
        case list([DatumID], tail: DatumID?, isBracketed: Bool)
        case vector([DatumID])
        case bytevector([UInt8])
        /// A use of a datum label that stands for an enclosing datum: only below a quotation.
        case label(DatumID)
    }

    public var kind: Kind
    public var span: SourceSpan

    public init(_ kind: Kind, span: SourceSpan) {
        self.kind = kind
        self.span = span
    }
}

/// A symbol token.
public struct Symbol: Hashable, Sendable {
    public var name: String
    /// The token has separator dots (`math.cube`), so that as an expression it may be a qualified name.
    public var isDotted: Bool

    public init(_ name: String, isDotted: Bool = false) {
        self.name = name
        self.isDotted = isDotted
    }
}

/// An exact integer of any size as it stands in a source.
public struct ExactInteger: Hashable, Sendable {
    public var isNegative: Bool
    /// Base 2^32, least significant first, without leading zeros; empty for 0.
    public var magnitude: [UInt32]

    public init(isNegative: Bool, magnitude: [UInt32]) {
        self.isNegative = isNegative
        self.magnitude = magnitude
    }

    public init(_ value: Int) {
        isNegative = value < 0
        let size = value.magnitude
        magnitude = size == 0 ? [] : size >> 32 == 0 ? [UInt32(size)] : [UInt32(truncatingIfNeeded: size), UInt32(size >> 32)]
    }

    /// The value, if it fits.
    public var small: Int64? {
        guard magnitude.count <= 2 else { return nil }
        let size = magnitude.reversed().reduce(UInt64(0)) { $0 << 32 | UInt64($1) }
        if isNegative { return size <= UInt64(1) << 63 ? Int64(truncatingIfNeeded: 0 &- size) : nil }
        return Int64(exactly: size)
    }
}

/// The data of one source text. Children are indices, so that neither making nor freeing a tree recurses.
public struct DatumTree: Sendable {
    public var data = Store<Datum>()
    /// The top-level data in source order.
    public var forms: [DatumID] = []

    public init() {}

    public subscript(id: DatumID) -> Datum { data[id] }
}
