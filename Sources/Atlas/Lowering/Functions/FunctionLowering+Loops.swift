import Basics
import Core
import Diagnostics
import RuntimeABI

extension FunctionLowering {
    /// `while`, and `for` without its initializer.
    func lowerLoop(_ condition: ExpressionID?, _ body: Block, step: StatementID?, _ span: SourceSpan) -> ExprID {
        var test = condition.map { lowerCondition($0) }
        if let known = test, case .constant(.bool(true)) = function.expressions[known].kind { test = nil }
        let label = newLabel("loop")
        loops.append(Loop(label: label))
        let bodyCode = lower(body)
        let stepCode = step.map { unitValue(lower($0)) }
        let isLeft = loops.removeLast().isLeft
        let type: ValueType = test == nil && !isLeft ? .never : .unit
        return make(.loop(label, condition: test, body: bodyCode, step: stepCode), type, span)
    }

    /// `for x in e`: the elements of a snapshot.
    func lowerForIn(_ id: StatementID, _ iterable: ExpressionID, _ body: Block, _ span: SourceSpan) -> ExprID {
        guard let symbol = typed.statementSymbols[id.offset] else { return unit(span) }
        let type = typed.expressionTypes[iterable.offset]
        let place = tree.expressions[iterable].span
        var statements: [ExprID] = []
        let raw = isUnchanging(iterable) ? lower(iterable) : lowerOwned(iterable)
        let wanted: Type = type.elementType == nil ? .array(.unknown) : type
        let snapshot = keep(
            coerceIterable(raw, type, wanted, place), "snapshot", into: &statements)
        let count = newLocal("count", .i32)
        statements.append(set(count, make(.arrayLength(snapshot()), .i32, place), place))
        let index = newLocal("index", .i32)
        statements.append(set(index, integer(0, place), place))

        let condition = binary(.i32Less, get(index, place), get(count, place), .bool, place)
        let label = newLabel("for \(typed.symbols[symbol].name)")
        loops.append(Loop(label: label))
        let variable = declareLocal(symbol)
        let element = loadElement(Operand(snapshot(), wanted), get(index, place), isVerified: true, place)
        var value = coerceToStorage(element.expression, from: element.type, to: typed.symbols[symbol].type, place)
        if typed.symbols[symbol].type.mayBeCollection, !canBorrowElement(of: iterable, into: symbol) { value = share(value, place) }
        let bind = write(variable, value, place)
        let bodyCode = sequence([bind, lower(body)], body.span)
        loops.removeLast()
        let step = set(index, binary(.i32Add, get(index, place), integer(1, place), .i32, place), place)
        statements.append(make(.loop(label, condition: condition, body: bodyCode, step: step), .unit, span))
        return sequence(statements, span)
    }

    private func coerceIterable(_ value: ExprID, _ type: Type, _ wanted: Type, _ span: SourceSpan) -> ExprID {
        guard self.type(value) == .any else { return value }
        let failure = typeNameFailure("for-in requires an array, found ")
        return unbox(value, wanted.valueType, failure, span)
    }
}
