// The floating remainder, exact.

@_extern(c, "number_remainder") func numberRemainder(_ dividend: Double, _ divisor: Double) -> Double

/// C's `fmod`: the sign is the dividend's.
@_cdecl("number_remainder") @inline(__always) func numberRemainderEntry(_ dividend: Double, _ divisor: Double) -> Double {
    let sign = dividend.bitPattern & 0x8000_0000_0000_0000
    let x = dividend.bitPattern & 0x7FFF_FFFF_FFFF_FFFF
    let y = divisor.bitPattern & 0x7FFF_FFFF_FFFF_FFFF
    // 2^53; whole numbers below it take the hardware's division.
    if x < 0x4340_0000_0000_0000 && y < 0x4340_0000_0000_0000 && y != 0 {
        let a = UInt64(Double(bitPattern: x))
        let b = UInt64(Double(bitPattern: y))
        if Double(a) == Double(bitPattern: x) && Double(b) == Double(bitPattern: y) {
            return Double(bitPattern: Double(a % b).bitPattern | sign)
        }
    }
    if x >= 0x7FF0_0000_0000_0000 || y > 0x7FF0_0000_0000_0000 || y == 0 { return (dividend * divisor) / (dividend * divisor) }
    if x < y { return dividend }
    return Double(bitPattern: remainderBits(x, y) | sign)
}

/// The remainder of positive finite numbers, as bit patterns; the divisor is not greater. Works on the significands as whole numbers and
/// shifts the dividend's by as many bits at a time as fit.
private func remainderBits(_ x: UInt64, _ y: UInt64) -> UInt64 {
    var exponent = x >> 52
    var rest = x & 0x000F_FFFF_FFFF_FFFF
    if exponent == 0 { exponent = 1 } else { rest |= 0x0010_0000_0000_0000 }
    var least = y >> 52
    var divisor = y & 0x000F_FFFF_FFFF_FFFF
    if least == 0 { least = 1 } else { divisor |= 0x0010_0000_0000_0000 }
    rest %= divisor
    while exponent != least && rest != 0 {
        let step = exponent &- least < 11 ? exponent &- least : 11
        rest = (rest &<< step) % divisor
        exponent &-= step
    }
    if rest == 0 { return 0 }
    // Scale back: the leading bit belongs at bit 52 unless the number is subnormal.
    var shift = UInt64(truncatingIfNeeded: rest.leadingZeroBitCount) &- 11
    if shift >= least { shift = least &- 1 }
    rest = rest &<< shift
    least &-= shift
    return rest >= 0x0010_0000_0000_0000 ? rest &- 0x0010_0000_0000_0000 | least &<< 52 : rest
}
