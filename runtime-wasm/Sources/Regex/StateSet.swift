// Working memory of searches.

/// A set of small numbers that remembers the order in which they came.
struct StateSet {
    var dense: UInt32 = 0
    var sparse: UInt32 = 0
    var count: UInt32 = 0

    @inline(__always) func get(_ index: UInt32) -> UInt32 { load32(dense &+ 4 &* index) }

    /// False if the number is there already.
    @inline(__always) mutating func insert(_ number: UInt32) -> Bool {
        let index = load32(sparse &+ 4 &* number)
        if index < count && load32(dense &+ 4 &* index) == number { return false }
        store32(dense &+ 4 &* count, number)
        store32(sparse &+ 4 &* number, count)
        count &+= 1
        return true
    }
}

/// `size` bytes of working memory of a regular expression.
func regexWork(_ array: UInt32, _ size: UInt32) -> UInt32 {
    var object = regexObject(array, RegexSlot.work)
    if object == 0 || load32(object, ObjectLayout.Bytes.capacityOffset) < size {
        object = newBytes(capacity: size > UInt32.max / 2 ? UInt32.max : size < 512 ? 1024 : 2 &* size)
        setRegexObject(array, RegexSlot.work, object)
    }
    return object &+ ObjectLayout.Bytes.dataOffset
}
