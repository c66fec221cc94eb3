import Core

/// The control flow of a function as far as traced variables and safepoints are concerned, and their liveness.
struct RootFlow {
    private enum Event {
        case read(Int)
        case write(Int)
        /// How many values whoever collects here can keep alive itself, and whether slots that are not needed are cleared there.
        case safepoint(ExprID, room: Int, clears: Bool)
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
    mutating func safepoint(_ id: ExprID, room: Int, clears: Bool) { events.append(.safepoint(id, room: room, clears: clears)) }

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

    /// The variables that are read after a safepoint without an assignment in between.
    struct Live {
        /// Those that must be in a slot, in ascending order.
        var inSlots: [Int] = []
        /// By safepoint, those that it keeps alive itself.
        var kept: [ExprID: [Int]] = [:]
        /// Safepoints where nothing in a slot is needed.
        var withoutSlots: Set<ExprID> = []
        /// By safepoint that clears slots, those of no use there.
        var dead: [ExprID: [Int]] = [:]
    }

    func liveAcrossSafepoints() -> Live {
        let words = (localCount + 63) / 64
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

    private func collectSafepoints(_ liveIn: [UInt64], _ words: Int) -> Live {
        var found = [UInt64](repeating: 0, count: words)
        forEachSafepoint(liveIn, words) { _, room, _, live in
            if live.reduce(0, { $0 + $1.nonzeroBitCount }) > room { for word in 0..<words { found[word] |= live[word] } }
        }
        var result = Live()
        result.inSlots = (0..<localCount).filter { found[$0 / 64] >> UInt64($0 % 64) & 1 == 1 }
        forEachSafepoint(liveIn, words) { id, room, clears, live in
            if clears { result.dead[id] = result.inSlots.filter { live[$0 / 64] >> UInt64($0 % 64) & 1 == 0 } }
            var kept: [Int] = []
            var needsSlots = room < 0
            for word in 0..<words {
                if live[word] & found[word] != 0 { needsSlots = true }
                var bits = live[word] & ~found[word]
                while bits != 0 {
                    kept.append(word * 64 + bits.trailingZeroBitCount)
                    bits &= bits - 1
                }
            }
            if !kept.isEmpty { result.kept[id] = kept }
            if !needsSlots { result.withoutSlots.insert(id) }
        }
        return result
    }

    /// - Parameter body: gets the safepoint, its room, whether it clears slots, and a set of the variables that are live across it.
    private func forEachSafepoint(_ liveIn: [UInt64], _ words: Int, _ body: (ExprID, Int, Bool, [UInt64]) -> Void) {
        var live = [UInt64](repeating: 0, count: words)
        for block in blocks.indices {
            liveOut(of: block, liveIn, words, into: &live)
            for event in events[blocks[block].events].reversed() {
                switch event {
                case .read(let local): live[local / 64] |= 1 << UInt64(local % 64)
                case .write(let local): live[local / 64] &= ~(1 << UInt64(local % 64))
                case .safepoint(let id, let room, let clears): body(id, room, clears, live)
                }
            }
        }
    }
}
