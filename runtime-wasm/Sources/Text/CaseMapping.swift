// Upper and lower case, with the full mappings of Unicode.

/// The text with every scalar mapped. ASCII texts take a short way.
@inline(__always) func mapCase(_ string: UInt32, _ toUpper: Bool) -> UInt32 {
    if stringIsASCII(string) { return mapASCII(string, toUpper) }
    let end = stringData(string) &+ stringLength(string)
    var builder = newBytes(capacity: stringLength(string) &+ 16)
    var at = stringData(string)
    while at < end {
        // A scalar becomes at most three, of at most three bytes each, or one.
        builder = reserve(builder, 9)
        let used = load32(builder, ObjectLayout.Bytes.usedOffset)
        let target = builder &+ ObjectLayout.Bytes.dataOffset &+ used
        let scalar = decodeScalar(at)
        let width = scalarWidth(load8(at))
        let past = toUpper ? writeUpper(scalar, target) : writeLower(scalar, target, at, width, stringData(string), end)
        store32(builder &+ ObjectLayout.Bytes.usedOffset, used &+ past &- target)
        at &+= width
    }
    return builderString(builder)
}

/// ASCII letters differ from their other case by bit 5.
private func mapASCII(_ string: UInt32, _ toUpper: Bool) -> UInt32 {
    let count = stringLength(string)
    let result = newString(byteCount: count, flags: ObjectLayout.Flag.ascii)
    let source = stringData(string)
    let target = stringData(result)
    let first: UInt32 = toUpper ? 97 : 65
    var at: UInt32 = 0
    while count &- at >= 8 {
        store64(target &+ at, mapEight(load64(source &+ at), UInt64(first)))
        at &+= 8
    }
    while at != count {
        let byte = load8(source &+ at)
        store8(target &+ at, byte &- first < 26 ? byte ^ 32 : byte)
        at &+= 1
    }
    return result
}

/// Eight ASCII bytes with the case of the letters from `first` on changed: bit 7 of a byte of each sum tells whether the byte reaches a bound.
@inline(__always) private func mapEight(_ word: UInt64, _ first: UInt64) -> UInt64 {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let atLeast = word &+ (128 &- first) &* ones
    let beyond = word &+ (128 &- first &- 26) &* ones
    return word ^ ((atLeast & ~beyond & (ones << 7)) >> 2)
}

func decodeScalar(_ at: UInt32) -> UInt32 {
    let lead = load8(at)
    if lead < 0x80 { return lead }
    let second = load8(at &+ 1) & 0x3F
    if lead < 0xE0 { return (lead & 31) << 6 | second }
    let third = load8(at &+ 2) & 0x3F
    if lead < 0xF0 { return (lead & 15) << 12 | second << 6 | third }
    return (lead & 7) << 18 | second << 12 | third << 6 | load8(at &+ 3) & 0x3F
}

/// Writes a scalar and returns the place behind it.
func encodeScalar(_ scalar: UInt32, _ at: UInt32) -> UInt32 {
    if scalar < 0x80 {
        store8(at, scalar)
        return at &+ 1
    }
    if scalar < 0x800 {
        store8(at, 0xC0 | scalar >> 6)
        store8(at &+ 1, 0x80 | scalar & 0x3F)
        return at &+ 2
    }
    var next = at
    if scalar < 0x10000 {
        store8(at, 0xE0 | scalar >> 12)
    } else {
        store8(at, 0xF0 | scalar >> 18)
        store8(at &+ 1, 0x80 | scalar >> 12 & 0x3F)
        next = at &+ 1
    }
    store8(next &+ 1, 0x80 | scalar >> 6 & 0x3F)
    store8(next &+ 2, 0x80 | scalar & 0x3F)
    return next &+ 3
}

/// The scalar mapped by a table of ranges at `table`.
private func mapped(_ scalar: UInt32, _ table: UInt32, _ count: UInt32) -> UInt32 {
    var low: UInt32 = 0
    var high = count
    // The last range that begins at or before the scalar is just before `high`.
    while low < high {
        let middle = (low &+ high) >> 1
        if load32(table &+ 8 &* middle) & 0x1F_FFFF <= scalar { low = middle &+ 1 } else { high = middle }
    }
    if low == 0 { return scalar }
    let range = load32(table &+ 8 &* low &- 8)
    let offset = scalar &- range & 0x1F_FFFF
    let stride = range >> 29 & 1
    if offset & stride != 0 || offset >> stride > range >> 21 & 0xFF { return scalar }
    return scalar &+ load32(table &+ 8 &* low &- 4)
}

/// The one scalar that is the upper case of another; itself when there is none.
func upperScalar(_ scalar: UInt32) -> UInt32 {
    if scalar < 0x80 { return scalar &- 97 < 26 ? scalar ^ 32 : scalar }
    // Letters with iota below have capitals of their own beside them.
    if scalar &- 0x1F80 < 0x30 { return scalar | 8 }
    if scalar == 0x1FB3 || scalar == 0x1FC3 || scalar == 0x1FF3 { return scalar &+ 9 }
    let table = upperCaseRanges.span.withUnsafeBufferPointer { address(of: UnsafeRawPointer($0.baseAddress.unsafelyUnwrapped)) }
    return mapped(scalar, table, UInt32(truncatingIfNeeded: upperCaseRanges.count))
}

/// The one scalar that is the lower case of another; itself when there is none.
func lowerScalar(_ scalar: UInt32) -> UInt32 {
    if scalar < 0x80 { return scalar &- 65 < 26 ? scalar ^ 32 : scalar }
    if scalar == 0x130 { return 105 }
    if scalar == 0x3A3 { return 0x3C3 }
    let table = lowerCaseRanges.span.withUnsafeBufferPointer { address(of: UnsafeRawPointer($0.baseAddress.unsafelyUnwrapped)) }
    return mapped(scalar, table, UInt32(truncatingIfNeeded: lowerCaseRanges.count))
}

private func writeUpper(_ scalar: UInt32, _ target: UInt32) -> UInt32 {
    if scalar < 0x80 { return encodeScalar(scalar &- 97 < 26 ? scalar ^ 32 : scalar, target) }
    if scalar &- 0x1F80 < 0x30 {
        // Letters with iota below: the capital of the letter without it stands in the rows 1F00, 1F20 and 1F60.
        let row: UInt32 = scalar < 0x1F90 ? 0x1F08 : scalar < 0x1FA0 ? 0x1F28 : 0x1F68
        return encodeScalar(0x399, encodeScalar(row | scalar & 7, target))
    }
    let table = upperCaseRanges.span.withUnsafeBufferPointer { address(of: UnsafeRawPointer($0.baseAddress.unsafelyUnwrapped)) }
    let upper = mapped(scalar, table, UInt32(truncatingIfNeeded: upperCaseRanges.count))
    if upper != scalar { return encodeScalar(upper, target) }
    var index = 0
    while index < upperCaseExpansions.count {
        let entry = upperCaseExpansions[unchecked: index]
        if UInt32(truncatingIfNeeded: entry & 0xFFFF) == scalar { return writeExpansion(entry, target) }
        index &+= 1
    }
    return encodeScalar(scalar, target)
}

private func writeExpansion(_ entry: UInt64, _ target: UInt32) -> UInt32 {
    var rest = entry >> 16
    var at = target
    while rest != 0 {
        at = encodeScalar(UInt32(truncatingIfNeeded: rest & 0xFFFF), at)
        rest >>= 16
    }
    return at
}

private func writeLower(
    _ scalar: UInt32, _ target: UInt32, _ at: UInt32, _ width: UInt32, _ start: UInt32, _ end: UInt32
) -> UInt32 {
    if scalar < 0x80 { return encodeScalar(scalar &- 65 < 26 ? scalar ^ 32 : scalar, target) }
    // The dotted capital I keeps its dot.
    if scalar == 0x130 { return encodeScalar(0x307, encodeScalar(105, target)) }
    if scalar == 0x3A3 {
        return encodeScalar(isAfterLetter(at, start) && !isBeforeLetter(at &+ width, end) ? 0x3C2 : 0x3C3, target)
    }
    let table = lowerCaseRanges.span.withUnsafeBufferPointer { address(of: UnsafeRawPointer($0.baseAddress.unsafelyUnwrapped)) }
    return encodeScalar(mapped(scalar, table, UInt32(truncatingIfNeeded: lowerCaseRanges.count)), target)
}

/// Whether a letter comes before the place, marks and apostrophes skipped: a sigma at the end of a word has a form of its own.
private func isAfterLetter(_ place: UInt32, _ start: UInt32) -> Bool {
    var at = place
    while at > start {
        repeat { at &-= 1 } while load8(at) & 0xC0 == 0x80
        let scalar = decodeScalar(at)
        if !isIgnorable(scalar) { return isCased(scalar) }
    }
    return false
}

private func isBeforeLetter(_ place: UInt32, _ end: UInt32) -> Bool {
    var at = place
    while at < end {
        let scalar = decodeScalar(at)
        if !isIgnorable(scalar) { return isCased(scalar) }
        at &+= scalarWidth(load8(at))
    }
    return false
}

/// Marks that do not end a word: apostrophes, accents, full stop, colon, middle dot, soft hyphen, combining accents.
private func isIgnorable(_ scalar: UInt32) -> Bool {
    if scalar < 0x80 { return scalar == 39 || scalar == 46 || scalar == 58 || scalar == 94 || scalar == 96 }
    return scalar == 0xA8 || scalar == 0xAD || scalar == 0xB4 || scalar == 0xB7 || scalar &- 0x300 < 0x70 || scalar == 0x2019
}

/// Whether a scalar is a letter with case of the Latin, Greek, Cyrillic or Armenian script: the ones beside which a sigma occurs.
private func isCased(_ scalar: UInt32) -> Bool {
    if (scalar | 32) &- 97 < 26 || scalar &- 0x370 < 0x218 || scalar &- 0x1E00 < 0x200 { return true }
    let withoutCase = scalar == 0xD7 || scalar == 0xF7 || scalar == 0x1BB || scalar &- 0x1C0 < 4 || scalar == 0x294
    return scalar &- 0xC0 < 0x1F0 && !withoutCase
}
