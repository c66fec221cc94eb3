// Adding and dropping elements at both ends, in constant amortized time.

@_cdecl("array_push") @inline(__always) func arrayPushEntry(_ array: UInt32, _ value: UInt64) -> UInt32 {
    let length = arrayLength(array)
    let shared = isSharedArray(array)
    var target = array
    if shared || length == arrayCapacity(array) { target = copyForGrowth(array, front: 0, shared: shared) }
    store64(arraySlot(target, length), value)
    finishGrowth(target, length, value)
    return target
}

@_cdecl("array_unshift") @inline(__always) func arrayUnshiftEntry(_ array: UInt32, _ value: UInt64) -> UInt32 {
    let length = arrayLength(array)
    let shared = isSharedArray(array)
    var target = array
    if shared || arrayFront(array) == 0 { target = copyForGrowth(array, front: roomyCapacity(length &+ 1) &- length, shared: shared) }
    let front = arrayFront(target)
    let flags = arrayFlags(target)
    let capacity = arrayCapacity(target)
    let moved = target &- 8
    setHeader(moved, kind: .array, flags: UInt8(truncatingIfNeeded: flags), word: length)
    store64(moved &+ ObjectLayout.Array.capacityOffset, UInt64(capacity &+ 1) | UInt64(front &- 1) << 32)
    store64(arraySlots(moved), value)
    moveLargeObject(from: target, to: moved)
    finishGrowth(moved, length, value)
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
    store64(array, 0)
    store64(moved, header &- 1 << 32)
    store64(moved &+ ObjectLayout.Array.capacityOffset, UInt64(capacity) | UInt64(front) << 32)
    moveLargeObject(from: array, to: moved)
    return moved
}
