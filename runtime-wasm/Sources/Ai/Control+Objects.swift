// Objects that the standard modules written in Ai work on: error objects, parameters, promises, tagged values.

@_cdecl("ai_system_error") @inline(__always) func aiSystemErrorEntry(_ code: UInt32, _ message: UInt32) -> UInt64 {
    let text = box(textOfBytes(load32(message, ObjectLayout.String.dataOffset), load32(message, ObjectLayout.String.lengthOffset)), .text)
    return box(newErrorObject(message: text, irritants: emptyListBits, code: box(code, .string)), .errorObject)
}

@_cdecl("ai_new_error") @inline(__always) func aiNewErrorEntry(_ message: UInt64, _ irritants: UInt64) -> UInt64 {
    box(newErrorObject(message: message, irritants: irritants, code: unitBits), .errorObject)
}

/// `#t` and nothing mean success, `#f` and what is no status failure.
@_cdecl("ai_exit_status") @inline(__always) func aiExitStatusEntry(_ code: UInt64) -> UInt64 {
    if code == trueBits { return fixnum(0 as UInt32) }
    if isFixnum(code), fixnumValue(code) >= 0, fixnumValue(code) <= 125 { return code }
    return fixnum(1 as UInt32)
}

// Parameters.

@_cdecl("ai_mark_parameter") @inline(__always) func aiMarkParameterEntry(_ closure: UInt64) -> UInt64 {
    let address = referenceAddress(closure) &+ ObjectLayout.flagsOffset
    store8(address, load8(address) | UInt32(ObjectLayout.Flag.parameter))
    return closure
}

@_cdecl("ai_parameter_state") @inline(__always) func aiParameterStateEntry(_ value: UInt64) -> UInt64 {
    if isReference(value, .closure), load8(referenceAddress(value) &+ ObjectLayout.flagsOffset) & UInt32(ObjectLayout.Flag.parameter) != 0 {
        return load64(referenceAddress(value), ObjectLayout.Closure.slotsOffset)
    }
    aiRaiseTypeEntry(constantString("parameterize"), constantString("parameter"), 1, value)
    return 0
}

// Promises.

@_cdecl("ai_promise_state") @inline(__always) func aiPromiseStateEntry(_ promise: UInt64) -> UInt64 {
    fixnum(load16(referenceAddress(promise), ObjectLayout.Promise.stateOffset))
}

@_cdecl("ai_promise_value") @inline(__always) func aiPromiseValueEntry(_ promise: UInt64) -> UInt64 {
    load64(referenceAddress(promise), ObjectLayout.Promise.valueOffset)
}

@_cdecl("ai_set_promise") @inline(__always) func aiSetPromiseEntry(_ promise: UInt64, _ state: UInt64, _ value: UInt64) {
    let address = referenceAddress(promise)
    store16(address &+ ObjectLayout.Promise.stateOffset, UInt32(truncatingIfNeeded: fixnumValue(state)))
    store64(address &+ ObjectLayout.Promise.valueOffset, value)
}

@_cdecl("ai_make_promise") @inline(__always) func aiMakePromiseEntry(_ value: UInt64) -> UInt64 {
    let promise = heapAllocate(ObjectLayout.Promise.size)
    setHeader(promise, kind: .promise, word: 0)
    store16(promise &+ ObjectLayout.Promise.stateOffset, UInt32(ObjectLayout.Promise.forced))
    store64(promise &+ ObjectLayout.Promise.valueOffset, value)
    return box(promise, .promise)
}

// Tagged values.

@_cdecl("ai_tagged_is") @inline(__always) func aiTaggedIsEntry(_ value: UInt64, _ name: UInt32, _ count: UInt32) -> UInt32 {
    if !isReference(value, .tagged) { return 0 }
    let object = referenceAddress(value)
    if load32(object, ObjectLayout.Tagged.countOffset) != count { return 0 }
    let tag = load64(object, ObjectLayout.Tagged.tagOffset)
    if isReference(tag, .symbol) {
        return stringEqual(referenceAddress(load64(referenceAddress(tag), ObjectLayout.Symbol.nameOffset)), name)
    }
    if isReference(tag, .text) { return stringEqual(stringOfText(referenceAddress(tag)), name) }
    return 0
}
