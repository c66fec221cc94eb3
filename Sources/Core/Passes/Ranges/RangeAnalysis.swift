import Basics
import RuntimeABI

/// What the analysis of one function assumes about the rest of the module.
struct RangeContext {
    /// Ranges of the f64 parameters of the function itself, by local.
    var parameters: [NumberRange]
    /// Ranges of the results of the module's functions.
    var results: [NumberRange]
    /// Ranges of the module's f64 variables, at any time.
    var globals: [NumberRange]
    /// Ranges of the elements of arrays, at any time, by the local that holds one; of other arrays nothing is known.
    var elements: [LocalID: NumberRange] = [:]
}

/// Finds the range of every f64 expression of a function by interpreting it on ranges.
///
/// Loops are repeated until their ranges no longer grow, with widening, and then once more to win back what widening lost.
struct RangeAnalysis {
    /// What is known where control stands: a range for each local that is an f64 (`slots`), or nil where control does not come.
    typealias State = [NumberRange]?

    let function: Function
    let context: RangeContext
    /// Where a local stands in states; -1 for those that are no f64, so that functions with many other locals have short states.
    let slots: [Int]
    /// By expression; of f64 expressions only. Empty if the function has nothing to do with numbers.
    private(set) var ranges: [NumberRange]
    /// False when the function was too costly to analyse; `ranges` then holds nothing of use.
    private(set) var isComplete = true

    private var breakStates: [LabelID: [NumberRange]] = [:]
    private var continueStates: [LabelID: [NumberRange]] = [:]
    /// Visits of expressions left before the analysis gives up, so that deep loop nests take no exponential time.
    private var budget: Int
    let assigns: AssignmentMarks

    init(_ function: Function, _ context: RangeContext) {
        self.function = function
        self.context = context
        var numbers: [Int] = []
        slots = function.locals.values.indices.map { index in
            guard function.locals.values[index].type == .f64 else { return -1 }
            numbers.append(index)
            return numbers.count - 1
        }
        guard function.usesNumbers else {
            (ranges, budget, assigns) = ([], 0, AssignmentMarks())
            return
        }
        ranges = [NumberRange](repeating: .nothing, count: function.expressions.count)
        budget = 2_000 + 600 * function.expressions.count
        assigns = AssignmentMarks(function)
        guard let body = function.body else { return }
        var state: State = numbers.map { index in
            guard index < function.parameterCount else { return .whole(0, 0) }
            return index < context.parameters.count ? context.parameters[index] : .anything
        }
        _ = visit(body, &state)
        if budget <= 0 { isComplete = false }
    }

    // MARK: Expressions

    @discardableResult
    mutating func visit(_ id: ExprID, _ state: inout State) -> NumberRange {
        budget -= 1
        guard budget > 0, state != nil else {
            ranges[id.offset] = .nothing
            return .nothing
        }
        let expression = function.expressions[id]
        let range = evaluate(expression, &state)
        if expression.type == .never { state = nil }
        let result = state == nil ? .nothing : range
        if expression.type == .f64 { ranges[id.offset] = result }
        return result
    }

    private mutating func evaluate(_ expression: Expr, _ state: inout State) -> NumberRange {
        switch expression.kind {
        case .constant(.f64(let value)): return .constant(value)
        case .local(let local): return expression.type == .f64 ? state?[slots[local.offset]] ?? .nothing : .anything
        case .global(let global): return context.globals[global.offset]
        case .setLocal(let local, let value):
            let range = visit(value, &state)
            if slots[local.offset] >= 0 { state?[slots[local.offset]] = range }
            return .anything
        case .unary(let operation, let operand): return unary(operation, operand, visit(operand, &state))
        case .binary(let operation, let left, let right):
            let first = visit(left, &state)
            let second = visit(right, &state)
            return binary(operation, first, second)
        case .checkFinite(let operand, _): return visit(operand, &state).finiteOnly
        case .checkNonzero(let operand, _):
            return visit(operand, &state).notEqual(.constant(0))
        case .checkIndex(let index, let array, _, _):
            visit(index, &state)
            visit(array, &state)
            refineIndex(index, array, &state)
            return .anything
        case .sequence(let items):
            var last = NumberRange.anything
            for item in items { last = visit(item, &state) }
            return last
        case .conditional(let condition, let then, let otherwise): return conditional(condition, then, otherwise, &state)
        case .block(let label, let body):
            let saved = breakStates.removeValue(forKey: label)
            let range = visit(body, &state)
            let isLeft = breakStates[label] != nil
            state = Self.joined(state, breakStates.removeValue(forKey: label))
            breakStates[label] = saved
            return isLeft ? .anything : range
        case .loop(let label, let condition, let body, let step):
            loop(label, condition, body, step, &state)
            return .anything
        case .breakTo(let label, let value):
            if let value { visit(value, &state) }
            breakStates[label] = Self.joined(breakStates[label], state)
            state = nil
            return .nothing
        case .continueTo(let label):
            continueStates[label] = Self.joined(continueStates[label], state)
            state = nil
            return .nothing
        case .arrayLoad(let array, let index) where expression.type == .f64:
            visit(array, &state)
            visit(index, &state)
            return element(array) ?? .anything
        case .callRuntime(let callee, let arguments):
            let values = arguments.map { visit($0, &state) }
            return Self.result(of: callee, values)
        case .call(let callee, let arguments):
            for argument in arguments { visit(argument, &state) }
            return context.results[callee.offset]
        default:
            expression.kind.forEachOperand { visit($0, &state) }
            return .anything
        }
    }

    /// What is known of an array's elements.
    private func element(_ array: ExprID) -> NumberRange? {
        guard case .local(let local) = function.expressions[array].kind else { return nil }
        return context.elements[local]
    }

    private func unary(_ operation: UnaryOperation, _ operand: ExprID, _ range: NumberRange) -> NumberRange {
        switch operation {
        case .negate: return range.negated
        case .absolute: return range.absolute
        case .floor: return range.rounded(.down)
        case .ceiling: return range.rounded(.up)
        case .truncate: return range.rounded(.towardZero)
        case .nearest: return range.rounded(.toNearestOrEven)
        case .squareRoot: return range.squareRoot
        case .i32ToF64:
            if case .arrayLength = function.expressions[operand].kind { return .whole(0, Self.longestArray) }
            if case .arrayLoad(let array, _) = function.expressions[operand].kind, let known = element(array) { return known }
            if case .callRuntime(let callee, _) = function.expressions[operand].kind, callee == .stringScalarCount {
                return .whole(0, IntegerWidth.i32.greatest)
            }
            return .whole(IntegerWidth.i32.least, IntegerWidth.i32.greatest)
        case .i64ToF64: return .whole(-9_223_372_036_854_775_808, 9_223_372_036_854_775_808)
        default: return .anything
        }
    }

    /// Memory of 4 GiB holds no longer one.
    static let longestArray: Double = 536_870_911

    private func binary(_ operation: BinaryOperation, _ left: NumberRange, _ right: NumberRange) -> NumberRange {
        switch operation {
        case .f64Add: left.adding(right)
        case .f64Subtract: left.subtracting(right)
        case .f64Multiply: left.multiplied(by: right)
        case .f64Divide: left.divided(by: right)
        case .f64Minimum: left.minimum(right)
        case .f64Maximum: left.maximum(right)
        default: .anything
        }
    }

    private static func result(of callee: RuntimeFunction, _ arguments: [NumberRange]) -> NumberRange {
        if callee == .numberRemainder, arguments.count == 2 { return arguments[0].remainder(by: arguments[1]) }
        return .anything
    }

    // MARK: Control

    private mutating func conditional(
        _ condition: ExprID, _ then: ExprID, _ otherwise: ExprID?, _ state: inout State
    ) -> NumberRange {
        var (first, second) = visitCondition(condition, state)
        var range = visit(then, &first)
        if let otherwise { range = range.union(visit(otherwise, &second)) }
        state = Self.joined(first, second)
        return range
    }

    private mutating func loop(_ label: LabelID, _ condition: ExprID?, _ body: ExprID, _ step: ExprID?, _ state: inout State) {
        guard let entry = state else { return }
        let savedBreak = breakStates.removeValue(forKey: label)
        let savedContinue = continueStates.removeValue(forKey: label)
        var head = entry
        var round = 0
        while budget > 0 {
            let next = Self.joined(entry, iterate(label, condition, body, step, head).back) ?? entry
            if Self.isSubset(next, of: head) { break }
            head = round == 0 ? next : Self.widened(head, to: next)
            round += 1
        }
        // Going round once more from a sound state gives a sound and perhaps smaller one; if not, the old one stays.
        let smaller = Self.joined(entry, iterate(label, condition, body, step, head).back) ?? entry
        var result = iterate(label, condition, body, step, smaller)
        if !Self.isSubset(Self.joined(entry, result.back) ?? entry, of: smaller) {
            result = iterate(label, condition, body, step, head)
        }
        breakStates[label] = savedBreak
        continueStates[label] = savedContinue
        state = result.exit
    }

    /// One round of a loop from the state before its condition.
    private mutating func iterate(
        _ label: LabelID, _ condition: ExprID?, _ body: ExprID, _ step: ExprID?, _ head: [NumberRange]
    ) -> (back: State, exit: State) {
        breakStates[label] = nil
        continueStates[label] = nil
        var inside: State = head
        var outside: State = nil
        if let condition { (inside, outside) = visitCondition(condition, head) }
        visit(body, &inside)
        inside = Self.joined(inside, continueStates[label])
        if let step { visit(step, &inside) }
        let exit = Self.joined(outside, breakStates[label])
        breakStates[label] = nil
        continueStates[label] = nil
        return (inside, exit)
    }

    // MARK: States

    static func joined(_ left: State, _ right: State) -> State {
        guard let left else { return right }
        guard let right else { return left }
        return zip(left, right).map { $0.union($1) }
    }

    private static func isSubset(_ left: [NumberRange], of right: [NumberRange]) -> Bool {
        zip(left, right).allSatisfy { $0.isSubset(of: $1) }
    }

    private static func widened(_ old: [NumberRange], to new: [NumberRange]) -> [NumberRange] {
        zip(old, new).map { $0.widened(to: $1) }
    }
}

extension Function {
    /// Whether there is an f64 in the function, a result or a variable that nobody reads among them.
    var usesNumbers: Bool {
        result == .f64 || locals.values.contains { $0.type == .f64 } || expressions.values.contains { $0.type == .f64 }
    }
}
