import RuntimeABI

/// Output, conversion and type tests.
extension Builtins {
    static let core: [Builtin] = [
        typed("print", [any], .void, .inline, "Writes a string, number, bool or null and a line feed."),
        typed("len", [any], .number, .inline, "The scalars of a string or the elements of an array."),
        typed("str", [any], .string, .inline, "The text of a number, bool or null."),
        dynamic("typeof", "value", returns: .string, .runtime(.atlasTypeof), "The name of the kind of a value."),
        dynamic("isString", "value", .inline, "Whether the value is a string."),
        dynamic("isNumber", "value", .inline, "Whether the value is a number."),
        dynamic("isBool", "value", .inline, "Whether the value is a bool."),
        dynamic("isNull", "value", .inline, "Whether the value is null; false for a JSON null."),
        dynamic("isArray", "value", .inline, "Whether the value is an array."),
        dynamic("isFunction", "value", .inline, "Whether the value is a function, built-in or not."),
        dynamic("isObject", "value", .inline, "Whether the value is a JSON object."),
        dynamic("isType", "value name", .inline, "Whether `typeof` of the value is the name; `object` asks for a JSON object."),
        dynamic("hasField", "value name", .inline, "Whether a JSON object or hash map has the key; false for other values."),
        dynamic("hasMethod", "value name", .inline, "The same as `hasField`."),
        dynamic("hasTag", "value tag", .inline, "Whether a JSON object or hash map has the string under the key `tag`."),
        dynamic("toString", "value", returns: .string, .runtime(.atlasToString), "Any value as text."),
        dynamic("toNumber", "value", returns: .number, .runtime(.atlasToNumber), "A number, bool or decimal text as number."),
        dynamic("toBool", "value", returns: .bool, .runtime(.atlasToBool), "False for false, null, 0, NaN and the empty string."),
        dynamic("parseInt", "text radix", returns: .number, .runtime(.atlasParseInt), "The whole number that a text writes in a radix from 2 to 36."),
        dynamic("parseFloat", "text", returns: .number, .runtime(.atlasParseFloat), "The number that a text writes in decimal."),
    ]
}
