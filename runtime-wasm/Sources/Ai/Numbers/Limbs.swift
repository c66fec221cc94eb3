// Magnitudes of any size: arrays of u32 limbs in memory, least significant first, given by address and count.

/// A magnitude with a sign.
struct Integer {
    var data: UInt32
    /// Limbs; the last is not zero.
    var count: UInt32
    var isNegative: Bool

    @inline(__always) var isZero: Bool { count == 0 }
}

@inline(__always) func limb(_ data: UInt32, _ index: UInt32) -> UInt32 { load32(data &+ index &<< 2) }
@inline(__always) func setLimb(_ data: UInt32, _ index: UInt32, _ value: UInt32) { store32(data &+ index &<< 2, value) }

/// Without leading zeros.
func trimmedCount(_ data: UInt32, _ count: UInt32) -> UInt32 {
    var count = count
    while count != 0 && limb(data, count &- 1) == 0 { count &-= 1 }
    return count
}

/// -1, 0 or 1. Both are trimmed.
func compareLimbs(_ a: UInt32, _ aCount: UInt32, _ b: UInt32, _ bCount: UInt32) -> Int32 {
    if aCount != bCount { return aCount < bCount ? -1 : 1 }
    var index = aCount
    while index != 0 {
        index &-= 1
        let x = limb(a, index)
        let y = limb(b, index)
        if x != y { return x < y ? -1 : 1 }
    }
    return 0
}

/// `result = a + b + carry` in two limbs; the carry, 0 or 1, is returned.
@inline(__always) private func addPair(_ result: UInt32, _ a: UInt32, _ b: UInt32, _ carry: UInt64) -> UInt64 {
    let x = load64(a)
    let partial = x &+ load64(b)
    store64(result, partial &+ carry)
    // All but this can be computed before the carry is there.
    return (partial < x ? 1 : 0) | ((partial == UInt64.max ? 1 : 0) & carry)
}

/// `result = a - b - borrow` in two limbs; the borrow, 0 or 1, is returned.
@inline(__always) private func subtractPair(_ result: UInt32, _ a: UInt32, _ b: UInt32, _ borrow: UInt64) -> UInt64 {
    let x = load64(a)
    let y = load64(b)
    store64(result, x &- y &- borrow)
    return (x < y ? 1 : 0) | ((x == y ? 1 : 0) & borrow)
}

/// `result = a + b` in `aCount` limbs, which are at least as many as `b` has; the carry is returned. The result may be `a` or `b`.
func fastAddLimbs(_ result: UInt32, _ a: UInt32, _ aCount: UInt32, _ b: UInt32, _ bCount: UInt32) -> UInt32 {
    var carry: UInt64 = 0
    var offset: UInt32 = 0
    let shared = bCount &<< 2
    let quads = shared & ~15
    while offset != quads {
        carry = addPair(result &+ offset, a &+ offset, b &+ offset, carry)
        carry = addPair(result &+ offset &+ 8, a &+ offset &+ 8, b &+ offset &+ 8, carry)
        offset &+= 16
    }
    while offset != shared {
        carry &+= UInt64(load32(a &+ offset)) &+ UInt64(load32(b &+ offset))
        store32(result &+ offset, UInt32(truncatingIfNeeded: carry))
        carry &>>= 32
        offset &+= 4
    }
    let end = aCount &<< 2
    while offset != end {
        carry &+= UInt64(load32(a &+ offset))
        store32(result &+ offset, UInt32(truncatingIfNeeded: carry))
        carry &>>= 32
        offset &+= 4
    }
    return UInt32(truncatingIfNeeded: carry)
}

/// `result = a - b` in `aCount` limbs; the borrow, 0 or 1, is returned.
func fastSubtractLimbs(_ result: UInt32, _ a: UInt32, _ aCount: UInt32, _ b: UInt32, _ bCount: UInt32) -> UInt32 {
    var borrow: UInt64 = 0
    var offset: UInt32 = 0
    let shared = bCount &<< 2
    let quads = shared & ~15
    while offset != quads {
        borrow = subtractPair(result &+ offset, a &+ offset, b &+ offset, borrow)
        borrow = subtractPair(result &+ offset &+ 8, a &+ offset &+ 8, b &+ offset &+ 8, borrow)
        offset &+= 16
    }
    var carry = -Int64(borrow)
    while offset != shared {
        carry &+= Int64(load32(a &+ offset)) &- Int64(load32(b &+ offset))
        store32(result &+ offset, UInt32(truncatingIfNeeded: carry))
        carry &>>= 32
        offset &+= 4
    }
    let end = aCount &<< 2
    while offset != end {
        carry &+= Int64(load32(a &+ offset))
        store32(result &+ offset, UInt32(truncatingIfNeeded: carry))
        carry &>>= 32
        offset &+= 4
    }
    return UInt32(truncatingIfNeeded: -carry)
}

/// `result = a * factor + addend`; the limb that does not fit is returned.
func fastMultiplyWord(_ result: UInt32, _ a: UInt32, _ count: UInt32, _ factor: UInt32, _ addend: UInt32) -> UInt32 {
    var carry = UInt64(addend)
    var offset: UInt32 = 0
    let end = count &<< 2
    while offset != end {
        carry &+= UInt64(load32(a &+ offset)) &* UInt64(factor)
        store32(result &+ offset, UInt32(truncatingIfNeeded: carry))
        carry &>>= 32
        offset &+= 4
    }
    return UInt32(truncatingIfNeeded: carry)
}

/// `result += a * factor`; the limb that does not fit is returned.
func fastMultiplyAdd(_ result: UInt32, _ a: UInt32, _ count: UInt32, _ factor: UInt32) -> UInt32 {
    var carry: UInt64 = 0
    var offset: UInt32 = 0
    let end = count &<< 2
    while offset != end {
        carry &+= UInt64(load32(a &+ offset)) &* UInt64(factor) &+ UInt64(load32(result &+ offset))
        store32(result &+ offset, UInt32(truncatingIfNeeded: carry))
        carry &>>= 32
        offset &+= 4
    }
    return UInt32(truncatingIfNeeded: carry)
}

/// `result -= a * factor`; what would have to be borrowed is returned.
func fastMultiplySubtract(_ result: UInt32, _ a: UInt32, _ count: UInt32, _ factor: UInt32) -> UInt32 {
    var borrow: UInt64 = 0
    var offset: UInt32 = 0
    let end = count &<< 2
    while offset != end {
        borrow &+= UInt64(load32(a &+ offset)) &* UInt64(factor)
        let old = load32(result &+ offset)
        let low = UInt32(truncatingIfNeeded: borrow)
        store32(result &+ offset, old &- low)
        borrow = borrow &>> 32 &+ (old < low ? 1 : 0)
        offset &+= 4
    }
    return UInt32(truncatingIfNeeded: borrow)
}

/// `quotient = a / divisor`, which may be in the same place; the remainder is returned.
func fastDivideWord(_ quotient: UInt32, _ a: UInt32, _ count: UInt32, _ divisor: UInt32) -> UInt32 {
    var rest: UInt64 = 0
    let divisor = UInt64(divisor)
    var offset = count &<< 2
    while offset != 0 {
        offset &-= 4
        rest = rest &<< 32 | UInt64(load32(a &+ offset))
        let digit = rest / divisor
        store32(quotient &+ offset, UInt32(truncatingIfNeeded: digit))
        rest &-= digit &* divisor
    }
    return UInt32(truncatingIfNeeded: rest)
}

/// `result = a * 2^bits` with `bits` below 32; the limb that does not fit is returned. Goes down, so the result may lie above `a`.
func shiftLimbsLeft(_ result: UInt32, _ a: UInt32, _ count: UInt32, _ bits: UInt32) -> UInt32 {
    if count == 0 { return 0 }
    var index = count &- 1
    var word = limb(a, index)
    let top = bits == 0 ? 0 : word &>> (32 &- bits)
    while index != 0 {
        index &-= 1
        let next = limb(a, index)
        setLimb(result, index &+ 1, bits == 0 ? word : word &<< bits | next &>> (32 &- bits))
        word = next
    }
    setLimb(result, 0, word &<< bits)
    return top
}

/// `result = a / 2^bits` with `bits` below 32. Goes up, so the result may lie below `a`.
func shiftLimbsRight(_ result: UInt32, _ a: UInt32, _ count: UInt32, _ bits: UInt32) {
    var index: UInt32 = 0
    while index != count {
        let next = index &+ 1 == count ? 0 : limb(a, index &+ 1)
        setLimb(result, index, bits == 0 ? limb(a, index) : limb(a, index) &>> bits | next &<< (32 &- bits))
        index &+= 1
    }
}

/// The number of bits of a trimmed magnitude.
func bitLength(_ data: UInt32, _ count: UInt32) -> UInt32 {
    count == 0 ? 0 : 32 &* count &- UInt32(truncatingIfNeeded: limb(data, count &- 1).leadingZeroBitCount)
}

/// Room for `count` limbs that nothing keeps alive.
func scratchLimbs(_ count: UInt32) -> UInt32 {
    newBytes(capacity: count > 0x3FFF_FF00 ? UInt32.max : 4 &* count) &+ ObjectLayout.Bytes.dataOffset
}
