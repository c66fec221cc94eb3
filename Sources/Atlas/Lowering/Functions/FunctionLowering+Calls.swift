import Basics
import Core
import Diagnostics
import ModuleSystem
import RuntimeABI

extension FunctionLowering {
    func lowerCall(_ id: ExpressionID, _ callee: ExpressionID, _ arguments: [ExpressionID], _ span: SourceSpan) -> Operand {
        switch typed.resolutions[id] {
        case .function(let symbol):
            guard case .function(let target) = typed.symbols[symbol].kind, let info = typed.functions[target.offset] else { break }
            return lowerOwnCall(target, symbol, info.type, arguments, span)
        case .importedFunction(let imported):
            let type = typed.expressionTypes[callee.offset]
            return lowerImportedCall(imported, declaredType(callee) ?? type, arguments, span)
        case .builtin(let name): return lowerBuiltinCall(name, arguments, span)
        default: break
        }
        return lowerValueCall(callee, arguments, span)
    }

    /// The type that the function itself has, before narrowing or inference.
    private func declaredType(_ callee: ExpressionID) -> Type? {
        typed.expressionSymbols[callee.offset].map { typed.symbols[$0].type }
    }

    // MARK: Direct calls

    private func lowerOwnCall(
        _ target: FunctionID, _ symbol: SymbolID, _ type: FunctionType, _ arguments: [ExpressionID], _ span: SourceSpan
    ) -> Operand {
        let values = lowerArguments(
            arguments, type, module.usage.usage(of: target), calleeMutates: module.effects.mutates(target))
        var operands = values
        if module.captures.needsClosure(target) { operands.insert(functionValue(target, symbol, span), at: 0) }
        let moves = markMoves(type, arguments, span)
        return Operand(callAfter(moves, operands, span) { self.callOwn(target, $0, span) }, type.result)
    }

    /// The call of a function of this module; `arguments` include the closure where the function has captures.
    func callOwn(_ target: FunctionID, _ arguments: [ExprID], _ span: SourceSpan) -> ExprID {
        guard let function = module.functions[target] else { return make(.unreachable, .never, span) }
        let all = module.hasSite(target) ? arguments + [make(.site, .i32, span)] : arguments
        return make(.call(function, all), module.module.functions[function].result, span)
    }

    /// The call, with `effects` between the evaluation of the arguments and the call itself.
    private func callAfter(_ effects: [ExprID], _ operands: [ExprID], _ span: SourceSpan, _ call: ([ExprID]) -> ExprID) -> ExprID {
        guard !effects.isEmpty else { return call(operands) }
        var statements: [ExprID] = []
        let kept = operands.map { keep($0, "argument", into: &statements) }
        return sequence(statements + effects + [call(kept.map { $0() })], span)
    }

    func lowerImportedCall(_ imported: ImportedSymbol, _ type: Type, _ arguments: [ExpressionID], _ span: SourceSpan) -> Operand {
        guard case .function(let declared) = type.stripped else { return Operand(make(.unreachable, .never, span), .never) }
        let function = module.context.foreign[imported.origin.module] == nil ? declared : specialized(declared, arguments)
        let values = lowerArguments(arguments, function, imported.export.parameterUsage, calleeMutates: true)
        let target = module.importedFunction(imported, function)
        let moves = markMoves(function, arguments, span)
        let call = callAfter(moves, values, span) { self.make(.callImported(target, $0), function.result.valueType, span) }
        return Operand(call, function.result)
    }

    /// The type by which a function of a module of another form is called: where it takes anything, what it is given.
    private func specialized(_ type: FunctionType, _ arguments: [ExpressionID]) -> FunctionType {
        var type = type
        for (position, argument) in arguments.enumerated() where position < type.parameters.count && type.parameters[position].type.isUnknown {
            let given = typed.expressionTypes[argument.offset]
            if given.valueType != .unit, given.stripped != .never { type.parameters[position].type = given }
        }
        return type
    }

    func lowerArguments(_ arguments: [ExpressionID], _ type: FunctionType, _ usage: [ParameterUsage], calleeMutates: Bool) -> [ExprID] {
        arguments.enumerated().map { position, argument in
            let target = type.parameters.indices.contains(position) ? type.parameters[position].type : .unknown
            let keeps = !usage.indices.contains(position) || usage[position] == .keep
            let value = keeps
                ? lowerOwned(argument)
                : lowerRead(argument, before: span(of: arguments[(position + 1)...]), calleeMutates: calleeMutates)
            return coerceToStorage(value, from: typed.expressionTypes[argument.offset], to: target, tree.expressions[argument].span)
        }
    }

    // MARK: Calls of function values

    private func lowerValueCall(_ callee: ExpressionID, _ arguments: [ExpressionID], _ span: SourceSpan) -> Operand {
        let type = typed.expressionTypes[callee.offset]
        let value = lower(callee)
        let values = arguments.map { box(lowerOwned($0), from: typed.expressionTypes[$0.offset], tree.expressions[$0].span) }
        if case .function(let function) = type.stripped, self.type(value) == .reference(.closure) {
            return Operand(make(.callClosure(value, values), .any, span), callResult(function.result))
        }
        return Operand(callUnknown(box(value, from: type, span), values, span), .unknown)
    }

    /// What a function value returns is proven by nothing: it is treated as unknown until it has been checked.
    private func callResult(_ declared: Type) -> Type { declared.valueType == .unit ? .void : .unknown }

    /// Calls whatever the value is: fails unless it is a function that takes that many arguments. All operands are `any`.
    func callUnknown(_ callee: ExprID, _ arguments: [ExprID], _ span: SourceSpan) -> ExprID {
        var statements: [ExprID] = []
        let function = keep(callee, "function", into: &statements)
        let kept = arguments.map { keep($0, "argument", into: &statements) }
        let failure = typeNameFailure("Cannot call non-function type ")
        let closure = checkArity(make(.unbox(function(), failure), .reference(.closure), span), arguments.count, span)
        statements.append(make(.callClosure(closure, kept.map { $0() }), .any, span))
        return sequence(statements, span)
    }
}
