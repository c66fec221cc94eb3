// Vectors.

/// Whether an argument is a vector; raises otherwise.
@inline(__always) private func isVector(_ prefix: StaticString, _ index: UInt32, _ value: UInt64) -> Bool {
    if isReference(value, .vector) { return true }
    _ = raiseType(prefix, index, value)
    return false
}

@inline(__always) private func vectorLength(_ value: UInt64) -> UInt32 { arrayLength(referenceAddress(value)) }

@_cdecl("ai_make_vector") @inline(__always) func aiMakeVectorEntry(_ count: UInt64, _ filler: UInt64) -> UInt64 {
    let length = smallCount(count)
    if length == UInt32.max { return raiseType("make-vector: expected non-negative exact integer", 1, count) }
    let vector = newVector(length)
    fastFillSlots(arraySlots(vector), length, filler == absentBits ? unitBits : filler)
    return box(vector, .vector)
}

func fastFillSlots(_ slots: UInt32, _ count: UInt32, _ value: UInt64) {
    var slot = slots
    let end = slots &+ 8 &* count
    while slot != end {
        store64(slot, value)
        slot &+= 8
    }
}

@_cdecl("ai_vector_length") @inline(__always) func aiVectorLengthEntry(_ value: UInt64) -> UInt64 {
    isVector("vector-length: expected vector", 1, value) ? fixnum(vectorLength(value)) : 0
}

@_cdecl("ai_vector_ref") @inline(__always) func aiVectorRefEntry(_ value: UInt64, _ index: UInt64) -> UInt64 {
    if !isVector("vector-ref: expected vector", 1, value) { return 0 }
    let position = elementIndex("vector-ref", index, vectorLength(value))
    return position == UInt32.max ? 0 : load64(arraySlot(referenceAddress(value), position))
}

@_cdecl("ai_vector_set") @inline(__always) func aiVectorSetEntry(_ value: UInt64, _ index: UInt64, _ new: UInt64) {
    if !isVector("vector-set!: expected vector", 1, value) { return }
    let position = elementIndex("vector-set!", index, vectorLength(value))
    if position != UInt32.max { store64(arraySlot(referenceAddress(value), position), new) }
}

/// Where compiled code has found that the value is no vector, or the index, an integer, is outside.
@_cdecl("ai_vector_ref_failure") @inline(__always) func aiVectorRefFailureEntry(_ value: UInt64, _ index: Int64) {
    if isVector("vector-ref: expected vector", 1, value) { _ = elementIndex("vector-ref", exactInteger(index), vectorLength(value)) }
}

@_cdecl("ai_vector_set_failure") @inline(__always) func aiVectorSetFailureEntry(_ value: UInt64, _ index: Int64) {
    if isVector("vector-set!: expected vector", 1, value) { _ = elementIndex("vector-set!", exactInteger(index), vectorLength(value)) }
}

@_cdecl("ai_vector_to_list") @inline(__always) func aiVectorToListEntry(_ value: UInt64, _ start: UInt64, _ end: UInt64) -> UInt64 {
    if !isVector("vector->list: expected vector", 1, value) { return 0 }
    let range = indexRange("vector->list", start, end, vectorLength(value), 2)
    return isRaising() ? 0 : listOfSlots(arraySlot(referenceAddress(value), range.start), range.count)
}

@_cdecl("ai_list_to_vector") @inline(__always) func aiListToVectorEntry(_ list: UInt64) -> UInt64 {
    properLength(list) == UInt32.max ? raiseType("list->vector: expected list", 1, list) : box(vectorOfList(list), .vector)
}

@_cdecl("ai_vector_fill") @inline(__always) func aiVectorFillEntry(_ value: UInt64, _ filler: UInt64, _ start: UInt64, _ end: UInt64) {
    if !isVector("vector-fill!: expected vector", 1, value) { return }
    let range = indexRange("vector-fill!", start, end, vectorLength(value), 3)
    if !isRaising() { fastFillSlots(arraySlot(referenceAddress(value), range.start), range.count, filler) }
}

/// A new vector with a range of a vector, and room for more.
private func vectorPart(_ value: UInt64, _ range: IndexRange) -> UInt64 {
    let vector = newVector(range.count)
    copySlots(to: arraySlots(vector), from: arraySlot(referenceAddress(value), range.start), count: range.count)
    return box(vector, .vector)
}

@_cdecl("ai_vector_copy") @inline(__always) func aiVectorCopyEntry(_ value: UInt64, _ start: UInt64, _ end: UInt64) -> UInt64 {
    if !isVector("vector-copy: expected vector", 1, value) { return 0 }
    let range = indexRange("vector-copy", start, end, vectorLength(value), 2)
    return isRaising() ? 0 : vectorPart(value, range)
}

@_cdecl("ai_subvector") @inline(__always) func aiSubvectorEntry(_ value: UInt64, _ start: UInt64, _ end: UInt64) -> UInt64 {
    if !isVector("subvector: expected vector", 1, value) { return 0 }
    let range = indexRange("subvector", start, end, vectorLength(value), 2)
    return isRaising() ? 0 : vectorPart(value, range)
}

@_cdecl("ai_vector_copy_to") @inline(__always)
func aiVectorCopyToEntry(_ target: UInt64, _ at: UInt64, _ source: UInt64, _ start: UInt64, _ end: UInt64) {
    if !isVector("vector-copy!: expected vector", 1, target) || !isVector("vector-copy!: expected vector", 3, source) { return }
    let range = indexRange("vector-copy!", start, end, vectorLength(source), 4)
    if isRaising() { return }
    let place = targetIndex("vector-copy!", at, range.count, vectorLength(target))
    if place == UInt32.max { return }
    let from = arraySlot(referenceAddress(source), range.start)
    copy(to: arraySlot(referenceAddress(target), place), from: from, count: 8 &* range.count)
}

/// (list of vectors) -> one vector.
@_cdecl("ai_vector_append") @inline(__always) func aiVectorAppendEntry(_ vectors: UInt64) -> UInt64 {
    var length: UInt32 = 0
    var rest = vectors
    var index: UInt32 = 1
    while isPair(rest) {
        if !isVector("vector-append: expected vector", index, car(rest)) { return 0 }
        length &+= vectorLength(car(rest))
        index &+= 1
        rest = cdr(rest)
    }
    let vector = newVector(length)
    var slot = arraySlots(vector)
    rest = vectors
    while isPair(rest) {
        let part = referenceAddress(car(rest))
        copySlots(to: slot, from: arraySlots(part), count: arrayLength(part))
        slot &+= 8 &* arrayLength(part)
        rest = cdr(rest)
    }
    return box(vector, .vector)
}

/// (vector, length): a longer vector that begins with the elements of a vector.
@_cdecl("ai_vector_grow") @inline(__always) func aiVectorGrowEntry(_ value: UInt64, _ count: UInt64) -> UInt64 {
    if !isVector("vector-grow: expected vector", 1, value) { return 0 }
    let length = smallCount(count)
    let old = vectorLength(value)
    if length == UInt32.max { return raiseInteger("vector-grow", 2, count) }
    if length < old { return raiseIndex("vector-grow", count, old) }
    let vector = newVector(length)
    copySlots(to: arraySlots(vector), from: arraySlots(referenceAddress(value)), count: old)
    fastFillSlots(arraySlot(vector, old), length &- old, unitBits)
    return box(vector, .vector)
}
