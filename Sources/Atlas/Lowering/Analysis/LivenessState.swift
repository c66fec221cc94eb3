import Basics

/// Which variables are live at the current point of a walk against the direction of execution.
///
/// Branches are walked one after another from the same state: each records what it changed and is undone, and merging touches only
/// what some branch changed. Leaving a block replaces the state without touching every variable: see `Base`.
struct LivenessState {
    /// What holds for variables without a newer mark.
    fileprivate struct Base {
        /// Marks from before this time do not count.
        var resetTime = 0
        /// Then variables declared inside fewer loops than this are live.
        var threshold = 0
        /// Marks from before `floorTime` do not count for variables declared inside fewer loops than this: they are live.
        var floor = 0
        var floorTime = 0
    }

    fileprivate struct Mark {
        var time: Int
        var isLive: Bool
    }

    /// What one branch did to the state it started from.
    struct Branch {
        fileprivate var changes: [SymbolID: Bool] = [:]
        /// Replaced the state, so that unchanged variables are live only below this loop depth.
        fileprivate var threshold: Int?
        fileprivate var floor = 0
        /// The variables used in it.
        var used: Set<SymbolID> = []
    }

    private let loopDepth: [SymbolID: Int]
    private var base = Base()
    private var marks: [SymbolID: Mark] = [:]
    private var clock = 0
    private var log: [SymbolID: Mark?] = [:]
    private var used: Set<SymbolID> = []

    init(_ loopDepth: [SymbolID: Int]) { self.loopDepth = loopDepth }

    private func depth(_ symbol: SymbolID) -> Int { loopDepth[symbol] ?? 0 }

    func isLive(_ symbol: SymbolID) -> Bool {
        let mark = marks[symbol]
        if depth(symbol) < base.floor {
            if let mark, mark.time > base.floorTime { return mark.isLive }
            return true
        }
        if let mark, mark.time > base.resetTime { return mark.isLive }
        return depth(symbol) < base.threshold
    }

    mutating func use(_ symbol: SymbolID) {
        set(symbol, true)
        used.insert(symbol)
    }

    /// The variable gets a new value here.
    mutating func kill(_ symbol: SymbolID) { set(symbol, false) }

    /// The variable does not exist before this point.
    mutating func forget(_ symbol: SymbolID) {
        marks[symbol] = nil
        log[symbol] = nil
        used.remove(symbol)
    }

    private mutating func set(_ symbol: SymbolID, _ isLive: Bool) {
        if log[symbol] == nil { log[symbol] = .some(marks[symbol]) }
        clock += 1
        marks[symbol] = Mark(time: clock, isLive: isLive)
    }

    /// Control goes elsewhere from here, to where variables declared inside fewer than `threshold` loops may be used.
    mutating func leave(threshold: Int) {
        clock += 1
        base = Base(resetTime: clock, threshold: threshold)
    }

    /// From here on variables declared inside fewer than `depth` loops count as live.
    mutating func raiseFloor(_ depth: Int) {
        clock += 1
        base.floor = max(base.floor, depth)
        base.floorTime = clock
    }

    /// What remains to be put back when a branch has been walked.
    struct Checkpoint {
        fileprivate var base: Base
        fileprivate var log: [SymbolID: Mark?]
        fileprivate var used: Set<SymbolID>
    }

    mutating func beginBranch() -> Checkpoint {
        defer {
            log = [:]
            used = []
        }
        return Checkpoint(base: base, log: log, used: used)
    }

    /// Undoes what was walked since `checkpoint` and says what it was.
    mutating func endBranch(_ checkpoint: Checkpoint) -> Branch {
        var branch = Branch(used: used)
        for symbol in log.keys { branch.changes[symbol] = isLive(symbol) }
        if base.resetTime != checkpoint.base.resetTime { branch.threshold = base.threshold }
        branch.floor = base.floor
        for (symbol, mark) in log { marks[symbol] = mark }
        base = checkpoint.base
        log = checkpoint.log
        used = checkpoint.used
        return branch
    }

    /// One of the branches is taken.
    mutating func merge(_ branches: [Branch]) {
        var changed: Set<SymbolID> = []
        for branch in branches {
            changed.formUnion(branch.changes.keys)
            used.formUnion(branch.used)
        }
        var result: [(SymbolID, Bool)] = []
        for symbol in changed {
            let isLive = branches.contains { branch in
                branch.changes[symbol] ?? (depth(symbol) < branch.floor || branch.threshold.map { depth(symbol) < $0 } ?? self.isLive(symbol))
            }
            result.append((symbol, isLive))
        }
        let thresholds = branches.compactMap(\.threshold)
        let floor = branches.map(\.floor).max() ?? 0
        if !branches.isEmpty, thresholds.count == branches.count {
            leave(threshold: max(thresholds.max() ?? 0, floor))
        } else {
            let raised = max(thresholds.max() ?? 0, floor)
            if raised > base.floor { raiseFloor(raised) }
        }
        for (symbol, isLive) in result { set(symbol, isLive) }
    }
}
