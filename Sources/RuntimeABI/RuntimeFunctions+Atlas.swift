/// Functions with Atlas's rules and error texts. Those that fail take a trailing site.
extension RuntimeFunction {
    // Output and text
    /// (f64). `print` of a number, format F1.
    public static let atlasPrintNumber = RuntimeFunction("atlas_print_number", [.f64], nil, [.external])
    /// (any, site). `print` of a dynamic value.
    public static let atlasPrintValue = RuntimeFunction("atlas_print_value", [.i64, .i32], nil, [.external, .fails])
    /// Format F1.
    public static let atlasNumberToText = RuntimeFunction("atlas_number_to_text", [.f64], .i32, [.allocates])
    /// Format F2.
    public static let atlasNumberToString = RuntimeFunction("atlas_number_to_string", [.f64], .i32, [.allocates])
    /// `str` of a dynamic value.
    public static let atlasStr = RuntimeFunction("atlas_str", [.i64, .i32], .i32, [.allocates, .fails])
    public static let atlasToString = RuntimeFunction("atlas_to_string", [.i64], .i32, [.allocates])
    public static let atlasToNumber = RuntimeFunction("atlas_to_number", [.i64, .i32], .f64, [.fails])
    public static let atlasToBool = RuntimeFunction("atlas_to_bool", [.i64], .i32)
    public static let atlasParseInt = RuntimeFunction("atlas_parse_int", [.i64, .i64, .i32], .f64, [.fails])
    public static let atlasParseFloat = RuntimeFunction("atlas_parse_float", [.i64, .i32], .f64, [.fails])
    /// `typeof`.
    public static let atlasTypeof = RuntimeFunction("atlas_typeof", [.i64], .i32)
    /// `len` of a dynamic value.
    public static let atlasLen = RuntimeFunction("atlas_len", [.i64, .i32], .f64, [.fails])

    // Dynamic operators: (any, any, site) -> any. Number operands are handled inline by compiled code; these do the rest, errors included.
    public static let atlasAdd = RuntimeFunction("atlas_add", [.i64, .i64, .i32], .i64, [.allocates, .fails])
    public static let atlasSubtract = RuntimeFunction("atlas_subtract", [.i64, .i64, .i32], .i64, [.fails])
    public static let atlasMultiply = RuntimeFunction("atlas_multiply", [.i64, .i64, .i32], .i64, [.fails])
    public static let atlasDivide = RuntimeFunction("atlas_divide", [.i64, .i64, .i32], .i64, [.fails])
    public static let atlasRemainder = RuntimeFunction("atlas_remainder", [.i64, .i64, .i32], .i64, [.fails])
    /// (any, any, operator 0 `<` 1 `<=` 2 `>` 3 `>=`, site) -> 0 or 1.
    public static let atlasCompare = RuntimeFunction("atlas_compare", [.i64, .i64, .i32, .i32], .i32, [.fails])
    /// (any, any, site) -> any: `a[i]` on a dynamic receiver (array; json when it is linked).
    public static let atlasIndex = RuntimeFunction("atlas_index", [.i64, .i64, .i32], .i64, [.allocates, .fails])

    // Calls
    /// (closure, number of arguments given, site). AT0001 `Type error: Function f expects 2 arguments, got 1` (`1 argument` in the singular);
    /// for functions of the standard library AT0102 `f(): expected 2 argument(s), got 1`.
    public static let atlasFailArity = RuntimeFunction("atlas_fail_arity", [.i32, .i32, .i32], nil, [.noReturn, .external, .fails])
    /// (namespace ref, name ref, site) -> table index of the getter; AT0001 `Type error: namespace 'm' has no export 'name'`.
    public static let atlasNamespaceMember = RuntimeFunction("atlas_namespace_member", [.i32, .i32, .i32], .i32, [.fails])

    // Strings (8.2)
    public static let atlasCharAt = RuntimeFunction("atlas_char_at", [.i32, .f64, .i32], .i32, [.allocates, .fails])
    public static let atlasSubstring = RuntimeFunction("atlas_substring", [.i32, .f64, .f64, .i32], .i32, [.allocates, .fails])
    public static let atlasIndexOf = RuntimeFunction("atlas_index_of", [.i32, .i32], .f64)
    public static let atlasLastIndexOf = RuntimeFunction("atlas_last_index_of", [.i32, .i32], .f64)
    public static let atlasIncludes = RuntimeFunction("atlas_includes", [.i32, .i32], .i32)
    public static let atlasStartsWith = RuntimeFunction("atlas_starts_with", [.i32, .i32], .i32)
    public static let atlasEndsWith = RuntimeFunction("atlas_ends_with", [.i32, .i32], .i32)
    /// (string, 1 start | 2 end | 3 both) -> string.
    public static let atlasTrim = RuntimeFunction("atlas_trim", [.i32, .i32], .i32, [.allocates])
    public static let atlasToUpperCase = RuntimeFunction("atlas_to_upper_case", [.i32], .i32, [.allocates], room: .perUnit(1))
    public static let atlasToLowerCase = RuntimeFunction("atlas_to_lower_case", [.i32], .i32, [.allocates], room: .perUnit(1))
    public static let atlasRepeat = RuntimeFunction("atlas_repeat", [.i32, .f64, .i32], .i32, [.allocates, .fails])
    public static let atlasReplace = RuntimeFunction("atlas_replace", [.i32, .i32, .i32], .i32, [.allocates], room: .perUnit(1))
    public static let atlasPadStart = RuntimeFunction("atlas_pad_start", [.i32, .f64, .i32, .i32], .i32, [.allocates, .fails])
    public static let atlasPadEnd = RuntimeFunction("atlas_pad_end", [.i32, .f64, .i32, .i32], .i32, [.allocates, .fails])
    public static let atlasSplit = RuntimeFunction("atlas_split", [.i32, .i32], .i32, [.allocates], room: .perUnit(4))
    public static let atlasJoin = RuntimeFunction("atlas_join", [.i32, .i32, .i32], .i32, [.allocates, .fails])

    // Math (8.4): the rest is inline.
    public static let atlasRound = RuntimeFunction("atlas_round", [.f64], .f64, [.pure])
    public static let mathLog = RuntimeFunction("math_log", [.f64], .f64, [.pure])
    public static let mathSin = RuntimeFunction("math_sin", [.f64], .f64, [.pure])
    public static let mathCos = RuntimeFunction("math_cos", [.f64], .f64, [.pure])
    public static let mathTan = RuntimeFunction("math_tan", [.f64], .f64, [.pure])
    public static let mathAsin = RuntimeFunction("math_asin", [.f64], .f64, [.pure])
    public static let mathAcos = RuntimeFunction("math_acos", [.f64], .f64, [.pure])
    public static let mathAtan = RuntimeFunction("math_atan", [.f64], .f64, [.pure])
    public static let mathPow = RuntimeFunction("math_pow", [.f64, .f64], .f64, [.pure])
    public static let mathRandom = RuntimeFunction("math_random", [], .f64, [.external])

    public static let atlas: [RuntimeFunction] = [
        atlasPrintNumber, atlasPrintValue, atlasNumberToText, atlasNumberToString, atlasStr, atlasToString, atlasToNumber, atlasToBool,
        atlasParseInt, atlasParseFloat, atlasTypeof, atlasLen, atlasAdd, atlasSubtract, atlasMultiply, atlasDivide, atlasRemainder,
        atlasCompare, atlasIndex, atlasFailArity, atlasNamespaceMember, atlasCharAt, atlasSubstring, atlasIndexOf, atlasLastIndexOf, atlasIncludes, atlasStartsWith,
        atlasEndsWith, atlasTrim, atlasToUpperCase, atlasToLowerCase, atlasRepeat, atlasReplace, atlasPadStart, atlasPadEnd, atlasSplit,
        atlasJoin, atlasRound, mathLog, mathSin, mathCos, mathTan, mathAsin, mathAcos, mathAtan, mathPow, mathRandom,
    ]
}
