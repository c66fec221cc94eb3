// Finding what is alive. Objects are marked when they are first met; what they refer to is visited from the mark stack. This is most of what
// collections cost, so the way of objects in small blocks is short: whether one is marked is known before anything of it is read.

/// The work of marking, with what it looks at all the time in variables.
private struct Marker {
    var top: UInt32
    var limit: UInt32
    var tableBias: UInt32
    let heapStart: UInt32

    @inline(__always) init() {
        top = load32(HeapState.markTop)
        limit = load32(HeapState.markLimit)
        tableBias = load32(HeapState.tableBias)
        heapStart = load32(HeapState.heapStart)
    }

    /// Notes that `count` slots at `slots` are to be visited.
    @inline(__always) mutating func push(_ slots: UInt32, _ count: UInt32) {
        if top == limit { return pushSlowly(slots, count) }
        store64(top, UInt64(slots) | UInt64(count) << 32)
        top &+= MarkStackPolicy.entrySize
    }

    /// The same when the stack must grow, which may move the block table.
    @inline(__always) private mutating func pushSlowly(_ slots: UInt32, _ count: UInt32) {
        store32(HeapState.markTop, top)
        pushRange(slots, count)
        reload()
    }

    /// Marks an object that is large or may be: an array that was moved to drop its first element.
    @inline(__always) private mutating func markLarge(_ object: UInt32, _ kind: UInt32) {
        store32(HeapState.markTop, top)
        Runtime.markLarge(object, kind)
        reload()
    }

    @inline(__always) private mutating func reload() {
        top = load32(HeapState.markTop)
        limit = load32(HeapState.markLimit)
        tableBias = load32(HeapState.tableBias)
    }

    /// Marks what a dynamic value refers to. Numbers, immediates, static objects and the null pointer need nothing.
    @inline(__always) mutating func visit(_ value: UInt64) {
        var bits = value
        while bits >> 48 == NaNBox.Tag.reference {
            let object = UInt32(truncatingIfNeeded: bits)
            if object < heapStart { return }
            let kind = UInt32(truncatingIfNeeded: bits >> 32) & 0xFF
            if kind == UInt32(ObjectKind.pair.rawValue) {
                if !setPairMark(object) { return }
                // Lists are followed along their ends, so that one of numbers never touches the stack.
                if load64(object, ObjectLayout.Pair.carOffset) >> 48 == NaNBox.Tag.reference { push(object &+ ObjectLayout.Pair.carOffset, 1) }
                bits = load64(object, ObjectLayout.Pair.cdrOffset)
                continue
            }
            if load32(tableBias &+ (object >> HeapGeometry.blockShift) << BlockEntry.shift) != BlockKind.small {
                return markLarge(object, kind)
            }
            if !setMark(object) { return }
            bits = markParts(object, kind)
            if bits >> 48 == NaNBox.Tag.reference || bits == 0 { continue }
            return push(UInt32(truncatingIfNeeded: bits), UInt32(truncatingIfNeeded: bits >> 32))
        }
    }
}

/// Marks the lines of an object that is no pair. Returns a reference that it holds, or the address and, in the upper half, the number of its slots, or 0
/// where there is nothing to be visited. Lists of objects that lead to one another need no stack. One word, since more would be returned through the C
/// stack, which most programs do without.
private func markParts(_ object: UInt32, _ kind: UInt32) -> UInt64 {
    var start = object
    var size = ObjectLayout.Variant.size
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
            if arrayFlags(object) & numbersFlag == 0 {
                slots = arraySlots(object)
                count = arrayLength(object)
            }
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
    // There is no memory for so many slots that their number could be taken for the tag of a reference.
    if count != 0 { return UInt64(slots) | UInt64(count) << 32 }
    return next >> 48 == NaNBox.Tag.reference ? next : 0
}

/// Visits everything that the mark stack leads to.
func fastDrainMarkStack() {
    var marker = Marker()
    while marker.top != load32(HeapState.markBase) {
        let top = marker.top &- MarkStackPolicy.entrySize
        var slot = load32(top)
        var count = load32(top, 4)
        if count > MarkStackPolicy.portion {
            store64(top, UInt64(slot &+ MarkStackPolicy.portion &* 8) | UInt64(count &- MarkStackPolicy.portion) << 32)
            count = MarkStackPolicy.portion
        } else {
            marker.top = top
        }
        while count != 0 {
            marker.visit(load64(slot))
            slot &+= 8
            count &-= 1
        }
    }
    store32(HeapState.markTop, marker.top)
}

/// Marks an object of a small block; false when it was marked before.
@inline(__always) private func setMark(_ object: UInt32) -> Bool {
    let offset = object & HeapGeometry.blockMask
    let byte = object & ~HeapGeometry.blockMask &+ offset >> 6
    let bit: UInt32 = 1 << ((offset >> 3) & 7)
    let marks = load8(byte)
    store8(byte, marks | bit)
    return marks & bit == 0
}

/// Marks a pair and its lines; false when it was marked before. Both its slots get a mark, so that pairs can be told from objects with a header,
/// which are at least as long, wherever all objects of a block are looked at.
@inline(__always) private func setPairMark(_ pair: UInt32) -> Bool {
    let offset = pair & HeapGeometry.blockMask
    let block = pair & ~HeapGeometry.blockMask
    let byte = block &+ offset >> 6
    let bits: UInt32 = 3 << ((offset >> 3) & 7)
    let marks = load16(byte)
    store16(byte, marks | bits)
    let lines = block &+ HeapGeometry.lineMarksOffset
    store8(lines &+ offset >> HeapGeometry.lineShift, 1)
    store8(lines &+ (offset &+ ObjectLayout.Pair.cdrOffset) >> HeapGeometry.lineShift, 1)
    return marks & bits != bits
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
/// the shadow stack may hold where it was; what such a slot refers to stays alive.
@inline(never) private func markLarge(_ reference: UInt32, _ kind: UInt32) {
    let entry = largeEntry(reference)
    if entry == 0 || load32(entry &+ BlockEntry.marked) != 0 { return }
    store32(entry &+ BlockEntry.marked, 1)
    let object = load32(entry &+ BlockEntry.object)
    pushSlots(object, kind)
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
