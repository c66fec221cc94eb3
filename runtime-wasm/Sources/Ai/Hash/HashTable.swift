// Hash tables: as hash maps, a dense array of keys and values in insertion order and an index of their positions; but keys are compared as
// the table says, and the table has identity.

@inline(__always) private func equality(_ table: UInt32) -> UInt32 { load16(table, ObjectLayout.HashTable.equalityOffset) }

/// A table with room for `capacity` entries.
func newHashTable(_ equality: UInt32, capacity: UInt32 = 0) -> UInt32 {
    let table = heapAllocate(ObjectLayout.Table.size)
    setHeader(table, kind: .hashTable, small: UInt16(truncatingIfNeeded: equality))
    clearTable(table)
    if capacity != 0 { rebuild(table, room: capacity) }
    return table
}

/// The entry at a position, 16 bytes.
@inline(__always) func hashEntry(_ table: UInt32, _ position: UInt32) -> UInt32 { arraySlots(tableEntries(table)) &+ position &<< 4 }

/// The entry of a key, or 0. `hash` means something only if there is an index.
@inline(__always) private func find(_ table: UInt32, _ key: UInt64, _ hash: UInt32) -> UInt32 {
    tableIndex(table) == 0 ? fastScanHashTable(table, key) : fastFindInHashTable(table, key, hash)
}

func fastScanHashTable(_ table: UInt32, _ key: UInt64) -> UInt32 {
    let used = tableUsed(table)
    if used == 0 { return 0 }
    let kind = equality(table)
    var entry = hashEntry(table, 0)
    let end = entry &+ used &<< 4
    while entry != end {
        if isSameKey(load64(entry), key, kind) && !isRemoved(entry) { return entry }
        entry &+= 16
    }
    return 0
}

func fastFindInHashTable(_ table: UInt32, _ key: UInt64, _ hash: UInt32) -> UInt32 {
    let kind = equality(table)
    var search = IndexSearch(table, hash)
    while search.next() {
        let entry = hashEntry(table, search.position())
        if isSameKey(load64(entry), key, kind) && !isRemoved(entry) { return entry }
    }
    return 0
}

/// The hash of a key if the table needs it.
@inline(__always) private func neededHash(_ table: UInt32, _ key: UInt64) -> UInt32 {
    tableIndex(table) == 0 ? 0 : keyHash(key, equality(table))
}

/// The address of a key's entry, whose value is at `+8`; 0 when it is not there.
func hashFind(_ table: UInt32, _ key: UInt64) -> UInt32 { find(table, key, neededHash(table, key)) }

/// Sets the value of a key; a new key comes last.
func hashSet(_ table: UInt32, _ key: UInt64, _ value: UInt64) {
    var hash = neededHash(table, key)
    let found = find(table, key, hash)
    if found != 0 { return store64(found &+ 8, value) }
    let entries = tableEntries(table)
    let used = tableUsed(table)
    if entries == 0 || used == arrayCapacity(entries) / 2 {
        let removed = used &- tableCount(table)
        // Room where removed entries are, or for as many again.
        rebuild(table, room: removed > used / 4 ? tableCount(table) &+ used / 4 &+ 4 : 2 &* tableCount(table) &+ 4)
        hash = neededHash(table, key)
    }
    let position = tableUsed(table)
    let entry = hashEntry(table, position)
    store64(entry, key)
    store64(entry &+ 8, value)
    if tableIndex(table) != 0 { addToIndex(indexBuckets(table), tableMask(table), hash, position) }
    store32(tableEntries(table) &+ ObjectLayout.Array.lengthOffset, 2 &* position &+ 2)
    store32(table &+ ObjectLayout.Table.usedOffset, position &+ 1)
    store32(table &+ ObjectLayout.Table.countOffset, tableCount(table) &+ 1)
}

/// Takes a key out.
func hashRemove(_ table: UInt32, _ key: UInt64) {
    let entry = hashFind(table, key)
    if entry == 0 { return }
    store64(entry, ObjectLayout.Table.removedKey)
    store64(entry &+ 8, 0)
    store32(table &+ ObjectLayout.Table.countOffset, tableCount(table) &- 1)
}

/// Makes the entries dense, with room for `room` of them, and makes the index anew. What walks through the table by position has to start
/// again, so removals do not do this, and additions only when there is no room.
private func rebuild(_ table: UInt32, room: UInt32) {
    let old = tableEntries(table)
    let used = tableUsed(table)
    let count = tableCount(table)
    let entries = newArray(length: 2 &* count, capacity: room > maximumSlots / 2 ? UInt32.max : 2 &* room)
    var target = arraySlots(entries)
    var position: UInt32 = 0
    while position != used {
        let entry = arraySlots(old) &+ position &<< 4
        if !isRemoved(entry) {
            store64(target, load64(entry))
            store64(target &+ 8, load64(entry, 8))
            target &+= 16
        }
        position &+= 1
    }
    store64(table &+ ObjectLayout.Table.entriesOffset, boxedArray(entries))
    store32(table &+ ObjectLayout.Table.usedOffset, count)
    if room <= TablePolicy.scanLimit { return dropIndex(table) }
    newIndex(table, capacity: room)
    position = 0
    while position != count {
        addToIndex(indexBuckets(table), tableMask(table), keyHash(load64(hashEntry(table, position)), equality(table)), position)
        position &+= 1
    }
}

/// A table with the same entries.
func copyHashTable(_ table: UInt32) -> UInt32 {
    let copied = newHashTable(equality(table))
    let count = tableCount(table)
    if count == 0 { return copied }
    // The entries are shared until the copy's are made dense, which takes new memory.
    store64(copied &+ ObjectLayout.Table.entriesOffset, load64(table, ObjectLayout.Table.entriesOffset))
    store32(copied &+ ObjectLayout.Table.usedOffset, tableUsed(table))
    store32(copied &+ ObjectLayout.Table.countOffset, count)
    rebuild(copied, room: count &+ count / 8 &+ 4)
    return copied
}

/// Walks through the entries of a table.
struct HashEntries {
    private let table: UInt32
    private var position: UInt32 = 0
    private(set) var key: UInt64 = 0
    private(set) var value: UInt64 = 0

    init(_ table: UInt32) { self.table = table }

    /// Goes on to the next entry; false at the end.
    mutating func next() -> Bool {
        while position != tableUsed(table) {
            let entry = hashEntry(table, position)
            position &+= 1
            if isRemoved(entry) { continue }
            key = load64(entry)
            value = load64(entry, 8)
            return true
        }
        return false
    }
}
