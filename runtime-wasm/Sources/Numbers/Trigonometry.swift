// Sine, cosine and tangent after fdlibm (polynomials on [-pi/4, pi/4]), with errors below one unit in the last place.
//
// The polynomials and their coefficients here and in the files of the other elementary functions are those of fdlibm:
// Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved.
// Developed at SunPro, a Sun Microsystems, Inc. business. Permission to use, copy, modify, and distribute this
// software is freely granted, provided that this notice is preserved.

/// The second part of a reduced argument: the argument is the first part plus this.
private nonisolated(unsafe) var reducedTail = 0.0
/// The number of quarter turns that were taken off, modulo 4.
private nonisolated(unsafe) var quarterTurns: UInt32 = 0

/// Takes multiples of pi/2 off a number beyond pi/4; the rest is in [-pi/4, pi/4] or hardly outside.
private func reduced(_ x: Double) -> Double {
    if x.magnitude > 1_647_099 { return reducedLarge(x) }
    let turns = (x * 6.36619772367581382433e-01).rounded(.toNearestOrEven)
    quarterTurns = UInt32(bitPattern: Int32(turns))
    // pi/2 in three parts, as many as the cancellation asks for.
    var rest = x - turns * 1.57079632673412561417e+00
    var tail = turns * 6.07710050650619224932e-11
    var head = rest - tail
    let exponent = Int32(truncatingIfNeeded: x.bitPattern >> 52) & 0x7FF
    if exponent &- Int32(truncatingIfNeeded: head.bitPattern >> 52) & 0x7FF > 16 {
        var before = rest
        tail = turns * 6.07710050630396597660e-11
        rest = before - tail
        tail = turns * 2.02226624879595063154e-21 - ((before - rest) - tail)
        head = rest - tail
        if exponent &- Int32(truncatingIfNeeded: head.bitPattern >> 52) & 0x7FF > 49 {
            before = rest
            tail = turns * 2.02226624871116645580e-21
            rest = before - tail
            tail = turns * 8.47842766036889956997e-32 - ((before - rest) - tail)
            head = rest - tail
        }
    }
    reducedTail = (rest - head) - tail
    return head
}

/// 64 zero bits and then the bits of 2/pi behind the point.
private let twoOverPi: InlineArray<20, UInt64> = [
    0x0000000000000000, 0xA2F9836E4E441529, 0xFC2757D1F534DDC0, 0xDB6295993C439041,
    0xFE5163ABDEBBC561, 0xB7246E3A424DD2E0, 0x06492EEA09D1921C, 0xFE1DEB1CB129A73E,
    0xE88235F52EBB4484, 0xE99C7026B45F7E41, 0x3991D639835339F4, 0x9C845F8BBDF9283B,
    0x1FF897FFDE05980F, 0xEF2F118B5A0A6D1F, 0x6D367ECF27CB09B7, 0x4F463F669E5FEA2D,
    0x7527BAC7EBE5F17B, 0x3D0739F78A5292EA, 0x6BFB5FB11F8D5D08, 0x56033046FC7B6BAB,
]

/// The reduction of large numbers: of the product of the significand and 2/pi only 192 bits matter, the first two of which are the number of
/// quarter turns modulo 4.
private func reducedLarge(_ x: Double) -> Double {
    let significand = x.bitPattern & 0x000F_FFFF_FFFF_FFFF | 0x0010_0000_0000_0000
    let first = Int(truncatingIfNeeded: (x.bitPattern >> 52 & 0x7FF) &- 1013)
    let index = first >> 6
    let shift = UInt64(truncatingIfNeeded: first & 63)
    let high = window(index, shift)
    let middle = window(index &+ 1, shift)
    let low = window(index &+ 2, shift)
    let middleProduct = significand &* middle &+ multiplyHigh(significand, low)
    let carry: UInt64 = middleProduct < significand &* middle ? 1 : 0
    let highProduct = significand &* high &+ multiplyHigh(significand, middle) &+ carry
    let lowProduct = significand &* low
    var turns = UInt32(truncatingIfNeeded: highProduct >> 62)
    var head = highProduct << 2 | middleProduct >> 62
    var tail = middleProduct << 2 | lowProduct >> 62
    // A fraction of at least one half is one quarter turn more, and negative.
    var negative = x < 0
    if head >> 63 != 0 {
        turns &+= 1
        negative = !negative
        tail = 0 &- tail
        head = ~head &+ (tail == 0 ? 1 : 0)
    }
    quarterTurns = x < 0 ? 0 &- turns : turns
    let zeros = UInt64(truncatingIfNeeded: head.leadingZeroBitCount)
    if zeros != 0 {
        head = head &<< zeros | tail &>> (64 &- zeros)
        tail = tail &<< zeros
    }
    return quarterTurn(head, tail, zeros, negative)
}

/// 64 bits of the table.
private func window(_ index: Int, _ shift: UInt64) -> UInt64 {
    let word = twoOverPi[unchecked: index]
    return shift == 0 ? word : word &<< shift | twoOverPi[unchecked: index &+ 1] &>> (64 &- shift)
}

/// The fraction `(head, tail) / 2^(128 + zeros)` times pi/2, in two parts.
private func quarterTurn(_ head: UInt64, _ tail: UInt64, _ zeros: UInt64, _ negative: Bool) -> Double {
    let scale = Double(bitPattern: (1023 &- 64 &- zeros) << 52)
    let a = Double(head & ~0x7FF) * scale
    let b = Double((head & 0x7FF) << 53 | tail >> 11) * scale * 0x1p-53
    let halfPi = 1.57079632679489655800e+00
    // The product of both parts without error: halves of 26 bits each.
    let aHigh = Double(bitPattern: a.bitPattern & ~0x7FF_FFFF)
    let aLow = a - aHigh
    let piHigh = Double(bitPattern: halfPi.bitPattern & ~0x7FF_FFFF)
    let piLow = halfPi - piHigh
    let product = a * halfPi
    let error = ((aHigh * piHigh - product) + aHigh * piLow + aLow * piHigh) + aLow * piLow
    let rest = error + (a * 6.12323399573676603587e-17 + b * halfPi)
    let result = product + rest
    reducedTail = (product - result) + rest
    if negative {
        reducedTail = -reducedTail
        return -result
    }
    return result
}

/// The sine of `x + tail` for small arguments.
private func kernelSine(_ x: Double, _ tail: Double) -> Double {
    let z = x * x
    let w = z * z
    let r = 8.33333333332248946124e-03 + z * (-1.98412698298579493134e-04 + z * 2.75573137070700676789e-06)
        + z * w * (-2.50507602534068634195e-08 + z * 1.58969099521155010221e-10)
    let v = z * x
    return x - ((z * (0.5 * tail - v * r) - tail) - v * -1.66666666666666324348e-01)
}

private func kernelCosine(_ x: Double, _ tail: Double) -> Double {
    let z = x * x
    let square = z * z
    let r = z * (4.16666666666666019037e-02 + z * (-1.38888888888741095749e-03 + z * 2.48015872894767294178e-05))
        + square * square
            * (-2.75573143513906633035e-07 + z * (2.08757232129817482790e-09 + z * -1.13596475577881948265e-11))
    let half = 0.5 * z
    let w = 1 - half
    return w + (((1 - w) - half) + (z * r - x * tail))
}

/// Sine, or with `turn` 1 cosine.
private func circular(_ x: Double, _ turn: UInt32) -> Double {
    if !(x.magnitude < .infinity) { return .nan }
    var head = x
    reducedTail = 0
    quarterTurns = 0
    if x.magnitude > 7.85398163397448278999e-01 {
        head = reduced(x)
    } else if x.magnitude < 0x1p-27 {
        return turn == 0 ? x : 1
    }
    let quadrant = quarterTurns &+ turn
    let value = quadrant & 1 == 0 ? kernelSine(head, reducedTail) : kernelCosine(head, reducedTail)
    return quadrant & 2 == 0 ? value : -value
}

@_cdecl("math_sin") @inline(__always) func mathSinEntry(_ x: Double) -> Double { circular(x, 0) }

@_cdecl("math_cos") @inline(__always) func mathCosEntry(_ x: Double) -> Double { circular(x, 1) }

@_cdecl("math_tan") @inline(__always) func mathTanEntry(_ x: Double) -> Double {
    if !(x.magnitude < .infinity) { return .nan }
    var head = x
    reducedTail = 0
    quarterTurns = 0
    if x.magnitude > 7.85398163397448278999e-01 {
        head = reduced(x)
    } else if x.magnitude < 0x1p-27 {
        return x
    }
    return kernelTangent(head, reducedTail, quarterTurns & 1 != 0)
}

/// The tangent of `x + tail`, or its negative reciprocal.
private func kernelTangent(_ argument: Double, _ argumentTail: Double, _ reciprocal: Bool) -> Double {
    var x = argument
    var tail = argumentTail
    let isBig = x.magnitude >= 0.6744
    let negative = x < 0
    if isBig {
        if negative {
            x = -x
            tail = -tail
        }
        x = (7.85398163397448278999e-01 - x) + (3.06161699786838301793e-17 - tail)
        tail = 0
    }
    let z = x * x
    let w = z * z
    let odd = 1.33333333333201242699e-01 + w * (2.18694882948595424599e-02 + w * (3.59207910759131235356e-03
        + w * (5.88041240820264096874e-04 + w * (7.81794442939557092300e-05 + w * -1.85586374855275456654e-05))))
    let even = z * (5.39682539762260521377e-02 + w * (8.86323982359930005737e-03 + w * (1.45620945432529025516e-03
        + w * (2.46463134818469906812e-04 + w * (7.14072491382608190305e-05 + w * 2.59073051863633712884e-05)))))
    let cube = z * x
    let r = tail + z * (cube * (odd + even) + tail) + 3.33333333333334091986e-01 * cube
    let sum = x + r
    if isBig {
        let sign: Double = reciprocal ? -1 : 1
        let value = sign - 2 * (x + (r - sum * sum / (sum + sign)))
        return negative ? -value : value
    }
    if !reciprocal { return sum }
    // -1 / (x + r) with an error below one unit: both factors cut to their upper halves.
    let upper = Double(bitPattern: sum.bitPattern & ~0xFFFF_FFFF)
    let rest = r - (upper - x)
    let quotient = -1 / sum
    let first = Double(bitPattern: quotient.bitPattern & ~0xFFFF_FFFF)
    return first + quotient * (1 + first * upper + first * rest)
}
