// Reading type descriptors.

/// A place in a type descriptor. A descriptor is text: a letter for each type, in front of those of its parts.
struct TypeCursor {
    var at: UInt32

    mutating func next() -> UInt32 {
        let letter = load8(at)
        at &+= 1
        return letter
    }

    /// A number below 64.
    mutating func nextNumber() -> UInt32 { next() &- UInt32(BoundaryType.numberBase) }

    /// Goes to the end of the type that begins here.
    mutating func skip() {
        var waiting: UInt32 = 1
        while waiting != 0 {
            waiting &-= 1
            switch next() {
            case UInt32(BoundaryType.array), UInt32(BoundaryType.list), UInt32(BoundaryType.option): waiting &+= 1
            case UInt32(BoundaryType.result), UInt32(BoundaryType.map): waiting &+= 2
            case UInt32(BoundaryType.object): at &+= 1
            case UInt32(BoundaryType.union): waiting &+= nextNumber()
            case UInt32(BoundaryType.function):
                at &+= 2
                waiting &+= nextNumber() &+ 1
            default: break
            }
        }
    }

    /// The place behind the type that begins here.
    var end: UInt32 {
        var copy = self
        copy.skip()
        return copy.at
    }
}

/// Whether two descriptors mean the same type: the template numbers of functions, which each module gives itself, do not count.
func isSameType(_ left: UInt32, _ leftCount: UInt32, _ right: UInt32, _ rightCount: UInt32) -> Bool {
    if leftCount != rightCount { return false }
    var offset: UInt32 = 0
    while offset < leftCount {
        let letter = load8(left &+ offset)
        if letter != load8(right &+ offset) { return false }
        offset &+= letter == UInt32(BoundaryType.function) ? 3 : letter == UInt32(BoundaryType.object) ? 2 : 1
    }
    return true
}
