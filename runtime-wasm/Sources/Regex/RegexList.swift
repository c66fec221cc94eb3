// Growable lists of 64-bit entries for the compiler of regular expressions. They are garbage when it is done.

/// A list in a `bytes` object that is replaced by a larger one when it is full.
struct RegexList {
    private(set) var data: UInt32
    private(set) var count: UInt32 = 0
    private var capacity: UInt32

    init(capacity: UInt32) {
        self.capacity = capacity
        data = newBytes(capacity: 8 &* capacity) &+ ObjectLayout.Bytes.dataOffset
    }

    @inline(__always) func address(_ index: UInt32) -> UInt32 { data &+ 8 &* index }
    @inline(__always) func get(_ index: UInt32) -> UInt64 { load64(address(index)) }
    @inline(__always) func set(_ index: UInt32, _ value: UInt64) { store64(address(index), value) }

    mutating func append(_ value: UInt64) {
        if count == capacity { grow() }
        store64(address(count), value)
        count &+= 1
    }

    @inline(never) private mutating func grow() {
        if capacity > 0x0800_0000 { failOutOfMemory() }
        let larger = newBytes(capacity: 16 &* capacity) &+ ObjectLayout.Bytes.dataOffset
        copy(to: larger, from: data, count: 8 &* count)
        data = larger
        capacity = 2 &* capacity
    }

    /// Drops the entries from `index` on.
    @inline(__always) mutating func truncate(to index: UInt32) { count = index }

    /// Removes the entries in `from ..< to` by moving those behind them.
    mutating func remove(_ from: UInt32, _ to: UInt32) {
        copy(to: address(from), from: address(to), count: 8 &* (count &- to))
        count &-= to &- from
    }

    /// Sorts the entries from `start` on as unsigned numbers: heap sort, unless they are in order already.
    func sort(from start: UInt32) {
        let base = address(start)
        let size = count &- start
        var at: UInt32 = 1
        while at < size && load64(base &+ 8 &* at &- 8) <= load64(base &+ 8 &* at) { at &+= 1 }
        if at >= size { return }
        var root = size / 2
        while root != 0 {
            root &-= 1
            siftDown(base, root, size)
        }
        var end = size
        while end > 1 {
            end &-= 1
            let last = load64(base &+ 8 &* end)
            store64(base &+ 8 &* end, load64(base))
            store64(base, last)
            siftDown(base, 0, end)
        }
    }

    private func siftDown(_ base: UInt32, _ start: UInt32, _ size: UInt32) {
        var root = start
        let value = load64(base &+ 8 &* root)
        while 2 &* root &+ 1 < size {
            var child = 2 &* root &+ 1
            if child &+ 1 < size && load64(base &+ 8 &* child) < load64(base &+ 8 &* child &+ 8) { child &+= 1 }
            if load64(base &+ 8 &* child) <= value { break }
            store64(base &+ 8 &* root, load64(base &+ 8 &* child))
            root = child
        }
        store64(base &+ 8 &* root, value)
    }
}
