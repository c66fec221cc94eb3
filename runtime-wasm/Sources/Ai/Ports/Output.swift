// Printing to ports. Standard output, which most programs only use, takes what is printed directly.

/// What a port is: bits of the small number in its header.
enum PortTraits {
    static let input: UInt32 = 1
    static let output: UInt32 = 2
    static let binary: UInt32 = 4
    static let closed: UInt32 = 8
    static let standardOutput: UInt32 = 16
    static let standardError: UInt32 = 32
    /// Bytes come from or go to a file descriptor.
    static let file: UInt32 = 64
}

@inline(__always) func portTraits(_ port: UInt32) -> UInt32 { load16(port, ObjectLayout.Port.traitsOffset) }

/// The port that a procedure writes to: 0 for standard output, `UInt32.max` after raising. `prefix` is the procedure's name and a type.
@inline(never) func outputPort(_ given: UInt64, _ prefix: StaticString, _ index: UInt32, _ kind: UInt32 = 0) -> UInt32 {
    var port = given
    if port == absentBits {
        let state = load64(RuntimeRoots.outputState)
        if state == 0 { return 0 }
        port = car(state)
    }
    if isReference(port, .port) {
        let traits = portTraits(referenceAddress(port))
        if traits & (PortTraits.output | PortTraits.closed | PortTraits.binary) == PortTraits.output | kind {
            return traits & PortTraits.standardOutput != 0 && kind == 0 ? 0 : referenceAddress(port)
        }
    }
    _ = raiseType(prefix, index, port)
    return UInt32.max
}

/// Lets what is emitted go to a port that `outputPort` gave; the result is for `endPort`.
@inline(__always) func beginPort(_ port: UInt32) -> UInt32 { port == 0 ? beginStandardOutput() : beginBuilder() }

@inline(__always) func endPort(_ outer: UInt32, _ port: UInt32) {
    if port == 0 { return endStandardOutput(outer) }
    let builder = endBuilder(outer)
    if let write = KindHooks.writePort { write(UInt64(port), builder) }
}

@_cdecl("ai_display") @inline(__always) func aiDisplayEntry(_ value: UInt64, _ given: UInt64) {
    let port = outputPort(given, "display: expected textual output port", 2)
    if port == UInt32.max { return }
    let outer = beginPort(port)
    emitValue(value, PrintMode.display)
    endPort(outer, port)
}

@_cdecl("ai_write") @inline(__always) func aiWriteEntry(_ value: UInt64, _ given: UInt64) {
    let port = outputPort(given, "write: expected textual output port", 2)
    if port == UInt32.max { return }
    let outer = beginPort(port)
    emitValue(value, PrintMode.write)
    endPort(outer, port)
}

@_cdecl("ai_write_shared") @inline(__always) func aiWriteSharedEntry(_ value: UInt64, _ given: UInt64) {
    let port = outputPort(given, "write-shared: expected textual output port", 2)
    if port == UInt32.max { return }
    let outer = beginPort(port)
    if hasParts(value) { emitParts(value, PrintMode.write, findLabels(value, all: true)) } else { emitAtom(value, PrintMode.write) }
    endPort(outer, port)
}

@_cdecl("ai_write_simple") @inline(__always) func aiWriteSimpleEntry(_ value: UInt64, _ given: UInt64) {
    let port = outputPort(given, "write-simple: expected textual output port", 2)
    if port == UInt32.max { return }
    let outer = beginPort(port)
    if hasParts(value) { emitParts(value, PrintMode.write, 0) } else { emitAtom(value, PrintMode.write) }
    endPort(outer, port)
}

@_cdecl("ai_newline") @inline(__always) func aiNewlineEntry(_ given: UInt64) {
    let port = outputPort(given, "newline: expected textual output port", 1)
    if port == UInt32.max { return }
    let outer = beginPort(port)
    emit("\n")
    endPort(outer, port)
}

/// (string): prints a constant.
@_cdecl("ai_print_text") @inline(__always) func aiPrintTextEntry(_ string: UInt32) {
    if let print = KindHooks.printToCurrentPort { print(string) } else { writeOutput(string: string) }
}

/// (list): the display texts with spaces between them, and a line feed.
@_cdecl("ai_print") @inline(__always) func aiPrintEntry(_ values: UInt64) {
    let port = outputPort(absentBits, "print: expected textual output port", 1)
    if port == UInt32.max { return }
    let outer = beginPort(port)
    var rest = values
    while isPair(rest) {
        emitValue(car(rest), PrintMode.display)
        rest = cdr(rest)
        if isPair(rest) { emit(" ") }
    }
    emit("\n")
    endPort(outer, port)
}

/// The display text of a value.
@_cdecl("ai_to_string") @inline(__always) func aiToStringEntry(_ value: UInt64) -> UInt64 {
    let outer = beginText()
    emitValue(value, PrintMode.display)
    return endText(outer)
}

/// (list) -> the display texts, one after the other.
@_cdecl("ai_str") @inline(__always) func aiStrEntry(_ values: UInt64) -> UInt64 {
    let outer = beginText()
    var rest = values
    while isPair(rest) {
        emitValue(car(rest), PrintMode.display)
        rest = cdr(rest)
    }
    return endText(outer)
}

/// The written text of a value, for messages.
@_cdecl("ai_written") @inline(__always) func aiWrittenEntry(_ value: UInt64) -> UInt64 {
    let outer = beginText()
    emitValue(value, PrintMode.write)
    return endText(outer)
}

/// (code): ends the program. None or true is 0, false 1, an integer up to 125 itself, everything else 1.
@_cdecl("ai_exit") @inline(__always) func aiExitEntry(_ code: UInt64) {
    flushOutput()
    if code == absentBits || code == trueBits { exit(0) }
    if isFixnum(code) && UInt64(bitPattern: fixnumValue(code)) <= 125 { exit(UInt32(truncatingIfNeeded: code)) }
    exit(1)
}
