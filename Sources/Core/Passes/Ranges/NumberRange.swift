/// What is known of an f64: bounds, whether it is whole, and whether it can be NaN or negative zero.
///
/// Rounding is monotonic, so an operation on the bounds gives the bounds of the rounded results.
struct NumberRange: Hashable, Sendable {
    /// Bounds of the values that are not NaN; -0 counts as 0. Empty when `low > high`.
    var low: Double
    var high: Double
    /// Every finite value is whole.
    var isWhole: Bool
    var mayBeNaN = false
    var mayBeNegativeZero = false

    static let anything = NumberRange(
        low: -.infinity, high: .infinity, isWhole: false, mayBeNaN: true, mayBeNegativeZero: true)
    /// No value at all: the code is not reached.
    static let nothing = NumberRange(low: .infinity, high: -.infinity, isWhole: true)

    static func whole(_ low: Double, _ high: Double) -> NumberRange { NumberRange(low: low, high: high, isWhole: true) }

    static func constant(_ value: Double) -> NumberRange {
        if value.isNaN { return NumberRange(low: .infinity, high: -.infinity, isWhole: true, mayBeNaN: true) }
        let isNegativeZero = value == 0 && value.sign == .minus
        return NumberRange(
            low: value == 0 ? 0 : value, high: value == 0 ? 0 : value, isWhole: value == value.rounded(.towardZero),
            mayBeNegativeZero: isNegativeZero)
    }

    var isNothing: Bool { low > high && !mayBeNaN }
    var isFinite: Bool { !mayBeNaN && (low > high || low > -.infinity && high < .infinity) }
    var containsZero: Bool { low <= 0 && high >= 0 }

    /// Every value is exactly an integer of this width, and conversion there and back changes nothing.
    func fits(_ width: IntegerWidth) -> Bool {
        isWhole && !mayBeNaN && !mayBeNegativeZero && low <= high && low >= width.least && high <= width.greatest
    }

    // MARK: Lattice

    func union(_ other: NumberRange) -> NumberRange {
        if isNothing { return other }
        if other.isNothing { return self }
        return NumberRange(
            low: min(low, other.low), high: max(high, other.high), isWhole: isWhole && other.isWhole,
            mayBeNaN: mayBeNaN || other.mayBeNaN, mayBeNegativeZero: mayBeNegativeZero || other.mayBeNegativeZero)
    }

    func isSubset(of other: NumberRange) -> Bool {
        if isNothing { return true }
        return (low > high || low >= other.low && high <= other.high) && (!mayBeNaN || other.mayBeNaN)
            && (!mayBeNegativeZero || other.mayBeNegativeZero) && (isWhole || !other.isWhole)
    }

    /// A superset of `next` in a chain that cannot grow for long.
    func widened(to next: NumberRange) -> NumberRange {
        if isNothing { return next }
        var result = union(next)
        if result.low < low { result.low = Self.thresholds.last { $0 <= result.low } ?? -.infinity }
        if result.high > high { result.high = Self.thresholds.first { $0 >= result.high } ?? .infinity }
        return result
    }

    /// The outermost are where counting in steps of up to 8 ends: there adding the step changes nothing, so a counter is always finite.
    private static let thresholds: [Double] = [
        -72_057_594_037_927_936, -9_007_199_254_740_991, -2_147_483_648, -1, 0, 1, 536_870_911, 2_147_483_647, 9_007_199_254_740_991,
        72_057_594_037_927_936,
    ]

    // MARK: Refinement

    /// The values below `bound` (or equal to it).
    func below(_ bound: NumberRange, orEqual: Bool) -> NumberRange {
        var result = self
        result.mayBeNaN = false
        var limit = bound.high
        if !orEqual, isWhole, limit < .infinity, abs(limit) <= 9_007_199_254_740_992 {
            limit = limit == limit.rounded(.down) ? limit - 1 : limit.rounded(.down)
        }
        result.high = min(high, limit)
        if result.high < 0 || result.low > 0 { result.mayBeNegativeZero = false }
        return result
    }

    /// The values above `bound` (or equal to it).
    func above(_ bound: NumberRange, orEqual: Bool) -> NumberRange {
        var result = self
        result.mayBeNaN = false
        var limit = bound.low
        if !orEqual, isWhole, limit > -.infinity, abs(limit) <= 9_007_199_254_740_992 {
            limit = limit == limit.rounded(.up) ? limit + 1 : limit.rounded(.up)
        }
        result.low = max(low, limit)
        if result.high < 0 || result.low > 0 { result.mayBeNegativeZero = false }
        return result
    }

    /// The values equal to some value of `other`; both zeros are equal.
    func equal(_ other: NumberRange) -> NumberRange {
        var result = self
        result.mayBeNaN = false
        result.low = max(low, other.low)
        result.high = min(high, other.high)
        result.isWhole = isWhole || other.isWhole
        if !result.containsZero { result.mayBeNegativeZero = false }
        return result
    }

    /// The values that differ from a single one.
    func notEqual(_ other: NumberRange) -> NumberRange {
        guard other.low == other.high, !other.mayBeNaN, isWhole else { return self }
        var result = self
        if low == other.low, abs(low) < 9_007_199_254_740_992 { result.low = low + 1 }
        if high == other.high, abs(high) < 9_007_199_254_740_992 { result.high = high - 1 }
        if !result.containsZero { result.mayBeNegativeZero = false }
        return result
    }

    /// The values that are neither NaN nor infinite.
    var finiteOnly: NumberRange {
        var result = self
        result.mayBeNaN = false
        if low <= high {
            result.low = max(low, -Double.greatestFiniteMagnitude)
            result.high = min(high, Double.greatestFiniteMagnitude)
        }
        return result
    }
}

/// An integer type that numbers may be computed in.
enum IntegerWidth: Sendable {
    case i32
    /// The integers that an f64 holds exactly and that no other value rounds to.
    case i64

    var least: Double { self == .i32 ? -2_147_483_648 : -9_007_199_254_740_991 }
    var greatest: Double { self == .i32 ? 2_147_483_647 : 9_007_199_254_740_991 }
    var type: ValueType { self == .i32 ? .i32 : .i64 }
}
