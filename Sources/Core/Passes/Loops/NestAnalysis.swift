import Basics
import RuntimeABI

/// Finds out what would make tests in a loop, and in the loops inside it, unnecessary: conditions on what is known before it.
///
/// Walks the loop in order of evaluation with the intervals of its integer variables. An interval holds in all rounds; its ends are numbers that
/// can be computed before the loop. A variable that a loop only adds to has its least value before it, and its greatest one from the loop's
/// condition.
struct NestAnalysis {
    private let function: Function
    private let facts: LoopFacts
    private var state: NestIntervals
    /// What each loop, block and conditional sets, besides unsharing in place.
    private var assigned: [ExprID: Set<LocalID>] = [:]
    /// The values that each loop sets its variables to.
    private var updates: [ExprID: [LocalID: [ExprID]]] = [:]
    private let set: Set<LocalID>

    /// The tests of indices that the conditions make unnecessary.
    private(set) var removable: Set<ExprID> = []
    /// Must not be negative.
    private(set) var positive: [Bound] = []
    /// Must be below the length of the array.
    private(set) var below: [(bound: Bound, array: NestArray)] = []
    /// Flags that the array must not have, in order of the first.
    private(set) var flags: [(array: NestArray, mask: UInt8)] = []
    /// Module variables that are read.
    private(set) var globals: [GlobalID] = []
    /// Reads of arrays, by what is read.
    private(set) var arrayReads: [(expression: ExprID, array: NestArray)] = []
    private(set) var globalReads: [(expression: ExprID, global: GlobalID)] = []
    private(set) var lengths: [(expression: ExprID, array: NestArray)] = []
    /// What unshares, and what writes its result back: nothing to do when no array is shared.
    private(set) var dropped: [ExprID] = []
    private(set) var unshares: [(unshare: ExprID, array: ExprID)] = []
    /// Values that are no numbers, stored into arrays that must not be marked as holding only numbers.
    private(set) var storedValues: [ExprID] = []

    /// Nil when the loop, or one inside, does more than compute and change arrays.
    init?(_ loop: ExprID, _ function: Function) {
        guard case .loop(_, let condition, let body, let step) = function.expressions[loop].kind else { return nil }
        facts = LoopFacts([condition, body, step].compactMap { $0 }, function, isNest: true)
        guard facts.isSimple, facts.unsharesInPlaceOnly else { return nil }
        self.function = function
        var inPlace: Set<ExprID> = []
        for places in facts.localUnshares.values { for place in places { inPlace.insert(place.assignment) } }
        var collector = AssignmentCollector(function: function, ignored: inPlace)
        set = collector.collect(loop)
        assigned = collector.assigned
        updates = collector.updates
        state = NestIntervals(function, set: set) { [facts] in Self.isConstant($0, facts) }
        collectUnshares()
        visit(loop)
    }

    /// There is nothing to win.
    var isUseless: Bool { removable.isEmpty && globals.isEmpty && flags.isEmpty }

    // MARK: Unsharing

    private mutating func collectUnshares() {
        for local in facts.unsharedLocals {
            for place in facts.localUnshares[local] ?? [] { dropped.append(place.assignment) }
            forbid(ObjectLayout.Flag.shared, .local(local))
        }
        for global in facts.unsharedGlobals {
            for place in facts.globalUnshares[global] ?? [] {
                if let writeBack = place.writeBack {
                    dropped.append(writeBack)
                    guard case .unshare(let array) = function.expressions[place.unshare].kind else { continue }
                    unshares.append((place.unshare, array))
                } else {
                    dropped.append(place.assignment)
                }
            }
            forbid(ObjectLayout.Flag.shared, .global(global))
            use(global)
        }
    }

    private mutating func forbid(_ mask: UInt8, _ array: NestArray) {
        if let index = flags.firstIndex(where: { $0.array == array }) { flags[index].mask |= mask } else { flags.append((array, mask)) }
    }

    private mutating func use(_ global: GlobalID) { if !globals.contains(global) { globals.append(global) } }

    /// The variable holds the same in all rounds.
    private static func isConstant(_ global: GlobalID, _ facts: LoopFacts) -> Bool {
        facts.globalAssignments[global] == nil || facts.globalUnshares[global] != nil
    }

    // MARK: Walk

    /// Visits an expression; the array that it is, if it is one of the loop's.
    @discardableResult
    private mutating func visit(_ id: ExprID) -> NestArray? {
        let expression = function.expressions[id]
        switch expression.kind {
        case .local(let local):
            guard expression.type == .reference(.array) else { return nil }
            guard let array = state.array(id) else { return nil }
            if set.contains(local) { arrayReads.append((id, array)) }
            return array
        case .global(let global):
            guard Self.isConstant(global, facts) else { return nil }
            use(global)
            globalReads.append((id, global))
            return expression.type == .reference(.array) ? .global(global) : nil
        case .unshare(let array): return visit(array)
        case .setLocal(let local, let value):
            let array = visit(value)
            state.set(local, to: value, array: array)
            return nil
        case .sequence(let items):
            var last: NestArray?
            for item in items { last = visit(item) }
            return last
        case .arrayLength(let array):
            if let array = visit(array) { lengths.append((id, array)) }
            return nil
        case .checkIndex(let index, let array, _, _):
            visit(index)
            let array = visit(array)
            if let array, expression.type == .i32 { check(id, index, array) }
            return nil
        case .arrayStore(let array, let index, let value):
            let array = visit(array)
            visit(index)
            visit(value)
            if let array, function.isNeverNumber(value) {
                forbid(ObjectLayout.Flag.numbers, array)
                storedValues.append(value)
            }
            return nil
        case .conditional(let condition, let then, let otherwise):
            visit(condition)
            visitBranches(id, condition, then, otherwise)
            return nil
        case .block(_, let body):
            visit(body)
            state.forget(assigned[id] ?? [])
            return nil
        case .loop(_, let condition, let body, let step):
            visitLoop(id, condition, body, step)
            return nil
        default:
            for operand in expression.kind.operands { visit(operand) }
            return nil
        }
    }

    private mutating func visitBranches(_ id: ExprID, _ condition: ExprID, _ then: ExprID, _ otherwise: ExprID?) {
        let before = state
        state.refine(condition, isTrue: true)
        visit(then)
        let afterThen = state
        state = before
        state.refine(condition, isTrue: false)
        if let otherwise { visit(otherwise) }
        if function.expressions[then].type == .never { return }
        if let otherwise, function.expressions[otherwise].type == .never {
            state = afterThen
            return
        }
        state = before
        state.forget(assigned[id] ?? [])
    }

    private mutating func visitLoop(_ id: ExprID, _ condition: ExprID?, _ body: ExprID, _ step: ExprID?) {
        state.widen(assigned[id] ?? [], updates[id] ?? [:])
        let entry = state
        if let condition {
            visit(condition)
            state.refine(condition, isTrue: true)
        }
        visit(body)
        // `continue` may come from anywhere in the body.
        state = entry
        if let step { visit(step) }
        state = entry
    }

    // MARK: Tests

    private mutating func check(_ id: ExprID, _ index: ExprID, _ array: NestArray) {
        var operand = index
        // A wide index is within bounds as such.
        if case .unary(.i64ToI32, let whole) = function.expressions[index].kind { operand = whole }
        guard function.expressions[index].type == .i32, isVariable(id) else { return }
        let interval = state.interval(operand)
        guard let least = interval.least, let most = interval.most else { return }
        let conditions = interval.conditions + [least]
        for condition in conditions {
            if case .constant(let value) = condition, value < 0 { return }
        }
        for condition in conditions {
            if case .constant = condition { continue }
            if !positive.contains(condition) { positive.append(condition) }
        }
        if !below.contains(where: { $0.bound == most && $0.array == array }), !isCertain(most, array) { below.append((most, array)) }
        removable.insert(id)
    }

    /// The array operand of the test has no effects.
    private func isVariable(_ id: ExprID) -> Bool {
        guard case .checkIndex(_, let array, _, _) = function.expressions[id].kind else { return false }
        switch function.expressions[array].kind {
        case .local, .global: return true
        default: return false
        }
    }

    /// The length less something is below the length.
    private func isCertain(_ bound: Bound, _ array: NestArray) -> Bool {
        if case .sum(.length(array), .constant(let value)) = bound { return value < 0 }
        return false
    }
}
