// Copies of hash maps and hash sets.

/// A table with the same content. The entries are copied, and the collections among them are marked as shared.
func copyTable(_ table: UInt32) -> UInt32 {
    let copy = heapAllocate(ObjectLayout.Table.size)
    setHeader(copy, kind: kindOf(table) == UInt32(ObjectKind.hashMap.rawValue) ? .hashMap : .hashSet, word: load32(table, ObjectLayout.Table.countOffset))
    store64(copy &+ ObjectLayout.Table.usedOffset, load64(table, ObjectLayout.Table.usedOffset))
    let entries = load64(table, ObjectLayout.Table.entriesOffset)
    store64(copy &+ ObjectLayout.Table.entriesOffset, isArray(entries) ? boxedArray(copyOfEntries(referenceAddress(entries))) : entries)
    let index = load64(table, ObjectLayout.Table.indexOffset)
    store64(copy &+ ObjectLayout.Table.indexOffset, isReference(index, .bytes) ? box(copyBytes(referenceAddress(index)), .bytes) : index)
    return copy
}

private func copyOfEntries(_ entries: UInt32) -> UInt32 {
    copyOfSlots(entries, from: 0, count: arrayLength(entries), capacity: arrayCapacity(entries))
}

private func copyBytes(_ bytes: UInt32) -> UInt32 {
    let capacity = load32(bytes, ObjectLayout.Bytes.capacityOffset)
    let copied = newBytes(capacity: capacity)
    copy(to: copied &+ ObjectLayout.Bytes.dataOffset, from: bytes &+ ObjectLayout.Bytes.dataOffset, count: capacity)
    store32(copied &+ ObjectLayout.Bytes.usedOffset, load32(bytes, ObjectLayout.Bytes.usedOffset))
    return copied
}
