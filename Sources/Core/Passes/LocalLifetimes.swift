import Basics

/// From where to where in a function each of its local variables is needed, in positions that count expressions in order of evaluation.
///
/// Only locals with a simple life are found: one assignment comes before all other uses on every way to them, because it stands in a part of the
/// function (a branch, the body of a block, a part of a loop, or all of it) that also holds all other uses and runs straight through its
/// own items. Such a local has no value before that assignment, and in each round of a loop around it a new one.
struct LocalLifetimes {
    struct Lifetime {
        /// The start of the first assignment.
        var start: Int
        var end: Int
        /// The part with the first assignment, and how deep it is nested.
        fileprivate var part: Int
        fileprivate var depth: Int
    }

    private enum State {
        case unseen
        case simple(Lifetime)
        case other
    }

    private let function: Function
    private var states: [State]
    private var position = 0
    /// The parts that are open, outermost first, by number.
    private var parts = [0]
    private var partCount = 1
    /// The loops that are open: where each starts, and the locals from before it that are used in it.
    private var loops: [(start: Int, locals: [Int])] = []
    /// The locals that are used in the statement that is open.
    private var used: [Int] = []

    init(_ function: Function, _ body: ExprID) {
        self.function = function
        states = [State](repeating: .unseen, count: function.locals.count)
        for parameter in 0..<function.parameterCount { states[parameter] = .other }
        visitStatement(body)
    }

    var shareable: [(local: Int, lifetime: Lifetime)] {
        states.enumerated().compactMap { index, state in
            if case .simple(let lifetime) = state { (index, lifetime) } else { nil }
        }
    }

    // MARK: Walk

    private mutating func visit(_ id: ExprID) {
        position += 1
        let kind = function.expressions[id].kind
        switch kind {
        case .local(let local):
            use(local.offset)
        case .setLocal(let local, let value):
            let start = position
            visit(value)
            position += 1
            assign(local.offset, from: start)
        case .sequence(let items):
            for item in items { visitStatement(item) }
        case .conditional(let condition, let then, let otherwise):
            visit(condition)
            visitPart(then)
            if let otherwise { visitPart(otherwise) }
        case .block(_, let body):
            visitPart(body)
        case .loop(_, let condition, let body, let step):
            loops.append((position, []))
            if let condition { visitPart(condition) }
            visitPart(body)
            if let step { visitPart(step) }
            position += 1
            for local in loops.removeLast().locals { extend(local) }
        default:
            kind.forEachOperand { visit($0) }
        }
    }

    private mutating func visitPart(_ id: ExprID) {
        parts.append(partCount)
        partCount += 1
        visitStatement(id)
        parts.removeLast()
    }

    /// What a statement uses is needed to its end: operands may wait there for those after them.
    private mutating func visitStatement(_ id: ExprID) {
        let outer = used
        used = []
        visit(id)
        position += 1
        for local in used { extend(local) }
        used = outer
    }

    // MARK: Uses

    private mutating func assign(_ local: Int, from start: Int) {
        guard case .unseen = states[local] else { return use(local) }
        states[local] = .simple(Lifetime(start: start, end: position, part: parts[parts.count - 1], depth: parts.count - 1))
        used.append(local)
    }

    private mutating func use(_ local: Int) {
        guard case .simple(let lifetime) = states[local], lifetime.depth < parts.count, parts[lifetime.depth] == lifetime.part else {
            states[local] = .other
            return
        }
        used.append(local)
        if let outermost = firstLoop(after: lifetime.start) { loops[outermost].locals.append(local) }
    }

    /// The outermost open loop that starts after a position. A value from before it is needed in all its rounds.
    private func firstLoop(after start: Int) -> Int? {
        var low = 0
        var high = loops.count
        while low < high {
            let middle = (low + high) / 2
            if loops[middle].start > start { high = middle } else { low = middle + 1 }
        }
        return low < loops.count ? low : nil
    }

    private mutating func extend(_ local: Int) {
        guard case .simple(var lifetime) = states[local] else { return }
        lifetime.end = position
        states[local] = .simple(lifetime)
    }
}
