// The letters of scalars beyond ASCII. Blocks of 64 scalars that occurred lately have their letters in a table, so that texts in any script
// take few steps a scalar.

/// The table has an entry for each of 256 blocks: the block's number and 1, then 16 bits for the letter of each scalar.
private enum Page {
    static let count: UInt32 = 256
    static let size: UInt32 = 4 &+ 2 &* 64
}

/// The address in a slot of a regular expression; 0 while there is nothing.
@inline(__always) func regexObject(_ array: UInt32, _ slot: UInt32) -> UInt32 { load32(arraySlot(array, slot)) }

/// Puts a `bytes` object into a slot.
@inline(__always) func setRegexObject(_ array: UInt32, _ slot: UInt32, _ object: UInt32) {
    store64(arraySlot(array, slot), box(object, .bytes))
}

/// The letter of a scalar that is not ASCII.
func letterOf(_ scalar: UInt32, _ array: UInt32, _ program: UInt32) -> UInt32 {
    var pages = regexObject(array, RegexSlot.pages)
    if pages == 0 { pages = makePages(array) }
    let block = scalar >> 6
    let page = pages &+ ObjectLayout.Bytes.dataOffset &+ (block & (Page.count &- 1)) &* Page.size
    if load32(page) != block &+ 1 { fillPage(page, block, program) }
    return load16(page &+ 4 &+ 2 &* (scalar & 63))
}

@inline(never) private func makePages(_ array: UInt32) -> UInt32 {
    let pages = newBytes(capacity: Page.count &* Page.size)
    fill(pages &+ ObjectLayout.Bytes.dataOffset, count: Page.count &* Page.size)
    setRegexObject(array, RegexSlot.pages, pages)
    return pages
}

@inline(never) private func fillPage(_ page: UInt32, _ block: UInt32, _ program: UInt32) {
    let intervals = load32(program, ProgramField.intervals)
    var low: UInt32 = 0
    var high = load32(program, ProgramField.intervalCount)
    let first = block << 6
    while high &- low > 1 {
        let middle = (low &+ high) / 2
        if load32(intervals &+ 8 &* middle, 4) <= first { low = middle } else { high = middle }
    }
    let count = load32(program, ProgramField.intervalCount)
    var scalar: UInt32 = 0
    while scalar < 64 {
        while low &+ 1 < count && load32(intervals &+ 8 &* (low &+ 1), 4) <= first &+ scalar { low &+= 1 }
        store16(page &+ 4 &+ 2 &* scalar, load32(intervals &+ 8 &* low))
        scalar &+= 1
    }
    store32(page, block &+ 1)
}
