// Values without parts.

enum PrintMode {
    static let display: UInt32 = 0
    static let write: UInt32 = 1
}

/// Emits a value that has no parts.
func emitAtom(_ value: UInt64, _ mode: UInt32) {
    if isNumber(value) { return emitFloat(Double(bitPattern: value)) }
    switch value >> 48 {
    case NaNBox.Tag.integer: return emitInteger(value, 10)
    case NaNBox.Tag.character: return emitCharacter(UInt32(truncatingIfNeeded: value), mode)
    case NaNBox.Tag.immediate: return emitImmediate(value)
    default: break
    }
    let object = referenceAddress(value)
    switch UInt32(truncatingIfNeeded: value >> 32) & 0xFF {
    case UInt32(ObjectKind.text.rawValue):
        if mode == PrintMode.display { emit(text: object) } else { writeText(object) }
    case UInt32(ObjectKind.string.rawValue): emit(string: object)
    case UInt32(ObjectKind.symbol.rawValue):
        if mode == PrintMode.display { emit(string: symbolName(value)) } else { writeSymbol(symbolName(value)) }
    case UInt32(ObjectKind.keyword.rawValue):
        emitByte(58)
        emit(string: symbolName(value))
    case UInt32(ObjectKind.bigInteger.rawValue): emitInteger(value, 10)
    case UInt32(ObjectKind.byteVector.rawValue): emitBytes(object)
    case UInt32(ObjectKind.closure.rawValue): emit("#<procedure>")
    case UInt32(ObjectKind.hashTable.rawValue):
        emit("#<hash-table ")
        emitWhole(UInt64(tableCount(object)), 10)
        emitByte(62)
    case UInt32(ObjectKind.port.rawValue): emit("#<port>")
    case UInt32(ObjectKind.promise.rawValue): emit("#<promise>")
    case UInt32(ObjectKind.cell.rawValue): emit("#<box>")
    case UInt32(ObjectKind.recordType.rawValue):
        emit("#<record-type ")
        emitAtom(load64(object, ObjectLayout.RecordType.nameOffset), PrintMode.display)
        emitByte(62)
    default:
        emit("#<")
        emit(foreignTypeName(value))
        emitByte(62)
    }
}

/// What a value is that only another language understands.
private func foreignTypeName(_ value: UInt64) -> StaticString {
    switch UInt32(truncatingIfNeeded: value >> 32) & 0xFF {
    case UInt32(ObjectKind.array.rawValue): "Array"
    case UInt32(ObjectKind.option.rawValue): "Option"
    case UInt32(ObjectKind.result.rawValue): "Result"
    case UInt32(ObjectKind.namespace.rawValue): "Namespace"
    case UInt32(ObjectKind.json.rawValue): "Json"
    case UInt32(ObjectKind.hashMap.rawValue): "HashMap"
    case UInt32(ObjectKind.hashSet.rawValue): "HashSet"
    case UInt32(ObjectKind.queue.rawValue): "Queue"
    case UInt32(ObjectKind.stack.rawValue): "Stack"
    case UInt32(ObjectKind.regex.rawValue): "Regex"
    case UInt32(ObjectKind.dateTime.rawValue): "DateTime"
    default: "Function"
    }
}

private func emitImmediate(_ value: UInt64) {
    switch value {
    case trueBits: emit("#t")
    case falseBits: emit("#f")
    case emptyListBits: emit("()")
    case endOfFileBits: emit("#<eof>")
    default: emit("#<unspecified>")
    }
}

private func emitBytes(_ vector: UInt32) {
    emit("#u8(")
    let count = load32(vector, ObjectLayout.ByteVector.lengthOffset)
    var index: UInt32 = 0
    while index != count {
        if index != 0 { emitByte(32) }
        emitWhole(UInt64(load8(vector &+ ObjectLayout.ByteVector.bytesOffset &+ index)), 10)
        index &+= 1
    }
    emitByte(41)
}

/// Control characters, which are written as numbers.
@inline(__always) private func isControl(_ scalar: UInt32) -> Bool { scalar < 32 || scalar &- 127 < 33 }

func emitCharacter(_ scalar: UInt32, _ mode: UInt32) {
    if mode == PrintMode.display { return emitScalar(scalar) }
    emit("#\\")
    switch scalar {
    case 0: emit("null")
    case 7: emit("alarm")
    case 8: emit("backspace")
    case 9: emit("tab")
    case 10: emit("newline")
    case 13: emit("return")
    case 27: emit("escape")
    case 32: emit("space")
    case 127: emit("delete")
    default:
        if !isControl(scalar) { return emitScalar(scalar) }
        emitByte(120)
        emitWhole(UInt64(scalar), 16)
    }
}

/// A scalar in a text or in a name in bars; `quote` is what ends it.
private func emitEscaped(_ scalar: UInt32, _ quote: UInt32) {
    if scalar == quote || scalar == 92 {
        emitByte(92)
        return emitByte(scalar)
    }
    if !isControl(scalar) { return emitScalar(scalar) }
    emitByte(92)
    switch scalar {
    case 7: emitByte(97)
    case 8: emitByte(98)
    case 9: emitByte(116)
    case 10: emitByte(110)
    case 13: emitByte(114)
    default:
        emitByte(120)
        emitWhole(UInt64(scalar), 16)
        emitByte(59)
    }
}

private func writeText(_ text: UInt32) {
    emitByte(34)
    let count = textLength(text)
    let data = textData(text)
    var index: UInt32 = 0
    if isWide(text) {
        while index != count {
            emitEscaped(load32(data &+ index &<< 2), 34)
            index &+= 1
        }
    } else {
        // Runs of plain characters at once.
        var start: UInt32 = 0
        while index != count {
            let byte = load8(data &+ index)
            if byte == 34 || byte == 92 || isControl(byte) {
                emit(data &+ start, index &- start)
                emitEscaped(byte, 34)
                start = index &+ 1
            }
            index &+= 1
        }
        emit(data &+ start, count &- start)
    }
    emitByte(34)
}

private func writeSymbol(_ name: UInt32) {
    let end = stringData(name) &+ stringLength(name)
    if isPlainSymbol(stringData(name), end) { return emit(string: name) }
    emitByte(124)
    var at = stringData(name)
    while at != end {
        emitEscaped(decodeScalar(at), 124)
        at &+= scalarWidth(load8(at))
    }
    emitByte(124)
}

/// Whether a name between both places reads back as that symbol without bars.
private func isPlainSymbol(_ start: UInt32, _ end: UInt32) -> Bool {
    if start == end { return false }
    var at = start
    while at != end {
        let byte = load8(at)
        if byte < 128 ? !isSymbolByte(byte) : !isSymbolScalar(decodeScalar(at)) { return false }
        at &+= scalarWidth(byte)
    }
    let first = load8(start)
    if end &- start == 1 { return first != 46 && !isDigit(first) }
    if first == 58 { return false }
    if isDigit(first) { return end &- start == 2 && first == 49 && (load8(start, 1) == 43 || load8(start, 1) == 45) }
    return (first != 43 && first != 45 && first != 46) || !looksLikeNumber(start, end)
}

@inline(__always) func isDigit(_ byte: UInt32) -> Bool { byte &- 48 < 10 }

/// The ASCII characters of symbols: letters, digits and `! $ % & * + - . / : < = > ? @ ^ _ ~`.
func isSymbolByte(_ byte: UInt32) -> Bool {
    if isDigit(byte) || (byte | 32) &- 97 < 26 { return true }
    let low: UInt64 = 1 << 33 | 7 << 36 | 3 << 42 | 7 << 45 | 1 << 58 | 15 << 60
    if byte < 64 { return low &>> UInt64(byte) & 1 != 0 }
    return byte == 64 || byte == 94 || byte == 95 || byte == 126
}

/// Whether a scalar beyond ASCII can be part of a symbol: not spaces, controls and what marks the order of bytes.
func isSymbolScalar(_ scalar: UInt32) -> Bool {
    !(scalar <= 0xA0 || scalar == 0x1680 || scalar &- 0x2000 < 16 || scalar &- 0x2028 < 8 || scalar == 0x205F || scalar == 0x3000 || scalar == 0xFEFF)
}

/// Whether a token that begins with a sign or point is a number, a ratio, or an infinity.
private func looksLikeNumber(_ start: UInt32, _ end: UInt32) -> Bool {
    var at = start
    let isSigned = load8(at) != 46
    if isSigned { at &+= 1 }
    if isSigned && end &- at == 5 {
        let word = load32(at) | 0x0020_2020
        if (word == 0x2E66_6E69 || word == 0x2E6E_616E) && load8(at, 4) == 48 { return true }
    }
    var digits: UInt32 = 0
    var hasPoint = false
    while at != end && (isDigit(load8(at)) || (load8(at) == 46 && !hasPoint)) {
        if load8(at) == 46 { hasPoint = true } else { digits &+= 1 }
        at &+= 1
    }
    if digits == 0 { return false }
    if at == end { return true }
    let isRatio = load8(at) == 47
    if !isRatio && load8(at) | 32 != 101 { return false }
    at &+= 1
    if !isRatio && at != end && (load8(at) == 43 || load8(at) == 45) { at &+= 1 }
    if at == end { return false }
    while at != end && isDigit(load8(at)) { at &+= 1 }
    return at == end
}
