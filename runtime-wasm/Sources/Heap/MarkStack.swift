// The collector's stack of what is still to be visited, 8 bytes each: a reference, or a range of slots, as the address of the first one and
// their number.
// Between collections, deep comparisons use it as their work stack. Its first block is never given up, so that there is always a stack.

enum MarkStackPolicy {
    static let entrySize: UInt32 = 8
    /// Slots taken from a range at a time; the rest goes back, so that a long array does not flood the stack.
    static let portion: UInt32 = 32

    /// The entry for `count` slots. They are too few to be mistaken for the tag of a reference.
    @inline(__always) static func range(_ slots: UInt32, _ count: UInt32) -> UInt64 { UInt64(slots) | UInt64(count) << 32 }
}

/// Gives the stack its memory.
private func useMarkStack(_ base: UInt32, length: UInt32, top: UInt32) {
    setEntry(blockEntry(base), kind: BlockKind.reserved, length: length)
    store32(HeapState.markBase, base)
    store32(HeapState.markTop, top)
    store32(HeapState.markLimit, base &+ length << HeapGeometry.blockShift)
}

/// Makes the stack's first block. Part of setting up the heap.
func makeMarkStack() {
    let block = takeBlocks(1)
    if block == 0 { failOutOfMemory() }
    store32(HeapState.markHome, block)
    useMarkStack(block, length: 1, top: block)
}

/// Doubles the stack; false when there is no memory for that.
@inline(never) func growMarkStack() -> Bool {
    let base = load32(HeapState.markBase)
    let bytes = load32(HeapState.markLimit) &- base
    let length = bytes >> HeapGeometry.blockShift
    let larger = takeBlocks(length &* 2)
    if larger == 0 { return false }
    copy(to: larger, from: base, count: bytes)
    if base != load32(HeapState.markHome) { insertFreeRun(base, blocks: length) }
    useMarkStack(larger, length: length &* 2, top: larger &+ bytes)
    return true
}

/// Empties the stack and gives back the memory it has grown to.
func resetMarkStack() {
    let base = load32(HeapState.markBase)
    let home = load32(HeapState.markHome)
    if base != home { insertFreeRun(base, blocks: (load32(HeapState.markLimit) &- base) >> HeapGeometry.blockShift) }
    useMarkStack(home, length: 1, top: home)
}

/// Notes that `count` slots at `slots` are to be visited.
func pushRange(_ slots: UInt32, _ count: UInt32) { pushEntry(MarkStackPolicy.range(slots, count)) }

/// Notes what is to be visited. When there is no room the note is dropped, and the collector looks for marked objects that were not visited later.
@inline(never) func pushEntry(_ entry: UInt64) {
    if load32(HeapState.markTop) == load32(HeapState.markLimit) && !growMarkStack() {
        store32(HeapState.markDrops, load32(HeapState.markDrops) &+ 1)
        return
    }
    let top = load32(HeapState.markTop)
    store64(top, entry)
    store32(HeapState.markTop, top &+ MarkStackPolicy.entrySize)
}

/// Begins to use the stack outside a collection.
func openWorkStack() {
    if !isHeapInitialized() { initializeHeap() }
}

/// Pushes two words outside a collection. Ends the program when memory is exhausted.
func pushWork(_ first: UInt32, _ second: UInt32) {
    if load32(HeapState.markTop) == load32(HeapState.markLimit) && !growMarkStack() { failOutOfMemory() }
    let top = load32(HeapState.markTop)
    store64(top, UInt64(first) | UInt64(second) << 32)
    store32(HeapState.markTop, top &+ MarkStackPolicy.entrySize)
}

/// How much is on the stack.
@inline(__always) func workDepth() -> UInt32 { load32(HeapState.markTop) &- load32(HeapState.markBase) }

/// Where the two words are that were pushed last.
@inline(__always) func topWork() -> UInt32 { load32(HeapState.markTop) &- MarkStackPolicy.entrySize }

@inline(__always) func popWork() { store32(HeapState.markTop, load32(HeapState.markTop) &- MarkStackPolicy.entrySize) }

/// Ends the use of the stack outside a collection.
func closeWorkStack() { resetMarkStack() }
