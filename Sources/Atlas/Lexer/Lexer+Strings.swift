extension Lexer {
    /// Reads a string literal. Line breaks inside are kept.
    mutating func lexString() {
        let start = position
        position += 1
        // Stays empty for a string without escapes, which is copied straight from the source.
        var decoded: [UInt8] = []
        var pieceStart = position
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "\"") { return finishString(start, &decoded, pieceStart) }
            if byte == UInt8(ascii: "\\") {
                decoded.append(contentsOf: bytes[pieceStart..<position])
                decodeEscape(into: &decoded)
                pieceStart = position
            } else {
                position += 1
            }
        }
        output.endsInsideToken = true
        report(
            "AT1002", "Unterminated string literal", from: start, to: start + 1, label: "this string is never closed",
            help: ["close the string with `\"`; write a quote inside a string as `\\\"`"])
        appendString("", from: start)
    }

    private mutating func finishString(_ start: Int, _ decoded: inout [UInt8], _ pieceStart: Int) {
        let piece = bytes[pieceStart..<position]
        position += 1
        if decoded.isEmpty { return appendString(String(decoding: piece, as: UTF8.self), from: start) }
        decoded.append(contentsOf: piece)
        appendString(String(decoding: decoded, as: UTF8.self), from: start)
    }

    private mutating func appendString(_ text: String, from start: Int) {
        output.strings.append(text)
        append(.string, from: start, payload: output.strings.count - 1)
    }

    /// Decodes the escape at the current position; reports an unknown one.
    private mutating func decodeEscape(into text: inout [UInt8]) {
        let start = position
        position += 1
        guard position < bytes.count else { return }
        let value: UInt8? =
            switch bytes[position] {
            case UInt8(ascii: "n"): 0x0A
            case UInt8(ascii: "r"): 0x0D
            case UInt8(ascii: "t"): 0x09
            case UInt8(ascii: "\\"): UInt8(ascii: "\\")
            case UInt8(ascii: "\""): UInt8(ascii: "\"")
            default: nil
            }
        let (scalar, length) = decodeScalar()
        position += length
        if let value { return text.append(value) }
        let shown = scalar == "\n" || scalar == "\r" ? "line break" : String(scalar)
        report(
            "AT1003", "Invalid escape sequence '\\\(shown)'", from: start, to: position, label: "unknown escape",
            help: ["the escapes are \\n \\r \\t \\\\ and \\\"; write \\\\ for a backslash"])
    }
}
