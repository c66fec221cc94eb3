// The nondeterministic automaton run directly: all its states that are alive advance together, each with the bounds of groups that it has
// seen. Time is linear in the text for any pattern; it serves where the other engines cannot.

struct RegexThreads {
    private let search: RegexSearch
    private let automaton: UInt32
    private let slotSize: UInt32
    private var current = StateSet()
    private var following = StateSet()
    /// The bounds that the states of either set have seen, by state.
    private var currentSlots: UInt32
    private var followingSlots: UInt32
    /// The bounds of the thread that is being followed, and those of the best match.
    private let scratch: UInt32
    let bounds: UInt32
    private let stack: UInt32

    init(_ search: RegexSearch, slotCount: UInt32) {
        self.search = search
        automaton = search.program &+ ProgramField.forward
        slotSize = 4 &* slotCount
        let count = load32(automaton, AutomatonField.stateCount)
        let targets = load32(automaton, AutomatonField.targetCount)
        let slots = count &* slotSize
        // Every state on the stack takes 8 bytes, and so does every bound that is to be set back.
        let base = regexWork(search.array, 16 &* count &+ 2 &* slots &+ 2 &* slotSize &+ 8 &* (targets &+ count &+ 2))
        current = StateSet(dense: base, sparse: base &+ 4 &* count)
        following = StateSet(dense: base &+ 8 &* count, sparse: base &+ 12 &* count)
        currentSlots = base &+ 16 &* count
        followingSlots = currentSlots &+ slots
        scratch = followingSlots &+ slots
        bounds = scratch &+ slotSize
        stack = bounds &+ slotSize
    }

    func bound(_ index: UInt32) -> UInt32 { load32(bounds &+ 4 &* index) }

    /// Runs over the text between two places; true if there is a match.
    mutating func run(from: UInt32, to limit: UInt32, isAnchored: Bool) -> Bool {
        var at = from
        var found = false
        while true {
            if current.count == 0 && (found || (isAnchored && at != from)) { break }
            if !found && (!isAnchored || at == from) {
                fill(scratch, count: slotSize, byte: 0xFF)
                var set = current
                follow(load32(automaton, AutomatonField.anchoredStart), at, &set, currentSlots)
                current = set
            }
            let isEnd = at >= limit
            let letter = isEnd ? 0 : letterAt(search.text &+ at, search.array, search.program)
            let width = isEnd ? 0 : scalarWidth(load8(search.text &+ at))
            if advance(letter, to: at &+ width, isEnd: isEnd) { found = true }
            if isEnd { break }
            let set = current
            current = following
            following = set
            following.count = 0
            let slots = currentSlots
            currentSlots = followingSlots
            followingSlots = slots
            at &+= width
        }
        return found
    }

    /// Lets every state take a letter; true if one of them is a match, which ends those that are preferred less.
    private mutating func advance(_ letter: UInt32, to place: UInt32, isEnd: Bool) -> Bool {
        let states = load32(automaton, AutomatonField.states)
        var next = following
        defer { following = next }
        var index: UInt32 = 0
        while index != current.count {
            let state = current.get(index)
            let bits = load64(states &+ 8 &* state)
            index &+= 1
            if stateKind(bits) == StateKind.match {
                copy(to: bounds, from: currentSlots &+ state &* slotSize, count: slotSize)
                return true
            }
            if !isEnd && takes(search.program, bits, letter) {
                copy(to: scratch, from: currentSlots &+ state &* slotSize, count: slotSize)
                follow(stateB(bits), place, &next, followingSlots)
            }
        }
        return false
    }

    /// Adds a state, and what it leads to without taking a letter. Entries of the stack are states, or bounds to be set back (bit 31).
    private func follow(_ start: UInt32, _ at: UInt32, _ set: inout StateSet, _ slots: UInt32) {
        let states = load32(automaton, AutomatonField.states)
        var top = stack
        store64(top, UInt64(start))
        top &+= 8
        while top != stack {
            top &-= 8
            var state = load32(top)
            if state >> 31 != 0 {
                store32(scratch &+ (state & 0x7FFF_FFFF), load32(top, 4))
                continue
            }
            while set.insert(state) {
                let bits = load64(states &+ 8 &* state)
                let kind = stateKind(bits)
                if kind == StateKind.save {
                    let slot = 4 &* stateA(bits)
                    if slot < slotSize {
                        store64(top, UInt64(slot | 1 << 31) | UInt64(load32(scratch &+ slot)) << 32)
                        top &+= 8
                        store32(scratch &+ slot, at)
                    }
                    state = stateB(bits)
                } else if kind == StateKind.union {
                    let targets = load32(automaton, AutomatonField.targets) &+ 4 &* stateB(bits)
                    var index = stateA(bits)
                    while index > 1 {
                        index &-= 1
                        store64(top, UInt64(load32(targets &+ 4 &* index)))
                        top &+= 8
                    }
                    state = load32(targets)
                } else if kind == StateKind.look {
                    if !search.holds(stateA(bits), at) { break }
                    state = stateB(bits)
                } else {
                    copy(to: slots &+ state &* slotSize, from: scratch, count: slotSize)
                    break
                }
            }
        }
    }
}
