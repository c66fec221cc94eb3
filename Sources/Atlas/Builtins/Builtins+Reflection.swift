import ModuleSystem
import RuntimeABI

/// Reflection.
extension Builtins {
    static let reflection: [Builtin] = [
        dynamic("reflect_typeof", "value", returns: .string, .inline, "As `typeof`, but `Option` and `Result`."),
        dynamic("reflect_is_callable", "value", returns: .bool, .inline, "Whether the value is a function, built-in or not."),
        dynamic("reflect_is_primitive", "value", returns: .bool, .inline, "Whether the value is a number, string, bool or null."),
        dynamic("reflect_same_type", "a b", returns: .bool, .inline, "Whether `reflect_typeof` is the same for both values."),
        dynamic("reflect_get_length", "value", returns: .number, .inline, "The scalars of a string or the elements of an array."),
        dynamic("reflect_is_empty", "value", returns: .bool, .inline, "Whether a string or array is empty."),
        dynamic("reflect_clone", "value", .inline, "A copy of the value."),
        dynamic("reflect_value_to_string", "value", returns: .string, .runtime(.valueDisplay), "The display form of the value."),
        dynamic("reflect_deep_equals", "a b", returns: .bool, .runtime(.valueEqual), "Whether the values are equal."),
        dynamic("reflect_get_function_name", "function", returns: .string, .inline, "The name of a function."),
        dynamic("reflect_get_function_arity", "function", returns: .number, .inline, "How many parameters a function has."),
        dynamic("reflect_type_describe", "value", returns: .string, .inline, "The kind of the value in words."),
    ]
}
