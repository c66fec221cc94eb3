// A collection from beginning to end, and the entry points for compiled code.

/// Calls `gc_mark_reference` or `gc_mark_value` for the globals of all modules. Made by the linker.
@_extern(c) func langc_mark_roots()

/// Finds and frees what the program can no longer reach. `stackPointer` is the end of the shadow stack.
@inline(never) func collectGarbage(_ stackPointer: UInt32) {
    if !isHeapInitialized() { initializeHeap() }
    closeHoles()
    clearMarks()
    var drops = load32(HeapState.markDrops)
    let stackBase = langc_shadow_stack_base()
    pushRange(stackBase, (stackPointer &- stackBase) >> 3)
    pushRange(RuntimeRoots.start, RuntimeRoots.count)
    fastDrainMarkStack()
    langc_mark_roots()
    while load32(HeapState.markDrops) != drops {
        drops = load32(HeapState.markDrops)
        revisitMarked()
    }
    resetMarkStack()
    sweep()
    store32(HeapState.collections, load32(HeapState.collections) &+ 1)
    store32(HeapState.debt, 0)
    store32(HeapState.threshold, nextThreshold(load32(HeapState.liveWork)))
    store32(ControlBlock.collectRequested, load32(ControlBlock.stressMode))
}

/// Gives up the current holes; the sweep finds what is left of them.
private func closeHoles() {
    store32(ControlBlock.bumpPointer, 0)
    store32(ControlBlock.bumpLimit, 0)
    store32(HeapState.stressBump, 0)
    store32(HeapState.stressLimit, 0)
    store32(HeapState.overflowBump, 0)
    store32(HeapState.overflowLimit, 0)
    store32(HeapState.holeCursor, 0)
}

/// As much again as is alive and takes time to collect, so that the work of all collections stays proportional to the allocation, and more when
/// that is little compared with what a program takes anyway; less when memory ends before.
private func nextThreshold(_ work: UInt32) -> UInt32 {
    let room = mostAllocated()
    let extra = work < CollectionPolicy.generousDebt / 4 ? work &* 4 : CollectionPolicy.generousDebt
    let wanted = work > room ? room : work &+ extra < room ? work &+ extra : room
    return wanted > CollectionPolicy.minimumDebt ? wanted : CollectionPolicy.minimumDebt
}

/// How much may be allocated before memory ends, with some to spare.
@inline(__always) private func mostAllocated() -> UInt32 {
    (HeapGeometry.maximumEnd &- load32(HeapState.heapStart) &- load32(HeapState.liveBytes)) / 4 &* 3
}

/// After the mark stack could not grow: visits the slots of all marked objects again.
@inline(never) private func revisitMarked() {
    var block = load32(HeapState.heapStart)
    while block != load32(HeapState.heapEnd) {
        let entry = blockEntry(block)
        // Visiting may move the table.
        let kind = load32(entry)
        let length = load32(entry &+ BlockEntry.length)
        if kind == BlockKind.large && load32(entry &+ BlockEntry.marked) != 0 { revisit(load32(entry &+ BlockEntry.object)) }
        if kind == BlockKind.small {
            var offset = HeapGeometry.firstObjectOffset
            while offset < HeapGeometry.blockSize {
                let object = block &+ offset
                offset &+= 8
                if !isMarkedSmall(object) { continue }
                if isMarkedPair(object) {
                    offset &+= 8
                    pushRange(object &+ ObjectLayout.Pair.carOffset, 2)
                    fastDrainMarkStack()
                } else {
                    revisit(object)
                }
            }
        }
        block &+= length << HeapGeometry.blockShift
    }
}

/// Visits the slots of one object that is no pair and all that they lead to.
private func revisit(_ object: UInt32) {
    pushSlots(object, kindOf(object))
    fastDrainMarkStack()
}

/// The slow path of compiled code's allocations.
@_cdecl("gc_allocate") @inline(__always) func gcAllocateEntry(_ size: UInt32, _ stackPointer: UInt32) -> UInt32 {
    if load32(HeapState.preparedRoom) != 0 { settlePreparedRoom() }
    let debt = load32(HeapState.debt)
    let planned = debt &+ (size > HeapGeometry.largeThreshold ? size : 0)
    let due = planned < debt || planned > load32(HeapState.threshold) || load32(ControlBlock.collectRequested) != 0
    if isHeapInitialized() && (due || load32(ControlBlock.stressMode) != 0) { collectGarbage(stackPointer) }
    var address = tryAllocate(size)
    if address == 0 {
        collectGarbage(stackPointer)
        address = tryAllocate(size)
        if address == 0 { failOutOfMemory() }
    }
    return address
}

/// The slow path of compiled code's safepoint polls.
@_cdecl("gc_collect") @inline(__always) func gcCollectEntry(_ stackPointer: UInt32) {
    if load32(HeapState.preparedRoom) != 0 {
        settlePreparedRoom()
        if load32(ControlBlock.collectRequested) == 0 { return }
    }
    collectGarbage(stackPointer)
}

/// Makes room before a runtime function allocates much: collects if so much has been allocated that it is worth the work, counting what the
/// function will need, since what it makes will be alive when it is done.
@_cdecl("gc_prepare") @inline(__always) func gcPrepareEntry(_ count: UInt32, _ bytesEach: UInt32, _ stackPointer: UInt32) {
    let bytes = UInt64(count) &* UInt64(bytesEach)
    let isDue = bytes &+ UInt64(load32(HeapState.debt)) > UInt64(nextThreshold(load32(HeapState.liveWork)))
    if !isDue && load32(ControlBlock.collectRequested) == 0 { return }
    collectGarbage(stackPointer)
    store32(HeapState.preparedRoom, bytes > UInt64(UInt32.max) ? UInt32.max : UInt32(truncatingIfNeeded: bytes))
}

/// At the first occasion after room was made: what has been allocated since is what the room was for, as far as it goes. It is taken for alive,
/// and the next collection is due as if it had been found so.
@inline(never) private func settlePreparedRoom() {
    let debt = load32(HeapState.debt)
    let room = load32(HeapState.preparedRoom)
    let used = debt < room ? debt : room
    store32(HeapState.preparedRoom, 0)
    let threshold = UInt64(used) &+ UInt64(nextThreshold(load32(HeapState.liveWork) &+ used))
    if threshold > UInt64(mostAllocated()) || UInt64(debt) > threshold { return }
    store32(HeapState.threshold, UInt32(truncatingIfNeeded: threshold))
    store32(ControlBlock.collectRequested, load32(ControlBlock.stressMode))
}

/// Marks a reference that a module's global holds, and all that it leads to. It is never one to a pair.
@_cdecl("gc_mark_reference") @inline(__always) func gcMarkReferenceEntry(_ object: UInt32) {
    markRoot(UInt64(object) | UInt64(kindOf(object)) << 32 | NaNBox.Tag.reference << 48)
}

/// Marks a dynamic value that a module's global holds, and all that it leads to.
@_cdecl("gc_mark_value") @inline(__always) func gcMarkValueEntry(_ bits: UInt64) {
    markRoot(bits)
}

/// Roots take the same way as slots, so that there is one copy of the code that marks.
@inline(never) private func markRoot(_ bits: UInt64) {
    store64(HeapState.root, bits)
    pushRange(HeapState.root, 1)
    fastDrainMarkStack()
}
