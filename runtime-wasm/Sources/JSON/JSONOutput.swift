// Where JSON texts are written: a builder, whose bytes are filled directly. Functions take the place to write to and return the next one.

private nonisolated(unsafe) var output: UInt32 = 0
/// Where the builder's memory ends.
private nonisolated(unsafe) var outputEnd: UInt32 = 0

/// A builder that only the writer knows: 0 when it writes to another.
private nonisolated(unsafe) var ownBuilder: UInt32 = 0

/// A new builder for one text. When it moves, its old memory is free at once.
func newOutput() -> UInt32 {
    ownBuilder = newBytes(capacity: 112)
    return ownBuilder
}

/// The text in the builder that `newOutput` made. Few texts of JSON grow, so what it does not need is given back.
func outputString(_ builder: UInt32) -> UInt32 {
    if builder == ownBuilder { trimBytes(builder) }
    ownBuilder = 0
    return builderString(builder)
}

/// Begins to append to a builder.
func beginOutput(_ builder: UInt32) -> UInt32 {
    output = builder
    let data = builder &+ ObjectLayout.Bytes.dataOffset
    outputEnd = data &+ load32(builder, ObjectLayout.Bytes.capacityOffset)
    return data &+ load32(builder, ObjectLayout.Bytes.usedOffset)
}

/// The builder, with what was written.
func endOutput(_ at: UInt32) -> UInt32 {
    store32(output &+ ObjectLayout.Bytes.usedOffset, at &- output &- ObjectLayout.Bytes.dataOffset)
    return output
}

/// The same place, with room for `count` bytes.
@inline(__always) func ensured(_ at: UInt32, _ count: UInt32) -> UInt32 { outputEnd &- at >= count ? at : moved(at, count) }

@inline(never) private func moved(_ at: UInt32, _ count: UInt32) -> UInt32 {
    let old = endOutput(at)
    let new = reserve(old, count)
    if new != old && old == ownBuilder {
        freeLarge(old)
        ownBuilder = new
    }
    return beginOutput(new)
}

/// Writes a text in quotes, with escapes where they are needed.
@inline(never) func writeQuoted(_ from: UInt32, _ string: UInt32) -> UInt32 {
    let count = stringLength(string)
    var at = ensured(from, count > 0xFFFF_FF00 ? UInt32.max : count &+ 10)
    store8(at, 34)
    at &+= 1
    var source = stringData(string)
    let end = source &+ count
    // Eight bytes at a time, the last ones too where the memory behind the text belongs to it.
    let limit = stringOwner(string) == 0 ? end : count < 8 ? source : end &- 7
    while source < limit {
        let word = load64(source)
        store64(at, word)
        let special = specialBytes(word)
        if special == 0 {
            source &+= 8
            at &+= 8
            continue
        }
        let plain = UInt32(truncatingIfNeeded: special.trailingZeroBitCount) >> 3
        source &+= plain
        at &+= plain
        if source >= end { break }
        at = writeEscape(ensured(at, end &- source &+ 16), load8(source))
        source &+= 1
    }
    if source > end { at &-= source &- end }
    while source < end {
        let byte = load8(source)
        if byte < 32 || byte == 34 || byte == 92 {
            at = writeEscape(ensured(at, end &- source &+ 16), byte)
        } else {
            store8(at, byte)
            at &+= 1
        }
        source &+= 1
    }
    store8(at, 34)
    return at &+ 1
}

/// Writes the escape for a byte.
private func writeEscape(_ at: UInt32, _ byte: UInt32) -> UInt32 {
    let letter = escapeLetter(byte)
    store16(at, letter << 8 | 92)
    if letter != 117 { return at &+ 2 }
    store16(at &+ 2, 0x3030)
    store8(at &+ 4, 48 &+ byte >> 4)
    store8(at &+ 5, byte & 15 < 10 ? 48 &+ byte & 15 : 87 &+ byte & 15)
    return at &+ 6
}

private func escapeLetter(_ byte: UInt32) -> UInt32 {
    switch byte {
    case 34, 92: byte
    case 8: 98
    case 9: 116
    case 10: 110
    case 12: 102
    case 13: 114
    default: 117
    }
}
