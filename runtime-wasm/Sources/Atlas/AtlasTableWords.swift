// Tables whose keys are numbers, the common case without a loop: one bucket, one entry. A program that looks up many keys waits for memory
// most of all, and a processor waits for several keys at once if little has to be done for each. So these functions call nothing and give
// everything else to a general one, as their last action: negative numbers, buckets that have overflowed, entries that are another key's.

/// A search for a number that is not negative in the first bucket of its hash.
struct WordSearch {
    let table: UInt32
    let key: UInt64
    let bucket: UInt32
    let tags: UInt64
    let tag: UInt64
    /// As in `IndexSearch`.
    let matches: UInt64

    /// Whether a search can begin: a key that is a number without a sign, which also says that it is not -0, and a table with an index.
    @inline(__always) static func isPossible(_ table: UInt32, _ key: UInt64) -> Bool {
        Int64(bitPattern: key) >= 0 && tableIndex(table) != 0
    }

    @inline(__always) init(_ table: UInt32, _ key: UInt64) {
        self.table = table
        self.key = key
        let product = wordProduct(key)
        bucket = indexBuckets(table) &+ (UInt32(truncatingIfNeeded: product &>> 32) & tableMask(table)) &<< IndexBucket.shift
        tags = load64(bucket)
        tag = hashTag(product)
        matches = matchingTags(tags, tag)
    }

    /// The entry that is to have the key.
    @inline(__always) func entry(_ entryShift: UInt32) -> UInt32 {
        arraySlots(tableEntries(table)) &+ load32(bucket &+ bucketPlace(matches), IndexBucket.positionsOffset) &<< entryShift
    }

    /// Whether the key, which matches no tag of this bucket, can be in another one.
    @inline(__always) var hasOverflowed: Bool { tags >= IndexBucket.overflow }

    /// Adds an entry for the key, which is not there, if nothing has to make room for it; otherwise nothing is done.
    @inline(__always) func insert(_ value: UInt64, _ entryShift: UInt32) -> Bool {
        let free = matchingTags(tags, 0)
        let entries = tableEntries(table)
        let used = tableUsed(table)
        if hasOverflowed || free == 0 || hasPrints(table) || isFull(table, entries, used, entryShift) { return false }
        let offset = bucketPlace(free)
        store8(bucket &+ offset &>> 2, UInt32(truncatingIfNeeded: tag))
        store32(bucket &+ IndexBucket.positionsOffset &+ offset, used)
        let entry = arraySlots(entries) &+ used &<< entryShift
        store64(entry, key)
        if entryShift == 4 {
            store64(entry &+ 8, value)
            if !isNumber(value) { noteReferences(entries) }
        }
        countNewEntry(table, entries, used, entryShift)
        return true
    }

    /// Removes the key's entry, and its tag, so that later searches need not look at the entry; unless more than that has to be done, then
    /// nothing is done.
    @inline(__always) func remove(_ entry: UInt32) -> Bool {
        let count = tableCount(table) &- 1
        if hasPrints(table) || isSparse(tableUsed(table), count) { return false }
        store8(bucket &+ bucketPlace(matches) &>> 2, 0)
        store32(table &+ ObjectLayout.Table.countOffset, count)
        store64(entry, ObjectLayout.Table.removedKey)
        return true
    }
}

// MARK: Maps

@_cdecl("hash_map_get") @inline(__always) func hashMapGetEntry(_ map: UInt64, _ key: UInt64, _ site: UInt32) -> UInt64 {
    let table = referenceAddress(map)
    if !isReference(map, .hashMap) || !WordSearch.isPossible(table, key) { return fastMapGet(map, key, site) }
    let search = WordSearch(table, key)
    if search.matches == 0 { return search.hasOverflowed ? fastMapGet(map, key, site) : absentBits }
    let entry = search.entry(4)
    if load64(entry) != key { return fastMapGet(map, key, site) }
    let value = load64(entry, 8)
    if !isNumber(value) { share(value) }
    return value
}

@_cdecl("hash_map_has") @inline(__always) func hashMapHasEntry(_ map: UInt64, _ key: UInt64, _ site: UInt32) -> UInt32 {
    let table = referenceAddress(map)
    if !isReference(map, .hashMap) || !WordSearch.isPossible(table, key) { return fastMapHas(map, key, site) }
    let search = WordSearch(table, key)
    if search.matches == 0 { return search.hasOverflowed ? fastMapHas(map, key, site) : 0 }
    return load64(search.entry(4)) == key ? 1 : fastMapHas(map, key, site)
}

@_cdecl("hash_map_put") @inline(__always)
func hashMapPutEntry(_ map: UInt64, _ key: UInt64, _ value: UInt64, _ site: UInt32) {
    let table = referenceAddress(map)
    if !isReference(map, .hashMap) || !WordSearch.isPossible(table, key) { return fastMapPut(map, key, value, site) }
    let search = WordSearch(table, key)
    if search.matches == 0 {
        if !search.insert(value, 4) { fastMapPut(map, key, value, site) }
        return
    }
    let entry = search.entry(4)
    if load64(entry) != key { return fastMapPut(map, key, value, site) }
    store64(entry &+ 8, value)
    if !isNumber(value) { noteReferences(tableEntries(table)) }
}

/// The value that the key had; `absent` if it was not there.
@_cdecl("hash_map_remove") @inline(__always) func hashMapRemoveEntry(_ map: UInt64, _ key: UInt64, _ site: UInt32) -> UInt64 {
    let table = referenceAddress(map)
    if !isReference(map, .hashMap) || !WordSearch.isPossible(table, key) { return fastMapRemove(map, key, site) }
    let search = WordSearch(table, key)
    if search.matches == 0 { return search.hasOverflowed ? fastMapRemove(map, key, site) : absentBits }
    let entry = search.entry(4)
    if load64(entry) != key || !search.remove(entry) { return fastMapRemove(map, key, site) }
    let value = load64(entry, 8)
    store64(entry &+ 8, 0)
    return value
}

// MARK: Sets

@_cdecl("hash_set_has") @inline(__always) func hashSetHasEntry(_ set: UInt64, _ key: UInt64, _ site: UInt32) -> UInt32 {
    let table = referenceAddress(set)
    if !isReference(set, .hashSet) || !WordSearch.isPossible(table, key) { return fastSetHas(set, key, site) }
    let search = WordSearch(table, key)
    if search.matches == 0 { return search.hasOverflowed ? fastSetHas(set, key, site) : 0 }
    return load64(search.entry(3)) == key ? 1 : fastSetHas(set, key, site)
}

@_cdecl("hash_set_add") @inline(__always) func hashSetAddEntry(_ set: UInt64, _ key: UInt64, _ site: UInt32) {
    let table = referenceAddress(set)
    if !isReference(set, .hashSet) || !WordSearch.isPossible(table, key) { return fastSetAdd(set, key, site) }
    let search = WordSearch(table, key)
    if search.matches == 0 ? search.insert(0, 3) : load64(search.entry(3)) == key { return }
    fastSetAdd(set, key, site)
}

@_cdecl("hash_set_remove") @inline(__always) func hashSetRemoveEntry(_ set: UInt64, _ key: UInt64, _ site: UInt32) -> UInt32 {
    let table = referenceAddress(set)
    if !isReference(set, .hashSet) || !WordSearch.isPossible(table, key) { return fastSetRemove(set, key, site) }
    let search = WordSearch(table, key)
    if search.matches == 0 { return search.hasOverflowed ? fastSetRemove(set, key, site) : 0 }
    let entry = search.entry(3)
    return load64(entry) == key && search.remove(entry) ? 1 : fastSetRemove(set, key, site)
}

// MARK: In general

@inline(never) private func fastMapGet(_ map: UInt64, _ key: UInt64, _ site: UInt32) -> UInt64 {
    let table = requireMap(map, site)
    let entry = inlineTableFind(table, isReference(key, .string) ? key : requireKey(key, site), entryShift: 4)
    return entry == 0 ? absentBits : shared(load64(entry, 8))
}

@inline(never) private func fastMapHas(_ map: UInt64, _ key: UInt64, _ site: UInt32) -> UInt32 {
    tableFind(requireMap(map, site), requireKey(key, site)) == 0 ? 0 : 1
}

@inline(never) private func fastMapPut(_ map: UInt64, _ key: UInt64, _ value: UInt64, _ site: UInt32) {
    let table = requireMap(map, site)
    if !isReference(key, .string) { return fastTableSet(table, requireKey(key, site), value) }
    let entry = remembered(table, key, 4)
    if entry == 0 { return fastTableSet(table, key, value) }
    store64(entry &+ 8, value)
    if !isNumber(value) { noteReferences(tableEntries(table)) }
}

@inline(never) private func fastMapRemove(_ map: UInt64, _ key: UInt64, _ site: UInt32) -> UInt64 {
    tableRemove(requireMap(map, site), requireKey(key, site))
}

@inline(never) private func fastSetHas(_ set: UInt64, _ key: UInt64, _ site: UInt32) -> UInt32 {
    tableFind(requireSet(set, site), requireKey(key, site)) == 0 ? 0 : 1
}

@inline(never) private func fastSetRemove(_ set: UInt64, _ key: UInt64, _ site: UInt32) -> UInt32 {
    tableRemove(requireSet(set, site), requireKey(key, site)) == absentBits ? 0 : 1
}

@inline(never) private func fastSetAdd(_ set: UInt64, _ key: UInt64, _ site: UInt32) {
    tableSet(requireSet(set, site), requireKey(key, site), 0)
}
