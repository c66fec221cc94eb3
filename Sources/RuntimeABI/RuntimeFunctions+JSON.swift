/// JSON values and reflection. A plain value is what a JSON value wraps: null, bool, number, string, array or hash map of such.
extension RuntimeFunction {
    /// (string, site) -> json.
    public static let atlasParseJSON = RuntimeFunction("atlas_parse_json", [.i32, .i32], .i32, [.allocates, .fails], room: .perUnit(3))
    /// (any, site) -> string.
    public static let atlasToJSON = RuntimeFunction("atlas_to_json", [.i64, .i32], .i32, [.allocates, .fails])
    /// (string) -> 0 or 1.
    public static let atlasIsValidJSON = RuntimeFunction("atlas_is_valid_json", [.i32], .i32, [.allocates])
    /// (string, spaces for a level, site) -> string.
    public static let atlasPrettifyJSON = RuntimeFunction("atlas_prettify_json", [.i32, .f64, .i32], .i32, [.allocates, .fails], room: .perUnit(2))
    /// (string, site) -> string.
    public static let atlasMinifyJSON = RuntimeFunction("atlas_minify_json", [.i32, .i32], .i32, [.allocates, .fails], room: .perUnit(1))

    /// (plain value, string) -> plain value: a member of an object, or null.
    public static let jsonMember = RuntimeFunction("json_member", [.i64, .i32], .i64)
    /// (plain value, f64) -> plain value: an element of an array, or null.
    public static let jsonElement = RuntimeFunction("json_element", [.i64, .f64], .i64)
    /// (plain value, any, site) -> plain value: either of them by the kind of the index.
    public static let jsonIndex = RuntimeFunction("json_index", [.i64, .i64, .i32], .i64, [.fails])
    /// (plain value, 0 string | 1 number | 2 bool, site). AT0001 for a value that is none of the kind asked for.
    public static let atlasFailExtract = RuntimeFunction("atlas_fail_extract", [.i64, .i32, .i32], nil, [.noReturn, .external, .fails])

    /// (any) -> 0 or 1: a JSON object.
    public static let atlasIsObject = RuntimeFunction("atlas_is_object", [.i64], .i32)
    /// (any, string) -> 0 or 1: a JSON object or hash map that has the key.
    public static let atlasHasField = RuntimeFunction("atlas_has_field", [.i64, .i32], .i32)
    /// (any, string, key) -> 0 or 1: a JSON object or hash map that has the string under the key.
    public static let atlasHasTag = RuntimeFunction("atlas_has_tag", [.i64, .i32, .i32], .i32)
    /// (closure) -> string: the function's name.
    public static let atlasFunctionName = RuntimeFunction("atlas_function_name", [.i32], .i32)

    static let json: [RuntimeFunction] = [
        atlasParseJSON, atlasToJSON, atlasIsValidJSON, atlasPrettifyJSON, atlasMinifyJSON, jsonMember, jsonElement, jsonIndex,
        atlasFailExtract, atlasIsObject, atlasHasField, atlasHasTag, atlasFunctionName,
    ]
}
