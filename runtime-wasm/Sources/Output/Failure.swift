// Run-time errors: what the program printed so far is flushed, the same buffer then collects the error text for standard error, and the
// program ends with status 1.

/// Turns the output to standard error and begins an error text.
func beginFailure() {
    flushOutput()
    store32(OutputState.descriptor, 1)
    writeOutput("error[")
}

/// Ends the first line of the error, adds where it happened if that is known. Like `end_failure`, the linker replaces this function by one that
/// knows of calls (`CallStack.swift`) where code keeps records of them; so only programs with such records have code for them.
@_extern(c, "write_site") func writeSite(_ site: UInt32)

@_cdecl("write_site") @inline(__always) func writeSiteEntry(_ site: UInt32) { writePlace(site) }

@inline(__always) func writePlace(_ site: UInt32) {
    writeByte(10)
    if site == 0 { return }
    writeOutput("  --> ")
    writePosition(site)
    writeByte(10)
}

/// Appends `path:line:column`.
@inline(__always) func writePosition(_ site: UInt32) {
    writeOutput(string: load32(site, ObjectLayout.Site.pathOffset))
    writeByte(58)
    writeDecimal(load32(site, ObjectLayout.Site.lineOffset))
    writeByte(58)
    writeDecimal(load32(site, ObjectLayout.Site.columnOffset))
}

/// Begins the line below an error's position that explains it.
@inline(__always) func beginNote() { writeOutput("   = note: ") }

// What code with records of calls does more; the linker replaces these functions, too.

/// The calls that are going on: a vector of their records, or 0.
@_extern(c, "capture_calls") func captureCalls() -> UInt64

@_cdecl("capture_calls") @inline(__always) func captureCallsEntry() -> UInt64 { 0 }

/// Writes the calls that led to an error at `site` (0: unknown); those that are going on unless `captured` has them. The program goes on.
@_extern(c, "report_calls") func reportCalls(_ site: UInt32, _ captured: UInt64)

@_cdecl("report_calls") @inline(__always) func reportCallsEntry(_ site: UInt32, _ captured: UInt64) {}

@_extern(c, "end_failure") func endFailure()

@_cdecl("end_failure") @inline(__always) func endFailureEntry() {
    flushOutput()
    exit(1)
}

/// Writes what is left and ends the program.
@inline(__always) func exitFailed() -> Never {
    endFailure()
    fatalError()
}

/// Appends a number in decimal.
func writeDecimal(_ value: UInt32) {
    var divisor: UInt32 = 1
    while value / divisor >= 10 { divisor &*= 10 }
    while divisor != 0 {
        writeByte(48 &+ value / divisor % 10)
        divisor /= 10
    }
}

/// Appends a field of a failure record: a string object or nothing.
private func writeField(_ failure: UInt32, _ offset: UInt32) {
    let string = load32(failure &+ offset)
    if string != 0 { writeOutput(string: string) }
}

/// The part of a failure text before the value.
private func beginFailure(_ failure: UInt32, _ site: UInt32) {
    beginFailure()
    writeField(failure, ObjectLayout.Failure.codeOffset)
    writeOutput("]: ")
    if load32(failure, ObjectLayout.Failure.headerOffset) != 0 {
        writeField(failure, ObjectLayout.Failure.headerOffset)
        writeSite(site)
        beginNote()
    }
    writeField(failure, ObjectLayout.Failure.prefixOffset)
}

/// The part after the value, and the end of the program.
private func endFailure(_ failure: UInt32, _ site: UInt32) -> Never {
    writeField(failure, ObjectLayout.Failure.suffixOffset)
    writeSite(load32(failure, ObjectLayout.Failure.headerOffset) != 0 ? 0 : site)
    exitFailed()
}

@_cdecl("fail") @inline(__always) func failEntry(_ failure: UInt32, _ site: UInt32) {
    beginFailure(failure, site)
    endFailure(failure, site)
}

@_cdecl("fail_text") @inline(__always) func failTextEntry(_ failure: UInt32, _ text: UInt32, _ site: UInt32) {
    beginFailure(failure, site)
    writeOutput(string: text)
    endFailure(failure, site)
}

@_cdecl("fail_value") @inline(__always) func failValueEntry(_ failure: UInt32, _ value: UInt64, _ site: UInt32) {
    beginFailure(failure, site)
    let mode = load32(failure, ObjectLayout.Failure.modeOffset)
    if mode == ObjectLayout.Failure.typeName { writeTypeName(value) }
    if mode == ObjectLayout.Failure.display { writeOutput(string: valueDisplay(value)) }
    endFailure(failure, site)
}
