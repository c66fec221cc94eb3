// White space.

/// The ends of a range of bytes without the Unicode white space around it, the end in the upper half. `ends`: 1 start, 2 end, 3 both.
func trimmed(_ data: UInt32, _ count: UInt32, _ ends: UInt32) -> UInt64 {
    var from = data
    var to = data &+ count
    if ends & 1 != 0 {
        while from < to {
            let width = scalarWidth(load8(from))
            if !isWhiteSpace(from, width) { break }
            from &+= width
        }
    }
    if ends & 2 != 0 {
        while from < to {
            var last = to &- 1
            while load8(last) & 0xC0 == 0x80 { last &-= 1 }
            if !isWhiteSpace(last, to &- last) { break }
            to = last
        }
    }
    return UInt64(to) << 32 | UInt64(from)
}

/// Whether the scalar of this width is white space. All such scalars have at most three bytes.
private func isWhiteSpace(_ at: UInt32, _ width: UInt32) -> Bool {
    let lead = load8(at)
    if width == 1 { return lead == 32 || lead &- 9 < 5 }
    let second = load8(at &+ 1) & 0x3F
    // U+0085 and U+00A0.
    if width == 2 { return lead == 0xC2 && (second == 0x05 || second == 0x20) }
    if width != 3 { return false }
    let scalar = (lead & 15) << 12 | second << 6 | load8(at &+ 2) & 0x3F
    return scalar &- 0x2000 <= 10 || scalar == 0x2028 || scalar == 0x2029 || scalar == 0x202F || scalar == 0x205F || scalar == 0x3000
        || scalar == 0x1680
}
