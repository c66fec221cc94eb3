// Quotients of magnitudes, after Donald Knuth's algorithm D.

/// Where a division leaves its results: the quotient has `count - divisorCount + 1` limbs, the remainder `divisorCount`, neither trimmed.
struct Division {
    var quotient: UInt32
    var quotientCount: UInt32
    var remainder: UInt32
    var remainderCount: UInt32
}

/// `a / b` with at least as many limbs in `a` as in `b`, which is trimmed and not zero. The quotient goes to `quotient`.
func divideLimbs(_ quotient: UInt32, _ a: UInt32, _ aCount: UInt32, _ b: UInt32, _ bCount: UInt32) -> Division {
    let quotientCount = aCount &- bCount &+ 1
    if bCount == 1 {
        let remainder = scratchLimbs(1)
        setLimb(remainder, 0, fastDivideWord(quotient, a, aCount, limb(b, 0)))
        return Division(quotient: quotient, quotientCount: aCount, remainder: remainder, remainderCount: 1)
    }
    if bCount >= recursiveLimit && quotientCount >= recursiveLimit { return divideRecursively(quotient, a, aCount, b, bCount) }
    // The divisor's first bit must be set, so that each digit of the quotient is guessed within two.
    let shift = UInt32(truncatingIfNeeded: limb(b, bCount &- 1).leadingZeroBitCount)
    let divisor = scratchLimbs(bCount)
    _ = shiftLimbsLeft(divisor, b, bCount, shift)
    let rest = scratchLimbs(aCount &+ 1)
    setLimb(rest, aCount, shiftLimbsLeft(rest, a, aCount, shift))
    fastDivideDigits(quotient, rest, quotientCount, divisor, bCount)
    shiftLimbsRight(rest, rest, bCount, shift)
    return Division(quotient: quotient, quotientCount: quotientCount, remainder: rest, remainderCount: bCount)
}

/// The digits of the quotient from the top down; what is left of `rest` is the remainder.
func fastDivideDigits(_ quotient: UInt32, _ rest: UInt32, _ quotientCount: UInt32, _ divisor: UInt32, _ count: UInt32) {
    let first = UInt64(limb(divisor, count &- 1))
    let second = UInt64(limb(divisor, count &- 2))
    var index = quotientCount
    while index != 0 {
        index &-= 1
        let place = rest &+ 4 &* index
        let top = UInt64(limb(place, count)) &<< 32 | UInt64(limb(place, count &- 1))
        var digit = top / first
        var left = top &- digit &* first
        if digit > 0xFFFF_FFFF {
            digit = 0xFFFF_FFFF
            left = top &- digit &* first
        }
        while left <= 0xFFFF_FFFF && digit &* second > left &<< 32 | UInt64(limb(place, count &- 2)) {
            digit &-= 1
            left &+= first
        }
        let borrow = fastMultiplySubtract(place, divisor, count, UInt32(truncatingIfNeeded: digit))
        let head = limb(place, count)
        setLimb(place, count, head &- borrow)
        if head < borrow {
            digit &-= 1
            setLimb(place, count, limb(place, count) &+ fastAddLimbs(place, place, count, divisor, count))
        }
        setLimb(quotient, index, UInt32(truncatingIfNeeded: digit))
    }
}
