// Atlas: hash maps. Functions that change one get it unshared. What looks up a single key is in AtlasTableWords.swift.

@_cdecl("hash_map_new") @inline(__always) func hashMapNewEntry() -> UInt64 { box(newTable(.hashMap), .hashMap) }

@_cdecl("hash_map_from_entries") @inline(__always) func hashMapFromEntriesEntry(_ pairs: UInt64, _ site: UInt32) -> UInt64 {
    let array = requireArray(pairs, site)
    let map = newTable(.hashMap)
    var slot = arraySlots(array)
    let end = arraySlot(array, arrayLength(array))
    while slot != end {
        let pair = load64(slot)
        if !isArray(pair) || arrayLength(referenceAddress(pair)) != 2 {
            failType("Entry must be [key, value] array with exactly 2 elements", site)
        }
        let value = load64(arraySlot(referenceAddress(pair), 1))
        share(value)
        tableSet(map, requireKey(load64(arraySlots(referenceAddress(pair))), site), value)
        slot &+= 8
    }
    return box(map, .hashMap)
}

@_cdecl("hash_map_clear") @inline(__always) func hashMapClearEntry(_ map: UInt64, _ site: UInt32) { clearTable(requireMap(map, site)) }

@_cdecl("hash_map_size") @inline(__always) func hashMapSizeEntry(_ map: UInt64, _ site: UInt32) -> Double {
    Double(tableCount(requireMap(map, site)))
}

@_cdecl("hash_map_is_empty") @inline(__always) func hashMapIsEmptyEntry(_ map: UInt64, _ site: UInt32) -> UInt32 {
    tableCount(requireMap(map, site)) == 0 ? 1 : 0
}

@_cdecl("hash_map_keys") @inline(__always) func hashMapKeysEntry(_ map: UInt64, _ site: UInt32) -> UInt32 {
    tableColumn(requireMap(map, site), 0)
}

@_cdecl("hash_map_values") @inline(__always) func hashMapValuesEntry(_ map: UInt64, _ site: UInt32) -> UInt32 {
    tableColumn(requireMap(map, site), 8)
}

@_cdecl("hash_map_entries") @inline(__always) func hashMapEntriesEntry(_ map: UInt64, _ site: UInt32) -> UInt32 {
    let map = requireMap(map, site)
    let count = tableCount(map)
    let pairs = newArray(length: count, capacity: count)
    if count == 0 { return pairs }
    var target = arraySlots(pairs)
    var entry = tableEntry(map, 0)
    let end = entry &+ tableUsed(map) &<< 4
    while entry != end {
        if !isRemoved(entry) {
            let pair = newArray(length: 2, capacity: 2)
            copySharedSlots(to: arraySlots(pair), from: entry, count: 2, numbers: false)
            store64(target, boxedArray(pair))
            target &+= 8
        }
        entry &+= 16
    }
    return pairs
}

/// The keys (offset 0) or values (offset 8) of a table as an array.
func tableColumn(_ table: UInt32, _ offset: UInt32) -> UInt32 {
    let count = tableCount(table)
    let column = newArray(length: count, capacity: count)
    if count == 0 { return column }
    var target = arraySlots(column)
    var entry = tableEntry(table, 0)
    let shift = entryShift(table)
    let end = entry &+ tableUsed(table) &<< shift
    var isNumbers = true
    while entry != end {
        if !isRemoved(entry) {
            let value = load64(entry &+ offset)
            share(value)
            isNumbers = isNumbers && isNumber(value)
            store64(target, value)
            target &+= 8
        }
        entry &+= 1 &<< shift
    }
    if isNumbers { store8(column &+ ObjectLayout.flagsOffset, numbersFlag) }
    return column
}
