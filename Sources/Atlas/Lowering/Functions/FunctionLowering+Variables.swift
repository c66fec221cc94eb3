import Basics
import Core
import Diagnostics
import ModuleSystem
import RuntimeABI

/// Reading and writing variables wherever they live.
extension FunctionLowering {
    /// Where the variable is; nil for names that are no variables.
    func place(of symbol: SymbolID) -> Place? {
        if let place = places[symbol] ?? module.variables[symbol] { return place }
        let declared = typed.symbols[symbol]
        guard case .imported(let imported) = declared.kind, case .variable = imported.export.kind else { return nil }
        return Place(storage: .imported(module.importedVariable(imported, declared.type)), type: declared.type)
    }

    /// A new local for a variable that this function declares.
    func declareLocal(_ symbol: SymbolID) -> Place {
        let declared = typed.symbols[symbol]
        var place = Place(storage: .local(newLocal(declared.name, declared.type.storageType)), type: declared.type)
        place.moved = movedFlag(symbol)
        places[symbol] = place
        return place
    }

    /// The value, in the representation of the declared type.
    func read(_ place: Place, _ symbol: SymbolID, _ span: SourceSpan) -> ExprID {
        var statements: [ExprID] = []
        if let moved = place.moved {
            let text = "use of moved value: '\(typed.symbols[symbol].name)' was passed to 'own' parameter and is no longer valid"
            statements.append(conditional(get(moved, span), fail(typeFailure(text), span), nil, span))
        }
        if let check = initializationCheck(place, symbol, span) { statements.append(check) }
        statements.append(load(place, span))
        return sequence(statements, span)
    }

    private func load(_ place: Place, _ span: SourceSpan) -> ExprID {
        switch place.storage {
        case .local(let local): get(local, span)
        case .global(let global): make(.global(global), module.module.globals[global].type, span)
        case .imported(let global): make(.importedGlobal(global), module.module.importedGlobals[global].type, span)
        }
    }

    /// Fails when the variable's initializer has not run; nil where it certainly has.
    func initializationCheck(_ place: Place, _ symbol: SymbolID, _ span: SourceSpan) -> ExprID? {
        guard let flag = place.initialized, isInsideFunction else { return nil }
        let failure = module.failure(Failure(code: "AT0002", prefix: "Unknown symbol: \(typed.symbols[symbol].name)"))
        return conditional(make(.global(flag), .bool, span), unit(span), fail(failure, span), span)
    }

    var isInsideFunction: Bool { id != nil }

    /// Stores a value in the representation of the declared type.
    func write(_ place: Place, _ value: ExprID, _ span: SourceSpan) -> ExprID {
        let type: ValueType = self.type(value) == .never ? .never : .unit
        let store: ExprID
        switch place.storage {
        case .local(let local): store = set(local, value, span)
        case .global(let global): store = make(.setGlobal(global, value), type, span)
        case .imported(let global): store = make(.setImportedGlobal(global, value), type, span)
        }
        guard let moved = place.moved else { return store }
        return sequence([store, set(moved, bool(false, span), span)], span)
    }

    // MARK: Names as expressions

    func lowerName(_ id: ExpressionID, _ span: SourceSpan) -> ExprID {
        guard let symbol = typed.expressionSymbols[id.offset] else { return make(.unreachable, .never, span) }
        let target = typed.expressionTypes[id.offset]
        let declared = typed.symbols[symbol]
        switch declared.kind {
        case .function(let function):
            return coerce(functionValue(function, symbol, span), from: declared.type, to: target, span)
        case .namespace(let module, _):
            return coerce(box(make(.constant(.namespace(module)), .reference(.namespace), span), from: declared.type, span), from: declared.type, to: target, span)
        case .builtin(let name):
            return coerce(builtinValue(name, span), from: .unknown, to: target, span)
        case .imported(let imported):
            if let place = place(of: symbol) { return coerce(read(place, symbol, span), from: place.type, to: target, span) }
            return coerce(importedFunctionValue(imported, span), from: declared.type, to: target, span)
        case .variable, .parameter, .local:
            guard let place = place(of: symbol) else { return make(.unreachable, .never, span) }
            return readNarrowed(place, symbol, to: target, span)
        }
    }

    private func readNarrowed(_ place: Place, _ symbol: SymbolID, to target: Type, _ span: SourceSpan) -> ExprID {
        let value = read(place, symbol, span)
        if place.mayBeUnset { return coerce(value, from: .unknown, to: target, span) }
        return coerce(value, from: place.type, to: target, span)
    }

    func importedFunctionValue(_ imported: ImportedSymbol, _ span: SourceSpan) -> ExprID {
        make(.importedGlobal(module.importedClosure(imported)), .reference(.closure), span)
    }

    /// A function of this module as a value: its static closure, or the closure object that holds its captures.
    func functionValue(_ target: FunctionID, _ symbol: SymbolID, _ span: SourceSpan) -> ExprID {
        guard module.captures.needsClosure(target) else {
            return make(.constant(.closure(module.closure(of: target))), .reference(.closure), span)
        }
        if target == id { return get(LocalID(0), span) }
        guard let local = closureLocals[symbol] else { return make(.unreachable, .never, span) }
        return get(local, span)
    }

    /// A library name as a value.
    func builtinValue(_ name: String, _ span: SourceSpan) -> ExprID {
        guard let row = Builtins.lookup(name) ?? Intrinsics.lookup(name) else { return make(.unreachable, .never, span) }
        if case .number(let value) = row.implementation { return number(value, span) }
        if name == "None" { return none(span) }
        return make(.constant(.closure(module.closure(ofBuiltin: row, at: span))), .reference(.closure), span)
    }
}
