// Parts of strings.

/// Parts up to this many bytes are copied into the string object itself.
private let inlineLimit: UInt32 = 48

@_extern(c, "string_slice") func stringSlice(_ string: UInt32, _ from: UInt32, _ to: UInt32) -> UInt32

/// A long part of a text in a buffer shows the buffer's bytes when it makes up at least half of them, so that no small text keeps a large
/// buffer alive, and taking ever shorter parts of a text costs linear time.
@_cdecl("string_slice") @inline(__always) func stringSliceEntry(_ string: UInt32, _ from: UInt32, _ to: UInt32) -> UInt32 {
    let count = to &- from
    let data = stringData(string) &+ from
    if count == stringLength(string) { return string }
    let flags = partFlags(string)
    if count <= inlineLimit { return copyString(data, count, flags) }
    var owner = stringOwner(string)
    var start = data
    if owner == 0 || load32(owner, ObjectLayout.Bytes.usedOffset) >> 1 > count {
        owner = newBytes(capacity: count)
        start = owner &+ ObjectLayout.Bytes.dataOffset
        copy(to: start, from: data, count: count)
        store32(owner &+ ObjectLayout.Bytes.usedOffset, count)
    }
    return newStringView(data: start, byteCount: count, owner: owner, flags: UInt8(truncatingIfNeeded: flags))
}
