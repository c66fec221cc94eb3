// The index of a table: a hash table of the positions of its entries, so that a search looks at one or two lines of memory and seldom at a
// wrong key. It is an array of buckets of 32 bytes. A key belongs into the bucket that the lower bits of its hash name; when that is full, it
// goes into the next one that is not.
//
// The index of a table whose first key is a string also has a *print* for each entry, sixteen bytes behind the buckets. That of a text of up to
// fifteen bytes says all about it, so that a search need not look at the string, whose line of memory would have to be waited for.

/// A bucket: six tags, each eight bits of a hash or 0 for a free place, never used or a removed number's; a byte that is not 0 when a key
/// found the bucket full; a byte in reserve; and for each tag the position of the entry.
enum IndexBucket {
    static let shift: UInt32 = 5
    static let positionsOffset: UInt32 = 8
    /// So many entries a bucket has on average in a full table.
    static let load: UInt32 = 4
    /// The lowest, and the highest bit of each tag.
    static let lowBits: UInt64 = 0x0000_0101_0101_0101
    static let highBits: UInt64 = 0x0000_8080_8080_8080
    /// Set, together with bits above it or not, when a key found the bucket full.
    static let overflow: UInt64 = 1 &<< 48
}

/// The first bucket of a table that has an index. No bucket crosses a boundary between lines of a cache.
@inline(__always) func indexBuckets(_ table: UInt32) -> UInt32 { firstBucket(tableIndex(table)) }

@inline(__always) private func firstBucket(_ index: UInt32) -> UInt32 { (index &+ ObjectLayout.Bytes.dataOffset &+ 31) & ~31 }

/// Bytes of all buckets.
@inline(__always) private func bucketBytes(_ table: UInt32) -> UInt32 { (tableMask(table) &+ 1) &<< IndexBucket.shift }

/// Bytes of all buckets, and of all prints if there are any.
@inline(__always) func indexBytes(_ table: UInt32) -> UInt32 { (bucketBytes(table) &* (hasPrints(table) ? 3 : 1)) }

@inline(__always) func hasPrints(_ table: UInt32) -> Bool { load8(table, ObjectLayout.flagsOffset) & UInt32(ObjectLayout.Flag.prints) != 0 }

/// The print of the entry at a position, in a table that has prints.
@inline(__always) func printAddress(_ table: UInt32, _ position: UInt32) -> UInt32 {
    indexBuckets(table) &+ bucketBytes(table) &+ position &<< TextPrint.shift
}

/// The number of buckets, a power of two, of an index for `count` entries.
func indexSize(_ count: UInt32) -> UInt32 {
    var buckets: UInt32 = 4
    // The greatest that is considered needs more memory than there is.
    while buckets &* IndexBucket.load < count && buckets < 1 &<< 26 { buckets &*= 2 }
    return buckets
}

/// Gives a table an index with nothing in it, for `capacity` entries.
func newIndex(_ table: UInt32, capacity: UInt32) {
    let mask = indexSize(capacity) &- 1
    if tableIndex(table) == 0 || tableMask(table) != mask {
        if tableIndex(table) != 0 { freeLarge(tableIndex(table)) }
        store32(table &+ ObjectLayout.Table.maskOffset, mask)
        let index = newBytes(capacity: indexBytes(table) &+ 1 &<< IndexBucket.shift)
        store64(table &+ ObjectLayout.Table.indexOffset, box(index, .bytes))
    }
    fill(indexBuckets(table), count: bucketBytes(table))
}

/// Says whether a table has prints; without an index, or before the index is made anew.
func setPrints(_ table: UInt32, _ wanted: Bool) {
    if hasPrints(table) == wanted { return }
    dropIndex(table)
    store8(table &+ ObjectLayout.flagsOffset, load8(table, ObjectLayout.flagsOffset) ^ UInt32(ObjectLayout.Flag.prints))
}

/// Takes a table's index away.
@inline(__always) func dropIndex(_ table: UInt32) {
    store64(table &+ ObjectLayout.Table.indexOffset, nullBits)
    store32(table &+ ObjectLayout.Table.maskOffset, 0)
}

/// The tag for a hash, which is the upper half of `product`: its highest eight bits, and never 0.
@inline(__always) func hashTag(_ product: UInt64) -> UInt64 { (product < 1 &<< 56 ? 1 &<< 56 : product) &>> 56 }

/// Bit 7 of each place of a bucket whose tag is `tag`. May also mark a place behind one that is right. What it says is the position of another
/// key, or if the place is free, of the first entry or one that was removed.
@inline(__always) func matchingTags(_ tags: UInt64, _ tag: UInt64) -> UInt64 {
    let difference = tags ^ tag &* IndexBucket.lowBits
    return (difference &- IndexBucket.lowBits) & ~difference & IndexBucket.highBits
}

/// The offset of the first marked tag's position from that of the first one.
@inline(__always) func bucketPlace(_ matches: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: matches.trailingZeroBitCount) &>> 1 & 28 }

/// Finds, one after the other, the positions of entries whose keys may have a certain hash.
struct IndexSearch {
    private let buckets: UInt32
    private let mask: UInt32
    private let tag: UInt64
    private var offset: UInt32
    private var tags: UInt64
    /// Bit 7 of each place whose tag is right.
    private var matches: UInt64

    @inline(__always) init(_ table: UInt32, _ hash: UInt32) {
        buckets = indexBuckets(table)
        mask = tableMask(table) &<< IndexBucket.shift
        tag = hashTag(UInt64(hash) &<< 32)
        offset = hash &<< IndexBucket.shift & mask
        tags = load64(buckets &+ offset)
        matches = matchingTags(tags, tag)
    }

    /// Whether there is a place that has not been looked at.
    @inline(__always) mutating func next() -> Bool {
        while matches == 0 {
            if tags < IndexBucket.overflow { return false }
            offset = (offset &+ 1 &<< IndexBucket.shift) & mask
            tags = load64(buckets &+ offset)
            matches = matchingTags(tags, tag)
        }
        return true
    }

    /// The position of the entry at that place, which counts as looked at.
    @inline(__always) mutating func position() -> UInt32 {
        let place = UInt32(truncatingIfNeeded: matches.trailingZeroBitCount) &>> 3
        matches &= matches &- 1
        return load32(buckets &+ offset &+ place &<< 2, IndexBucket.positionsOffset)
    }
}

/// Notes where the entry of a new key is.
@inline(__always) func addToIndex(_ buckets: UInt32, _ mask: UInt32, _ hash: UInt32, _ position: UInt32) {
    var bucket = buckets &+ (hash & mask) &<< IndexBucket.shift
    var tags = load64(bucket)
    var free = matchingTags(tags, 0)
    while free == 0 {
        store64(bucket, tags | IndexBucket.overflow)
        bucket = buckets &+ (bucket &- buckets &+ 1 &<< IndexBucket.shift) & (mask &<< IndexBucket.shift | 31)
        tags = load64(bucket)
        free = matchingTags(tags, 0)
    }
    let place = UInt32(truncatingIfNeeded: free.trailingZeroBitCount) &>> 3
    store8(bucket &+ place, UInt32(truncatingIfNeeded: hashTag(UInt64(hash) &<< 32)))
    store32(bucket &+ IndexBucket.positionsOffset &+ place &<< 2, position)
}
