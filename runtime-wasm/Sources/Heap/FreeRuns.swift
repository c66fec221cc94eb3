// Runs of free blocks, in lists by size class. Runs that touch are joined by the sweep, which rebuilds all lists.

/// Size classes: every length up to 15 blocks, then two a power of two.
enum FreeRunBins {
    static let count: UInt32 = 48
    static let bytes: UInt32 = count &* 4
    /// How many runs of the request's own class are looked at for the one that fits best.
    static let searchLimit: UInt32 = 32

    @inline(__always) static func index(_ length: UInt32) -> UInt32 {
        if length < 16 { return length }
        let exponent = 31 &- UInt32(truncatingIfNeeded: length.leadingZeroBitCount)
        return 16 &+ (exponent &- 4) &* 2 &+ (length >> (exponent &- 1)) & 1
    }
}

/// Puts a free run in its list.
/// - Parameter isReleased: 1 if the block before it is all that is left of a large object that nobody uses any more.
func insertFreeRun(_ run: UInt32, blocks length: UInt32, isReleased: UInt32 = 0) {
    if length == 0 { return }
    let index = FreeRunBins.index(length)
    let bin = load32(HeapState.bins) &+ index &* 4
    setEntry(blockEntry(run), kind: BlockKind.free, length: length, next: load32(bin), marked: isReleased)
    store32(bin, run)
    store64(HeapState.binMask, load64(HeapState.binMask) | 1 << UInt64(index))
}

/// Takes `length` consecutive blocks, growing the heap when there are none; 0 when that fails. Their entries are for the caller to set.
@inline(never) func takeBlocks(_ length: UInt32) -> UInt32 {
    let found = takeFreeRun(length)
    if found != 0 || !growHeap(blocks: length) { return found }
    return takeFreeRun(length)
}

/// Takes blocks that were released, the first one included, where a large object can begin as one did before; 0 when there are none. Dead slots that
/// refer to the old object then keep the new one alive.
func takeReleased(_ length: UInt32) -> UInt32 {
    let run = bestInClass(FreeRunBins.index(length &- 1), length &- 1, isReleased: 1)
    return run == 0 ? 0 : split(run, length &- 1) &- HeapGeometry.blockSize
}

/// Takes the first `length` blocks of the free run that begins at an address; false when there is none, it is too short, or far back in its list.
func takeFreeRun(at run: UInt32, _ length: UInt32) -> Bool {
    let entry = blockEntry(run)
    if load32(entry) != BlockKind.free { return false }
    let whole = load32(entry &+ BlockEntry.length)
    if whole < length { return false }
    let bin = load32(HeapState.bins) &+ FreeRunBins.index(whole) &* 4
    var previous: UInt32 = 0
    var candidate = load32(bin)
    var left = FreeRunBins.searchLimit
    while candidate != run {
        if candidate == 0 || left == 0 { return false }
        previous = candidate
        candidate = load32(blockEntry(candidate) &+ BlockEntry.next)
        left &-= 1
    }
    unlink(bin, previous: previous, run)
    _ = split(run, length)
    return true
}

/// Takes `length` blocks from the smallest class that has a run long enough, the front part of it.
private func takeFreeRun(_ length: UInt32) -> UInt32 {
    let index = FreeRunBins.index(length)
    let candidate = bestInClass(index, length, isReleased: 0)
    if candidate != 0 { return split(candidate, length) }
    let mask = load64(HeapState.binMask) & ~((2 << UInt64(index)) &- 1)
    if mask == 0 { return 0 }
    let larger = UInt32(truncatingIfNeeded: mask.trailingZeroBitCount)
    let bin = load32(HeapState.bins) &+ larger &* 4
    let run = load32(bin)
    unlink(bin, previous: 0, run)
    return split(run, length)
}

/// Unlinks the best fit among the first runs of a class, or among those of them that were released.
private func bestInClass(_ index: UInt32, _ length: UInt32, isReleased: UInt32) -> UInt32 {
    let bin = load32(HeapState.bins) &+ index &* 4
    var best: UInt32 = 0
    var bestPrevious: UInt32 = 0
    var bestLength = UInt32.max
    var previous: UInt32 = 0
    var run = load32(bin)
    var left = FreeRunBins.searchLimit
    while run != 0 && left != 0 {
        let runLength = load32(blockEntry(run) &+ BlockEntry.length)
        if runLength >= length && runLength < bestLength && load32(blockEntry(run) &+ BlockEntry.marked) >= isReleased {
            (best, bestPrevious, bestLength) = (run, previous, runLength)
            if runLength == length { break }
        }
        previous = run
        run = load32(blockEntry(run) &+ BlockEntry.next)
        left &-= 1
    }
    if best != 0 { unlink(bin, previous: bestPrevious, best) }
    return best
}

private func unlink(_ bin: UInt32, previous: UInt32, _ run: UInt32) {
    let next = load32(blockEntry(run) &+ BlockEntry.next)
    store32(previous == 0 ? bin : blockEntry(previous) &+ BlockEntry.next, next)
    if load32(bin) == 0 {
        let index = (bin &- load32(HeapState.bins)) >> 2
        store64(HeapState.binMask, load64(HeapState.binMask) & ~(1 << UInt64(index)))
    }
}

/// Gives back what a run has beyond `length` blocks.
private func split(_ run: UInt32, _ length: UInt32) -> UInt32 {
    let whole = load32(blockEntry(run) &+ BlockEntry.length)
    insertFreeRun(run &+ length << HeapGeometry.blockShift, blocks: whole &- length)
    return run
}
