// Adding one value many times.

@_cdecl("array_push_times") @inline(__always) func arrayPushTimesEntry(_ array: UInt32, _ value: UInt64, _ count: UInt32) -> UInt32 {
    if count == 0 { return array }
    let target = withRoom(array, count)
    let length = arrayLength(target)
    fillSlots(arraySlot(target, length), value, count)
    store32(target &+ ObjectLayout.Array.lengthOffset, length &+ count)
    let flags = arrayFlags(target)
    if !isNumber(value) {
        store8(target &+ ObjectLayout.flagsOffset, flags & ~numbersFlag)
    } else if length == 0 {
        store8(target &+ ObjectLayout.flagsOffset, flags | numbersFlag)
    }
    return target
}

/// The array unshared, with room for `count` more elements: an empty one for just these, since there is nothing to tell of more to come.
private func withRoom(_ array: UInt32, _ count: UInt32) -> UInt32 {
    let length = arrayLength(array)
    let shared = isSharedArray(array)
    if !shared && count <= arrayCapacity(array) &- length { return array }
    let needed = count > maximumSlots &- length ? UInt32.max : length &+ count
    let roomy = length == 0 || needed == UInt32.max ? needed : roomyCapacity(length &+ 1)
    let new = newArray(front: 0, length: length, capacity: max(needed, roomy), flags: arrayFlags(array) & numbersFlag)
    if shared {
        copySharedSlots(to: arraySlots(new), from: arraySlots(array), count: length, numbers: arrayFlags(array) & numbersFlag != 0)
    } else {
        copySlots(to: arraySlots(new), from: arraySlots(array), count: length)
        releaseArray(array)
    }
    return new
}

/// Stores the value into `count` slots. Long runs are copies of their beginning, which is short enough to stay in a cache.
private func fillSlots(_ slots: UInt32, _ value: UInt64, _ count: UInt32) {
    let portion: UInt32 = 4096
    let size = count &* 8
    var offset: UInt32 = 0
    while offset != min(size, portion) {
        store64(slots &+ offset, value)
        offset &+= 8
    }
    while offset != size {
        let part = min(size &- offset, portion)
        copy(to: slots &+ offset, from: slots, count: part)
        offset &+= part
    }
}
