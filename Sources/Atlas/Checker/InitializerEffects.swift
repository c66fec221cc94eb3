/// Finds out whether running the top level of a module does anything besides giving its variables their values.
struct InitializerEffects {
    private let typed: TypedModule

    init(_ typed: TypedModule) { self.typed = typed }

    /// False only if every top-level statement declares something, and no initializer can fail or be observed.
    var areObservable: Bool {
        typed.tree.items.contains { item in
            guard case .statement(let statement) = item.kind else { return false }
            switch typed.tree.statements[statement].kind {
            case .function: return false
            case .variable(let declaration):
                // Giving an unknown value a known type is a check that can fail.
                let found = typed.expressionTypes[declaration.initializer.offset]
                return declaration.annotation != nil && found.mentionsUnknown && found != .array(.unknown)
                    || !isPure(declaration.initializer)
            default: return true
            }
        }
    }

    private func isPure(_ id: ExpressionID) -> Bool {
        switch typed.tree.expressions[id].kind {
        case .number, .string, .bool, .null: return true
        case .name: return isPureName(id)
        case .array(let elements): return elements.allSatisfy(isPure)
        case .unary(.negate, let operand): return number(operand) != nil
        case .unary(.not, let operand): return isBool(operand) && isPure(operand)
        case .binary(let operation, let left, let right):
            if operation.isArithmetic {
                return typed.expressionTypes[id.offset] == .string ? isText(left) && isText(right) : number(id) != nil
            }
            let types = [left, right].map { typed.expressionTypes[$0.offset] }
            return !types.contains(where: \.mentionsUnknown) && isPure(left) && isPure(right)
        case .call, .subscripted, .member, .propagate, .match, .invalid: return false
        }
    }

    /// Variables of this module stand before their uses, those of others are initialized before.
    private func isPureName(_ id: ExpressionID) -> Bool {
        guard let symbol = typed.expressionSymbols[id.offset] else { return false }
        switch typed.symbols[symbol].kind {
        case .variable, .function, .imported, .namespace, .builtin: return true
        case .parameter, .local: return false
        }
    }

    private func isBool(_ id: ExpressionID) -> Bool { typed.expressionTypes[id.offset].stripped == .bool }

    private func isText(_ id: ExpressionID) -> Bool { typed.expressionTypes[id.offset].stripped == .string && isPure(id) }

    /// The value of constant arithmetic that does not fail.
    private func number(_ id: ExpressionID) -> Double? {
        switch typed.tree.expressions[id].kind {
        case .number(let value): return value
        case .unary(.negate, let operand): return number(operand).map { -$0 }
        case .binary(let operation, let left, let right):
            guard let left = number(left), let right = number(right), let value = Self.apply(operation, left, right) else { return nil }
            return value.isFinite ? value : nil
        default: return nil
        }
    }

    private static func apply(_ operation: BinaryOperator, _ left: Double, _ right: Double) -> Double? {
        switch operation {
        case .add: left + right
        case .subtract: left - right
        case .multiply: left * right
        case .divide: right == 0 ? nil : left / right
        case .remainder: right == 0 ? nil : left.truncatingRemainder(dividingBy: right)
        default: nil
        }
    }
}
