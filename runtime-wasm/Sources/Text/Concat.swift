// Concatenation. Building a text by appending takes linear time: a long result lives in a `bytes` buffer with room to spare, and when
// the left operand ends where the buffer's used part ends, the right one is written behind it and both texts share the buffer.

/// Results up to this many bytes are copied into the string object itself.
private let inlineLimit: UInt32 = 48

@_extern(c, "string_concat") func stringConcat(_ left: UInt32, _ right: UInt32) -> UInt32

@_cdecl("string_concat") @inline(__always) func stringConcatEntry(_ left: UInt32, _ right: UInt32) -> UInt32 {
    let leftLength = stringLength(left)
    let rightLength = stringLength(right)
    if rightLength == 0 { return left }
    if leftLength == 0 { return right }
    let flags = UInt8(truncatingIfNeeded: joinedFlags(left, right))
    var total = leftLength &+ rightLength
    // More than an address space holds: no allocation can succeed.
    if total < leftLength { total = UInt32.max }
    var data = stringData(left)
    var owner = stringOwner(left)
    if owner != 0 {
        let used = load32(owner, ObjectLayout.Bytes.usedOffset)
        if data &+ leftLength == owner &+ ObjectLayout.Bytes.dataOffset &+ used
            && rightLength <= load32(owner, ObjectLayout.Bytes.capacityOffset) &- used {
            fastCopy(to: data &+ leftLength, from: stringData(right), count: rightLength)
            store32(owner &+ ObjectLayout.Bytes.usedOffset, used &+ rightLength)
            return newStringView(data: data, byteCount: total, owner: owner, flags: flags)
        }
    }
    let string: UInt32
    let target: UInt32
    if total <= inlineLimit {
        string = newString(byteCount: total, flags: flags)
        target = stringData(string)
    } else {
        // A text that grows at its end will grow again; one made of a short left part and a long right part seldom does.
        let room = leftLength < rightLength || total > UInt32.max / 2 ? total : 2 &* total
        owner = newBytes(capacity: room)
        target = owner &+ ObjectLayout.Bytes.dataOffset
        string = newStringView(data: target, byteCount: total, owner: owner, flags: flags)
        store32(owner &+ ObjectLayout.Bytes.usedOffset, total)
    }
    data = stringData(left)
    fastCopy(to: target, from: data, count: leftLength)
    fastCopy(to: target &+ leftLength, from: stringData(right), count: rightLength)
    return string
}
