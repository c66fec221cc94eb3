// Hash maps and hash sets: a dense array of entries in insertion order and, from more than a few entries on, a hash table of their
// positions. A removed entry stays where it is, with a key that equals nothing, until the table is rebuilt.

enum TablePolicy {
    /// Up to so many entries a search looks at one after the other, and there is no index.
    static let scanLimit: UInt32 = 8
}

@inline(__always) func tableCount(_ table: UInt32) -> UInt32 { load32(table, ObjectLayout.Table.countOffset) }
/// Entries in use, removed ones included.
@inline(__always) func tableUsed(_ table: UInt32) -> UInt32 { load32(table, ObjectLayout.Table.usedOffset) }
/// The array of entries; 0 while there are none.
@inline(__always) func tableEntries(_ table: UInt32) -> UInt32 { load32(table, ObjectLayout.Table.entriesOffset) }
/// The index, a `bytes` object; 0 while there is none.
@inline(__always) func tableIndex(_ table: UInt32) -> UInt32 { load32(table, ObjectLayout.Table.indexOffset) }
/// How many buckets the index has, less one; 0 while there is none.
@inline(__always) func tableMask(_ table: UInt32) -> UInt32 { load32(table, ObjectLayout.Table.maskOffset) }

/// The logarithm of an entry's size in bytes: key and value, or only a key.
@inline(__always) func entryShift(_ table: UInt32) -> UInt32 { kindOf(table) == UInt32(ObjectKind.hashMap.rawValue) ? 4 : 3 }

/// The entry at a position: its key, and at `+8` the value of a map's entry.
@inline(__always) func tableEntry(_ table: UInt32, _ position: UInt32) -> UInt32 {
    arraySlots(tableEntries(table)) &+ position &<< entryShift(table)
}

@inline(__always) func isRemoved(_ entry: UInt32) -> Bool { load64(entry) == ObjectLayout.Table.removedKey }

/// A table without entries.
@inline(__always) func newTable(_ kind: ObjectKind) -> UInt32 {
    KindHooks.pushPartsOfTables = { pushPartsOfTables($0, $1) }
    return newBareTable(kind)
}

/// The same with room for `capacity` entries.
func newTable(_ kind: ObjectKind, capacity: UInt32) -> UInt32 {
    let table = newTable(kind)
    if capacity != 0 { rebuild(table, capacity: tableCapacity(capacity)) }
    return table
}

/// A table with the entries of an array, which the table may free unless it is marked as shared: keys and values in turn for a map, all
/// keys different.
func tableFromEntries(_ kind: ObjectKind, _ entries: UInt32) -> UInt32 {
    let table = newTable(kind)
    let count = arrayLength(entries) &>> (entryShift(table) &- 3)
    if count == 0 { return table }
    store32(table &+ ObjectLayout.Table.countOffset, count)
    store32(table &+ ObjectLayout.Table.usedOffset, count)
    store64(table &+ ObjectLayout.Table.entriesOffset, boxedArray(entries))
    if count > TablePolicy.scanLimit { makeIndex(table, capacity: count) }
    return table
}

func newBareTable(_ kind: ObjectKind) -> UInt32 {
    let table = heapAllocate(ObjectLayout.Table.size)
    setHeader(table, kind: kind)
    clearTable(table)
    return table
}

/// Takes all entries out.
func clearTable(_ table: UInt32) {
    store32(table &+ ObjectLayout.Table.countOffset, 0)
    store64(table &+ ObjectLayout.Table.entriesOffset, nullBits)
    store64(table &+ ObjectLayout.Table.indexOffset, nullBits)
    store64(table &+ ObjectLayout.Table.usedOffset, 0)
}

/// A key in the form in which it is compared: -0 equals 0. The caller has checked its kind.
@inline(__always) func tableKey(_ key: UInt64) -> UInt64 { key == 1 &<< 63 ? 0 : key }

/// Whether a value may be a key: number, string, bool or null.
@inline(__always) func isHashable(_ key: UInt64) -> Bool {
    isNumber(key) || isReference(key, .string) || key == nullBits || key == falseBits || key == trueBits
}
