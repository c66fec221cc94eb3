// Byte vectors.

/// Whether an argument is a byte vector; raises otherwise.
@inline(__always) func isByteVector(_ prefix: StaticString, _ index: UInt32, _ value: UInt64) -> Bool {
    if isReference(value, .byteVector) { return true }
    _ = raiseType(prefix, index, value)
    return false
}

@inline(__always) func byteCount(_ value: UInt64) -> UInt32 { load32(referenceAddress(value), ObjectLayout.ByteVector.lengthOffset) }
@inline(__always) func byteAddress(_ value: UInt64, _ index: UInt32) -> UInt32 {
    referenceAddress(value) &+ ObjectLayout.ByteVector.bytesOffset &+ index
}

/// A byte given as a number; `UInt32.max` after raising.
@inline(__always) func byteArgument(_ prefix: StaticString, _ index: UInt32, _ value: UInt64) -> UInt32 {
    let byte = smallCount(value)
    if byte < 256 { return byte }
    _ = raiseNamed(prefix, "byte", index, value)
    return UInt32.max
}

@_cdecl("ai_make_bytevector") @inline(__always) func aiMakeBytevectorEntry(_ count: UInt64, _ filler: UInt64) -> UInt64 {
    let length = smallCount(count)
    if length == UInt32.max { return raiseType("make-bytevector: expected non-negative exact integer", 1, count) }
    let byte = filler == absentBits ? 0 : byteArgument("make-bytevector", 2, filler)
    if byte == UInt32.max { return 0 }
    let vector = newByteVector(length)
    fill(vector &+ ObjectLayout.ByteVector.bytesOffset, count: length, byte: UInt8(truncatingIfNeeded: byte))
    return box(vector, .byteVector)
}

/// (list of bytes).
@_cdecl("ai_bytevector") @inline(__always) func aiBytevectorEntry(_ bytes: UInt64) -> UInt64 {
    let vector = newByteVector(listCount(bytes))
    var index: UInt32 = 0
    var rest = bytes
    while isPair(rest) {
        let byte = byteArgument("bytevector", index &+ 1, car(rest))
        if byte == UInt32.max { return 0 }
        store8(vector &+ ObjectLayout.ByteVector.bytesOffset &+ index, byte)
        index &+= 1
        rest = cdr(rest)
    }
    return box(vector, .byteVector)
}

@_cdecl("ai_bytevector_length") @inline(__always) func aiBytevectorLengthEntry(_ value: UInt64) -> UInt64 {
    isByteVector("bytevector-length: expected bytevector", 1, value) ? fixnum(byteCount(value)) : 0
}

@_cdecl("ai_bytevector_ref") @inline(__always) func aiBytevectorRefEntry(_ value: UInt64, _ index: UInt64) -> UInt64 {
    if !isByteVector("bytevector-u8-ref: expected bytevector", 1, value) { return 0 }
    let position = elementIndex("bytevector-u8-ref", index, byteCount(value))
    return position == UInt32.max ? 0 : fixnum(load8(byteAddress(value, position)))
}

@_cdecl("ai_bytevector_set") @inline(__always) func aiBytevectorSetEntry(_ value: UInt64, _ index: UInt64, _ new: UInt64) {
    if !isByteVector("bytevector-u8-set!: expected bytevector", 1, value) { return }
    let position = elementIndex("bytevector-u8-set!", index, byteCount(value))
    if position == UInt32.max { return }
    let byte = byteArgument("bytevector-u8-set!", 3, new)
    if byte != UInt32.max { store8(byteAddress(value, position), byte) }
}

@_cdecl("ai_bytevector_copy") @inline(__always) func aiBytevectorCopyEntry(_ value: UInt64, _ start: UInt64, _ end: UInt64) -> UInt64 {
    if !isByteVector("bytevector-copy: expected bytevector", 1, value) { return 0 }
    let range = indexRange("bytevector-copy", start, end, byteCount(value), 2)
    if isRaising() { return 0 }
    return byteVectorOf(byteAddress(value, range.start), range.count)
}

/// A byte vector with a copy of bytes.
func byteVectorOf(_ data: UInt32, _ count: UInt32) -> UInt64 {
    let vector = newByteVector(count)
    fastCopy(to: vector &+ ObjectLayout.ByteVector.bytesOffset, from: data, count: count)
    return box(vector, .byteVector)
}

@_cdecl("ai_bytevector_copy_to") @inline(__always)
func aiBytevectorCopyToEntry(_ target: UInt64, _ at: UInt64, _ source: UInt64, _ start: UInt64, _ end: UInt64) {
    let prefix: StaticString = "bytevector-copy!: expected bytevector"
    if !isByteVector(prefix, 1, target) || !isByteVector(prefix, 3, source) { return }
    let range = indexRange(prefix, start, end, byteCount(source), 4)
    if isRaising() { return }
    let place = targetIndex(prefix, at, range.count, byteCount(target))
    if place != UInt32.max { copy(to: byteAddress(target, place), from: byteAddress(source, range.start), count: range.count) }
}

/// (list of byte vectors) -> one byte vector.
@_cdecl("ai_bytevector_append") @inline(__always) func aiBytevectorAppendEntry(_ vectors: UInt64) -> UInt64 {
    var builder = newBytes(capacity: 64)
    var rest = vectors
    var index: UInt32 = 1
    while isPair(rest) {
        if !isByteVector("bytevector-append: expected bytevector", index, car(rest)) { return 0 }
        builder = append(builder, byteAddress(car(rest), 0), byteCount(car(rest)))
        index &+= 1
        rest = cdr(rest)
    }
    return byteVectorOf(builder &+ ObjectLayout.Bytes.dataOffset, load32(builder, ObjectLayout.Bytes.usedOffset))
}
