// Texts that are put together from parts: a `bytes` object that is replaced by a larger one when it is full. Functions return the builder.

/// The builder with room for `count` more bytes.
func reserve(_ builder: UInt32, _ count: UInt32) -> UInt32 {
    let used = load32(builder, ObjectLayout.Bytes.usedOffset)
    let capacity = load32(builder, ObjectLayout.Bytes.capacityOffset)
    if count <= capacity &- used { return builder }
    let wanted = used &+ count
    let larger = newBytes(capacity: wanted < used || wanted > UInt32.max / 2 ? UInt32.max : 2 &* wanted)
    copy(to: larger &+ ObjectLayout.Bytes.dataOffset, from: builder &+ ObjectLayout.Bytes.dataOffset, count: used)
    store32(larger &+ ObjectLayout.Bytes.usedOffset, used)
    return larger
}

func append(_ builder: UInt32, _ data: UInt32, _ count: UInt32) -> UInt32 {
    let builder = reserve(builder, count)
    let used = load32(builder, ObjectLayout.Bytes.usedOffset)
    fastCopy(to: builder &+ ObjectLayout.Bytes.dataOffset &+ used, from: data, count: count)
    store32(builder &+ ObjectLayout.Bytes.usedOffset, used &+ count)
    return builder
}

@inline(__always) func append(_ builder: UInt32, _ text: StaticString) -> UInt32 {
    append(builder, address(of: text.utf8Start), UInt32(truncatingIfNeeded: text.utf8CodeUnitCount))
}

@inline(__always) func append(_ builder: UInt32, string: UInt32) -> UInt32 {
    append(builder, stringData(string), stringLength(string))
}

/// The finished text: short ones are copied, long ones keep the builder's bytes.
func builderString(_ builder: UInt32) -> UInt32 {
    let data = builder &+ ObjectLayout.Bytes.dataOffset
    let count = load32(builder, ObjectLayout.Bytes.usedOffset)
    if count <= 48 { return copyString(data, count, 0) }
    return newStringView(data: data, byteCount: count, owner: builder)
}
