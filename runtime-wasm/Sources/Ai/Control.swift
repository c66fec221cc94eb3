// What compiled code calls when a call did not return exactly one value, and the errors it finds itself.

/// A call has returned several values to where one is wanted: that is an error.
@_cdecl("signal_landed") @inline(__always) func signalLandedEntry() {
    if load32(ControlBlock.signal) != Signal.values { return }
    _ = raiseValueCount(expected: 1, load32(referenceAddress(load64(RuntimeRoots.payload)), ObjectLayout.Array.lengthOffset))
}

/// Values that nobody wants: whether there were such.
@_cdecl("signal_drop_values") @inline(__always) func signalDropValuesEntry() -> UInt32 {
    if load32(ControlBlock.signal) != Signal.values { return 0 }
    store32(ControlBlock.signal, Signal.none)
    return 1
}

/// Gives several values back as such.
@_cdecl("signal_values") @inline(__always) func signalValuesEntry(_ value: UInt64) -> UInt64 {
    if isReference(value, .values) {
        store32(ControlBlock.signal, Signal.values)
        store64(RuntimeRoots.payload, value)
    }
    return value
}

/// An unboxed integer as a value of the language.
@_cdecl("ai_wide") @inline(__always) func aiWideEntry(_ value: Int64) -> UInt64 { exactInteger(value) }

/// An exact integer of at most 64 bits.
@_cdecl("ai_narrow") @inline(__always) func aiNarrowEntry(_ value: UInt64) -> Int64 {
    if isFixnum(value) { return fixnumValue(value) }
    let object = referenceAddress(value)
    let size = Int64(bitPattern: load64(object, ObjectLayout.BigInteger.limbsOffset))
    return load16(object, ObjectLayout.BigInteger.signOffset) != 0 ? 0 &- size : size
}

/// A typed version of a procedure gives up, so that the general version does all of it again.
@_cdecl("signal_abandon") @inline(__always) func signalAbandonEntry() { store32(ControlBlock.signal, Signal.abandoned) }

@_cdecl("signal_take_abandoned") @inline(__always) func signalTakeAbandonedEntry() -> UInt32 {
    if load32(ControlBlock.signal) != Signal.abandoned { return 0 }
    store32(ControlBlock.signal, Signal.none)
    return 1
}

/// Appends a number in decimal.
func append(_ builder: UInt32, count: UInt32) -> UInt32 {
    let longer = count < 10 ? builder : append(builder, count: count / 10)
    return append(longer, scalar: 48 &+ count % 10)
}

@inline(never) private func raiseValueCount(expected: UInt32, _ count: UInt32) -> UInt64 {
    var message = newBytes(capacity: 64)
    message = append(message, "expected ")
    message = append(message, count: expected)
    message = append(message, " values, got ")
    message = append(message, count: count)
    return raiseError("AI0917", message)
}

/// Values as an object with `count` slots, and one more with a list of the others if there may be any.
@_cdecl("ai_values_expect") @inline(__always)
func aiValuesExpectEntry(_ value: UInt64, _ count: UInt32, _ hasRest: UInt32) -> UInt64 {
    if !isReference(value, .values) {
        if count > 1 || count == 0 && hasRest == 0 { return raiseValueCount(expected: count, 1) }
        let result = newValues(count &+ hasRest)
        if count == 1 { setValue(result, 0, value) }
        if hasRest != 0 { setValue(result, count, count == 1 ? emptyListBits : cons(value, emptyListBits)) }
        return box(result, .values)
    }
    let values = referenceAddress(value)
    let length = load32(values, ObjectLayout.Array.lengthOffset)
    if length == count && hasRest == 0 { return value }
    if length < count || hasRest == 0 { return raiseValueCount(expected: count, length) }
    let result = newValues(count &+ 1)
    var index: UInt32 = 0
    while index < count {
        setValue(result, index, valueAt(values, index))
        index &+= 1
    }
    var rest = ListBuilder()
    while index < length {
        rest.append(valueAt(values, index))
        index &+= 1
    }
    setValue(result, count, rest.finish())
    return box(result, .values)
}

private func newValues(_ count: UInt32) -> UInt32 {
    let result = newVector(count)
    setHeader(result, kind: .values, word: count)
    return result
}

@inline(__always) private func setValue(_ values: UInt32, _ index: UInt32, _ value: UInt64) {
    store64(values &+ ObjectLayout.Array.slotsOffset &+ index &<< 3, value)
}

@inline(__always) private func valueAt(_ values: UInt32, _ index: UInt32) -> UInt64 {
    load64(values &+ index &<< 3, ObjectLayout.Array.slotsOffset)
}

/// A procedure was called with a number of arguments that it does not take.
@_cdecl("ai_raise_arity") @inline(__always)
func aiRaiseArityEntry(_ name: UInt32, _ least: Int32, _ most: Int32, _ count: UInt32) {
    var message = newBytes(capacity: 64)
    message = append(message, string: name)
    message = append(message, ": expected ")
    if most < 0 { message = append(message, "at least ") }
    message = append(message, count: UInt32(bitPattern: least))
    if most > least {
        message = append(message, " to ")
        message = append(message, count: UInt32(bitPattern: most))
    }
    message = append(message, " arguments, got ")
    message = append(message, count: count)
    _ = raiseError("AI0904", message)
}

@_cdecl("ai_raise_uninitialized") @inline(__always) func aiRaiseUninitializedEntry(_ name: UInt32, _ module: UInt32, _ cycle: UInt32) {
    var message = newBytes(capacity: 64)
    message = append(message, "'")
    message = append(message, string: name)
    message = append(message, "' of module '")
    message = append(message, string: module)
    message = append(message, "' used before it is initialised")
    if stringLength(cycle) != 0 {
        message = append(message, " (import cycle ")
        message = append(message, string: cycle)
        message = append(message, ")")
    }
    _ = raiseError("AI0901", message)
}

@_cdecl("ai_raise_local_uninitialized") @inline(__always) func aiRaiseLocalUninitializedEntry(_ name: UInt32) {
    var message = newBytes(capacity: 64)
    message = append(message, "variable '")
    message = append(message, string: name)
    message = append(message, "' used before it is initialised")
    _ = raiseError("AI0902", message)
}

@_cdecl("ai_too_deep") @inline(__always) func aiTooDeepEntry() { _ = raiseError("AI0909", append(newBytes(capacity: 32), "recursion too deep")) }

/// The number of elements of a proper list; of another value, -1.
@_cdecl("ai_list_length") @inline(__always) func aiListLengthEntry(_ list: UInt64) -> Int32 {
    var count: Int32 = 0
    var rest = list
    while isPair(rest) {
        count &+= 1
        rest = cdr(rest)
    }
    return rest == emptyListBits ? count : -1
}

/// The program has been left: everything on the way has been done.
@_cdecl("ai_finish") @inline(__always) func aiFinishEntry() {
    let status = load64(RuntimeRoots.payload)
    flushOutput()
    exit(isFixnum(status) ? UInt32(truncatingIfNeeded: fixnumValue(status)) : 1)
}
