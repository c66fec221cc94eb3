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

/// What is before the place where a search begins.
enum StartContext {
    static let textStart: UInt32 = 0
    static let lineStart: UInt32 = 1
    static let word: UInt32 = 2
    static let other: UInt32 = 3
}

/// What a state stands for: its hash, `SetFlag` bits, the number of states, the states.
private enum SetField {
    static let hash: UInt32 = 0
    static let flags: UInt32 = 4
    static let count: UInt32 = 8
    static let states: UInt32 = 12
}

private enum SetFlag {
    /// Bits of `Look` that are known to hold.
    static let looks: UInt32 = 0x3FF
    static let afterWord: UInt32 = 1 << 10
    static let match: UInt32 = 1 << 11
    /// From here on bits of `Look` that some state asks for.
    static let wantedShift: UInt32 = 16
}

/// The largest sizes of a cache's parts in bytes.
private enum CacheLimit {
    static let rows: UInt32 = 1 << 20
    static let sets: UInt32 = 1 << 20
}

struct LazyAutomaton {
    let array: UInt32
    let program: UInt32
    let automaton: UInt32
    let isReversed: Bool
    private(set) var cache: UInt32
    private let stateCount: UInt32
    private var first = StateSet()
    private var second = StateSet()
    private var key: UInt32 = 0
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

    @inline(__always) private var letterCount: UInt32 { load32(program, ProgramField.letterCount) }

    // MARK: The cache

    /// A new cache in place of the old one, empty but for what `adopt` copies.
    private func makeCache(stride: UInt32, rows: UInt32, sets: UInt32) -> UInt32 {
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
    @inline(__always) private func setOf(_ state: UInt32) -> UInt32 {
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
    private mutating func intern(_ size: UInt32) -> UInt32 {
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

    // MARK: States

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

/// A set of small numbers that remembers the order in which they came.
struct StateSet {
    var dense: UInt32 = 0
    var sparse: UInt32 = 0
    var count: UInt32 = 0

    @inline(__always) func get(_ index: UInt32) -> UInt32 { load32(dense &+ 4 &* index) }

    /// False if the number is there already.
    @inline(__always) mutating func insert(_ number: UInt32) -> Bool {
        let index = load32(sparse &+ 4 &* number)
        if index < count && load32(dense &+ 4 &* index) == number { return false }
        store32(dense &+ 4 &* count, number)
        store32(sparse &+ 4 &* number, count)
        count &+= 1
        return true
    }
}

/// `size` bytes of working memory of a regular expression.
func regexWork(_ array: UInt32, _ size: UInt32) -> UInt32 {
    var object = regexObject(array, RegexSlot.work)
    if object == 0 || load32(object, ObjectLayout.Bytes.capacityOffset) < size {
        object = newBytes(capacity: size > UInt32.max / 2 ? UInt32.max : size < 512 ? 1024 : 2 &* size)
        setRegexObject(array, RegexSlot.work, object)
    }
    return object &+ ObjectLayout.Bytes.dataOffset
}
