import Basics
import Core
import Diagnostics
import RuntimeABI

/// A Core expression and the Atlas type of its value.
struct Operand {
    var expression: ExprID
    var type: Type

    init(_ expression: ExprID, _ type: Type) {
        self.expression = expression
        self.type = type
    }
}

/// What the lowering of one function (or of the initializer) has made so far.
final class FunctionLowering {
    let module: ModuleLowering
    /// Nil in the initializer and in wrappers.
    let id: FunctionID?
    var function: Core.Function
    /// Where the function's own variables, parameters and captures live.
    var places: [SymbolID: Place] = [:]
    /// Closures of nested functions, by their symbol.
    var closureLocals: [SymbolID: LocalID] = [:]
    /// The loops around the current place, innermost last.
    var loops: [Loop] = []

    /// Locals of finished statements that may be used again, by name and type.
    var freeTemporaries: [Local: [LocalID]] = [:]
    /// Locals that the statements around the current place hold, in order.
    var heldTemporaries: [LocalID] = []
    /// Blocks inside expressions around the current place. What they hold stays held until the statement around ends: a part of the
    /// expression that is lowered later may run earlier.
    var blocksInExpressions = 0

    struct Loop {
        var label: LabelID
        /// `break` was lowered for it.
        var isLeft = false
    }

    var typed: TypedModule { module.typed }
    var tree: SyntaxTree { module.typed.tree }

    init(_ module: ModuleLowering, _ id: FunctionID?, _ function: Core.Function) {
        self.module = module
        self.id = id
        self.function = function
    }

    /// A function of the closure convention to be filled.
    static func wrapper(_ module: ModuleLowering, name: String, arity: Int, span: SourceSpan) -> FunctionLowering {
        var parameters = [Local(name: "closure", type: .reference(.closure))]
        for position in 0..<arity { parameters.append(Local(name: "argument \(position + 1)", type: .any)) }
        var function = Core.Function(name: name, convention: .closure, parameters: parameters, result: .any, span: span)
        function.role = .wrapper
        return FunctionLowering(module, nil, function)
    }

    /// The result type of the source function.
    var resultType: Type { id.flatMap { typed.functions[$0.offset]?.type.result } ?? .unknown }

    func bindParameters() {
        guard let id, let info = typed.functions[id.offset] else { return }
        let first = module.captures.needsClosure(id) ? 1 : 0
        for (position, symbol) in info.parameters.enumerated() {
            var place = Place(storage: .local(LocalID(first + position)), type: typed.symbols[symbol].type)
            place.moved = movedFlag(symbol)
            places[symbol] = place
        }
    }

    /// Ends the function with `body`.
    func finish(_ body: ExprID) {
        var result = prologue
        result.append(body)
        if function.result != .unit, type(body) != .never, type(body) != function.result {
            result.append(make(.unreachable, .never, function.span))
        }
        let whole = sequence(result, function.span)
        function.body = function.result == .unit ? unitValue(whole) : whole
    }

    /// What runs before the body.
    var prologue: [ExprID] = []
}
