// How runtime functions make objects. None of this ever collects: an object lives at least until the program's next safepoint, so
// runtime code may keep addresses in plain variables and fill objects at leisure.

/// `size` rounded up to the alignment of objects.
@inline(__always) func alignedSize(_ size: UInt32) -> UInt32 { (size &+ 7) & ~7 }

/// Memory for an object of `size` bytes, not cleared. Ends the program when memory is exhausted.
@inline(__always) func heapAllocate(_ size: UInt32) -> UInt32 {
    if size > HeapGeometry.largeThreshold { return heapAllocateSlow(size) }
    let address = load32(ControlBlock.bumpPointer)
    let end = address &+ alignedSize(size)
    if end > load32(ControlBlock.bumpLimit) { return heapAllocateSlow(size) }
    store32(ControlBlock.bumpPointer, end)
    return address
}

/// Writes an object's header.
@inline(__always) func setHeader(_ object: UInt32, kind: ObjectKind, flags: UInt8 = 0, small: UInt16 = 0, word: UInt32 = 0) {
    store64(object, UInt64(kind.rawValue) | UInt64(flags) << 8 | UInt64(small) << 16 | UInt64(word) << 32)
}

/// A string of `byteCount` bytes, which follow the header at `+16` and are for the caller to fill.
func newString(byteCount: UInt32, flags: UInt8 = 0) -> UInt32 { inlineString(byteCount: byteCount, flags: flags) }

/// The same where a call would take longer than the work.
@inline(__always) func inlineString(byteCount: UInt32, flags: UInt8) -> UInt32 {
    let object = heapAllocate(objectSize(ObjectLayout.String.inlineBytesOffset, byteCount))
    setHeader(object, kind: .string, flags: flags, word: byteCount)
    store64(object &+ ObjectLayout.String.dataOffset, UInt64(object &+ ObjectLayout.String.inlineBytesOffset))
    return object
}

/// A string that shows `byteCount` bytes at `data`, kept alive by the `bytes` object `owner`.
func newStringView(data: UInt32, byteCount: UInt32, owner: UInt32, flags: UInt8 = 0) -> UInt32 {
    inlineStringView(data: data, byteCount: byteCount, owner: owner, flags: flags)
}

/// The same where a call would take longer than the work.
@inline(__always) func inlineStringView(data: UInt32, byteCount: UInt32, owner: UInt32, flags: UInt8) -> UInt32 {
    let object = heapAllocate(16)
    setHeader(object, kind: .string, flags: flags, word: byteCount)
    store64(object &+ ObjectLayout.String.dataOffset, UInt64(data) | UInt64(owner) << 32)
    return object
}

/// A `bytes` object with room for `capacity` bytes at `+16`, none in use.
func newBytes(capacity: UInt32) -> UInt32 {
    let object = heapAllocate(objectSize(ObjectLayout.Bytes.dataOffset, capacity))
    setHeader(object, kind: .bytes, word: capacity)
    store64(object &+ ObjectLayout.Bytes.usedOffset, 0)
    return object
}

/// An array of `length` slots, for the caller to fill, with room for `capacity` (at least `length`). `flags` may be `Flag.numbers`.
func newArray(length: UInt32, capacity: UInt32, flags: UInt8 = 0) -> UInt32 {
    let object = heapAllocate(capacity > maximumSlots ? UInt32.max : ObjectLayout.Array.slotsOffset &+ capacity &* 8)
    setHeader(object, kind: .array, flags: flags, word: length)
    store64(object &+ ObjectLayout.Array.capacityOffset, UInt64(capacity))
    return object
}

/// An `option`, `result` or `cell`.
func newVariant(_ kind: ObjectKind, tag: UInt16, payload: UInt64) -> UInt32 {
    let object = heapAllocate(ObjectLayout.Variant.size)
    setHeader(object, kind: kind, small: tag)
    store64(object &+ ObjectLayout.Variant.payloadOffset, payload)
    return object
}

/// More slots than an address space of 4 GiB can hold.
let maximumSlots: UInt32 = 0x1FFF_FFF0

/// `header + payload`, or the largest number, which no allocation can meet, when the sum does not fit.
@inline(__always) func objectSize(_ header: UInt32, _ payload: UInt32) -> UInt32 {
    payload > 0xFFFF_FF00 ? UInt32.max : header &+ payload
}
