// Finding what is alive. Objects are marked when they are first met; what they refer to is visited from the mark stack.

/// Marks what a dynamic value refers to. Numbers, immediates, static objects and the null pointer need nothing.
@inline(__always) func markValue(_ bits: UInt64) {
    if bits >> 48 != NaNBox.Tag.reference { return }
    markReference(UInt32(truncatingIfNeeded: bits), kind: UInt32(truncatingIfNeeded: bits >> 32) & 0xFF)
}

/// Marks an object and notes its slots. The buffer that a string points into is marked in a second round.
@inline(__always) private func markReference(_ reference: UInt32, kind referenceKind: UInt32) {
    var object = reference
    var kind = referenceKind
    while object >= load32(HeapState.heapStart) {
        var start = object
        var size = ObjectLayout.Variant.size
        var slots = object &+ ObjectLayout.Variant.payloadOffset
        var count: UInt32 = 1
        var owner: UInt32 = 0
        switch kind {
        case UInt32(ObjectKind.array.rawValue), UInt32(ObjectKind.vector.rawValue), UInt32(ObjectKind.values.rawValue):
            // A dead slot of the shadow stack may still hold the place where an array was before its first element was dropped. Those
            // 8 bytes stay reserved for as long as something refers to them, so that they can be recognized next time. The block table
            // knows where the header of a large array is now; what such a slot refers to stays alive.
            let entry = largeEntry(object)
            if entry != 0 { object = load32(entry &+ BlockEntry.object) }
            if kindOf(object) == remnantKind {
                size = remnantSize
                count = 0
            } else {
                start = startOfArray(object)
                size = sizeOfArray(object)
                slots = object &+ ObjectLayout.Array.slotsOffset
                let isNumbers = load8(object &+ ObjectLayout.flagsOffset) & UInt32(ObjectLayout.Flag.numbers) != 0
                count = isNumbers ? 0 : load32(object &+ ObjectLayout.Array.lengthOffset)
            }
        case UInt32(ObjectKind.closure.rawValue):
            size = sizeOfClosure(object)
            slots = object &+ ObjectLayout.Closure.slotsOffset
            count = load32(object &+ ObjectLayout.Closure.slotCountOffset)
        case UInt32(ObjectKind.string.rawValue):
            size = sizeOfString(object)
            owner = load32(object &+ ObjectLayout.String.ownerOffset)
            count = 0
        case UInt32(ObjectKind.bytes.rawValue):
            size = sizeOfBytes(object)
            count = 0
        case UInt32(ObjectKind.pair.rawValue), UInt32(ObjectKind.record.rawValue), UInt32(ObjectKind.recordType.rawValue),
            UInt32(ObjectKind.tagged.rawValue), UInt32(ObjectKind.errorObject.rawValue):
            size = sizeOfSlots(object)
            count = load32(object &+ ObjectLayout.Slots.countOffset) &+ 1
        case UInt32(ObjectKind.byteVector.rawValue), UInt32(ObjectKind.bigInteger.rawValue):
            size = sizeOfNumber(object, kind)
            count = 0
        case UInt32(ObjectKind.hashMap.rawValue), UInt32(ObjectKind.hashSet.rawValue), UInt32(ObjectKind.hashTable.rawValue):
            size = ObjectLayout.Table.size
            count = ObjectLayout.Table.slotCount
        default: break
        }
        let entry = size > HeapGeometry.largeThreshold ? largeEntry(object) : 0
        if !(entry == 0 ? markSmall(object, from: start, size) : markLarge(entry)) { return }
        if count != 0 { pushRange(slots, count) }
        object = owner
        kind = UInt32(ObjectKind.bytes.rawValue)
    }
}

/// Marks an object of a small block and the lines that its memory, `size` bytes at `start`, lies on.
@inline(__always) private func markSmall(_ object: UInt32, from start: UInt32, _ size: UInt32) -> Bool {
    let block = object & ~HeapGeometry.blockMask
    let offset = object & HeapGeometry.blockMask
    let byte = block &+ offset >> 6
    let bit: UInt32 = 1 << ((offset >> 3) & 7)
    let marks = load8(byte)
    if marks & bit != 0 { return false }
    store8(byte, marks | bit)
    let lines = block &+ HeapGeometry.lineMarksOffset
    var line = lines &+ (start & HeapGeometry.blockMask) >> HeapGeometry.lineShift
    let last = lines &+ ((start &+ size &- 1) & HeapGeometry.blockMask) >> HeapGeometry.lineShift
    store8(last, 1)
    while line < last {
        store8(line, 1)
        line &+= 1
    }
    return true
}

/// Whether the collection that is going on has marked an object of a small block.
@inline(__always) func isMarkedSmall(_ object: UInt32) -> Bool {
    let offset = object & HeapGeometry.blockMask
    return load8(object & ~HeapGeometry.blockMask &+ offset >> 6) & 1 << ((offset >> 3) & 7) != 0
}

/// Marks an object that has blocks of its own.
@inline(__always) private func markLarge(_ entry: UInt32) -> Bool {
    if load32(entry &+ BlockEntry.marked) != 0 { return false }
    store32(entry &+ BlockEntry.marked, 1)
    return true
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

/// Visits everything that the mark stack leads to.
func drainMarkStack() {
    while true {
        let top = load32(HeapState.markTop) &- MarkStackPolicy.entrySize
        if top &+ MarkStackPolicy.entrySize == load32(HeapState.markBase) { return }
        let range = load64(top)
        var slot = UInt32(truncatingIfNeeded: range)
        var count = UInt32(truncatingIfNeeded: range >> 32)
        if count > MarkStackPolicy.portion {
            let rest = slot &+ MarkStackPolicy.portion &* 8
            store64(top, UInt64(rest) | UInt64(count &- MarkStackPolicy.portion) << 32)
            count = MarkStackPolicy.portion
        } else {
            store32(HeapState.markTop, top)
        }
        while count != 0 {
            markValue(load64(slot))
            slot &+= 8
            count &-= 1
        }
    }
}
