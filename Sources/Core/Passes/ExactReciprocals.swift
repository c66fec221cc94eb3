/// Multiplies instead of dividing where that is exactly the same: `x / 2` is `x * 0.5`.
///
/// The reciprocal of a power of two is exact unless it overflows or is subnormal, so both operations round the same real number. A
/// multiplication takes a few cycles, a division many, and checks of its operands can be postponed past it.
public enum ExactReciprocals {
    public static func run(_ module: Module) -> Module {
        var module = module
        for index in module.functions.indices {
            var function = module.functions[index]
            for id in function.expressions.indices {
                guard case .binary(.f64Divide, let dividend, let divisor) = function.expressions[id].kind,
                    case .constant(.f64(let value)) = function.expressions[divisor].kind, let reciprocal = exactReciprocal(of: value)
                else { continue }
                let factor = function.add(.constant(.f64(reciprocal)), .f64, function.expressions[divisor].span)
                function.expressions[id].kind = .binary(.f64Multiply, dividend, factor)
            }
            module.functions[index] = function
        }
        return module
    }

    private static func exactReciprocal(of value: Double) -> Double? {
        guard value.isNormal, value.magnitude.significand == 1 else { return nil }
        let reciprocal = 1 / value
        return reciprocal.isNormal ? reciprocal : nil
    }
}
