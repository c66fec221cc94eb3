// Finding one text in another. The needle's first byte is looked for eight bytes at a time and each candidate compared. Texts that make this
// slow (many long partial matches) use up a budget, and the search goes on with the algorithm of Knuth, Morris and Pratt: always linear.

/// "Not found".
let nowhere = UInt32.max

/// The offset of the first occurrence of `needle` at or after `from`, or `nowhere`.
func findBytes(_ text: UInt32, _ textLength: UInt32, _ from: UInt32, _ needle: UInt32, _ needleLength: UInt32) -> UInt32 {
    if needleLength == 0 { return from }
    if textLength < needleLength { return nowhere }
    let last = textLength &- needleLength
    let first = load8(needle)
    var budget = textLength &- from &+ 256
    var at = from
    while true {
        at = fastFindByte(text, at, last &+ 1, first)
        if at > last { return nowhere }
        let same = matchLength(text &+ at, needle, needleLength)
        if same == needleLength { return at }
        at &+= 1
        if budget < same { return findLinear(text, textLength, at, needle, needleLength, false) }
        budget &-= same
    }
}

/// The offset of the last occurrence of `needle`, or `nowhere`.
func findLastBytes(_ text: UInt32, _ textLength: UInt32, _ needle: UInt32, _ needleLength: UInt32) -> UInt32 {
    if textLength < needleLength { return nowhere }
    var at = textLength &- needleLength
    if needleLength == 0 { return at }
    let first = load8(needle)
    var budget = textLength &+ 256
    while true {
        if load8(text &+ at) == first {
            let same = matchLength(text &+ at, needle, needleLength)
            if same == needleLength { return at }
            if budget < same { return findLinear(text, at &+ needleLength &- 1, 0, needle, needleLength, true) }
            budget &-= same
        }
        if at == 0 { return nowhere }
        at &-= 1
    }
}

/// How many bytes at both places are the same, at most `count`.
private func matchLength(_ a: UInt32, _ b: UInt32, _ count: UInt32) -> UInt32 {
    var at: UInt32 = 0
    while count &- at >= 8 {
        let difference = load64(a &+ at) ^ load64(b &+ at)
        if difference != 0 { return at &+ UInt32(truncatingIfNeeded: difference.trailingZeroBitCount) >> 3 }
        at &+= 8
    }
    while at < count && load8(a &+ at) == load8(b &+ at) { at &+= 1 }
    return at
}

/// The offset of the first `byte` in `from ..< to`, or `to`.
func fastFindByte(_ text: UInt32, _ from: UInt32, _ to: UInt32, _ byte: UInt32) -> UInt32 {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let pattern = UInt64(byte) &* ones
    var at = from
    while at &+ 8 <= to {
        let word = load64(text &+ at) ^ pattern
        let zeros = (word &- ones) & ~word & (ones << 7)
        if zeros != 0 { return at &+ UInt32(truncatingIfNeeded: zeros.trailingZeroBitCount) >> 3 }
        at &+= 8
    }
    while at < to && load8(text &+ at) != byte { at &+= 1 }
    return at
}

/// Knuth–Morris–Pratt. The table of borders lies in a `bytes` object: entry `i` is the length of the longest proper border of the needle's
/// first `i + 1` bytes.
private func findLinear(_ text: UInt32, _ end: UInt32, _ from: UInt32, _ needle: UInt32, _ count: UInt32, _ wantsLast: Bool) -> UInt32 {
    let table = newBytes(capacity: count > UInt32.max / 4 ? UInt32.max : 4 &* count) &+ ObjectLayout.Bytes.dataOffset
    store32(table, 0)
    var border: UInt32 = 0
    var at: UInt32 = 1
    while at < count {
        border = extend(needle, table, border, load8(needle &+ at))
        store32(table &+ 4 &* at, border)
        at &+= 1
    }
    var found = nowhere
    border = 0
    at = from
    while at < end {
        if border == count { border = load32(table &+ 4 &* (count &- 1)) }
        border = extend(needle, table, border, load8(text &+ at))
        at &+= 1
        if border == count {
            found = at &- count
            if !wantsLast { return found }
        }
    }
    return found
}

/// The length of the longest border that goes on with `byte`.
@inline(__always) private func extend(_ needle: UInt32, _ table: UInt32, _ border: UInt32, _ byte: UInt32) -> UInt32 {
    var border = border
    while border != 0 && load8(needle &+ border) != byte { border = load32(table &+ 4 &* (border &- 1)) }
    return load8(needle &+ border) == byte ? border &+ 1 : 0
}
