// Quotients of long magnitudes by long ones, after Christoph Burnikel and Joachim Ziegler ("Fast Recursive Division", 1998): they take little longer
// than products of that length.

/// Shorter divisors and quotients are computed digit by digit.
let recursiveLimit: UInt32 = 80

/// As `divideLimbs`. The divisor is brought to a length that can be halved until it is short, with its first bit set; the dividend is taken in
/// blocks of that length, the highest first.
func divideRecursively(_ quotient: UInt32, _ a: UInt32, _ aCount: UInt32, _ b: UInt32, _ bCount: UInt32) -> Division {
    var length = bCount
    var halvings: UInt32 = 0
    while length >= recursiveLimit {
        length = (length &+ 1) / 2
        halvings &+= 1
    }
    length = length &<< halvings
    let padding = length &- bCount
    let shift = UInt32(truncatingIfNeeded: limb(b, bCount &- 1).leadingZeroBitCount)
    let divisor = scratchLimbs(length)
    fill(divisor, count: 4 &* padding)
    _ = shiftLimbsLeft(divisor &+ 4 &* padding, b, bCount, shift)
    // At least one limb of zeros on top, so that the highest block is less than the divisor.
    let blocks = (aCount &+ padding &+ 1) / length &+ 1
    let rest = scratchLimbs(blocks &* length)
    fill(rest, count: 4 &* blocks &* length)
    setLimb(rest, padding &+ aCount, shiftLimbsLeft(rest &+ 4 &* padding, a, aCount, shift))
    let digits = scratchLimbs((blocks &- 1) &* length)
    let scratch = scratchLimbs(length &+ karatsubaRoom(length))
    var block = blocks &- 1
    while block != 0 {
        block &-= 1
        let offset = 4 &* block &* length
        divideTwoByOne(digits &+ offset, rest &+ offset, divisor, length, scratch)
    }
    let quotientCount = aCount &- bCount &+ 1
    fastCopy(to: quotient, from: digits, count: 4 &* quotientCount)
    let remainder = rest &+ 4 &* padding
    shiftLimbsRight(remainder, remainder, bCount, shift)
    return Division(quotient: quotient, quotientCount: quotientCount, remainder: remainder, remainderCount: bCount)
}

/// Divides `a` of `2 * count` limbs, whose upper half is less than the divisor of `count` limbs. The quotient has `count` limbs; the remainder
/// is left in the lower half of `a`, and zeros in the upper one.
private func divideTwoByOne(_ quotient: UInt32, _ a: UInt32, _ divisor: UInt32, _ count: UInt32, _ scratch: UInt32) {
    if count < recursiveLimit { return fastDivideDigits(quotient, a, count, divisor, count) }
    let half = count / 2
    divideThreeByTwo(quotient &+ 4 &* half, a &+ 4 &* half, divisor, half, scratch)
    divideThreeByTwo(quotient, a, divisor, half, scratch)
}

/// Divides `a` of `3 * half` limbs, whose upper two thirds are less than the divisor of `2 * half` limbs. The quotient has `half` limbs; the
/// remainder is left in the lower two thirds of `a`, and zeros above.
private func divideThreeByTwo(_ quotient: UInt32, _ a: UInt32, _ divisor: UInt32, _ half: UInt32, _ scratch: UInt32) {
    let size = 4 &* half
    let upper = divisor &+ size
    let middle = a &+ size
    let top = middle &+ size
    if compareLimbs(top, half, upper, half) < 0 {
        divideTwoByOne(quotient, middle, upper, half, scratch)
    } else {
        // The upper parts are equal: the digit is the greatest, and what remains is the middle part plus the divisor's upper part.
        var index: UInt32 = 0
        while index != half {
            setLimb(quotient, index, 0xFFFF_FFFF)
            index &+= 1
        }
        fill(top, count: size)
        setLimb(top, 0, fastAddLimbs(middle, middle, half, upper, half))
    }
    // The lower part of the divisor, times the digit, is too much by twice the divisor at most.
    karatsuba(scratch, quotient, divisor, half, scratch &+ 2 &* size)
    var isNegative = fastSubtractLimbs(a, a, 3 &* half, scratch, 2 &* half) != 0
    while isNegative {
        decrement(quotient, half)
        isNegative = fastAddLimbs(a, a, 3 &* half, divisor, 2 &* half) == 0
    }
}

private func decrement(_ data: UInt32, _ count: UInt32) {
    var index: UInt32 = 0
    while index != count {
        let digit = limb(data, index)
        setLimb(data, index, digit &- 1)
        if digit != 0 { return }
        index &+= 1
    }
}
