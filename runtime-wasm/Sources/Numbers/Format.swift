// Numbers as decimal text, without exponents.

/// How whole numbers beyond 2^53 and the infinities are written.
enum NumberFormat {
    /// All digits of the value; `inf`.
    static let exact: UInt32 = 0
    /// The shortest digits that round-trip, filled up with zeros; `Infinity`.
    static let padded: UInt32 = 1
}

/// Where texts are put together. Whole numbers are written backwards from `middle`; other numbers forwards from the start, with their
/// digits written backwards from `digitsEnd` first.
private nonisolated(unsafe) var numberScratch = InlineArray<104, UInt64>(repeating: 0)
private let middle: UInt32 = 400
private let digitsEnd: UInt32 = 824

/// Where the text of the number formatted last begins.
nonisolated(unsafe) var numberStart: UInt32 = 0
@inline(__always) func numberText() -> UInt32 { numberStart }

/// Writes a number's text to a place of its own, valid until the next call, and returns its length.
func formatNumber(_ number: Double, _ format: UInt32) -> UInt32 {
    let scratch = address(of: &numberScratch)
    let bits = number.bitPattern & 0x7FFF_FFFF_FFFF_FFFF
    let negative = number.bitPattern >> 63 != 0
    let size = Double(bitPattern: bits)
    if size < 9_007_199_254_740_992 {
        let whole = UInt64(size)
        if Double(whole) == size { return finishWhole(writeDigits(whole, scratch &+ middle), negative) }
    } else if bits >= 0x7FF0_0000_0000_0000 {
        return formatSpecial(bits, negative, format)
    } else if format == NumberFormat.exact {
        return finishWhole(writeLargeWhole(bits, scratch &+ middle), negative)
    }
    numberStart = scratch
    return writeShortest(bits, scratch, negative)
}

/// Adds the sign in front of a whole number's digits.
private func finishWhole(_ start: UInt32, _ negative: Bool) -> UInt32 {
    var start = start
    if negative {
        start &-= 1
        store8(start, 45)
    }
    numberStart = start
    return address(of: &numberScratch) &+ middle &- start
}

/// Writes a whole number's digits so that they end before `end`; returns where they begin.
func writeDigits(_ value: UInt64, _ end: UInt32) -> UInt32 {
    var at = end
    var value = value
    while value >= 1_000_000_000 {
        let rest = value / 1_000_000_000
        at = writeNine(UInt32(truncatingIfNeeded: value &- rest &* 1_000_000_000), at)
        value = rest
    }
    var word = UInt32(truncatingIfNeeded: value)
    repeat {
        let rest = word / 10
        at &-= 1
        store8(at, 48 &+ word &- rest &* 10)
        word = rest
    } while word != 0
    return at
}

/// Whole numbers from 0 on that `inlineDigits` writes, which are most of those that programs print.
@inline(__always) func isSmallWhole(_ number: Double) -> Bool {
    // The sign bit makes the bits of -0 and of negative numbers large.
    number.bitPattern <= (999_999_999.0).bitPattern && Double(UInt32(number)) == number
}

/// How many digits a number of at most nine digits has.
@inline(__always) func digitCount(_ number: UInt32) -> UInt32 {
    var count: UInt32 = 1
    var limit: UInt32 = 10
    while number >= limit {
        limit &*= 10
        count &+= 1
    }
    return count
}

/// Writes the digits of a whole number so that they end before `end`.
@inline(__always) func inlineDigits(_ number: UInt32, _ end: UInt32) {
    var rest = number
    var at = end
    repeat {
        let tens = rest / 10
        at &-= 1
        store8(at, 48 &+ rest &- tens &* 10)
        rest = tens
    } while rest != 0
}

/// Writes nine digits, leading zeros included, before `end`; returns where they begin.
private func writeNine(_ value: UInt32, _ end: UInt32) -> UInt32 {
    var at = end
    var word = value
    repeat {
        let rest = word / 10
        at &-= 1
        store8(at, 48 &+ word &- rest &* 10)
        word = rest
    } while at != end &- 9
    return at
}

/// Writes the exact digits of a whole number of at least 2^53 before `end`.
private func writeLargeWhole(_ bits: UInt64, _ end: UInt32) -> UInt32 {
    let significand = bits & 0x000F_FFFF_FFFF_FFFF | 0x0010_0000_0000_0000
    let exponent = UInt32(truncatingIfNeeded: bits >> 52) &- 1075
    if exponent <= 11 { return writeDigits(significand << UInt64(exponent), end) }
    bigSet(bigA, significand)
    bigShiftLeft(bigA, exponent)
    var at = end
    while load32(bigA) > 1 { at = writeNine(bigDivide(bigA, 1_000_000_000), at) }
    return writeDigits(UInt64(load32(bigA &+ 4)), at)
}

/// Writes the shortest digits of a number from `start` on, and returns the length.
private func writeShortest(_ bits: UInt64, _ start: UInt32, _ negative: Bool) -> UInt32 {
    var digits = shortestDigits(bits)
    var exponent = shortestExponent
    while digits % 10 == 0 {
        digits /= 10
        exponent &+= 1
    }
    let source = writeDigits(digits, start &+ digitsEnd)
    let count = start &+ digitsEnd &- source
    // The number of digits before the point.
    let point = Int32(bitPattern: count) &+ exponent
    store8(start, 45)
    let first = negative ? start &+ 1 : start
    var end: UInt32
    if point <= 0 {
        let zeros = UInt32(bitPattern: -point)
        store16(first, 0x2E30)
        fill(first &+ 2, count: zeros, byte: 48)
        copy(to: first &+ 2 &+ zeros, from: source, count: count)
        end = first &+ 2 &+ zeros &+ count
    } else {
        let before = UInt32(bitPattern: point)
        copy(to: first, from: source, count: count)
        end = first &+ count
        if before < count {
            copy(to: first &+ before &+ 1, from: source &+ before, count: count &- before)
            store8(first &+ before, 46)
            end &+= 1
        } else {
            fill(end, count: before &- count, byte: 48)
            end = first &+ before
        }
    }
    return end &- start
}

private func formatSpecial(_ bits: UInt64, _ negative: Bool, _ format: UInt32) -> UInt32 {
    let scratch = address(of: &numberScratch)
    numberStart = scratch
    let isNaN = bits > 0x7FF0_0000_0000_0000
    // "-Infinity", "NaN" and the first four bytes of "-inf" as words.
    store8(scratch, 45)
    let first = negative && !isNaN ? scratch &+ 1 : scratch
    store64(first, isNaN ? 0x4E_614E : format == NumberFormat.padded ? 0x7974_696E_6966_6E49 : 0x66_6E69)
    return first &- scratch &+ (isNaN || format == NumberFormat.exact ? 3 : 8)
}
