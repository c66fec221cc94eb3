import Basics
import Core
import Diagnostics
import RuntimeABI

extension FunctionLowering {
    func lower(_ block: Block) -> ExprID { lowerStatements(block.statements, block.span) }

    /// The statements of a block in order, as one expression of type unit (or never).
    func lowerStatements(_ statements: [StatementID], _ span: SourceSpan) -> ExprID {
        var result = enterBlock(statements, span)
        for statement in statements {
            let held = heldTemporaries.count
            let lowered = unitValue(lower(statement))
            releaseTemporaries(downTo: held)
            result.append(lowered)
            if type(lowered) == .never { break }
        }
        return sequence(result, span)
    }

    func lower(_ id: StatementID) -> ExprID {
        let statement = tree.statements[id]
        let span = statement.span
        switch statement.kind {
        case .variable(let declaration): return lowerVariable(id, declaration, span)
        case .function(let function):
            guard let symbol = typed.statementSymbols[id.offset] else { return unit(span) }
            return lowerNestedFunction(function, symbol, span)
        case .conditional(let condition, let then, let otherwise): return lowerConditional(condition, then, otherwise, span)
        case .whileLoop(let condition, let body): return lowerLoop(condition, body, step: nil, span)
        case .forLoop(let initializer, let condition, let step, let body):
            let first = initializer.map { unitValue(lower($0)) }
            let loop = lowerLoop(condition, body, step: step, span)
            return sequence([first, loop].compactMap { $0 }, span)
        case .forIn(_, let iterable, let body): return lowerForIn(id, iterable, body, span)
        case .returnStatement(let value): return lowerReturn(value, span)
        case .breakStatement:
            guard let loop = loops.indices.last else { return make(.unreachable, .never, span) }
            loops[loop].isLeft = true
            return make(.breakTo(loops[loop].label, nil), .never, span)
        case .continueStatement:
            guard let loop = loops.last else { return make(.unreachable, .never, span) }
            return make(.continueTo(loop.label), .never, span)
        case .block(let block): return lower(block)
        case .assignment(let target, let operation, let value): return lowerAssignment(target, operation, value, span)
        case .increment(let target, let isDecrement): return lowerIncrement(target, isDecrement, span)
        case .expression(let value): return lowerDiscarded(value)
        case .invalid: return unit(span)
        }
    }

    private func lowerVariable(_ id: StatementID, _ declaration: VariableDeclaration, _ span: SourceSpan) -> ExprID {
        guard let symbol = typed.statementSymbols[id.offset] else { return unit(span) }
        if module.constants.contains(symbol) { return unit(span) }
        let declared = typed.symbols[symbol].type
        let source = declaration.initializer
        let raw = canBorrow(source, into: symbol) ? lower(source) : lowerOwned(source)
        let value = coerceToStorage(raw, from: typed.expressionTypes[source.offset], to: declared, tree.expressions[source].span)
        if let place = module.variables[symbol] {
            let store = write(place, value, span)
            guard let flag = place.initialized else { return store }
            return sequence([store, make(.setGlobal(flag, bool(true, span)), .unit, span)], span)
        }
        return write(declareLocal(symbol), value, span)
    }

    private func lowerConditional(
        _ condition: ExpressionID, _ then: Block, _ otherwise: Statement.ElseBranch?, _ span: SourceSpan
    ) -> ExprID {
        let test = lowerCondition(condition)
        let thenCode = lower(then)
        let elseCode: ExprID?
        switch otherwise {
        case .block(let block): elseCode = lower(block)
        case .conditional(let next): elseCode = lower(next)
        case nil: elseCode = nil
        }
        if type(test) == .never { return test }
        return conditional(test, thenCode, elseCode, span)
    }

    private func lowerReturn(_ value: ExpressionID?, _ span: SourceSpan) -> ExprID {
        guard let value else {
            let result = function.result == .unit ? nil : coerce(null(span), from: .null, to: resultType, span)
            return make(.returnValue(result), .never, span)
        }
        let raw = isFrameVariable(value) ? lower(value) : lowerOwned(value)
        let result = coerce(raw, from: typed.expressionTypes[value.offset], to: resultType, tree.expressions[value].span)
        if type(result) == .never { return result }
        guard function.result == .unit else { return make(.returnValue(result), .never, span) }
        return sequence([result, make(.returnValue(nil), .never, span)], span)
    }

    /// An expression as a bool.
    func lowerCondition(_ id: ExpressionID) -> ExprID {
        coerce(lower(id), from: typed.expressionTypes[id.offset], to: .bool, tree.expressions[id].span)
    }
}
