extension Lexer {
    /// Moves past `// …`; a comment with exactly three slashes may carry documentation tags.
    mutating func skipLineComment() {
        let start = position
        while position < bytes.count, bytes[position] != 0x0A { position += 1 }
        let body = bytes[start..<position].dropFirst(3)
        let isDocumentation = position - start >= 3 && bytes[start + 2] == UInt8(ascii: "/") && body.first != UInt8(ascii: "/")
        // Almost all doc comments hold no tag, so look for the sign before splitting words.
        if isDocumentation && body.contains(UInt8(ascii: "@")) { readTags(body) }
        guard isDocumentation else { return }
        if let last = documentationLines.last, !isNextLine(start, after: last.upperBound) { documentationLines.removeAll(keepingCapacity: true) }
        documentationLines.append(start..<position)
    }

    /// Gives the token that starts at `start`, the next one, the doc comment above it.
    mutating func attachDocumentation(to start: Int) {
        if let last = documentationLines.last, isNextLine(start, after: last.upperBound) {
            documentation.text = documentationLines.map { line in
                var text = bytes[line].dropFirst(3)
                if text.first == 0x20 { text.removeFirst() }
                while let byte = text.last, byte == 0x20 || byte == 0x09 || byte == 0x0D { text.removeLast() }
                return String(decoding: text, as: UTF8.self)
            }.joined(separator: "\n")
        }
        if documentation.isDeprecated || documentation.text != nil { output.documentation[output.tokens.count] = documentation }
    }

    /// Only white space and one line feed stand between two places.
    private func isNextLine(_ start: Int, after end: Int) -> Bool {
        let between = bytes[end..<start]
        return between.count { $0 == 0x0A } == 1 && between.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D || $0 == 0x0A }
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
