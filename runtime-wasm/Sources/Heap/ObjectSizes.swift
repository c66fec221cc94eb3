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

/// The kind of what is left of an array's header when the array was moved to drop its first element: 8 bytes.
let remnantKind: UInt32 = 0
let remnantSize: UInt32 = 8

@inline(__always) func kindOf(_ object: UInt32) -> UInt32 { load8(object, ObjectLayout.kindOffset) }

/// Where the memory of a heap object begins: an array may have free slots in front of it.
@inline(__always) func startOfObject(_ object: UInt32) -> UInt32 {
    kindOf(object) == UInt32(ObjectKind.array.rawValue) ? startOfArray(object) : object
}

/// Where the memory of a heap object ends.
func endOfObject(_ object: UInt32) -> UInt32 {
    let kind = kindOf(object)
    switch kind {
    case remnantKind: return object &+ remnantSize
    case UInt32(ObjectKind.array.rawValue), UInt32(ObjectKind.vector.rawValue), UInt32(ObjectKind.values.rawValue):
        return startOfArray(object) &+ sizeOfArray(object)
    case UInt32(ObjectKind.string.rawValue): return object &+ sizeOfString(object)
    case UInt32(ObjectKind.closure.rawValue): return object &+ sizeOfClosure(object)
    case UInt32(ObjectKind.bytes.rawValue): return object &+ sizeOfBytes(object)
    case UInt32(ObjectKind.hashMap.rawValue), UInt32(ObjectKind.hashSet.rawValue), UInt32(ObjectKind.hashTable.rawValue):
        return object &+ ObjectLayout.Table.size
    case UInt32(ObjectKind.pair.rawValue), UInt32(ObjectKind.record.rawValue), UInt32(ObjectKind.recordType.rawValue),
        UInt32(ObjectKind.tagged.rawValue), UInt32(ObjectKind.errorObject.rawValue):
        return object &+ sizeOfSlots(object)
    case UInt32(ObjectKind.byteVector.rawValue), UInt32(ObjectKind.bigInteger.rawValue): return object &+ sizeOfNumber(object, kind)
    default: return object &+ ObjectLayout.Variant.size
    }
}
