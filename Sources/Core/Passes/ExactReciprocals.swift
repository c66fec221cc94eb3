import Basics
import RuntimeABI

/// Multiplies instead of dividing where that is exactly the same: `x / 2` is `x * 0.5`, and `x % 2` is `x - trunc(x * 0.5) * 2` with the sign of `x`.
///
/// The reciprocal of a power of two is exact unless it overflows or is subnormal, so both operations round the same real number. A
/// multiplication takes a few cycles, a division many, and checks of its operands can be postponed past it.
public enum ExactReciprocals {
    public static func run(_ module: Module) -> Module {
        module.changingFunctions { function, _ in
            var builder = FunctionBuilder(function)
            for id in function.expressions.indices { change(id, &builder) }
            return builder.function
        }
    }

    private static func change(_ id: ExprID, _ builder: inout FunctionBuilder) {
        let expression = builder.function.expressions[id]
        builder.span = expression.span
        switch expression.kind {
        case .binary(.f64Divide, let dividend, let divisor):
            guard let value = constant(divisor, builder), let reciprocal = exactReciprocal(of: value) else { return }
            builder.span = builder.function.expressions[divisor].span
            builder.function.expressions[id].kind = .binary(.f64Multiply, dividend, builder.number(reciprocal))
        case .callRuntime(.numberRemainder, let operands) where operands.count == 2:
            // Less than 1, the divisor could make the quotient overflow. Its sign does not matter.
            guard let value = constant(operands[1], builder)?.magnitude, value >= 1, let reciprocal = exactReciprocal(of: value),
                builder.function.locals.count < InlineLeaves.variableLimit
            else { return }
            let dividend = builder.local("dividend", .f64)
            let set = builder.set(dividend, operands[0])
            let quotient = builder.unary(.truncate, builder.binary(.f64Multiply, builder.get(dividend), builder.number(reciprocal)))
            // Both the product and the difference are exact: they have no more digits than the dividend.
            let difference = builder.binary(.f64Subtract, builder.get(dividend), builder.binary(.f64Multiply, quotient, builder.number(value)))
            builder.function.expressions[id].kind = .sequence([set, builder.binary(.f64CopySign, difference, builder.get(dividend))])
        default: return
        }
    }

    private static func constant(_ id: ExprID, _ builder: FunctionBuilder) -> Double? {
        if case .constant(.f64(let value)) = builder.function.expressions[id].kind { return value }
        return nil
    }

    private static func exactReciprocal(of value: Double) -> Double? {
        guard value.isNormal, value.magnitude.significand == 1 else { return nil }
        let reciprocal = 1 / value
        return reciprocal.isNormal ? reciprocal : nil
    }
}
