import ModuleSystem
import RuntimeABI

/// `Option` and `Result`.
extension Builtins {
    static let resultModule = ModuleID("std:atlas/result")

    static let variants: [Builtin] = [
        dynamic("Some", 1, .inline, "An Option that holds a value."),
        dynamic("None", 0, .inline, "The empty Option."),
        dynamic("Ok", 1, .inline, "A Result that holds a value."),
        dynamic("Err", 1, .inline, "A Result that holds an error."),
        dynamic("is_some", 1, .inline, "Whether an Option holds a value."),
        dynamic("is_none", 1, .inline, "Whether an Option is empty."),
        dynamic("is_ok", 1, .inline, "Whether a Result holds a value."),
        dynamic("is_err", 1, .inline, "Whether a Result holds an error."),
        dynamic("unwrap", 1, .inline, "The value inside; None and Err fail."),
        dynamic("unwrap_or", 2, .inline, "The value inside, or another."),
        dynamic("expect", 2, .inline, "The value inside; None and Err fail with a message."),
        dynamic("result_ok", 1, .inline, "The value of a Result as Option."),
        dynamic("result_err", 1, .inline, "The error of a Result as Option."),
        dynamic("result_map", 2, standardResult("result_map"), "Applies a function to the value."),
        dynamic("result_map_err", 2, standardResult("result_map_err"), "Applies a function to the error."),
        dynamic("result_and_then", 2, standardResult("result_and_then"), "The Result of a function of the value."),
        dynamic("result_or_else", 2, standardResult("result_or_else"), "The Result of a function of the error."),
    ]

    private static func standardResult(_ name: String) -> Builtin.Implementation {
        .standard(module: resultModule, function: name, fails: true)
    }
}
