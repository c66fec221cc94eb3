// Ports: what they hold. The state is an array, whose slots hold references or plain numbers that the collector takes for floats.

enum PortSlot {
    /// The `bytes` object with what was read and not yet consumed, or with what was written.
    static let buffer: UInt32 = 0
    /// Input: where the next byte is, and the end of those that were read.
    static let position: UInt32 = 1
    static let end: UInt32 = 2
    /// The file descriptor.
    static let descriptor: UInt32 = 3
    /// The path for messages.
    static let path: UInt32 = 4
    static let count: UInt32 = 5
}

@inline(__always) private func slot(_ port: UInt32, _ index: UInt32) -> UInt32 {
    arraySlot(load32(port, ObjectLayout.Port.stateOffset), index)
}
@inline(__always) func portNumber(_ port: UInt32, _ index: UInt32) -> UInt32 { load32(slot(port, index)) }
@inline(__always) func setPortNumber(_ port: UInt32, _ index: UInt32, _ value: UInt32) { store64(slot(port, index), UInt64(value)) }
@inline(__always) func portBuffer(_ port: UInt32) -> UInt32 { load32(slot(port, PortSlot.buffer)) }
@inline(__always) func setPortBuffer(_ port: UInt32, _ buffer: UInt32) { store64(slot(port, PortSlot.buffer), box(buffer, .bytes)) }
@inline(__always) func portPath(_ port: UInt32) -> UInt64 { load64(slot(port, PortSlot.path)) }

func newPort(_ traits: UInt32, buffer: UInt32, end: UInt32 = 0, descriptor: UInt32 = 0, path: UInt64 = 0) -> UInt64 {
    KindHooks.writePort = { writeToPort($0, $1) }
    let state = newArray(length: PortSlot.count, capacity: PortSlot.count)
    let port = heapAllocate(ObjectLayout.Port.size)
    setHeader(port, kind: .port, small: UInt16(truncatingIfNeeded: traits))
    store64(port &+ ObjectLayout.Port.stateOffset, boxedArray(state))
    fill(arraySlots(state), count: 8 &* PortSlot.count)
    setPortBuffer(port, buffer)
    setPortNumber(port, PortSlot.end, end)
    setPortNumber(port, PortSlot.descriptor, descriptor)
    store64(arraySlot(state, PortSlot.path), path)
    return box(port, .port)
}

/// The state of one of the parameters `current-input-port` (0), `current-output-port` (1), `current-error-port` (2): a pair with the port.
@_cdecl("ai_port_state") @inline(__always) func aiPortStateEntry(_ index: UInt64) -> UInt64 {
    let number = smallCount(index)
    let root = RuntimeRoots.inputState &+ 8 &* number
    if load64(root) == 0 { store64(root, cons(standardPort(number), falseBits)) }
    KindHooks.printToCurrentPort = { printToCurrentPort($0) }
    return load64(root)
}

/// Prints a string to the current port. Procedures that print a constant leave it to their callers to see that an error was raised.
func printToCurrentPort(_ string: UInt32) {
    let port = outputPort(absentBits, "print: expected textual output port", 1)
    if port == UInt32.max { return }
    let outer = beginPort(port)
    emit(string: string)
    endPort(outer, port)
}

private func standardPort(_ number: UInt32) -> UInt64 {
    if number == 0 { return standardInput() }
    let traits = PortTraits.output | (number == 1 ? PortTraits.standardOutput : PortTraits.standardError)
    return newPort(traits, buffer: newBytes(capacity: 0))
}

func standardInput() -> UInt64 {
    if load64(RuntimeRoots.standardInput) == 0 {
        store64(RuntimeRoots.standardInput, newPort(PortTraits.input | PortTraits.file, buffer: newBytes(capacity: 0)))
    }
    return load64(RuntimeRoots.standardInput)
}

/// Writes a builder's bytes to a port other than standard output. A hook, so that only programs that make ports have it.
func writeToPort(_ bits: UInt64, _ builder: UInt32) {
    let port = UInt32(truncatingIfNeeded: bits)
    let data = builder &+ ObjectLayout.Bytes.dataOffset
    let count = load32(builder, ObjectLayout.Bytes.usedOffset)
    let traits = portTraits(port)
    if traits & PortTraits.standardOutput != 0 { return writeOutput(data, count) }
    if traits & PortTraits.standardError != 0 {
        flushOutput()
        store32(OutputState.descriptor, 1)
        writeOutput(data, count)
        flushOutput()
        return store32(OutputState.descriptor, 0)
    }
    if traits & PortTraits.file == 0 { return setPortBuffer(port, append(portBuffer(port), data, count)) }
    let error = writeAll(portNumber(port, PortSlot.descriptor), data, count)
    if error != 0 { _ = raiseFile("write", "write", portPath(port), error) }
}

/// Whether an argument is a port with some traits; raises otherwise.
private func isPort(_ prefix: StaticString, _ value: UInt64) -> Bool {
    if isReference(value, .port) { return true }
    _ = raiseType(prefix, 1, value)
    return false
}

@_cdecl("ai_is_port") @inline(__always) func aiIsPortEntry(_ value: UInt64) -> UInt32 { isReference(value, .port) ? 1 : 0 }

/// Whether a port has all of some traits and none of others; false for other values.
private func hasTraits(_ value: UInt64, _ wanted: UInt32, without: UInt32 = 0) -> UInt32 {
    isReference(value, .port) && portTraits(referenceAddress(value)) & (wanted | without) == wanted ? 1 : 0
}

@_cdecl("ai_is_input_port") @inline(__always) func aiIsInputPortEntry(_ value: UInt64) -> UInt32 { hasTraits(value, PortTraits.input) }
@_cdecl("ai_is_output_port") @inline(__always) func aiIsOutputPortEntry(_ value: UInt64) -> UInt32 { hasTraits(value, PortTraits.output) }
@_cdecl("ai_is_textual_port") @inline(__always) func aiIsTextualPortEntry(_ value: UInt64) -> UInt32 {
    hasTraits(value, 0, without: PortTraits.binary)
}
@_cdecl("ai_is_binary_port") @inline(__always) func aiIsBinaryPortEntry(_ value: UInt64) -> UInt32 { hasTraits(value, PortTraits.binary) }

@_cdecl("ai_is_input_port_open") @inline(__always) func aiIsInputPortOpenEntry(_ value: UInt64) -> UInt32 {
    isPort("input-port-open?: expected input port", value) ? hasTraits(value, PortTraits.input, without: PortTraits.closed) : 0
}
@_cdecl("ai_is_output_port_open") @inline(__always) func aiIsOutputPortOpenEntry(_ value: UInt64) -> UInt32 {
    isPort("output-port-open?: expected output port", value) ? hasTraits(value, PortTraits.output, without: PortTraits.closed) : 0
}

@_cdecl("ai_close_port") @inline(__always) func aiClosePortEntry(_ value: UInt64) {
    if !isPort("close-port: expected port", value) { return }
    let port = referenceAddress(value)
    let traits = portTraits(port)
    if traits & PortTraits.closed != 0 || value == load64(RuntimeRoots.standardInput) { return }
    if traits & (PortTraits.standardOutput | PortTraits.standardError) != 0 { return flushOutput() }
    if traits & PortTraits.file != 0 { _ = wasi_fd_close(portNumber(port, PortSlot.descriptor)) }
    store16(port &+ ObjectLayout.Port.traitsOffset, traits | PortTraits.closed)
}

@_cdecl("ai_flush_port") @inline(__always) func aiFlushPortEntry(_ value: UInt64) {
    if value == absentBits || isPort("flush-output-port: expected output port", value) { flushOutput() }
}

// Ports in memory.

@_cdecl("ai_open_input_string") @inline(__always) func aiOpenInputStringEntry(_ value: UInt64) -> UInt64 {
    if !isText("open-input-string: expected string", 1, value) { return 0 }
    // The bytes are copied: the text may be changed.
    let builder = append(newBytes(capacity: textLength(referenceAddress(value))), text: referenceAddress(value))
    let count = load32(builder, ObjectLayout.Bytes.usedOffset)
    return newPort(PortTraits.input, buffer: builder, end: count)
}

@_cdecl("ai_open_input_bytevector") @inline(__always) func aiOpenInputBytevectorEntry(_ value: UInt64) -> UInt64 {
    if !isByteVector("open-input-bytevector: expected bytevector", 1, value) { return 0 }
    let builder = append(newBytes(capacity: byteCount(value)), byteAddress(value, 0), byteCount(value))
    return newPort(PortTraits.input | PortTraits.binary, buffer: builder, end: byteCount(value))
}

@_cdecl("ai_open_output_string") @inline(__always) func aiOpenOutputStringEntry() -> UInt64 {
    newPort(PortTraits.output, buffer: newBytes(capacity: 112))
}

@_cdecl("ai_open_output_bytevector") @inline(__always) func aiOpenOutputBytevectorEntry() -> UInt64 {
    newPort(PortTraits.output | PortTraits.binary, buffer: newBytes(capacity: 112))
}

@_cdecl("ai_get_output_string") @inline(__always) func aiGetOutputStringEntry(_ value: UInt64) -> UInt64 {
    if hasTraits(value, PortTraits.output, without: PortTraits.binary | PortTraits.file | PortTraits.standardOutput | PortTraits.standardError) == 0 {
        return raiseType("get-output-string: expected string output port", 1, value)
    }
    let buffer = portBuffer(referenceAddress(value))
    return box(textOfBytes(buffer &+ ObjectLayout.Bytes.dataOffset, load32(buffer, ObjectLayout.Bytes.usedOffset)), .text)
}

@_cdecl("ai_get_output_bytevector") @inline(__always) func aiGetOutputBytevectorEntry(_ value: UInt64) -> UInt64 {
    if hasTraits(value, PortTraits.output | PortTraits.binary, without: PortTraits.file) == 0 {
        return raiseType("get-output-bytevector: expected bytevector output port", 1, value)
    }
    let buffer = portBuffer(referenceAddress(value))
    return byteVectorOf(buffer &+ ObjectLayout.Bytes.dataOffset, load32(buffer, ObjectLayout.Bytes.usedOffset))
}

// Writing characters and bytes.

@_cdecl("ai_write_char") @inline(__always) func aiWriteCharEntry(_ value: UInt64, _ given: UInt64) {
    let scalar = characterArgument("write-char: expected character", 1, value)
    if scalar == UInt32.max { return }
    let port = outputPort(given, "write-char: expected textual output port", 2)
    if port == UInt32.max { return }
    let outer = beginPort(port)
    emitScalar(scalar)
    endPort(outer, port)
}

@_cdecl("ai_write_string") @inline(__always) func aiWriteStringEntry(_ value: UInt64, _ given: UInt64, _ start: UInt64, _ end: UInt64) {
    if !isText("write-string: expected string", 1, value) { return }
    let port = outputPort(given, "write-string: expected textual output port", 2)
    if port == UInt32.max { return }
    var text = referenceAddress(value)
    if start != absentBits {
        let range = indexRange("write-string", start, end, textLength(text), 3)
        if isRaising() { return }
        text = textPart(text, range)
    }
    let outer = beginPort(port)
    emit(text: text)
    endPort(outer, port)
}

@_cdecl("ai_write_u8") @inline(__always) func aiWriteU8Entry(_ value: UInt64, _ given: UInt64) {
    let byte = byteArgument("write-u8", 1, value)
    if byte == UInt32.max { return }
    let port = outputPort(given, "write-u8: expected binary output port", 2, PortTraits.binary)
    if port == UInt32.max { return }
    let outer = beginPort(port)
    emitByte(byte)
    endPort(outer, port)
}

@_cdecl("ai_write_bytevector") @inline(__always)
func aiWriteBytevectorEntry(_ value: UInt64, _ given: UInt64, _ start: UInt64, _ end: UInt64) {
    if !isByteVector("write-bytevector: expected bytevector", 1, value) { return }
    let port = outputPort(given, "write-bytevector: expected binary output port", 2, PortTraits.binary)
    if port == UInt32.max { return }
    let range = indexRange("write-bytevector", start, end, byteCount(value), 3)
    if isRaising() { return }
    let outer = beginPort(port)
    emit(byteAddress(value, range.start), range.count)
    endPort(outer, port)
}
