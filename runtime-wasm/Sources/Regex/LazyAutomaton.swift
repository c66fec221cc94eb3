// A deterministic automaton whose states are made when the search meets them first. A state stands for the states of the nondeterministic
// automaton that are alive, in the order in which they are preferred. The states are a cache of limited size that is emptied when it is full.
//
// Whether a text matches is known one letter late, since looks ask for the letter behind a place: a state is marked when a match ends
// before the letter that led to it.

/// Entries of a row that are no plain state: what bit 31 says.
enum Transition {
    static let unknown: UInt32 = 0x8000_0000
    static let dead: UInt32 = 0x8000_0001
    /// In the column of bytes that are not ASCII: the scalar has to be decoded.
    static let decode: UInt32 = 0x8000_0002
    /// From here on: a state that tells of a match.
    static let match: UInt32 = 0xC000_0000
    static let stateMask: UInt32 = 0x3FFF_FFFF
}

/// What is before the place where a search begins.
enum StartContext {
    static let textStart: UInt32 = 0
    static let lineStart: UInt32 = 1
    static let word: UInt32 = 2
    static let other: UInt32 = 3
}

/// What a state stands for: its hash, `SetFlag` bits, the number of states, the states.
enum SetField {
    static let hash: UInt32 = 0
    static let flags: UInt32 = 4
    static let count: UInt32 = 8
    static let states: UInt32 = 12
}

enum SetFlag {
    /// Bits of `Look` that are known to hold.
    static let looks: UInt32 = 0x3FF
    static let afterWord: UInt32 = 1 << 10
    static let match: UInt32 = 1 << 11
    /// From here on bits of `Look` that some state asks for.
    static let wantedShift: UInt32 = 16
}

struct LazyAutomaton {
    let array: UInt32
    let program: UInt32
    let automaton: UInt32
    let isReversed: Bool
    /// The address of the states that exist; see `CacheField`.
    var cache: UInt32
    private let stateCount: UInt32
    private var first = StateSet()
    private var second = StateSet()
    /// Working memory: what a state that is looked for stands for.
    var key: UInt32 = 0
    private var stack: UInt32 = 0

    init(_ array: UInt32, _ program: UInt32, isReversed: Bool) {
        self.array = array
        self.program = program
        self.isReversed = isReversed
        automaton = program &+ (isReversed ? ProgramField.backward : ProgramField.forward)
        stateCount = load32(automaton, AutomatonField.stateCount)
        let object = regexObject(array, isReversed ? RegexSlot.backwardCache : RegexSlot.forwardCache)
        cache = object &+ ObjectLayout.Bytes.dataOffset
        if object == 0 {
            let stride = 4 &* (load32(program, ProgramField.letterCount) &+ 3)
            cache = 0
            cache = makeCache(stride: stride, rows: stride > 512 ? 4 : 4096 / stride, sets: 2048)
        }
    }

    @inline(__always) var letterCount: UInt32 { load32(program, ProgramField.letterCount) }

    /// Lays out the working memory.
    private mutating func prepare() {
        let n = 4 &* stateCount
        let base = regexWork(array, 6 &* n &+ 4 &* load32(automaton, AutomatonField.targetCount) &+ 64)
        first = StateSet(dense: base, sparse: base &+ n)
        second = StateSet(dense: base &+ 2 &* n, sparse: base &+ 3 &* n)
        key = base &+ 4 &* n
        stack = key &+ n &+ 16
    }

    /// Adds a state, and what it leads to without taking a letter, in the order of preference.
    private func addClosure(_ start: UInt32, _ looks: UInt32, to set: inout StateSet) {
        let states = load32(automaton, AutomatonField.states)
        var top = stack
        store32(top, start)
        top &+= 4
        while top != stack {
            top &-= 4
            var state = load32(top)
            while set.insert(state) {
                let bits = load64(states &+ 8 &* state)
                switch stateKind(bits) {
                case StateKind.save: state = stateB(bits)
                case StateKind.look:
                    if looks >> stateA(bits) & 1 != 0 { state = stateB(bits) }
                case StateKind.union:
                    let targets = load32(automaton, AutomatonField.targets) &+ 4 &* stateB(bits)
                    var index = stateA(bits)
                    while index > 1 {
                        index &-= 1
                        store32(top, load32(targets &+ 4 &* index))
                        top &+= 4
                    }
                    state = load32(targets)
                default: break
                }
            }
        }
    }

    /// The state for a set; `flags` are those of `SetFlag` without what is wanted.
    private mutating func stateFor(_ set: StateSet, _ flags: UInt32) -> UInt32 {
        let states = load32(automaton, AutomatonField.states)
        var wanted: UInt32 = 0
        var count: UInt32 = 0
        var at: UInt32 = 0
        while at != set.count {
            let state = set.get(at)
            let bits = load64(states &+ 8 &* state)
            let kind = stateKind(bits)
            if kind == StateKind.look { wanted |= 1 << stateA(bits) }
            if kind != StateKind.union && kind != StateKind.save && kind != StateKind.fail {
                store32(key &+ SetField.states &+ 4 &* count, state)
                count &+= 1
            }
            at &+= 1
        }
        let isMatch = flags & SetFlag.match != 0
        if count == 0 && !isMatch { return Transition.dead }
        // Where nothing is asked, it makes no difference what holds.
        store32(key &+ SetField.flags, wanted == 0 ? flags & SetFlag.match : flags | wanted << SetFlag.wantedShift)
        store32(key &+ SetField.count, count)
        return intern(SetField.states &+ 4 &* count) | (isMatch ? Transition.match : 0)
    }

    /// The state that a search begins with.
    mutating func start(_ context: UInt32, isAnchored: Bool) -> UInt32 {
        let offset = CacheField.starts &+ 4 &* (isAnchored ? context &+ 4 : context)
        let known = load32(cache &+ offset)
        if known != Transition.unknown { return known }
        prepare()
        var flags: UInt32 = 0
        if context == StartContext.textStart { flags = 1 << Look.textStart | 1 << Look.lineStart }
        if context == StartContext.lineStart { flags = 1 << Look.lineStart }
        if context == StartContext.word { flags = SetFlag.afterWord }
        var closure = first
        addClosure(load32(automaton &+ (isAnchored ? AutomatonField.anchoredStart : AutomatonField.start)), flags, to: &closure)
        let state = stateFor(closure, flags)
        store32(cache &+ offset, state)
        return state
    }

    /// The entry of a state's row that is still unknown: for a letter, or the end of the text.
    @inline(never) mutating func step(_ state: UInt32, _ column: UInt32) -> UInt32 {
        prepare()
        let set = setOf(state)
        let flags = load32(set, SetField.flags)
        let isEnd = column == letterCount
        let letter = isEnd ? 0 : load8(load32(program, ProgramField.letterFlags) &+ column)
        let end = set &+ SetField.states &+ 4 &* load32(set, SetField.count)
        let known = flags & SetFlag.looks
        let wanted = flags >> SetFlag.wantedShift
        let holding = wanted == 0 ? known : known | looksBefore(letter, isEnd: isEnd, afterWord: flags & SetFlag.afterWord != 0)
        let isChanged = holding & ~known & wanted != 0
        var source = first
        var target = second
        var at = set &+ SetField.states
        while at != end {
            if isChanged { addClosure(load32(at), holding, to: &source) } else { _ = source.insert(load32(at)) }
            at &+= 4
        }
        var next: UInt32 = letter & LetterFlag.lineFeed != 0 ? 1 << Look.lineStart : 0
        if letter & LetterFlag.word != 0 { next |= SetFlag.afterWord }
        let states = load32(automaton, AutomatonField.states)
        var index: UInt32 = 0
        while index != source.count {
            let bits = load64(states &+ 8 &* source.get(index))
            index &+= 1
            if stateKind(bits) == StateKind.match {
                next |= SetFlag.match
                if !isReversed { break }
            } else if !isEnd && takes(program, bits, column) {
                addClosure(stateB(bits), next & SetFlag.looks, to: &target)
            }
        }
        let clears = load32(cache, CacheField.clears)
        let result = stateFor(target, next)
        if clears == load32(cache, CacheField.clears) { store32(load32(cache, CacheField.rows) &+ state &+ 4 &* column, result) }
        return result
    }

    /// The looks that hold before a letter.
    private func looksBefore(_ letter: UInt32, isEnd: Bool, afterWord: Bool) -> UInt32 {
        var looks: UInt32 = isEnd ? 1 << Look.textEnd | 1 << Look.lineEnd : 0
        if letter & LetterFlag.lineFeed != 0 { looks |= 1 << Look.lineEnd }
        let beforeWord = letter & LetterFlag.word != 0
        looks |= afterWord == beforeWord ? 1 << Look.notWordBoundary : 1 << Look.wordBoundary
        if !afterWord { looks |= 1 << Look.noWordBefore }
        if !beforeWord { looks |= 1 << Look.noWordAfter }
        if !afterWord && beforeWord { looks |= 1 << Look.wordStart }
        if afterWord && !beforeWord { looks |= 1 << Look.wordEnd }
        return looks
    }
}
