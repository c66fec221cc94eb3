import RuntimeABI

/// Functions that only the modules of the standard library know: what their code cannot say in the language itself.
///
/// Their names start with two underscores. Arguments are not checked; the caller answers for them.
public enum Intrinsics {
    /// Every row, sorted by name.
    public static let all: [Builtin] = [
        row("__arrayGet", 2, "(array, whole index within bounds) -> the element."),
        row("__arrayNew", 1, "(whole length) -> a new array of nulls."),
        row("__arrayRelease", 1, result: .void, "(array nobody else sees): gives its memory back before the next collection; it is not used any more."),
        row("__arraySet", 3, "(variable holding an array nobody else sees, whole index within bounds, value): stores."),
        row("__arrayTake", 2, "(array, whole index within bounds) -> the element, which leaves the array or is marked as shared already."),
        number("__calendarDays", 3, .calendarDays, "(year, month 1–12, day) -> days since 1970-01-01; the day may lie outside of its month."),
        number("__calendarPart", 2, .calendarPart, "(days since 1970-01-01, 0 year | 1 month | 2 day | 3 day of the year) -> that part."),
        number("__clockSeconds", 0, .clockSeconds, "() -> whole Unix seconds of the realtime clock."),
        row("__compareStrings", 2, result: .number, "(string, string) -> -1, 0 or 1, by code points."),
        Builtin(
            "__dateTimeMake", Builtins.function([.number], .unknown), isPrelude: true, implementation: .runtime(.dateTimeMake),
            summary: "(whole Unix seconds) -> an instant."),
        row("__display", 1, result: .string, "(value) -> its display form."),
        row("__fail", 1, result: .never, "(string): AT0001 with `Type error: ` and the text."),
        row("__failArgument", 2, result: .never, "(text, value): AT0102 with the text and the name of the value's type."),
        row("__failDisplay", 2, result: .never, "(literal text, value): AT0001 with `Type error: `, the text and the value's display form."),
        number("__fileNumber", [.string, .number], .fileNumber, "(path, 0 size | 1 modified | 2 accessed | 3 WASI file type) -> that number."),
        Builtin(
            "__fileIs", Builtins.function([.string, .number], .bool), isPrelude: true, implementation: .runtime(.fileIs), returned: .bool,
            summary: "(path, WASI file type) -> whether that is there."),
        row("__isKind", 2, result: .bool, "(literal name as of typeof, value) -> whether the value is of that kind."),
        row("__isNumbers", 1, result: .bool, "(array) -> whether all elements are numbers."),
        row("__isOption", 1, result: .bool, "(value) -> whether it is an Option."),
        row("__isResult", 1, result: .bool, "(value) -> whether it is a Result."),
        row("__regexBounds", 3, result: .array(.number), runtime: .regexBounds, "(regex, string, whether all) -> starts and ends of matches, and the text's length, in bytes."),
        row("__regexGroups", 4, result: .array(.unknown), runtime: .regexGroups, "(regex, string, start, end of a match) -> the texts of its groups."),
        row("__regexIsMatch", 2, result: .bool, runtime: .regexIsMatch, "(regex, string) -> whether it matches."),
        row("__regexNew", 1, runtime: .regexNew, "(pattern) -> a result."),
        row("__unwrapKind", 2, "(literal name as of typeof, value of that kind) -> the value that it wraps."),
        row("__wrapKind", 2, "(literal name as of typeof, value) -> a value of that kind that wraps it."),
    ]

    private static let byName: [String: Builtin] = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

    /// The row of a name; nil for a name that is no intrinsic. Only modules with `ModuleID.isStandard` may ask.
    public static func lookup(_ name: String) -> Builtin? { byName[name] }

    private static func number(_ name: String, _ count: Int, _ function: RuntimeFunction, _ summary: String) -> Builtin {
        number(name, Array(repeating: .number, count: count), function, summary)
    }

    private static func number(_ name: String, _ parameters: [Type], _ function: RuntimeFunction, _ summary: String) -> Builtin {
        Builtin(
            name, Builtins.function(parameters, .number), isPrelude: true, implementation: .runtime(function), returned: .number,
            summary: summary)
    }

    private static func row(
        _ name: String, _ count: Int, result: Type = .unknown, runtime: RuntimeFunction? = nil, _ summary: String
    ) -> Builtin {
        Builtin(
            name, Builtins.function(Array(repeating: .unknown, count: count), result), isPrelude: true,
            implementation: runtime.map { .runtime($0) } ?? .inline, returned: result, summary: summary)
    }
}
