// How many bytes objects occupy, from their headers.

/// With the free slots in front.
@inline(__always) func sizeOfArray(_ array: UInt32) -> UInt32 {
    ObjectLayout.Array.slotsOffset &+ (arrayFront(array) &+ arrayCapacity(array)) &* 8
}

@inline(__always) func startOfArray(_ array: UInt32) -> UInt32 { array &- arrayFront(array) &* 8 }

@inline(__always) func sizeOfString(_ string: UInt32) -> UInt32 {
    let owner = load32(string, ObjectLayout.String.ownerOffset)
    let length = load32(string, ObjectLayout.String.lengthOffset)
    return owner != 0 ? ObjectLayout.String.inlineBytesOffset : alignedSize(ObjectLayout.String.inlineBytesOffset &+ length)
}

@inline(__always) func sizeOfBytes(_ bytes: UInt32) -> UInt32 {
    alignedSize(ObjectLayout.Bytes.dataOffset &+ load32(bytes, ObjectLayout.Bytes.capacityOffset))
}

@inline(__always) func sizeOfClosure(_ closure: UInt32) -> UInt32 {
    ObjectLayout.Closure.slotsOffset &+ load32(closure, ObjectLayout.Closure.slotCountOffset) &* 8
}

/// Objects whose word is one less than their number of slots.
@inline(__always) func sizeOfSlots(_ object: UInt32) -> UInt32 {
    ObjectLayout.Slots.restOffset &+ load32(object, ObjectLayout.Slots.countOffset) &* 8
}

/// Bytes, or limbs of four bytes, behind the header.
@inline(__always) func sizeOfNumber(_ object: UInt32, _ kind: UInt32) -> UInt32 {
    let shift: UInt32 = kind == UInt32(ObjectKind.byteVector.rawValue) ? 0 : 2
    return alignedSize(ObjectLayout.ByteVector.bytesOffset &+ load32(object, ObjectLayout.ByteVector.lengthOffset) &<< shift)
}

// Kinds whose objects look alike to the collector.
@inline(__always) func isArrayKind(_ kind: UInt32) -> Bool {
    kind == UInt32(ObjectKind.array.rawValue) || kind == UInt32(ObjectKind.vector.rawValue) || kind == UInt32(ObjectKind.values.rawValue)
}
@inline(__always) func isSlotsKind(_ kind: UInt32) -> Bool {
    kind == UInt32(ObjectKind.record.rawValue) || kind == UInt32(ObjectKind.recordType.rawValue)
        || kind == UInt32(ObjectKind.tagged.rawValue) || kind == UInt32(ObjectKind.errorObject.rawValue)
}
@inline(__always) func isTableKind(_ kind: UInt32) -> Bool {
    kind == UInt32(ObjectKind.hashMap.rawValue) || kind == UInt32(ObjectKind.hashSet.rawValue) || kind == UInt32(ObjectKind.hashTable.rawValue)
}
/// Bytes or limbs, and no slots.
@inline(__always) func isNumberKind(_ kind: UInt32) -> Bool {
    kind == UInt32(ObjectKind.byteVector.rawValue) || kind == UInt32(ObjectKind.bigInteger.rawValue)
}

/// What is left of an array's header when the array was moved to drop its first element: 8 bytes that look like an object of a kind of its
/// own, and like no slot, since it is a NaN that no program can make.
let remnant: UInt64 = 0x7FF8_0000_0000_0100
let remnantKind: UInt32 = 0
let remnantSize: UInt32 = 8

@inline(__always) func kindOf(_ object: UInt32) -> UInt32 { load8(object, ObjectLayout.kindOffset) }

/// Where the memory of a heap object that is no pair begins: an array may have free slots in front of it.
@inline(__always) func startOfObject(_ object: UInt32) -> UInt32 {
    kindOf(object) == UInt32(ObjectKind.array.rawValue) ? startOfArray(object) : object
}

/// Where the memory of a heap object that is no pair ends.
func endOfObject(_ object: UInt32) -> UInt32 {
    let kind = kindOf(object)
    if isArrayKind(kind) { return startOfArray(object) &+ sizeOfArray(object) }
    if isTableKind(kind) { return object &+ ObjectLayout.Table.size }
    if isSlotsKind(kind) { return object &+ sizeOfSlots(object) }
    if isNumberKind(kind) { return object &+ sizeOfNumber(object, kind) }
    switch kind {
    case remnantKind: return object &+ remnantSize
    case UInt32(ObjectKind.string.rawValue): return object &+ sizeOfString(object)
    case UInt32(ObjectKind.closure.rawValue): return object &+ sizeOfClosure(object)
    case UInt32(ObjectKind.bytes.rawValue): return object &+ sizeOfBytes(object)
    default: return object &+ ObjectLayout.Variant.size
    }
}
