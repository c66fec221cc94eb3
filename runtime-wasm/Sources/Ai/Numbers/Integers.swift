// Exact integers: small ones in the value itself, others as objects. Every result is small if it can be.

@inline(__always) func isBigInteger(_ bits: UInt64) -> Bool { isReference(bits, .bigInteger) }
@inline(__always) func isExact(_ bits: UInt64) -> Bool { isFixnum(bits) || isBigInteger(bits) }
/// A number of the language, exact or not.
@inline(__always) func isNumeric(_ bits: UInt64) -> Bool { isNumber(bits) || isExact(bits) }

/// Limbs of small integers, so that they can be treated like others: two for each of two operands.
private nonisolated(unsafe) var smallLimbs = InlineArray<2, UInt64>(repeating: 0)

/// The magnitude of an exact integer. `place`, 0 or 1, says where a small one's limbs go; they last until the next call with the same place.
func integer(_ bits: UInt64, _ place: UInt32) -> Integer {
    if isFixnum(bits) {
        let value = fixnumValue(bits)
        let data = address(of: &smallLimbs) &+ 8 &* place
        let size = UInt64(bitPattern: value < 0 ? -value : value)
        store64(data, size)
        return Integer(data: data, count: size == 0 ? 0 : size >> 32 == 0 ? 1 : 2, isNegative: value < 0)
    }
    let object = referenceAddress(bits)
    return Integer(
        data: object &+ ObjectLayout.BigInteger.limbsOffset, count: load32(object, ObjectLayout.BigInteger.countOffset),
        isNegative: load16(object, ObjectLayout.BigInteger.signOffset) != 0)
}

/// Room for an integer of `count` limbs; see `finish`.
func newInteger(_ count: UInt32) -> UInt32 {
    heapAllocate(count > 0x3FFF_FF00 ? UInt32.max : ObjectLayout.BigInteger.limbsOffset &+ 4 &* count)
}

@inline(__always) func integerLimbs(_ object: UInt32) -> UInt32 { object &+ ObjectLayout.BigInteger.limbsOffset }

/// The value of an object that `newInteger` made, after its limbs were written.
func finish(_ object: UInt32, _ count: UInt32, isNegative: Bool) -> UInt64 {
    let data = integerLimbs(object)
    let count = trimmedCount(data, count)
    if count <= 2 {
        let size = count == 0 ? 0 : count == 1 ? UInt64(load32(data)) : load64(data)
        if size < 1 &<< 47 || (size == 1 &<< 47 && isNegative) {
            let value = Int64(bitPattern: size)
            return fixnum(isNegative ? -value : value)
        }
    }
    KindHooks.writeInteger = { writeInteger($0, $1) }
    setHeader(object, kind: .bigInteger, small: isNegative ? 1 : 0, word: count)
    return box(object, .bigInteger)
}

/// An integer of 64 bits.
func exactInteger(_ value: Int64) -> UInt64 {
    if fitsFixnum(value) { return fixnum(value) }
    return exactInteger(UInt64(bitPattern: value < 0 ? 0 &- value : value), isNegative: value < 0)
}

func exactInteger(_ size: UInt64, isNegative: Bool) -> UInt64 {
    let object = newInteger(2)
    store64(integerLimbs(object), size)
    return finish(object, 2, isNegative: isNegative)
}

/// `a + b`, or `a - b`.
@inline(never) func addIntegers(_ left: UInt64, _ right: UInt64, subtracts: Bool) -> UInt64 {
    var a = integer(left, 0)
    var b = integer(right, 1)
    if subtracts { b.isNegative = !b.isNegative }
    if a.isNegative == b.isNegative {
        if a.count < b.count { swap(&a, &b) }
        let object = newInteger(a.count &+ 1)
        let data = integerLimbs(object)
        setLimb(data, a.count, fastAddLimbs(data, a.data, a.count, b.data, b.count))
        return finish(object, a.count &+ 1, isNegative: a.isNegative)
    }
    if compareLimbs(a.data, a.count, b.data, b.count) < 0 { swap(&a, &b) }
    let object = newInteger(a.count)
    _ = fastSubtractLimbs(integerLimbs(object), a.data, a.count, b.data, b.count)
    return finish(object, a.count, isNegative: a.isNegative)
}

@inline(never) func multiplyIntegers(_ left: UInt64, _ right: UInt64) -> UInt64 {
    if isFixnum(left) && isFixnum(right) {
        let a = fixnumValue(left)
        let b = fixnumValue(right)
        if (Double(a) * Double(b)).magnitude < 0x1p62 { return exactInteger(a &* b) }
    }
    let a = integer(left, 0)
    let b = integer(right, 1)
    let object = newInteger(a.count &+ b.count)
    multiplyLimbs(integerLimbs(object), a.data, a.count, b.data, b.count)
    return finish(object, a.count &+ b.count, isNegative: a.isNegative != b.isNegative)
}

func negateInteger(_ bits: UInt64) -> UInt64 { addIntegers(fixnum(0 as Int64), bits, subtracts: true) }

/// Which results of a division are wanted.
enum Rounding {
    static let truncated: UInt32 = 0
    static let floored: UInt32 = 1
}

/// The quotient of a division of integers; the remainder goes to `divisionRemainder`. The divisor is not zero.
@inline(never) func divideIntegers(_ left: UInt64, _ right: UInt64, _ rounding: UInt32) -> UInt64 {
    if isFixnum(left) && isFixnum(right) {
        let a = fixnumValue(left)
        let b = fixnumValue(right)
        var quotient = a / b
        var remainder = a &- quotient &* b
        if rounding == Rounding.floored && remainder != 0 && (remainder < 0) != (b < 0) {
            quotient &-= 1
            remainder &+= b
        }
        divisionRemainder = fixnum(remainder)
        return exactInteger(quotient)
    }
    return divideBigIntegers(left, right, rounding)
}

private func divideBigIntegers(_ left: UInt64, _ right: UInt64, _ rounding: UInt32) -> UInt64 {
    let a = integer(left, 0)
    let b = integer(right, 1)
    var quotient = fixnum(0 as Int64)
    var remainder = left
    if a.count >= b.count {
        let object = newInteger(a.count)
        let division = divideLimbs(integerLimbs(object), a.data, a.count, b.data, b.count)
        quotient = finish(object, division.quotientCount, isNegative: a.isNegative != b.isNegative)
        let rest = newInteger(division.remainderCount)
        fastCopy(to: integerLimbs(rest), from: division.remainder, count: 4 &* division.remainderCount)
        remainder = finish(rest, division.remainderCount, isNegative: a.isNegative)
    }
    if rounding == Rounding.floored && remainder != fixnum(0 as Int64) && a.isNegative != b.isNegative {
        quotient = addIntegers(quotient, fixnum(1 as Int64), subtracts: true)
        remainder = addIntegers(remainder, right, subtracts: false)
    }
    divisionRemainder = remainder
    return quotient
}

/// The second result of `divideIntegers`.
nonisolated(unsafe) var divisionRemainder: UInt64 = 0

/// -1, 0 or 1.
func compareIntegers(_ left: UInt64, _ right: UInt64) -> Int32 {
    if isFixnum(left) && isFixnum(right) {
        let a = fixnumValue(left)
        let b = fixnumValue(right)
        return a == b ? 0 : a < b ? -1 : 1
    }
    let a = integer(left, 0)
    let b = integer(right, 1)
    if a.isNegative != b.isNegative { return a.isNegative ? -1 : 1 }
    let order = compareLimbs(a.data, a.count, b.data, b.count)
    return a.isNegative ? -order : order
}

func isZero(_ bits: UInt64) -> Bool { bits == fixnum(0 as Int64) }
func isNegativeInteger(_ bits: UInt64) -> Bool { isFixnum(bits) ? fixnumValue(bits) < 0 : integer(bits, 0).isNegative }
