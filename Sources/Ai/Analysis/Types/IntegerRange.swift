/// Exact integers between two bounds, both included: what code holds in an i64 without ever exceeding it.
///
/// Sums of ranges within `widest` cannot overflow 64 bits, so arithmetic on such values needs no checks; only when a value becomes an object of
/// the language does it matter whether it is a small integer.
struct IntegerRange: Hashable {
    let low: Int64
    let high: Int64

    /// Small integers: those that fit a NaN-boxed value.
    static let small = IntegerRange(-(1 << 47), 1 << 47 - 1)
    /// What unboxed values may be.
    static let widest = IntegerRange(-(1 << 62) + 1, 1 << 62 - 1)
    /// 32 bits: two of these have a product of 64.
    static let narrow = IntegerRange(-(1 << 31), 1 << 31 - 1)
    /// Positions in vectors: memory has 2³² bytes, and an element takes eight.
    static let index = IntegerRange(0, 1 << 29 - 1)
    /// Unicode scalar values.
    static let scalar = IntegerRange(0, 0x10_FFFF)
    /// A counter: it would take years of counting by ones, and weeks by `mostCounted`, to leave this range.
    static let counted = IntegerRange(-(1 << 61), 1 << 61)
    static let mostCounted: Int64 = 256

    init(_ low: Int64, _ high: Int64) {
        self.low = low
        self.high = high
    }

    init(_ value: Int64) { self.init(value, value) }

    /// Nil when the bounds are in the wrong order.
    init?(from low: Int64, to high: Int64) {
        guard low <= high else { return nil }
        self.init(low, high)
    }

    var isSmall: Bool { isWithin(.small) }

    func isWithin(_ other: IntegerRange) -> Bool { low >= other.low && high <= other.high }

    func union(_ other: IntegerRange) -> IntegerRange { IntegerRange(min(low, other.low), max(high, other.high)) }

    func intersection(_ other: IntegerRange) -> IntegerRange? { IntegerRange(from: max(low, other.low), to: min(high, other.high)) }

    /// The range that covers both and whose bounds, where they moved, are among few: the ranges of a loop's variable settle soon.
    func widened(to other: IntegerRange) -> IntegerRange {
        let newLow = other.low >= low ? low : Self.bounds.first { -$0 <= other.low }.map { -$0 } ?? Self.widest.low
        let newHigh = other.high <= high ? high : Self.bounds.first { $0 >= other.high } ?? Self.widest.high
        return IntegerRange(newLow, newHigh)
    }

    /// Ascending above zero, so that their negations descend.
    private static let bounds: [Int64] = [0, 1, 255, 65_535, 1 << 29 - 1, 1 << 31, 1 << 32, 1 << 47 - 1, 1 << 47, 1 << 48, 1 << 53, 1 << 58, 1 << 61]

    // MARK: Arithmetic; nil when a result may be outside `widest`

    static func + (left: IntegerRange, right: IntegerRange) -> IntegerRange? {
        within(left.low.addingReportingOverflow(right.low), left.high.addingReportingOverflow(right.high))
    }

    static func - (left: IntegerRange, right: IntegerRange) -> IntegerRange? {
        within(left.low.subtractingReportingOverflow(right.high), left.high.subtractingReportingOverflow(right.low))
    }

    static func * (left: IntegerRange, right: IntegerRange) -> IntegerRange? {
        var result: IntegerRange?
        for first in [left.low, left.high] {
            for second in [right.low, right.high] {
                let product = first.multipliedReportingOverflow(by: second)
                guard let one = within(product, product) else { return nil }
                result = result?.union(one) ?? one
            }
        }
        return result
    }

    private static func within(
        _ low: (partialValue: Int64, overflow: Bool), _ high: (partialValue: Int64, overflow: Bool)
    ) -> IntegerRange? {
        guard !low.overflow, !high.overflow else { return nil }
        let range = IntegerRange(low.partialValue, high.partialValue)
        return range.isWithin(.widest) ? range : nil
    }

    /// Of a division by a number that is not zero: `quotient`, `remainder` or `modulo`.
    static func divided(_ name: String, _ left: IntegerRange, by right: IntegerRange) -> IntegerRange? {
        let most = max(right.high, -right.low)
        switch name {
        case "quotient":
            let magnitude = max(left.high, -left.low)
            return IntegerRange(left.low >= 0 && right.low > 0 ? 0 : -magnitude, magnitude)
        case "remainder": return IntegerRange(left.low < 0 ? -(most - 1) : 0, left.high > 0 ? most - 1 : 0)
        case "modulo": return IntegerRange(right.low < 0 ? -(most - 1) : 0, right.high > 0 ? most - 1 : 0)
        default: return nil
        }
    }
}
