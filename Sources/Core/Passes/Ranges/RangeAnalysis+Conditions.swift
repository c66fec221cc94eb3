import Basics

/// What a condition tells about variables where it holds and where it does not.
extension RangeAnalysis {
    mutating func visitCondition(_ id: ExprID, _ state: State) -> (holds: State, fails: State) {
        guard state != nil else { return (nil, nil) }
        var state = state
        switch function.expressions[id].kind {
        case .constant(.bool(let value)): return value ? (state, nil) : (nil, state)
        case .unary(.not, let operand):
            let (holds, fails) = visitCondition(operand, state)
            return (fails, holds)
        case .conditional(let condition, let then, let otherwise?):
            // `a && b` and `a || b` are conditionals.
            let (first, second) = visitCondition(condition, state)
            let (thenHolds, thenFails) = visitCondition(then, first)
            let (otherHolds, otherFails) = visitCondition(otherwise, second)
            return (Self.joined(thenHolds, otherHolds), Self.joined(thenFails, otherFails))
        case .binary(let operation, let left, let right):
            let first = visit(left, &state)
            let second = visit(right, &state)
            guard let known = state, let comparison = Comparison(operation) else { return (state, state) }
            return (
                refined(known, left, first, right, second, comparison, holds: true),
                refined(known, left, first, right, second, comparison, holds: false)
            )
        default:
            visit(id, &state)
            return (state, state)
        }
    }

    private enum Comparison {
        case less, lessOrEqual, greater, greaterOrEqual, equal, notEqual

        init?(_ operation: BinaryOperation) {
            switch operation {
            case .f64Less: self = .less
            case .f64LessOrEqual: self = .lessOrEqual
            case .f64Greater: self = .greater
            case .f64GreaterOrEqual: self = .greaterOrEqual
            case .f64Equal: self = .equal
            case .f64NotEqual: self = .notEqual
            default: return nil
            }
        }

        /// The comparison that holds when this one does not, for numbers that are not NaN.
        var opposite: Comparison {
            switch self {
            case .less: .greaterOrEqual
            case .lessOrEqual: .greater
            case .greater: .lessOrEqual
            case .greaterOrEqual: .less
            case .equal: .notEqual
            case .notEqual: .equal
            }
        }
    }

    private func refined(
        _ state: [NumberRange], _ left: ExprID, _ first: NumberRange, _ right: ExprID, _ second: NumberRange, _ comparison: Comparison,
        holds: Bool
    ) -> State {
        // An ordered comparison also fails for NaN, which says nothing about the other operand.
        let isOrdered = comparison != .notEqual
        if isOrdered != holds, first.mayBeNaN || second.mayBeNaN { return state }
        let relation = holds ? comparison : comparison.opposite
        var state = state
        // A right operand that assigns variables may have changed what the left one read.
        if assigns.contains(right) { return state }
        if let slot = variable(left) { state[slot] = Self.apply(relation, state[slot], second, isFlipped: false) }
        if let slot = variable(right) { state[slot] = Self.apply(relation, state[slot], first, isFlipped: true) }
        // A variable without values: control does not come here.
        for operand in [left, right] {
            if let slot = variable(operand), state[slot].isNothing { return nil }
        }
        return state
    }

    private static func apply(
        _ relation: Comparison, _ range: NumberRange, _ other: NumberRange, isFlipped: Bool
    ) -> NumberRange {
        switch relation {
        case .less: isFlipped ? range.above(other, orEqual: false) : range.below(other, orEqual: false)
        case .lessOrEqual: isFlipped ? range.above(other, orEqual: true) : range.below(other, orEqual: true)
        case .greater: isFlipped ? range.below(other, orEqual: false) : range.above(other, orEqual: false)
        case .greaterOrEqual: isFlipped ? range.below(other, orEqual: true) : range.above(other, orEqual: true)
        case .equal: range.equal(other)
        case .notEqual: range.notEqual(other)
        }
    }

    /// After `a[i]` the variable `i` is a whole number within the bounds of the longest array: `while (a[i] < x) { i++; }` cannot go far.
    /// After `a[i + j]`, too, so far as `j` bounds it.
    func refineIndex(_ index: ExprID, _ array: ExprID, _ state: inout State) {
        guard !assigns.contains(array), !assigns.contains(index) else { return }
        refine(index, low: 0, high: Self.longestArray - 1, isWhole: true, &state)
    }

    /// Makes use of the fact that the value of an expression was a number within bounds.
    ///
    /// - Parameter isWhole: it was found to be whole; below an operator the operands must be known to be so.
    private func refine(_ id: ExprID, low: Double, high: Double, isWhole: Bool, _ state: inout State) {
        switch function.expressions[id].kind {
        case .local(let local) where function.expressions[id].type == .f64:
            guard var range = state?[slots[local.offset]], isWhole || range.isWhole else { return }
            range.mayBeNaN = false
            range.isWhole = true
            range.low = max(range.low.rounded(.up), low)
            range.high = min(range.high.rounded(.down), high)
            if range.low > 0 || range.high < 0 { range.mayBeNegativeZero = false }
            state?[slots[local.offset]] = range
            if range.isNothing { state = nil }
        case .checkFinite(let operand, _): refine(operand, low: low, high: high, isWhole: isWhole, &state)
        case .binary(let operation, let left, let right) where operation == .f64Add || operation == .f64Subtract:
            // The sum of whole numbers is exact where it is that small.
            let (first, second) = (ranges[left.offset], ranges[right.offset])
            guard first.isWhole, second.isWhole else { return }
            let added = operation == .f64Add ? second : second.negated
            refine(left, low: Self.exact(low - added.high, or: -.infinity), high: Self.exact(high - added.low, or: .infinity), isWhole: false, &state)
            if operation == .f64Add {
                refine(right, low: Self.exact(low - first.high, or: -.infinity), high: Self.exact(high - first.low, or: .infinity), isWhole: false, &state)
            } else {
                refine(right, low: Self.exact(first.low - high, or: -.infinity), high: Self.exact(first.high - low, or: .infinity), isWhole: false, &state)
            }
        default: return
        }
    }

    /// A difference of whole numbers, unless it may have been rounded.
    private static func exact(_ difference: Double, or limit: Double) -> Double {
        abs(difference) < IntegerWidth.i64.greatest ? difference : limit
    }

    /// The place of an f64 variable in states.
    private func variable(_ id: ExprID) -> Int? {
        if case .local(let local) = function.expressions[id].kind, function.expressions[id].type == .f64 { return slots[local.offset] }
        return nil
    }
}

/// Finds the expressions that contain an assignment to a local.
struct AssignmentMarks: Sendable {
    private var marks: [Bool] = []

    /// Of a function that is not looked at.
    init() {}

    init(_ function: Function) {
        marks = [Bool](repeating: false, count: function.expressions.count)
        if let body = function.body { _ = mark(body, function) }
    }

    func contains(_ id: ExprID) -> Bool { marks[id.offset] }

    private mutating func mark(_ id: ExprID, _ function: Function) -> Bool {
        let kind = function.expressions[id].kind
        var result = false
        if case .setLocal = kind { result = true }
        for operand in kind.operands where mark(operand, function) { result = true }
        marks[id.offset] = result
        return result
    }
}
