// Equality and order of texts, eight bytes at a time. The order of UTF-8 bytes is the order of code points.

@_extern(c, "string_equal") func stringEqual(_ left: UInt32, _ right: UInt32) -> UInt32

@_cdecl("string_equal") @inline(__always) func stringEqualEntry(_ left: UInt32, _ right: UInt32) -> UInt32 {
    if left == right { return 1 }
    let count = stringLength(left)
    if count != stringLength(right) { return 0 }
    if count == 0 { return 1 }
    // Most texts that differ begin differently.
    if load8(stringData(left)) != load8(stringData(right)) { return 0 }
    return count == 1 || bytesEqual(stringData(left), stringData(right), count) ? 1 : 0
}

/// Whether `count` bytes at both places are the same.
func bytesEqual(_ left: UInt32, _ right: UInt32, _ count: UInt32) -> Bool {
    if count >= 8 {
        // The last word overlaps the one before.
        let last = count &- 8
        var at: UInt32 = 0
        while at < last {
            if load64(left &+ at) != load64(right &+ at) { return false }
            at &+= 8
        }
        return load64(left &+ last) == load64(right &+ last)
    }
    if count >= 4 {
        let last = count &- 4
        return load32(left) == load32(right) && load32(left &+ last) == load32(right &+ last)
    }
    var at: UInt32 = 0
    while at != count {
        if load8(left &+ at) != load8(right &+ at) { return false }
        at &+= 1
    }
    return true
}

@_extern(c, "string_compare") func stringCompare(_ left: UInt32, _ right: UInt32) -> Int32

@_cdecl("string_compare") @inline(__always) func stringCompareEntry(_ left: UInt32, _ right: UInt32) -> Int32 {
    let leftLength = stringLength(left)
    let rightLength = stringLength(right)
    var a = stringData(left)
    var b = stringData(right)
    var rest = leftLength < rightLength ? leftLength : rightLength
    if a != b {
        while rest >= 8 && load64(a) == load64(b) {
            a &+= 8
            b &+= 8
            rest &-= 8
        }
        while rest != 0 {
            let x = load8(a)
            let y = load8(b)
            if x != y { return x < y ? -1 : 1 }
            a &+= 1
            b &+= 1
            rest &-= 1
        }
    }
    return leftLength == rightLength ? 0 : leftLength < rightLength ? -1 : 1
}
