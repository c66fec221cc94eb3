// The shortest decimal digits that read back as the same number, after Raffaello Giulietti's Schubfach: the number and the ends of its
// rounding interval are scaled by one power of ten so that the shortest candidates are next to each other.

/// The digits of a positive finite number as a whole number; the value is digits times ten to the power `shortestExponent`.
func shortestDigits(_ bits: UInt64) -> UInt64 {
    let fraction = bits & 0x000F_FFFF_FFFF_FFFF
    let biased = Int32(truncatingIfNeeded: bits >> 52)
    let significand = biased == 0 ? fraction : fraction | 0x0010_0000_0000_0000
    let exponent = (biased == 0 ? 1 : biased) &- 1075
    // Below a power of two the neighbours are only half as far away as above it.
    let closer: Int32 = fraction == 0 && biased > 1 ? 1 : 0
    let odd = significand & 1
    let scale = (exponent &* 1_262_611 &- closer &* 524_031) >> 22
    let shift = UInt64(truncatingIfNeeded: exponent &+ (-scale &* 1_741_647) >> 19 &+ 1)
    let high = powerOfTen(-scale)
    let low = powerLow
    let middle = 4 &* significand
    let lower = scaled(high, low, (middle &- 2 &+ UInt64(truncatingIfNeeded: closer)) &<< shift) &+ odd
    let value = scaled(high, low, middle &<< shift)
    let upper = scaled(high, low, (middle &+ 2) &<< shift) &- odd
    let whole = value >> 2
    shortestExponent = scale
    if whole >= 10 {
        let tens = whole / 10
        let below = lower <= 40 &* tens
        let above = 40 &* tens &+ 40 <= upper
        if below != above {
            shortestExponent = scale &+ 1
            return above ? tens &+ 1 : tens
        }
    }
    let below = lower <= 4 &* whole
    let above = 4 &* whole &+ 4 <= upper
    if below != above { return above ? whole &+ 1 : whole }
    let half = 4 &* whole &+ 2
    return value > half || (value == half && whole & 1 != 0) ? whole &+ 1 : whole
}

/// The second result of `shortestDigits`.
nonisolated(unsafe) var shortestExponent: Int32 = 0

/// `factor * value / 2^128`, rounded to odd: the last bit is set when anything but zeros was cut off.
@inline(never) private func scaled(_ high: UInt64, _ low: UInt64, _ value: UInt64) -> UInt64 {
    let carry = multiplyHigh(low, value)
    let bottom = high &* value
    let sum = bottom &+ carry
    let top = multiplyHigh(high, value) &+ (sum < bottom ? 1 : 0)
    return sum > 1 ? top | 1 : top
}
