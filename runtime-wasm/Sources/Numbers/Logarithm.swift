// The natural logarithm and powers after fdlibm (see Trigonometry.swift).

@_cdecl("math_log") @inline(__always) func mathLogEntry(_ x: Double) -> Double {
    var bits = x.bitPattern
    var exponent: Int32 = 0
    if x == 0 { return -.infinity }
    if bits >> 63 != 0 || !(x < .infinity) { return x == .infinity ? x : .nan }
    if bits < 0x0010_0000_0000_0000 {
        bits = (x * 0x1p54).bitPattern
        exponent = -54
    }
    // Scaled to [sqrt(1/2), sqrt(2)].
    let high = UInt32(truncatingIfNeeded: bits >> 32) &+ (0x3FF0_0000 &- 0x3FE6_A09E)
    exponent &+= Int32(bitPattern: high >> 20) &- 0x3FF
    let scaledHigh = high & 0xF_FFFF &+ 0x3FE6_A09E
    let f = Double(bitPattern: UInt64(scaledHigh) << 32 | bits & 0xFFFF_FFFF) - 1
    let half = 0.5 * f * f
    let s = f / (2 + f)
    let z = s * s
    let w = z * z
    let even = w * (3.999999999940941908e-01 + w * (2.222219843214978396e-01 + w * 1.531383769920937332e-01))
    let odd = z * (6.666666666666735130e-01 + w * (2.857142874366239149e-01
        + w * (1.818357216161805012e-01 + w * 1.479819860511658591e-01)))
    let k = Double(exponent)
    return s * (half + (odd + even)) + k * 1.90821492927058770002e-10 - half + f + k * 6.93147180369123816490e-01
}

/// How a number behaves as an exponent of negative numbers: 0 not whole, 1 odd, 2 even.
private func wholeness(_ y: Double) -> UInt32 {
    if y.rounded(.towardZero) != y { return 0 }
    let half = y * 0.5
    return half.rounded(.towardZero) == half ? 2 : 1
}

@_cdecl("math_pow") @inline(__always) func mathPowEntry(_ x: Double, _ y: Double) -> Double { power(x, y) }

private func power(_ x: Double, _ y: Double) -> Double {
    if y == 0 || x == 1 { return 1 }
    if x != x || y != y { return .nan }
    let size = x.magnitude
    let kind = x > 0 ? 2 : wholeness(y)
    if y.magnitude == .infinity {
        if size == 1 { return 1 }
        return (size > 1) == (y > 0) ? .infinity : 0
    }
    if y == 1 { return x }
    if y == 2 { return x * x }
    if y == 0.5 && x > 0 && x < .infinity { return x.squareRoot() }
    var value: Double
    if size == 0 || size == .infinity {
        value = y < 0 ? 1 / size : size
    } else if x < 0 && kind == 0 {
        return .nan
    } else if size == 1 {
        value = 1
    } else {
        value = positivePower(size, y)
    }
    if x.bitPattern >> 63 != 0 && kind == 1 { value = -value }
    return value
}

@inline(__always) private func upperHalf(_ x: Double) -> Double { Double(bitPattern: x.bitPattern & ~0xFFFF_FFFF) }

/// The upper part of `log2(x)`, and its lower part in `logTail`.
private nonisolated(unsafe) var logTail = 0.0

/// `log2` of a positive finite number that is not 1, in two parts.
private func logarithm2(_ x: Double) -> Double {
    var bits = x.bitPattern
    var exponent: Int32 = -0x3FF
    if bits < 0x0010_0000_0000_0000 {
        bits = (x * 0x1p53).bitPattern
        exponent = -0x3FF - 53
    }
    exponent &+= Int32(truncatingIfNeeded: bits >> 52)
    // The significand is taken relative to 1 or 3/2.
    let fraction = UInt32(truncatingIfNeeded: bits >> 32) & 0xF_FFFF
    bits = bits & 0x000F_FFFF_FFFF_FFFF | 0x3FF0_0000_0000_0000
    var base = 1.0
    var baseLog = 0.0
    var baseLogTail = 0.0
    if fraction > 0x3_988E && fraction < 0xB_B67A {
        base = 1.5
        baseLog = 5.84962487220764160156e-01
        baseLogTail = 1.35003920212974897128e-08
    } else if fraction >= 0xB_B67A {
        exponent &+= 1
        bits &-= 0x0010_0000_0000_0000
    }
    let a = Double(bitPattern: bits)
    let u = a - base
    let v = 1 / (a + base)
    let s = u * v
    let sHigh = upperHalf(s)
    let tHigh = upperHalf(a + base)
    let tLow = a - (tHigh - base)
    let sLow = v * ((u - sHigh * tHigh) - sHigh * tLow)
    var s2 = s * s
    var r = s2 * s2 * (5.99999999999994648725e-01 + s2 * (4.28571428578550184252e-01 + s2 * (3.33333329818377432918e-01
        + s2 * (2.72728123808534006489e-01 + s2 * (2.30660745775561754067e-01 + s2 * 2.06975017800338417784e-01)))))
    r += sLow * (sHigh + s)
    s2 = sHigh * sHigh
    let tHigh2 = upperHalf(3 + s2 + r)
    let tLow2 = r - ((tHigh2 - 3) - s2)
    let product = sHigh * tHigh2
    let productTail = sLow * tHigh2 + tLow2 * s
    let pHigh = upperHalf(product + productTail)
    let pLow = productTail - (pHigh - product)
    let zHigh = 9.61796700954437255859e-01 * pHigh
    let zLow = -7.02846165095275826516e-09 * pHigh + pLow * 9.61796693925975554329e-01 + baseLogTail
    let n = Double(exponent)
    let result = upperHalf(((zHigh + zLow) + baseLog) + n)
    logTail = zLow - (((result - n) - baseLog) - zHigh)
    return result
}

/// `x^y` for positive finite `x` other than 1 and finite `y` other than 0.
private func positivePower(_ x: Double, _ y: Double) -> Double {
    // Beyond these no finite result other than 0 is possible; the products below stay finite.
    if y.magnitude > 0x1p64 { return (x > 1) == (y > 0) ? .infinity : 0 }
    let log = logarithm2(x)
    let tail = logTail
    let yHigh = upperHalf(y)
    let low = (y - yHigh) * log + y * tail
    let high = yHigh * log
    let z = low + high
    if z >= 1024 {
        if z > 1024 || low + 8.0085662595372944372e-17 > z - high { return .infinity }
    } else if z <= -1075 {
        if z < -1075 || low <= z - high { return 0 }
    }
    return exponential2(z, high, low)
}

/// `2^(high + low)`; `z` is the sum.
func exponential2(_ z: Double, _ high: Double, _ low: Double) -> Double {
    let n = z.rounded(.toNearestOrEven)
    let rest = z.magnitude > 0.5 ? high - n : high
    let count = z.magnitude > 0.5 ? Int32(n) : 0
    let t = upperHalf(low + rest)
    let u = t * 6.93147182464599609375e-01
    let v = (low - (t - rest)) * 6.93147180559945286227e-01 + t * -1.90465429995776804525e-09
    let w = u + v
    let tail = v - (w - u)
    let square = w * w
    let t1 = w - square * (1.66666666666666019037e-01 + square * (-2.77777777770155933842e-03 + square * (6.61375632143793436117e-05
        + square * (-1.65339022054652515390e-06 + square * 4.13813679705723846039e-08))))
    let r = (w * t1) / (t1 - 2) - (tail + w * tail)
    let value = 1 - (r - w)
    // In two steps where the power of two is no normal number.
    if count > 1023 { return value * 2 * Double(bitPattern: UInt64(truncatingIfNeeded: count &+ 1022) << 52) }
    if count < -1021 { return value * Double(bitPattern: UInt64(truncatingIfNeeded: count &+ 1123) << 52) * 0x1p-100 }
    return value * Double(bitPattern: UInt64(truncatingIfNeeded: count &+ 1023) << 52)
}
