import RuntimeABI

/// Output, conversion and type tests.
extension Builtins {
    static let core: [Builtin] = [
        typed("print", [any], .void, .inline, "Writes a string, number, bool or null and a line feed."),
        typed("len", [any], .number, .inline, "The scalars of a string or the elements of an array."),
        typed("str", [any], .string, .inline, "The text of a number, bool or null."),
        dynamic("typeof", 1, .runtime(.atlasTypeof), "The name of the kind of a value."),
        dynamic("isString", 1, .inline, "Whether the value is a string."),
        dynamic("isNumber", 1, .inline, "Whether the value is a number."),
        dynamic("isBool", 1, .inline, "Whether the value is a bool."),
        dynamic("isNull", 1, .inline, "Whether the value is null; false for a JSON null."),
        dynamic("isArray", 1, .inline, "Whether the value is an array."),
        dynamic("isFunction", 1, .inline, "Whether the value is a function, built-in or not."),
        dynamic("isType", 2, .inline, "Whether `typeof` of the value is the name."),
        dynamic("toString", 1, .runtime(.atlasToString), "Any value as text."),
        dynamic("toNumber", 1, .runtime(.atlasToNumber), "A number, bool or decimal text as number."),
        dynamic("toBool", 1, .runtime(.atlasToBool), "False for false, null, 0, NaN and the empty string."),
        dynamic("parseInt", 2, .runtime(.atlasParseInt), "The whole number that a text writes in a radix from 2 to 36."),
        dynamic("parseFloat", 1, .runtime(.atlasParseFloat), "The number that a text writes in decimal."),
    ]
}
