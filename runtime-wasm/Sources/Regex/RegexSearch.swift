// Searching: which engine looks for what.
//
// When it is known what matches begin with, places where one may begin are looked for first, and the automaton is started there. Attempts
// that fail cost credit, which skipped text earns; when it is used up, the automaton reads the text once, from the place on, and a reversed
// automaton then finds out where the match that it found begins. So every search takes linear time.

struct RegexSearch {
    let array: UInt32
    let program: UInt32
    let text: UInt32
    let length: UInt32
    /// The bounds of the match found last.
    var start: UInt32 = 0
    var end: UInt32 = 0

    /// `regex` and `string` are objects.
    init(_ regex: UInt32, _ string: UInt32) {
        array = wrappedObject(regex)
        program = regexObject(array, RegexSlot.program) &+ ObjectLayout.Bytes.dataOffset
        text = stringData(string)
        length = stringLength(string)
    }

    @inline(__always) private func hasFlag(_ flag: UInt32) -> Bool { load32(program) & flag != 0 }

    /// Finds the first match that begins at `from` or later. With `earliest` only whether there is one is known afterwards.
    mutating func find(_ from: UInt32, earliest: Bool) -> Bool {
        if hasFlag(ProgramFlag.isLiteral) { return findLiteral(from) }
        var automaton = LazyAutomaton(array, program, isReversed: false)
        if hasFlag(ProgramFlag.isAnchored) {
            if from != 0 { return false }
            let run = automaton.searchForward(text, length, from: 0, automaton.start(StartContext.textStart, isAnchored: true), earliest: earliest)
            if run.match == LazyAutomaton.gaveUp { return findSlowly(0, isAnchored: true) }
            end = run.match
            start = 0
            return end != nowhere
        }
        if !hasFlag(ProgramFlag.hasFirstBytes) { return findAnywhere(&automaton, from, earliest) }
        return findCandidates(&automaton, from, earliest)
    }

    private mutating func findLiteral(_ from: UInt32) -> Bool {
        let size = load32(program, ProgramField.prefixLength)
        if from > length { return false }
        start = findBytes(text, length, from, load32(program, ProgramField.prefix), size)
        if start == nowhere { return false }
        end = start &+ size
        return true
    }

    /// The first place from `from` on where a match may begin, or `nowhere`.
    @inline(__always) private func candidate(_ from: UInt32) -> UInt32 {
        let size = load32(program, ProgramField.prefixLength)
        if size != 0 { return findBytes(text, length, from, load32(program, ProgramField.prefix), size) }
        let table = load32(program, ProgramField.firstBytes)
        let last = text &+ length
        var at = text &+ from
        while true {
            // Most bytes rule a match out: four are looked at together.
            while last &- at >= 4 {
                let first = load8(table &+ load8(at)) | load8(table &+ load8(at, 1))
                if (first | load8(table &+ load8(at, 2)) | load8(table &+ load8(at, 3))) & 1 != 0 { break }
                at &+= 4
            }
            if at == last { return nowhere }
            if load8(table &+ load8(at)) & 1 != 0 {
                // Near the end of the text the first byte has to do.
                if last &- at < 3 { return at &- text }
                if load8(table &+ load8(at, 1)) & load8(table &+ load8(at, 2)) >> 1 & 2 != 0 { return at &- text }
            }
            at &+= 1
        }
    }

    private mutating func findCandidates(_ automaton: inout LazyAutomaton, _ from: UInt32, _ earliest: Bool) -> Bool {
        var credit = load32(program, ProgramField.credit)
        var at = from
        while credit != 0 && at < length {
            let place = candidate(at)
            if place == nowhere { return false }
            credit = credit &+ 2 &* (place &- at)
            if credit > 4096 { credit = 4096 }
            let run = automaton.searchForward(
                text, length, from: place, automaton.start(context(place), isAnchored: true), earliest: earliest)
            if run.match == LazyAutomaton.gaveUp { return findSlowly(place, isAnchored: false) }
            let found = run.match != nowhere
            at = place &+ scalarWidth(load8(text &+ place))
            let cost = found ? 0 : run.stopped &- place &+ 8
            credit = credit < cost ? 0 : credit &- cost
            store32(program &+ ProgramField.credit, credit)
            if found {
                start = place
                end = run.match
                return true
            }
        }
        return at < length && findAnywhere(&automaton, at, earliest)
    }

    private mutating func findAnywhere(_ automaton: inout LazyAutomaton, _ from: UInt32, _ earliest: Bool) -> Bool {
        let run = automaton.searchForward(
            text, length, from: from, automaton.start(context(from), isAnchored: false), earliest: earliest)
        if run.match == LazyAutomaton.gaveUp { return findSlowly(from, isAnchored: false) }
        end = run.match
        if end == nowhere { return false }
        if earliest { return true }
        var reversed = LazyAutomaton(array, program, isReversed: true)
        let back = reversed.searchBackward(text, from: end, to: from, reversed.start(contextBehind(end), isAnchored: true))
        if back.match == LazyAutomaton.gaveUp { return findSlowly(from, isAnchored: false) }
        start = back.match
        return true
    }

    /// What is before a place.
    @inline(__always) private func context(_ place: UInt32) -> UInt32 {
        if !hasFlag(ProgramFlag.usesLooks) { return StartContext.other }
        return place == 0 ? StartContext.textStart : contextOf(previousScalar(text &+ place))
    }

    /// What is behind a place, for reading backward.
    private func contextBehind(_ place: UInt32) -> UInt32 {
        if !hasFlag(ProgramFlag.usesLooks) { return StartContext.other }
        return place == length ? StartContext.textStart : contextOf(text &+ place)
    }

    private func contextOf(_ scalar: UInt32) -> UInt32 {
        let flags = load8(load32(program, ProgramField.letterFlags) &+ letterAt(scalar, array, program))
        return flags & LetterFlag.lineFeed != 0 ? StartContext.lineStart : flags & LetterFlag.word != 0 ? StartContext.word : StartContext.other
    }

    /// Finds the match by running the nondeterministic automaton.
    @inline(never) private mutating func findSlowly(_ from: UInt32, isAnchored: Bool) -> Bool {
        var threads = RegexThreads(self, slotCount: 2)
        if !threads.run(from: from, to: length, isAnchored: isAnchored) { return false }
        start = threads.bound(0)
        end = threads.bound(1)
        return true
    }

    // MARK: Groups

    /// The bounds of the groups of the match found last: two words a group, `nowhere` for a group that took no part.
    mutating func groups() -> UInt32 {
        let count = load32(program, ProgramField.groupCount)
        if count == 1 {
            let bounds = regexWork(array, 8)
            store32(bounds, start)
            store32(bounds &+ 4, end)
            return bounds
        }
        let states = load32(program &+ ProgramField.forward, AutomatonField.stateCount)
        if UInt64(states) &* UInt64(end &- start &+ 1) <= Backtracker.limit {
            var backtracker = Backtracker(self, slotCount: 2 &* count)
            return backtracker.run()
        }
        var threads = RegexThreads(self, slotCount: 2 &* count)
        _ = threads.run(from: start, to: end, isAnchored: true)
        return threads.bounds
    }

    /// Whether a look holds at a place.
    func holds(_ look: UInt32, _ place: UInt32) -> Bool {
        switch look {
        case Look.textStart: return place == 0
        case Look.textEnd: return place == length
        case Look.lineStart: return place == 0 || load8(text &+ place &- 1) == 10
        case Look.lineEnd: return place == length || load8(text &+ place) == 10
        default: break
        }
        let before = place != 0 && isWord(previousScalar(text &+ place))
        let after = place != length && isWord(text &+ place)
        switch look {
        case Look.wordBoundary: return before != after
        case Look.notWordBoundary: return before == after
        case Look.wordStart: return !before && after
        case Look.wordEnd: return before && !after
        case Look.noWordBefore: return !before
        default: return !after
        }
    }

    private func isWord(_ scalar: UInt32) -> Bool {
        load8(load32(program, ProgramField.letterFlags) &+ letterAt(scalar, array, program)) & LetterFlag.word != 0
    }
}
