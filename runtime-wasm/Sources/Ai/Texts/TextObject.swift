// Mutable texts: how they are made and read. Narrow ones are ASCII, one byte a scalar; wide ones have four.

@inline(__always) func textLength(_ text: UInt32) -> UInt32 { load32(text, ObjectLayout.Text.lengthOffset) }
/// Bytes per scalar, 1 or 4.
@inline(__always) func textWidth(_ text: UInt32) -> UInt32 { load16(text, ObjectLayout.Text.widthOffset) }
@inline(__always) func isWide(_ text: UInt32) -> Bool { textWidth(text) != 1 }
/// Where the scalars are.
@inline(__always) func textData(_ text: UInt32) -> UInt32 {
    load32(text, ObjectLayout.Text.bufferOffset) &+ ObjectLayout.Bytes.dataOffset
}

/// The scalar at an index below the length.
@inline(__always) func textScalar(_ text: UInt32, _ index: UInt32) -> UInt32 {
    isWide(text) ? load32(textData(text) &+ index &<< 2) : load8(textData(text) &+ index)
}

/// A text whose scalars are in a `bytes` object.
func newText(_ buffer: UInt32, _ length: UInt32, isWide: Bool) -> UInt32 {
    let text = heapAllocate(ObjectLayout.Text.size)
    setHeader(text, kind: .text, small: isWide ? 4 : 1, word: length)
    store64(text &+ ObjectLayout.Text.bufferOffset, box(buffer, .bytes))
    return text
}

/// A text of `length` scalars, for the caller to fill.
func newText(_ length: UInt32, isWide: Bool) -> UInt32 {
    let size = isWide ? length > UInt32.max / 4 ? UInt32.max : 4 &* length : length
    return newText(newBytes(capacity: size), length, isWide: isWide)
}

/// The text with these UTF-8 bytes, which are valid.
func textOfBytes(_ data: UInt32, _ count: UInt32) -> UInt32 {
    if !isASCII(data, count) { return wideText(data, count) }
    let text = newText(count, isWide: false)
    fastCopy(to: textData(text), from: data, count: count)
    return text
}

private func wideText(_ data: UInt32, _ count: UInt32) -> UInt32 {
    let text = newText(countScalars(data, count), isWide: true)
    var target = textData(text)
    var at = data
    let end = data &+ count
    while at != end {
        store32(target, decodeScalar(at))
        at &+= scalarWidth(load8(at))
        target &+= 4
    }
    return text
}

/// The text with a builder's bytes, which may become its own.
func textFromBuilder(_ builder: UInt32) -> UInt32 {
    let data = builder &+ ObjectLayout.Bytes.dataOffset
    let count = load32(builder, ObjectLayout.Bytes.usedOffset)
    if count <= 48 || load32(builder, ObjectLayout.Bytes.capacityOffset) / 4 > count || !isASCII(data, count) { return textOfBytes(data, count) }
    return newText(builder, count, isWide: false)
}

/// Appends the UTF-8 of a text.
func append(_ builder: UInt32, text: UInt32) -> UInt32 {
    isWide(text) ? appendWide(builder, textData(text), textLength(text)) : append(builder, textData(text), textLength(text))
}

/// Appends the UTF-8 of `count` scalars of four bytes.
func appendWide(_ builder: UInt32, _ data: UInt32, _ count: UInt32) -> UInt32 {
    var builder = builder
    var at = data
    let end = data &+ count &<< 2
    while at != end {
        builder = append(builder, scalar: load32(at))
        at &+= 4
    }
    return builder
}

/// Appends one scalar.
func append(_ builder: UInt32, scalar: UInt32) -> UInt32 {
    let builder = reserve(builder, 4)
    let used = load32(builder, ObjectLayout.Bytes.usedOffset)
    let start = builder &+ ObjectLayout.Bytes.dataOffset
    store32(builder &+ ObjectLayout.Bytes.usedOffset, encodeScalar(scalar, start &+ used) &- start)
    return builder
}

/// (string) -> a new text with its scalars.
@_cdecl("ai_text") @inline(__always) func aiTextEntry(_ string: UInt32) -> UInt64 {
    box(textOfBytes(stringData(string), stringLength(string)), .text)
}

/// A vector of `length` bytes, for the caller to fill.
func newByteVector(_ length: UInt32) -> UInt32 {
    let vector = heapAllocate(objectSize(ObjectLayout.ByteVector.bytesOffset, length == 0 ? 8 : length))
    setHeader(vector, kind: .byteVector, word: length)
    return vector
}

/// The immutable string with the scalars of a text.
func stringOfText(_ text: UInt32) -> UInt32 {
    if !isWide(text) { return copyString(textData(text), textLength(text), asciiFlag) }
    return builderString(appendWide(newBytes(capacity: 2 &* textLength(text)), textData(text), textLength(text)))
}
