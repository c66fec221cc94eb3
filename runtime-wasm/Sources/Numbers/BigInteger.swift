// Whole numbers of up to 4096 bits, for exact decimal conversions. Each lies in a fixed place: a word with the number of words in use, then
// the words, least significant first. Nothing is allocated.

/// The two numbers.
private nonisolated(unsafe) var bigNumbers = InlineArray<144, UInt64>(repeating: 0)

@inline(__always) var bigA: UInt32 { address(of: &bigNumbers) }
@inline(__always) var bigB: UInt32 { address(of: &bigNumbers) &+ 576 }

/// Sets a number to a 64-bit value.
@inline(__always) func bigSet(_ big: UInt32, _ value: UInt64) {
    store32(big, 2)
    store64(big &+ 4, value)
}

/// Multiplies by a word and adds a word.
func bigMultiply(_ big: UInt32, _ factor: UInt32, _ addend: UInt32) {
    let end = big &+ 4 &* load32(big)
    var at = big
    var carry = UInt64(addend)
    while at != end {
        at &+= 4
        carry &+= UInt64(load32(at)) &* UInt64(factor)
        store32(at, UInt32(truncatingIfNeeded: carry))
        carry >>= 32
    }
    if carry != 0 {
        store32(end &+ 4, UInt32(truncatingIfNeeded: carry))
        store32(big, load32(big) &+ 1)
    }
}

/// Multiplies by two to the power `bits`.
func bigShiftLeft(_ big: UInt32, _ bits: UInt32) {
    let words = bits >> 5
    let count = load32(big)
    if words != 0 {
        copy(to: big &+ 4 &+ 4 &* words, from: big &+ 4, count: 4 &* count)
        fill(big &+ 4, count: 4 &* words)
        store32(big, count &+ words)
    }
    bigMultiply(big, 1 &<< (bits & 31), 0)
}

/// Divides by a word and returns the remainder. The number has no leading zero words afterwards.
func bigDivide(_ big: UInt32, _ divisor: UInt32) -> UInt32 {
    var at = big &+ 4 &* load32(big)
    var remainder: UInt64 = 0
    while at != big {
        remainder = remainder << 32 | UInt64(load32(at))
        store32(at, UInt32(truncatingIfNeeded: remainder / UInt64(divisor)))
        remainder %= UInt64(divisor)
        at &-= 4
    }
    bigTrim(big)
    return UInt32(truncatingIfNeeded: remainder)
}

/// Removes leading zero words.
func bigTrim(_ big: UInt32) {
    var count = load32(big)
    while count != 0 && load32(big &+ 4 &* count) == 0 { count &-= 1 }
    store32(big, count)
}

/// Whether the first number is less (-1), equal (0) or greater (1). Both have no leading zero words.
func bigCompare(_ a: UInt32, _ b: UInt32) -> Int32 {
    var count = load32(a)
    if count != load32(b) { return count < load32(b) ? -1 : 1 }
    while count != 0 {
        let x = load32(a &+ 4 &* count)
        let y = load32(b &+ 4 &* count)
        if x != y { return x < y ? -1 : 1 }
        count &-= 1
    }
    return 0
}
