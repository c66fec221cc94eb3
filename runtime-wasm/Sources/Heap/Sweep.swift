// Before marking: all marks are cleared. After it: the lists of free runs and of recyclable blocks are made anew from the marks.

/// The byte that freed memory is filled with in stress mode.
private let poison: UInt8 = 0xDB

/// Clears the mark and line marks of all objects.
func clearMarks() {
    var block = load32(HeapState.heapStart)
    let end = load32(HeapState.heapEnd)
    while block != end {
        let entry = blockEntry(block)
        let kind = load32(entry)
        if kind == BlockKind.small {
            fill(block, count: HeapGeometry.firstObjectOffset)
            fill(block &+ HeapGeometry.lineMarksOffset, count: HeapGeometry.headerLines, byte: 1)
        } else if kind == BlockKind.large {
            store32(entry &+ BlockEntry.marked, 0)
        }
        block &+= load32(entry &+ BlockEntry.length) << HeapGeometry.blockShift
    }
}

/// Finds what is free, and says in `HeapState` how much is alive.
func sweep() {
    let stress = load32(ControlBlock.stressMode) != 0
    fill(load32(HeapState.bins), count: FreeRunBins.bytes)
    store64(HeapState.binMask, 0)
    store32(HeapState.recyclable, 0)
    var lastRecyclable = HeapState.recyclable &- BlockEntry.next
    var live: UInt32 = 0
    var leaves: UInt32 = 0
    var run: UInt32 = 0
    var block = load32(HeapState.heapStart)
    let end = load32(HeapState.heapEnd)
    while block != end {
        let entry = blockEntry(block)
        let kind = load32(entry)
        let size = load32(entry &+ BlockEntry.length) << HeapGeometry.blockShift
        var used = kind == BlockKind.free ? 0 : size
        if kind == BlockKind.small { used = fastLiveLines(block) << HeapGeometry.lineShift }
        if kind == BlockKind.large {
            if load32(entry &+ BlockEntry.marked) == 0 { used = 0 }
            if isLeaf(load32(entry &+ BlockEntry.object)) { leaves &+= used }
        }
        if used == 0 {
            if run == 0 { run = block }
            if stress && kind != BlockKind.free { fill(block, count: size, byte: poison) }
        } else {
            if run != 0 {
                insertFreeRun(run, blocks: (block &- run) >> HeapGeometry.blockShift)
                run = 0
            }
            if kind != BlockKind.reserved { live &+= used }
            if kind == BlockKind.small {
                if stress { poisonGaps(block) }
                if used < HeapGeometry.blockSize &- HeapGeometry.firstObjectOffset {
                    store32(lastRecyclable &+ BlockEntry.next, block)
                    store32(entry &+ BlockEntry.next, 0)
                    lastRecyclable = entry
                }
            }
        }
        block &+= size
    }
    if run != 0 { insertFreeRun(run, blocks: (block &- run) >> HeapGeometry.blockShift) }
    store32(HeapState.liveBytes, live)
    store32(HeapState.liveWork, live &- leaves / 4 &* 3)
}

/// Whether an object has no references.
@inline(__always) private func isLeaf(_ object: UInt32) -> Bool {
    let kinds: UInt32 = 1 &<< UInt32(ObjectKind.string.rawValue) | 1 &<< UInt32(ObjectKind.bytes.rawValue)
        | 1 &<< UInt32(ObjectKind.byteVector.rawValue) | 1 &<< UInt32(ObjectKind.bigInteger.rawValue)
    return (kinds &>> kindOf(object) & 1 | arrayFlags(object) & numbersFlag) != 0
}

/// Completes the line marks of a small block. Returns how many lines live objects lie on, the marks' own lines not counted.
private func fastLiveLines(_ block: UInt32) -> UInt32 {
    // Marks are bytes 0 or 1, so eight of them can be added up in parallel: at most 16 a byte.
    var sums: UInt64 = 0
    var marks = block
    var lines = block &+ HeapGeometry.lineMarksOffset
    let end = block &+ HeapGeometry.firstObjectOffset
    while lines != end {
        let word = load64(lines) | linesOfMarks(load64(marks)) | linesOfMarks(load64(marks, 8)) << 32
        store64(lines, word)
        sums &+= word
        marks &+= 16
        lines &+= 8
    }
    return UInt32(truncatingIfNeeded: (sums &* 0x0101_0101_0101_0101) >> 56) &- HeapGeometry.headerLines
}

/// The marks of four lines, as bytes 0 or 1, from the marks of what lies there, 16 bits a line.
@inline(__always) private func linesOfMarks(_ marks: UInt64) -> UInt64 {
    let lows: UInt64 = 0x7FFF_7FFF_7FFF_7FFF
    let isAny = (marks | ((marks & lows) &+ lows)) & ~lows
    let pairs = (isAny >> 15 | isAny >> 23) & 0x0000_0101_0000_0101
    return (pairs | pairs >> 16) & 0x0101_0101
}

/// Fills what lies between live objects, so that a use of freed memory shows.
private func poisonGaps(_ block: UInt32) {
    var free = block &+ HeapGeometry.firstObjectOffset
    var object = free
    let end = block &+ HeapGeometry.blockSize
    while object < end {
        if !isMarkedSmall(object) {
            object &+= 8
            continue
        }
        let isPair = isMarkedPair(object)
        let start = isPair ? object : startOfObject(object)
        if start > free { fill(free, count: start &- free, byte: poison) }
        object = isPair ? object &+ ObjectLayout.Pair.size : endOfObject(object)
        free = object
    }
    fill(free, count: end &- free, byte: poison)
}
