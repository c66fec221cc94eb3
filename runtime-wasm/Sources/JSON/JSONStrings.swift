// Strings in JSON texts.

/// What `scanString` found out besides the end: by how many bytes the text is shorter without escapes, and all its bytes or-ed.
private nonisolated(unsafe) var shrinkage: UInt32 = 0
private nonisolated(unsafe) var seen: UInt64 = 0

/// A set bit 7 in each byte of the word that is a quote, a backslash or a control character, up to the first such byte; what is set behind
/// it means nothing.
@inline(__always) func specialBytes(_ word: UInt64) -> UInt64 {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let quotes = word ^ 0x2222_2222_2222_2222
    let backslashes = word ^ 0x5C5C_5C5C_5C5C_5C5C
    let found = ((quotes &- ones) & ~quotes) | ((backslashes &- ones) & ~backslashes) | ((word &- 0x2020_2020_2020_2020) & ~word)
    return found & 0x8080_8080_8080_8080
}

/// The place of the quote that ends a string whose first byte is at `start`; 0 if the string is wrong.
@inline(__always) func scanString(_ start: UInt32) -> UInt32 {
    var at = start
    var bytes: UInt64 = 0
    while true {
        let word = load64(at)
        let special = specialBytes(word)
        if special == 0 {
            bytes |= word
            at &+= 8
            continue
        }
        let before = UInt64(truncatingIfNeeded: special.trailingZeroBitCount) & 0x38
        bytes |= word & (1 &<< before &- 1)
        at &+= UInt32(truncatingIfNeeded: before >> 3)
        if load8(at) == 34 {
            seen = bytes
            shrinkage = 0
            return at
        }
        return scanRest(at, bytes)
    }
}

/// The same from a backslash or control character on.
@inline(never) private func scanRest(_ from: UInt32, _ bytesBefore: UInt64) -> UInt32 {
    var at = from
    var bytes = bytesBefore
    var saved: UInt32 = 0
    while true {
        let byte = load8(at)
        if byte == 34 { break }
        if byte < 32 { return noteFault(JSONFault.control, at) }
        bytes |= UInt64(byte)
        if byte != 92 {
            at &+= 1
            continue
        }
        let escape = load8(at &+ 1)
        if escape != 117 {
            if unescaped(escape) == 0 { return noteFault(JSONFault.escape, at &+ 1) }
            at &+= 2
            saved &+= 1
            continue
        }
        let scalar = unicodeEscape(at)
        if scalar == invalidEscape { return 0 }
        if scalar > 127 { bytes |= 128 }
        let width: UInt32 = scalar > 0xFFFF ? 12 : 6
        at &+= width
        saved &+= width &- encodedWidth(scalar)
    }
    seen = bytes
    shrinkage = saved
    return at
}

private let invalidEscape = UInt32.max

/// The scalar that an escape `\u` with four digits, or two of them for a pair of surrogates, means.
private func unicodeEscape(_ at: UInt32) -> UInt32 {
    let unit = fourDigits(at &+ 2)
    if unit == invalidEscape { return unit }
    if unit & 0xF800 != 0xD800 { return unit }
    if unit >= 0xDC00 || load16(at &+ 6) != 0x755C {
        // The text may end here.
        let rest = load8(at &+ 6) == 92 ? at &+ 7 : at &+ 6
        return unit < 0xDC00 && rest == JSONInput.end ? invalid(JSONFault.surrogate, rest) : invalid(JSONFault.surrogate, at)
    }
    let low = fourDigits(at &+ 8)
    if low == invalidEscape { return low }
    if low & 0xFC00 != 0xDC00 { return invalid(JSONFault.surrogate, at) }
    return 0x10000 &+ (unit & 0x3FF) << 10 &+ low & 0x3FF
}

private func invalid(_ fault: UInt32, _ at: UInt32) -> UInt32 {
    _ = noteFault(fault, at)
    return invalidEscape
}

private func fourDigits(_ from: UInt32) -> UInt32 {
    var at = from
    var value: UInt32 = 0
    while at != from &+ 4 {
        let byte = load8(at)
        let letter = (byte | 32) &- 97
        let digit = byte &- 48 < 10 ? byte &- 48 : letter &+ 10
        if byte &- 48 >= 10 && letter >= 6 { return invalid(JSONFault.unicodeEscape, at) }
        value = value << 4 | digit
        at &+= 1
    }
    return value
}

/// What a letter after a backslash stands for; 0 for what is no escape.
private func unescaped(_ letter: UInt32) -> UInt32 {
    switch letter {
    case 34, 92, 47: letter
    case 98: 8
    case 102: 12
    case 110: 10
    case 114: 13
    case 116: 9
    default: 0
    }
}

private func encodedWidth(_ scalar: UInt32) -> UInt32 { scalar < 0x80 ? 1 : scalar < 0x800 ? 2 : scalar < 0x10000 ? 3 : 4 }

/// A string object for the string between `start` and the quote at `end`, which was scanned last.
@inline(__always) func scannedString(_ start: UInt32, _ end: UInt32) -> UInt32 {
    let flags = seen & 0x8080_8080_8080_8080 == 0 ? ObjectLayout.Flag.ascii : ObjectLayout.Flag.notASCII
    let count = end &- start &- shrinkage
    let string = newString(byteCount: count, flags: flags)
    let target = string &+ ObjectLayout.String.inlineBytesOffset
    if shrinkage != 0 {
        decode(start, end, target)
    } else if count > 64 {
        copy(to: target, from: start, count: count)
    } else {
        // Objects end at multiples of eight bytes.
        var offset: UInt32 = 0
        while offset < count {
            store64(target &+ offset, load64(start &+ offset))
            offset &+= 8
        }
    }
    return string
}

/// Whether the string that was scanned last has escapes.
@inline(__always) func scannedEscapes() -> Bool { shrinkage != 0 }

/// Writes a string without escapes.
private func decode(_ start: UInt32, _ end: UInt32, _ target: UInt32) {
    var at = start
    var to = target
    while at != end {
        let byte = load8(at)
        if byte != 92 {
            store8(to, byte)
            at &+= 1
            to &+= 1
        } else if load8(at &+ 1) != 117 {
            store8(to, unescaped(load8(at &+ 1)))
            at &+= 2
            to &+= 1
        } else {
            let scalar = unicodeEscape(at)
            at &+= scalar > 0xFFFF ? 12 : 6
            to &+= encode(scalar, to)
        }
    }
}

/// Writes a scalar in UTF-8; returns the number of bytes.
private func encode(_ scalar: UInt32, _ to: UInt32) -> UInt32 {
    let width = encodedWidth(scalar)
    if width == 1 {
        store8(to, scalar)
        return 1
    }
    var rest = scalar
    var last = to &+ width &- 1
    while last != to {
        store8(last, 0x80 | rest & 0x3F)
        rest >>= 6
        last &-= 1
    }
    store8(to, (0xF00 >> width) & 0xFF | rest)
    return width
}
