// Finding keys.

/// The entry of a key, a map's value at `+8`; 0 when there is none. The key is one that `tableKey` has made.
@inline(__always) func tableFind(_ table: UInt32, _ key: UInt64) -> UInt32 { fastTableFind(table, key) }

@inline(never) private func fastTableFind(_ table: UInt32, _ key: UInt64) -> UInt32 { inlineTableFind(table, key, entryShift: entryShift(table)) }

/// The same where it is done often, and for tables whose kind is known.
@inline(__always) func inlineTableFind(_ table: UInt32, _ key: UInt64, entryShift: UInt32) -> UInt32 {
    if tableIndex(table) == 0 { return fastScan(table, key) }
    return isReference(key, .string) ? fastFindText(table, key, entryShift) : findWord(table, key, wordHash(key), entryShift)
}

/// Finds a string in a table that has an index. The common case, a text that is all in its print and in the first bucket or in none, calls
/// nothing, so that a processor can wait for the memory of several searches at once.
@inline(never) func fastFindText(_ table: UInt32, _ key: UInt64, _ entryShift: UInt32) -> UInt32 {
    let known = remembered(table, key, entryShift)
    if known != 0 { return known }
    let count = stringLength(referenceAddress(key))
    if count &- 1 >= TextPrint.complete || !hasPrints(table) {
        return fastFindHashedText(table, key, fastStringHash(referenceAddress(key)))
    }
    let text = ShortText(referenceAddress(key), count)
    let print = TextPrint(text)
    let hash = text.hashProduct
    let mask = tableMask(table)
    let buckets = indexBuckets(table)
    let bucket = buckets &+ (UInt32(truncatingIfNeeded: hash &>> 32) & mask) &<< IndexBucket.shift
    let tags = load64(bucket)
    var matches = matchingTags(tags, hashTag(hash))
    while matches != 0 {
        let position = load32(bucket &+ bucketPlace(matches), IndexBucket.positionsOffset)
        if print.stands(at: buckets &+ (mask &+ 1) &<< IndexBucket.shift &+ position &<< TextPrint.shift) {
            let entry = arraySlots(tableEntries(table)) &+ position &<< entryShift
            remember(table, key, load64(entry), position)
            return entry
        }
        matches &= matches &- 1
    }
    return tags < IndexBucket.overflow ? 0 : fastFindHashedText(table, key, UInt32(truncatingIfNeeded: hash &>> 32))
}

/// The string that was found last, since programs often look at the value of a key and then change it: the address of the string and the
/// table, the string that is the table's key, the entry's position, and how many collections there had been. An address means the same
/// string until the next collection.
private nonisolated(unsafe) var lastFound = InlineArray<3, UInt64>(repeating: 0)

/// The entry of a string in a table if it is what was found last; else 0.
@inline(__always) func remembered(_ table: UInt32, _ key: UInt64, _ entryShift: UInt32) -> UInt32 {
    let last = address(of: &lastFound)
    if load64(last) != key &<< 32 | UInt64(table) || load32(last, 16) != load32(HeapState.collections) { return 0 }
    let position = load32(last, 12)
    let entry = arraySlots(tableEntries(table)) &+ position &<< entryShift
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

/// Whether the texts of two strings are the same. Reads words that overlap rather than single bytes, and for texts of less than eight bytes
/// words that begin before them, where there is always something.
@inline(__always) private func isSameText(_ left: UInt32, _ right: UInt32) -> Bool {
    let count = stringLength(left)
    if count != stringLength(right) { return false }
    let a = stringData(left)
    let b = stringData(right)
    if count > 16 {
        let last = count &- 8
        var offset: UInt32 = 0
        while offset < last {
            if load64(a &+ offset) != load64(b &+ offset) { return false }
            offset &+= 8
        }
        return load64(a &+ last) == load64(b &+ last)
    }
    if count == 0 { return true }
    let before = count < 8 ? 8 &- count : 0
    let first = load64(a &- before) ^ load64(b &- before)
    let last = load64(a &+ count &- 8) ^ load64(b &+ count &- 8)
    return (first | last) &>> UInt64(before &<< 3) == 0
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

/// Looks a key that is no string up in the index.
@inline(__always) func findWord(_ table: UInt32, _ key: UInt64, _ hash: UInt32, _ entryShift: UInt32) -> UInt32 {
    let entries = arraySlots(tableEntries(table))
    var search = IndexSearch(table, hash)
    while search.next() {
        let entry = entries &+ search.position() &<< entryShift
        if load64(entry) == key { return entry }
    }
    return 0
}

/// Looks a string up in the index.
@inline(never) func fastFindHashedText(_ table: UInt32, _ key: UInt64, _ hash: UInt32) -> UInt32 {
    let string = referenceAddress(key)
    if !hasPrints(table) { return findTextWithoutPrints(table, key, hash) }
    let print = TextPrint(string, hash)
    let prints = printAddress(table, 0)
    var search = IndexSearch(table, hash)
    while search.next() {
        let position = search.position()
        if !print.stands(at: prints &+ position &<< TextPrint.shift) { continue }
        let entry = tableEntry(table, position)
        let found = load64(entry)
        if print.isComplete || isSameText(referenceAddress(found), string) {
            remember(table, key, found, position)
            return entry
        }
    }
    return 0
}

@inline(never) private func findTextWithoutPrints(_ table: UInt32, _ key: UInt64, _ hash: UInt32) -> UInt32 {
    var search = IndexSearch(table, hash)
    while search.next() {
        let entry = tableEntry(table, search.position())
        if isSameKey(load64(entry), key) { return entry }
    }
    return 0
}
