import Basics
import Diagnostics

/// Makes the fast form of a line of statements, and the way back.
struct LineCopy {
    var builder: FunctionBuilder
    private let line: StatementLine
    /// Sums of what is tested, each of twice as many numbers as the next one or more: so no number waits for all others to be added.
    private var sums: [(size: Int, local: LocalID)] = []
    /// What is to be added to them after the statement.
    private var results: [LocalID] = []
    /// The elements that were changed, and what they were.
    private var changes: [Change] = []
    /// The element that the statement changes, and the variable that has it.
    private var known: (array: ExprID, index: ExprID, old: LocalID)?

    private struct Change {
        var array: Expr.Kind
        var index: Expr.Kind
        var old: LocalID
    }

    /// - Parameter function: becomes empty; afterwards it is `builder.function`.
    init(taking function: inout Function, _ line: StatementLine) {
        builder = FunctionBuilder(taking: &function)
        if let first = line.statements.first { builder.span = builder.function.expressions[first].span }
        self.line = line
    }

    /// The statements without tests, and what follows if their results are not finite: everything is as it was then.
    struct Parts {
        var fast: [ExprID]
        var isBad: ExprID
        var undo: [ExprID]
    }

    mutating func make() -> Parts {
        let span = builder.span
        var fast: [ExprID] = []
        var undo: [ExprID] = []
        for local in line.restored {
            let saved = builder.local("saved", builder.function.locals[local].type)
            fast.append(builder.set(saved, builder.get(local)))
            undo.append(builder.set(local, builder.get(saved)))
        }
        for statement in line.statements { copyStatement(statement, &fast) }
        builder.span = span
        while sums.count > 1 { fast.append(addLast()) }
        for change in changes.reversed() {
            let array = builder.add(change.array, .reference(.array))
            let index = builder.add(change.index, .i32)
            undo.append(builder.add(.arrayStore(array, index: index, value: builder.get(change.old)), .unit))
        }
        return Parts(fast: fast, isBad: isNotFinite(), undo: undo)
    }

    private mutating func isNotFinite() -> ExprID {
        guard let sum = sums.first else { return builder.bool(false) }
        let difference = builder.binary(.f64Subtract, builder.get(sum.local), builder.get(sum.local))
        return builder.binary(.f64NotEqual, difference, builder.number(0))
    }

    /// `fast; if (isBad) { undo; the statements with all their tests }`
    mutating func statements() -> [ExprID] {
        let parts = make()
        let again = builder.add(.sequence(parts.undo + line.statements), .unit)
        return parts.fast + [builder.conditional(parts.isBad, again)]
    }

    /// A loop that does nothing but the statements goes on as it is when a result is not finite:
    ///
    ///     done: { bad: { while (condition) { fast; if (isBad) break bad; step }  break done }  undo; the loop }
    mutating func loop(_ id: ExprID) -> ExprID? {
        let original = builder.function.expressions[id]
        guard case .loop(let label, let condition?, _, let step) = original.kind else { return nil }
        let (done, bad, fast) = (builder.label("done"), builder.label("bad"), builder.label("fast"))
        let test = same(condition)
        let next = step.map { same($0) }
        let parts = make()
        builder.span = original.span
        let leave = builder.conditional(parts.isBad, builder.add(.breakTo(bad, nil), .never))
        let loop = builder.loop(fast, while: test, builder.sequence(parts.fast + [leave]), step: next)
        let end = builder.add(.breakTo(done, nil), .never)
        let first = builder.add(.block(bad, body: builder.add(.sequence([loop, end]), .never)), .unit)
        let slow = builder.add(original.kind, .unit)
        builder.function.labels[label].isSeldom = true
        return builder.add(.block(done, body: builder.add(.sequence([first] + parts.undo + [slow]), .unit)), .unit)
    }

    private mutating func copyStatement(_ id: ExprID, _ items: inout [ExprID]) {
        let expression = builder.function.expressions[id]
        builder.span = expression.span
        switch expression.kind {
        case .constant, .local, .sequence: break
        case .arrayStore(let array, let index, let value):
            let change = noteChange(array, index, &items)
            known = (array, index, change.old)
            let slot = (array: builder.add(change.array, .reference(.array)), index: builder.add(change.index, .i32))
            items.append(builder.add(.arrayStore(slot.array, index: slot.index, value: copy(value)), .unit))
            known = nil
            changes.append(change)
        default: items.append(copy(id))
        }
        for result in results {
            sums.append((1, result))
            while sums.count > 1, sums[sums.count - 2].size <= sums[sums.count - 1].size { items.append(addLast()) }
        }
        results = []
    }

    /// Adds the last two sums.
    private mutating func addLast() -> ExprID {
        let (second, first) = (sums.removeLast(), sums.removeLast())
        let sum = builder.local("sum", .f64)
        sums.append((first.size + second.size, sum))
        return builder.set(sum, builder.binary(.f64Add, builder.get(first.local), builder.get(second.local)))
    }

    // MARK: Elements

    /// Keeps what an element is before it is changed, and where it is.
    private mutating func noteChange(_ array: ExprID, _ index: ExprID, _ items: inout [ExprID]) -> Change {
        let place = (array: lasting(array, &items), index: lasting(index, &items))
        let old = builder.local("old", .f64)
        let element = builder.add(
            .arrayLoad(builder.add(place.array, .reference(.array)), index: builder.add(place.index, .i32)), .f64)
        items.append(builder.set(old, element))
        return Change(array: place.array, index: place.index, old: old)
    }

    /// The same value to the end of the line.
    private mutating func lasting(_ id: ExprID, _ items: inout [ExprID]) -> Expr.Kind {
        let expression = builder.function.expressions[id]
        guard case .local(let local) = expression.kind, line.written.contains(local) else { return expression.kind }
        let kept = builder.local("place", expression.type)
        items.append(builder.set(kept, builder.get(local)))
        return .local(kept)
    }

    /// The variable with the element that is loaded, if the statement changes it. The statement does not set what it is found by.
    private func known(_ array: ExprID, _ index: ExprID) -> LocalID? {
        guard let known, case .local(let first) = builder.function.expressions[array].kind,
            case .local(first) = builder.function.expressions[known.array].kind
        else { return nil }
        switch (builder.function.expressions[index].kind, builder.function.expressions[known.index].kind) {
        case (.local(let position), .local(let changed)): return position == changed ? known.old : nil
        case (.constant(let position), .constant(let changed)): return position == changed ? known.old : nil
        default: return nil
        }
    }

    // MARK: Values

    private mutating func copy(_ id: ExprID) -> ExprID {
        let expression = builder.function.expressions[id]
        builder.span = expression.span
        switch expression.kind {
        case .checkFinite(let operand, _):
            let value = copy(operand)
            return line.tested.contains(id) ? tested(value) : value
        case .checkNonzero(let operand, _): return copy(operand)
        case .arrayLoad(let array, let index) where expression.type == .f64:
            return known(array, index).map { builder.get($0) } ?? copyOperands(expression)
        case .binary(.f64Divide, _, _):
            let value = copyOperands(expression)
            return line.tested.contains(id) ? tested(value) : value
        default: return copyOperands(expression)
        }
    }

    /// A copy of all of it as it is.
    private mutating func same(_ id: ExprID) -> ExprID {
        let expression = builder.function.expressions[id]
        var operands = expression.kind.operands
        for index in operands.indices { operands[index] = same(operands[index]) }
        return builder.function.add(expression.kind.with(operands: operands), expression.type, expression.span)
    }

    private mutating func copyOperands(_ expression: Expr) -> ExprID {
        var operands = expression.kind.operands
        for index in operands.indices { operands[index] = copy(operands[index]) }
        return builder.function.add(expression.kind.with(operands: operands), expression.type, expression.span)
    }

    /// `result = value; result`
    private mutating func tested(_ value: ExprID) -> ExprID {
        let result = builder.local("result", .f64)
        results.append(result)
        return builder.sequence([builder.set(result, value), builder.get(result)])
    }
}
