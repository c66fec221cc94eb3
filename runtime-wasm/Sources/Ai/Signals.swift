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
    let place = load64(ControlState.nextPlace)
    store64(ControlState.nextPlace, 0)
    store64(object &+ ObjectLayout.ErrorObject.originOffset, place)
    store64(object &+ ObjectLayout.ErrorObject.callsOffset, place == 0 ? 0 : captureCalls())
    return object
}

/// Where errors are raised: the addresses of a site and of a procedure's name, which look like a float to the collector. 0 stands for none.
@inline(__always) private func place(_ name: UInt32, _ site: UInt32) -> UInt64 { site == 0 ? 0 : UInt64(name) &<< 32 | UInt64(site) }

@_cdecl("signal_place") @inline(__always) func signalPlaceEntry(_ name: UInt32, _ site: UInt32) {
    if load32(ControlBlock.signal) != Signal.raise { return }
    let payload = load64(RuntimeRoots.payload)
    if !isReference(payload, .errorObject) { return }
    let error = referenceAddress(payload)
    if load64(error, ObjectLayout.ErrorObject.originOffset) != 0 { return }
    store64(error &+ ObjectLayout.ErrorObject.originOffset, place(name, site))
    store64(error &+ ObjectLayout.ErrorObject.callsOffset, captureCalls())
}

@_cdecl("signal_place_ahead") @inline(__always) func signalPlaceAheadEntry(_ name: UInt32, _ site: UInt32) {
    store64(ControlState.nextPlace, place(name, site))
}

/// Appends `FILE:LINE:COL in NAME`, or what a boundary between languages says instead.
func appendPlace(_ text: UInt32, _ origin: UInt64) -> UInt32 {
    if isReference(origin, .string) { return append(text, string: referenceAddress(origin)) }
    let site = UInt32(truncatingIfNeeded: origin)
    var result = append(append(text, string: load32(site, ObjectLayout.Site.pathOffset)), ":")
    result = append(append(result, count: load32(site, ObjectLayout.Site.lineOffset)), ":")
    result = append(append(result, count: load32(site, ObjectLayout.Site.columnOffset)), " in ")
    return append(result, string: UInt32(truncatingIfNeeded: origin &>> 32))
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
