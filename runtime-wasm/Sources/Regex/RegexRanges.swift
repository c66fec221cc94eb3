// Sets of scalars as lists of ranges: the upper half of an entry is the first scalar, the lower half the last. A segment of a list that is
// canonical is sorted, and its ranges neither overlap nor touch.

let lastScalar: UInt32 = 0x10_FFFF

@inline(__always) func scalarRange(_ first: UInt32, _ last: UInt32) -> UInt64 { UInt64(first) << 32 | UInt64(last) }
@inline(__always) func rangeFirst(_ range: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: range >> 32) }
@inline(__always) func rangeLast(_ range: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: range) }

extension RegexList {
    /// Makes the segment from `start` to the end canonical.
    mutating func canonicalize(from start: UInt32) {
        if count == start { return }
        sort(from: start)
        var kept = start
        var at = start &+ 1
        while at < count {
            let range = get(at)
            let last = rangeLast(get(kept))
            if rangeFirst(range) <= last &+ 1 {
                if rangeLast(range) > last { set(kept, scalarRange(rangeFirst(get(kept)), rangeLast(range))) }
            } else {
                kept &+= 1
                set(kept, range)
            }
            at &+= 1
        }
        truncate(to: kept &+ 1)
    }

    /// Replaces the canonical segment from `start` on by its complement.
    mutating func complement(from start: UInt32) {
        let end = count
        var next: UInt32 = 0
        var at = start
        while at < end {
            let range = get(at)
            if rangeFirst(range) > next { append(scalarRange(next, rangeFirst(range) &- 1)) }
            next = rangeLast(range) &+ 1
            at &+= 1
        }
        if next <= lastScalar { append(scalarRange(next, lastScalar)) }
        remove(start, end)
    }

    /// Replaces two canonical segments that follow one another, the second from `middle` to the end, by what is in both.
    mutating func intersect(from start: UInt32, _ middle: UInt32) {
        let end = count
        var left = start
        var right = middle
        while left < middle && right < end {
            let a = get(left)
            let b = get(right)
            let first = rangeFirst(a) > rangeFirst(b) ? rangeFirst(a) : rangeFirst(b)
            let last = rangeLast(a) < rangeLast(b) ? rangeLast(a) : rangeLast(b)
            if first <= last { append(scalarRange(first, last)) }
            if rangeLast(a) == last { left &+= 1 } else { right &+= 1 }
        }
        remove(start, end)
    }

    /// Replaces the two segments by what is in the first only.
    mutating func subtract(from start: UInt32, _ middle: UInt32) {
        complement(from: middle)
        intersect(from: start, middle)
    }

    /// Replaces the two segments by what is in exactly one of them.
    mutating func exclude(from start: UInt32, _ middle: UInt32) {
        let end = count
        var at = start
        // Both minus what is in both: first a copy of the two segments for their intersection, then the union of the originals.
        while at < end {
            append(get(at))
            at &+= 1
        }
        intersect(from: end, end &+ (middle &- start))
        let shared = count &- end
        at = end
        var common = RegexList(capacity: shared &+ 1)
        while at < count {
            common.append(get(at))
            at &+= 1
        }
        truncate(to: end)
        canonicalize(from: start)
        let union = count
        at = 0
        while at < shared {
            append(common.get(at))
            at &+= 1
        }
        subtract(from: start, union)
    }

    /// How many scalars the canonical segment from `start` on has.
    func scalarCount(from start: UInt32) -> UInt32 {
        var sum: UInt32 = 0
        var at = start
        while at < count {
            sum &+= rangeLast(get(at)) &- rangeFirst(get(at)) &+ 1
            at &+= 1
        }
        return sum
    }
}
