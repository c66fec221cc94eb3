// Predicates of numbers, and procedures of one number that need little.

@_cdecl("ai_is_number") @inline(__always) func aiIsNumberEntry(_ value: UInt64) -> UInt32 { isNumeric(value) ? 1 : 0 }
@_cdecl("ai_is_exact_integer") @inline(__always) func aiIsExactIntegerEntry(_ value: UInt64) -> UInt32 { isExact(value) ? 1 : 0 }
@_cdecl("ai_is_integer") @inline(__always) func aiIsIntegerEntry(_ value: UInt64) -> UInt32 { isWhole(value) ? 1 : 0 }

@_cdecl("ai_is_rational") @inline(__always) func aiIsRationalEntry(_ value: UInt64) -> UInt32 {
    isExact(value) || (isNumber(value) && Double(bitPattern: value).magnitude < .infinity) ? 1 : 0
}

@_cdecl("ai_is_exact_nonnegative_integer") @inline(__always) func aiIsExactNonnegativeIntegerEntry(_ value: UInt64) -> UInt32 {
    isExact(value) && !isNegativeInteger(value) ? 1 : 0
}

@_cdecl("ai_is_float") @inline(__always) func aiIsFloatEntry(_ value: UInt64) -> UInt32 { isNumber(value) ? 1 : 0 }

/// Raises unless the value is a number.
@inline(__always) private func check(_ prefix: StaticString, _ value: UInt64) -> Bool {
    if isNumeric(value) { return true }
    _ = raiseType(prefix, 1, value)
    return false
}

@_cdecl("ai_is_exact") @inline(__always) func aiIsExactEntry(_ value: UInt64) -> UInt32 {
    check("exact?: expected number", value) && isExact(value) ? 1 : 0
}

@_cdecl("ai_is_inexact") @inline(__always) func aiIsInexactEntry(_ value: UInt64) -> UInt32 {
    check("inexact?: expected number", value) && isNumber(value) ? 1 : 0
}

@_cdecl("ai_is_nan") @inline(__always) func aiIsNaNEntry(_ value: UInt64) -> UInt32 {
    check("nan?: expected number", value) && isNumber(value) && Double(bitPattern: value) != Double(bitPattern: value) ? 1 : 0
}

@_cdecl("ai_is_finite") @inline(__always) func aiIsFiniteEntry(_ value: UInt64) -> UInt32 {
    check("finite?: expected number", value) && (isExact(value) || Double(bitPattern: value).magnitude < .infinity) ? 1 : 0
}

@_cdecl("ai_is_infinite") @inline(__always) func aiIsInfiniteEntry(_ value: UInt64) -> UInt32 {
    check("infinite?: expected number", value) && isNumber(value) && Double(bitPattern: value).magnitude == .infinity ? 1 : 0
}

/// -1, 0 or 1; 2 for NaN and after raising.
private func sign(_ prefix: StaticString, _ value: UInt64) -> Int32 {
    if !check(prefix, value) { return 2 }
    return compareNumbers(value, fixnum(0 as Int64))
}

@_cdecl("ai_is_zero") @inline(__always) func aiIsZeroEntry(_ value: UInt64) -> UInt32 { sign("zero?: expected number", value) == 0 ? 1 : 0 }
@_cdecl("ai_is_positive") @inline(__always) func aiIsPositiveEntry(_ value: UInt64) -> UInt32 {
    sign("positive?: expected number", value) == 1 ? 1 : 0
}
@_cdecl("ai_is_negative") @inline(__always) func aiIsNegativeEntry(_ value: UInt64) -> UInt32 {
    sign("negative?: expected number", value) == -1 ? 1 : 0
}

@_cdecl("ai_sign") @inline(__always) func aiSignEntry(_ value: UInt64) -> UInt64 {
    let result = sign("sign: expected number", value)
    return result == 2 ? NaNBox.canonicalNaN : fixnum(Int64(result))
}

/// 0 or 1; 2 after raising.
private func parity(_ prefix: StaticString, _ value: UInt64) -> UInt32 {
    if isFixnum(value) { return UInt32(truncatingIfNeeded: value) & 1 }
    if isBigInteger(value) { return limb(integer(value, 0).data, 0) & 1 }
    if isIntegralFloat(value) {
        let half = Double(bitPattern: value) / 2
        return half == half.rounded(.towardZero) ? 0 : 1
    }
    _ = raiseType(prefix, 1, value)
    return 2
}

@_cdecl("ai_is_odd") @inline(__always) func aiIsOddEntry(_ value: UInt64) -> UInt32 { parity("odd?: expected integer", value) == 1 ? 1 : 0 }
@_cdecl("ai_is_even") @inline(__always) func aiIsEvenEntry(_ value: UInt64) -> UInt32 { parity("even?: expected integer", value) == 0 ? 1 : 0 }

@_cdecl("ai_abs") @inline(__always) func aiAbsEntry(_ value: UInt64) -> UInt64 {
    if isNumber(value) { return box(Double(bitPattern: value).magnitude) }
    if !isExact(value) { return raiseType("abs: expected number", 1, value) }
    return isNegativeInteger(value) ? negateInteger(value) : value
}

@_cdecl("ai_numerator") @inline(__always) func aiNumeratorEntry(_ value: UInt64) -> UInt64 {
    fraction("numerator: expected rational number", value, wantsDenominator: false)
}

@_cdecl("ai_denominator") @inline(__always) func aiDenominatorEntry(_ value: UInt64) -> UInt64 {
    fraction("denominator: expected rational number", value, wantsDenominator: true)
}

/// A part of the fraction in lowest terms that equals the number.
private func fraction(_ prefix: StaticString, _ value: UInt64, wantsDenominator: Bool) -> UInt64 {
    if isExact(value) { return wantsDenominator ? fixnum(1 as Int64) : value }
    if !isNumber(value) || !(Double(bitPattern: value).magnitude < .infinity) { return raiseType(prefix, 1, value) }
    var number = Double(bitPattern: value)
    var denominator = 1.0
    while number != number.rounded(.towardZero) {
        number *= 2
        denominator *= 2
    }
    return box(wantsDenominator ? denominator : number)
}

@_cdecl("ai_exact") @inline(__always) func aiExactEntry(_ value: UInt64) -> UInt64 {
    if isExact(value) { return value }
    if !isNumber(value) { return raiseType("exact: expected number", 1, value) }
    if isIntegralFloat(value) { return exactWhole(Double(bitPattern: value)) }
    return raiseError("AI0910", append(appendDisplayed(append(newBytes(capacity: 64), "exact: "), value), " is not an integer"))
}

@_cdecl("ai_inexact") @inline(__always) func aiInexactEntry(_ value: UInt64) -> UInt64 {
    isNumeric(value) ? box(toDouble(value)) : raiseType("inexact: expected number", 1, value)
}

/// How a number is rounded; `exactly` makes the result exact.
@inline(never)
private func round(_ prefix: StaticString, _ value: UInt64, _ rule: FloatingPointRoundingRule, exactly: Bool = false) -> UInt64 {
    if isExact(value) { return value }
    if !isNumber(value) { return raiseType(prefix, 1, value) }
    let number = Double(bitPattern: value)
    var result: Double
    switch rule {
    case .down: result = number.rounded(.down)
    case .up: result = number.rounded(.up)
    case .towardZero: result = number.rounded(.towardZero)
    default: result = number.rounded(.toNearestOrEven)
    }
    if !exactly { return box(result) }
    if !(result.magnitude < .infinity) { return aiExactEntry(box(result)) }
    return exactWhole(result)
}

@_cdecl("ai_floor") @inline(__always) func aiFloorEntry(_ value: UInt64) -> UInt64 { round("floor: expected number", value, .down) }
@_cdecl("ai_ceiling") @inline(__always) func aiCeilingEntry(_ value: UInt64) -> UInt64 { round("ceiling: expected number", value, .up) }
@_cdecl("ai_truncate") @inline(__always) func aiTruncateEntry(_ value: UInt64) -> UInt64 {
    round("truncate: expected number", value, .towardZero)
}
@_cdecl("ai_round") @inline(__always) func aiRoundEntry(_ value: UInt64) -> UInt64 {
    round("round: expected number", value, .toNearestOrEven)
}
@_cdecl("ai_floor_exact") @inline(__always) func aiFloorExactEntry(_ value: UInt64) -> UInt64 {
    round("floor->exact: expected number", value, .down, exactly: true)
}
@_cdecl("ai_ceiling_exact") @inline(__always) func aiCeilingExactEntry(_ value: UInt64) -> UInt64 {
    round("ceiling->exact: expected number", value, .up, exactly: true)
}
@_cdecl("ai_truncate_exact") @inline(__always) func aiTruncateExactEntry(_ value: UInt64) -> UInt64 {
    round("truncate->exact: expected number", value, .towardZero, exactly: true)
}
@_cdecl("ai_round_exact") @inline(__always) func aiRoundExactEntry(_ value: UInt64) -> UInt64 {
    round("round->exact: expected number", value, .toNearestOrEven, exactly: true)
}
