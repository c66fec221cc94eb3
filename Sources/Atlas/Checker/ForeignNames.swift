/// Names that people who know other languages try, and what they are here.
enum ForeignNames {
    /// What to write for a value or function.
    static let values: [String: String] = {
        var table = [
            "number": "`number` is a type; convert with `toNumber(value)`", "string": "`string` is a type; convert with `toString(value)`",
            "bool": "`bool` is a type; convert with `toBool(value)`", "json": "`json` is a type; read text with `parseJSON(text)`",
            "this": "the receiver of a method is its first parameter, `self`", "self": "only methods of an `impl` have a parameter `self`",
            "Math": "mathematical functions have no prefix: `sqrt(x)`", "JSON": "use `parseJSON(text)` and `toJSON(value)`",
            "Number": "convert with `toNumber(value)`", "String": "convert with `toString(value)`", "Boolean": "convert with `toBool(value)`",
            "Array": "an array is written `[1, 2]`, an empty one `[]`", "Map": "a map is made with `hashMapNew()`",
            "Set": "a set is made with `hashSetNew()`", "Object": "there are no objects; use `hashMapNew()`",
            "require": "write `import { name } from \"./module\";`", "Infinity": "there is no name for infinity; arithmetic that would give it is a run-time error",
            "NaN": "there is no name for NaN; arithmetic that would give it is a run-time error", "isNaN": "only NaN differs from itself: `x != x`",
            "range": "count with `for (var i = 0; i < n; i++) { … }`", "isinstance": "use `isType(value, \"string\")`, `isString(value)` …",
            "instanceof": "use `isType(value, \"string\")`, `isString(value)` …", "type": "use `typeof(value)`",
        ]
        for name in ["nil", "undefined", "NULL", "Null", "nullptr", "none", "NONE"] { table[name] = "the value is written `null`" }
        for name in ["println", "printf", "printLine", "puts", "echo", "write", "writeln", "log", "console", "output", "display"] {
            table[name] = "output is written with `print(value)`"
        }
        for name in ["length", "size", "count", "strlen", "sizeof"] { table[name] = "the length is `len(value)`" }
        for name in ["Just", "some"] { table[name] = "an Option is `Some(value)` or `None`" }
        for name in ["panic", "throw", "raise", "error", "abort"] { table[name] = "return `Err(reason)`, or stop the program with `assert(false, reason)`" }
        return table
    }()

    /// What to write for a type.
    static let types: [String: String] = {
        var table: [String: String] = [
            "List": "an array type is `T[]` or `Array<T>`", "Vec": "an array type is `T[]` or `Array<T>`", "Map": "did you mean `HashMap`?",
            "Dict": "did you mean `HashMap`?", "Dictionary": "did you mean `HashMap`?", "Record": "did you mean `HashMap`?",
            "Set": "did you mean `HashSet`?", "Optional": "did you mean `Option`?", "Maybe": "did you mean `Option`?",
            "Either": "did you mean `Result`?", "object": "use `json`, or `HashMap<string, T>`", "unknown": "the dynamic type is written `any`",
            "undefined": "did you mean `null`?", "nil": "did you mean `null`?", "unit": "did you mean `void`?",
        ]
        let numbers = ["int", "Int", "integer", "float", "Float", "double", "Double", "i32", "i64", "u8", "u32", "u64", "f32", "f64", "num"]
        for name in numbers { table[name] = "did you mean `number`?" }
        for name in ["char", "str", "text", "Str"] { table[name] = "did you mean `string`?" }
        table["boolean"] = "did you mean `bool`?"
        return table
    }()

    /// Names of methods and functions of the same purpose, best first.
    static let methods: [String: [String]] = [
        "append": ["push"], "add": ["push"], "push_back": ["push"], "length": ["len"], "size": ["len"], "count": ["len"],
        "contains": ["includes"], "has": ["includes"], "find": ["indexOf", "find"], "prepend": ["unshift"], "concatenate": ["concat"],
        "each": ["forEach"], "toString": ["str"], "upper": ["toUpperCase"], "lower": ["toLowerCase"], "uppercase": ["toUpperCase"],
        "lowercase": ["toLowerCase"], "strip": ["trim"], "substr": ["substring"], "asString": ["as_string"], "asNumber": ["as_number"],
        "asBool": ["as_bool"], "isNull": ["is_null"], "string": ["as_string"], "number": ["as_number"], "bool": ["as_bool"],
        "isSome": ["is_some"], "isNone": ["is_none"], "isOk": ["is_ok"], "isErr": ["is_err"], "unwrapOr": ["unwrap_or"],
        "getOrElse": ["unwrap_or"], "get": ["unwrap"],
    ]
}
