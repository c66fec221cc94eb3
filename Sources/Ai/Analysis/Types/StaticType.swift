import RuntimeABI

/// What is known about the value of an expression before the program runs.
enum StaticType: Hashable {
    /// There is no value: control does not get there, or (during analysis) nothing has been found yet.
    case never
    /// An exact integer, held in an i64.
    case integer(IntegerRange)
    /// An exact integer of any size.
    case whole
    case float
    case boolean
    /// An object of this kind.
    case object(ObjectKind)
    case unknown

    static let small = StaticType.integer(.small)

    var range: IntegerRange? { if case .integer(let range) = self { range } else { nil } }

    /// Any of the values of both.
    func joined(_ other: StaticType) -> StaticType {
        switch (self, other) {
        case (.never, _): other
        case (_, .never): self
        case (.integer(let first), .integer(let second)): .integer(first.union(second))
        case (.integer, .whole), (.whole, .integer): .whole
        default: self == other ? self : .unknown
        }
    }

    /// Like `joined`, for the variables of loops: a chain of these is short.
    func widened(to other: StaticType) -> StaticType {
        if case .integer(let first) = self, case .integer(let second) = other {
            let range = first.widened(to: second)
            return range.isWithin(.counted) ? .integer(range) : .whole
        }
        return joined(other)
    }

    /// Both hold; nil when that cannot be.
    func narrowed(to other: StaticType) -> StaticType {
        switch (self, other) {
        case (.integer(let first), .integer(let second)): first.intersection(second).map { .integer($0) } ?? self
        case (.whole, .integer), (.unknown, _): other
        default: self
        }
    }
}
