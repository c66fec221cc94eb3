/// Functions that serve every language. In comments: `ref` is the address of an object, `any` a NaN-boxed value.
extension RuntimeFunction {
    // Collector
    /// (size in bytes, shadow stack pointer) -> address. The slow path of allocation; may collect. The memory is not cleared.
    public static let allocate = RuntimeFunction("gc_allocate", [.i32, .i32], .i32, [.collects])
    /// (shadow stack pointer). The poll's slow path.
    public static let collect = RuntimeFunction("gc_collect", [.i32], nil, [.collects])
    /// (count, bytes for each, shadow stack pointer). Collects if so much more memory would make a collection due.
    public static let prepare = RuntimeFunction("gc_prepare", [.i32, .i32, .i32], nil, [.collects])
    /// (ref). Called by `langc.roots` for a reference held in a module's global; 0 is ignored.
    public static let markReference = RuntimeFunction("gc_mark_reference", [.i32], nil)
    /// (any). The same for a dynamic value.
    public static let markValue = RuntimeFunction("gc_mark_value", [.i64], nil)

    // Failures
    /// (failure, site). Prints the error described by a static failure record and ends the program with status 1.
    public static let fail = RuntimeFunction("fail", [.i32, .i32], nil, [.noReturn, .external, .fails])
    /// (failure, any, site). The same, with a value that the record's mode renders.
    public static let failValue = RuntimeFunction("fail_value", [.i32, .i64, .i32], nil, [.noReturn, .external, .fails])
    /// (failure, message ref, site). The same with a text computed by the program between prefix and suffix.
    public static let failText = RuntimeFunction("fail_text", [.i32, .i32, .i32], nil, [.noReturn, .external, .fails])

    // Strings
    public static let stringConcat = RuntimeFunction("string_concat", [.i32, .i32], .i32, [.allocates])
    /// The same for three and four texts.
    public static let stringConcat3 = RuntimeFunction("string_concat3", [.i32, .i32, .i32], .i32, [.allocates])
    public static let stringConcat4 = RuntimeFunction("string_concat4", [.i32, .i32, .i32, .i32], .i32, [.allocates])
    public static let stringEqual = RuntimeFunction("string_equal", [.i32, .i32], .i32)
    /// -1, 0, 1 by code points.
    public static let stringCompare = RuntimeFunction("string_compare", [.i32, .i32], .i32)
    /// Number of Unicode scalars.
    public static let stringScalarCount = RuntimeFunction("string_scalar_count", [.i32], .i32)
    /// (ref, from byte, to byte) -> ref. Bounds and boundaries are the caller's duty.
    public static let stringSlice = RuntimeFunction("string_slice", [.i32, .i32, .i32], .i32, [.allocates])

    // Numbers
    /// Floating remainder with the sign of the dividend, exact.
    public static let numberRemainder = RuntimeFunction("number_remainder", [.f64, .f64], .f64, [.pure])

    // Values
    /// (any, any) -> 0 or 1: deep structural equality.
    public static let valueEqual = RuntimeFunction("value_equal", [.i64, .i64], .i32)
    /// (closure, closure) -> 0 or 1: the same declared function.
    public static let functionEqual = RuntimeFunction("function_equal", [.i32, .i32], .i32)
    /// (any) -> string ref: the display form.
    public static let valueDisplay = RuntimeFunction("value_display", [.i64], .i32, [.allocates])
    /// (any) -> string ref: the name of the value's type.
    public static let valueTypeName = RuntimeFunction("value_type_name", [.i64], .i32)
    /// (any) -> any: marks an array (or another collection) as shared; other values pass unchanged.
    public static let valueShare = RuntimeFunction("value_share", [.i64], nil)

    // Arrays
    /// (array) -> array: the same object when it is not shared, else a copy whose nested collections are marked shared.
    public static let arrayUnshare = RuntimeFunction("array_unshare", [.i32], .i32, [.allocates])
    /// (array, count) -> the least length of the first `count` elements; -1 if one is no array or there are not as many.
    public static let arrayLeastRow = RuntimeFunction("array_least_row", [.i32, .i32], .i32)
    /// (array, any) -> array: unshared, grown when needed, with the value appended.
    public static let arrayPush = RuntimeFunction("array_push", [.i32, .i64], .i32, [.allocates])
    /// (array, any, count) -> array: unshared, with the value, which is no collection, appended `count` times.
    public static let arrayPushTimes = RuntimeFunction("array_push_times", [.i32, .i64, .i32], .i32, [.allocates])
    /// The same as `arrayPush`, `arrayPushTimes` and `arrayDropLast` for truth values (0 or 1) in a `bytes` object; the empty array is an empty one.
    public static let flagsPush = RuntimeFunction("flags_push", [.i32, .i32], .i32, [.allocates])
    public static let flagsPushTimes = RuntimeFunction("flags_push_times", [.i32, .i32, .i32], .i32, [.allocates])
    public static let flagsDropLast = RuntimeFunction("flags_drop_last", [.i32], .i32)
    /// (array) -> array: unshared, without its last element; the caller has checked that there is one and has read it.
    public static let arrayDropLast = RuntimeFunction("array_drop_last", [.i32], .i32, [.allocates])
    /// (array) -> array: unshared, without its first element, in constant amortized time.
    public static let arrayDropFirst = RuntimeFunction("array_drop_first", [.i32], .i32, [.allocates])
    /// (array, any) -> array: unshared, with the value in front.
    public static let arrayUnshift = RuntimeFunction("array_unshift", [.i32, .i64], .i32, [.allocates])
    /// (array) -> array: unshared, reversed.
    public static let arrayReverse = RuntimeFunction("array_reverse", [.i32], .i32, [.allocates])
    /// (array, array) -> new array; nested collections are marked shared.
    public static let arrayConcat = RuntimeFunction("array_concat", [.i32, .i32], .i32, [.allocates])
    /// (array, from, to) -> new array; 0 <= from <= to <= length is the caller's duty.
    public static let arraySlice = RuntimeFunction("array_slice", [.i32, .i32, .i32], .i32, [.allocates])
    /// (array) -> new array: array elements spliced in, one level.
    public static let arrayFlatten = RuntimeFunction("array_flatten", [.i32], .i32, [.allocates])
    /// (array, any) -> index or -1, by deep equality.
    public static let arrayIndexOf = RuntimeFunction("array_index_of", [.i32, .i64], .i32)
    public static let arrayLastIndexOf = RuntimeFunction("array_last_index_of", [.i32, .i64], .i32)
    /// (array) -> 1 when every element is a number (sets the `numbers` flag), else 0. Constant time once known.
    public static let arrayIsNumbers = RuntimeFunction("array_is_numbers", [.i32], .i32)
    /// (length, capacity) -> array with all slots null; the `numbers` flag is clear.
    public static let arrayMake = RuntimeFunction("array_make", [.i32, .i32], .i32, [.allocates], room: .perCount(8))
    /// (array). The caller has no more use for the array: if it has one name, most of its memory is free at once.
    public static let arrayRelease = RuntimeFunction("array_release", [.i32], nil)

    // Namespaces
    /// (namespace ref, name ref) -> table index of the getter, or -1.
    public static let namespaceFind = RuntimeFunction("namespace_find", [.i32, .i32], .i32)

    // Output
    /// (string ref). Writes the text and a line feed to the buffered standard output.
    public static let printLine = RuntimeFunction("print_line", [.i32], nil, [.external])
    /// Flushes standard output; `_start` calls it last when any output function is linked.
    public static let flushOutput = RuntimeFunction("flush_output", [], nil, [.external])

    // Tests: the linker calls these in programs of tests
    /// The position of the test to run, from the program's last argument.
    public static let testIndex = RuntimeFunction("test_index", [], .i32, [.external])
    /// (any). Ends the program if the test's result is an error value.
    public static let testCheck = RuntimeFunction("test_check", [.i64], nil, [.external])
    /// Ends the program with `TestProtocol.passed`.
    public static let testPassed = RuntimeFunction("test_passed", [], nil, [.noReturn, .external])

    public static let shared: [RuntimeFunction] = [
        allocate, collect, prepare, markReference, markValue, fail, failValue, failText, stringConcat, stringConcat3, stringConcat4, stringEqual,
        stringCompare, stringScalarCount, stringSlice, numberRemainder, valueEqual, functionEqual, valueDisplay, valueTypeName, valueShare,
        arrayUnshare, arrayPush, arrayPushTimes, flagsPush, flagsPushTimes, flagsDropLast, arrayDropLast, arrayDropFirst, arrayUnshift,
        arrayReverse, arrayConcat, arraySlice, arrayFlatten, arrayIndexOf, arrayLastIndexOf, arrayIsNumbers, arrayMake, arrayRelease, namespaceFind, printLine,
        flushOutput, testIndex, testCheck, testPassed,
    ]

    /// All functions, by name; the runtime's own tests check each against the built object.
    public static let all: [RuntimeFunction] = shared + atlas + collections + json + regularExpressions + system + host + ai + aiControl + foreign + boundary
}
