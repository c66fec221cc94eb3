/// Regular expressions. Regular expressions and texts are checked dynamic values.
extension RuntimeFunction {
    /// (pattern, site) -> any: a result.
    public static let regexNew = RuntimeFunction("regex_new", [.i64, .i32], .i64, [.allocates, .fails])
    /// (pattern, flags, site) -> any: a result.
    public static let regexNewFlags = RuntimeFunction("regex_new_flags", [.i64, .i64, .i32], .i64, [.allocates, .fails])
    public static let regexEscape = RuntimeFunction("regex_escape", [.i64, .i32], .i32, [.allocates, .fails])
    public static let regexIsMatch = RuntimeFunction("regex_is_match", [.i64, .i64, .i32], .i32, [.allocates, .fails])
    /// (regex, text, bool: all matches, site) -> array of starts and ends in turn, and the length of the text.
    public static let regexBounds = RuntimeFunction("regex_bounds", [.i64, .i64, .i64, .i32], .i32, [.allocates, .fails])
    /// (regex, text, start, end, site) -> array of the groups' texts, of a match that `regexBounds` found.
    public static let regexGroups = RuntimeFunction("regex_groups", [.i64, .i64, .i64, .i64, .i32], .i32, [.allocates, .fails])
    /// (regex, text, site) -> array of arrays of start and end.
    public static let regexMatchIndices = RuntimeFunction("regex_match_indices", [.i64, .i64, .i32], .i32, [.allocates, .fails])
    /// (regex, text, site) -> any: an option with the array of the groups' texts.
    public static let regexCaptures = RuntimeFunction("regex_captures", [.i64, .i64, .i32], .i64, [.allocates, .fails])
    public static let regexReplace = RuntimeFunction("regex_replace", [.i64, .i64, .i64, .i32], .i32, [.allocates, .fails])
    public static let regexReplaceAll = RuntimeFunction("regex_replace_all", [.i64, .i64, .i64, .i32], .i32, [.allocates, .fails])
    public static let regexSplit = RuntimeFunction("regex_split", [.i64, .i64, .i32], .i32, [.allocates, .fails])
    public static let regexSplitN = RuntimeFunction("regex_split_n", [.i64, .i64, .i64, .i32], .i32, [.allocates, .fails])

    static let regularExpressions: [RuntimeFunction] = [
        regexNew, regexNewFlags, regexEscape, regexIsMatch, regexBounds, regexGroups, regexMatchIndices, regexCaptures, regexReplace,
        regexReplaceAll, regexSplit, regexSplitN,
    ]
}
