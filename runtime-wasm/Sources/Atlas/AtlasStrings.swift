// Atlas: string functions that look at texts or take parts of them.

/// Whether a number is whole (the infinities are).
@inline(__always) private func isWhole(_ number: Double) -> Bool { number.rounded(.towardZero) == number }

/// A number that is at most `limit` as a word; negative ones become 0.
@inline(__always) func clampToWord(_ number: Double) -> UInt32 { number > 0 ? UInt32(number) : 0 }

@_cdecl("atlas_char_at") @inline(__always) func atlasCharAtEntry(_ string: UInt32, _ index: Double, _ site: UInt32) -> UInt32 {
    if stringFlags(string) & asciiFlag != 0 && index >= 0 && index < Double(stringLength(string)) {
        let position = UInt32(index)
        if Double(position) == index { return asciiCharacter(load8(stringData(string) &+ position)) }
    }
    return charAt(string, index, site)
}

@inline(never) private func charAt(_ string: UInt32, _ index: Double, _ site: UInt32) -> UInt32 {
    if !isWhole(index) { failType("charAt() index must be an integer", site) }
    let length = stringLength(string)
    if !(index >= 0 && index < Double(length)) { failBounds(site) }
    let from = scalarOffset(string, UInt32(index))
    if from >= length { failBounds(site) }
    return characterString(stringData(string) &+ from)
}

@_cdecl("atlas_substring") @inline(__always)
func atlasSubstringEntry(_ string: UInt32, _ start: Double, _ end: Double, _ site: UInt32) -> UInt32 {
    if !isWhole(start) || !isWhole(end) { failType("substring() indices must be integers", site) }
    let length = stringLength(string)
    if start > Double(length) || end > Double(length) { failBounds(site) }
    let from = clampToWord(start)
    let to = clampToWord(end)
    if from > to { failBounds(site) }
    if !isBoundary(string, from) || !isBoundary(string, to) {
        failType("substring() indices must be on UTF-8 character boundaries", site)
    }
    return stringSlice(string, from, to)
}

/// Whether a scalar begins or the text ends at a byte offset.
private func isBoundary(_ string: UInt32, _ offset: UInt32) -> Bool {
    offset >= stringLength(string) || load8(stringData(string) &+ offset) & 0xC0 != 0x80
}

/// `nowhere` is -1.
@inline(__always) private func position(_ offset: UInt32) -> Double { Double(Int32(bitPattern: offset)) }

/// The first occurrence of one string object's text in another's.
func findString(_ string: UInt32, _ from: UInt32, _ needle: UInt32) -> UInt32 {
    findBytes(stringData(string), stringLength(string), from, stringData(needle), stringLength(needle))
}

@_cdecl("atlas_index_of") @inline(__always) func atlasIndexOfEntry(_ string: UInt32, _ needle: UInt32) -> Double {
    position(findString(string, 0, needle))
}

@_cdecl("atlas_last_index_of") @inline(__always) func atlasLastIndexOfEntry(_ string: UInt32, _ needle: UInt32) -> Double {
    position(findLastBytes(stringData(string), stringLength(string), stringData(needle), stringLength(needle)))
}

@_cdecl("atlas_includes") @inline(__always) func atlasIncludesEntry(_ string: UInt32, _ needle: UInt32) -> UInt32 {
    findString(string, 0, needle) == nowhere ? 0 : 1
}

@_cdecl("atlas_starts_with") @inline(__always) func atlasStartsWithEntry(_ string: UInt32, _ part: UInt32) -> UInt32 {
    let count = stringLength(part)
    return count <= stringLength(string) && bytesEqual(stringData(string), stringData(part), count) ? 1 : 0
}

@_cdecl("atlas_ends_with") @inline(__always) func atlasEndsWithEntry(_ string: UInt32, _ part: UInt32) -> UInt32 {
    let count = stringLength(part)
    let length = stringLength(string)
    return count <= length && bytesEqual(stringData(string) &+ length &- count, stringData(part), count) ? 1 : 0
}

@_cdecl("atlas_trim") @inline(__always) func atlasTrimEntry(_ string: UInt32, _ ends: UInt32) -> UInt32 {
    let data = stringData(string)
    let range = trimmed(data, stringLength(string), ends)
    return stringSlice(string, UInt32(truncatingIfNeeded: range) &- data, UInt32(truncatingIfNeeded: range >> 32) &- data)
}
