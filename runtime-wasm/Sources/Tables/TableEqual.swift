// Equality of hash maps and hash sets: the same keys with equal values, in any order.

/// Compares the keys of two tables of the same kind and pushes the pairs of slots with the values of the same key on the work stack.
/// The number of pairs, or `UInt32.max`, with the work stack closed, when the keys differ.
func pushPartsOfTables(_ left: UInt32, _ right: UInt32) -> UInt32 {
    let count = tableCount(left)
    if count != tableCount(right) { return UInt32.max }
    if count == 0 { return 0 }
    let shift = entryShift(left)
    var entry = tableEntry(left, 0)
    let end = entry &+ tableUsed(left) &<< shift
    var pushed: UInt32 = 0
    while entry != end {
        if !isRemoved(entry) {
            let other = tableFind(right, load64(entry))
            if other == 0 {
                closeWorkStack()
                return UInt32.max
            }
            if shift == 4 {
                pushWork(SlotPair(left: entry &+ 8, right: other &+ 8))
                pushed &+= 1
            }
        }
        entry &+= 1 &<< shift
    }
    return pushed
}
