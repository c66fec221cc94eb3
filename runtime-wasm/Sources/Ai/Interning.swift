// Symbols and keywords: one object a name. They are found through open hash tables, arrays with symbols and zeros, that keep them for good:
// a program has few names, and those it makes at run time are mostly needed again.

/// (string) -> the symbol of that name.
@_cdecl("ai_symbol") @inline(__always) func aiSymbolEntry(_ name: UInt32) -> UInt64 { intern(name, RuntimeRoots.symbols) }

/// (string) -> the keyword of that name, which has no colon.
@_cdecl("ai_keyword") @inline(__always) func aiKeywordEntry(_ name: UInt32) -> UInt64 { intern(name, RuntimeRoots.keywords) }

/// The length of an empty table.
private let firstLength: UInt32 = 64

/// FNV-1a: names are short, and nobody gains from collisions of a program's own names.
private func nameHash(_ data: UInt32, _ count: UInt32) -> UInt32 {
    var hash: UInt32 = 2_166_136_261
    var at = data
    let end = data &+ count
    while at != end {
        hash = (hash ^ load8(at)) &* 16_777_619
        at &+= 1
    }
    return hash ^ hash &>> 15
}

/// The symbol or keyword of a name; `root` is the slot of its table. The table's first slot holds the number of names.
@inline(never) func intern(_ name: UInt32, _ root: UInt32) -> UInt64 {
    let hash = nameHash(stringData(name), stringLength(name))
    var table = load32(root)
    if table == 0 { table = newInternTable(firstLength, root) }
    let found = findSlot(table, hash, name)
    if load64(found) != 0 { return load64(found) }
    let count = load64(arraySlots(table)) &+ 1
    store64(arraySlots(table), count)
    let symbol = heapAllocate(ObjectLayout.Symbol.size)
    let isSymbol = root == RuntimeRoots.symbols
    setHeader(symbol, kind: isSymbol ? .symbol : .keyword, word: hash)
    store64(symbol &+ ObjectLayout.Symbol.nameOffset, box(name, .string))
    let bits = box(symbol, isSymbol ? .symbol : .keyword)
    store64(found, bits)
    if UInt32(truncatingIfNeeded: count) &* 2 > arrayLength(table) { grow(table, root) }
    return bits
}

private func newInternTable(_ length: UInt32, _ root: UInt32) -> UInt32 {
    let table = newArray(length: length &+ 1, capacity: length &+ 1)
    fill(arraySlots(table), count: 8 &* length &+ 8)
    store64(root, box(table, .array))
    return table
}

/// The slot that holds the symbol, or the free one where it belongs. Slots 1 to the length, a power of two, are the table.
private func findSlot(_ table: UInt32, _ hash: UInt32, _ name: UInt32) -> UInt32 {
    let mask = arrayLength(table) &- 2
    var position = hash & mask
    while true {
        let slot = arraySlots(table) &+ 8 &* position &+ 8
        let symbol = load32(slot)
        if symbol == 0 { return slot }
        if load32(symbol, ObjectLayout.Symbol.hashOffset) == hash && stringEqual(load32(symbol, ObjectLayout.Symbol.nameOffset), name) != 0 {
            return slot
        }
        position = (position &+ 1) & mask
    }
}

private func grow(_ table: UInt32, _ root: UInt32) {
    let length = arrayLength(table) &- 1
    let larger = newInternTable(2 &* length, root)
    store64(arraySlots(larger), load64(arraySlots(table)))
    var slot = arraySlots(table) &+ 8
    let end = slot &+ 8 &* length
    while slot != end {
        let symbol = load32(slot)
        if symbol != 0 {
            let hash = load32(symbol, ObjectLayout.Symbol.hashOffset)
            store64(findSlot(larger, hash, load32(symbol, ObjectLayout.Symbol.nameOffset)), load64(slot))
        }
        slot &+= 8
    }
}

/// The name of a symbol or keyword: a string.
@inline(__always) func symbolName(_ symbol: UInt64) -> UInt32 { load32(referenceAddress(symbol), ObjectLayout.Symbol.nameOffset) }
