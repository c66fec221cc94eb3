import ModuleSystem
import RuntimeABI

/// `Option` and `Result`.
extension Builtins {
    static let resultModule = ModuleID("std:atlas/result")

    static let variants: [Builtin] = [
        dynamic("Some", "value", .inline, "An Option that holds a value."),
        dynamic("None", "", .inline, "The empty Option."),
        dynamic("Ok", "value", .inline, "A Result that holds a value."),
        dynamic("Err", "error", .inline, "A Result that holds an error."),
        dynamic("is_some", "option", returns: .bool, .inline, "Whether an Option holds a value."),
        dynamic("is_none", "option", returns: .bool, .inline, "Whether an Option is empty."),
        dynamic("is_ok", "result", returns: .bool, .inline, "Whether a Result holds a value."),
        dynamic("is_err", "result", returns: .bool, .inline, "Whether a Result holds an error."),
        dynamic("unwrap", "value", .inline, "The value inside; None and Err fail."),
        dynamic("unwrap_or", "value default", .inline, "The value inside, or another."),
        dynamic("expect", "value message", .inline, "The value inside; None and Err fail with a message."),
        dynamic("result_ok", "result", .inline, "The value of a Result as Option."),
        dynamic("result_err", "result", .inline, "The error of a Result as Option."),
        dynamic("result_map", "result function", keeps: [0, 1], standardResult("result_map"), "Applies a function to the value."),
        dynamic("result_map_err", "result function", keeps: [0, 1], standardResult("result_map_err"), "Applies a function to the error."),
        dynamic("result_and_then", "result function", keeps: [0, 1], standardResult("result_and_then"), "The Result of a function of the value."),
        dynamic("result_or_else", "result function", keeps: [0, 1], standardResult("result_or_else"), "The Result of a function of the error."),
    ]

    private static func standardResult(_ name: String) -> Builtin.Implementation {
        .standard(module: resultModule, function: name, fails: true)
    }
}
