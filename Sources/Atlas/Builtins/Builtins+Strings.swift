import RuntimeABI

/// Text.
extension Builtins {
    static let strings: [Builtin] = [
        typed("split", [.string, .string], .array(.string), .runtime(.atlasSplit), "The pieces between separators."),
        typed("join", [.array(.string), .string], .string, .runtime(.atlasJoin), "The strings with a separator between them."),
        typed("trim", [.string], .string, .inline, "Without white space at both ends."),
        typed("trimStart", [.string], .string, .inline, "Without white space at the start."),
        typed("trimEnd", [.string], .string, .inline, "Without white space at the end."),
        typed("indexOf", [.string, .string], .number, .runtime(.atlasIndexOf), "The byte offset of the first occurrence, or -1."),
        typed("lastIndexOf", [.string, .string], .number, .runtime(.atlasLastIndexOf), "The byte offset of the last occurrence, or -1."),
        typed("includes", [.string, .string], .bool, .runtime(.atlasIncludes), "Whether the second string occurs in the first."),
        typed("startsWith", [.string, .string], .bool, .runtime(.atlasStartsWith), "Whether the first string begins with the second."),
        typed("endsWith", [.string, .string], .bool, .runtime(.atlasEndsWith), "Whether the first string ends with the second."),
        typed("toUpperCase", [.string], .string, .runtime(.atlasToUpperCase), "In capital letters."),
        typed("toLowerCase", [.string], .string, .runtime(.atlasToLowerCase), "In small letters."),
        typed("substring", [.string, .number, .number], .string, .runtime(.atlasSubstring), "The text between two byte offsets."),
        typed("charAt", [.string, .number], .string, .runtime(.atlasCharAt), "The scalar at an index."),
        typed("repeat", [.string, .number], .string, .runtime(.atlasRepeat), "The text several times over."),
        typed("replace", [.string, .string, .string], .string, .runtime(.atlasReplace), "With the first occurrence replaced."),
        typed("padStart", [.string, .number, .string], .string, .runtime(.atlasPadStart), "Filled in front up to a width."),
        typed("padEnd", [.string, .number, .string], .string, .runtime(.atlasPadEnd), "Filled behind up to a width."),
    ]
}
