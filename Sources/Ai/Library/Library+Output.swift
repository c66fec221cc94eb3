import RuntimeABI

/// Printing (8.5), equality (2.3) and what messages need.
extension Library {
    private static let output = RowMaker(module: "io")
    private static let control = RowMaker(module: "control")
    private static let writes: RuntimeFunction.Effects = [.allocates, .raises, .external]

    static let printing: [LibraryProcedure] = [
        output.command("print", ". values", synonyms: "print-line println", "ai_print", writes, "The display texts with spaces between them, and a newline."),
        output.command("display", "value ? port", "ai_display", writes, "Prints the display text."),
        output.command("write", "value ? port", "ai_write", writes, "Prints the written form, with labels for cycles."),
        output.command("write-shared", "value ? port", "ai_write_shared", writes, "Prints the written form, with labels for all that is shared."),
        output.command("write-simple", "value ? port", "ai_write_simple", writes, "Prints the written form without labels."),
        output.command("newline", "? port", "ai_newline", writes, "Ends the line."),
    ]

    static let equality: [LibraryProcedure] = [
        control.predicate("eq?", "a b", "ai_is_eq", "Whether both are the same object."),
        control.predicate("eqv?", "a b", "ai_is_eqv", "Whether both are the same object, or equal numbers of the same exactness."),
        control.predicate("equal?", "a b", "ai_is_equal", "Whether both have the same structure and content."),
    ]

    /// For standard modules only.
    static let failures: [LibraryProcedure] = [
        control.value("%fail-index", "procedure index length", "ai_fail_index", "Raises AI0906."),
        control.value("%fail", "code . parts", "ai_fail", "Raises an error whose message is the display texts of the parts."),
        control.value("%written", "value", "ai_written", .allocates, "The written form of a value."),
    ]
}
