import ModuleSystem

/// Assertions.
extension Builtins {
    static let assertModule = ModuleID("std:atlas/assert")

    static let assertions: [Builtin] = [
        assertion("assert", "condition message", "Fails with a message unless the condition is true."),
        assertion("assertFalse", "condition message", "Fails with a message unless the condition is false."),
        assertion("assertEqual", "actual expected", "Fails unless the values are equal."),
        assertion("assertNotEqual", "actual expected", "Fails if the values are equal."),
        assertion("assertOk", "result", "The value of an Ok; fails for anything else."),
        assertion("assertErr", "result", "The error of an Err; fails for anything else."),
        assertion("assertSome", "option", "The value of a Some; fails for anything else."),
        assertion("assertNone", "option", "Fails unless the value is None."),
        assertion("assertContains", "array value", "Fails unless the array has an equal element."),
        assertion("assertEmpty", "array", "Fails unless the array is empty."),
        assertion("assertLength", "array length", "Fails unless the array has that many elements."),
    ]

    private static func assertion(_ name: String, _ parameters: String, _ summary: String) -> Builtin {
        dynamic(name, parameters, .standard(module: assertModule, function: name, fails: true), summary)
    }
}
