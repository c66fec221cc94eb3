import RuntimeABI

/// Numbers.
extension Builtins {
    static let math: [Builtin] = [
        typed("abs", [.number], .number, named: "x", .inline, "The absolute value."),
        typed("floor", [.number], .number, named: "x", .inline, "The greatest whole number not above."),
        typed("ceil", [.number], .number, named: "x", .inline, "The least whole number not below."),
        typed("round", [.number], .number, named: "x", .inline, "The nearest whole number; halves go to the even one."),
        typed("sqrt", [.number], .number, named: "x", .inline, "The square root; NaN of a negative number."),
        typed("log", [.number], .number, named: "x", .runtime(.mathLog), "The natural logarithm."),
        typed("sin", [.number], .number, named: "x", .runtime(.mathSin), "The sine."),
        typed("cos", [.number], .number, named: "x", .runtime(.mathCos), "The cosine."),
        typed("tan", [.number], .number, named: "x", .runtime(.mathTan), "The tangent."),
        typed("asin", [.number], .number, named: "x", .runtime(.mathAsin), "The arc sine."),
        typed("acos", [.number], .number, named: "x", .runtime(.mathAcos), "The arc cosine."),
        typed("atan", [.number], .number, named: "x", .runtime(.mathAtan), "The arc tangent."),
        typed("sign", [.number], .number, named: "x", .inline, "-1, 1, or the zero itself."),
        typed("min", [.number, .number], .number, named: "x y", .inline, "The lesser; a NaN is ignored."),
        typed("max", [.number, .number], .number, named: "x y", .inline, "The greater; a NaN is ignored."),
        typed("pow", [.number, .number], .number, named: "base exponent", .runtime(.mathPow), "`base` to the power of `exponent`."),
        typed(
            "clamp", [.number, .number, .number], .number, named: "x low high",
            .inline, "`x` or the nearer of two bounds; NaN if `low` is above `high`."),
        typed("random", [], .number, .runtime(.mathRandom), "A random number from 0 up to but not 1."),
        constant("PI", 3.141592653589793),
        constant("E", 2.718281828459045),
        constant("SQRT2", 1.4142135623730951),
        constant("LN2", 0.6931471805599453),
        constant("LN10", 2.302585092994046),
    ]

    private static func constant(_ name: String, _ value: Double) -> Builtin {
        Builtin(name, .number, isPrelude: true, implementation: .number(value), summary: "A mathematical constant.")
    }
}
