// Allocation when the current hole is too small. Nothing here collects; it counts what it hands out and asks for a collection.

/// Memory for an object of `size` bytes.
@inline(never) func heapAllocateSlow(_ size: UInt32) -> UInt32 {
    let address = tryAllocate(size)
    if address == 0 { failOutOfMemory() }
    if load32(HeapState.debt) > load32(HeapState.threshold) { store32(ControlBlock.collectRequested, 1) }
    return address
}

/// The same; 0 when memory is exhausted.
func tryAllocate(_ size: UInt32) -> UInt32 {
    if size > HeapGeometry.maximumEnd { return 0 }
    if !isHeapInitialized() { initializeHeap() }
    let size = alignedSize(size)
    if size > HeapGeometry.largeThreshold { return allocateLarge(size) }
    if load32(ControlBlock.stressMode) == 0 { return allocateSmall(size) }
    // In stress mode compiled code finds no room, so that every allocation comes here.
    store32(ControlBlock.bumpPointer, load32(HeapState.stressBump))
    store32(ControlBlock.bumpLimit, load32(HeapState.stressLimit))
    let address = allocateSmall(size)
    store32(HeapState.stressBump, load32(ControlBlock.bumpPointer))
    store32(HeapState.stressLimit, load32(ControlBlock.bumpLimit))
    store32(ControlBlock.bumpPointer, 0)
    store32(ControlBlock.bumpLimit, 0)
    return address
}

/// Allocates in the current hole, or the next; objects longer than a line that do not fit go to the overflow run instead of wasting a hole.
private func allocateSmall(_ size: UInt32) -> UInt32 {
    while true {
        let address = load32(ControlBlock.bumpPointer)
        let end = address &+ size
        if end <= load32(ControlBlock.bumpLimit) {
            store32(ControlBlock.bumpPointer, end)
            return address
        }
        if size > HeapGeometry.lineSize { return allocateOverflow(size) }
        if !findHole() { return 0 }
    }
}

private func allocateOverflow(_ size: UInt32) -> UInt32 {
    var address = load32(HeapState.overflowBump)
    if address &+ size > load32(HeapState.overflowLimit) {
        let block = takeSmallBlock()
        if block == 0 { return 0 }
        address = block &+ HeapGeometry.firstObjectOffset &+ shift(block, size)
        store32(HeapState.overflowLimit, block &+ HeapGeometry.blockSize)
        store32(HeapState.debt, load32(HeapState.debt) &+ HeapGeometry.blockSize)
    }
    store32(HeapState.overflowBump, address &+ size)
    return address
}

/// Where the first object of an overflow run of such objects begins, so that what they leave free does not all lie at the end: objects of
/// several blocks whose elements are read in turn, like the columns of a matrix, would else take each other's place in a cache.
@inline(__always) private func shift(_ block: UInt32, _ size: UInt32) -> UInt32 {
    let free = (HeapGeometry.blockSize &- HeapGeometry.firstObjectOffset) % size
    return (block >> HeapGeometry.blockShift &* 64) % (free &+ 1) & ~63
}

/// Makes the next run of free lines the current hole: in the current block, the next recyclable one, or a fresh one.
private func findHole() -> Bool {
    var cursor = load32(HeapState.holeCursor)
    while true {
        if cursor & HeapGeometry.blockMask != 0 {
            let block = cursor & ~HeapGeometry.blockMask
            let marks = block &+ HeapGeometry.lineMarksOffset
            let start = firstLine(marks, (cursor & HeapGeometry.blockMask) >> HeapGeometry.lineShift, marked: 0)
            if start < HeapGeometry.linesPerBlock {
                let end = firstLine(marks, start &+ 1, marked: 1)
                useHole(block &+ start << HeapGeometry.lineShift, block &+ end << HeapGeometry.lineShift)
                return true
            }
        }
        let block = load32(HeapState.recyclable)
        if block == 0 { break }
        store32(HeapState.recyclable, load32(blockEntry(block) &+ BlockEntry.next))
        cursor = block &+ HeapGeometry.firstObjectOffset
    }
    let block = takeSmallBlock()
    if block == 0 { return false }
    useHole(block &+ HeapGeometry.firstObjectOffset, block &+ HeapGeometry.blockSize)
    return true
}

/// The first line from `line` on whose mark is `marked`, or the number of lines.
@inline(__always) private func firstLine(_ marks: UInt32, _ line: UInt32, marked: UInt32) -> UInt32 {
    var line = line
    while line < HeapGeometry.linesPerBlock && load8(marks &+ line) != marked { line &+= 1 }
    return line
}

@inline(__always) private func useHole(_ start: UInt32, _ end: UInt32) {
    store32(ControlBlock.bumpPointer, start)
    store32(ControlBlock.bumpLimit, end)
    store32(HeapState.holeCursor, end)
    store32(HeapState.debt, load32(HeapState.debt) &+ (end &- start))
}

/// A block for small objects; its marks are set up by the next collection.
private func takeSmallBlock() -> UInt32 {
    let block = takeBlocks(1)
    if block == 0 { return 0 }
    setEntry(blockEntry(block), kind: BlockKind.small, length: 1)
    return block
}

/// Blocks for one object.
private func allocateLarge(_ size: UInt32) -> UInt32 {
    let length = blocks(bytes: size)
    var object = takeReleased(length)
    // What was released counts already.
    let counted = object == 0 ? length << HeapGeometry.blockShift : 0
    if object == 0 { object = takeBlocks(length) }
    if object == 0 { return 0 }
    setEntry(blockEntry(object), kind: BlockKind.large, length: length, next: object)
    setContinuations(of: object, length: length)
    store32(HeapState.debt, load32(HeapState.debt) &+ counted)
    return object
}

/// Makes a large object `size` bytes long where it is; false when what lies behind it is in use.
func extendLarge(_ object: UInt32, to size: UInt32) -> Bool {
    let length = load32(blockEntry(object) &+ BlockEntry.length)
    let needed = blocks(bytes: size)
    // The last block may have had room left.
    if needed <= length { return true }
    let more = needed &- length
    let end = object &+ length << HeapGeometry.blockShift
    if end == load32(HeapState.heapEnd) && !growHeap(blocks: more) { return false }
    if !takeFreeRun(at: end, more) { return false }
    store32(blockEntry(object) &+ BlockEntry.length, needed)
    setContinuations(of: object, length: needed)
    let debt = load32(HeapState.debt) &+ more << HeapGeometry.blockShift
    store32(HeapState.debt, debt)
    if debt > load32(HeapState.threshold) { store32(ControlBlock.collectRequested, 1) }
    return true
}

/// Tells the blocks behind the first one of a large object where it begins.
func setContinuations(of head: UInt32, length: UInt32) {
    var entry = blockEntry(head) &+ 1 << BlockEntry.shift
    let end = blockEntry(head) &+ length << BlockEntry.shift
    while entry != end {
        store64(entry, UInt64(BlockKind.continuation) | UInt64(head) << 32)
        entry &+= 1 << BlockEntry.shift
    }
}

/// Frees an object at once that nothing refers to any more, if it has blocks of its own.
func freeLarge(_ object: UInt32) {
    if largeEntry(object) != 0 { keepBlocks(0, of: object) }
}

/// Gives back the memory of a large array that the program will not use again, all but its first block: dead slots of the shadow stack may still
/// refer to it, and find an empty array.
@inline(never) func releaseArray(_ array: UInt32) {
    if !isLargeArray(array) || arrayFront(array) != 0 { return }
    store32(array &+ ObjectLayout.Array.lengthOffset, 0)
    store32(array &+ ObjectLayout.Array.capacityOffset, (HeapGeometry.blockSize &- ObjectLayout.Array.slotsOffset) / 8)
    release(array)
}

/// The same for a `bytes` object.
@inline(never) func releaseBytes(_ bytes: UInt32) {
    if sizeOfBytes(bytes) <= HeapGeometry.largeThreshold || largeEntry(bytes) == 0 { return }
    store64(bytes &+ ObjectLayout.Bytes.usedOffset, 0)
    store32(bytes &+ ObjectLayout.Bytes.capacityOffset, HeapGeometry.blockSize &- ObjectLayout.Bytes.dataOffset)
    release(bytes)
}

/// Frees the blocks behind the first one of an object. They go on counting for the next collection, until an object takes them together with the
/// first one: holes that nothing fits would otherwise add up.
private func release(_ object: UInt32) {
    let entry = blockEntry(object)
    let rest = load32(entry &+ BlockEntry.length) &- 1
    if rest == 0 { return }
    store32(entry &+ BlockEntry.length, 1)
    insertFreeRun(object &+ HeapGeometry.blockSize, blocks: rest, isReleased: 1)
}

/// Gives back the blocks behind the bytes in use of a `bytes` object.
func trimBytes(_ bytes: UInt32) {
    if largeEntry(bytes) == 0 { return }
    let kept = blocks(bytes: ObjectLayout.Bytes.dataOffset &+ load32(bytes, ObjectLayout.Bytes.usedOffset))
    store32(bytes &+ ObjectLayout.Bytes.capacityOffset, kept << HeapGeometry.blockShift &- ObjectLayout.Bytes.dataOffset)
    keepBlocks(kept, of: bytes)
}

/// Makes the blocks of a large object beyond the first `kept` free, and their allocation no reason for the next collection.
private func keepBlocks(_ kept: UInt32, of object: UInt32) {
    let entry = blockEntry(object)
    let length = load32(entry &+ BlockEntry.length)
    let rest = object &+ kept << HeapGeometry.blockShift
    store32(entry &+ BlockEntry.length, kept)
    insertFreeRun(rest, blocks: length &- kept)
    let bytes = (length &- kept) << HeapGeometry.blockShift
    let debt = load32(HeapState.debt) > bytes ? load32(HeapState.debt) &- bytes : 0
    store32(HeapState.debt, debt)
    if debt <= load32(HeapState.threshold) { store32(ControlBlock.collectRequested, load32(ControlBlock.stressMode)) }
}
