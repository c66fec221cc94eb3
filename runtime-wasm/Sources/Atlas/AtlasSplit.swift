// Atlas: splitting texts. Most separators are one or two bytes long: where those are is found eight bytes at a time.

@_extern(c, "array_push") func arrayPush(_ array: UInt32, _ value: UInt64) -> UInt32

@_cdecl("atlas_split") @inline(__always) func atlasSplitEntry(_ string: UInt32, _ separator: UInt32) -> UInt32 {
    let gap = stringLength(separator)
    if gap == 0 { return splitScalars(string) }
    if gap <= 2 && gap <= stringLength(string) { return splitShort(string, Separator(separator)) }
    let length = stringLength(string)
    var array = newArray(length: 0, capacity: 4)
    var from: UInt32 = 0
    while true {
        let at = findString(string, from, separator)
        if at == nowhere { return arrayPush(array, box(stringSlice(string, from, length), .string)) }
        array = arrayPush(array, box(stringSlice(string, from, at), .string))
        from = at &+ gap
    }
}

/// A text for each scalar.
private func splitScalars(_ string: UInt32) -> UInt32 {
    let count = stringScalarCount(string)
    let array = newArray(length: count, capacity: count)
    var slot = arraySlots(array)
    var at = stringData(string)
    let end = at &+ stringLength(string)
    while at < end {
        store64(slot, box(characterString(at), .string))
        slot &+= 8
        at &+= scalarWidth(load8(at))
    }
    return array
}

private let lowBits: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
private let ones: UInt64 = 0x0101_0101_0101_0101

/// A separator of one or two bytes: each in all eight bytes of a word.
private struct Separator {
    var length: UInt32
    var first: UInt64
    var second: UInt64

    @inline(__always) init(_ string: UInt32) {
        length = stringLength(string)
        let data = stringData(string)
        first = UInt64(load8(data)) &* ones
        second = UInt64(load8(data &+ length &- 1)) &* ones
    }

    /// A set bit 7 for each of the eight bytes from `at` on where the separator stands. For two bytes, nine are read.
    @inline(__always) func places(_ at: UInt32) -> UInt64 {
        var others = differing(load64(at) ^ first)
        if length == 2 { others |= differing(load64(at &+ 1) ^ second) }
        return ~others & ~lowBits
    }

    /// The same at a single place.
    @inline(__always) func stands(at place: UInt32) -> Bool {
        load8(place) == UInt32(truncatingIfNeeded: first) & 255 && load8(place &+ length &- 1) == UInt32(truncatingIfNeeded: second) & 255
    }

    /// Bit 7 of each byte tells whether the byte is not 0.
    @inline(__always) private func differing(_ word: UInt64) -> UInt64 { (word & lowBits) &+ lowBits | word }
}

private func splitShort(_ string: UInt32, _ separator: Separator) -> UInt32 {
    let most = fastCountPlaces(string, separator) &+ 1
    let array = newArray(length: most, capacity: most)
    let count = (fastFillParts(string, separator, arraySlots(array)) &- arraySlots(array)) / 8
    // Separators that overlap were counted, but only the first of them counts.
    store32(array &+ ObjectLayout.Array.lengthOffset, count)
    return array
}

/// In how many places the separator stands.
@inline(never) private func fastCountPlaces(_ string: UInt32, _ separator: Separator) -> UInt32 {
    var at = stringData(string)
    // Places before `end` lie inside the text with all of the separator.
    let end = at &+ stringLength(string) &- separator.length &+ 1
    var count: UInt32 = 0
    while end &- at >= 8 {
        count &+= UInt32(truncatingIfNeeded: separator.places(at).nonzeroBitCount)
        at &+= 8
    }
    while at != end {
        if separator.stands(at: at) { count &+= 1 }
        at &+= 1
    }
    return count
}

/// Writes the parts to the slots; returns where the slots end.
@inline(never) private func fastFillParts(_ string: UInt32, _ separator: Separator, _ slots: UInt32) -> UInt32 {
    let data = stringData(string)
    let length = stringLength(string)
    let flags = UInt8(truncatingIfNeeded: partFlags(string))
    let end = length &- separator.length &+ 1
    var slot = slots
    // Where the next part begins.
    var from: UInt32 = 0
    var at: UInt32 = 0
    while end &- at >= 8 {
        var places = separator.places(data &+ at)
        while places != 0 {
            let place = at &+ UInt32(truncatingIfNeeded: places.trailingZeroBitCount) &>> 3
            places &= places &- 1
            if place < from { continue }
            let count = place &- from
            // Short parts are copied in words, which must not reach behind the text. Objects end at multiples of eight bytes.
            if count > 24 || from &+ 24 > length {
                store64(slot, box(stringSlice(string, from, place), .string))
            } else {
                let part = inlineString(byteCount: count, flags: flags)
                let target = part &+ ObjectLayout.String.inlineBytesOffset
                if count != 0 { store64(target, load64(data &+ from)) }
                if count > 8 { store64(target &+ 8, load64(data &+ from, 8)) }
                if count > 16 { store64(target &+ 16, load64(data &+ from, 16)) }
                store64(slot, box(part, .string))
            }
            slot &+= 8
            from = place &+ separator.length
        }
        at &+= 8
    }
    while at != end {
        if at >= from && separator.stands(at: data &+ at) {
            store64(slot, box(stringSlice(string, from, at), .string))
            slot &+= 8
            from = at &+ separator.length
        }
        at &+= 1
    }
    store64(slot, box(stringSlice(string, from, length), .string))
    return slot &+ 8
}
