// Finding keys.

/// The entry of a key, a map's value at `+8`; 0 when there is none. The key is one that `tableKey` has made.
func tableFind(_ table: UInt32, _ key: UInt64) -> UInt32 {
    if tableIndex(table) == 0 { return fastScan(table, key) }
    if isReference(key, .string) {
        let entry = remembered(table, key)
        if entry != 0 { return entry }
    }
    return fastFind(table, key, fastHash(key))
}

/// The string that was found last, since programs often look at the value of a key and then change it: the address of the string and the
/// table, the string that is the table's key, the entry's position, and how many collections there had been. An address means the same
/// string until the next collection.
private nonisolated(unsafe) var lastFound = InlineArray<3, UInt64>(repeating: 0)

/// The entry of a string in a table if it is what was found last; else 0.
@inline(__always) func remembered(_ table: UInt32, _ key: UInt64) -> UInt32 {
    let last = address(of: &lastFound)
    if load64(last) != key &<< 32 | UInt64(table) || load32(last, 16) != load32(HeapState.collections) { return 0 }
    let position = load32(last, 12)
    let entry = tableEntry(table, position)
    return position < tableUsed(table) && load64(entry) == box(load32(last, 8), .string) ? entry : 0
}

@inline(__always) private func remember(_ table: UInt32, _ key: UInt64, _ found: UInt64, _ position: UInt32) {
    let last = address(of: &lastFound)
    store64(last, key &<< 32 | UInt64(table))
    store64(last &+ 8, found & 0xFFFF_FFFF | UInt64(position) &<< 32)
    store32(last &+ 16, load32(HeapState.collections))
}

/// The value of a key in a map; `NaNBox.Immediate.absent` when there is none. It is not marked as shared.
func tableGet(_ table: UInt32, _ key: UInt64) -> UInt64 {
    let entry = tableFind(table, tableKey(key))
    return entry == 0 ? NaNBox.Immediate.absent.bits : load64(entry, 8)
}

/// Whether two keys are the same.
@inline(__always) private func isSameKey(_ found: UInt64, _ key: UInt64) -> Bool {
    found == key || (isReference(key, .string) && isReference(found, .string) && isSameText(referenceAddress(found), referenceAddress(key)))
}

/// Whether the texts of two strings are the same. Reads words that overlap rather than single bytes.
@inline(__always) private func isSameText(_ left: UInt32, _ right: UInt32) -> Bool {
    let count = stringLength(left)
    if count != stringLength(right) { return false }
    let a = stringData(left)
    let b = stringData(right)
    if count >= 8 {
        let last = count &- 8
        var offset: UInt32 = 0
        while offset < last {
            if load64(a &+ offset) != load64(b &+ offset) { return false }
            offset &+= 8
        }
        return load64(a &+ last) == load64(b &+ last)
    }
    if count >= 4 { return load32(a) == load32(b) && load32(a &+ count &- 4) == load32(b &+ count &- 4) }
    if count == 0 { return true }
    return load8(a) == load8(b) && load8(a &+ count / 2) == load8(b &+ count / 2) && load8(a &+ count &- 1) == load8(b &+ count &- 1)
}

/// Looks at all entries of a table without an index.
func fastScan(_ table: UInt32, _ key: UInt64) -> UInt32 {
    let used = tableUsed(table)
    if used == 0 { return 0 }
    let size: UInt32 = 1 &<< entryShift(table)
    var entry = arraySlots(tableEntries(table))
    let end = entry &+ used &* size
    while entry != end {
        if isSameKey(load64(entry), key) { return entry }
        entry &+= size
    }
    return 0
}

/// Looks a key up in the index. Most words of other keys differ in the bits of the hash, so that their keys are not looked at.
func fastFind(_ table: UInt32, _ key: UInt64, _ hash: UInt32) -> UInt32 {
    let mask = tableMask(table)
    let words = tableIndex(table) &+ ObjectLayout.Bytes.dataOffset
    var position = hash & mask
    while true {
        let word = load32(words &+ position &<< 2)
        if word == 0 { return 0 }
        if (word ^ hash) & ~mask == 0 {
            let entry = tableEntry(table, (word & mask) &- 1)
            let found = load64(entry)
            if found == key { return entry }
            if isReference(key, .string) && isReference(found, .string) && isSameText(referenceAddress(found), referenceAddress(key)) {
                remember(table, key, found, (word & mask) &- 1)
                return entry
            }
        }
        position = (position &+ 1) & mask
    }
}

/// Notes in the index where the entry of a new key is.
@inline(__always) func addToIndex(_ words: UInt32, _ mask: UInt32, _ hash: UInt32, _ entryPosition: UInt32) {
    var position = hash & mask
    while load32(words &+ position &<< 2) != 0 { position = (position &+ 1) & mask }
    store32(words &+ position &<< 2, hash & ~mask | (entryPosition &+ 1))
}
