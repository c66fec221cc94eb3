// Addition and its like on any two numbers. Compiled code does small integers and floats itself and calls these for everything else.

/// Raises when one of two operands is no number. `prefix` is as `raiseType` takes it.
@inline(never) func raiseNotNumbers(_ prefix: StaticString, _ left: UInt64, _ right: UInt64) -> UInt64 {
    isNumeric(left) ? raiseType(prefix, 2, right) : raiseType(prefix, 1, left)
}

@_extern(c, "ai_add") func aiAdd(_ left: UInt64, _ right: UInt64) -> UInt64

@_cdecl("ai_add") @inline(__always) func aiAddEntry(_ left: UInt64, _ right: UInt64) -> UInt64 {
    if isFixnum(left) && isFixnum(right) { return exactInteger(fixnumValue(left) &+ fixnumValue(right)) }
    if !isNumeric(left) || !isNumeric(right) { return raiseNotNumbers("+: expected number", left, right) }
    if isNumber(left) || isNumber(right) { return box(toDouble(left) + toDouble(right)) }
    return addIntegers(left, right, subtracts: false)
}

@_cdecl("ai_subtract") @inline(__always) func aiSubtractEntry(_ left: UInt64, _ right: UInt64) -> UInt64 {
    if isFixnum(left) && isFixnum(right) { return exactInteger(fixnumValue(left) &- fixnumValue(right)) }
    if !isNumeric(left) || !isNumeric(right) { return raiseNotNumbers("-: expected number", left, right) }
    if isNumber(left) || isNumber(right) { return box(toDouble(left) - toDouble(right)) }
    return addIntegers(left, right, subtracts: true)
}

/// `(- x)`: not the same as `0 - x` for a float zero.
@_cdecl("ai_negate") @inline(__always) func aiNegateEntry(_ value: UInt64) -> UInt64 {
    if isNumber(value) { return box(-Double(bitPattern: value)) }
    if !isExact(value) { return raiseType("-: expected number", 1, value) }
    return negateInteger(value)
}

@_extern(c, "ai_multiply") func aiMultiply(_ left: UInt64, _ right: UInt64) -> UInt64

@_cdecl("ai_multiply") @inline(__always) func aiMultiplyEntry(_ left: UInt64, _ right: UInt64) -> UInt64 {
    if !isNumeric(left) || !isNumeric(right) { return raiseNotNumbers("*: expected number", left, right) }
    if isNumber(left) || isNumber(right) { return box(toDouble(left) * toDouble(right)) }
    return multiplyIntegers(left, right)
}

@_extern(c, "ai_divide") func aiDivide(_ left: UInt64, _ right: UInt64) -> UInt64

/// Exact when exact operands leave no remainder, else the nearest float.
@_cdecl("ai_divide") @inline(__always) func aiDivideEntry(_ left: UInt64, _ right: UInt64) -> UInt64 {
    if !isNumeric(left) || !isNumeric(right) { return raiseNotNumbers("/: expected number", left, right) }
    if isZero(right) { return raiseDivision("/") }
    if isNumber(left) || isNumber(right) { return box(toDouble(left) / toDouble(right)) }
    let quotient = divideIntegers(left, right, Rounding.truncated)
    if isZero(divisionRemainder) { return quotient }
    if isFixnum(left) && isFixnum(right) { return box(toDouble(left) / toDouble(right)) }
    return box(ratio(left, right))
}

/// The float nearest to the ratio of two integers, of which the first is not zero.
private func ratio(_ left: UInt64, _ right: UInt64) -> Double {
    let a = integer(left, 0)
    let b = integer(right, 1)
    // Scaled so that the quotient has at least 65 bits.
    let wanted = Int32(bitPattern: bitLength(b.data, b.count)) &- Int32(bitPattern: bitLength(a.data, a.count)) &+ 66
    let shift = wanted < 0 ? 0 : UInt32(bitPattern: wanted)
    let words = shift / 32
    let scaled = scratchLimbs(a.count &+ words &+ 1)
    fill(scaled, count: 4 &* words)
    setLimb(scaled, a.count &+ words, shiftLimbsLeft(scaled &+ 4 &* words, a.data, a.count, shift & 31))
    let count = trimmedCount(scaled, a.count &+ words &+ 1)
    if count < b.count { return 0 }
    let quotient = scratchLimbs(count)
    let division = divideLimbs(quotient, scaled, count, b.data, b.count)
    let isInexact = trimmedCount(division.remainder, division.remainderCount) != 0
    let size = limbsToDouble(
        quotient, trimmedCount(quotient, division.quotientCount), isInexact: isInexact, exponent: -Int32(bitPattern: shift))
    return a.isNegative != b.isNegative ? -size : size
}

@_cdecl("ai_add_one") @inline(__always) func aiAddOneEntry(_ value: UInt64) -> UInt64 { aiAdd(value, fixnum(1 as Int64)) }
@_cdecl("ai_subtract_one") @inline(__always) func aiSubtractOneEntry(_ value: UInt64) -> UInt64 { aiAdd(value, fixnum(-1 as Int64)) }

// Order. Chains of comparisons are made of these.

@_cdecl("ai_equal_numbers") @inline(__always) func aiEqualNumbersEntry(_ left: UInt64, _ right: UInt64) -> UInt32 {
    if isNumeric(left) && isNumeric(right) { return compareNumbers(left, right) == 0 ? 1 : 0 }
    return isStructurallyEqual(left, right) ? 1 : 0
}

@_cdecl("ai_not_equal") @inline(__always) func aiNotEqualEntry(_ left: UInt64, _ right: UInt64) -> UInt32 {
    if isNumeric(left) && isNumeric(right) { return compareNumbers(left, right) == 0 ? 0 : 1 }
    return isStructurallyEqual(left, right) ? 0 : 1
}

@_cdecl("ai_less") @inline(__always) func aiLessEntry(_ left: UInt64, _ right: UInt64) -> UInt32 {
    if !isNumeric(left) || !isNumeric(right) { return noBoolean(raiseNotNumbers("<: expected number", left, right)) }
    return compareNumbers(left, right) == -1 ? 1 : 0
}

@_cdecl("ai_greater") @inline(__always) func aiGreaterEntry(_ left: UInt64, _ right: UInt64) -> UInt32 {
    if !isNumeric(left) || !isNumeric(right) { return noBoolean(raiseNotNumbers(">: expected number", left, right)) }
    return compareNumbers(left, right) == 1 ? 1 : 0
}

@_cdecl("ai_not_greater") @inline(__always) func aiNotGreaterEntry(_ left: UInt64, _ right: UInt64) -> UInt32 {
    if !isNumeric(left) || !isNumeric(right) { return noBoolean(raiseNotNumbers("<=: expected number", left, right)) }
    return compareNumbers(left, right) <= 0 ? 1 : 0
}

@_cdecl("ai_not_less") @inline(__always) func aiNotLessEntry(_ left: UInt64, _ right: UInt64) -> UInt32 {
    if !isNumeric(left) || !isNumeric(right) { return noBoolean(raiseNotNumbers(">=: expected number", left, right)) }
    return compareNumbers(left, right) & ~1 == 0 ? 1 : 0
}

/// What a predicate returns that has raised.
@inline(__always) func noBoolean(_ raised: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: raised) }

@_cdecl("ai_max") @inline(__always) func aiMaxEntry(_ left: UInt64, _ right: UInt64) -> UInt64 {
    if !isNumeric(left) || !isNumeric(right) { return raiseNotNumbers("max: expected number", left, right) }
    return extreme(left, right, 1)
}

@_cdecl("ai_min") @inline(__always) func aiMinEntry(_ left: UInt64, _ right: UInt64) -> UInt64 {
    if !isNumeric(left) || !isNumeric(right) { return raiseNotNumbers("min: expected number", left, right) }
    return extreme(left, right, -1)
}

/// The greater (1) or lesser (-1) of two numbers; a float when one of them is.
private func extreme(_ left: UInt64, _ right: UInt64, _ wanted: Int32) -> UInt64 {
    let order = compareNumbers(left, right)
    if order == 2 { return NaNBox.canonicalNaN }
    let chosen = order == wanted || order == 0 ? left : right
    return isNumber(left) || isNumber(right) ? box(toDouble(chosen)) : chosen
}
