import Basics
import RuntimeABI

/// Makes the fast copy of a loop with sums, and the way back to the original.
///
///     before the loop: save the variables; isBad = false
///     if 0 <= i, the rows are there and the arrays long enough { the copy, which sets isBad and leaves when something fails } else { isBad = true }
///     if isBad, or a sum is not finite { restore the variables; the original loop }
struct FastLoopCopy {
    var builder: FunctionBuilder
    let loop: ExprID
    let sums: LoopSums
    private let isBad: LocalID
    private let label: LabelID
    /// Locals that indices are taken from and that do not get smaller in the loop: tested once to be positive.
    var positive: [LocalID] = []
    /// Rows that were looked up before the loop: without them the original loop runs.
    private var rows: [LocalID] = []
    /// Arrays that do not change in the loop, and what their lengths are compared with before it.
    private var lengths: [(array: InvariantArray, index: LocalID)] = []
    private var assigned: Set<LocalID>
    /// Variables that the loop sets and that hold such an array where the copying is.
    private var known: [LocalID: InvariantArray] = [:]
    /// What every round evaluates, if nothing fails.
    private var certain: Set<ExprID> = []
    /// The arrays that stay the same in the loop around this one.
    let stable: StableArrays?
    /// Arrays of arrays whose rows are looked at before the loop.
    var columns: [Column] = []

    /// - Parameter function: becomes empty; afterwards it is `builder.function`.
    init(taking function: inout Function, _ loop: ExprID, _ sums: LoopSums, stable: StableArrays?) {
        self.stable = stable
        builder = FunctionBuilder(taking: &function)
        builder.span = builder.function.expressions[loop].span
        self.loop = loop
        self.sums = sums
        assigned = Set(sums.assigned)
        isBad = builder.local("isBad", .bool)
        label = builder.label("fast")
        if case .loop(_, _, let body, _) = builder.function.expressions[loop].kind, !sums.hasJumps {
            certain = CertainParts(body, builder.function).expressions
        }
    }

    /// What stands in the place of the loop.
    mutating func make() -> [ExprID] {
        let original = builder.function.expressions[loop]
        guard case .loop(_, let condition?, let body, let step?) = original.kind else { return [loop] }
        let test = copy(condition)
        let inside = copy(body)
        let next = copy(step)
        builder.span = original.span
        let fast = builder.loop(label, while: test, inside, step: next)
        var items: [ExprID] = []
        var restore: [ExprID] = []
        for local in sums.carried {
            let type = builder.function.locals[local].type
            let saved = builder.local("saved", type)
            items.append(builder.set(saved, builder.get(local)))
            restore.append(builder.set(local, builder.get(saved)))
        }
        items.append(builder.set(isBad, builder.bool(false)))
        for column in columns { items.append(lookAtRows(column, condition)) }
        var guarded = fast
        for (array, index) in lengths {
            guarded = builder.conditional(isLongEnough(array, index, condition), guarded, builder.set(isBad, builder.bool(true)))
        }
        for row in rows {
            guarded = builder.conditional(builder.get(row), guarded, builder.set(isBad, builder.bool(true)))
        }
        for column in columns {
            let hasRows = builder.binary(.i32GreaterOrEqual, builder.get(column.least), builder.i32(0))
            guarded = builder.conditional(hasRows, guarded, builder.set(isBad, builder.bool(true)))
        }
        for local in positive {
            let isPositive = builder.binary(.i32GreaterOrEqual, builder.get(local), builder.i32(0))
            guarded = builder.conditional(isPositive, guarded, builder.set(isBad, builder.bool(true)))
        }
        items.append(guarded)
        var isWrong = builder.get(isBad)
        for sum in sums.sums { isWrong = builder.conditional(isWrong, builder.bool(true), isNotFinite(sum)) }
        let slow = builder.add(original.kind, original.type)
        if case .loop(let label, _, _, _) = original.kind { builder.function.labels[label].isSeldom = true }
        items.append(builder.conditional(isWrong, builder.sequence(restore + [slow])))
        return items
    }

    private mutating func isNotFinite(_ local: LocalID) -> ExprID {
        let difference = builder.binary(.f64Subtract, builder.get(local), builder.get(local))
        return builder.binary(.f64NotEqual, difference, builder.number(0))
    }

    /// Leaves the fast loop for the original one.
    private mutating func leave() -> ExprID {
        let note = builder.set(isBad, builder.bool(true))
        return builder.add(.sequence([note, builder.add(.breakTo(label, nil), .never)]), .never)
    }

    /// Engines lay out an `if` without `else` such that what is seldom done stands out of the way.
    private mutating func leave(if test: ExprID) -> ExprID {
        let leaving = leave()
        return builder.add(.conditional(condition: test, then: leaving, otherwise: nil), .unit)
    }

    // MARK: Copies

    mutating func copy(_ id: ExprID) -> ExprID {
        let expression = builder.function.expressions[id]
        builder.span = expression.span
        switch expression.kind {
        case .setLocal(let local, let value) where sums.sums.contains(local): return builder.set(local, summand(value))
        case .setLocal(let local, let value):
            let set = builder.set(local, copy(value))
            known[local] = invariantArray(value)
            return set
        case .breakTo: return builder.add(.breakTo(label, nil), .never)
        case .continueTo: return builder.add(.continueTo(label), .never)
        case .fail, .failValue, .failText: return leave()
        case .checkFinite(let operand, _):
            let value = builder.local("value", .f64)
            let set = builder.set(value, copy(operand))
            let test = isNotFinite(value)
            return checked(set, test, value)
        case .checkNonzero(let operand, _):
            let value = builder.local("value", .f64)
            let set = builder.set(value, copy(operand))
            let test = builder.binary(.f64Equal, builder.get(value), builder.number(0))
            return checked(set, test, value)
        case .checkIndex(let index, let array, _, _): return copyIndex(index, array, isCertain: certain.contains(id))
        case .unbox(let operand, _?): return copyUnbox(operand, expression.type)
        case .conditional(let condition, let then, let otherwise?):
            guard let row = lookedUpRow(condition, then, otherwise) else {
                defer { known = [:] }
                return copyOperands(expression)
            }
            if !rows.contains(row) { rows.append(row) }
            return copy(then)
        case .conditional:
            defer { known = [:] }
            return copyOperands(expression)
        default: return copyOperands(expression)
        }
    }

    /// The variable that tells whether a row is there, for what `HoistFromLoops` makes of `m[i]`.
    private func lookedUpRow(_ condition: ExprID, _ then: ExprID, _ otherwise: ExprID) -> LocalID? {
        guard case .local(let isThere) = builder.function.expressions[condition].kind, !assigned.contains(isThere),
            case .local = builder.function.expressions[then].kind, case .unbox(_, _?) = builder.function.expressions[otherwise].kind
        else { return nil }
        return isThere
    }

    private mutating func copyOperands(_ expression: Expr) -> ExprID {
        var operands = expression.kind.operands
        for index in operands.indices { operands[index] = copy(operands[index]) }
        return builder.function.add(expression.kind.with(operands: operands), expression.type, expression.span)
    }

    /// `value = …; if (test) leave; value`
    private mutating func checked(_ set: ExprID, _ test: ExprID, _ value: LocalID) -> ExprID {
        builder.sequence([set, leave(if: test), builder.get(value)])
    }

    /// An index below the length. What does not change in the loop is tested before it: that a variable that does not get smaller is not negative,
    /// and that an array is long enough.
    private mutating func copyIndex(_ index: ExprID, _ array: ExprID, isCertain: Bool) -> ExprID {
        if case .local(let local) = builder.function.expressions[index].kind, local == sums.counter || !assigned.contains(local) {
            if !positive.contains(local) { positive.append(local) }
            if local == sums.counter, let bound = sums.boundArray, case .local(bound) = builder.function.expressions[array].kind {
                return builder.get(local)
            }
            if isCertain, let array = invariantArray(array) {
                if !lengths.contains(where: { $0.array == array && $0.index == local }) { lengths.append((array, local)) }
                return builder.get(local)
            }
            let length = builder.add(.arrayLength(copy(array)), .i32)
            let isOutside = builder.binary(.i32GreaterOrEqual, builder.get(local), length)
            return builder.sequence([leave(if: isOutside), builder.get(local)])
        }
        let position = builder.local("position", .i32)
        let set = builder.set(position, copy(index))
        let isNegative = builder.binary(.i32Less, builder.get(position), builder.i32(0))
        let length = builder.add(.arrayLength(copy(array)), .i32)
        let isOutside = builder.binary(.i32GreaterOrEqual, builder.get(position), length)
        return builder.sequence([set, leave(if: builder.conditional(isNegative, builder.bool(true), isOutside)), builder.get(position)])
    }

    /// An array whose length is the same in all rounds.
    private enum InvariantArray: Hashable {
        case local(LocalID)
        case global(GlobalID)
        /// Any row of a column: the variable holds the least length.
        case row(least: LocalID)
    }

    private func invariantArray(_ id: ExprID) -> InvariantArray? {
        switch builder.function.expressions[id].kind {
        case .global(let global): return .global(global)
        case .local(let local): return assigned.contains(local) ? known[local] : .local(local)
        case .unbox(let operand, _?): return column(operand).map { .row(least: $0.least) }
        case .conditional(let condition, let then, let otherwise?):
            return lookedUpRow(condition, then, otherwise) == nil ? nil : invariantArray(then)
        default: return nil
        }
    }

    /// Whether an index that is not negative is below the length of the array in all rounds: itself, or the last value of the counter.
    private mutating func isLongEnough(_ array: InvariantArray, _ index: LocalID, _ condition: ExprID) -> ExprID {
        let length: ExprID
        switch array {
        case .local(let local): length = builder.add(.arrayLength(builder.get(local)), .i32)
        case .global(let global): length = builder.add(.arrayLength(builder.add(.global(global), .reference(.array))), .i32)
        case .row(let least): length = builder.get(least)
        }
        if index == sums.counter, case .binary(let operation, _, let bound) = builder.function.expressions[condition].kind {
            return builder.binary(operation == .i32Less ? .i32LessOrEqual : .i32Less, copy(bound), length)
        }
        return builder.binary(.i32Less, builder.get(index), length)
    }

    private mutating func copyUnbox(_ operand: ExprID, _ type: ValueType) -> ExprID {
        if type == .reference(.array), let column = findColumn(operand) {
            let row = builder.add(.arrayLoad(builder.get(column.array), index: builder.get(sums.counter)), .any)
            return builder.unbox(row, type)
        }
        guard let question = LoopSums.question(type) else { return operand }
        let value = builder.local("boxed", .any)
        let set = builder.set(value, copy(operand))
        let isOther = builder.unary(.not, builder.add(.test(builder.get(value), question), .bool))
        return builder.sequence([set, leave(if: isOther), builder.unbox(builder.get(value), type)])
    }

    /// The new value of a sum, or a part of it from which infinity and NaN reach the sum: nothing is tested here.
    private mutating func summand(_ id: ExprID) -> ExprID {
        let expression = builder.function.expressions[id]
        builder.span = expression.span
        switch expression.kind {
        case .checkFinite(let operand, _): return summand(operand)
        case .binary(let operation, let left, let right)
        where operation == .f64Add || operation == .f64Subtract || operation == .f64Multiply:
            let first = summand(left)
            return builder.binary(operation, first, summand(right))
        case .unbox(let operand, _?) where expression.type == .f64: return builder.unbox(copy(operand), .f64)
        case .sequence(let items):
            var copies: [ExprID] = []
            for item in items.dropLast() { copies.append(copy(item)) }
            if let last = items.last { copies.append(summand(last)) }
            return builder.sequence(copies)
        default: return copy(id)
        }
    }
}
