// Changing tables in place. The caller owns the table: it is not marked as shared.

/// Sets the value of a key; a new key comes last.
@inline(__always) func tablePut(_ map: UInt32, _ key: UInt64, _ value: UInt64) { tableSet(map, tableKey(key), value) }

/// Puts a key into a set.
@inline(__always) func tableAdd(_ set: UInt32, _ key: UInt64) { tableSet(set, tableKey(key), 0) }

/// Takes a key out. The value it had (any other value than `absent` for a set); `NaNBox.Immediate.absent` when it was not there.
func tableRemove(_ table: UInt32, _ key: UInt64) -> UInt64 {
    let entry = tableFind(table, tableKey(key))
    if entry == 0 { return NaNBox.Immediate.absent.bits }
    let count = tableCount(table) &- 1
    store32(table &+ ObjectLayout.Table.countOffset, count)
    var value: UInt64 = 0
    store64(entry, ObjectLayout.Table.removedKey)
    if tableIndex(table) != 0 && hasPrints(table) {
        TextPrint.erase(at: printAddress(table, (entry &- tableEntry(table, 0)) &>> entryShift(table)))
    }
    if entryShift(table) == 4 {
        value = load64(entry, 8)
        store64(entry &+ 8, 0)
    }
    if isSparse(tableUsed(table), count) { rebuild(table, capacity: tableCapacity(count &+ count / 4 &+ 1)) }
    return value
}

/// Whether so few of the entries in use are not removed that making them dense is worth it.
@inline(__always) func isSparse(_ used: UInt32, _ count: UInt32) -> Bool { count < used / 8 && used > 2 &* TablePolicy.scanLimit }

/// The same as `tablePut` for a key that `tableKey` has made; a set ignores the value.
@inline(__always) func tableSet(_ table: UInt32, _ key: UInt64, _ value: UInt64) {
    let entry = isReference(key, .string) ? remembered(table, key, entryShift(table)) : 0
    if entry != 0 { return setValue(table, entry, value) }
    fastTableSet(table, key, value)
}

@inline(never) func fastTableSet(_ table: UInt32, _ key: UInt64, _ value: UInt64) {
    var hash: UInt32 = 0
    var entry: UInt32 = 0
    if tableIndex(table) == 0 {
        entry = fastScan(table, key)
    } else if isReference(key, .string) {
        hash = fastStringHash(referenceAddress(key))
        entry = fastFindHashedText(table, key, hash)
    } else {
        hash = wordHash(key)
        entry = findWord(table, key, hash, entryShift(table))
    }
    if entry == 0 { return fastInsert(table, key, value, hash) }
    setValue(table, entry, value)
}

@inline(__always) private func setValue(_ table: UInt32, _ entry: UInt32, _ value: UInt64) {
    if entryShift(table) == 3 { return }
    store64(entry &+ 8, value)
    if !isNumber(value) { noteReferences(tableEntries(table)) }
}

/// The entries are no longer all numbers.
@inline(__always) func noteReferences(_ entries: UInt32) {
    let flags = arrayFlags(entries)
    if flags & numbersFlag != 0 { store8(entries &+ ObjectLayout.flagsOffset, flags & ~numbersFlag) }
}

/// Adds an entry for a key that is not there. `hash` means something only if there is an index.
@inline(never) private func fastInsert(_ table: UInt32, _ key: UInt64, _ value: UInt64, _ oldHash: UInt32) {
    var hash = oldHash
    let shift = entryShift(table)
    if tableEntries(table) == 0 || isFull(table, tableEntries(table), tableUsed(table), shift) {
        let hadIndex = tableIndex(table) != 0
        makeRoom(table)
        if !hadIndex && tableIndex(table) != 0 { hash = tableHash(key) }
    }
    let entries = tableEntries(table)
    let used = tableUsed(table)
    let entry = arraySlots(entries) &+ used &<< shift
    store64(entry, key)
    var isNumbers = isNumber(key)
    if shift == 4 {
        store64(entry &+ 8, value)
        isNumbers = isNumbers && isNumber(value)
    }
    if !isNumbers { noteReferences(entries) }
    if tableIndex(table) != 0 {
        addToIndex(indexBuckets(table), tableMask(table), hash, used)
        if hasPrints(table) { TextPrint(key: key, hash).write(to: printAddress(table, used)) }
    }
    countNewEntry(table, entries, used, shift)
}

/// Counts an entry that has been written behind the `used` ones.
@inline(__always) func countNewEntry(_ table: UInt32, _ entries: UInt32, _ used: UInt32, _ shift: UInt32) {
    store32(entries &+ ObjectLayout.Array.lengthOffset, (used &+ 1) &<< (shift &- 3))
    store32(table &+ ObjectLayout.Table.usedOffset, used &+ 1)
    store32(table &+ ObjectLayout.Table.countOffset, tableCount(table) &+ 1)
}

/// Whether a new entry finds no room in the array of entries or, without getting in the way of searches, in the index.
@inline(__always) func isFull(_ table: UInt32, _ entries: UInt32, _ used: UInt32, _ shift: UInt32) -> Bool {
    if used &<< (shift &- 3) == arrayCapacity(entries) { return true }
    let mask = tableMask(table)
    return used == (mask == 0 ? TablePolicy.scanLimit : entryLimit(buckets: mask &+ 1))
}

/// Makes room for a quarter more entries at least: where removed entries are, or in a table of twice the size.
@inline(never) private func makeRoom(_ table: UInt32) {
    let used = tableUsed(table)
    let count = tableCount(table)
    let wanted = used &- count >= used / 4 &+ 1 ? count &+ used / 4 : 2 &* count
    rebuild(table, capacity: tableCapacity(wanted))
}

/// How many entries a table for `count` entries gets room for.
func tableCapacity(_ count: UInt32) -> UInt32 {
    if count <= TablePolicy.scanLimit { return count <= TablePolicy.scanLimit / 2 ? TablePolicy.scanLimit / 2 : TablePolicy.scanLimit }
    return entryLimit(buckets: indexSize(count))
}

/// How many entries an index serves well.
@inline(__always) private func entryLimit(buckets: UInt32) -> UInt32 { buckets &* IndexBucket.load }

/// Makes the entries dense, in an array with room for `capacity` of them, which `tableCapacity` gave, and makes the index anew. What was
/// outgrown is free at once, so that a table that grows takes little more memory than it needs.
func rebuild(_ table: UInt32, capacity: UInt32) {
    let shift = entryShift(table)
    let old = tableEntries(table)
    let slots = capacity > maximumSlots / 2 ? UInt32.max : capacity &<< (shift &- 3)
    var new = old
    if old == 0 || arrayCapacity(old) < slots || arrayCapacity(old) / 2 >= slots {
        new = newArray(length: 0, capacity: slots, flags: ObjectLayout.Flag.numbers)
        if old != 0 { store8(new &+ ObjectLayout.flagsOffset, arrayFlags(old) & numbersFlag) }
    }
    if old != 0 {
        moveEntries(table, from: old, to: new, shift)
        if old != new && !isSharedArray(old) { freeLarge(old) }
    }
    let count = tableCount(table)
    store32(new &+ ObjectLayout.Array.lengthOffset, count &<< (shift &- 3))
    store64(table &+ ObjectLayout.Table.entriesOffset, boxedArray(new))
    store32(table &+ ObjectLayout.Table.usedOffset, count)
    if capacity <= TablePolicy.scanLimit {
        dropIndex(table)
    } else {
        makeIndex(table, capacity: capacity)
    }
}

/// Copies the entries that are not removed. Source and target may be the same.
private func moveEntries(_ table: UInt32, from old: UInt32, to new: UInt32, _ shift: UInt32) {
    let used = tableUsed(table)
    if used == tableCount(table) {
        if old != new { copySlots(to: arraySlots(new), from: arraySlots(old), count: used &<< (shift &- 3)) }
        return
    }
    var target = arraySlots(new)
    var entry = arraySlots(old)
    let end = entry &+ used &<< shift
    while entry != end {
        if !isRemoved(entry) {
            store64(target, load64(entry))
            if shift == 4 { store64(target &+ 8, load64(entry, 8)) }
            target &+= 1 &<< shift
        }
        entry &+= 1 &<< shift
    }
}

/// Makes an index for room for `capacity` entries in a table whose entries are dense.
func makeIndex(_ table: UInt32, capacity: UInt32) {
    seedHashes()
    setPrints(table, tableUsed(table) == 0 || isReference(load64(tableEntry(table, 0)), .string))
    newIndex(table, capacity: capacity)
    fastFillIndex(table)
}

private func fastFillIndex(_ table: UInt32) {
    let buckets = indexBuckets(table)
    let mask = tableMask(table)
    let size: UInt32 = 1 &<< entryShift(table)
    let used = tableUsed(table)
    var entry = arraySlots(tableEntries(table))
    var print = printAddress(table, 0)
    let hasPrints = hasPrints(table)
    var position: UInt32 = 0
    while position != used {
        let key = load64(entry)
        let hash = tableHash(key)
        addToIndex(buckets, mask, hash, position)
        if hasPrints {
            TextPrint(key: key, hash).write(to: print)
            print &+= 1 &<< TextPrint.shift
        }
        entry &+= size
        position &+= 1
    }
}
