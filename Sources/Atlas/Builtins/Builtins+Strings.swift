import RuntimeABI

/// Text.
extension Builtins {
    static let strings: [Builtin] = [
        typed(
            "split", [.string, .string], .array(.string), named: "text separator",
            .runtime(.atlasSplit), "The pieces between separators; an empty separator gives the single characters."),
        typed(
            "join", [.array(.string), .string], .string, named: "strings separator",
            .runtime(.atlasJoin), "The strings with a separator between them."),
        typed("trim", [.string], .string, named: "text", .inline, "The text without white space at both ends."),
        typed("trimStart", [.string], .string, named: "text", .inline, "The text without white space at the start."),
        typed("trimEnd", [.string], .string, named: "text", .inline, "The text without white space at the end."),
        typed("indexOf", [.string, .string], .number, named: "text part", .runtime(.atlasIndexOf), "The byte offset of the first occurrence, or -1."),
        typed(
            "lastIndexOf", [.string, .string], .number, named: "text part",
            .runtime(.atlasLastIndexOf), "The byte offset of the last occurrence, or -1."),
        typed("includes", [.string, .string], .bool, named: "text part", .runtime(.atlasIncludes), "Whether `part` occurs in the text."),
        typed("startsWith", [.string, .string], .bool, named: "text part", .runtime(.atlasStartsWith), "Whether the text begins with `part`."),
        typed("endsWith", [.string, .string], .bool, named: "text part", .runtime(.atlasEndsWith), "Whether the text ends with `part`."),
        typed("toUpperCase", [.string], .string, named: "text", .runtime(.atlasToUpperCase), "The text in capital letters."),
        typed("toLowerCase", [.string], .string, named: "text", .runtime(.atlasToLowerCase), "The text in small letters."),
        typed(
            "substring", [.string, .number, .number], .string, named: "text start end",
            .runtime(.atlasSubstring), "The text between two byte offsets; AT0006 beyond the end, fails inside a character."),
        typed(
            "charAt", [.string, .number], .string, named: "text index",
            .runtime(.atlasCharAt), "The character at an index, counted in scalars; AT0006 beyond the end."),
        typed(
            "repeat", [.string, .number], .string, named: "text count",
            .runtime(.atlasRepeat), "The text several times over; `count` must be whole and not negative."),
        typed(
            "replace", [.string, .string, .string], .string, named: "text part replacement",
            .runtime(.atlasReplace), "The text with the first occurrence of `part` replaced."),
        typed(
            "padStart", [.string, .number, .string], .string, named: "text width fill",
            .runtime(.atlasPadStart), "The text filled in front up to a width in characters."),
        typed(
            "padEnd", [.string, .number, .string], .string, named: "text width fill",
            .runtime(.atlasPadEnd), "The text filled behind up to a width in characters."),
    ]
}
