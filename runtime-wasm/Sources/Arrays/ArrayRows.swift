// Arrays of arrays.

@_cdecl("array_least_row") @inline(__always) func arrayLeastRowEntry(_ array: UInt32, _ count: UInt32) -> UInt32 {
    if count > arrayLength(array) { return UInt32.max }
    var least = UInt32(Int32.max)
    var slot = arraySlots(array)
    let end = arraySlot(array, count)
    while slot != end {
        let bits = load64(slot)
        if !isArray(bits) { return UInt32.max }
        least = min(least, arrayLength(referenceAddress(bits)))
        slot &+= 8
    }
    return least
}
