extension Lexer {
    /// Moves past `// …`; a comment with exactly three slashes may carry documentation tags.
    mutating func skipLineComment() {
        let start = position
        while position < bytes.count, bytes[position] != 0x0A { position += 1 }
        let body = bytes[start..<position].dropFirst(3)
        let isDocumentation = position - start >= 3 && bytes[start + 2] == UInt8(ascii: "/") && body.first != UInt8(ascii: "/")
        // Almost all doc comments hold no tag, so look for the sign before splitting words.
        if isDocumentation && body.contains(UInt8(ascii: "@")) { readTags(body) }
    }

    /// Finds `@deprecated` and `@since VERSION`.
    private mutating func readTags(_ body: ArraySlice<UInt8>) {
        var followsSince = false
        for word in body.split(whereSeparator: { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) {
            let text = String(decoding: word, as: UTF8.self)
            if followsSince { documentation.since = text }
            followsSince = text == "@since"
            if text == "@deprecated" { documentation.isDeprecated = true }
        }
    }

    /// Moves past `/* … */`, which does not nest.
    mutating func skipBlockComment() {
        let start = position
        position += 2
        while position < bytes.count {
            if bytes[position] == UInt8(ascii: "*"), peek(1) == UInt8(ascii: "/") {
                position += 2
                return
            }
            position += 1
        }
        output.endsInsideToken = true
        report(
            "AT1004", "Unterminated multi-line comment", from: start, to: start + 2, label: "this comment is never closed",
            help: ["close the comment with `*/`"])
    }
}
