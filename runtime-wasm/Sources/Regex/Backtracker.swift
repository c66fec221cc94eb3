// Finding the groups of a short match by trying one way after the other. No state is entered twice at the same place, so the time is bounded
// by the number of states times the length of the match.

struct Backtracker {
    /// The largest number of pairs of states and places.
    static let limit: UInt64 = 1 << 17

    private let search: RegexSearch
    private let automaton: UInt32
    private let slotSize: UInt32
    private let bounds: UInt32
    /// A bit for every state at every place.
    private let visited: UInt32
    private let places: UInt32

    init(_ search: RegexSearch, slotCount: UInt32) {
        self.search = search
        automaton = search.program &+ ProgramField.forward
        slotSize = 4 &* slotCount
        places = search.end &- search.start &+ 1
        let size = (load32(automaton, AutomatonField.stateCount) &* places &+ 7) / 8
        bounds = regexWork(search.array, slotSize &+ size)
        visited = bounds &+ slotSize
        fill(visited, count: size)
        fill(bounds, count: slotSize, byte: 0xFF)
    }

    /// The bounds of the groups of the match that begins where the search found one.
    mutating func run() -> UInt32 {
        var stack = regexObject(search.array, RegexSlot.stack)
        if stack == 0 { stack = makeStack(1024) }
        var top: UInt32 = 0
        var limit = load32(stack, ObjectLayout.Bytes.capacityOffset)
        var state = load32(automaton, AutomatonField.anchoredStart)
        var at = search.start
        let states = load32(automaton, AutomatonField.states)
        while true {
            let index = state &* places &+ at &- search.start
            let byte = visited &+ index >> 3
            var isDone = load8(byte) >> (index & 7) & 1 != 0
            store8(byte, load8(byte) | 1 << (index & 7))
            if !isDone {
                let bits = load64(states &+ 8 &* state)
                let kind = stateKind(bits)
                state = stateB(bits)
                if kind == StateKind.union {
                    let targets = load32(automaton, AutomatonField.targets) &+ 4 &* stateB(bits)
                    var rest = stateA(bits)
                    if limit &- top < 8 &* rest {
                        stack = grow(stack, 2 &* limit &+ 8 &* rest)
                        limit = load32(stack, ObjectLayout.Bytes.capacityOffset)
                    }
                    while rest > 1 {
                        rest &-= 1
                        push(stack, &top, load32(targets &+ 4 &* rest), at)
                    }
                    state = load32(targets)
                } else if kind == StateKind.save {
                    if limit &- top < 8 {
                        stack = grow(stack, 2 &* limit)
                        limit = load32(stack, ObjectLayout.Bytes.capacityOffset)
                    }
                    let slot = bounds &+ 4 &* stateA(bits)
                    push(stack, &top, stateA(bits) | 1 << 31, load32(slot))
                    store32(slot, at)
                } else if kind == StateKind.look {
                    isDone = !search.holds(stateA(bits), at)
                } else if kind == StateKind.match {
                    return bounds
                } else {
                    isDone = at >= search.end || !takes(search.program, bits, letterAt(search.text &+ at, search.array, search.program))
                    if !isDone { at &+= scalarWidth(load8(search.text &+ at)) }
                }
            }
            while isDone {
                // There is always a way back, since there is a match.
                if top == 0 { return bounds }
                top &-= 8
                let entry = stack &+ ObjectLayout.Bytes.dataOffset &+ top
                state = load32(entry)
                if state >> 31 != 0 {
                    store32(bounds &+ 4 &* (state & 0x7FFF_FFFF), load32(entry, 4))
                } else {
                    at = load32(entry, 4)
                    isDone = false
                }
            }
        }
    }

    @inline(__always) private func push(_ stack: UInt32, _ top: inout UInt32, _ a: UInt32, _ b: UInt32) {
        store64(stack &+ ObjectLayout.Bytes.dataOffset &+ top, UInt64(a) | UInt64(b) << 32)
        top &+= 8
    }

    private func makeStack(_ capacity: UInt32) -> UInt32 {
        let stack = newBytes(capacity: capacity)
        setRegexObject(search.array, RegexSlot.stack, stack)
        return stack
    }

    @inline(never) private func grow(_ old: UInt32, _ capacity: UInt32) -> UInt32 {
        let stack = makeStack(capacity)
        let size = load32(old, ObjectLayout.Bytes.capacityOffset)
        copy(to: stack &+ ObjectLayout.Bytes.dataOffset, from: old &+ ObjectLayout.Bytes.dataOffset, count: size)
        return stack
    }
}
