/// What converts values between languages that keep them in different forms, and what ends a program at a boundary.
extension RuntimeFunction {
    /// (value, type descriptor string or 0, array of templates or 0, form of the language it comes from) -> dynamic value.
    public static let boundaryLeave = RuntimeFunction("boundary_leave", [.i64, .i32, .i32, .i32], .i64, [.allocates])
    /// (dynamic value, type descriptor string, array of templates or 0, form of the language it goes to, string: the error's text up to the
    /// value, string: place of the import) -> value of that language. AI0919 if it does not fit the type.
    public static let boundaryEnter = RuntimeFunction(
        "boundary_enter", [.i64, .i32, .i32, .i32, .i32, .i32], .i64, [.allocates, .raises])
    /// (): a signal has reached the body of a module in a language without signals: reports it and ends the program.
    public static let signalUncaught = RuntimeFunction("signal_uncaught", [.i32], nil, [.fails, .noReturn, .external])

    static let boundary: [RuntimeFunction] = [boundaryLeave, boundaryEnter, signalUncaught]
}
