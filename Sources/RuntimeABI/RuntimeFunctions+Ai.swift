/// What code compiled from Ai calls besides the procedures of its library, whose functions the rows of the library's table name.
extension RuntimeFunction {
    // Signals
    /// () -> any: takes what was raised, or what is on its way to the target of unwinding.
    public static let signalPayload = RuntimeFunction("signal_payload", [], .i64)
    /// (target any, payload any). Begins unwinding.
    public static let signalBegin = RuntimeFunction("signal_begin", [.i64, .i64], nil)
    /// () -> any: where unwinding ends.
    public static let signalTarget = RuntimeFunction("signal_target", [], .i64)

    // Literals
    /// (name string) -> symbol.
    public static let aiSymbol = RuntimeFunction("ai_symbol", [.i32], .i64, [.allocates])
    /// (name string without colon) -> keyword.
    public static let aiKeyword = RuntimeFunction("ai_keyword", [.i32], .i64, [.allocates])
    /// (string) -> a new mutable text.
    public static let aiText = RuntimeFunction("ai_text", [.i32], .i64, [.allocates])
    /// (string that describes a value, see `LiteralCode`) -> the value, in which there are no atoms.
    public static let aiLiteral = RuntimeFunction("ai_literal", [.i32], .i64, [.allocates])
    /// The same for all values.
    public static let aiLiteralWithAtoms = RuntimeFunction("ai_literal_with_atoms", [.i32], .i64, [.allocates])

    // Objects
    public static let aiCons = RuntimeFunction("ai_cons", [.i64, .i64], .i64, [.allocates])
    /// (list) -> vector.
    public static let aiVector = RuntimeFunction("ai_vector", [.i64], .i64, [.allocates])
    /// (list) -> values object. The caller sets `ControlBlock.signal`.
    public static let aiValuesOfList = RuntimeFunction("ai_values_of_list", [.i64], .i64, [.allocates])
    /// (values object) -> list.
    public static let aiListOfValues = RuntimeFunction("ai_list_of_values", [.i64], .i64, [.allocates])
    /// (code string or unit, message text, irritants list) -> error object.
    public static let aiMakeError = RuntimeFunction("ai_make_error", [.i64, .i64, .i64], .i64, [.allocates])

    // Two library procedures at once; what they give is `absent` where one of the two would raise.
    /// (list) -> the text of its elements in reverse order.
    public static let aiReversedListToString = RuntimeFunction("ai_reversed_list_to_string", [.i64], .i64, [.allocates])
    /// (text, start, end) -> the number that is written there, or false.
    public static let aiSubstringToNumber = RuntimeFunction("ai_substring_to_number", [.i64, .i64, .i64], .i64, [.allocates])

    static let ai: [RuntimeFunction] = [
        aiReversedListToString, aiSubstringToNumber,
        signalPayload, signalBegin, signalTarget, aiSymbol, aiKeyword, aiText, aiLiteral, aiLiteralWithAtoms, aiCons, aiVector, aiValuesOfList, aiListOfValues,
        aiMakeError, aiNegate,
    ]
}
