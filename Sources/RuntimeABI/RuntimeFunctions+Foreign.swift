/// What calls of foreign functions need, and what foreign code may call.
extension RuntimeFunction {
    /// (string) -> address of its bytes.
    public static let foreignStringData = RuntimeFunction("foreign_string_data", [.i32], .i32)
    /// (string) -> its length in bytes.
    public static let foreignStringLength = RuntimeFunction("foreign_string_length", [.i32], .i32)
    /// (array of numbers) -> address of its numbers.
    public static let foreignNumbers = RuntimeFunction("foreign_numbers", [.i32], .i32)
    /// The address of two words, where a foreign function puts a result of that size.
    public static let foreignResult = RuntimeFunction("foreign_result", [], .i32)
    /// The string that the two words describe; bytes that are no UTF-8 become U+FFFD.
    public static let foreignTakeString = RuntimeFunction("foreign_take_string", [], .i32, [.allocates])
    /// The array of numbers that the two words describe.
    public static let foreignTakeNumbers = RuntimeFunction("foreign_take_numbers", [], .i32, [.allocates])
    /// (site). Before a call of code that may fail.
    public static let foreignEnter = RuntimeFunction("foreign_enter", [.i32], nil, [.fails])
    /// After a call of code that allocates, so that a collection can follow.
    public static let foreignLeave = RuntimeFunction("foreign_leave", [], nil, [.allocates])
    /// (size in bytes) -> address. For foreign code: memory until the call ends.
    public static let foreignAllocate = RuntimeFunction("foreign_allocate", [.i32], .i32, [.allocates])
    /// (address, length). For foreign code: ends the program with a message.
    public static let foreignFail = RuntimeFunction("foreign_fail", [.i32, .i32], nil, [.noReturn, .external])

    /// For foreign code: ends the program with a message that says nothing more.
    public static let foreignAbort = RuntimeFunction("foreign_abort", [], nil, [.noReturn, .external])

    static let foreign: [RuntimeFunction] = [
        foreignStringData, foreignStringLength, foreignNumbers, foreignResult, foreignTakeString, foreignTakeNumbers, foreignEnter, foreignLeave,
        foreignAllocate, foreignFail, foreignAbort,
    ]
}
