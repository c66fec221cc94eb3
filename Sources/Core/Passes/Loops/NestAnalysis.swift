import Basics
import RuntimeABI

/// Finds out what would make tests in a loop, and in the loops inside it, unnecessary: conditions on what is known before it.
///
/// Walks the loop in order of evaluation with the intervals of its integer variables. An interval holds in all rounds; its ends are numbers that
/// can be computed before the loop. A variable that a loop only adds to has its least value before it, and its greatest one from the loop's
/// condition.
struct NestAnalysis {
    /// What is known at a point.
    private struct State {
        var intervals: [LocalID: NestInterval] = [:]
        /// Variables set in the loop that hold one of its arrays.
        var arrays: [LocalID: NestArray] = [:]

        mutating func forget(_ locals: Set<LocalID>) {
            for local in locals {
                intervals[local] = nil
                arrays[local] = nil
            }
        }
    }

    private let function: Function
    private let facts: LoopFacts
    private var state = State()
    /// What each loop, block and conditional sets, besides unsharing.
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
        for local in set where Self.isInteger(function.locals[local].type) { state.intervals[local] = NestInterval(exactly: .local(local)) }
        collectUnshares()
        visit(loop)
    }

    private static func isInteger(_ type: ValueType) -> Bool { type == .i32 || type == .i64 }

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

    private func isConstant(_ global: GlobalID) -> Bool {
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
            guard set.contains(local) else { return .local(local) }
            guard let array = state.arrays[local] else { return nil }
            arrayReads.append((id, array))
            return array
        case .global(let global):
            guard isConstant(global) else { return nil }
            use(global)
            globalReads.append((id, global))
            return expression.type == .reference(.array) ? .global(global) : nil
        case .unshare(let array): return visit(array)
        case .setLocal(let local, let value):
            let array = visit(value)
            guard set.contains(local) else { return nil }
            let interval = Self.isInteger(function.locals[local].type) ? self.interval(value) : nil
            state.intervals[local] = interval
            state.arrays[local] = array
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
            if let array, isNeverNumber(value) {
                forbid(ObjectLayout.Flag.numbers, array)
                storedValues.append(value)
            }
            return nil
        case .conditional(let condition, let then, let otherwise):
            visit(condition)
            visitBranches(condition, then, otherwise)
            return nil
        case .block(_, let body):
            visit(body)
            state.forget(assigned[id] ?? [])
            return nil
        case .loop(_, let condition, let body, let step):
            visitLoop(id, condition, body, step)
            return nil
        default:
            var operands: [ExprID] = []
            expression.kind.forEachOperand { operands.append($0) }
            for operand in operands { visit(operand) }
            return nil
        }
    }

    private mutating func visitBranches(_ condition: ExprID, _ then: ExprID, _ otherwise: ExprID?) {
        let before = state
        refine(condition, isTrue: true)
        visit(then)
        let afterThen = state
        state = before
        refine(condition, isTrue: false)
        if let otherwise { visit(otherwise) }
        if function.expressions[then].type == .never { return }
        if let otherwise, function.expressions[otherwise].type == .never {
            state = afterThen
            return
        }
        state = before
        var collector = AssignmentCollector(function: function, ignored: [])
        state.forget(collector.collect(then))
        if let otherwise { state.forget(collector.collect(otherwise)) }
    }

    private mutating func visitLoop(_ id: ExprID, _ condition: ExprID?, _ body: ExprID, _ step: ExprID?) {
        widen(id)
        let entry = state
        if let condition {
            visit(condition)
            refine(condition, isTrue: true)
        }
        visit(body)
        // `continue` may come from anywhere in the body.
        state = entry
        if let step { visit(step) }
        state = entry
    }

    /// What holds at the beginning of every round.
    private mutating func widen(_ loop: ExprID) {
        let before = state
        let changed = assigned[loop] ?? []
        state.forget(changed)
        for (local, values) in (updates[loop] ?? [:]).sorted(by: { $0.key.offset < $1.key.offset }) {
            guard let old = before.intervals[local] else { continue }
            var conditions = old.conditions
            var grows = true
            var shrinks = true
            for value in values {
                guard let (change, isAdded) = change(value, of: local), let least = interval(change).least else {
                    (grows, shrinks) = (false, false)
                    break
                }
                conditions.append(least)
                if isAdded { shrinks = false } else { grows = false }
            }
            if grows { state.intervals[local] = NestInterval(least: old.least, conditions: conditions) }
            if shrinks { state.intervals[local] = NestInterval(most: old.most, conditions: conditions) }
        }
    }

    /// What `local + x` or `local - x` adds or takes away.
    private func change(_ value: ExprID, of local: LocalID) -> (ExprID, isAdded: Bool)? {
        guard case .binary(let operation, let left, let right) = function.expressions[value].kind,
            case .local(local) = function.expressions[left].kind
        else { return nil }
        switch operation {
        case .i32Add, .i64Add: return (right, true)
        case .i32Subtract, .i64Subtract: return (right, false)
        default: return nil
        }
    }

    // MARK: Intervals

    private func interval(_ id: ExprID) -> NestInterval {
        let expression = function.expressions[id]
        switch expression.kind {
        case .constant(.i32(let value)): return NestInterval(exactly: .constant(Int64(value)))
        case .constant(.i64(let value)): return NestInterval(exactly: .constant(value))
        case .local(let local):
            if set.contains(local) { return state.intervals[local] ?? NestInterval() }
            return Self.isInteger(expression.type) ? NestInterval(exactly: .local(local)) : NestInterval()
        case .unary(.i32ToI64, let operand), .unary(.i32ToF64, let operand), .unary(.i64ToF64, let operand): return interval(operand)
        case .arrayLength(let operand): return array(operand).map { NestInterval(exactly: .length($0)) } ?? NestInterval(least: .constant(0))
        case .binary(let operation, let left, let right):
            switch operation {
            case .i32Add, .i64Add: return interval(left) + interval(right)
            case .i32Subtract, .i64Subtract: return interval(left) - interval(right)
            case .i32Multiply, .i64Multiply: return interval(left).product(interval(right), function) ?? NestInterval()
            case .i32Remainder: return remainder(interval(left), right)
            default: return NestInterval()
            }
        default: return NestInterval()
        }
    }

    /// Of a dividend that is not negative by a constant.
    private func remainder(_ dividend: NestInterval, _ divisor: ExprID) -> NestInterval {
        guard case .constant(.i32(let value)) = function.expressions[divisor].kind, value > 0, let least = dividend.least, let most = dividend.most
        else { return NestInterval() }
        return NestInterval(
            least: .constant(0), most: .constant(Int64(value) - 1),
            conditions: dividend.conditions + [least, .constant(Int64(Int32.max)) - most])
    }

    /// The array that an expression without effects is.
    private func array(_ id: ExprID) -> NestArray? {
        switch function.expressions[id].kind {
        case .local(let local): set.contains(local) ? state.arrays[local] : .local(local)
        case .global(let global): isConstant(global) ? .global(global) : nil
        default: nil
        }
    }

    // MARK: Conditions

    /// Notes what the condition tells about variables.
    private mutating func refine(_ condition: ExprID, isTrue: Bool) {
        switch function.expressions[condition].kind {
        case .unary(.not, let operand): refine(operand, isTrue: !isTrue)
        case .conditional(let first, let then, let otherwise?):
            if isTrue, case .constant(.bool(false)) = function.expressions[otherwise].kind {
                refine(first, isTrue: true)
                refine(then, isTrue: true)
            } else if !isTrue, case .constant(.bool(true)) = function.expressions[then].kind {
                refine(first, isTrue: false)
                refine(otherwise, isTrue: false)
            }
        case .binary(let operation, let left, let right):
            switch operation {
            case .i32Less, .i64Less, .f64Less: isTrue ? less(left, right) : lessOrEqual(right, left, operation)
            case .i32LessOrEqual, .i64LessOrEqual, .f64LessOrEqual: isTrue ? lessOrEqual(left, right, nil) : less(right, left, operation)
            case .i32Greater, .i64Greater, .f64Greater: isTrue ? less(right, left) : lessOrEqual(left, right, operation)
            case .i32GreaterOrEqual, .i64GreaterOrEqual, .f64GreaterOrEqual:
                isTrue ? lessOrEqual(right, left, nil) : less(left, right, operation)
            default: break
            }
        default: break
        }
    }

    /// - Parameter negated: the comparison that was false; of f64 that may be NaN, it tells nothing.
    private mutating func less(_ left: ExprID, _ right: ExprID, _ negated: BinaryOperation? = nil) {
        if let negated, negated.signature.operand == .f64 { return }
        bound(left, most: limit(right, isUpper: true, isStrict: true))
        bound(right, least: limit(left, isUpper: false, isStrict: true))
    }

    private mutating func lessOrEqual(_ left: ExprID, _ right: ExprID, _ negated: BinaryOperation?) {
        if let negated, negated.signature.operand == .f64 { return }
        bound(left, most: limit(right, isUpper: true, isStrict: false))
        bound(right, least: limit(left, isUpper: false, isStrict: false))
    }

    /// The greatest (or least) integer that is less (greater) than the expression, or not greater (not less).
    private func limit(_ id: ExprID, isUpper: Bool, isStrict: Bool) -> (bound: Bound, conditions: [Bound])? {
        let step = Bound.constant(isStrict ? 1 : 0)
        if case .local(let local) = function.expressions[id].kind, function.expressions[id].type == .f64 {
            guard !set.contains(local) else { return nil }
            if isUpper { return (isStrict ? .ceiling(local) - step : .floor(local), []) }
            return (isStrict ? .floor(local) + step : .ceiling(local), [])
        }
        if case .constant(.f64(let value)) = function.expressions[id].kind {
            guard let whole = Int64(exactly: isUpper == isStrict ? value.rounded(.up) : value.rounded(.down)) else { return nil }
            return (isUpper ? .constant(whole) - step : .constant(whole) + step, [])
        }
        let interval = interval(id)
        guard let end = isUpper ? interval.most : interval.least else { return nil }
        return (isUpper ? end - step : end + step, interval.conditions)
    }

    /// Notes that the value of an expression is at most, or at least, a number, if it is a variable plus or minus a constant.
    private mutating func bound(
        _ id: ExprID, least: (bound: Bound, conditions: [Bound])? = nil, most: (bound: Bound, conditions: [Bound])? = nil
    ) {
        switch function.expressions[id].kind {
        case .unary(.i32ToI64, let operand), .unary(.i32ToF64, let operand), .unary(.i64ToF64, let operand):
            bound(operand, least: least, most: most)
        case .binary(.i32Add, let left, let right), .binary(.i64Add, let left, let right):
            guard let shift = constant(right) else { return }
            bound(left, least: least.map { ($0.bound - shift, $0.conditions) }, most: most.map { ($0.bound - shift, $0.conditions) })
        case .binary(.i32Subtract, let left, let right), .binary(.i64Subtract, let left, let right):
            guard let shift = constant(right) else { return }
            bound(left, least: least.map { ($0.bound + shift, $0.conditions) }, most: most.map { ($0.bound + shift, $0.conditions) })
        case .local(let local):
            guard set.contains(local), Self.isInteger(function.locals[local].type) else { return }
            let old = state.intervals[local] ?? NestInterval()
            var new = old
            if let least { new.least = old.least.map { combined($0, least.bound, isUpper: false) } ?? least.bound }
            if let most { new.most = old.most.map { combined($0, most.bound, isUpper: true) } ?? most.bound }
            new.conditions += (least?.conditions ?? []) + (most?.conditions ?? [])
            state.intervals[local] = NestInterval(least: new.least, most: new.most, conditions: new.conditions)
        default: break
        }
    }

    private func combined(_ old: Bound, _ new: Bound, isUpper: Bool) -> Bound {
        if old == new { return old }
        if case .constant(let first) = old, case .constant(let second) = new { return .constant(isUpper ? min(first, second) : max(first, second)) }
        return isUpper ? .least(old, new) : .most(old, new)
    }

    private func constant(_ id: ExprID) -> Bound? {
        switch function.expressions[id].kind {
        case .constant(.i32(let value)): .constant(Int64(value))
        case .constant(.i64(let value)): .constant(value)
        default: nil
        }
    }

    // MARK: Tests

    private mutating func check(_ id: ExprID, _ index: ExprID, _ array: NestArray) {
        var operand = index
        // A wide index is within bounds as such.
        if case .unary(.i64ToI32, let whole) = function.expressions[index].kind { operand = whole }
        guard function.expressions[index].type == .i32, isVariable(id) else { return }
        let interval = interval(operand)
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

    private func isNeverNumber(_ id: ExprID) -> Bool {
        switch function.expressions[id].kind {
        case .box(let value): function.expressions[value].type != .f64 && function.expressions[value].type != .any
        case .constant(.any(let bits)): bits >= NaNBox.firstTagged
        default: false
        }
    }
}

/// Finds the variables that are set in each part of a function, and the values that loops set them to.
private struct AssignmentCollector {
    let function: Function
    /// Assignments that do not count.
    let ignored: Set<ExprID>
    private(set) var assigned: [ExprID: Set<LocalID>] = [:]
    private(set) var updates: [ExprID: [LocalID: [ExprID]]] = [:]
    private var loops: [ExprID] = []

    init(function: Function, ignored: Set<ExprID>) {
        self.function = function
        self.ignored = ignored
    }

    mutating func collect(_ id: ExprID) -> Set<LocalID> {
        let kind = function.expressions[id].kind
        var result: Set<LocalID> = []
        if case .loop = kind { loops.append(id) }
        var operands: [ExprID] = []
        kind.forEachOperand { operands.append($0) }
        for operand in operands { result.formUnion(collect(operand)) }
        switch kind {
        case .setLocal(let local, let value):
            if ignored.contains(id) { break }
            result.insert(local)
            for loop in loops { updates[loop, default: [:]][local, default: []].append(value) }
        case .loop:
            loops.removeLast()
            assigned[id] = result
        case .block: assigned[id] = result
        default: break
        }
        return result
    }
}
