// Running the deterministic automaton over a text.

extension LazyAutomaton {
    /// Instead of a place: the cache was emptied so often that another engine should do the search.
    static let gaveUp: UInt32 = nowhere &- 1
}

/// A run of the automaton: where it is and what it found.
struct AutomatonRun {
    /// Where the last match found ends, `nowhere`, or `LazyAutomaton.gaveUp`.
    var match = nowhere
    /// Where the run ended.
    var stopped: UInt32 = 0
    /// For noticing that the cache is emptied too often: how often it was emptied in this run, and where last.
    fileprivate var clears: UInt32 = 0
    fileprivate var clearedAt: UInt32 = 0
}

extension LazyAutomaton {
    /// Reads the text from `from` on, beginning with `start`. With `earliest` it is enough to know that there is a match.
    mutating func searchForward(_ text: UInt32, _ length: UInt32, from: UInt32, _ start: UInt32, earliest: Bool) -> AutomatonRun {
        var run = AutomatonRun()
        run.clearedAt = from
        run.stopped = from
        var at = text &+ from
        let end = text &+ length
        if start == Transition.dead { return run }
        var state = start & Transition.stateMask
        var columns = cache &+ CacheField.columns
        while true {
            var next: UInt32 = 0
            while at != end {
                next = load32(load32(columns &+ load8(at) << 2) &+ state)
                if next >= Transition.unknown && next < Transition.match { break }
                if next >= Transition.match {
                    run.match = at &- text
                    if earliest { return run }
                    next &= Transition.stateMask
                }
                state = next
                at &+= 1
            }
            // An unknown transition, a scalar beyond ASCII, the end of the text, or no way to go on.
            if at != end && next == Transition.dead { break }
            let width = at == end ? 0 : scalarWidth(load8(at))
            next = enter(state, column(at, end), at &- text, &run)
            if run.match == Self.gaveUp { return run }
            if next >= Transition.match { run.match = at &- text }
            if width == 0 || next == Transition.dead || (earliest && run.match != nowhere) { break }
            columns = cache &+ CacheField.columns
            state = next & Transition.stateMask
            at &+= width
        }
        run.stopped = at &- text
        return run
    }

    /// Reads the text from `from` back to `limit`, beginning with `start`: `match` is where the longest match begins.
    mutating func searchBackward(_ text: UInt32, from: UInt32, to limit: UInt32, _ start: UInt32) -> AutomatonRun {
        var run = AutomatonRun()
        run.clearedAt = from
        run.stopped = from
        var at = text &+ from
        let end = text &+ limit
        if start == Transition.dead { return run }
        var state = start & Transition.stateMask
        var columns = cache &+ CacheField.columns
        while true {
            var next: UInt32 = 0
            while at != end {
                next = load32(load32(columns &+ load8(at &- 1) << 2) &+ state)
                if next >= Transition.unknown && next < Transition.match { break }
                if next >= Transition.match {
                    run.match = at &- text
                    next &= Transition.stateMask
                }
                state = next
                at &-= 1
            }
            if at != end && next == Transition.dead { break }
            // What is before the limit counts for looks.
            let isLast = at == end
            let place = at == text ? at : previousScalar(at)
            next = enter(state, at == text ? endColumn : column(place, at), at &- text, &run)
            if run.match == Self.gaveUp { return run }
            if next >= Transition.match { run.match = at &- text }
            if isLast || next == Transition.dead { break }
            columns = cache &+ CacheField.columns
            state = next & Transition.stateMask
            at = place
        }
        return run
    }

    private var endColumn: UInt32 { load32(program, ProgramField.letterCount) }

    /// The column of the scalar at a place, or of the end of the text.
    private func column(_ at: UInt32, _ end: UInt32) -> UInt32 {
        if at == end { return endColumn }
        return letterAt(at, array, program)
    }

    /// The state that a letter leads to, made if need be.
    private mutating func enter(_ state: UInt32, _ column: UInt32, _ place: UInt32, _ run: inout AutomatonRun) -> UInt32 {
        let known = load32(load32(cache, CacheField.rows) &+ state &+ 4 &* column)
        if known != Transition.unknown { return known }
        let clears = load32(cache, CacheField.clears)
        let next = step(state, column)
        if load32(cache, CacheField.clears) == clears { return next }
        let distance = place > run.clearedAt ? place &- run.clearedAt : run.clearedAt &- place
        run.clears &+= 1
        if run.clears > 2 && distance < 10 &* load32(cache, CacheField.lost) { run.match = Self.gaveUp }
        run.clearedAt = place
        return next
    }
}

/// The letter of the scalar at an address.
@inline(__always) func letterAt(_ at: UInt32, _ array: UInt32, _ program: UInt32) -> UInt32 {
    let byte = load8(at)
    if byte < 0x80 { return load8(load32(program, ProgramField.asciiLetters) &+ byte) }
    return letterOf(decodeScalar(at), array, program)
}

/// The address of the scalar that ends before an address.
@inline(__always) func previousScalar(_ at: UInt32) -> UInt32 {
    var at = at &- 1
    while load8(at) & 0xC0 == 0x80 { at &-= 1 }
    return at
}
