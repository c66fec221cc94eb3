// Texts that come from outside of the program: nothing says that they are UTF-8.

/// The flag that strings with this text have, ASCII or not; 0 when the bytes are not UTF-8.
func textKind(_ data: UInt32, _ count: UInt32) -> UInt32 {
    let end = data &+ count
    let start = skipASCII(data, end)
    if start == end { return asciiFlag }
    var at = start
    while at != end {
        let width = scalarLength(at, end)
        if width == 0 { return 0 }
        at = skipASCII(at &+ width, end)
    }
    return notASCIIFlag
}

/// The first byte that is not ASCII.
private func skipASCII(_ data: UInt32, _ end: UInt32) -> UInt32 {
    var at = data
    while end &- at >= 8 && load64(at) & 0x8080_8080_8080_8080 == 0 { at &+= 8 }
    while at != end && load8(at) < 128 { at &+= 1 }
    return at
}

/// The length of the scalar at a place, or 0 when there is none: overlong forms, surrogates and numbers above 10FFFF are none.
private func scalarLength(_ at: UInt32, _ end: UInt32) -> UInt32 {
    let lead = load8(at)
    if lead < 0x80 { return 1 }
    if lead < 0xC2 || lead > 0xF4 { return 0 }
    let width = scalarWidth(lead)
    if end &- at < width { return 0 }
    let second = load8(at, 1)
    let lowest: UInt32 = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80
    let highest: UInt32 = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF
    if second < lowest || second > highest { return 0 }
    if width > 2 && load8(at, 2) & 0xC0 != 0x80 { return 0 }
    if width > 3 && load8(at, 3) & 0xC0 != 0x80 { return 0 }
    return width
}

/// A string with these bytes; each that is not part of a scalar becomes U+FFFD.
func hostString(_ data: UInt32, _ count: UInt32) -> UInt32 {
    let kind = textKind(data, count)
    if kind != 0 { return copyString(data, count, kind) }
    var builder = newBytes(capacity: 2 &* count)
    let end = data &+ count
    var at = data
    while at != end {
        let width = scalarLength(at, end)
        builder = width == 0 ? append(builder, "\u{FFFD}") : append(builder, at, width)
        at &+= width == 0 ? 1 : width
    }
    return builderString(builder)
}

/// The number of bytes before the zero byte that ends a text of the host.
func hostLength(_ data: UInt32) -> UInt32 {
    var end = data
    while load8(end) != 0 { end &+= 1 }
    return end &- data
}
