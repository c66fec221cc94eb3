/// What operations make of ranges.
extension NumberRange {
    func adding(_ other: NumberRange) -> NumberRange {
        if isNothing || other.isNothing { return .nothing }
        let meetsOpposite = high == .infinity && other.low == -.infinity || low == -.infinity && other.high == .infinity
        return Self.bounds(
            low + other.low, high + other.high, isWhole: isWhole && other.isWhole,
            mayBeNaN: mayBeNaN || other.mayBeNaN || meetsOpposite, mayBeNegativeZero: mayBeNegativeZero && other.mayBeNegativeZero)
    }

    func subtracting(_ other: NumberRange) -> NumberRange {
        if isNothing || other.isNothing { return .nothing }
        let meetsSame = high == .infinity && other.high == .infinity || low == -.infinity && other.low == -.infinity
        return Self.bounds(
            low - other.high, high - other.low, isWhole: isWhole && other.isWhole, mayBeNaN: mayBeNaN || other.mayBeNaN || meetsSame,
            mayBeNegativeZero: mayBeNegativeZero && other.containsZero)
    }

    func multiplied(by other: NumberRange) -> NumberRange {
        if isNothing || other.isNothing { return .nothing }
        let products = [low * other.low, low * other.high, high * other.low, high * other.high]
        let isZeroTimesInfinity = containsZero && !other.isFinite || other.containsZero && !isFinite
        let numbers = products.map { $0.isNaN ? 0 : $0 }
        let isPositive = low >= 0 && other.low >= 0 && !mayBeNegativeZero && !other.mayBeNegativeZero
        let isNonzeroWhole = isWhole && other.isWhole && !containsZero && !other.containsZero
        return Self.bounds(
            numbers.min() ?? -.infinity, numbers.max() ?? .infinity, isWhole: isWhole && other.isWhole,
            mayBeNaN: mayBeNaN || other.mayBeNaN || isZeroTimesInfinity, mayBeNegativeZero: !isPositive && !isNonzeroWhole)
    }

    func divided(by other: NumberRange) -> NumberRange {
        if isNothing || other.isNothing { return .nothing }
        guard isFinite, other.isFinite, !other.containsZero else { return .anything }
        let quotients = [low / other.low, low / other.high, high / other.low, high / other.high]
        let isPositive = low >= 0 && other.low > 0 && !mayBeNegativeZero
        return Self.bounds(
            quotients.min() ?? -.infinity, quotients.max() ?? .infinity, isWhole: false, mayBeNaN: false, mayBeNegativeZero: !isPositive)
    }

    /// The floating remainder with the sign of the dividend.
    func remainder(by other: NumberRange) -> NumberRange {
        if isNothing || other.isNothing { return .nothing }
        let isWhole = isWhole && other.isWhole
        let mayBeNaN = !isFinite || other.mayBeNaN || other.containsZero
        var limit = max(abs(other.low), abs(other.high))
        if isWhole, limit <= 9_007_199_254_740_992 { limit -= 1 }
        return Self.bounds(
            low >= 0 ? 0 : max(low, -limit), high <= 0 ? 0 : min(high, limit), isWhole: isWhole, mayBeNaN: mayBeNaN,
            mayBeNegativeZero: low < 0 || mayBeNegativeZero)
    }

    var negated: NumberRange {
        if isNothing { return self }
        return Self.bounds(-high, -low, isWhole: isWhole, mayBeNaN: mayBeNaN, mayBeNegativeZero: containsZero)
    }

    var absolute: NumberRange {
        if isNothing { return self }
        let least = containsZero ? 0 : min(abs(low), abs(high))
        return Self.bounds(least, max(abs(low), abs(high)), isWhole: isWhole, mayBeNaN: mayBeNaN, mayBeNegativeZero: false)
    }

    func rounded(_ rule: FloatingPointRoundingRule) -> NumberRange {
        if isNothing { return self }
        let crossesZero = rule != .down && low < 0 && high > -1
        return Self.bounds(
            low.rounded(rule), high.rounded(rule), isWhole: true, mayBeNaN: mayBeNaN,
            mayBeNegativeZero: mayBeNegativeZero || crossesZero && !isWhole)
    }

    var squareRoot: NumberRange {
        if isNothing { return self }
        return Self.bounds(
            max(low, 0).squareRoot(), max(high, 0).squareRoot(), isWhole: false, mayBeNaN: mayBeNaN || low < 0,
            mayBeNegativeZero: mayBeNegativeZero)
    }

    func minimum(_ other: NumberRange) -> NumberRange {
        if isNothing || other.isNothing { return .nothing }
        return Self.bounds(
            min(low, other.low), min(high, other.high), isWhole: isWhole && other.isWhole, mayBeNaN: mayBeNaN || other.mayBeNaN,
            mayBeNegativeZero: mayBeNegativeZero || other.mayBeNegativeZero)
    }

    func maximum(_ other: NumberRange) -> NumberRange {
        if isNothing || other.isNothing { return .nothing }
        return Self.bounds(
            max(low, other.low), max(high, other.high), isWhole: isWhole && other.isWhole, mayBeNaN: mayBeNaN || other.mayBeNaN,
            mayBeNegativeZero: mayBeNegativeZero || other.mayBeNegativeZero)
    }

    /// A range from computed bounds, which are NaN where infinities met.
    private static func bounds(
        _ low: Double, _ high: Double, isWhole: Bool, mayBeNaN: Bool, mayBeNegativeZero: Bool
    ) -> NumberRange {
        NumberRange(
            low: low.isNaN ? -.infinity : low == 0 ? 0 : low, high: high.isNaN ? .infinity : high == 0 ? 0 : high, isWhole: isWhole,
            mayBeNaN: mayBeNaN, mayBeNegativeZero: mayBeNegativeZero)
    }
}
