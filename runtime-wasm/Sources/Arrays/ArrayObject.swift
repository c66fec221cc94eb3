// Reading and making array objects. An array may have free slots in front of its header, left there when its first elements were dropped
// or put there for elements to come; they belong to the object as far as the collector is concerned.

@inline(__always) func arrayLength(_ array: UInt32) -> UInt32 { load32(array, ObjectLayout.Array.lengthOffset) }
@inline(__always) func arrayCapacity(_ array: UInt32) -> UInt32 { load32(array, ObjectLayout.Array.capacityOffset) }
@inline(__always) func arrayFront(_ array: UInt32) -> UInt32 { load32(array, ObjectLayout.Array.frontOffset) }
@inline(__always) func arraySlots(_ array: UInt32) -> UInt32 { array &+ ObjectLayout.Array.slotsOffset }
@inline(__always) func arraySlot(_ array: UInt32, _ index: UInt32) -> UInt32 { arraySlots(array) &+ index &* 8 }
@inline(__always) func arrayFlags(_ array: UInt32) -> UInt32 { load8(array, ObjectLayout.flagsOffset) }

@inline(__always) var numbersFlag: UInt32 { UInt32(ObjectLayout.Flag.numbers) }
@inline(__always) var sharedFlag: UInt32 { UInt32(ObjectLayout.Flag.shared) }

/// A boxed reference to an array.
@inline(__always) func isArray(_ bits: UInt64) -> Bool {
    UInt32(truncatingIfNeeded: bits >> 32) == UInt32(NaNBox.Tag.reference << 16) | UInt32(ObjectKind.array.rawValue)
}

@inline(__always) func boxedArray(_ array: UInt32) -> UInt64 {
    UInt64(array) | NaNBox.Tag.reference << 48 | UInt64(ObjectKind.array.rawValue) << 32
}

/// Whether a writer has to copy first.
@inline(__always) func isSharedArray(_ array: UInt32) -> Bool {
    arrayFlags(array) & UInt32(ObjectLayout.Flag.shared | ObjectLayout.Flag.isStatic) != 0
}

/// Marks an array as shared.
@inline(__always) func shareArray(_ array: UInt32) {
    let flags = arrayFlags(array)
    if flags & sharedFlag == 0 { store8(array &+ ObjectLayout.flagsOffset, flags | sharedFlag) }
}

/// The capacity of an array that must hold `length` slots now and more later: twice as many while small, half as many more when large,
/// and then what fills the blocks that the object has to itself.
func roomyCapacity(_ length: UInt32) -> UInt32 {
    if length < 512 { return length < 2 ? 4 : length &* 2 }
    if length > maximumSlots / 3 &* 2 { return length }
    let wanted = length &+ length / 2
    let bytes = ObjectLayout.Array.slotsOffset &+ wanted &* 8
    if bytes <= HeapGeometry.largeThreshold { return wanted }
    return ((blocks(bytes: bytes) << HeapGeometry.blockShift) &- ObjectLayout.Array.slotsOffset) / 8
}

/// An array as `newArray` makes it, with `front` free slots before it.
func newArray(front: UInt32, length: UInt32, capacity: UInt32, flags: UInt32) -> UInt32 {
    let region = newArray(length: 0, capacity: front > maximumSlots &- capacity ? UInt32.max : front &+ capacity)
    let array = region &+ front &* 8
    setHeader(array, kind: .array, flags: UInt8(truncatingIfNeeded: flags), word: length)
    store64(array &+ ObjectLayout.Array.capacityOffset, UInt64(capacity) | UInt64(front) << 32)
    if front != 0 { moveLargeObject(from: region, to: array) }
    return array
}

/// Copies `count` slots to new memory. The ranges do not overlap.
@inline(__always) func copySlots(to target: UInt32, from source: UInt32, count: UInt32) {
    if count > 8 { return copy(to: target, from: source, count: count &* 8) }
    var offset: UInt32 = 0
    while offset != count &* 8 {
        store64(target &+ offset, load64(source &+ offset))
        offset &+= 8
    }
}

/// The same, when the source stays in use: collections among the slots are shared from now on. `numbers` says that there are none.
func copySharedSlots(to target: UInt32, from source: UInt32, count: UInt32, numbers: Bool) {
    if numbers { return copySlots(to: target, from: source, count: count) }
    var offset: UInt32 = 0
    while offset != count &* 8 {
        let bits = load64(source &+ offset)
        share(bits)
        store64(target &+ offset, bits)
        offset &+= 8
    }
}

/// A new array of `count` slots of an array that stays in use.
func copyOfSlots(_ array: UInt32, from index: UInt32, count: UInt32, capacity: UInt32) -> UInt32 {
    let flags = arrayFlags(array) & numbersFlag
    let new = newArray(front: 0, length: count, capacity: capacity, flags: flags)
    copySharedSlots(to: arraySlots(new), from: arraySlot(array, index), count: count, numbers: flags != 0)
    return new
}
