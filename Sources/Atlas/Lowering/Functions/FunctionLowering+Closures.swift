import Basics
import Core
import Diagnostics
import RuntimeABI

/// Nested functions: closures made where blocks are entered or declarations are reached, and captured values taken out on entry.
extension FunctionLowering {
    /// Copies every captured value from the closure (local 0) into a local of its own: assignments change only this call's copy.
    func loadCaptures() {
        guard let id, let captured = module.captures.captures[id] else { return }
        let span = function.span
        for (slot, symbol) in captured.enumerated() {
            let value = make(.closureSlot(closure: get(LocalID(0), span), index: slot), .any, span)
            let declared = typed.symbols[symbol]
            if case .function = declared.kind {
                let local = newLocal(declared.name, .reference(.closure))
                closureLocals[symbol] = local
                prologue.append(set(local, unbox(value, .reference(.closure), nil, span), span))
                continue
            }
            let isUnset = mayBeUnset(symbol, in: id)
            let type = isUnset ? ValueType.any : declared.type.storageType
            var place = Place(storage: .local(newLocal(declared.name, type)), type: declared.type)
            place.mayBeUnset = isUnset
            prologue.append(write(place, type == .any ? value : unbox(value, type, nil, span), span))
            places[symbol] = place
        }
    }

    /// The closure exists before the declaration statement: something before it, in the text, names the function.
    private func isMadeEarly(_ function: FunctionID) -> Bool { module.earlyClosures[function] != nil }

    /// The closure is made before the variable has its value.
    private func mayBeUnset(_ symbol: SymbolID, in function: FunctionID) -> Bool {
        guard let start = module.earlyClosures[function] else { return false }
        return typed.symbols[symbol].span.start >= start
    }

    /// The functions that a block declares and that need closures.
    private func closureFunctions(_ statements: [StatementID]) -> [(function: FunctionID, symbol: SymbolID)] {
        statements.compactMap { statement in
            guard case .function(let function) = tree.statements[statement].kind, module.captures.needsClosure(function),
                let symbol = typed.statementSymbols[statement.offset]
            else { return nil }
            return (function, symbol)
        }
    }

    /// What has to happen on entry to a block: the closures that may be used before their declaration.
    func enterBlock(_ statements: [StatementID], _ span: SourceSpan) -> [ExprID] {
        let functions = closureFunctions(statements)
        for entry in functions { closureLocals[entry.symbol] = newLocal(typed.symbols[entry.symbol].name, .reference(.closure)) }
        let early = functions.filter { isMadeEarly($0.function) }
        guard !early.isEmpty else { return [] }
        var result: [ExprID] = []
        var made: Set<SymbolID> = []
        let declared = Set(functions.map(\.symbol))
        for entry in early {
            let captures = (module.captures.captures[entry.function] ?? []).map { symbol in
                isKnownYet(symbol, made, among: declared) ? capturedValue(symbol, span) : null(span)
            }
            result.append(makeClosure(entry.function, entry.symbol, captures, span))
            made.insert(entry.symbol)
        }
        for entry in early {
            for (slot, symbol) in (module.captures.captures[entry.function] ?? []).enumerated() where made.contains(symbol) {
                result.append(fillSlot(entry.symbol, slot, capturedValue(symbol, span), span))
            }
        }
        return result
    }

    private func isKnownYet(_ symbol: SymbolID, _ made: Set<SymbolID>, among declared: Set<SymbolID>) -> Bool {
        if declared.contains(symbol) { return made.contains(symbol) }
        return places[symbol] != nil || closureLocals[symbol] != nil
    }

    /// The declaration statement of a nested function.
    func lowerNestedFunction(_ target: FunctionID, _ symbol: SymbolID, _ span: SourceSpan) -> ExprID {
        guard let captures = module.captures.captures[target] else { return unit(span) }
        guard isMadeEarly(target) else { return makeClosure(target, symbol, captures.map { capturedValue($0, span) }, span) }
        let stale = captures.enumerated().filter { isStale($0.element, in: target) }
        return sequence(stale.map { fillSlot(symbol, $0.offset, capturedValue($0.element, span), span) }, span)
    }

    /// What a closure took on entry to its block may not be the captured value at its declaration.
    private func isStale(_ symbol: SymbolID, in function: FunctionID) -> Bool {
        switch typed.symbols[symbol].kind {
        case .function: false
        case .variable(let isMutable): isMutable || mayBeUnset(symbol, in: function)
        default: mayBeUnset(symbol, in: function) || typed.symbols[symbol].type.mayBeCollection
        }
    }

    private func makeClosure(_ target: FunctionID, _ symbol: SymbolID, _ captures: [ExprID], _ span: SourceSpan) -> ExprID {
        let closure = make(.makeClosure(module.closure(of: target), captures: captures), .reference(.closure), span)
        guard let local = closureLocals[symbol] else { return unitValue(closure) }
        return set(local, closure, span)
    }

    private func fillSlot(_ symbol: SymbolID, _ slot: Int, _ value: ExprID, _ span: SourceSpan) -> ExprID {
        guard let local = closureLocals[symbol] else { return unit(span) }
        return make(.setClosureSlot(closure: get(local, span), index: slot, value: value), .unit, span)
    }

    /// The current value of a variable or closure for a captured slot; collections are visible through another name from here on.
    private func capturedValue(_ symbol: SymbolID, _ span: SourceSpan) -> ExprID {
        if case .function(let target) = typed.symbols[symbol].kind {
            return box(functionValue(target, symbol, span), from: typed.symbols[symbol].type, span)
        }
        guard let place = places[symbol], case .local(let local) = place.storage else { return null(span) }
        let value = get(local, span)
        return box(place.type.mayBeCollection ? share(value, span) : value, from: place.type, span)
    }
}
