// Objects of JSON texts and their names.
//
// Names come back in every element of a long array. Each parse remembers some, so that equal names are mostly one string object; and it
// remembers some sequences of names that are known to be different from each other, so that most objects need no search for duplicates.

private let nameCount: UInt32 = 256
private let shapeCount: UInt32 = 64

/// String objects of names, and entries of objects without duplicates; 0 in empty places.
private nonisolated(unsafe) var names = InlineArray<128, UInt64>(repeating: 0)
private nonisolated(unsafe) var shapes = InlineArray<32, UInt64>(repeating: 0)

/// Forgets everything: objects may have been freed.
func beginNames() {
    fill(address(of: &names), count: 4 &* nameCount)
    fill(address(of: &shapes), count: 4 &* shapeCount)
}

/// Reads a name and the colon behind it, and sets `JSONInput.next`; 0 if there is no such thing.
@inline(never) func parseName(_ from: UInt32) -> UInt32 {
    let at = skipSpace(from)
    if load8(at) != 34 { return noteFault(JSONFault.name, at) }
    let end = scanString(at &+ 1)
    if end == 0 { return 0 }
    let name = scannedName(at &+ 1, end)
    let colon = skipSpace(end &+ 1)
    if load8(colon) != 58 { return noteFault(JSONFault.colon, colon) }
    JSONInput.next = colon &+ 1
    return name
}

/// A string object for the name that was scanned last.
@inline(__always) private func scannedName(_ start: UInt32, _ end: UInt32) -> UInt32 {
    let count = end &- start
    if scannedEscapes() || count &- 1 >= 40 { return scannedString(start, end) }
    // The first and last eight bytes, or all of them; the name and what it is compared with may be followed by anything.
    let mask = count < 8 ? 1 &<< (UInt64(count) &* 8) &- 1 : UInt64.max
    let first = load64(start) & mask
    let last = count > 8 ? load64(end &- 8) : 0
    let hash = (first ^ last &* 31 ^ UInt64(count)) &* 0x9E37_79B9_7F4A_7C15
    let place = address(of: &names) &+ UInt32(truncatingIfNeeded: hash >> 56) &* 4
    let known = load32(place)
    if known != 0 && stringLength(known) == count {
        let data = known &+ ObjectLayout.String.inlineBytesOffset
        if (load64(data) ^ first) & mask == 0 && (count <= 8 || bytesEqual(data &+ 8, start &+ 8, count &- 8)) { return known }
    }
    let name = scannedString(start, end)
    store32(place, name)
    return name
}

/// The object with the names and values at `slots`.
@inline(never) func finishedObject(_ slots: UInt32, _ end: UInt32) -> UInt64 {
    let count = (end &- slots) / 16
    let shape = address(of: &shapes) &+ ((load32(slots) >> 3 ^ load32(end &- 16) >> 5 ^ count) & (shapeCount &- 1)) &* 4
    let known = load32(shape)
    if known != 0 && sameNames(known, slots, count) { return newObject(slots, count, 0) }
    if count > TablePolicy.scanLimit { return largeObject(slots, count) }
    // The values of duplicates move to the first place of their name.
    var unique = slots &+ 16
    var at = unique
    while at != end {
        let found = findName(slots, unique, load32(at))
        store64(found &+ 8, load64(at &+ 8))
        if found == unique {
            store64(found, load64(at))
            unique &+= 16
        }
        at &+= 16
    }
    return newObject(slots, (unique &- slots) / 16, unique == end ? shape : 0)
}

/// Whether the names at `slots` are those of an object made before.
@inline(__always) private func sameNames(_ entries: UInt32, _ slots: UInt32, _ count: UInt32) -> Bool {
    if arrayLength(entries) != 2 &* count { return false }
    var offset: UInt32 = 0
    while offset != 16 &* count {
        if load32(arraySlots(entries) &+ offset) != load32(slots &+ offset) { return false }
        offset &+= 16
    }
    return true
}

/// The place of a name between both places, or the end.
@inline(__always) private func findName(_ from: UInt32, _ end: UInt32, _ name: UInt32) -> UInt32 {
    let count = stringLength(name)
    var at = from
    while at != end {
        let other = load32(at)
        if other == name || (stringLength(other) == count && bytesEqual(stringData(other), stringData(name), count)) { return at }
        at &+= 16
    }
    return at
}

/// An object of names that are different from each other. The entries are noted at `shape`, if it is not 0.
@inline(__always) private func newObject(_ slots: UInt32, _ count: UInt32, _ shape: UInt32) -> UInt64 {
    let entries = newArray(length: 2 &* count, capacity: 2 &* count)
    copySlots(to: arraySlots(entries), from: slots, count: 2 &* count)
    if shape != 0 { store32(shape, entries) }
    return box(tableFromEntries(.hashMap, entries), .hashMap)
}

private func largeObject(_ slots: UInt32, _ count: UInt32) -> UInt64 {
    let table = newTable(.hashMap, capacity: count)
    var at = slots
    while at != slots &+ 16 &* count {
        tablePut(table, load64(at), load64(at &+ 8))
        at &+= 16
    }
    return box(table, .hashMap)
}
