import Diagnostics

/// Comments and directives.
extension Reader {
    mutating func skipLine() {
        while position < bytes.count, bytes[position] != 0x0A, bytes[position] != 0x0D { position += 1 }
    }

    mutating func skipBlockComment() {
        let start = position
        position += 2
        var depth = 1
        while depth > 0 {
            guard position < bytes.count else { return reportUnterminated("block comment", from: start, closer: "|#") }
            if bytes[position] == UInt8(ascii: "|"), peek(1) == UInt8(ascii: "#") {
                depth -= 1
                position += 2
            } else if bytes[position] == UInt8(ascii: "#"), peek(1) == UInt8(ascii: "|") {
                depth += 1
                position += 2
            } else {
                position += 1
            }
        }
    }

    /// Everything up to the end of the file has become part of it, so that nothing can be said of what is open.
    mutating func reportUnterminated(_ what: String, from start: Int, closer: String) {
        let length = what == "block comment" ? 2 : 1
        report(
            "AI0004", "unterminated \(what) opened at \(place(start))", from: start, to: start + length,
            label: "everything from here on is part of the \(what)", help: ["add `\(closer)` where it ends"])
        position = bytes.count
        gaveUp = true
    }

    mutating func readDirective() {
        let end = endOfWord(position)
        switch text(position..<end) {
        case "#!fold-case": foldsCase = true
        case "#!no-fold-case": foldsCase = false
        default: return reportUnknownHash(to: end)
        }
        position = end
    }
}
