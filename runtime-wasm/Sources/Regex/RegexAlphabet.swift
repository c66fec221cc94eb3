// The alphabet of a regular expression: scalars that it does not tell apart are one letter. Everything behind the parser works with letters,
// so that Unicode costs only the step from a scalar to its letter.

/// The letters of a tree.
struct RegexAlphabet {
    /// How many letters there are.
    private(set) var count: UInt32 = 1
    /// Where an interval of scalars with one letter begins, and in the lower half the letter; in order.
    private(set) var intervals: RegexList
    /// Sets beyond those of the tree: word characters; `UInt32.max` when nobody asks.
    let wordSet: UInt32

    init(_ tree: RegexTree, wordSet: UInt32) {
        self.wordSet = wordSet
        intervals = RegexList(capacity: 64)
        var literals = RegexList(capacity: 32)
        collectLiterals(tree, &literals)
        collectBoundaries(tree, literals)
        var members = RegexList(capacity: intervals.count &+ 1)
        splitLiterals(literals)
        var set: UInt32 = 0
        while set < tree.sets.count {
            refine(tree, set, &members)
            set &+= 1
        }
        renumber(&members)
    }

    private mutating func collectLiterals(_ tree: RegexTree, _ literals: inout RegexList) {
        var node: UInt32 = 3
        while node < tree.nodes.count {
            if tree.kind(node) == NodeKind.literal { literals.append(UInt64(tree.value(node))) }
            node &+= 3
        }
        if tree.looks & Look.lineMask != 0 { literals.append(10) }
        literals.sort(from: 0)
    }

    private mutating func collectBoundaries(_ tree: RegexTree, _ literals: RegexList) {
        intervals.append(0)
        // Bytes from 0x80 on are never ASCII letters.
        intervals.append(scalarRange(0x80, 0))
        var at: UInt32 = 0
        while at < literals.count {
            let scalar = UInt32(truncatingIfNeeded: literals.get(at))
            if at == 0 || literals.get(at) != literals.get(at &- 1) {
                intervals.append(scalarRange(scalar, 0))
                intervals.append(scalarRange(scalar &+ 1, 0))
            }
            at &+= 1
        }
        at = 0
        while at < tree.ranges.count {
            intervals.append(scalarRange(rangeFirst(tree.ranges.get(at)), 0))
            intervals.append(scalarRange(rangeLast(tree.ranges.get(at)) &+ 1, 0))
            at &+= 1
        }
        intervals.sort(from: 0)
        var kept: UInt32 = 0
        at = 1
        while at < intervals.count {
            if intervals.get(at) != intervals.get(kept) && rangeFirst(intervals.get(at)) <= lastScalar {
                kept &+= 1
                intervals.set(kept, intervals.get(at))
            }
            at &+= 1
        }
        intervals.truncate(to: kept &+ 1)
    }

    /// The index of the interval that a scalar lies in.
    private func find(_ scalar: UInt32) -> UInt32 {
        var low: UInt32 = 0
        var high = intervals.count
        while high &- low > 1 {
            let middle = (low &+ high) / 2
            if rangeFirst(intervals.get(middle)) <= scalar { low = middle } else { high = middle }
        }
        return low
    }

    /// The letter of a scalar.
    func letter(_ scalar: UInt32) -> UInt32 { rangeLast(intervals.get(find(scalar))) }

    private mutating func setLetter(_ index: UInt32, _ letter: UInt32) {
        store32(intervals.address(index), letter)
    }

    /// Every literal is a letter of its own.
    private mutating func splitLiterals(_ literals: RegexList) {
        var at: UInt32 = 0
        while at < literals.count {
            if at == 0 || literals.get(at) != literals.get(at &- 1) {
                setLetter(find(UInt32(truncatingIfNeeded: literals.get(at))), count)
                count &+= 1
            }
            at &+= 1
        }
    }

    /// Splits the letters that lie partly in a set. `members` has an entry for every letter: how many of its intervals are there, how many of
    /// them in the set.
    private mutating func refine(_ tree: RegexTree, _ set: UInt32, _ members: inout RegexList) {
        members.truncate(to: 0)
        var at: UInt32 = 0
        while at < count {
            members.append(0)
            at &+= 1
        }
        at = 0
        while at < intervals.count {
            let place = members.address(rangeLast(intervals.get(at)))
            store32(place, load32(place) &+ 1)
            at &+= 1
        }
        forEachInterval(tree, set) { alphabet, index in
            let place = members.address(rangeLast(alphabet.intervals.get(index))) &+ 4
            store32(place, load32(place) &+ 1)
        }
        // From here on the upper half is the new letter of the intervals in the set.
        at = 0
        let old = count
        while at < old {
            let entry = members.get(at)
            let isSplit = rangeFirst(entry) != 0 && rangeFirst(entry) != rangeLast(entry)
            store32(members.address(at) &+ 4, isSplit ? count : at)
            if isSplit { count &+= 1 }
            at &+= 1
        }
        forEachInterval(tree, set) { alphabet, index in
            alphabet.setLetter(index, rangeFirst(members.get(rangeLast(alphabet.intervals.get(index)))))
        }
    }

    @inline(__always)
    private mutating func forEachInterval(_ tree: RegexTree, _ set: UInt32, _ body: (inout RegexAlphabet, UInt32) -> Void) {
        var at = tree.setStart(set)
        let end = at &+ tree.setCount(set)
        while at < end {
            let range = tree.ranges.get(at)
            var index = find(rangeFirst(range))
            while index < intervals.count && rangeFirst(intervals.get(index)) <= rangeLast(range) {
                body(&self, index)
                index &+= 1
            }
            at &+= 1
        }
    }

    /// Numbers the letters in the order in which they occur first, so that those of ASCII come first, and joins neighbours with one letter.
    private mutating func renumber(_ members: inout RegexList) {
        members.truncate(to: 0)
        var at: UInt32 = 0
        while at < count {
            members.append(UInt64(UInt32.max))
            at &+= 1
        }
        var next: UInt32 = 0
        var kept: UInt32 = 0
        at = 0
        while at < intervals.count {
            let old = rangeLast(intervals.get(at))
            if members.get(old) == UInt64(UInt32.max) {
                members.set(old, UInt64(next))
                next &+= 1
            }
            let letter = UInt32(truncatingIfNeeded: members.get(old))
            let first = rangeFirst(intervals.get(at))
            if kept == 0 || first == 0x80 || rangeLast(intervals.get(kept &- 1)) != letter {
                intervals.set(kept, scalarRange(first, letter))
                kept &+= 1
            }
            at &+= 1
        }
        intervals.truncate(to: kept)
        count = next
    }

    /// Whether a letter's scalars are in a set: `scalar` is one of them.
    func contains(_ tree: RegexTree, _ set: UInt32, _ scalar: UInt32) -> Bool {
        var low = tree.setStart(set)
        var high = low &+ tree.setCount(set)
        while low < high {
            let middle = (low &+ high) / 2
            if rangeLast(tree.ranges.get(middle)) < scalar { low = middle &+ 1 } else { high = middle }
        }
        return low < tree.setStart(set) &+ tree.setCount(set) && rangeFirst(tree.ranges.get(low)) <= scalar
    }
}
