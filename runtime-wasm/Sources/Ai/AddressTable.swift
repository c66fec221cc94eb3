// A map from addresses of objects to words, for procedures that must know objects again. It lives as long as one runtime function: nothing
// is collected or moved meanwhile.

/// A table: a `bytes` object whose `used` word counts the entries of eight bytes, an address and its word; a power of two of them.
func newAddressTable() -> UInt32 { emptyTable(64) }

private func emptyTable(_ entries: UInt32) -> UInt32 {
    let table = newBytes(capacity: entries > 0x0FFF_FFFF ? UInt32.max : 8 &* entries)
    fill(table &+ ObjectLayout.Bytes.dataOffset, count: 8 &* entries)
    return table
}

/// The entry of an address, or the free one (whose address is 0) where it belongs.
func fastAddressEntry(_ table: UInt32, _ object: UInt32) -> UInt32 {
    let mask = load32(table, ObjectLayout.Bytes.capacityOffset) / 8 &- 1
    let data = table &+ ObjectLayout.Bytes.dataOffset
    let hash = (object &>> 3) &* 0x9E37_79B1
    var position = (hash ^ hash &>> 15) & mask
    while true {
        let entry = data &+ 8 &* position
        let found = load32(entry)
        if found == object || found == 0 { return entry }
        position = (position &+ 1) & mask
    }
}

/// Adds an address that is not there. Returns the table, which may be another one.
func addAddress(_ table: UInt32, _ object: UInt32, _ word: UInt32) -> UInt32 {
    var table = table
    let count = load32(table, ObjectLayout.Bytes.usedOffset) &+ 1
    let capacity = load32(table, ObjectLayout.Bytes.capacityOffset) / 8
    if 2 &* count > capacity { table = largerTable(table, capacity) }
    store32(table &+ ObjectLayout.Bytes.usedOffset, count)
    store64(fastAddressEntry(table, object), UInt64(object) | UInt64(word) &<< 32)
    return table
}

private func largerTable(_ table: UInt32, _ capacity: UInt32) -> UInt32 {
    let larger = emptyTable(2 &* capacity)
    var entry = table &+ ObjectLayout.Bytes.dataOffset
    let end = entry &+ 8 &* capacity
    while entry != end {
        let object = load32(entry)
        if object != 0 { store64(fastAddressEntry(larger, object), load64(entry)) }
        entry &+= 8
    }
    return larger
}
