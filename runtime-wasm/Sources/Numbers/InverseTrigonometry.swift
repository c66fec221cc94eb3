// Arc sine, arc cosine and arc tangent after fdlibm (see Trigonometry.swift).

private let halfPi = 1.57079632679489655800e+00
private let halfPiTail = 6.12323399573676603587e-17

/// The rational approximation of `(asin(sqrt(z)) - sqrt(z)) / sqrt(z)`.
private func arcRatio(_ z: Double) -> Double {
    let p = z * (1.66666666666666657415e-01 + z * (-3.25565818622400915405e-01 + z * (2.01212532134862925881e-01
        + z * (-4.00555345006794114027e-02 + z * (7.91534994289814532176e-04 + z * 3.47933107596021167570e-05)))))
    let q = 1 + z * (-2.40339491173441421878e+00 + z * (2.02094576023350569471e+00
        + z * (-6.88283971605453293030e-01 + z * 7.70381505559019352791e-02)))
    return p / q
}

@inline(__always) private func upperHalf(_ x: Double) -> Double { Double(bitPattern: x.bitPattern & ~0xFFFF_FFFF) }

@_cdecl("math_asin") @inline(__always) func mathAsinEntry(_ x: Double) -> Double {
    let size = x.magnitude
    if !(size <= 1) { return .nan }
    if size < 0.5 { return size < 0x1p-26 ? x : x + x * arcRatio(x * x) }
    let z = (1 - size) * 0.5
    let root = z.squareRoot()
    let ratio = arcRatio(z)
    let value: Double
    if size >= 0.975 {
        value = halfPi - (2 * (root + root * ratio) - halfPiTail)
    } else {
        let upper = upperHalf(root)
        let rest = (z - upper * upper) / (root + upper)
        value = 0.5 * halfPi - (2 * root * ratio - (halfPiTail - 2 * rest) - (0.5 * halfPi - 2 * upper))
    }
    return x < 0 ? -value : value
}

@_cdecl("math_acos") @inline(__always) func mathAcosEntry(_ x: Double) -> Double {
    let size = x.magnitude
    if !(size <= 1) { return .nan }
    if size < 0.5 { return halfPi - (x - (halfPiTail - x * arcRatio(x * x))) }
    let z = (1 - size) * 0.5
    let root = z.squareRoot()
    if x < 0 { return 2 * (halfPi - (root + (arcRatio(z) * root - halfPiTail))) }
    if z == 0 { return 0 }
    let upper = upperHalf(root)
    let rest = (z - upper * upper) / (root + upper)
    return 2 * (upper + (arcRatio(z) * root + rest))
}

@_cdecl("math_atan") @inline(__always) func mathAtanEntry(_ x: Double) -> Double {
    let size = x.magnitude
    if size != size { return x }
    // The argument is moved near 0 by the addition theorem, for one of four angles known in two parts.
    var t = x
    var angle = 0.0
    var angleTail = 0.0
    if size >= 2.4375 {
        t = -1 / size
        angle = halfPi
        angleTail = halfPiTail
    } else if size >= 1.1875 {
        t = (size - 1.5) / (1 + 1.5 * size)
        angle = 9.82793723247329054082e-01
        angleTail = 1.39033110312309984516e-17
    } else if size >= 0.6875 {
        t = (size - 1) / (size + 1)
        angle = 7.85398163397448278999e-01
        angleTail = 3.06161699786838301793e-17
    } else if size >= 0.4375 {
        t = (2 * size - 1) / (2 + size)
        angle = 4.63647609000806093515e-01
        angleTail = 2.26987774529616870924e-17
    } else if size < 0x1p-27 {
        return x
    }
    let z = t * t
    let w = z * z
    let odd = z * (3.33333333333329318027e-01 + w * (1.42857142725034663711e-01 + w * (9.09088713343650656196e-02
        + w * (6.66107313738753120669e-02 + w * (4.97687799461593236017e-02 + w * 1.62858201153657823623e-02)))))
    let even = w * (-1.99999999998764832476e-01 + w * (-1.11111104054623557880e-01 + w * (-7.69187620504482999495e-02
        + w * (-5.83357013379057348645e-02 + w * -3.65315727442169155270e-02))))
    if size < 0.4375 { return t - t * (odd + even) }
    let value = angle - ((t * (odd + even) - angleTail) - t)
    return x < 0 ? -value : value
}
