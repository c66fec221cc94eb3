// Concatenation. Building a text by appending takes linear time: a long result lives in a `bytes` buffer with room to spare, and when
// the left operand ends where the buffer's used part ends, the right one is written behind it and both texts share the buffer.

/// Results up to this many bytes are copied into the string object itself.
private let inlineLimit: UInt32 = 48

@_extern(c, "string_concat") func stringConcat(_ left: UInt32, _ right: UInt32) -> UInt32

@_cdecl("string_concat") @inline(__always) func stringConcatEntry(_ left: UInt32, _ right: UInt32) -> UInt32 { fastConcat(left, right, 0, 0) }

@_cdecl("string_concat3") @inline(__always) func stringConcat3Entry(_ first: UInt32, _ second: UInt32, _ third: UInt32) -> UInt32 {
    fastConcat(first, second, third, 0)
}

@_cdecl("string_concat4") @inline(__always)
func stringConcat4Entry(_ first: UInt32, _ second: UInt32, _ third: UInt32, _ fourth: UInt32) -> UInt32 {
    fastConcat(first, second, third, fourth)
}

/// The texts of up to four strings, one behind the other. The last two may be 0.
@inline(never) private func fastConcat(_ a: UInt32, _ b: UInt32, _ c: UInt32, _ d: UInt32) -> UInt32 {
    let left = stringLength(a)
    var flags = joinedFlags(a, b)
    var added = UInt64(stringLength(b))
    if c != 0 {
        added &+= UInt64(stringLength(c))
        flags = joinedFlags(of: flags, stringFlags(c))
        if d != 0 {
            added &+= UInt64(stringLength(d))
            flags = joinedFlags(of: flags, stringFlags(d))
        }
    }
    if added == 0 { return a }
    if left == 0 && c == 0 { return b }
    // More than an address space holds: no allocation can succeed.
    let total = added &+ UInt64(left) > UInt64(UInt32.max) ? UInt32.max : UInt32(truncatingIfNeeded: added) &+ left
    let place = appendPlace(a, left, total)
    let string: UInt32
    var target: UInt32
    if place != 0 {
        target = place
        string = inlineStringView(data: stringData(a), byteCount: total, owner: stringOwner(a), flags: UInt8(truncatingIfNeeded: flags))
    } else {
        string = roomyString(total, left, UInt8(truncatingIfNeeded: flags))
        fastCopy(to: stringData(string), from: stringData(a), count: left)
        target = stringData(string) &+ left
    }
    target = appended(target, b)
    if c == 0 { return string }
    target = appended(target, c)
    if d != 0 { _ = appended(target, d) }
    return string
}

@inline(__always) private func appended(_ target: UInt32, _ string: UInt32) -> UInt32 {
    fastCopy(to: target, from: stringData(string), count: stringLength(string))
    return target &+ stringLength(string)
}

/// Where the rest of a text of `total` bytes can be written when a string's own text ends its buffer's used part, and there is room; else 0.
@inline(__always) private func appendPlace(_ string: UInt32, _ length: UInt32, _ total: UInt32) -> UInt32 {
    let owner = stringOwner(string)
    if owner == 0 { return 0 }
    let used = load32(owner, ObjectLayout.Bytes.usedOffset)
    let end = stringData(string) &+ length
    let added = total &- length
    if end != owner &+ ObjectLayout.Bytes.dataOffset &+ used || added > load32(owner, ObjectLayout.Bytes.capacityOffset) &- used { return 0 }
    store32(owner &+ ObjectLayout.Bytes.usedOffset, used &+ added)
    return end
}

/// A string of `total` bytes, with room to grow when it is long. A text that grows at its end will grow again; one made of a short left part
/// and a long rest seldom does.
@inline(never) private func roomyString(_ total: UInt32, _ left: UInt32, _ flags: UInt8) -> UInt32 {
    if total <= inlineLimit { return newString(byteCount: total, flags: flags) }
    let owner = newBytes(capacity: left < total &- left || total > UInt32.max / 2 ? total : 2 &* total)
    store32(owner &+ ObjectLayout.Bytes.usedOffset, total)
    return newStringView(data: owner &+ ObjectLayout.Bytes.dataOffset, byteCount: total, owner: owner, flags: flags)
}
