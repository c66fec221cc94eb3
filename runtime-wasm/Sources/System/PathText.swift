// Paths as texts.

/// The path without empty components and `.`, with `..` resolved in the text, as a string. `..` stays where a relative path leads
/// upwards, and vanishes at the root. `.` when nothing is left.
func normalizedPath(_ data: UInt32, _ count: UInt32) -> UInt32 {
    let start = newBytes(capacity: count &+ 1) &+ ObjectLayout.Bytes.dataOffset
    let end = data &+ count
    let isAbsolute = count != 0 && load8(data) == 47
    if isAbsolute { store8(start, 47) }
    let root = isAbsolute ? start &+ 1 : start
    // Components before this are `..` and cannot be taken back.
    var floor = root
    var out = root
    var at = data
    while at < end {
        var stop = at
        while stop != end && load8(stop) != 47 { stop &+= 1 }
        let length = stop &- at
        let isDot = length == 1 && load8(at) == 46
        let isUp = length == 2 && load16(at) == 0x2E2E
        if isUp && (out != floor || isAbsolute) {
            while out > floor && load8(out &- 1) != 47 { out &-= 1 }
            if out > root { out &-= 1 }
        } else if length != 0 && !isDot {
            if out != root {
                store8(out, 47)
                out &+= 1
            }
            copy(to: out, from: at, count: length)
            out &+= length
            if isUp { floor = out }
        }
        at = stop &+ 1
    }
    if out == start {
        store8(out, 46)
        out &+= 1
    }
    return copyString(start, out &- start, 0)
}

@_cdecl("path_normalize") @inline(__always) func pathNormalizeEntry(_ path: UInt32) -> UInt32 {
    normalizedPath(stringData(path), stringLength(path))
}

/// Two normalized paths joined by a slash. `.` on the left vanishes.
func joinedPath(_ left: UInt32, _ leftCount: UInt32, _ right: UInt32, _ rightCount: UInt32) -> UInt32 {
    if leftCount == 1 && load8(left) == 46 { return copyString(right, rightCount, 0) }
    let needsSlash: UInt32 = leftCount != 0 && load8(left &+ leftCount &- 1) == 47 ? 0 : 1
    let string = newString(byteCount: leftCount &+ needsSlash &+ rightCount)
    let data = stringData(string)
    copy(to: data, from: left, count: leftCount)
    store8(data &+ leftCount, 47)
    copy(to: data &+ leftCount &+ needsSlash, from: right, count: rightCount)
    return string
}

/// Whether a normalized path is the directory of the normalized path `name`, or lies below it.
func isBelow(_ path: UInt32, _ name: UInt32) -> Bool {
    let count = stringLength(name)
    if count > stringLength(path) || !bytesEqual(stringData(path), stringData(name), count) { return false }
    return count == stringLength(path) || load8(stringData(path) &+ count) == 47
}
