// Copies of hash maps and hash sets.

/// A table with the same content. The entries are copied, and the collections among them are marked as shared.
func copyTable(_ table: UInt32) -> UInt32 {
    let copy = heapAllocate(ObjectLayout.Table.size)
    setHeader(copy, kind: kindOf(table) == UInt32(ObjectKind.hashMap.rawValue) ? .hashMap : .hashSet, word: load32(table, ObjectLayout.Table.countOffset))
    store64(copy &+ ObjectLayout.Table.usedOffset, load64(table, ObjectLayout.Table.usedOffset))
    let entries = load64(table, ObjectLayout.Table.entriesOffset)
    store64(copy &+ ObjectLayout.Table.entriesOffset, isArray(entries) ? boxedArray(copyOfEntries(referenceAddress(entries))) : entries)
    store64(copy &+ ObjectLayout.Table.indexOffset, nullBits)
    if tableIndex(table) != 0 { copyIndex(of: table, to: copy) }
    return copy
}

private func copyOfEntries(_ entries: UInt32) -> UInt32 {
    copyOfSlots(entries, from: 0, count: arrayLength(entries), capacity: arrayCapacity(entries))
}

private func copyIndex(of table: UInt32, to target: UInt32) {
    // The buckets of both need not be at the same offset in their objects.
    let index = newBytes(capacity: load32(tableIndex(table), ObjectLayout.Bytes.capacityOffset))
    setPrints(target, hasPrints(table))
    store64(target &+ ObjectLayout.Table.indexOffset, box(index, .bytes))
    store32(target &+ ObjectLayout.Table.maskOffset, tableMask(table))
    copy(to: indexBuckets(target), from: indexBuckets(table), count: indexBytes(table))
}
