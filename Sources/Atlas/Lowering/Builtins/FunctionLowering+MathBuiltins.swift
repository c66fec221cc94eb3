import Basics
import Core
import Diagnostics
import RuntimeABI

extension FunctionLowering {
    func emitMath(_ row: Builtin, _ arguments: [Operand], _ span: SourceSpan) -> Operand? {
        let value = { (position: Int) in self.argument(arguments[position], to: .number, of: row, span) }
        switch row.name {
        case "abs": return Operand(unary(.absolute, value(0), .f64, span), .number)
        case "floor": return Operand(unary(.floor, value(0), .f64, span), .number)
        case "ceil": return Operand(unary(.ceiling, value(0), .f64, span), .number)
        case "round": return Operand(unary(.nearest, value(0), .f64, span), .number)
        case "sqrt": return Operand(unary(.squareRoot, value(0), .f64, span), .number)
        case "sign": return Operand(emitSign(value(0), span), .number)
        case "min": return Operand(emitExtreme(.f64Minimum, value(0), value(1), span), .number)
        case "max": return Operand(emitExtreme(.f64Maximum, value(0), value(1), span), .number)
        case "clamp": return Operand(emitClamp(value(0), value(1), value(2), span), .number)
        default: return nil
        }
    }

    /// 1, -1, or the value itself when it is a zero or NaN.
    private func emitSign(_ value: ExprID, _ span: SourceSpan) -> ExprID {
        var statements: [ExprID] = []
        let kept = keep(value, "value", into: &statements, isStable: true)
        let isNegative = binary(.f64Less, kept(), number(0, span), .bool, span)
        let rest = conditional(isNegative, number(-1, span), kept(), span)
        statements.append(conditional(binary(.f64Greater, kept(), number(0, span), .bool, span), number(1, span), rest, span))
        return sequence(statements, span)
    }

    /// The lesser or greater; of a number and a NaN, the number.
    private func emitExtreme(_ operation: Core.BinaryOperation, _ left: ExprID, _ right: ExprID, _ span: SourceSpan) -> ExprID {
        var statements: [ExprID] = []
        let a = keep(left, "left", into: &statements, isStable: isPure(right))
        let b = keep(right, "right", into: &statements, isStable: true)
        let isLeftNaN = binary(.f64NotEqual, a(), a(), .bool, span)
        let isRightNaN = binary(.f64NotEqual, b(), b(), .bool, span)
        let ordered = conditional(isRightNaN, a(), binary(operation, a(), b(), .f64, span), span)
        statements.append(conditional(isLeftNaN, b(), ordered, span))
        return sequence(statements, span)
    }

    private func emitClamp(_ value: ExprID, _ low: ExprID, _ high: ExprID, _ span: SourceSpan) -> ExprID {
        var statements: [ExprID] = []
        let x = keep(value, "value", into: &statements)
        let a = keep(low, "low", into: &statements)
        let b = keep(high, "high", into: &statements, isStable: true)
        let inside = binary(.f64Minimum, binary(.f64Maximum, x(), a(), .f64, span), b(), .f64, span)
        statements.append(conditional(binary(.f64Greater, a(), b(), .bool, span), number(.nan, span), inside, span))
        return sequence(statements, span)
    }
}
