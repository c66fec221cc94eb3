// For hosts that give a program more than numbers, and get more: room for the objects they make, functions of theirs as values, and a hold
// on values of the program. None of this collects, as all of the runtime.

@_cdecl("host_allocate") @inline(__always) func hostAllocateEntry(_ size: UInt32) -> UInt32 { heapAllocate(size) }

/// A list with stable positions: the address of an array, and the first free slot's position + 1. A free slot holds that of the next one
/// below the bit `freeSlot`.
private nonisolated(unsafe) var keptValues: UInt64 = 0
/// The host's functions, as plain numbers, so that being in this list keeps none alive.
private nonisolated(unsafe) var hostClosures: UInt64 = 0
/// How often the mark stack had been too small when the host's functions were last looked at.
private nonisolated(unsafe) var knownDrops: UInt32 = 0

private let freeSlot: UInt64 = 1 &<< 32

@inline(__always) private func slot(_ list: UInt64, _ position: UInt32) -> UInt32 { arraySlot(UInt32(truncatingIfNeeded: list), position) }

/// Puts a value into a list. Returns the position.
private func put(_ list: inout UInt64, _ value: UInt64) -> UInt32 {
    var array = UInt32(truncatingIfNeeded: list)
    let free = UInt32(truncatingIfNeeded: list &>> 32)
    if free != 0 {
        let place = slot(list, free &- 1)
        list = UInt64(array) | load64(place) &<< 32
        store64(place, value)
        return free &- 1
    }
    let length = array == 0 ? 0 : arrayLength(array)
    if array == 0 || length == arrayCapacity(array) {
        let larger = newArray(length: length, capacity: roomyCapacity(length))
        if length != 0 { copySlots(to: arraySlots(larger), from: arraySlots(array), count: length) }
        array = larger
        list = UInt64(array)
    }
    store32(array &+ ObjectLayout.Array.lengthOffset, length &+ 1)
    store64(arraySlot(array, length), value)
    return length
}

private func remove(_ list: inout UInt64, _ position: UInt32) {
    store64(slot(list, position), list &>> 32 | freeSlot)
    list = list & 0xFFFF_FFFF | UInt64(position &+ 1) &<< 32
}

/// Keeps a value alive. Returns the number under which the host finds it again.
@_cdecl("host_keep") @inline(__always) func hostKeepEntry(_ value: UInt64) -> UInt32 { put(&keptValues, value) }

@_cdecl("host_kept") @inline(__always) func hostKeptEntry(_ position: UInt32) -> UInt64 { load64(slot(keptValues, position)) }

@_cdecl("host_release") @inline(__always) func hostReleaseEntry(_ position: UInt32) { remove(&keptValues, position) }

/// A function of the host as a value. Its first captured slot is its number, a u32, under which the host knows it for as long as
/// `host_closure` gives its address.
@_cdecl("host_function") @inline(__always)
func hostFunctionEntry(_ arity: UInt32, _ tableIndex: UInt32, _ name: UInt32) -> UInt32 {
    let closure = heapAllocate(ObjectLayout.Closure.slotsOffset &+ 24)
    let slots = closure &+ ObjectLayout.Closure.slotsOffset
    setHeader(closure, kind: .closure, small: UInt16(truncatingIfNeeded: arity), word: tableIndex)
    store32(closure &+ ObjectLayout.Closure.slotCountOffset, 3)
    // The last slot is the descriptor, so that each such function equals only itself. To the collector it is a number.
    store32(closure &+ ObjectLayout.Closure.descriptorOffset, slots &+ 16)
    store64(slots, UInt64(put(&hostClosures, UInt64(closure))))
    store64(slots &+ 8, box(name, .string))
    store64(slots &+ 16, UInt64(name))
    return closure
}

/// The function with this number; 0 if the program could not reach it any more and it is gone.
@_cdecl("host_closure") @inline(__always) func hostClosureEntry(_ position: UInt32) -> UInt32 {
    let value = load64(slot(hostClosures, position))
    return value & freeSlot == 0 ? UInt32(truncatingIfNeeded: value) : 0
}

@_extern(c, "gc_mark_reference") func markRootReference(_ object: UInt32)

/// Marks what the host keeps, then forgets the functions of the host that nothing has marked. Comes last of all roots.
@_cdecl("host_roots") @inline(__always) func hostRootsEntry() {
    if keptValues != 0 { markRootReference(UInt32(truncatingIfNeeded: keptValues)) }
    let array = UInt32(truncatingIfNeeded: hostClosures)
    if array == 0 { return }
    markRootReference(array)
    let drops = load32(HeapState.markDrops)
    if drops != knownDrops {
        // Not all that is alive may be marked yet.
        knownDrops = drops
        return
    }
    var position: UInt32 = 0
    while position != arrayLength(array) {
        let value = load64(slot(hostClosures, position))
        if value & freeSlot == 0 && !isMarkedSmall(UInt32(truncatingIfNeeded: value)) { remove(&hostClosures, position) }
        position &+= 1
    }
}

/// A hash map (or set) with the entries of an array, whose keys are all different.
@_cdecl("host_table") @inline(__always) func hostTableEntry(_ isMap: UInt32, _ entries: UInt32) -> UInt32 {
    // The host may still keep the array.
    shareArray(entries)
    return tableFromEntries(isMap != 0 ? .hashMap : .hashSet, entries)
}

/// A JSON value of a plain one.
@_cdecl("host_json") @inline(__always) func hostJSONEntry(_ value: UInt64) -> UInt32 { newJSON(value) }
