// The compiled form of a regular expression: a `bytes` object that begins with words, some of which are addresses of tables further on.

/// Offsets of the words.
enum ProgramField {
    static let flags: UInt32 = 0
    static let groupCount: UInt32 = 4
    static let letterCount: UInt32 = 8
    /// A byte for each of the 128 ASCII scalars: its letter.
    static let asciiLetters: UInt32 = 12
    /// Intervals as in `RegexAlphabet`, from U+0080 on.
    static let intervals: UInt32 = 16
    static let intervalCount: UInt32 = 20
    /// A bit for each letter, in words, for each set.
    static let setBits: UInt32 = 24
    static let wordsPerSet: UInt32 = 28
    /// A byte for each letter with bits of `LetterFlag`.
    static let letterFlags: UInt32 = 32
    /// A byte for each byte value: at which of a match's first three bytes it can stand (bits 0 to 2).
    static let firstBytes: UInt32 = 36
    /// What every match begins with.
    static let prefix: UInt32 = 40
    static let prefixLength: UInt32 = 44
    /// The automata for reading forward and backward.
    static let forward: UInt32 = 48
    static let backward: UInt32 = 72
    /// How much searching for candidates may cost before it is given up (see `RegexSearch`).
    static let credit: UInt32 = 96
    static let size: UInt32 = 104
}

/// Offsets of the words that describe an automaton.
enum AutomatonField {
    static let states: UInt32 = 0
    static let stateCount: UInt32 = 4
    static let targets: UInt32 = 8
    static let targetCount: UInt32 = 12
    static let anchoredStart: UInt32 = 16
    static let start: UInt32 = 20
}

enum ProgramFlag {
    /// Matches begin at the start of the text only.
    static let isAnchored: UInt32 = 1
    /// The prefix is all there is.
    static let isLiteral: UInt32 = 2
    /// Matches are not empty, and `firstBytes` rules something out.
    static let hasFirstBytes: UInt32 = 4
    static let usesWords: UInt32 = 8
    static let usesLines: UInt32 = 16
    static let usesLooks: UInt32 = 32
}

enum LetterFlag {
    static let word: UInt32 = 1
    static let lineFeed: UInt32 = 2
}

/// What a regular expression consists of: the slots of the array that it wraps.
enum RegexSlot {
    static let pattern: UInt32 = 0
    static let flags: UInt32 = 1
    /// An array with the name, or null, of every group.
    static let names: UInt32 = 2
    static let program: UInt32 = 3
    /// Caches of the deterministic automata, made when they are needed.
    static let forwardCache: UInt32 = 4
    static let backwardCache: UInt32 = 5
    /// Memory that the engines work in.
    static let work: UInt32 = 6
    /// Letters of scalars that were met lately.
    static let pages: UInt32 = 7
    /// Stack of the backtracking engine.
    static let stack: UInt32 = 8
    static let count: UInt32 = 9
}

/// Puts a program together.
struct ProgramBuilder {
    private let tree: RegexTree
    let alphabet: RegexAlphabet
    private var prefix = newBytes(capacity: 16)
    /// Whether the whole pattern is its prefix.
    private var isLiteral = false

    init(_ tree: RegexTree, _ alphabet: RegexAlphabet) {
        self.tree = tree
        self.alphabet = alphabet
    }

    /// The program; an address behind the header of a `bytes` object.
    mutating func build(_ forward: RegexCompiler, _ backward: RegexCompiler) -> UInt32 {
        isLiteral = addPrefix(tree.root)
        let prefixLength = load32(prefix, ObjectLayout.Bytes.usedOffset)
        let letters = alphabet.count
        let words = (letters &+ 31) / 32
        let sets = tree.sets.count
        let size = ProgramField.size &+ 128 &+ 256 &+ 8 &* alphabet.intervals.count &+ 4 &* words &* sets &+ letters &+ prefixLength
            &+ 8 &* (forward.states.count &+ backward.states.count) &+ 4 &* (forward.targets.count &+ backward.targets.count) &+ 32
        let program = newBytes(capacity: size) &+ ObjectLayout.Bytes.dataOffset
        fill(program, count: size)
        var at = program &+ ProgramField.size
        at = store(forward, program &+ ProgramField.forward, at)
        at = store(backward, program &+ ProgramField.backward, at)
        at = storeIntervals(program, at)
        store32(program &+ ProgramField.setBits, at)
        store32(program &+ ProgramField.wordsPerSet, words)
        at &+= 4 &* words &* sets
        store32(program &+ ProgramField.letterFlags, at)
        at &+= letters
        store32(program &+ ProgramField.asciiLetters, at)
        store32(program &+ ProgramField.firstBytes, at &+ 128)
        at &+= 128 &+ 256
        store32(program &+ ProgramField.prefix, at)
        copy(to: at, from: prefix &+ ObjectLayout.Bytes.dataOffset, count: prefixLength)
        store32(program &+ ProgramField.prefixLength, prefixLength)
        store32(program &+ ProgramField.groupCount, tree.groupCount)
        store32(program &+ ProgramField.letterCount, letters)
        store32(program &+ ProgramField.credit, 1024)
        fillLetters(program, words)
        var flags: UInt32 = isLiteral && prefixLength != 0 ? ProgramFlag.isLiteral : 0
        if tree.looks != 0 { flags |= ProgramFlag.usesLooks }
        if tree.looks & Look.lineMask != 0 { flags |= ProgramFlag.usesLines }
        if tree.looks & Look.wordMask != 0 { flags |= ProgramFlag.usesWords }
        store32(program, flags | analyzeStart(program))
        return program
    }

    /// Adds what every match of a node begins with to the prefix; true when that is the whole node, or nothing but a look.
    private mutating func addPrefix(_ node: UInt32) -> Bool {
        switch tree.kind(node) {
        case NodeKind.empty: return true
        case NodeKind.capture: return addPrefix(tree.child(node))
        case NodeKind.literal:
            prefix = reserve(prefix, 4)
            let used = load32(prefix, ObjectLayout.Bytes.usedOffset)
            let place = prefix &+ ObjectLayout.Bytes.dataOffset &+ used
            store32(prefix &+ ObjectLayout.Bytes.usedOffset, used &+ encodeScalar(tree.value(node), place) &- place)
            return true
        case NodeKind.concat:
            var part = tree.child(node)
            var isWhole = true
            while part != 0 {
                if tree.kind(part) == NodeKind.look { isWhole = false } else if !addPrefix(part) { return false }
                part = tree.next(part)
            }
            return isWhole
        default: return false
        }
    }

    private func store(_ automaton: RegexCompiler, _ fields: UInt32, _ place: UInt32) -> UInt32 {
        var at = place
        store32(fields &+ AutomatonField.states, at)
        store32(fields &+ AutomatonField.stateCount, automaton.states.count)
        copy(to: at, from: automaton.states.address(0), count: 8 &* automaton.states.count)
        at &+= 8 &* automaton.states.count
        store32(fields &+ AutomatonField.targets, at)
        store32(fields &+ AutomatonField.targetCount, automaton.targets.count)
        var index: UInt32 = 0
        while index < automaton.targets.count {
            store32(at, UInt32(truncatingIfNeeded: automaton.targets.get(index)))
            at &+= 4
            index &+= 1
        }
        store32(fields &+ AutomatonField.anchoredStart, automaton.anchoredStart)
        store32(fields &+ AutomatonField.start, automaton.start)
        return (at &+ 7) & ~7
    }

    private func storeIntervals(_ program: UInt32, _ place: UInt32) -> UInt32 {
        var index: UInt32 = 0
        while rangeFirst(alphabet.intervals.get(index)) < 0x80 { index &+= 1 }
        let count = alphabet.intervals.count &- index
        store32(program &+ ProgramField.intervals, place)
        store32(program &+ ProgramField.intervalCount, count)
        copy(to: place, from: alphabet.intervals.address(index), count: 8 &* count)
        return place &+ 8 &* count
    }

    /// Fills the tables of letters: one scalar of each letter tells which sets it is in.
    private func fillLetters(_ program: UInt32, _ words: UInt32) {
        let ascii = load32(program, ProgramField.asciiLetters)
        let flags = load32(program, ProgramField.letterFlags)
        var scalar: UInt32 = 0
        while scalar < 0x80 {
            store8(ascii &+ scalar, alphabet.letter(scalar))
            scalar &+= 1
        }
        if tree.looks & Look.lineMask != 0 { store8(flags &+ alphabet.letter(10), LetterFlag.lineFeed) }
        var index: UInt32 = 0
        var known: UInt32 = 0
        while index < alphabet.intervals.count {
            let letter = rangeLast(alphabet.intervals.get(index))
            if letter == known {
                fillMembership(program, words, letter, rangeFirst(alphabet.intervals.get(index)))
                known &+= 1
            }
            index &+= 1
        }
    }

    private func fillMembership(_ program: UInt32, _ words: UInt32, _ letter: UInt32, _ scalar: UInt32) {
        var set: UInt32 = 0
        while set < tree.sets.count {
            if alphabet.contains(tree, set, scalar) {
                let word = load32(program, ProgramField.setBits) &+ 4 &* (set &* words &+ letter / 32)
                store32(word, load32(word) | 1 << (letter & 31))
                if set == alphabet.wordSet {
                    let flags = load32(program, ProgramField.letterFlags) &+ letter
                    store8(flags, load8(flags) | LetterFlag.word)
                }
            }
            set &+= 1
        }
    }
}

/// Whether a state takes a letter.
@inline(__always) func takes(_ program: UInt32, _ state: UInt64, _ letter: UInt32) -> Bool {
    switch stateKind(state) {
    case StateKind.letter: return stateA(state) == letter
    case StateKind.set:
        let word = load32(program, ProgramField.setBits) &+ 4 &* (stateA(state) &* load32(program, ProgramField.wordsPerSet) &+ letter / 32)
        return load32(word) >> (letter & 31) & 1 != 0
    case StateKind.any: return true
    default: return false
    }
}
