// From the tree to a nondeterministic automaton over letters. States are made back to front: each is made with what follows it.

/// What a state does. A state is 64 bits: its kind, then two numbers of 28 bits, `a` and `b`.
enum StateKind {
    static let fail: UInt32 = 0
    static let match: UInt32 = 1
    /// Takes the letter `a` and goes on with the state `b`.
    static let letter: UInt32 = 2
    /// Takes a letter of the set `a`.
    static let set: UInt32 = 3
    /// Takes any letter.
    static let any: UInt32 = 4
    /// Goes on with one of `a` states, the first preferred, that stand in the list of targets from `b` on.
    static let union: UInt32 = 5
    /// Notes the current place as bound `a` of the groups.
    static let save: UInt32 = 6
    /// Goes on if the look `a` holds.
    static let look: UInt32 = 7
}

@inline(__always) func stateKind(_ state: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: state) & 0xFF }
@inline(__always) func stateA(_ state: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: state >> 8) & 0xFFF_FFFF }
@inline(__always) func stateB(_ state: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: state >> 36) }

struct RegexCompiler {
    let tree: RegexTree
    let alphabet: RegexAlphabet
    /// The automaton reads texts from their end, and takes no note of groups.
    let isReversed: Bool
    private(set) var states = RegexList(capacity: 64)
    private(set) var targets = RegexList(capacity: 32)
    /// The pattern needs too many states.
    private(set) var isTooBig = false
    /// The first state for matches that begin where the search begins, and for those that begin anywhere.
    private(set) var anchoredStart: UInt32 = 0
    private(set) var start: UInt32 = 0
    private var pending = RegexList(capacity: 16)

    init(_ tree: RegexTree, _ alphabet: RegexAlphabet, isReversed: Bool) {
        self.tree = tree
        self.alphabet = alphabet
        self.isReversed = isReversed
    }

    mutating func compile() {
        var last = add(StateKind.match, 0, 0)
        if !isReversed { last = add(StateKind.save, 1, last) }
        anchoredStart = compile(tree.root, last)
        if isReversed {
            start = anchoredStart
            return
        }
        anchoredStart = add(StateKind.save, 0, anchoredStart)
        start = add(StateKind.union, 0, 0)
        let skip = add(StateKind.any, 0, start)
        setUnion(start, anchoredStart, skip)
    }

    private mutating func add(_ kind: UInt32, _ a: UInt32, _ b: UInt32) -> UInt32 {
        if states.count >= RegexLimit.states { isTooBig = true }
        states.append(UInt64(kind) | UInt64(a) << 8 | UInt64(b) << 36)
        return states.count &- 1
    }

    private mutating func setUnion(_ state: UInt32, _ first: UInt32, _ second: UInt32) {
        states.set(state, UInt64(StateKind.union) | 2 << 8 | UInt64(targets.count) << 36)
        targets.append(UInt64(first))
        targets.append(UInt64(second))
    }

    /// The state that matches a node and goes on with `next`. Recursion is as deep as the tree, which the parser limits.
    private mutating func compile(_ node: UInt32, _ next: UInt32) -> UInt32 {
        if isTooBig { return next }
        let value = tree.value(node)
        switch tree.kind(node) {
        case NodeKind.literal: return add(StateKind.letter, alphabet.letter(value), next)
        case NodeKind.set: return add(tree.setCount(value) == 0 ? StateKind.fail : StateKind.set, value, next)
        case NodeKind.look: return add(StateKind.look, isReversed ? Look.reversed(value) : value, next)
        case NodeKind.capture:
            if isReversed { return compile(tree.child(node), next) }
            let inner = compile(tree.child(node), add(StateKind.save, 2 &* value &+ 1, next))
            return add(StateKind.save, 2 &* value, inner)
        case NodeKind.concat: return compileConcat(node, next)
        case NodeKind.alternation: return compileAlternation(node, next)
        case NodeKind.repetition: return compileRepetition(node, next)
        default: return next
        }
    }

    private mutating func compileConcat(_ node: UInt32, _ next: UInt32) -> UInt32 {
        var state = next
        var part = tree.child(node)
        if isReversed {
            while part != 0 {
                state = compile(part, state)
                part = tree.next(part)
            }
            return state
        }
        let bottom = pending.count
        while part != 0 {
            pending.append(UInt64(part))
            part = tree.next(part)
        }
        while pending.count != bottom {
            let last = UInt32(truncatingIfNeeded: pending.get(pending.count &- 1))
            pending.truncate(to: pending.count &- 1)
            state = compile(last, state)
        }
        return state
    }

    private mutating func compileAlternation(_ node: UInt32, _ next: UInt32) -> UInt32 {
        let bottom = pending.count
        var part = tree.child(node)
        while part != 0 {
            let branch = compile(part, next)
            pending.append(UInt64(branch))
            part = tree.next(part)
        }
        let first = targets.count
        var at = bottom
        while at < pending.count {
            targets.append(pending.get(at))
            at &+= 1
        }
        pending.truncate(to: bottom)
        return add(StateKind.union, targets.count &- first, first)
    }

    private mutating func compileRepetition(_ node: UInt32, _ next: UInt32) -> UInt32 {
        let child = tree.child(node)
        let isGreedy = tree.isGreedy(node)
        var copies = tree.value(node)
        var state = next
        if tree.maximum(node) == RegexTree.unbounded {
            let loop = add(StateKind.fail, 0, 0)
            let body = compile(child, loop)
            setUnion(loop, isGreedy ? body : next, isGreedy ? next : body)
            state = body
            if copies == 0 {
                // `x*` where x can match the empty text is `(x+)?`: otherwise the order in which matches are preferred would be wrong.
                state = loop
                if tree.isNullable(child) {
                    state = add(StateKind.fail, 0, 0)
                    setUnion(state, isGreedy ? body : next, isGreedy ? next : body)
                }
            } else {
                copies &-= 1
            }
        } else {
            var optional = tree.maximum(node) &- copies
            while optional != 0 && !isTooBig {
                let body = compile(child, state)
                // What matches the empty text only need not be repeated.
                if body == state { break }
                state = add(StateKind.fail, 0, 0)
                setUnion(state, isGreedy ? body : next, isGreedy ? next : body)
                optional &-= 1
            }
        }
        while copies != 0 && !isTooBig {
            let before = state
            state = compile(child, state)
            if state == before { break }
            copies &-= 1
        }
        return state
    }
}
