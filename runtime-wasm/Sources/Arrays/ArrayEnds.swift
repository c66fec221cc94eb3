// Adding and dropping elements at both ends, in constant amortized time.

@_cdecl("array_push") @inline(__always) func arrayPushEntry(_ array: UInt32, _ value: UInt64) -> UInt32 {
    let length = arrayLength(array)
    let shared = isSharedArray(array)
    var target = array
    if shared || (length == arrayCapacity(array) && !growInPlace(array)) { target = copyForGrowth(array, front: 0, shared: shared) }
    store64(arraySlot(target, length), value)
    finishGrowth(target, length, value)
    return target
}

/// Gives a full array with blocks of its own more of them, if those behind it are free: nothing is copied then.
@inline(never) private func growInPlace(_ array: UInt32) -> Bool {
    let capacity = roomyCapacity(arrayLength(array) &+ 1)
    if arrayFront(array) != 0 || !isLargeArray(array) { return false }
    if !extendLarge(array, to: ObjectLayout.Array.slotsOffset &+ capacity &* 8) { return false }
    store32(array &+ ObjectLayout.Array.capacityOffset, capacity)
    return true
}

@_cdecl("array_unshift") @inline(__always) func arrayUnshiftEntry(_ array: UInt32, _ value: UInt64) -> UInt32 {
    let length = arrayLength(array)
    let shared = isSharedArray(array)
    var target = array
    if shared || !hasRoomInFront(array) {
        let wanted = roomyCapacity(length &+ 1)
        let isLarge = ObjectLayout.Array.slotsOffset &+ wanted &* 8 > HeapGeometry.largeThreshold
        target = copyForGrowth(array, front: isLarge ? wanted &- length : 0, shared: shared)
    }
    if isLargeArray(target) {
        target = withHeaderMovedLeft(target)
    } else {
        copy(to: arraySlot(target, 1), from: arraySlots(target), count: length &* 8)
    }
    store64(arraySlots(target), value)
    finishGrowth(target, length, value)
    return target
}

/// Whether an element can be put in front of the others without a new object. In a small object there is room when there is room behind:
/// the elements are moved. Its header must not go back to the left, since a dead slot of the shadow stack may still refer to where the
/// header is now, and would find an element there. For large objects the block table knows where the header is.
@inline(__always) private func hasRoomInFront(_ array: UInt32) -> Bool {
    isLargeArray(array) ? arrayFront(array) != 0 : arrayLength(array) < arrayCapacity(array)
}

/// Whether the array has blocks of its own.
@inline(__always) func isLargeArray(_ array: UInt32) -> Bool {
    sizeOfArray(array) > HeapGeometry.largeThreshold && largeEntry(array) != 0
}

/// Moves the header of a large array one slot to the left, to make a first slot.
private func withHeaderMovedLeft(_ array: UInt32) -> UInt32 {
    let moved = array &- 8
    let header = load64(array)
    let capacity = arrayCapacity(array)
    let front = arrayFront(array)
    store64(moved, header)
    store64(moved &+ ObjectLayout.Array.capacityOffset, UInt64(capacity &+ 1) | UInt64(front &- 1) << 32)
    moveLargeObject(from: array, to: moved)
    return moved
}

/// A copy with room for more: behind, or `front` slots in front.
@inline(never) private func copyForGrowth(_ array: UInt32, front: UInt32, shared: Bool) -> UInt32 {
    let length = arrayLength(array)
    let flags = arrayFlags(array) & numbersFlag
    let capacity = front == 0 ? roomyCapacity(length &+ 1) : length
    let new = newArray(front: front, length: length, capacity: capacity, flags: flags)
    if shared {
        copySharedSlots(to: arraySlots(new), from: arraySlots(array), count: length, numbers: flags != 0)
    } else {
        copySlots(to: arraySlots(new), from: arraySlots(array), count: length)
        releaseArray(array)
    }
    return new
}

/// Counts the new element, and keeps the flag that says whether all are numbers. It may hold for an array that was empty.
@inline(__always) private func finishGrowth(_ array: UInt32, _ length: UInt32, _ value: UInt64) {
    store32(array &+ ObjectLayout.Array.lengthOffset, length &+ 1)
    let flags = arrayFlags(array)
    if !isNumber(value) {
        store8(array &+ ObjectLayout.flagsOffset, flags & ~numbersFlag)
    } else if length == 0 {
        store8(array &+ ObjectLayout.flagsOffset, flags | numbersFlag)
    }
}

@_cdecl("array_drop_last") @inline(__always) func arrayDropLastEntry(_ array: UInt32) -> UInt32 {
    let length = arrayLength(array) &- 1
    if isSharedArray(array) { return copyOfSlots(array, from: 0, count: length, capacity: length) }
    store32(array &+ ObjectLayout.Array.lengthOffset, length)
    return array
}

@_cdecl("array_drop_first") @inline(__always) func arrayDropFirstEntry(_ array: UInt32) -> UInt32 {
    let length = arrayLength(array) &- 1
    if isSharedArray(array) { return copyOfSlots(array, from: 1, count: length, capacity: length) }
    let front = arrayFront(array) &+ 1
    // When most of a big object is dropped elements, it is time for a smaller one.
    if front > 64 && front / 4 > arrayCapacity(array) {
        let new = newArray(front: 0, length: length, capacity: length, flags: arrayFlags(array))
        copySlots(to: arraySlots(new), from: arraySlot(array, 1), count: length)
        return new
    }
    let moved = array &+ 8
    let capacity = arrayCapacity(array) &- 1
    let header = load64(array)
    store64(array, remnant)
    store64(moved, header &- 1 << 32)
    store64(moved &+ ObjectLayout.Array.capacityOffset, UInt64(capacity) | UInt64(front) << 32)
    moveLargeObject(from: array, to: moved)
    return moved
}
