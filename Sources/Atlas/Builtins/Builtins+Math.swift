import RuntimeABI

/// Numbers.
extension Builtins {
    static let math: [Builtin] = [
        typed("abs", [.number], .number, .inline, "The absolute value."),
        typed("floor", [.number], .number, .inline, "The greatest whole number not above."),
        typed("ceil", [.number], .number, .inline, "The least whole number not below."),
        typed("round", [.number], .number, .inline, "The nearest whole number; halves go to the even one."),
        typed("sqrt", [.number], .number, .inline, "The square root."),
        typed("log", [.number], .number, .runtime(.mathLog), "The natural logarithm."),
        typed("sin", [.number], .number, .runtime(.mathSin), "The sine."),
        typed("cos", [.number], .number, .runtime(.mathCos), "The cosine."),
        typed("tan", [.number], .number, .runtime(.mathTan), "The tangent."),
        typed("asin", [.number], .number, .runtime(.mathAsin), "The arc sine."),
        typed("acos", [.number], .number, .runtime(.mathAcos), "The arc cosine."),
        typed("atan", [.number], .number, .runtime(.mathAtan), "The arc tangent."),
        typed("sign", [.number], .number, .inline, "-1, 1, or the zero itself."),
        typed("min", [.number, .number], .number, .inline, "The lesser; a NaN is ignored."),
        typed("max", [.number, .number], .number, .inline, "The greater; a NaN is ignored."),
        typed("pow", [.number, .number], .number, .runtime(.mathPow), "The power."),
        typed("clamp", [.number, .number, .number], .number, .inline, "The nearest number between two bounds."),
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
