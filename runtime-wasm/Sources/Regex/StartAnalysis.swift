// What matches begin with, for finding places where one may begin.

/// The states that take a letter when a search has come as far as some state.
private struct Front {
    var states = RegexList(capacity: 16)
    /// Every way here leads through the start of the text.
    var isAnchored = true
    /// A match may be complete.
    var isMatch = false
    /// So many states that going on from them is not worth while.
    var isLarge: Bool { states.count > 200 }
}

extension ProgramBuilder {
    /// Finds out what matches can begin with, and stores their first bytes. The result is flags.
    func analyzeStart(_ program: UInt32) -> UInt32 {
        let fields = program &+ ProgramField.forward
        var starts = RegexList(capacity: 16)
        starts.append(UInt64(load32(fields, AutomatonField.anchoredStart)))
        var front = self.front(fields, starts)
        var flags = front.isAnchored ? ProgramFlag.isAnchored : 0
        if front.isMatch { return flags }
        let table = load32(program, ProgramField.firstBytes)
        if storeBytes(program, front.states, 0) < 160 { flags |= ProgramFlag.hasFirstBytes }
        // The second and third byte count as long as it is certain that there is one, and that all before are ASCII.
        var position: UInt32 = 1
        while position < 3 && !front.isLarge && !takesBeyondASCII(table, position &- 1) {
            starts.truncate(to: 0)
            var at: UInt32 = 0
            while at < front.states.count {
                starts.append(UInt64(stateB(front.states.get(at))))
                at &+= 1
            }
            front = self.front(fields, starts)
            if front.isMatch { break }
            _ = storeBytes(program, front.states, position)
            position &+= 1
        }
        while position < 3 {
            allowAll(table, position)
            position &+= 1
        }
        return flags
    }

    private func allowAll(_ table: UInt32, _ position: UInt32) {
        var byte: UInt32 = 0
        while byte < 256 {
            store8(table &+ byte, load8(table &+ byte) | 1 << position)
            byte &+= 1
        }
    }

    private func takesBeyondASCII(_ table: UInt32, _ position: UInt32) -> Bool {
        var byte: UInt32 = 0x80
        while byte < 256 && load8(table &+ byte) >> position & 1 == 0 { byte &+= 1 }
        return byte < 256
    }

    /// What can be reached from some states without taking a letter. Looks are taken to hold.
    private func front(_ fields: UInt32, _ starts: RegexList) -> Front {
        var front = Front()
        let count = load32(fields, AutomatonField.stateCount)
        let seen = newBytes(capacity: count) &+ ObjectLayout.Bytes.dataOffset
        fill(seen, count: count)
        // Bit 0 of an entry: the way to the state leads through the start of the text.
        var stack = RegexList(capacity: 16)
        var at: UInt32 = 0
        while at < starts.count {
            stack.append(starts.get(at) << 1)
            at &+= 1
        }
        while stack.count != 0 {
            let entry = UInt32(truncatingIfNeeded: stack.get(stack.count &- 1))
            stack.truncate(to: stack.count &- 1)
            let place = seen &+ entry >> 1
            if load8(place) >> (entry & 1) & 1 != 0 { continue }
            store8(place, load8(place) | 1 << (entry & 1))
            let state = load64(load32(fields, AutomatonField.states) &+ 8 &* (entry >> 1))
            switch stateKind(state) {
            case StateKind.union:
                var target = load32(fields, AutomatonField.targets) &+ 4 &* stateB(state)
                let end = target &+ 4 &* stateA(state)
                while target < end {
                    stack.append(UInt64(load32(target) << 1 | entry & 1))
                    target &+= 4
                }
            case StateKind.save: stack.append(UInt64(stateB(state) << 1 | entry & 1))
            case StateKind.look: stack.append(UInt64(stateB(state) << 1 | entry & 1 | (stateA(state) == Look.textStart ? 1 : 0)))
            case StateKind.fail: break
            default:
                if entry & 1 == 0 { front.isAnchored = false }
                if stateKind(state) == StateKind.match { front.isMatch = true } else { front.states.append(state) }
            }
        }
        return front
    }

    /// Stores the bytes that scalars taken by the states can begin with as possible at a position; the result says how many they are.
    private func storeBytes(_ program: UInt32, _ states: RegexList, _ position: UInt32) -> UInt32 {
        let table = load32(program, ProgramField.firstBytes)
        let taken = lettersTaken(program, states)
        var index: UInt32 = 0
        while index < alphabet.intervals.count {
            let interval = alphabet.intervals.get(index)
            index &+= 1
            if load32(taken &+ 4 &* (rangeLast(interval) / 32)) >> (rangeLast(interval) & 31) & 1 == 0 { continue }
            let last = index < alphabet.intervals.count ? rangeFirst(alphabet.intervals.get(index)) &- 1 : lastScalar
            var byte = leadByte(rangeFirst(interval))
            while byte <= leadByte(last) {
                store8(table &+ byte, load8(table &+ byte) | 1 << position)
                byte &+= 1
            }
        }
        var count: UInt32 = 0
        var byte: UInt32 = 0
        while byte < 256 {
            count &+= load8(table &+ byte) >> position & 1
            byte &+= 1
        }
        return count
    }

    /// Bits, in words, for the letters that at least one of the states takes.
    private func lettersTaken(_ program: UInt32, _ states: RegexList) -> UInt32 {
        let words = load32(program, ProgramField.wordsPerSet)
        let taken = newBytes(capacity: 4 &* words) &+ ObjectLayout.Bytes.dataOffset
        fill(taken, count: 4 &* words)
        var at: UInt32 = 0
        while at < states.count {
            let state = states.get(at)
            at &+= 1
            if stateKind(state) == StateKind.letter {
                let word = taken &+ 4 &* (stateA(state) / 32)
                store32(word, load32(word) | 1 << (stateA(state) & 31))
            } else {
                let set = load32(program, ProgramField.setBits) &+ 4 &* words &* stateA(state)
                var word: UInt32 = 0
                while word < 4 &* words {
                    store32(taken &+ word, load32(taken &+ word) | load32(set &+ word))
                    word &+= 4
                }
            }
        }
        return taken
    }

    private func leadByte(_ scalar: UInt32) -> UInt32 {
        if scalar < 0x80 { return scalar }
        if scalar < 0x800 { return 0xC0 | scalar >> 6 }
        return scalar < 0x10000 ? 0xE0 | scalar >> 12 : 0xF0 | scalar >> 18
    }
}
