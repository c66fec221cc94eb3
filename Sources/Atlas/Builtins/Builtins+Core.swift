import RuntimeABI

/// Output, conversion and type tests.
extension Builtins {
    static let core: [Builtin] = [
        typed("print", [any], .void, named: "value", .inline, "Writes a string, number, bool or null and a line feed; AT0102 for anything else."),
        typed("len", [any], .number, named: "value", .inline, "How many scalars a string or elements an array has; AT0102 for anything else."),
        typed("str", [any], .string, named: "value", .inline, "The text of a number, bool or null; AT0102 for anything else."),
        dynamic("typeof", "value", returns: .string, .runtime(.atlasTypeof), "The name of the kind of a value."),
        dynamic("isString", "value", returns: .bool, .inline, "Whether the value is a string."),
        dynamic("isNumber", "value", returns: .bool, .inline, "Whether the value is a number."),
        dynamic("isBool", "value", returns: .bool, .inline, "Whether the value is a bool."),
        dynamic("isNull", "value", returns: .bool, .inline, "Whether the value is null; false for a JSON null."),
        dynamic("isArray", "value", returns: .bool, .inline, "Whether the value is an array."),
        dynamic("isFunction", "value", returns: .bool, .inline, "Whether the value is a function, built-in or not."),
        dynamic("isObject", "value", returns: .bool, .inline, "Whether the value is a JSON object."),
        dynamic("isType", "value name", returns: .bool, .inline, "Whether `typeof` of the value is the name; `object` asks for a JSON object."),
        dynamic("hasField", "value name", returns: .bool, .inline, "Whether a JSON object or hash map has the key; false for other values."),
        dynamic("hasMethod", "value name", returns: .bool, .inline, "The same as `hasField`."),
        dynamic("hasTag", "value tag", returns: .bool, .inline, "Whether a JSON object or hash map has the string under the key `tag`."),
        dynamic("toString", "value", returns: .string, .runtime(.atlasToString), "Any value as text."),
        dynamic(
            "toNumber", "value", returns: .number, .runtime(.atlasToNumber), "A number, bool or decimal text as number; fails for anything else."),
        dynamic("toBool", "value", returns: .bool, .runtime(.atlasToBool), "False for false, null, 0, NaN and the empty string."),
        dynamic(
            "parseInt", "text radix", returns: .number, .runtime(.atlasParseInt),
            "The whole number that a text writes in a radix from 2 to 36; fails if it writes none."),
        dynamic(
            "parseFloat", "text", returns: .number, .runtime(.atlasParseFloat), "The number that a text writes in decimal; fails if it writes none."),
    ]
}
