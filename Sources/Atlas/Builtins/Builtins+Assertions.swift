import ModuleSystem

/// Assertions.
extension Builtins {
    static let assertModule = ModuleID("std:atlas/assert")

    static let assertions: [Builtin] = [
        assertion("assert", 2, "Fails with a message unless the condition is true."),
        assertion("assertFalse", 2, "Fails with a message unless the condition is false."),
        assertion("assertEqual", 2, "Fails unless the values are equal."),
        assertion("assertNotEqual", 2, "Fails if the values are equal."),
        assertion("assertOk", 1, "The value of an Ok; fails for anything else."),
        assertion("assertErr", 1, "The error of an Err; fails for anything else."),
        assertion("assertSome", 1, "The value of a Some; fails for anything else."),
        assertion("assertNone", 1, "Fails unless the value is None."),
        assertion("assertContains", 2, "Fails unless the array has an equal element."),
        assertion("assertEmpty", 1, "Fails unless the array is empty."),
        assertion("assertLength", 2, "Fails unless the array has that many elements."),
    ]

    private static func assertion(_ name: String, _ count: Int, _ summary: String) -> Builtin {
        dynamic(name, count, .standard(module: assertModule, function: name, fails: true), summary)
    }
}
