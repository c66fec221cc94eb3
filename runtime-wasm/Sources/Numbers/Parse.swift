// Decimal text to numbers, correctly rounded. Short numbers take exact floating operations; for the others 64 bits of the value are computed
// from the first digits, and if these cannot decide the rounding, whole numbers of any size do.

/// The number that a decimal text means, or NaN when it is none: an optional sign, digits with at most one point among or around them, and
/// an optional exponent.
func parseDecimal(_ data: UInt32, _ count: UInt32) -> Double {
    let end = data &+ count
    let start = count != 0 && (load8(data) == 45 || load8(data) == 43) ? data &+ 1 : data
    var at = start
    // The first digits, at most 19, and the power of ten by which they must be multiplied.
    var digits: UInt64 = 0
    var exponent: Int32 = 0
    var truncated = false
    var hasPoint = false
    var hasDigits = false
    while at < end {
        let digit = load8(at) &- 48
        if digit < 10 {
            hasDigits = true
            if digits < 1_000_000_000_000_000_000 {
                digits = digits &* 10 &+ UInt64(digit)
                if hasPoint { exponent &-= 1 }
            } else {
                if digit != 0 { truncated = true }
                if !hasPoint { exponent &+= 1 }
            }
        } else if digit == 0xFFFF_FFFE && !hasPoint {
            hasPoint = true
        } else {
            break
        }
        at &+= 1
    }
    if !hasDigits { return .nan }
    let digitsEnd = at
    let written = parseExponent(at, end)
    if written == invalidExponent { return .nan }
    exponent &+= written
    let size = decimalValue(digits, exponent, truncated, start, digitsEnd, written)
    return load8(data) == 45 ? -size : size
}

private let invalidExponent = Int32.min

/// The exponent between both places: 0 when there is none; too large ones are cut, which leaves them too large.
private func parseExponent(_ from: UInt32, _ end: UInt32) -> Int32 {
    var at = from
    if at == end { return 0 }
    if load8(at) | 32 != 101 { return invalidExponent }
    at &+= 1
    let negative = at < end && load8(at) == 45
    if negative || (at < end && load8(at) == 43) { at &+= 1 }
    if at == end { return invalidExponent }
    var exponent: Int32 = 0
    while at < end {
        let digit = load8(at) &- 48
        if digit >= 10 { return invalidExponent }
        if exponent < 100_000_000 { exponent = exponent &* 10 &+ Int32(bitPattern: digit) }
        at &+= 1
    }
    return negative ? -exponent : exponent
}

/// `digits * 10^exponent`, or a little more when digits were cut off. The digits' text, with at most one point, lies between `start` and `end`;
/// `written` is the exponent behind it.
func decimalValue(
    _ digits: UInt64, _ exponent: Int32, _ truncated: Bool, _ start: UInt32, _ end: UInt32, _ written: Int32
) -> Double {
    if digits == 0 || exponent < -345 { return 0 }
    if exponent > 309 { return .infinity }
    if digits < 1 << 53 && exponent &+ 22 >= 0 && exponent <= 22 {
        var power = 1.0
        var left = exponent < 0 ? -exponent : exponent
        while left != 0 {
            power *= 10
            left &-= 1
        }
        return exponent < 0 ? Double(digits) / power : Double(digits) * power
    }
    // 64 bits of the value, and the power of two that they must be multiplied by.
    let zeros = UInt64(truncatingIfNeeded: digits.leadingZeroBitCount)
    let high = powerOfTen(exponent)
    var bits = multiplyHigh(digits &<< zeros, high)
    var scale = (exponent &* 1_741_647) >> 19 &+ 1 &- Int32(truncatingIfNeeded: zeros)
    if bits >> 63 == 0 {
        bits = bits << 1 | (digits &<< zeros &* high) >> 63
        scale &-= 1
    }
    if scale > 960 { return .infinity }
    // How many of the 64 bits are beyond the precision.
    let drop = scale &+ 63 >= -1022 ? 11 : -1074 &- scale
    if drop > 65 { return 0 }
    return rounded(bits, scale, UInt64(truncatingIfNeeded: drop), truncated, start, end, written)
}

/// `bits * 2^scale` without the last `drop` bits, rounded to nearest.
private func rounded(
    _ bits: UInt64, _ scale: Int32, _ drop: UInt64, _ truncated: Bool, _ start: UInt32, _ end: UInt32, _ written: Int32
) -> Double {
    var significand = drop < 64 ? bits &>> drop : 0
    let rest = drop < 64 ? bits & (1 &<< drop &- 1) : bits
    let half: UInt64 = drop < 65 ? 1 &<< (drop &- 1) : 0
    // `bits` is too small by less than 40, or too large by less than 1.
    let distance = rest &- half
    if distance &+ 64 <= 128 {
        let order = compareToMiddle(significand, scale &+ Int32(truncatingIfNeeded: drop), start, end, written)
        if order > 0 || (order == 0 && significand & 1 != 0) { significand &+= 1 }
    } else if drop < 65 && rest > half {
        significand &+= 1
    }
    let biased = UInt64(truncatingIfNeeded: scale &+ Int32(truncatingIfNeeded: drop) &+ 1074)
    let result = biased << 52 &+ significand
    return Double(bitPattern: result < 0x7FF0_0000_0000_0000 ? result : 0x7FF0_0000_0000_0000)
}

/// Compares the decimal text with the middle between `significand * 2^scale` and the next number, exactly. More digits than can matter
/// count as one that is not zero.
private func compareToMiddle(_ significand: UInt64, _ scale: Int32, _ start: UInt32, _ end: UInt32, _ written: Int32) -> Int32 {
    bigSet(bigA, 0)
    var exponent = written
    var count: UInt32 = 0
    var hasPoint = false
    var at = start
    var isCut = false
    while at != end {
        let digit = load8(at) &- 48
        at &+= 1
        if digit >= 10 {
            hasPoint = true
            continue
        }
        if count != 0 || digit != 0 { count &+= 1 }
        if count <= 780 {
            bigMultiply(bigA, 10, digit)
            if hasPoint { exponent &-= 1 }
        } else {
            if digit != 0 { isCut = true }
            if !hasPoint { exponent &+= 1 }
        }
    }
    if isCut {
        bigMultiply(bigA, 10, 1)
        exponent &-= 1
    }
    bigSet(bigB, 2 &* significand &+ 1)
    var shift = scale &- 1 &- exponent
    while exponent != 0 {
        bigMultiply(exponent > 0 ? bigA : bigB, 5, 0)
        exponent &+= exponent > 0 ? -1 : 1
    }
    if shift > 0 {
        bigShiftLeft(bigB, UInt32(bitPattern: shift))
    } else {
        shift = -shift
        bigShiftLeft(bigA, UInt32(bitPattern: shift))
    }
    bigTrim(bigA)
    bigTrim(bigB)
    return bigCompare(bigA, bigB)
}
