// Finding what is alive. Objects are marked when they are first met; what they refer to is visited from the mark stack. This is most of what
// collections cost, so the way of objects in small blocks is short: whether one is marked is known before anything of it is read.

/// The work of marking, with what it looks at all the time in variables.
private struct Marker {
    private var base: UInt32
    private var top: UInt32
    private var limit: UInt32
    private var tableBias: UInt32
    private let heapStart: UInt32
    /// The slots that are being visited.
    private var slot: UInt32 = 0
    private var count: UInt32 = 0

    @inline(__always) init() {
        base = load32(HeapState.markBase)
        top = load32(HeapState.markTop)
        limit = load32(HeapState.markLimit)
        tableBias = load32(HeapState.tableBias)
        heapStart = load32(HeapState.heapStart)
    }

    /// Visits everything that the mark stack leads to. There is one place that visits, so that it is not a function of its own.
    @inline(__always) mutating func drain() {
        while true {
            var value: UInt64
            if count != 0 {
                value = load64(slot)
                slot &+= 8
                count &-= 1
            } else if top != base {
                value = load64(top &- MarkStackPolicy.entrySize)
                if value >> 48 != NaNBox.Tag.reference {
                    take(value)
                    continue
                }
                top &-= MarkStackPolicy.entrySize
            } else {
                break
            }
            visit(value)
        }
        store32(HeapState.markTop, top)
    }

    /// Takes the next slots of the range on top of the stack.
    @inline(__always) private mutating func take(_ range: UInt64) {
        slot = UInt32(truncatingIfNeeded: range)
        count = UInt32(truncatingIfNeeded: range >> 32)
        if count > MarkStackPolicy.portion {
            store64(top &- MarkStackPolicy.entrySize, MarkStackPolicy.range(slot &+ MarkStackPolicy.portion &* 8, count &- MarkStackPolicy.portion))
            count = MarkStackPolicy.portion
        } else {
            top &-= MarkStackPolicy.entrySize
        }
    }

    @inline(__always) private mutating func push(_ entry: UInt64) {
        if top == limit { return pushSlowly(entry) }
        store64(top, entry)
        top &+= MarkStackPolicy.entrySize
    }

    /// The same when the stack must grow, which may move the block table.
    @inline(__always) private mutating func pushSlowly(_ entry: UInt64) {
        store32(HeapState.markTop, top)
        pushEntry(entry)
        reload()
    }

    /// Marks an object that is large or may be: an array that was moved to drop its first element.
    @inline(__always) private mutating func markLarge(_ object: UInt32) {
        store32(HeapState.markTop, top)
        Runtime.markLarge(object)
        reload()
    }

    @inline(__always) private mutating func reload() {
        base = load32(HeapState.markBase)
        top = load32(HeapState.markTop)
        limit = load32(HeapState.markLimit)
        tableBias = load32(HeapState.tableBias)
    }

    /// Marks what a dynamic value refers to. Numbers, immediates, static objects and the null pointer need nothing.
    @inline(__always) private mutating func visit(_ value: UInt64) {
        var bits = value
        while true {
            let object = UInt32(truncatingIfNeeded: bits)
            // There are no static pairs, and no large ones.
            if UInt32(truncatingIfNeeded: bits >> 32) == NaNBox.referenceHigh(.pair) {
                if !setPairMark(object) { return }
                // Lists are followed along their ends, so that one of numbers never touches the stack.
                let first = load64(object, ObjectLayout.Pair.carOffset)
                bits = load64(object, ObjectLayout.Pair.cdrOffset)
                if first >> 48 == NaNBox.Tag.reference { push(first) }
                continue
            }
            if bits >> 48 != NaNBox.Tag.reference || object < heapStart { return }
            let kind = UInt32(truncatingIfNeeded: bits >> 32) & 0xFF
            if load32(tableBias &+ (object >> HeapGeometry.blockShift) << BlockEntry.shift) != BlockKind.small {
                return markLarge(object)
            }
            if !setMark(object) { return }
            var start = object
            var size = ObjectLayout.Variant.size
            // The slots to be visited, or a value when there are none: objects of one slot need no stack.
            var slots = object &+ ObjectLayout.Slots.firstOffset
            var count: UInt32 = 0
            var next: UInt64 = 0
            if isArrayKind(kind) {
                // A dead slot of the shadow stack may still hold the place where an array was before its first element was dropped. Those
                // 8 bytes stay reserved for as long as something refers to them, so that they can be recognized next time.
                if kindOf(object) == remnantKind {
                    size = remnantSize
                } else {
                    start = startOfArray(object)
                    size = sizeOfArray(object)
                    slots = arraySlots(object)
                    if arrayFlags(object) & numbersFlag == 0 { count = arrayLength(object) }
                }
            } else if kind == UInt32(ObjectKind.string.rawValue) {
                size = sizeOfString(object)
                let owner = load32(object, ObjectLayout.String.ownerOffset)
                if owner != 0 { next = UInt64(owner) | NaNBox.referenceBase(.bytes) }
            } else if kind == UInt32(ObjectKind.closure.rawValue) {
                slots = object &+ ObjectLayout.Closure.slotsOffset
                count = load32(object, ObjectLayout.Closure.slotCountOffset)
                size = ObjectLayout.Closure.slotsOffset &+ 8 &* count
            } else if kind == UInt32(ObjectKind.bytes.rawValue) {
                size = sizeOfBytes(object)
            } else if isSlotsKind(kind) {
                count = load32(object, ObjectLayout.Slots.countOffset) &+ 1
                size = sizeOfSlots(object)
            } else if isTableKind(kind) {
                count = ObjectLayout.Table.slotCount
                size = ObjectLayout.Table.size
            } else if isNumberKind(kind) {
                size = sizeOfNumber(object, kind)
            } else {
                next = load64(object, ObjectLayout.Variant.payloadOffset)
            }
            markLines(start, size)
            if count != 0 { return push(MarkStackPolicy.range(slots, count)) }
            bits = next
        }
    }
}

/// Visits everything that the mark stack leads to.
func fastDrainMarkStack() {
    var marker = Marker()
    marker.drain()
}

/// The word with the mark of an address of a small block. Marks are looked at and set in words of one size, which processors like.
@inline(__always) private func markWord(_ address: UInt32) -> UInt32 {
    address & ~HeapGeometry.blockMask &+ ((address & HeapGeometry.blockMask) >> 9) << 3
}

/// The place of the mark in its word.
@inline(__always) private func markShift(_ address: UInt32) -> UInt64 { UInt64(address >> 3) & 63 }

/// Marks an object of a small block; false when it was marked before.
@inline(__always) private func setMark(_ object: UInt32) -> Bool {
    let word = markWord(object)
    let bit: UInt64 = 1 &<< markShift(object)
    let marks = load64(word)
    store64(word, marks | bit)
    return marks & bit == 0
}

/// Marks a pair; false when it was marked before. Both its slots get a mark, so that the sweep knows its lines from that, and that pairs can be
/// told from objects with a header, which are at least as long, wherever all objects of a block are looked at.
@inline(__always) private func setPairMark(_ pair: UInt32) -> Bool {
    let word = markWord(pair)
    let shift = markShift(pair)
    let marks = load64(word)
    if marks &>> shift & 1 != 0 { return false }
    store64(word, marks | 3 &<< shift)
    if shift == 63 { _ = setMark(pair &+ ObjectLayout.Pair.cdrOffset) }
    return true
}

/// Marks the lines of a small block that `size` bytes at `start` lie on.
@inline(__always) private func markLines(_ start: UInt32, _ size: UInt32) {
    let lines = start & ~HeapGeometry.blockMask &+ HeapGeometry.lineMarksOffset
    let first = (start & HeapGeometry.blockMask) >> HeapGeometry.lineShift
    let last = ((start &+ size &- 1) & HeapGeometry.blockMask) >> HeapGeometry.lineShift
    store8(lines &+ last, 1)
    var line = first
    while line < last {
        store8(lines &+ line, 1)
        line &+= 1
    }
}

/// Marks an object that has blocks of its own and notes its slots. The block table knows where the header of an array is now: a dead slot of
/// the shadow stack may hold where it was, or where an object was that was released; what such a slot refers to now stays alive.
@inline(never) private func markLarge(_ reference: UInt32) {
    let entry = largeEntry(reference)
    if entry == 0 || load32(entry &+ BlockEntry.marked) != 0 { return }
    store32(entry &+ BlockEntry.marked, 1)
    let object = load32(entry &+ BlockEntry.object)
    pushSlots(object, kindOf(object))
}

/// Notes the slots of an object.
@inline(never) func pushSlots(_ object: UInt32, _ kind: UInt32) {
    if isArrayKind(kind) {
        if arrayFlags(object) & numbersFlag == 0 { pushRange(arraySlots(object), arrayLength(object)) }
    } else if kind == UInt32(ObjectKind.closure.rawValue) {
        pushRange(object &+ ObjectLayout.Closure.slotsOffset, load32(object, ObjectLayout.Closure.slotCountOffset))
    } else if isSlotsKind(kind) {
        pushRange(object &+ ObjectLayout.Slots.firstOffset, load32(object, ObjectLayout.Slots.countOffset) &+ 1)
    } else if isTableKind(kind) {
        pushRange(object &+ ObjectLayout.Table.entriesOffset, ObjectLayout.Table.slotCount)
    } else if kind > UInt32(ObjectKind.string.rawValue) && kind != UInt32(ObjectKind.bytes.rawValue) && !isNumberKind(kind) {
        pushRange(object &+ ObjectLayout.Variant.payloadOffset, 1)
    }
}

/// Whether the collection that is going on has marked an object of a small block, or the second slot of a pair, at an address of that block.
@inline(never) func isMarkedSmall(_ address: UInt32) -> Bool {
    let offset = address & HeapGeometry.blockMask
    return load8(address & ~HeapGeometry.blockMask &+ offset >> 6) & 1 << ((offset >> 3) & 7) != 0
}

/// Whether a marked object of a small block is a pair. What is left of an array's header is the only thing of eight bytes that may be marked, so
/// only there a second mark belongs to another object.
@inline(never) func isMarkedPair(_ object: UInt32) -> Bool {
    (object &+ ObjectLayout.Pair.cdrOffset) & HeapGeometry.blockMask != 0 && isMarkedSmall(object &+ ObjectLayout.Pair.cdrOffset)
        && load64(object) != remnant
}

/// The entry of the first block of a large object; 0 when the object lies in a small block. (Even one of more than `largeThreshold` bytes
/// does when it fitted the current hole.)
@inline(never) func largeEntry(_ object: UInt32) -> UInt32 {
    let entry = blockEntry(object)
    switch load32(entry &+ BlockEntry.kind) {
    case BlockKind.large: return entry
    case BlockKind.continuation: return blockEntry(load32(entry &+ BlockEntry.head))
    default: return 0
    }
}

/// Tells the block table that an array which may be large begins elsewhere now.
@inline(__always) func moveLargeObject(from old: UInt32, to new: UInt32) {
    if sizeOfArray(new) <= HeapGeometry.largeThreshold { return }
    let entry = largeEntry(old)
    if entry != 0 { store32(entry &+ BlockEntry.object, new) }
}
