// Functions whose results are always floats.

@_extern(c, "math_log") func mathLog(_ x: Double) -> Double
@_extern(c, "math_sin") func mathSin(_ x: Double) -> Double
@_extern(c, "math_cos") func mathCos(_ x: Double) -> Double
@_extern(c, "math_tan") func mathTan(_ x: Double) -> Double
@_extern(c, "math_asin") func mathAsin(_ x: Double) -> Double
@_extern(c, "math_acos") func mathAcos(_ x: Double) -> Double
@_extern(c, "math_atan") func mathAtan(_ x: Double) -> Double

/// `e^x`: two to the power of the product with the logarithm of e, which is kept in two parts.
func exponential(_ x: Double) -> Double {
    if !(x < 709.782712893384) { return x == x ? .infinity : x }
    if x < -745.1332191019411 { return 0 }
    let xHigh = Double(bitPattern: x.bitPattern & ~0xFFFF_FFFF)
    let high = xHigh * 1.44269502162933349609
    let low = (x - xHigh) * 1.44269502162933349609 + x * 1.92596299112661746887e-08
    return exponential2(low + high, high, low)
}

/// The hyperbolic sine below 1, where the difference of exponentials would lose digits: its Taylor series, from the last term on.
private func smallSinh(_ x: Double) -> Double {
    let square = x * x
    var sum = 1.0
    var index = 18.0
    while index > 0 {
        sum = 1 + sum * square / (index * (index + 1))
        index -= 2
    }
    return x * sum
}

/// The logarithm of any positive number, also of integers beyond the range of floats.
private func logarithm(_ value: UInt64) -> Double {
    if isBigInteger(value) {
        let size = integer(value, 0)
        let bits = bitLength(size.data, size.count)
        if bits > 1000 {
            let drop = Int32(bitPattern: bits) &- 512
            let scaled = limbsToDouble(size.data, size.count, isInexact: false, exponent: -drop)
            return mathLog(scaled) + Double(drop) * 0.6931471805599453
        }
    }
    return mathLog(toDouble(value))
}

@_cdecl("ai_exp") @inline(__always) func aiExpEntry(_ value: UInt64) -> UInt64 {
    isNumeric(value) ? box(exponential(toDouble(value))) : raiseType("exp: expected number", 1, value)
}

@_cdecl("ai_log") @inline(__always) func aiLogEntry(_ value: UInt64, _ base: UInt64) -> UInt64 {
    if !isNumeric(value) { return raiseType("log: expected number", 1, value) }
    if compareNumbers(value, fixnum(0 as Int64)) == -1 { return raiseDomain("log", value) }
    if base == absentBits { return box(logarithm(value)) }
    if !isNumeric(base) { return raiseType("log: expected number", 2, base) }
    if compareNumbers(base, fixnum(0 as Int64)) == -1 { return raiseDomain("log", base) }
    return box(logarithmTo(value, toDouble(base)))
}

/// The logarithm to a base; a power of two or ten gives its exponent exactly.
private func logarithmTo(_ value: UInt64, _ base: Double) -> Double {
    let quotient = logarithm(value) / mathLog(base)
    let rounded = quotient.rounded(.toNearestOrEven)
    return quotient != rounded && (quotient - rounded).magnitude < 1e-12 && mathPow(base, rounded) == toDouble(value) ? rounded : quotient
}

@_cdecl("ai_ln") @inline(__always) func aiLnEntry(_ value: UInt64) -> UInt64 { checkedLogarithm("ln: expected number", "ln", value, 0) }
@_cdecl("ai_log2") @inline(__always) func aiLog2Entry(_ value: UInt64) -> UInt64 { checkedLogarithm("log2: expected number", "log2", value, 2) }
@_cdecl("ai_log10") @inline(__always) func aiLog10Entry(_ value: UInt64) -> UInt64 {
    checkedLogarithm("log10: expected number", "log10", value, 10)
}

@inline(never)
private func checkedLogarithm(_ prefix: StaticString, _ name: StaticString, _ value: UInt64, _ base: Double) -> UInt64 {
    if !isNumeric(value) { return raiseType(prefix, 1, value) }
    if compareNumbers(value, fixnum(0 as Int64)) == -1 { return raiseDomain(name, value) }
    return box(base == 0 ? logarithm(value) : logarithmTo(value, base))
}

@_cdecl("ai_sin") @inline(__always) func aiSinEntry(_ value: UInt64) -> UInt64 {
    isNumeric(value) ? box(mathSin(toDouble(value))) : raiseType("sin: expected number", 1, value)
}

@_cdecl("ai_cos") @inline(__always) func aiCosEntry(_ value: UInt64) -> UInt64 {
    isNumeric(value) ? box(mathCos(toDouble(value))) : raiseType("cos: expected number", 1, value)
}

@_cdecl("ai_tan") @inline(__always) func aiTanEntry(_ value: UInt64) -> UInt64 {
    isNumeric(value) ? box(mathTan(toDouble(value))) : raiseType("tan: expected number", 1, value)
}

@_cdecl("ai_asin") @inline(__always) func aiAsinEntry(_ value: UInt64) -> UInt64 {
    if !isNumeric(value) { return raiseType("asin: expected number", 1, value) }
    return toDouble(value).magnitude > 1 ? raiseDomain("asin", value) : box(mathAsin(toDouble(value)))
}

@_cdecl("ai_acos") @inline(__always) func aiAcosEntry(_ value: UInt64) -> UInt64 {
    if !isNumeric(value) { return raiseType("acos: expected number", 1, value) }
    return toDouble(value).magnitude > 1 ? raiseDomain("acos", value) : box(mathAcos(toDouble(value)))
}

private let pi = 3.141592653589793

/// The angle of the point (x, y).
func arcTangent(_ y: Double, _ x: Double) -> Double {
    if y != y || x != x { return .nan }
    let isBelow = y.bitPattern >> 63 != 0
    let isLeft = x.bitPattern >> 63 != 0
    var angle: Double
    if x.magnitude == .infinity && y.magnitude == .infinity {
        angle = pi / 4
    } else if y == 0 {
        angle = 0
    } else if x == 0 {
        angle = pi / 2
    } else {
        angle = mathAtan((y / x).magnitude)
    }
    if isLeft { angle = pi - (angle - 1.2246467991473532e-16) }
    return isBelow ? -angle : angle
}

@_cdecl("ai_atan") @inline(__always) func aiAtanEntry(_ value: UInt64, _ divisor: UInt64) -> UInt64 {
    if !isNumeric(value) { return raiseType("atan: expected number", 1, value) }
    if divisor == absentBits { return box(mathAtan(toDouble(value))) }
    if !isNumeric(divisor) { return raiseType("atan: expected number", 2, divisor) }
    return box(arcTangent(toDouble(value), toDouble(divisor)))
}

@_cdecl("ai_atan2") @inline(__always) func aiAtan2Entry(_ y: UInt64, _ x: UInt64) -> UInt64 {
    if !isNumeric(y) || !isNumeric(x) { return raiseNotNumbers("atan2: expected number", y, x) }
    return box(arcTangent(toDouble(y), toDouble(x)))
}

@_cdecl("ai_sinh") @inline(__always) func aiSinhEntry(_ value: UInt64) -> UInt64 {
    if !isNumeric(value) { return raiseType("sinh: expected number", 1, value) }
    let x = toDouble(value)
    if x.magnitude < 1 { return box(smallSinh(x)) }
    let half = exponential(x / 2)
    return box(x.magnitude > 700 ? (x > 0 ? half / 2 * half : -(0.5 / half / half)) : (exponential(x) - exponential(-x)) / 2)
}

@_cdecl("ai_cosh") @inline(__always) func aiCoshEntry(_ value: UInt64) -> UInt64 {
    if !isNumeric(value) { return raiseType("cosh: expected number", 1, value) }
    let x = toDouble(value).magnitude
    if x > 700 {
        let half = exponential(x / 2)
        return box(half / 2 * half)
    }
    return box((exponential(x) + exponential(-x)) / 2)
}

@_cdecl("ai_tanh") @inline(__always) func aiTanhEntry(_ value: UInt64) -> UInt64 {
    if !isNumeric(value) { return raiseType("tanh: expected number", 1, value) }
    let x = toDouble(value)
    if x.magnitude > 22 { return box(x > 0 ? 1.0 : -1.0) }
    if x.magnitude < 1 {
        let e = exponential(x)
        return box(2 * smallSinh(x) / (e + 1 / e))
    }
    return box(1 - 2 / (exponential(2 * x) + 1))
}

@_cdecl("ai_hypot") @inline(__always) func aiHypotEntry(_ left: UInt64, _ right: UInt64) -> UInt64 {
    if !isNumeric(left) || !isNumeric(right) { return raiseNotNumbers("hypot: expected number", left, right) }
    let a = toDouble(left).magnitude
    let b = toDouble(right).magnitude
    if a == .infinity || b == .infinity { return box(Double.infinity) }
    let large = a > b ? a : b
    if large == 0 || large != large { return box(a + b) }
    // Scaling by a power of two is exact.
    let scale = large > 0x1p500 ? 0x1p-600 : large < 0x1p-500 ? 0x1p600 : 1
    let x = a * scale
    let y = b * scale
    return box((x * x + y * y).squareRoot() / scale)
}

@_cdecl("ai_degrees") @inline(__always) func aiDegreesEntry(_ value: UInt64) -> UInt64 {
    isNumeric(value) ? box(toDouble(value) * 180 / pi) : raiseType("degrees: expected number", 1, value)
}

@_cdecl("ai_radians") @inline(__always) func aiRadiansEntry(_ value: UInt64) -> UInt64 {
    isNumeric(value) ? box(toDouble(value) * pi / 180) : raiseType("radians: expected number", 1, value)
}

/// To a number of decimal places: the float whose text to so many places is that of the number.
@_cdecl("ai_round_to") @inline(__always) func aiRoundToEntry(_ value: UInt64, _ places: UInt64) -> UInt64 {
    if !isNumeric(value) { return raiseType("round-to: expected number", 1, value) }
    if !isFixnum(places) { return raiseType("round-to: expected exact integer", 2, places) }
    if isExact(value) && fixnumValue(places) >= 0 { return value }
    let number = toDouble(value)
    let count = fixnumValue(places)
    if count > 308 || !(number.magnitude < .infinity) { return value }
    if count < -308 { return box(number * 0) }
    let power = mathPow(10, Double(count < 0 ? -count : count))
    let result = count < 0 ? (number / power).rounded(.toNearestOrEven) * power : (number * power).rounded(.toNearestOrEven) / power
    if !(result.magnitude < .infinity) { return value }
    return isExact(value) ? exactWhole(result) : box(result)
}
