// Questions about an array's elements.

@_cdecl("array_index_of") @inline(__always) func arrayIndexOfEntry(_ array: UInt32, _ value: UInt64) -> Int32 {
    let length = arrayLength(array)
    var index: UInt32 = 0
    if arrayFlags(array) & numbersFlag != 0 {
        if !isNumber(value) { return -1 }
        let number = Double(bitPattern: value)
        while index != length && loadF64(arraySlot(array, index)) != number { index &+= 1 }
    } else {
        while index != length && !isEqual(load64(arraySlot(array, index)), value) { index &+= 1 }
    }
    return index == length ? -1 : Int32(bitPattern: index)
}

@_cdecl("array_last_index_of") @inline(__always) func arrayLastIndexOfEntry(_ array: UInt32, _ value: UInt64) -> Int32 {
    var index = arrayLength(array)
    while index != 0 {
        index &-= 1
        if isEqual(load64(arraySlot(array, index)), value) { return Int32(bitPattern: index) }
    }
    return -1
}

@_cdecl("array_is_numbers") @inline(__always) func arrayIsNumbersEntry(_ array: UInt32) -> UInt32 {
    let flags = arrayFlags(array)
    if flags & numbersFlag != 0 { return 1 }
    var slot = arraySlots(array)
    let end = arraySlot(array, arrayLength(array))
    while slot != end {
        if !isNumber(load64(slot)) { return 0 }
        slot &+= 8
    }
    store8(array &+ ObjectLayout.flagsOffset, flags | numbersFlag)
    return 1
}
