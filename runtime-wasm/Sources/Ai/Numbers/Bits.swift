// Operations on the bits of integers in two's complement, as if they had infinitely many.

/// `value * 2^bits`, rounded down.
func shiftInteger(_ value: UInt64, _ bits: Int64) -> UInt64 {
    let a = integer(value, 0)
    if a.isZero { return value }
    if bits >= 0 {
        if bits > 0x7_FFFF_FFFF { failOutOfMemory() }
        let words = UInt32(truncatingIfNeeded: bits / 32)
        let object = newInteger(a.count &+ words &+ 1)
        let data = integerLimbs(object)
        fill(data, count: 4 &* words)
        setLimb(data, a.count &+ words, shiftLimbsLeft(data &+ 4 &* words, a.data, a.count, UInt32(truncatingIfNeeded: bits & 31)))
        return finish(object, a.count &+ words &+ 1, isNegative: a.isNegative)
    }
    let drop = UInt64(bitPattern: -bits)
    if drop >= UInt64(a.count) &* 32 { return fixnum(a.isNegative ? -1 as Int64 : 0) }
    let words = UInt32(truncatingIfNeeded: drop / 32)
    let shift = UInt32(truncatingIfNeeded: drop & 31)
    let count = a.count &- words
    let object = newInteger(count &+ 1)
    let data = integerLimbs(object)
    shiftLimbsRight(data, a.data &+ 4 &* words, count, shift)
    setLimb(data, count, 0)
    if a.isNegative {
        // Rounded away from zero when anything but zeros is lost.
        let lost = trimmedCount(a.data, words) != 0 || limb(a.data, words) & (1 &<< shift &- 1) != 0
        if lost {
            store64(oneLimb(), 1)
            _ = fastAddLimbs(data, data, count &+ 1, oneLimb(), 1)
        }
    }
    return finish(object, count &+ 1, isNegative: a.isNegative)
}

private nonisolated(unsafe) var one = InlineArray<1, UInt64>(repeating: 0)
private func oneLimb() -> UInt32 { address(of: &one) }

private enum BitOperation {
    static let and: UInt32 = 0
    static let or: UInt32 = 1
    static let exclusiveOr: UInt32 = 2
}

/// The limbs of two's complement, `count` of them.
private func complement(_ value: Integer, _ count: UInt32) -> UInt32 {
    let data = scratchLimbs(count)
    fill(data, count: 4 &* count)
    fastCopy(to: data, from: value.data, count: 4 &* value.count)
    if value.isNegative { negate(data, count) }
    return data
}

/// The two's complement in place.
private func negate(_ data: UInt32, _ count: UInt32) {
    var carry: UInt64 = 1
    var index: UInt32 = 0
    while index != count {
        carry &+= UInt64(~limb(data, index))
        setLimb(data, index, UInt32(truncatingIfNeeded: carry))
        carry &>>= 32
        index &+= 1
    }
}

@inline(never) private func combine(_ prefix: StaticString, _ left: UInt64, _ right: UInt64, _ operation: UInt32) -> UInt64 {
    if !isExact(left) { return raiseType(prefix, 1, left) }
    if !isExact(right) { return raiseType(prefix, 2, right) }
    if isFixnum(left) && isFixnum(right) {
        let a = fixnumValue(left)
        let b = fixnumValue(right)
        return fixnum(operation == BitOperation.and ? a & b : operation == BitOperation.or ? a | b : a ^ b)
    }
    let a = integer(left, 0)
    let b = integer(right, 1)
    let count = (a.count > b.count ? a.count : b.count) &+ 1
    let x = complement(a, count)
    let y = complement(b, count)
    let object = newInteger(count)
    let data = integerLimbs(object)
    var index: UInt32 = 0
    while index != count {
        let v = limb(x, index)
        let w = limb(y, index)
        setLimb(data, index, operation == BitOperation.and ? v & w : operation == BitOperation.or ? v | w : v ^ w)
        index &+= 1
    }
    let isNegative = limb(data, count &- 1) >> 31 != 0
    if isNegative { negate(data, count) }
    return finish(object, count, isNegative: isNegative)
}

@_cdecl("ai_bitwise_and") @inline(__always) func aiBitwiseAndEntry(_ left: UInt64, _ right: UInt64) -> UInt64 {
    combine("bitwise-and: expected exact integer", left, right, BitOperation.and)
}

@_cdecl("ai_bitwise_ior") @inline(__always) func aiBitwiseIorEntry(_ left: UInt64, _ right: UInt64) -> UInt64 {
    combine("bitwise-ior: expected exact integer", left, right, BitOperation.or)
}

@_cdecl("ai_bitwise_xor") @inline(__always) func aiBitwiseXorEntry(_ left: UInt64, _ right: UInt64) -> UInt64 {
    combine("bitwise-xor: expected exact integer", left, right, BitOperation.exclusiveOr)
}

@_cdecl("ai_bitwise_not") @inline(__always) func aiBitwiseNotEntry(_ value: UInt64) -> UInt64 {
    isExact(value) ? addIntegers(fixnum(-1 as Int64), value, subtracts: true) : raiseType("bitwise-not: expected exact integer", 1, value)
}

@_cdecl("ai_arithmetic_shift") @inline(__always) func aiArithmeticShiftEntry(_ value: UInt64, _ bits: UInt64) -> UInt64 {
    if !isExact(value) { return raiseType("arithmetic-shift: expected exact integer", 1, value) }
    if !isFixnum(bits) { return raiseType("arithmetic-shift: expected small exact integer", 2, bits) }
    return shiftInteger(value, fixnumValue(bits))
}

/// The number of bits that differ from the sign.
@_cdecl("ai_bit_count") @inline(__always) func aiBitCountEntry(_ value: UInt64) -> UInt64 {
    if !isExact(value) { return raiseType("bit-count: expected exact integer", 1, value) }
    if isFixnum(value) {
        let number = fixnumValue(value)
        return fixnum(Int64((number < 0 ? ~number : number).nonzeroBitCount))
    }
    let a = integer(isNegativeInteger(value) ? aiBitwiseNotEntry(value) : value, 0)
    var total: Int64 = 0
    var index: UInt32 = 0
    while index != a.count {
        total &+= Int64(limb(a.data, index).nonzeroBitCount)
        index &+= 1
    }
    return fixnum(total)
}
