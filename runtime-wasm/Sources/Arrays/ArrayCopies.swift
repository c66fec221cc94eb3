// Functions that make new arrays, and those that change one in place.

@_cdecl("array_make") @inline(__always) func arrayMakeEntry(_ length: UInt32, _ capacity: UInt32) -> UInt32 {
    let array = newArray(length: length, capacity: capacity < length ? length : capacity)
    var slot = arraySlots(array)
    let end = arraySlot(array, length)
    while slot != end {
        store64(slot, NaNBox.Tag.immediate << 48)
        slot &+= 8
    }
    return array
}

@_cdecl("array_unshare") @inline(__always) func arrayUnshareEntry(_ array: UInt32) -> UInt32 {
    if !isSharedArray(array) { return array }
    let length = arrayLength(array)
    return copyOfSlots(array, from: 0, count: length, capacity: length)
}

@_cdecl("array_release") @inline(__always) func arrayReleaseEntry(_ array: UInt32) {
    if !isSharedArray(array) { releaseArray(array) }
}

@_cdecl("array_slice") @inline(__always) func arraySliceEntry(_ array: UInt32, _ from: UInt32, _ to: UInt32) -> UInt32 {
    copyOfSlots(array, from: from, count: to &- from, capacity: to &- from)
}

@_cdecl("array_concat") @inline(__always) func arrayConcatEntry(_ left: UInt32, _ right: UInt32) -> UInt32 {
    let leftLength = arrayLength(left)
    let rightLength = arrayLength(right)
    let leftNumbers = leftLength == 0 || arrayFlags(left) & numbersFlag != 0
    let rightNumbers = rightLength == 0 || arrayFlags(right) & numbersFlag != 0
    let length = leftLength &+ rightLength
    let new = newArray(front: 0, length: length, capacity: length, flags: leftNumbers && rightNumbers ? numbersFlag : 0)
    copySharedSlots(to: arraySlots(new), from: arraySlots(left), count: leftLength, numbers: leftNumbers)
    copySharedSlots(to: arraySlot(new, leftLength), from: arraySlots(right), count: rightLength, numbers: rightNumbers)
    return new
}

@_cdecl("array_flatten") @inline(__always) func arrayFlattenEntry(_ array: UInt32) -> UInt32 {
    let end = arraySlot(array, arrayLength(array))
    var slot = arraySlots(array)
    var length: UInt32 = 0
    while slot != end {
        let bits = load64(slot)
        let more = isArray(bits) ? arrayLength(UInt32(truncatingIfNeeded: bits)) : 1
        if more > maximumSlots &- length { failOutOfMemory() }
        length &+= more
        slot &+= 8
    }
    let new = newArray(front: 0, length: length, capacity: length, flags: 0)
    var target = arraySlots(new)
    var numbers = true
    slot = arraySlots(array)
    while slot != end {
        let bits = load64(slot)
        if isArray(bits) {
            let part = UInt32(truncatingIfNeeded: bits)
            let count = arrayLength(part)
            let partNumbers = count == 0 || arrayFlags(part) & numbersFlag != 0
            copySharedSlots(to: target, from: arraySlots(part), count: count, numbers: partNumbers)
            target &+= count &* 8
            numbers = numbers && partNumbers
        } else {
            store64(target, bits)
            target &+= 8
            numbers = numbers && isNumber(bits)
        }
        slot &+= 8
    }
    if numbers { store8(new &+ ObjectLayout.flagsOffset, numbersFlag) }
    return new
}

@_cdecl("array_reverse") @inline(__always) func arrayReverseEntry(_ array: UInt32) -> UInt32 {
    let new = arrayUnshareEntry(array)
    let length = arrayLength(new)
    if length < 2 { return new }
    var low = arraySlots(new)
    var high = arraySlot(new, length &- 1)
    while low < high {
        let bits = load64(low)
        store64(low, load64(high))
        store64(high, bits)
        low &+= 8
        high &-= 8
    }
    return new
}
