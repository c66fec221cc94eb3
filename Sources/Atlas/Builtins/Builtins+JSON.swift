import ModuleSystem
import RuntimeABI

/// JSON.
extension Builtins {
    static let json: [Builtin] = [
        typed("parseJSON", [.string], .json, named: "text", .runtime(.atlasParseJSON), "The value that a JSON text describes."),
        typed(
            "toJSON", [any], .string, named: "value", .runtime(.atlasToJSON),
            "The compact JSON text of null, a bool, number, string, array, json or datetime."),
        typed("isValidJSON", [.string], .bool, named: "text", .runtime(.atlasIsValidJSON), "Whether a text is JSON."),
        typed(
            "prettifyJSON", [.string, .number], .string, named: "text indent", .runtime(.atlasPrettifyJSON),
            "A JSON text with a line for each element, so many spaces for a level, and sorted names."),
        typed("minifyJSON", [.string], .string, named: "text", .runtime(.atlasMinifyJSON), "A JSON text without white space, names sorted."),
        dynamic("jsonAsString", "json", returns: .string, .inline, "The string that a JSON value is."),
        dynamic("jsonAsNumber", "json", returns: .number, .inline, "The number that a JSON value is."),
        dynamic("jsonAsBool", "json", returns: .bool, .inline, "The bool that a JSON value is."),
        dynamic("jsonIsNull", "json", returns: .bool, .inline, "Whether a JSON value is null."),
    ]
}
