// Reading from ports.

/// As much as is read from a file at a time.
private let portion: UInt32 = 65536

/// The port that a procedure reads from; 0 after raising. `prefix` is the procedure's name and a type.
@inline(never) func inputPort(_ given: UInt64, _ prefix: StaticString, _ index: UInt32, _ kind: UInt32 = 0) -> UInt32 {
    var port = given
    if port == absentBits {
        let state = load64(RuntimeRoots.inputState)
        port = state == 0 ? standardInput() : car(state)
    }
    if isReference(port, .port) {
        let traits = portTraits(referenceAddress(port))
        if traits & (PortTraits.input | PortTraits.closed | PortTraits.binary) == PortTraits.input | kind { return referenceAddress(port) }
    }
    _ = raiseType(prefix, index, port)
    return 0
}

/// Where the bytes are that were read and not yet consumed.
@inline(__always) func inputData(_ port: UInt32) -> UInt32 {
    portBuffer(port) &+ ObjectLayout.Bytes.dataOffset &+ portNumber(port, PortSlot.position)
}
/// How many there are.
@inline(__always) func inputCount(_ port: UInt32) -> UInt32 { portNumber(port, PortSlot.end) &- portNumber(port, PortSlot.position) }

@inline(__always) func consume(_ port: UInt32, _ count: UInt32) {
    setPortNumber(port, PortSlot.position, portNumber(port, PortSlot.position) &+ count)
}

/// Reads more from the file behind a port; false at its end. What a program has printed is shown before standard input is read.
@inline(never) func readMore(_ port: UInt32) -> Bool {
    if portTraits(port) & PortTraits.file == 0 { return false }
    let descriptor = portNumber(port, PortSlot.descriptor)
    if descriptor == 0 { flushOutput() }
    let left = inputCount(port)
    var buffer = portBuffer(port)
    if load32(buffer, ObjectLayout.Bytes.capacityOffset) < portion &+ left {
        let larger = newBytes(capacity: portion &+ 2 &* left)
        copy(to: larger &+ ObjectLayout.Bytes.dataOffset, from: inputData(port), count: left)
        buffer = larger
        setPortBuffer(port, buffer)
    } else {
        copy(to: buffer &+ ObjectLayout.Bytes.dataOffset, from: inputData(port), count: left)
    }
    setPortNumber(port, PortSlot.position, 0)
    let vector = systemVector()
    store32(vector, buffer &+ ObjectLayout.Bytes.dataOffset &+ left)
    store32(vector &+ 4, portion)
    var error = SystemError.again
    while error == SystemError.again { error = wasi_fd_read(descriptor, vector, 1, vector &+ 8) }
    let count = error == 0 ? load32(vector, 8) : 0
    setPortNumber(port, PortSlot.end, left &+ count)
    if error != 0 { _ = raiseFile("read", "read", portPath(port), error) }
    // A terminal goes on after its end; a file does not, and asking again costs little.
    return count != 0
}

/// The next scalar without consuming it, `UInt32.max` at the end. Its width goes to `inputWidth`.
func peekScalar(_ port: UInt32) -> UInt32 {
    while true {
        let count = inputCount(port)
        if count != 0 {
            let data = inputData(port)
            let lead = load8(data)
            inputWidth = 1
            if lead < 128 { return lead }
            let width = lead < 0xC0 ? 1 : scalarWidth(lead)
            if count >= width || !mayContinue(data, count) {
                if width == 1 || count < width || textKind(data, width) == 0 { return 0xFFFD }
                inputWidth = width
                return decodeScalar(data)
            }
        }
        if !readMore(port) {
            if inputCount(port) == 0 { return UInt32.max }
            inputWidth = 1
            return 0xFFFD
        }
    }
}

/// Whether the bytes behind a first one continue a scalar.
private func mayContinue(_ data: UInt32, _ count: UInt32) -> Bool {
    var index: UInt32 = 1
    while index < count {
        if load8(data &+ index) & 0xC0 != 0x80 { return false }
        index &+= 1
    }
    return true
}

/// The second result of `peekScalar`.
nonisolated(unsafe) var inputWidth: UInt32 = 0

/// The next scalar, consumed.
func nextScalar(_ port: UInt32) -> UInt32 {
    let scalar = peekScalar(port)
    if scalar != UInt32.max { consume(port, inputWidth) }
    return scalar
}

@_cdecl("ai_read_char") @inline(__always) func aiReadCharEntry(_ given: UInt64) -> UInt64 {
    let port = inputPort(given, "read-char: expected textual input port", 1)
    if port == 0 { return 0 }
    let scalar = nextScalar(port)
    return scalar == UInt32.max ? endOfFileBits : character(scalar)
}

@_cdecl("ai_peek_char") @inline(__always) func aiPeekCharEntry(_ given: UInt64) -> UInt64 {
    let port = inputPort(given, "peek-char: expected textual input port", 1)
    if port == 0 { return 0 }
    let scalar = peekScalar(port)
    return scalar == UInt32.max ? endOfFileBits : character(scalar)
}

@_cdecl("ai_is_char_ready") @inline(__always) func aiIsCharReadyEntry(_ given: UInt64) -> UInt32 {
    inputPort(given, "char-ready?: expected textual input port", 1) == 0 ? 0 : 1
}

@_cdecl("ai_is_u8_ready") @inline(__always) func aiIsU8ReadyEntry(_ given: UInt64) -> UInt32 {
    inputPort(given, "u8-ready?: expected binary input port", 1, PortTraits.binary) == 0 ? 0 : 1
}

/// The text up to the next line feed, without it and a carriage return before it.
@_cdecl("ai_read_line") @inline(__always) func aiReadLineEntry(_ given: UInt64) -> UInt64 {
    let port = inputPort(given, "read-line: expected textual input port", 1)
    if port == 0 { return 0 }
    var searched: UInt32 = 0
    while true {
        let count = inputCount(port)
        let data = inputData(port)
        let found = fastFindByte(data, searched, count, 10)
        if found < count {
            consume(port, found &+ 1)
            return line(data, found)
        }
        searched = count
        if !readMore(port) { break }
    }
    let count = inputCount(port)
    let data = inputData(port)
    if isRaising() { return 0 }
    if count == 0 { return endOfFileBits }
    consume(port, count)
    return line(data, count)
}

private func line(_ data: UInt32, _ count: UInt32) -> UInt64 {
    let hasReturn = count != 0 && load8(data &+ count &- 1) == 13
    return box(textOfForeignBytes(data, hasReturn ? count &- 1 : count), .text)
}

/// (count, port): at most so many characters.
@_cdecl("ai_read_string") @inline(__always) func aiReadStringEntry(_ count: UInt64, _ given: UInt64) -> UInt64 {
    // R7RS has the count first; either order will do.
    let isSwapped = isReference(count, .port)
    var left = smallCount(isSwapped ? given : count)
    if left == UInt32.max { return raiseType("read-string: expected non-negative exact integer", 1, isSwapped ? given : count) }
    let port = inputPort(isSwapped ? count : given, "read-string: expected textual input port", 2)
    if port == 0 { return 0 }
    if left != 0 && peekScalar(port) == UInt32.max { return endOfFileBits }
    var builder = newBytes(capacity: 64)
    while left != 0 {
        let scalar = nextScalar(port)
        if scalar == UInt32.max { break }
        builder = append(builder, scalar: scalar)
        left &-= 1
    }
    return box(textFromBuilder(builder), .text)
}

@_cdecl("ai_read_u8") @inline(__always) func aiReadU8Entry(_ given: UInt64) -> UInt64 {
    let port = inputPort(given, "read-u8: expected binary input port", 1, PortTraits.binary)
    if port == 0 { return 0 }
    if inputCount(port) == 0 && !readMore(port) { return endOfFileBits }
    let byte = load8(inputData(port))
    consume(port, 1)
    return fixnum(byte)
}

@_cdecl("ai_peek_u8") @inline(__always) func aiPeekU8Entry(_ given: UInt64) -> UInt64 {
    let port = inputPort(given, "peek-u8: expected binary input port", 1, PortTraits.binary)
    if port == 0 { return 0 }
    if inputCount(port) == 0 && !readMore(port) { return endOfFileBits }
    return fixnum(load8(inputData(port)))
}

/// Reads until so many bytes are there or the end comes; how many there are, at most that.
private func fillInput(_ port: UInt32, _ count: UInt32) -> UInt32 {
    while inputCount(port) < count && readMore(port) {}
    return inputCount(port) < count ? inputCount(port) : count
}

@_cdecl("ai_read_bytevector") @inline(__always) func aiReadBytevectorEntry(_ count: UInt64, _ given: UInt64) -> UInt64 {
    let wanted = smallCount(count)
    if wanted == UInt32.max { return raiseType("read-bytevector: expected non-negative exact integer", 1, count) }
    let port = inputPort(given, "read-bytevector: expected binary input port", 2, PortTraits.binary)
    if port == 0 { return 0 }
    let found = fillInput(port, wanted)
    if found == 0 && wanted != 0 { return endOfFileBits }
    let vector = byteVectorOf(inputData(port), found)
    consume(port, found)
    return vector
}

@_cdecl("ai_read_bytevector_into") @inline(__always)
func aiReadBytevectorIntoEntry(_ value: UInt64, _ given: UInt64, _ start: UInt64, _ end: UInt64) -> UInt64 {
    if !isByteVector("read-bytevector!: expected bytevector", 1, value) { return 0 }
    let port = inputPort(given, "read-bytevector!: expected binary input port", 2, PortTraits.binary)
    if port == 0 { return 0 }
    let range = indexRange("read-bytevector!", start, end, byteCount(value), 3)
    if isRaising() { return 0 }
    let found = fillInput(port, range.count)
    if found == 0 && range.count != 0 { return endOfFileBits }
    copy(to: byteAddress(value, range.start), from: inputData(port), count: found)
    consume(port, found)
    return fixnum(found)
}
