import Basics

/// What is known of variables at a point in a loop: intervals of integers, in ends that can be computed before the loop, and arrays.
struct NestIntervals {
    private let function: Function
    /// The variables that the loop sets; others keep the values that they have before it.
    private let set: Set<LocalID>
    /// The module variables that keep their values.
    private let isConstant: (GlobalID) -> Bool
    private var intervals: [LocalID: NestInterval] = [:]
    /// Variables set in the loop that hold one of its arrays.
    private var arrays: [LocalID: NestArray] = [:]

    /// What is known before the loop.
    init(_ function: Function, set: Set<LocalID>, isConstant: @escaping (GlobalID) -> Bool) {
        self.function = function
        self.set = set
        self.isConstant = isConstant
        for local in set where isInteger(local) { intervals[local] = NestInterval(exactly: .local(local)) }
    }

    private func isInteger(_ local: LocalID) -> Bool { function.locals[local].type.isNestInteger }

    // MARK: Assignments

    mutating func forget(_ locals: Set<LocalID>) {
        for local in locals {
            intervals[local] = nil
            arrays[local] = nil
        }
    }

    /// Notes that a variable is set.
    /// - Parameter array: the array that the value is, if it is one of the loop's.
    mutating func set(_ local: LocalID, to value: ExprID, array: NestArray?) {
        guard set.contains(local) else { return }
        intervals[local] = isInteger(local) ? interval(value) : nil
        arrays[local] = array
    }

    /// What holds at the beginning of every round.
    /// - Parameters:
    ///   - changed: what the loop sets.
    ///   - updates: the values that it sets variables to.
    mutating func widen(_ changed: Set<LocalID>, _ updates: [LocalID: [ExprID]]) {
        let before = intervals
        forget(changed)
        for (local, values) in updates.sorted(by: { $0.key.offset < $1.key.offset }) {
            guard let old = before[local] else { continue }
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
            if grows { intervals[local] = NestInterval(least: old.least, conditions: conditions) }
            if shrinks { intervals[local] = NestInterval(most: old.most, conditions: conditions) }
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

    func interval(_ id: ExprID) -> NestInterval {
        let expression = function.expressions[id]
        switch expression.kind {
        case .constant(.i32(let value)): return NestInterval(exactly: .constant(Int64(value)))
        case .constant(.i64(let value)): return NestInterval(exactly: .constant(value))
        case .local(let local):
            if set.contains(local) { return intervals[local] ?? NestInterval() }
            return expression.type.isNestInteger ? NestInterval(exactly: .local(local)) : NestInterval()
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
    func array(_ id: ExprID) -> NestArray? {
        switch function.expressions[id].kind {
        case .local(let local): set.contains(local) ? arrays[local] : .local(local)
        case .global(let global): isConstant(global) ? .global(global) : nil
        default: nil
        }
    }

    // MARK: Conditions

    /// Notes what the condition tells about variables.
    mutating func refine(_ condition: ExprID, isTrue: Bool) {
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
            guard set.contains(local), isInteger(local) else { return }
            let old = intervals[local] ?? NestInterval()
            var new = old
            if let least { new.least = old.least.map { combined($0, least.bound, isUpper: false) } ?? least.bound }
            if let most { new.most = old.most.map { combined($0, most.bound, isUpper: true) } ?? most.bound }
            new.conditions += (least?.conditions ?? []) + (most?.conditions ?? [])
            intervals[local] = NestInterval(least: new.least, most: new.most, conditions: new.conditions)
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
}

extension ValueType {
    /// Its values have intervals.
    fileprivate var isNestInteger: Bool { self == .i32 || self == .i64 }
}
