/// What code compiled from Ai calls around calls that may end with a signal, and the errors it finds itself. Strings are static.
extension RuntimeFunction {
    // Several values
    /// (). If the signal is `values` where one value is wanted, raises AI0917.
    public static let signalLanded = RuntimeFunction("signal_landed", [], nil)
    /// () -> 0 or 1: clears the signal `values`.
    public static let signalDropValues = RuntimeFunction("signal_drop_values", [], .i32)
    /// (any) -> the same: with the signal `values` if it is a `values` object.
    public static let signalValues = RuntimeFunction("signal_values", [.i64], .i64, [.raises])
    /// (values object or single value, count, whether there is a rest list) -> values object with as many slots, and one for the rest; else AI0917.
    public static let aiValuesExpect = RuntimeFunction("ai_values_expect", [.i64, .i32, .i32], .i64, [.allocates, .raises])

    // Typed versions of procedures
    /// (vector, index) where `vector-ref` fails; raises.
    public static let aiVectorRefFailure = RuntimeFunction("ai_vector_ref_failure", [.i64, .i64], nil, [.raises])
    /// The same of `vector-set!`.
    public static let aiVectorSetFailure = RuntimeFunction("ai_vector_set_failure", [.i64, .i64], nil, [.raises])
    /// (integer) -> any: an exact integer of up to 64 bits.
    public static let aiWide = RuntimeFunction("ai_wide", [.i64], .i64, [.allocates])
    /// (any) -> integer: the other way round.
    public static let aiNarrow = RuntimeFunction("ai_narrow", [.i64], .i64)
    /// (): sets the signal `abandoned`.
    public static let signalAbandon = RuntimeFunction("signal_abandon", [], nil)
    /// () -> 0 or 1: clears the signal `abandoned`.
    public static let signalTakeAbandoned = RuntimeFunction("signal_take_abandoned", [], .i32)

    // Errors
    /// (procedure's name string): the error that a call has just returned with was raised here, unless it has a place.
    public static let signalPlace = RuntimeFunction("signal_place", [.i32, .i32], nil, [.fails])
    /// (procedure's name string): the next error object is made here.
    public static let signalPlaceAhead = RuntimeFunction("signal_place_ahead", [.i32, .i32], nil, [.fails])
    /// (name string, least, most or -1, count): AI0904.
    public static let aiRaiseArity = RuntimeFunction("ai_raise_arity", [.i32, .i32, .i32, .i32], nil, [.allocates, .raises])
    /// (name string, module string, import cycle string or empty): AI0901.
    public static let aiRaiseUninitialized = RuntimeFunction("ai_raise_uninitialized", [.i32, .i32, .i32], nil, [.allocates, .raises])
    /// (name string): AI0902.
    public static let aiRaiseLocalUninitialized = RuntimeFunction("ai_raise_local_uninitialized", [.i32], nil, [.allocates, .raises])
    /// (): AI0909.
    public static let aiTooDeep = RuntimeFunction("ai_too_deep", [], nil, [.raises])
    /// (code string, message string, any): an error whose message has the written value for `{}`, its display text for `{display}`.
    public static let aiRaiseMessage = RuntimeFunction("ai_raise_message", [.i32, .i32, .i64], nil, [.allocates, .raises])
    /// (record type, procedure string, any): AI0903, the first argument is no such record.
    public static let aiRecordError = RuntimeFunction("ai_record_error", [.i64, .i32, .i64], nil, [.allocates, .raises])
    /// (any): AI0905.
    public static let aiNotProcedure = RuntimeFunction("ai_not_procedure", [.i64], .i64, [.allocates, .raises])
    /// (any): reports an uncaught raise on standard error.
    public static let aiReportUncaught = RuntimeFunction("ai_report_uncaught", [.i64], nil, [.external])
    /// (): ends the program that is being left; the payload is its status.
    public static let aiFinish = RuntimeFunction("ai_finish", [], nil, [.external])

    /// (list) -> number of elements, or -1 if it is no proper list.
    public static let aiListLength = RuntimeFunction("ai_list_length", [.i64], .i32)

    /// (procedure string, type string, index, any): AI0903.
    public static let aiRaiseType = RuntimeFunction("ai_raise_type", [.i32, .i32, .i32, .i64], nil, [.allocates, .raises])
    /// (number): how many operands of a procedure come before those of the following calls, for their messages.
    public static let aiOperandsBefore = RuntimeFunction("ai_operands_before", [.i32], nil)
    /// (procedure string, any): AI0913.
    public static let aiRaiseKey = RuntimeFunction("ai_raise_key", [.i32, .i64], nil, [.allocates, .raises])
    /// (closure, number of arguments any): AI0904.
    public static let aiWrongArity = RuntimeFunction("ai_wrong_arity", [.i64, .i64], .i64, [.allocates, .raises])

    // Output
    /// (string): prints a text that the compiler knows.
    public static let aiPrintText = RuntimeFunction("ai_print_text", [.i32], nil, [.external])

    // Objects
    /// (code string, message string) -> error object.
    public static let aiSystemError = RuntimeFunction("ai_system_error", [.i32, .i32], .i64, [.allocates])
    /// (message, irritants) -> error object of the program.
    public static let aiNewError = RuntimeFunction("ai_new_error", [.i64, .i64], .i64, [.allocates])
    /// (any) -> the status that `exit` with it means.
    public static let aiExitStatus = RuntimeFunction("ai_exit_status", [.i64], .i64)
    /// (closure) -> the same, a parameter object whose first captured slot holds a pair of value and converter.
    public static let aiMarkParameter = RuntimeFunction("ai_mark_parameter", [.i64], .i64)
    /// (any) -> that pair, if it is a parameter object.
    public static let aiParameterState = RuntimeFunction("ai_parameter_state", [.i64], .i64, [.allocates, .raises])
    public static let aiPromiseState = RuntimeFunction("ai_promise_state", [.i64], .i64)
    public static let aiPromiseValue = RuntimeFunction("ai_promise_value", [.i64], .i64)
    /// (promise, state, value).
    public static let aiSetPromise = RuntimeFunction("ai_set_promise", [.i64, .i64, .i64], nil)
    /// (value) -> a promise that has it.
    public static let aiMakePromise = RuntimeFunction("ai_make_promise", [.i64], .i64, [.allocates])
    /// (any, tag string, number of values) -> 0 or 1: a tagged value with this tag, or the symbol of that name as tag.
    public static let aiTaggedIs = RuntimeFunction("ai_tagged_is", [.i64, .i32, .i32], .i32)

    static let aiControl: [RuntimeFunction] = [
        signalPlace, signalPlaceAhead, aiRaiseType, aiOperandsBefore, aiRaiseKey, aiWrongArity, aiSystemError, aiNewError, aiExitStatus, aiMarkParameter, aiParameterState, aiPromiseState,
        aiPromiseValue, aiSetPromise, aiMakePromise, aiTaggedIs,
        aiVectorRefFailure, aiVectorSetFailure, aiWide, aiNarrow, signalAbandon, signalTakeAbandoned, signalLanded, signalDropValues, signalValues, aiValuesExpect, aiRaiseArity,
        aiRaiseUninitialized, aiRaiseLocalUninitialized, aiTooDeep, aiRaiseMessage, aiRecordError, aiNotProcedure, aiReportUncaught, aiFinish,
        aiListLength, aiPrintText,
    ]
}

extension RuntimeFunction {
    public static let aiNegate = RuntimeFunction("ai_negate", [.i64], .i64, [.allocates, .raises])
}
