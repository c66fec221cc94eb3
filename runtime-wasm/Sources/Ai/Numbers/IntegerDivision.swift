// Division of whole numbers in all its forms. Integral floats are allowed and make the results floats.

/// Which results of a division a procedure gives.
private enum Part {
    static let quotient: UInt32 = 0
    static let remainder: UInt32 = 1
    static let both: UInt32 = 2
}

/// A whole number: exact, or an integral float.
@inline(__always) func isWhole(_ bits: UInt64) -> Bool { isExact(bits) || isIntegralFloat(bits) }

func isIntegralFloat(_ bits: UInt64) -> Bool {
    if !isNumber(bits) { return false }
    let number = Double(bitPattern: bits)
    return number == number.rounded(.towardZero) && number.magnitude < .infinity
}

/// The exact value of a whole number.
@inline(__always) func exactValue(_ bits: UInt64) -> UInt64 { isNumber(bits) ? exactWhole(Double(bitPattern: bits)) : bits }

/// `prefix` is as `raiseType` takes it.
@inline(never)
private func divide(_ prefix: StaticString, _ left: UInt64, _ right: UInt64, _ rounding: UInt32, _ part: UInt32) -> UInt64 {
    if !isWhole(left) { return raiseType(prefix, 1, left) }
    if !isWhole(right) { return raiseType(prefix, 2, right) }
    let isInexact = isNumber(left) || isNumber(right)
    let divisor = exactValue(right)
    if isZero(divisor) { return raiseDivision(prefix) }
    var quotient = divideIntegers(exactValue(left), divisor, rounding)
    var remainder = divisionRemainder
    if isInexact {
        quotient = box(toDouble(quotient))
        remainder = box(toDouble(remainder))
    }
    if part == Part.both { return twoValues(quotient, remainder) }
    return part == Part.quotient ? quotient : remainder
}

/// A result of two values.
func twoValues(_ first: UInt64, _ second: UInt64) -> UInt64 {
    let values = newVector(2)
    store8(values, UInt32(ObjectKind.values.rawValue))
    store64(arraySlot(values, 0), first)
    store64(arraySlot(values, 1), second)
    store32(ControlBlock.signal, Signal.values)
    store64(RuntimeRoots.payload, box(values, .values))
    return box(values, .values)
}

@_cdecl("ai_quotient") @inline(__always) func aiQuotientEntry(_ left: UInt64, _ right: UInt64) -> UInt64 {
    divide("quotient: expected integer", left, right, Rounding.truncated, Part.quotient)
}

@_cdecl("ai_remainder") @inline(__always) func aiRemainderEntry(_ left: UInt64, _ right: UInt64) -> UInt64 {
    divide("remainder: expected integer", left, right, Rounding.truncated, Part.remainder)
}

@_cdecl("ai_modulo") @inline(__always) func aiModuloEntry(_ left: UInt64, _ right: UInt64) -> UInt64 {
    divide("modulo: expected integer", left, right, Rounding.floored, Part.remainder)
}

@_cdecl("ai_floor_quotient") @inline(__always) func aiFloorQuotientEntry(_ left: UInt64, _ right: UInt64) -> UInt64 {
    divide("floor-quotient: expected integer", left, right, Rounding.floored, Part.quotient)
}

@_cdecl("ai_floor_divide") @inline(__always) func aiFloorDivideEntry(_ left: UInt64, _ right: UInt64) -> UInt64 {
    divide("floor/: expected integer", left, right, Rounding.floored, Part.both)
}

@_cdecl("ai_truncate_divide") @inline(__always) func aiTruncateDivideEntry(_ left: UInt64, _ right: UInt64) -> UInt64 {
    divide("truncate/: expected integer", left, right, Rounding.truncated, Part.both)
}

/// The greatest common divisor of two exact integers.
private func greatestDivisor(_ left: UInt64, _ right: UInt64) -> UInt64 {
    var a = left
    var b = right
    while !isZero(b) {
        _ = divideIntegers(a, b, Rounding.truncated)
        a = b
        b = divisionRemainder
    }
    return isNegativeInteger(a) ? negateInteger(a) : a
}

@_cdecl("ai_gcd") @inline(__always) func aiGcdEntry(_ left: UInt64, _ right: UInt64) -> UInt64 {
    if !isWhole(left) { return raiseType("gcd: expected integer", 1, left) }
    if !isWhole(right) { return raiseType("gcd: expected integer", 2, right) }
    let result = greatestDivisor(exactValue(left), exactValue(right))
    return isNumber(left) || isNumber(right) ? box(toDouble(result)) : result
}

@_cdecl("ai_lcm") @inline(__always) func aiLcmEntry(_ left: UInt64, _ right: UInt64) -> UInt64 {
    if !isWhole(left) { return raiseType("lcm: expected integer", 1, left) }
    if !isWhole(right) { return raiseType("lcm: expected integer", 2, right) }
    let a = exactValue(left)
    let b = exactValue(right)
    var result = fixnum(0 as Int64)
    if !isZero(a) && !isZero(b) {
        result = multiplyIntegers(divideIntegers(a, greatestDivisor(a, b), Rounding.truncated), b)
        if isNegativeInteger(result) { result = negateInteger(result) }
    }
    return isNumber(left) || isNumber(right) ? box(toDouble(result)) : result
}
