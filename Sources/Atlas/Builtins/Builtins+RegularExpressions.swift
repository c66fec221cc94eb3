import ModuleSystem
import RuntimeABI

/// Regular expressions.
extension Builtins {
    static let regexModule = ModuleID("std:atlas/regex")

    static let regularExpressions: [Builtin] = [
        dynamic("regexNew", "pattern", .runtime(.regexNew), "A regular expression, or an Err with what is wrong with the pattern."),
        dynamic("regexNewWithFlags", "pattern flags", .runtime(.regexNewFlags), "The same with flags: letters of `imsx`."),
        dynamic("regexEscape", "text", returns: .string, .runtime(.regexEscape), "A pattern that matches exactly the text."),
        dynamic("regexIsMatch", "regex text", returns: .bool, .runtime(.regexIsMatch), "Whether the expression matches somewhere in the text."),
        dynamic("regexTest", "pattern text", standardRegex("regexTest"), "The same for a pattern; false when there is something wrong with it."),
        dynamic("regexFind", "regex text", standardRegex("regexFind"), "The first match as Option of a hash map with text, start and end."),
        dynamic("regexFindAll", "regex text", standardRegex("regexFindAll"), "All matches, as hash maps with text, start and end."),
        dynamic(
            "regexCaptures", "regex text", .runtime(.regexCaptures),
            "The texts of the first match and its groups, as Option; null for a group that took no part."),
        dynamic("regexCapturesNamed", "regex text", standardRegex("regexCapturesNamed"), "The texts of the first match's named groups, as Option."),
        dynamic("regexMatchIndices", "regex text", returns: .array(.unknown), .runtime(.regexMatchIndices), "Start and end of every match."),
        dynamic(
            "regexReplace", "regex text replacement", returns: .string, .runtime(.regexReplace),
            "With the first match replaced by a text in which `$1`, `$name` and `${name}` stand for groups."),
        dynamic("regexReplaceAll", "regex text replacement", returns: .string, .runtime(.regexReplaceAll), "The same for every match."),
        dynamic(
            "regexReplaceWith", "regex text function", keeps: [2], standardRegex("regexReplaceWith"),
            "With the first match replaced by what a function makes of it: of a hash map with text, start, end and groups."),
        dynamic("regexReplaceAllWith", "regex text function", keeps: [2], standardRegex("regexReplaceAllWith"), "The same for every match."),
        dynamic("regexSplit", "regex text", returns: .array(.unknown), .runtime(.regexSplit), "The pieces between matches."),
        dynamic("regexSplitN", "regex text limit", returns: .array(.unknown), .runtime(.regexSplitN), "The pieces between the first matches."),
    ]

    private static func standardRegex(_ name: String) -> Builtin.Implementation {
        .standard(module: regexModule, function: name, fails: true)
    }
}
