// The states of an automaton that exist, found by what they stand for.

/// Offsets in a cache. A row has an entry for every letter, for the end of the text and for bytes that are not ASCII, and then the offset of
/// what the state stands for.
enum CacheField {
    static let rowCount: UInt32 = 0
    static let rowCapacity: UInt32 = 4
    /// Bytes in a row.
    static let stride: UInt32 = 8
    static let setsUsed: UInt32 = 12
    static let setsCapacity: UInt32 = 16
    static let rows: UInt32 = 20
    static let sets: UInt32 = 24
    static let hashTable: UInt32 = 28
    static let hashMask: UInt32 = 32
    /// How often the cache was emptied, and how many states it held then.
    static let clears: UInt32 = 36
    static let lost: UInt32 = 40
    /// The first states for each `StartContext`, and the same for anchored searches.
    static let starts: UInt32 = 44
    /// For every byte the address of its column in the first row.
    static let columns: UInt32 = 76
    static let size: UInt32 = 76 &+ 1024 &+ 4
}

/// The largest sizes of a cache's parts in bytes.
private enum CacheLimit {
    static let rows: UInt32 = 1 << 20
    static let sets: UInt32 = 1 << 20
}

extension LazyAutomaton {
    /// A new cache in place of the old one, empty but for what `adopt` copies.
    func makeCache(stride: UInt32, rows: UInt32, sets: UInt32) -> UInt32 {
        var hashSize: UInt32 = 16
        while hashSize < 2 &* rows { hashSize &*= 2 }
        let size = CacheField.size &+ rows &* stride &+ sets &+ 4 &* hashSize
        let object = newBytes(capacity: size)
        setRegexObject(array, isReversed ? RegexSlot.backwardCache : RegexSlot.forwardCache, object)
        let new = object &+ ObjectLayout.Bytes.dataOffset
        fill(new, count: CacheField.size)
        let rowsAddress = new &+ CacheField.size
        store32(new &+ CacheField.rowCapacity, rows)
        store32(new &+ CacheField.stride, stride)
        store32(new &+ CacheField.setsCapacity, sets)
        store32(new &+ CacheField.rows, rowsAddress)
        store32(new &+ CacheField.sets, rowsAddress &+ rows &* stride)
        store32(new &+ CacheField.hashTable, rowsAddress &+ rows &* stride &+ sets)
        store32(new &+ CacheField.hashMask, hashSize &- 1)
        fillColumns(new, rowsAddress)
        empty(new)
        return new
    }

    private func fillColumns(_ cache: UInt32, _ rows: UInt32) {
        let letters = load32(program, ProgramField.asciiLetters)
        var byte: UInt32 = 0
        while byte < 256 {
            let column = byte < 128 ? load8(letters &+ byte) : letterCount &+ 1
            store32(cache &+ CacheField.columns &+ 4 &* byte, rows &+ 4 &* column)
            byte &+= 1
        }
    }

    private func empty(_ cache: UInt32) {
        store32(cache &+ CacheField.rowCount, 0)
        store32(cache &+ CacheField.setsUsed, 0)
        fill(load32(cache, CacheField.hashTable), count: 4 &* (load32(cache, CacheField.hashMask) &+ 1))
        var start = cache &+ CacheField.starts
        while start != cache &+ CacheField.columns {
            store32(start, Transition.unknown)
            start &+= 4
        }
    }

    /// Makes room for a row and a set of `size` bytes: in a larger cache, or by emptying this one.
    @inline(never) private mutating func makeRoom(_ size: UInt32) {
        let stride = load32(cache, CacheField.stride)
        var rows = load32(cache, CacheField.rowCapacity)
        var sets = load32(cache, CacheField.setsCapacity)
        let setsLimit = CacheLimit.sets > 8 &* size ? CacheLimit.sets : 8 &* size
        if load32(cache, CacheField.rowCount) == rows { rows &*= 2 }
        while load32(cache, CacheField.setsUsed) &+ size > sets { sets &*= 2 }
        if rows &* stride <= CacheLimit.rows || rows <= 16, sets <= setsLimit {
            let old = cache
            cache = makeCache(stride: stride, rows: rows, sets: sets)
            adopt(old)
        } else {
            store32(cache &+ CacheField.clears, load32(cache, CacheField.clears) &+ 1)
            store32(cache &+ CacheField.lost, load32(cache, CacheField.rowCount))
            empty(cache)
        }
    }

    /// Takes over the states of a smaller cache.
    private func adopt(_ old: UInt32) {
        let stride = load32(cache, CacheField.stride)
        let count = load32(old, CacheField.rowCount)
        store32(cache &+ CacheField.rowCount, count)
        store32(cache &+ CacheField.setsUsed, load32(old, CacheField.setsUsed))
        copy(to: load32(cache, CacheField.rows), from: load32(old, CacheField.rows), count: count &* stride)
        copy(to: load32(cache, CacheField.sets), from: load32(old, CacheField.sets), count: load32(old, CacheField.setsUsed))
        copy(to: cache &+ CacheField.clears, from: old &+ CacheField.clears, count: CacheField.columns &- CacheField.clears)
        var state: UInt32 = 0
        while state != count &* stride {
            insertHash(state, load32(setOf(state), SetField.hash))
            state &+= stride
        }
    }

    /// Where it stands what a state stands for.
    @inline(__always) func setOf(_ state: UInt32) -> UInt32 {
        load32(cache, CacheField.sets) &+ load32(load32(cache, CacheField.rows) &+ state &+ load32(cache, CacheField.stride) &- 4)
    }

    private func insertHash(_ state: UInt32, _ hash: UInt32) {
        let table = load32(cache, CacheField.hashTable)
        let mask = load32(cache, CacheField.hashMask)
        var index = hash & mask
        while load32(table &+ 4 &* index) != 0 { index = (index &+ 1) & mask }
        store32(table &+ 4 &* index, state &+ 1)
    }

    /// The state that stands for what `key` describes; `size` bytes.
    mutating func intern(_ size: UInt32) -> UInt32 {
        var hash: UInt32 = 0
        var at = SetField.flags
        while at != size {
            hash = (hash ^ load32(key &+ at)) &* 0x9E37_79B1
            hash ^= hash >> 15
            at &+= 4
        }
        store32(key, hash)
        var index = hash & load32(cache, CacheField.hashMask)
        while true {
            let entry = load32(load32(cache, CacheField.hashTable) &+ 4 &* index)
            if entry == 0 { break }
            let set = setOf(entry &- 1)
            if load32(set) == hash && load32(set, SetField.count) == load32(key, SetField.count) && bytesEqual(set, key, size) { return entry &- 1 }
            index = (index &+ 1) & load32(cache, CacheField.hashMask)
        }
        let isFull = load32(cache, CacheField.rowCount) == load32(cache, CacheField.rowCapacity)
        if isFull || size > load32(cache, CacheField.setsCapacity) &- load32(cache, CacheField.setsUsed) { makeRoom(size) }
        return addState(hash, size)
    }

    private func addState(_ hash: UInt32, _ size: UInt32) -> UInt32 {
        let stride = load32(cache, CacheField.stride)
        let count = load32(cache, CacheField.rowCount)
        let used = load32(cache, CacheField.setsUsed)
        copy(to: load32(cache, CacheField.sets) &+ used, from: key, count: size)
        let row = load32(cache, CacheField.rows) &+ count &* stride
        var entry = row
        while entry != row &+ stride &- 8 {
            store32(entry, Transition.unknown)
            entry &+= 4
        }
        store32(entry, Transition.decode)
        store32(entry &+ 4, used)
        store32(cache &+ CacheField.rowCount, count &+ 1)
        store32(cache &+ CacheField.setsUsed, used &+ size)
        insertHash(count &* stride, hash)
        return count &* stride
    }
}
