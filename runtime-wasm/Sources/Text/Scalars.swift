// Counting and finding Unicode scalars. Bytes are scalars in ASCII texts. In other long texts the runtime remembers the last place that it
// looked at, and how many scalars the text has, in a small cache: a program that walks through a text by index, or asks for the length of a
// text that grows, takes linear time.

/// Texts shorter than this are counted each time.
private let cacheLimit: UInt32 = 64

/// An entry of the cache: what is known of the bytes from `data` on. A buffer's used bytes never change, so the pairs below hold for longer
/// texts in the same place too.
private enum Entry {
    static let data: UInt32 = 0
    /// The number of collections when the entry was made: freed memory may hold other texts.
    static let epoch: UInt32 = 4
    /// A number of bytes from the start and how many scalars they hold: the whole text when it was counted last.
    static let bytes: UInt32 = 8
    static let count: UInt32 = 12
    /// Another such pair: the place asked for last.
    static let placeBytes: UInt32 = 16
    static let placeCount: UInt32 = 20
    static let size: UInt32 = 32
}

/// Eight entries, found by the address of the text.
private nonisolated(unsafe) var scalarCache = InlineArray<32, UInt64>(repeating: 0)

/// The entry for texts at `data`, emptied when it was about another one.
private func cacheEntry(_ data: UInt32) -> UInt32 {
    let entry = address(of: &scalarCache) &+ ((data >> 4 ^ data >> 9) & 7) &* Entry.size
    let epoch = load32(HeapState.collections)
    if load32(entry &+ Entry.data) != data || load32(entry &+ Entry.epoch) != epoch {
        store32(entry &+ Entry.data, data)
        store32(entry &+ Entry.epoch, epoch)
        store64(entry &+ Entry.bytes, 0)
        store64(entry &+ Entry.placeBytes, 0)
    }
    return entry
}

/// The number of scalars in `count` bytes: of bytes that are not continuation bytes.
func countScalars(_ data: UInt32, _ count: UInt32) -> UInt32 {
    var at = data
    var left = count
    var scalars = count
    while left >= 8 {
        let word = load64(at)
        let continuation = (word >> 7) & ~(word >> 6) & 0x0101_0101_0101_0101
        scalars &-= UInt32(truncatingIfNeeded: continuation.nonzeroBitCount)
        at &+= 8
        left &-= 8
    }
    while left != 0 {
        if load8(at) & 0xC0 == 0x80 { scalars &-= 1 }
        at &+= 1
        left &-= 1
    }
    return scalars
}

@_extern(c, "string_scalar_count") func stringScalarCount(_ string: UInt32) -> UInt32

@_cdecl("string_scalar_count") @inline(__always) func stringScalarCountEntry(_ string: UInt32) -> UInt32 {
    stringIsASCII(string) ? stringLength(string) : countScalars(in: string)
}

/// The number of scalars of a text that is not ASCII.
private func countScalars(in string: UInt32) -> UInt32 {
    let data = stringData(string)
    let length = stringLength(string)
    if length < cacheLimit { return countScalars(data, length) }
    let entry = cacheEntry(data)
    var bytes = load32(entry &+ Entry.bytes)
    var count = load32(entry &+ Entry.count)
    if bytes > length {
        bytes = 0
        count = 0
    }
    count &+= countScalars(data &+ bytes, length &- bytes)
    store32(entry &+ Entry.bytes, length)
    store32(entry &+ Entry.count, count)
    return count
}

/// The number of bytes before the scalar with this index, or the byte length when there are not so many scalars.
func scalarOffset(_ string: UInt32, _ index: UInt32) -> UInt32 {
    let length = stringLength(string)
    if stringIsASCII(string) { return index < length ? index : length }
    let data = stringData(string)
    if length < cacheLimit { return walk(data, length, 0, index) }
    return cachedOffset(data, length, index)
}

/// Texts are walked from the start, the end or the place asked for last, whichever is nearest.
private func cachedOffset(_ data: UInt32, _ length: UInt32, _ index: UInt32) -> UInt32 {
    let entry = cacheEntry(data)
    var bytes: UInt32 = 0
    var count: UInt32 = 0
    var distance = index
    var anchor = entry &+ Entry.bytes
    repeat {
        let anchorCount = load32(anchor &+ 4)
        let away = index < anchorCount ? anchorCount &- index : index &- anchorCount
        if away < distance && load32(anchor) <= length {
            bytes = load32(anchor)
            count = anchorCount
            distance = away
        }
        anchor &+= 8
    } while anchor != entry &+ Entry.size &- 8
    bytes = index < count ? walkBack(data, bytes, distance) : walk(data, length, bytes, distance)
    // A short walk from the start or the end need not be remembered.
    if distance > 16 && bytes != length || distance <= 16 && load32(entry &+ Entry.placeCount) &+ 16 &- index <= 32 {
        store32(entry &+ Entry.placeBytes, bytes)
        store32(entry &+ Entry.placeCount, index)
    }
    return bytes
}

/// The place `scalars` scalars before `from`.
private func walkBack(_ data: UInt32, _ from: UInt32, _ scalars: UInt32) -> UInt32 {
    var at = from
    var left = scalars
    while left >= 8 && at >= 8 {
        at &-= 8
        left &-= countScalars(data &+ at, 8)
    }
    while left != 0 {
        repeat { at &-= 1 } while load8(data &+ at) & 0xC0 == 0x80
        left &-= 1
    }
    while load8(data &+ at) & 0xC0 == 0x80 { at &+= 1 }
    return at
}

/// The place `scalars` scalars after `from`, at most `length`. Skips eight bytes at a time while that cannot be too far.
private func walk(_ data: UInt32, _ length: UInt32, _ from: UInt32, _ scalars: UInt32) -> UInt32 {
    var at = from
    var left = scalars
    while left >= 8 && length &- at >= 8 {
        left &-= countScalars(data &+ at, 8)
        at &+= 8
    }
    // A scalar may have begun before the place: its continuation bytes belong to it.
    while at < length && load8(data &+ at) & 0xC0 == 0x80 { at &+= 1 }
    while left != 0 && at < length {
        at &+= scalarWidth(load8(data &+ at))
        left &-= 1
    }
    return at
}

/// The number of bytes of a scalar that begins with this byte.
@inline(__always) func scalarWidth(_ lead: UInt32) -> UInt32 { lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4 }
