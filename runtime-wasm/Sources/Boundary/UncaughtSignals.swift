// A signal that reaches a module body of a language without signals of its own: an error of another language that nobody has caught, or the
// end of the program.

/// Reports what was raised in the way of run-time errors and ends the program; or ends it as it is being left.
@_cdecl("signal_uncaught") @inline(__always) func signalUncaughtEntry(_ site: UInt32) {
    signalLandedEntry()
    if load32(ControlBlock.signal) != Signal.raise { return aiFinishEntry() }
    let payload = signalPayloadEntry()
    // What a program raises itself has been reported where it was raised; this is an error that the runtime has found.
    let object = referenceAddress(payload)
    let origin = load64(object, ObjectLayout.ErrorObject.originOffset)
    let text = builderString(appendDisplayed(newBytes(capacity: 64), payload))
    beginFailure()
    writeOutput(string: referenceAddress(load64(object, ObjectLayout.ErrorObject.codeOffset)))
    writeOutput("]: ")
    writeOutput(string: text)
    if origin == 0 {
        writeSite(site)
        exitFailed()
    }
    writeByte(10)
    writeOutput("  --> ")
    writeOutput(string: builderString(appendPlace(newBytes(capacity: 64), origin)))
    writeByte(10)
    reportCalls(payload)
    flushOutput()
    exit(1)
}
