import Basics

/// Which variables are passed by their plain name to an `own` parameter: reading one after the pass is a run-time error, so it needs a flag.
/// One that is used nowhere else needs it, too: the pass may stand in a loop. Values of primitive types are always copied and never move.
struct MoveAnalysis {
    private(set) var variables: Set<SymbolID> = []

    init(_ typed: TypedModule) {
        for (expression, resolution) in typed.resolutions {
            guard let type = Self.calledType(typed, expression, resolution) else { continue }
            let arguments: [ExpressionID]
            switch typed.tree.expressions[expression].kind {
            case .call(_, let list): arguments = list
            case .member(_, _, let list): arguments = list ?? []
            default: continue
            }
            for (parameter, argument) in zip(type.parameters, arguments) where parameter.ownership == .own {
                guard let symbol = typed.variable(argument), !typed.expressionTypes[argument.offset].stripped.isPrimitive else { continue }
                variables.insert(symbol)
            }
        }
    }

    private static func calledType(_ typed: TypedModule, _ expression: ExpressionID, _ resolution: Resolution) -> FunctionType? {
        switch resolution {
        case .function(let symbol):
            guard case .function(let type) = typed.symbols[symbol].type.stripped else { return nil }
            return type
        case .importedFunction:
            guard case .call(let callee, _) = typed.tree.expressions[expression].kind,
                let symbol = typed.expressionSymbols[callee.offset], case .function(let type) = typed.symbols[symbol].type.stripped
            else { return nil }
            return type
        default: return nil
        }
    }
}
