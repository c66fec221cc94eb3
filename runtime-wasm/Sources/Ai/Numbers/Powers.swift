// Powers and roots.

@_extern(c, "math_pow") func mathPow(_ x: Double, _ y: Double) -> Double

@_cdecl("ai_square") @inline(__always) func aiSquareEntry(_ value: UInt64) -> UInt64 {
    isNumeric(value) ? aiMultiply(value, value) : raiseType("square: expected number", 1, value)
}

@_cdecl("ai_expt") @inline(__always) func aiExptEntry(_ base: UInt64, _ exponent: UInt64) -> UInt64 {
    if !isNumeric(base) || !isNumeric(exponent) { return raiseNotNumbers("expt: expected number", base, exponent) }
    if isExact(base) && isExact(exponent) { return exactPower(base, exponent) }
    // Exact exponents beyond the range of floats lose nothing that matters but their parity, which only tiny ones can have.
    return box(mathPow(toDouble(base), toDouble(exponent)))
}

private func exactPower(_ base: UInt64, _ exponent: UInt64) -> UInt64 {
    if base == fixnum(1 as Int64) { return base }
    let isNegative = isNegativeInteger(exponent)
    if base == fixnum(-1 as Int64) { return fixnum(limb(integer(exponent, 0).data, 0) & 1 == 0 || isZero(exponent) ? 1 as Int64 : -1) }
    if isZero(base) {
        if isNegative { return raiseDivision("expt") }
        return fixnum(isZero(exponent) ? 1 as Int64 : 0)
    }
    if isBigInteger(exponent) {
        if isNegative { return box(0.0) }
        failOutOfMemory()
    }
    var left = UInt64(bitPattern: fixnumValue(exponent))
    if isNegative { left = 0 &- left }
    var result = fixnum(1 as Int64)
    var power = base
    while true {
        if left & 1 != 0 { result = multiplyIntegers(result, power) }
        left &>>= 1
        if left == 0 { break }
        power = multiplyIntegers(power, power)
    }
    return isNegative ? aiDivide(fixnum(1 as Int64), result) : result
}

/// The greatest integer whose square is not greater than a non-negative integer, by Isaac Newton's method from above.
func integerRoot(_ value: UInt64) -> UInt64 {
    if isFixnum(value) {
        var root = Int64(Double(fixnumValue(value)).squareRoot())
        if root &* root > fixnumValue(value) { root &-= 1 }
        return fixnum(root)
    }
    let size = integer(value, 0)
    let bits = bitLength(size.data, size.count)
    // A start above the root and near it: floats give the first 50 bits.
    var guess: UInt64
    if bits < 1000 {
        guess = addIntegers(exactWhole((toDouble(value) * (1 + 0x1p-50)).squareRoot()), fixnum(1 as Int64), subtracts: false)
    } else {
        guess = shiftInteger(fixnum(1 as Int64), Int64(bits / 2 &+ 1))
    }
    while true {
        let sum = addIntegers(guess, divideIntegers(value, guess, Rounding.truncated), subtracts: false)
        let next = shiftInteger(sum, -1)
        if compareIntegers(next, guess) >= 0 { return guess }
        guess = next
    }
}

@_cdecl("ai_sqrt") @inline(__always) func aiSqrtEntry(_ value: UInt64) -> UInt64 {
    if !isNumeric(value) { return raiseType("sqrt: expected number", 1, value) }
    if compareNumbers(value, fixnum(0 as Int64)) == -1 { return raiseDomain("sqrt", value) }
    if isExact(value) {
        let root = integerRoot(value)
        if compareIntegers(multiplyIntegers(root, root), value) == 0 { return root }
    }
    return box(toDouble(value).squareRoot())
}

/// Two values: the root, and what is left of the number.
@_cdecl("ai_exact_integer_sqrt") @inline(__always) func aiExactIntegerSqrtEntry(_ value: UInt64) -> UInt64 {
    if !isExact(value) || isNegativeInteger(value) { return raiseType("exact-integer-sqrt: expected non-negative exact integer", 1, value) }
    let root = integerRoot(value)
    return twoValues(root, addIntegers(value, multiplyIntegers(root, root), subtracts: true))
}
