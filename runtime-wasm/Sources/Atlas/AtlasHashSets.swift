// Atlas: hash sets. Functions that change one get it unshared. What looks up a single key is in AtlasTableWords.swift.

@_cdecl("hash_set_new") @inline(__always) func hashSetNewEntry() -> UInt64 { box(newTable(.hashSet), .hashSet) }

@_cdecl("hash_set_from_array") @inline(__always) func hashSetFromArrayEntry(_ keys: UInt64, _ site: UInt32) -> UInt64 {
    let array = requireArray(keys, site)
    let set = newTable(.hashSet)
    var slot = arraySlots(array)
    let end = arraySlot(array, arrayLength(array))
    while slot != end {
        tableSet(set, requireKey(load64(slot), site), 0)
        slot &+= 8
    }
    return box(set, .hashSet)
}

@_cdecl("hash_set_clear") @inline(__always) func hashSetClearEntry(_ set: UInt64, _ site: UInt32) { clearTable(requireSet(set, site)) }

@_cdecl("hash_set_size") @inline(__always) func hashSetSizeEntry(_ set: UInt64, _ site: UInt32) -> Double {
    Double(tableCount(requireSet(set, site)))
}

@_cdecl("hash_set_is_empty") @inline(__always) func hashSetIsEmptyEntry(_ set: UInt64, _ site: UInt32) -> UInt32 {
    tableCount(requireSet(set, site)) == 0 ? 1 : 0
}

@_cdecl("hash_set_to_array") @inline(__always) func hashSetToArrayEntry(_ set: UInt64, _ site: UInt32) -> UInt32 {
    tableColumn(requireSet(set, site), 0)
}

// MARK: Algebra

@_cdecl("hash_set_union") @inline(__always) func hashSetUnionEntry(_ left: UInt64, _ right: UInt64, _ site: UInt32) -> UInt64 {
    let result = copyTable(requireSet(left, site))
    addKeys(result, of: requireSet(right, site))
    return box(result, .hashSet)
}

@_cdecl("hash_set_intersection") @inline(__always)
func hashSetIntersectionEntry(_ left: UInt64, _ right: UInt64, _ site: UInt32) -> UInt64 {
    let result = newTable(.hashSet)
    addKeys(result, of: requireSet(left, site), ifIn: requireSet(right, site), wanted: true)
    return box(result, .hashSet)
}

@_cdecl("hash_set_difference") @inline(__always) func hashSetDifferenceEntry(_ left: UInt64, _ right: UInt64, _ site: UInt32) -> UInt64 {
    let result = newTable(.hashSet)
    addKeys(result, of: requireSet(left, site), ifIn: requireSet(right, site), wanted: false)
    return box(result, .hashSet)
}

@_cdecl("hash_set_symmetric_difference") @inline(__always)
func hashSetSymmetricDifferenceEntry(_ left: UInt64, _ right: UInt64, _ site: UInt32) -> UInt64 {
    let result = newTable(.hashSet)
    let a = requireSet(left, site)
    let b = requireSet(right, site)
    addKeys(result, of: a, ifIn: b, wanted: false)
    addKeys(result, of: b, ifIn: a, wanted: false)
    return box(result, .hashSet)
}

@_cdecl("hash_set_is_subset") @inline(__always) func hashSetIsSubsetEntry(_ left: UInt64, _ right: UInt64, _ site: UInt32) -> UInt32 {
    isSubset(requireSet(left, site), requireSet(right, site)) ? 1 : 0
}

@_cdecl("hash_set_is_superset") @inline(__always) func hashSetIsSupersetEntry(_ left: UInt64, _ right: UInt64, _ site: UInt32) -> UInt32 {
    let a = requireSet(left, site)
    return isSubset(requireSet(right, site), a) ? 1 : 0
}

private func isSubset(_ left: UInt32, _ right: UInt32) -> Bool {
    if tableCount(left) > tableCount(right) { return false }
    var position: UInt32 = 0
    while position != tableUsed(left) {
        let entry = tableEntry(left, position)
        if !isRemoved(entry) && tableFind(right, load64(entry)) == 0 { return false }
        position &+= 1
    }
    return true
}

private func addKeys(_ result: UInt32, of set: UInt32) {
    var position: UInt32 = 0
    while position != tableUsed(set) {
        let entry = tableEntry(set, position)
        if !isRemoved(entry) { tableSet(result, load64(entry), 0) }
        position &+= 1
    }
}

/// Adds the keys of a set that another set has, or has not.
private func addKeys(_ result: UInt32, of set: UInt32, ifIn other: UInt32, wanted: Bool) {
    var position: UInt32 = 0
    while position != tableUsed(set) {
        let entry = tableEntry(set, position)
        if !isRemoved(entry) && (tableFind(other, load64(entry)) != 0) == wanted { tableSet(result, load64(entry), 0) }
        position &+= 1
    }
}
