// Texts of one scalar. Those of ASCII exist once: programs that look at a text scalar by scalar allocate nothing.

/// The bytes of a string object with one byte of text.
private let characterSize: UInt32 = 24

/// An object for each ASCII scalar, made when it is first asked for. They stand before the heap, as the string literals of a program do.
private nonisolated(unsafe) var characters = InlineArray<384, UInt64>(repeating: 0)

/// The text with this ASCII scalar.
func asciiCharacter(_ scalar: UInt32) -> UInt32 {
    let string = address(of: &characters) &+ scalar &* characterSize
    if stringLength(string) == 0 {
        setHeader(string, kind: .string, flags: ObjectLayout.Flag.ascii, word: 1)
        store32(string &+ ObjectLayout.String.dataOffset, string &+ ObjectLayout.String.inlineBytesOffset)
        store8(string &+ ObjectLayout.String.inlineBytesOffset, scalar)
    }
    return string
}

/// The text with the scalar whose UTF-8 bytes stand at `data`.
func characterString(_ data: UInt32) -> UInt32 {
    let lead = load8(data)
    return lead < 0x80 ? asciiCharacter(lead) : copyString(data, scalarWidth(lead), 0)
}
