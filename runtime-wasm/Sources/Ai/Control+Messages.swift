// Errors whose messages show values, and the report of an error that nobody caught.

/// The error with the message `text`, where `{}` stands for the written value, `{display}` for its display text.
@_cdecl("ai_raise_message") @inline(__always) func aiRaiseMessageEntry(_ code: UInt32, _ text: UInt32, _ value: UInt64) {
    var message = newBytes(capacity: 64)
    let data = load32(text, ObjectLayout.String.dataOffset)
    let end = data &+ load32(text, ObjectLayout.String.lengthOffset)
    var position = data
    while position < end {
        if load8(position) == 0x7B, position &+ 1 < end, load8(position &+ 1) == 0x7D {
            message = appendWritten(message, value)
            position &+= 2
        } else if load8(position) == 0x7B, position &+ 8 < end, load8(position &+ 1) == 0x64, load8(position &+ 8) == 0x7D {
            message = appendDisplayed(message, value)
            position &+= 9
        } else {
            message = append(message, position, 1)
            position &+= 1
        }
    }
    let object = newErrorObject(message: box(textFromBuilder(message), .text), irritants: emptyListBits, code: box(code, .string))
    _ = raise(box(object, .errorObject))
}

@_cdecl("ai_record_error") @inline(__always) func aiRecordErrorEntry(_ type: UInt64, _ procedure: UInt32, _ value: UInt64) {
    var message = append(newBytes(capacity: 64), string: procedure)
    message = append(message, ": expected ")
    message = appendDisplayed(message, load64(referenceAddress(type), ObjectLayout.RecordType.nameOffset))
    message = append(message, " as argument 1, got ")
    _ = raiseError("AI0903", appendWritten(message, value))
}

@_cdecl("ai_not_procedure") @inline(__always) func aiNotProcedureEntry(_ value: UInt64) -> UInt64 {
    raiseError("AI0905", appendWritten(append(newBytes(capacity: 64), "not a procedure: "), value))
}

/// The second line of the report, for errors that know their place.
private func appendOrigin(_ report: UInt32, _ error: UInt32) -> UInt32 {
    let origin = load64(error, ObjectLayout.ErrorObject.originOffset)
    if origin == 0 { return report }
    let code = load64(error, ObjectLayout.ErrorObject.codeOffset)
    var result = append(report, "  ")
    if isReference(code, .string) { result = append(append(append(result, "["), string: referenceAddress(code)), "] ") }
    return append(appendPlace(append(result, "at "), origin), "\n")
}

/// The calls that led to where a payload was raised.
func reportCalls(_ payload: UInt64) {
    if !isReference(payload, .errorObject) { return reportCalls(0, 0) }
    let error = referenceAddress(payload)
    let origin = load64(error, ObjectLayout.ErrorObject.originOffset)
    let site = isReference(origin, .string) ? 0 : UInt32(truncatingIfNeeded: origin)
    reportCalls(site, load64(error, ObjectLayout.ErrorObject.callsOffset))
}

/// The report of 10.4 on standard error.
@_cdecl("ai_report_uncaught") @inline(__always) func aiReportUncaughtEntry(_ payload: UInt64) {
    var report = append(newBytes(capacity: 64), "Error: ")
    if isReference(payload, .errorObject) {
        report = appendDisplayed(report, payload)
    } else {
        report = appendWritten(append(report, "uncaught exception: "), payload)
    }
    report = append(report, "\n")
    if isReference(payload, .errorObject) { report = appendOrigin(report, referenceAddress(payload)) }
    let text = builderString(report)
    flushOutput()
    store32(OutputState.descriptor, 1)
    writeOutput(string: text)
    reportCalls(payload)
    flushOutput()
    store32(OutputState.descriptor, 0)
}

@_cdecl("ai_raise_type") @inline(__always)
func aiRaiseTypeEntry(_ procedure: UInt32, _ type: UInt32, _ index: UInt32, _ value: UInt64) {
    var message = append(newBytes(capacity: 64), string: procedure)
    message = append(message, ": expected ")
    message = append(message, string: type)
    message = append(message, " as argument ")
    message = append(message, count: index)
    message = append(message, ", got ")
    _ = raiseError("AI0903", appendWritten(message, value))
}

@_cdecl("ai_raise_key") @inline(__always) func aiRaiseKeyEntry(_ procedure: UInt32, _ key: UInt64) {
    let message = append(append(newBytes(capacity: 64), string: procedure), ": key not found: ")
    _ = raiseError("AI0913", appendWritten(message, key))
}

@_cdecl("ai_wrong_arity") @inline(__always) func aiWrongArityEntry(_ closure: UInt64, _ count: UInt64) -> UInt64 {
    let object = referenceAddress(closure)
    let name = load32(load32(object, ObjectLayout.Closure.descriptorOffset), ObjectLayout.FunctionDescriptor.nameOffset)
    let arity = Int32(bitPattern: load16(object, ObjectLayout.Closure.arityOffset))
    aiRaiseArityEntry(name, arity, arity, UInt32(truncatingIfNeeded: fixnumValue(count)))
    return 0
}
