// Errors that programs can catch, and leaving calls. Why a call did not return one value stands in the control block; see `Signal`.

/// Takes what was raised or is on its way, which ends the signal.
@_cdecl("signal_payload") @inline(__always) func signalPayloadEntry() -> UInt64 {
    let payload = load64(RuntimeRoots.payload)
    store64(RuntimeRoots.payload, 0)
    store32(ControlBlock.signal, Signal.none)
    return payload
}

/// Begins to leave calls until `target` is reached, with a value for it.
@_cdecl("signal_begin") @inline(__always) func signalBeginEntry(_ target: UInt64, _ payload: UInt64) {
    store64(RuntimeRoots.target, target)
    store64(RuntimeRoots.payload, payload)
    store32(ControlBlock.signal, Signal.unwinding)
}

@_cdecl("signal_target") @inline(__always) func signalTargetEntry() -> UInt64 { load64(RuntimeRoots.target) }

/// Raises a value from a runtime function. Returns what that function returns then.
func raise(_ payload: UInt64) -> UInt64 {
    store64(RuntimeRoots.payload, payload)
    store32(ControlBlock.signal, Signal.raise)
    return 0
}

/// Whether a runtime function that was called inside of another has raised.
@inline(__always) func isRaising() -> Bool { load32(ControlBlock.signal) == Signal.raise }

/// An error object.
func newErrorObject(message: UInt64, irritants: UInt64, code: UInt64) -> UInt32 {
    let object = heapAllocate(ObjectLayout.ErrorObject.size)
    setHeader(object, kind: .errorObject, word: ObjectLayout.ErrorObject.word)
    store64(object &+ ObjectLayout.ErrorObject.messageOffset, message)
    store64(object &+ ObjectLayout.ErrorObject.irritantsOffset, irritants)
    store64(object &+ ObjectLayout.ErrorObject.codeOffset, code)
    store64(object &+ ObjectLayout.ErrorObject.originOffset, unitBits)
    return object
}

/// Raises an error of the system: `code` is such as `AI0903`, the message is the text in a builder.
@inline(never) func raiseError(_ code: StaticString, _ message: UInt32) -> UInt64 {
    let text = box(textFromBuilder(message), .text)
    return raise(box(newErrorObject(message: text, irritants: emptyListBits, code: box(constantString(code), .string)), .errorObject))
}

/// The same for compiled code: (code string or unit, message text, irritants list) -> error object.
@_cdecl("ai_make_error") @inline(__always) func aiMakeErrorEntry(_ code: UInt64, _ message: UInt64, _ irritants: UInt64) -> UInt64 {
    box(newErrorObject(message: message, irritants: irritants, code: code), .errorObject)
}
