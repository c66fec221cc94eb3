// What every block of the heap is: 16 bytes a block.

/// What a block is used for: the first word of its entry.
enum BlockKind {
    /// First block of a free run. Length in blocks; next run of the same list; 1 when it was released.
    static let free: UInt32 = 0
    /// Holds small objects. The second link leads to the next recyclable block.
    static let small: UInt32 = 1
    /// First block of a large object. Length in blocks; the object's address; nonzero when marked.
    static let large: UInt32 = 2
    /// Another block of a large object. The address of the first one.
    static let continuation: UInt32 = 3
    /// First block of a run that the collector uses itself, or that is not ours. Length in blocks.
    static let reserved: UInt32 = 4
}

/// Offsets in an entry.
enum BlockEntry {
    static let kind: UInt32 = 0
    static let length: UInt32 = 4
    static let head: UInt32 = 4
    static let next: UInt32 = 8
    static let object: UInt32 = 8
    static let marked: UInt32 = 12
    static let shift: UInt32 = 4
}

/// The entry of the block that holds `address`.
@inline(__always) func blockEntry(_ address: UInt32) -> UInt32 {
    load32(HeapState.tableBias) &+ (address >> HeapGeometry.blockShift) << BlockEntry.shift
}

@inline(__always) func setEntry(_ entry: UInt32, kind: UInt32, length: UInt32, next: UInt32 = 0, marked: UInt32 = 0) {
    store32(entry &+ BlockEntry.kind, kind)
    store32(entry &+ BlockEntry.length, length)
    store32(entry &+ BlockEntry.next, next)
    store32(entry &+ BlockEntry.marked, marked)
}

@inline(__always) func blocks(bytes: UInt32) -> UInt32 {
    (bytes >> HeapGeometry.blockShift) &+ (bytes & HeapGeometry.blockMask != 0 ? 1 : 0)
}

/// Blocks of a table for `count` blocks.
@inline(__always) private func tableBlocks(_ count: UInt32) -> UInt32 { blocks(bytes: count << BlockEntry.shift) }

/// Sets up an empty heap behind the program's static data and stacks.
@inline(never) func initializeHeap() {
    let start = (langc_heap_base() &+ HeapGeometry.blockMask) & ~HeapGeometry.blockMask
    store32(HeapState.heapStart, start)
    store32(HeapState.heapEnd, start)
    store32(HeapState.threshold, CollectionPolicy.minimumDebt)
    store32(ControlBlock.collectRequested, load32(ControlBlock.stressMode))
    if !growHeap(blocks: 4) { failOutOfMemory() }
    makeMarkStack()
}

/// Makes at least `count` more consecutive blocks part of the heap, free. Takes memory that the program already has, then grows it.
@inline(never) func growHeap(blocks count: UInt32) -> Bool {
    let start = load32(HeapState.heapStart)
    let end = load32(HeapState.heapEnd)
    // Pages beyond our end were there from the start, or were added by the host: unused in the first case, not ours in the second.
    let isFirst = start == end
    let pages = memory_size()
    let memoryEnd = pages > 65535 ? HeapGeometry.maximumEnd : pages << 16
    var newStart = isFirst || memoryEnd < end ? start : memoryEnd
    let total = (newStart &- start) >> HeapGeometry.blockShift
    let present = isFirst && memoryEnd > start ? (memoryEnd &- start) >> HeapGeometry.blockShift : 0
    var step = total >> 2 < 4096 ? total >> 2 : 4096
    if step < 12 { step = 12 }
    if step < count { step = count }
    if step < present { step = present }

    // The table may have to move; its new place comes first in the new memory. The bins stand before the first table.
    var table: UInt32 = 0
    var capacity = load32(HeapState.tableCapacity)
    if total &+ step &+ 64 > capacity {
        capacity = (total &+ step &+ 64) &* 2
        if capacity < 1024 { capacity = 1024 }
        table = tableBlocks(capacity) &+ (isFirst ? 1 : 0)
    }
    let room = (HeapGeometry.maximumEnd &- newStart) >> HeapGeometry.blockShift
    if count &+ table > room { return false }
    if step &+ table > room { step = room &- table }
    var added = growMemory(from: newStart, blocks: step &+ table)
    if added < count &+ table { added = growMemory(from: newStart, blocks: count &+ table) }
    if added < count &+ table { return false }
    store32(HeapState.heapEnd, newStart &+ added << HeapGeometry.blockShift)

    if isFirst {
        store32(HeapState.bins, newStart)
        fill(newStart, count: FreeRunBins.bytes)
        store64(HeapState.binMask, 0)
    }
    let outgrown = load32(HeapState.tableRun)
    let outgrownBlocks = tableBlocks(load32(HeapState.tableCapacity))
    if table != 0 { moveTable(to: newStart &+ (isFirst ? HeapGeometry.blockSize : 0), capacity: capacity, used: total) }
    // What the host may have put between the old end and the new memory.
    if !isFirst && newStart > end {
        setEntry(blockEntry(end), kind: BlockKind.reserved, length: (newStart &- end) >> HeapGeometry.blockShift)
    }
    if table != 0 {
        let bins: UInt32 = isFirst ? 1 : 0
        if isFirst { setEntry(blockEntry(newStart), kind: BlockKind.reserved, length: bins) }
        setEntry(blockEntry(load32(HeapState.tableRun)), kind: BlockKind.reserved, length: table &- bins)
        newStart &+= table << HeapGeometry.blockShift
        if outgrown != 0 { insertFreeRun(outgrown, blocks: outgrownBlocks) }
    }
    insertFreeRun(newStart, blocks: added &- table)
    return true
}

/// Sees to it that memory reaches `count` blocks beyond `start`; the result is how many it reaches.
@inline(never) private func growMemory(from start: UInt32, blocks count: UInt32) -> UInt32 {
    let pages = memory_size()
    let needed = (start &+ count << HeapGeometry.blockShift &+ 0xFFFF) >> 16
    if needed > pages && memory_grow(needed &- pages) == UInt32.max { return 0 }
    let end = needed > pages ? needed << 16 : (pages > 65535 ? HeapGeometry.maximumEnd : pages << 16)
    let reached = (end &- start) >> HeapGeometry.blockShift
    return needed > pages ? reached : count
}

/// Copies the table of `used` entries to a larger place.
private func moveTable(to table: UInt32, capacity: UInt32, used: UInt32) {
    let old = load32(HeapState.tableRun)
    if old != 0 { copy(to: table, from: old, count: used << BlockEntry.shift) }
    store32(HeapState.tableRun, table)
    store32(HeapState.tableCapacity, capacity)
    store32(HeapState.tableBias, table &- (load32(HeapState.heapStart) >> HeapGeometry.blockShift) << BlockEntry.shift)
}
