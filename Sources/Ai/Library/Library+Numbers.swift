import RuntimeABI

/// Arithmetic (7.2).
extension Library {
    private static let math = RowMaker(module: "math")

    static let numbers: [LibraryProcedure] = arithmetic + comparisons + numberPredicates + division + rounding + transcendental + bits

    private static let several: RuntimeFunction.Effects = [.allocates, .raises, .severalValues]

    private static let arithmetic: [LibraryProcedure] = [
        math.fold("+", ". numbers", "ai_add", "The sum."),
        math.fold("-", "number . numbers", "ai_subtract", "The difference; the negative of a single number."),
        math.fold("*", ". numbers", "ai_multiply", "The product."),
        math.fold("/", "number . numbers", "ai_divide", "The quotient: exact if nothing remains, else a float; the reciprocal of a single number."),
        math.fold("max", "number . numbers", "ai_max", "The greatest number; a float if one of them is."),
        math.fold("min", "number . numbers", "ai_min", "The least number; a float if one of them is."),
        math.fold("gcd", ". integers", "ai_gcd", "The greatest common divisor."),
        math.fold("lcm", ". integers", "ai_lcm", "The least common multiple."),
        math.value("abs", "number", synonyms: "magnitude", "ai_abs", "The number without its sign."),
        math.value("square", "number", "ai_square", "The number times itself."),
        math.value("numerator", "number", "ai_numerator", "The numerator of the fraction in lowest terms."),
        math.value("denominator", "number", "ai_denominator", "The denominator of the fraction in lowest terms."),
        math.value("expt", "base exponent", synonyms: "pow", "ai_expt", "A power."),
        math.value("sqrt", "number", "ai_sqrt", "The square root: exact for perfect squares."),
        math.value("exact-integer-sqrt", "integer", "ai_exact_integer_sqrt", several, "Two values: the integer root, and what is left."),
        math.value("1+", "number", synonyms: "add1 inc", "ai_add_one", "The number plus one."),
        math.value("-1+", "number", synonyms: "sub1 dec", "ai_subtract_one", "The number minus one."),
        math.value("sign", "number", "ai_sign", "-1, 0 or 1."),
    ]

    private static let comparisons: [LibraryProcedure] = [
        math.chain("=", ". values", synonyms: "==", "ai_equal_numbers", [], "Whether the numbers are equal; other values are compared by `equal?`."),
        math.predicate("!=", "a b", synonyms: "not=", "ai_not_equal", "Whether two values are not `=`."),
        math.chain("<", ". numbers", "ai_less", "Whether each number is less than the next."),
        math.chain(">", ". numbers", "ai_greater", "Whether each number is greater than the next."),
        math.chain("<=", ". numbers", "ai_not_greater", "Whether no number is greater than the next."),
        math.chain(">=", ". numbers", "ai_not_less", "Whether no number is less than the next."),
    ]

    /// Only an error is allocated, and what it leads to collects soon enough.
    private static let checks: RuntimeFunction.Effects = .raises

    private static let numberPredicates: [LibraryProcedure] = [
        math.predicate("number?", "value", synonyms: "complex? real?", "ai_is_number", .pure, "Whether it is a number."),
        math.predicate("rational?", "value", "ai_is_rational", .pure, "Whether it is a finite number."),
        math.predicate("integer?", "value", "ai_is_integer", .pure, "Whether it is an exact integer or an integral float."),
        math.predicate("exact-integer?", "value", synonyms: "int?", "ai_is_exact_integer", .pure, "Whether it is an exact integer."),
        math.predicate(
            "exact-nonnegative-integer?", "value", "ai_is_exact_nonnegative_integer", "Whether it is an exact integer that is not negative."),
        math.predicate("float?", "value", "ai_is_float", .pure, "Whether it is a float."),
        math.predicate("exact?", "number", "ai_is_exact", checks, "Whether a number is exact."),
        math.predicate("inexact?", "number", "ai_is_inexact", checks, "Whether a number is a float."),
        math.predicate("nan?", "number", "ai_is_nan", checks, "Whether a number is NaN."),
        math.predicate("finite?", "number", "ai_is_finite", checks, "Whether a number is neither infinite nor NaN."),
        math.predicate("infinite?", "number", "ai_is_infinite", checks, "Whether a number is infinite."),
        math.predicate("zero?", "number", "ai_is_zero", checks, "Whether a number is zero."),
        math.predicate("positive?", "number", "ai_is_positive", checks, "Whether a number is greater than zero."),
        math.predicate("negative?", "number", "ai_is_negative", checks, "Whether a number is less than zero."),
        math.predicate("odd?", "integer", "ai_is_odd", checks, "Whether an integer is odd."),
        math.predicate("even?", "integer", "ai_is_even", checks, "Whether an integer is even."),
    ]

    private static let division: [LibraryProcedure] = [
        math.value("quotient", "a b", synonyms: "truncate-quotient", "ai_quotient", "The quotient, rounded towards zero."),
        math.value("remainder", "a b", synonyms: "truncate-remainder %", "ai_remainder", "What remains: it has the sign of the dividend."),
        math.value("modulo", "a b", synonyms: "floor-remainder mod", "ai_modulo", "What remains: it has the sign of the divisor."),
        math.value("floor-quotient", "a b", "ai_floor_quotient", "The quotient, rounded down."),
        math.value("floor/", "a b", "ai_floor_divide", several, "Two values: the quotient, rounded down, and what remains."),
        math.value("truncate/", "a b", "ai_truncate_divide", several, "Two values: the quotient, rounded towards zero, and what remains."),
    ]

    private static let rounding: [LibraryProcedure] = [
        math.value("floor", "number", "ai_floor", "The integer below."),
        math.value("ceiling", "number", synonyms: "ceil", "ai_ceiling", "The integer above."),
        math.value("truncate", "number", synonyms: "trunc", "ai_truncate", "The integer towards zero."),
        math.value("round", "number", "ai_round", "The nearest integer, on ties the even one."),
        math.value("floor->exact", "number", "ai_floor_exact", "The exact integer below."),
        math.value("ceiling->exact", "number", "ai_ceiling_exact", "The exact integer above."),
        math.value("truncate->exact", "number", "ai_truncate_exact", "The exact integer towards zero."),
        math.value("round->exact", "number", "ai_round_exact", "The nearest exact integer, on ties the even one."),
        math.value("round-to", "number places", "ai_round_to", "The number, rounded to so many decimal places."),
        math.value("exact", "number", synonyms: "inexact->exact", "ai_exact", "The exact integer that an integral float is."),
        math.value("inexact", "number", synonyms: "exact->inexact", "ai_inexact", "The nearest float."),
        math.value("number->string", "number ? radix", "ai_number_to_string", "The text of a number."),
        math.value("string->number", "string ? radix", "ai_string_to_number", "The number that a literal means, or #f."),
    ]

    private static let transcendental: [LibraryProcedure] = [
        math.value("exp", "number", "ai_exp", "A power of e."),
        math.value("log", "number ? base", "ai_log", "The natural logarithm, or that to a base."),
        math.value("ln", "number", "ai_ln", "The natural logarithm."),
        math.value("log2", "number", "ai_log2", "The logarithm to base 2."),
        math.value("log10", "number", "ai_log10", "The logarithm to base 10."),
        math.value("sin", "angle", "ai_sin", "The sine."),
        math.value("cos", "angle", "ai_cos", "The cosine."),
        math.value("tan", "angle", "ai_tan", "The tangent."),
        math.value("asin", "number", "ai_asin", "The angle with this sine."),
        math.value("acos", "number", "ai_acos", "The angle with this cosine."),
        math.value("atan", "number ? x", "ai_atan", "The angle with this tangent; of two arguments, the angle of the point (x, y)."),
        math.value("atan2", "y x", "ai_atan2", "The angle of the point (x, y)."),
        math.value("sinh", "number", "ai_sinh", "The hyperbolic sine."),
        math.value("cosh", "number", "ai_cosh", "The hyperbolic cosine."),
        math.value("tanh", "number", "ai_tanh", "The hyperbolic tangent."),
        math.value("hypot", "a b", "ai_hypot", "The root of the sum of the squares."),
        math.value("degrees", "angle", "ai_degrees", "Radians in degrees."),
        math.value("radians", "angle", "ai_radians", "Degrees in radians."),
    ]

    private static let bits: [LibraryProcedure] = [
        math.fold("bitwise-and", ". integers", "ai_bitwise_and", "The bits that are set in all integers."),
        math.fold("bitwise-ior", ". integers", "ai_bitwise_ior", "The bits that are set in any integer."),
        math.fold("bitwise-xor", ". integers", "ai_bitwise_xor", "The bits that are set in an odd number of integers."),
        math.value("bitwise-not", "integer", "ai_bitwise_not", "The bits that are not set."),
        math.value("arithmetic-shift", "integer count", "ai_arithmetic_shift", "The integer shifted left, or right for a negative count."),
        math.value("bit-count", "integer", "ai_bit_count", "How many bits differ from the sign."),
    ]
}
