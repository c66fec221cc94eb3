// Between exact integers and floats.

/// The nearest float, ties to even.
func toDouble(_ bits: UInt64) -> Double {
    if isNumber(bits) { return Double(bitPattern: bits) }
    if isFixnum(bits) { return Double(fixnumValue(bits)) }
    let value = integer(bits, 0)
    let size = limbsToDouble(value.data, value.count, isInexact: false, exponent: 0)
    return value.isNegative ? -size : size
}

/// The nearest float to a trimmed magnitude times `2^exponent`; `isInexact` says that something small, but not zero, comes on top.
func limbsToDouble(_ data: UInt32, _ count: UInt32, isInexact: Bool, exponent: Int32) -> Double {
    if count == 0 { return 0 }
    let bits = bitLength(data, count)
    // The first 64 bits; the last tells whether any bit below is set.
    var top: UInt64
    var isSticky = isInexact
    if bits <= 64 {
        top = (count == 1 ? UInt64(load32(data)) : load64(data)) &<< UInt64(64 &- bits)
    } else {
        let drop = bits &- 64
        let word = drop / 32
        let shift = UInt64(drop & 31)
        top = load64(data &+ 4 &* word) &>> shift
        if shift != 0 { top |= UInt64(limb(data, word &+ 2)) &<< (64 &- shift) }
        if shift != 0 && UInt64(limb(data, word)) & (1 &<< shift &- 1) != 0 { isSticky = true }
        if trimmedCount(data, word) != 0 { isSticky = true }
    }
    if isSticky { top |= 1 }
    // The value is top * 2^scale.
    let scale = Int32(bitPattern: bits) &- 64 &+ exponent
    if scale > 1023 &- 63 { return .infinity }
    if scale >= -1022 &- 63 { return Double(top) * 0x1p-63 * powerOfTwo(scale &+ 63) }
    // Below the normal range rounding must happen once.
    let drop = -1074 &- scale
    if drop > 64 { return 0 }
    return roundedDown(top, UInt64(drop)) * 0x1p-1074
}

/// `value / 2^drop` to the nearest whole number, ties to even. The last bit of the value is sticky.
private func roundedDown(_ value: UInt64, _ drop: UInt64) -> Double {
    let half: UInt64 = 1 &<< (drop &- 1)
    let whole = drop == 64 ? 0 : value &>> drop
    let rest = drop == 64 ? value : value & (1 &<< drop &- 1)
    return Double(rest > half || (rest == half && whole & 1 != 0) ? whole &+ 1 : whole)
}

/// `2^exponent` for an exponent between -1074 and 1023.
func powerOfTwo(_ exponent: Int32) -> Double {
    if exponent >= -1022 { return Double(bitPattern: UInt64(truncatingIfNeeded: exponent &+ 1023) &<< 52) }
    return Double(bitPattern: 1 &<< UInt64(truncatingIfNeeded: exponent &+ 1074))
}

/// Room for the limbs of any float's whole part.
private nonisolated(unsafe) var floatLimbs = InlineArray<18, UInt64>(repeating: 0)

/// The whole part of a finite float. Its limbs last until the next call.
func wholePart(_ number: Double) -> Integer {
    let data = address(of: &floatLimbs)
    let bits = number.bitPattern
    let biased = Int32(truncatingIfNeeded: bits >> 52 & 0x7FF)
    let shift = biased &- 1075
    let isNegative = bits >> 63 != 0
    if biased < 1023 { return Integer(data: data, count: 0, isNegative: isNegative) }
    let significand = bits & 0x000F_FFFF_FFFF_FFFF | 0x0010_0000_0000_0000
    if shift <= 0 {
        store64(data, significand &>> UInt64(-shift))
        return Integer(data: data, count: trimmedCount(data, 2), isNegative: isNegative)
    }
    let words = UInt32(bitPattern: shift) / 32
    fill(data, count: 4 &* words)
    let place = data &+ 4 &* words
    store64(place, significand)
    setLimb(place, 2, shiftLimbsLeft(place, place, 2, UInt32(bitPattern: shift) & 31))
    return Integer(data: data, count: trimmedCount(data, words &+ 3), isNegative: isNegative)
}

/// The exact integer that a finite float's whole part is.
func exactWhole(_ number: Double) -> UInt64 {
    if number.magnitude < 0x1p62 { return exactInteger(Int64(number)) }
    let whole = wholePart(number)
    let object = newInteger(whole.count)
    fastCopy(to: integerLimbs(object), from: whole.data, count: 4 &* whole.count)
    return finish(object, whole.count, isNegative: whole.isNegative)
}

/// -1, 0 or 1, exactly; 2 when one is NaN. Both are numbers.
func compareNumbers(_ left: UInt64, _ right: UInt64) -> Int32 {
    if isNumber(left) && isNumber(right) { return order(Double(bitPattern: left), Double(bitPattern: right)) }
    if isNumber(left) {
        let result = compare(right, Double(bitPattern: left))
        return result == 2 ? 2 : -result
    }
    return isNumber(right) ? compare(left, Double(bitPattern: right)) : compareIntegers(left, right)
}

@inline(__always) private func order(_ a: Double, _ b: Double) -> Int32 { a < b ? -1 : a > b ? 1 : a == b ? 0 : 2 }

/// An exact integer against a float.
private func compare(_ exact: UInt64, _ number: Double) -> Int32 {
    if isFixnum(exact) || number.magnitude >= .infinity || number != number {
        return order(isFixnum(exact) ? Double(fixnumValue(exact)) : isNegativeInteger(exact) ? -1 : 1, number)
    }
    let a = integer(exact, 0)
    if a.isNegative != (number < 0) { return a.isNegative ? -1 : 1 }
    let b = wholePart(number)
    var result = compareLimbs(a.data, a.count, b.data, b.count)
    if result == 0 && number != number.rounded(.towardZero) { result = -1 }
    return a.isNegative ? -result : result
}
