/// The control flow of a function as far as traced variables and safepoints are concerned, and their liveness.
struct RootFlow {
    private enum Event {
        case read(Int)
        case write(Int)
        case safepoint
    }

    private struct Block {
        var events = 0..<0
        var first: Int?
        var second: Int?
    }

    private let localCount: Int
    private var events: [Event] = []
    private var blocks: [Block] = [Block()]
    private var current = 0
    private var start = 0

    init(localCount: Int) { self.localCount = localCount }

    // MARK: Building

    mutating func read(_ local: Int) { events.append(.read(local)) }
    mutating func write(_ local: Int) { events.append(.write(local)) }
    mutating func safepoint() { events.append(.safepoint) }

    mutating func makeBlock() -> Int {
        blocks.append(Block())
        return blocks.count - 1
    }

    /// Ends the current block, which may go on in either block, and leaves none current until `begin`.
    mutating func branch(to first: Int?, or second: Int?) {
        blocks[current].events = start..<events.count
        blocks[current].first = first
        blocks[current].second = second
    }

    /// Events that follow belong to `block`.
    mutating func begin(_ block: Int) {
        current = block
        start = events.count
    }

    /// Ends the current block; what follows cannot be reached until `begin`. Without a target the function is left.
    mutating func jump(to target: Int?) {
        branch(to: target, or: nil)
        begin(makeBlock())
    }

    mutating func fallThrough(to target: Int) {
        branch(to: target, or: nil)
        begin(target)
    }

    mutating func finish() { branch(to: nil, or: nil) }

    // MARK: Liveness

    /// The variables, in ascending order, that are read after some safepoint without an assignment in between.
    func liveAcrossSafepoints() -> [Int] {
        let words = (localCount + 63) / 64
        guard words > 0 else { return [] }
        var liveIn = [UInt64](repeating: 0, count: blocks.count * words)
        var live = [UInt64](repeating: 0, count: words)
        var changed = true
        while changed {
            changed = false
            for block in blocks.indices.reversed() {
                liveOut(of: block, liveIn, words, into: &live)
                for event in events[blocks[block].events].reversed() {
                    switch event {
                    case .read(let local): live[local / 64] |= 1 << UInt64(local % 64)
                    case .write(let local): live[local / 64] &= ~(1 << UInt64(local % 64))
                    case .safepoint: break
                    }
                }
                for word in 0..<words where liveIn[block * words + word] != live[word] {
                    liveIn[block * words + word] = live[word]
                    changed = true
                }
            }
        }
        return collectSafepoints(liveIn, words)
    }

    private func liveOut(of block: Int, _ liveIn: [UInt64], _ words: Int, into live: inout [UInt64]) {
        for word in 0..<words {
            var bits: UInt64 = 0
            if let next = blocks[block].first { bits |= liveIn[next * words + word] }
            if let next = blocks[block].second { bits |= liveIn[next * words + word] }
            live[word] = bits
        }
    }

    private func collectSafepoints(_ liveIn: [UInt64], _ words: Int) -> [Int] {
        var found = [UInt64](repeating: 0, count: words)
        var live = found
        for block in blocks.indices {
            liveOut(of: block, liveIn, words, into: &live)
            for event in events[blocks[block].events].reversed() {
                switch event {
                case .read(let local): live[local / 64] |= 1 << UInt64(local % 64)
                case .write(let local): live[local / 64] &= ~(1 << UInt64(local % 64))
                case .safepoint: for word in 0..<words { found[word] |= live[word] }
                }
            }
        }
        return (0..<localCount).filter { found[$0 / 64] >> UInt64($0 % 64) & 1 == 1 }
    }
}
