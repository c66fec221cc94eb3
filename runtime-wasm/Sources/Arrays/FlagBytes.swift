// Arrays of truth values of which only one function knows: a `bytes` object with a byte for each. The empty array stands for one without bytes:
// its words are 0 in the places of both lengths.

@_cdecl("flags_push") @inline(__always) func flagsPushEntry(_ flags: UInt32, _ value: UInt32) -> UInt32 { pushFlags(flags, value, 1) }

@_cdecl("flags_push_times") @inline(__always) func flagsPushTimesEntry(_ flags: UInt32, _ value: UInt32, _ count: UInt32) -> UInt32 {
    count == 0 ? flags : pushFlags(flags, value, count)
}

@_cdecl("flags_drop_last") @inline(__always) func flagsDropLastEntry(_ flags: UInt32) -> UInt32 {
    store32(flags &+ ObjectLayout.Bytes.usedOffset, load32(flags, ObjectLayout.Bytes.usedOffset) &- 1)
    return flags
}

@inline(never) private func pushFlags(_ flags: UInt32, _ value: UInt32, _ count: UInt32) -> UInt32 {
    let target = withFlagRoom(flags, count)
    let used = load32(target, ObjectLayout.Bytes.usedOffset)
    fill(target &+ ObjectLayout.Bytes.dataOffset &+ used, count: count, byte: UInt8(truncatingIfNeeded: value))
    store32(target &+ ObjectLayout.Bytes.usedOffset, used &+ count)
    return target
}

private func withFlagRoom(_ flags: UInt32, _ count: UInt32) -> UInt32 {
    let used = load32(flags, ObjectLayout.Bytes.usedOffset)
    if count <= load32(flags, ObjectLayout.Bytes.capacityOffset) &- used { return flags }
    let needed = used &+ count
    let isImpossible = needed < used || needed > UInt32.max / 2
    let wanted = isImpossible ? UInt32.max : alignedSize(max(needed, used &+ used / 2) &+ 8)
    if growInPlace(flags, wanted) { return flags }
    let larger = newBytes(capacity: wanted)
    copy(to: larger &+ ObjectLayout.Bytes.dataOffset, from: flags &+ ObjectLayout.Bytes.dataOffset, count: used)
    store32(larger &+ ObjectLayout.Bytes.usedOffset, used)
    releaseBytes(flags)
    return larger
}

/// Gives flags with blocks of their own more of them, if those behind are free.
private func growInPlace(_ flags: UInt32, _ capacity: UInt32) -> Bool {
    let size = objectSize(ObjectLayout.Bytes.dataOffset, capacity)
    if size > HeapGeometry.maximumEnd || sizeOfBytes(flags) <= HeapGeometry.largeThreshold || !extendLarge(flags, to: size) { return false }
    store32(flags &+ ObjectLayout.Bytes.capacityOffset, capacity)
    return true
}
