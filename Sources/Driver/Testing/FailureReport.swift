import Diagnostics

/// The run-time error that a program wrote to standard error, in parts:
///
///     error[CODE]: message, which may have
///       several lines
///       --> path:line:column
///        = note: more
///        = calls, innermost first:
///            at function (path:line:column)
struct FailureReport {
    var code = ""
    var message = ""
    /// What stands below the first line of the message and in notes.
    var notes: [String] = []
    var path: String?
    var position: SourcePosition?
    /// The calls that led to the error.
    var calls: [ReportedCall] = []
    /// What was written before the error.
    var before = ""

    /// Nil if there is no error in the text.
    init?(_ text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard let first = lines.firstIndex(where: { $0.hasPrefix("error[") }), let closing = Self.end(ofCode: lines[first]) else { return nil }
        code = String(lines[first][..<closing].dropFirst("error[".count))
        message = String(lines[first][closing...].dropFirst("]: ".count))
        before = lines[..<first].map { $0 + "\n" }.joined()
        var rest = Array(lines[(first + 1)...])
        if rest.last == "" { rest.removeLast() }
        if let heading = rest.lastIndex(of: ReportedCall.heading) {
            let found = rest[(heading + 1)...].compactMap { ReportedCall($0) }
            // Otherwise it is something that the message says.
            if found.count == rest.count - heading - 1 {
                calls = found
                rest.removeSubrange(heading...)
            }
        }
        // The message may hold a line that looks like a place; the true one is the last.
        if let place = rest.lastIndex(where: { Self.place($0) != nil }), let (path, position) = Self.place(rest[place]) {
            self.path = path
            self.position = position
            add(Array(rest[..<place]))
            add(Array(rest[(place + 1)...]))
        } else {
            add(rest)
        }
    }

    /// Adds lines as one note, without the indentation that they share.
    private mutating func add(_ lines: [String]) {
        var lines = lines
        guard !lines.isEmpty else { return }
        let label = "   = note: "
        if lines[0].hasPrefix(label) { lines[0].removeFirst(label.count) }
        if let comparison = Self.comparison(lines) { return notes.append(comparison) }
        let shared = lines.filter { !$0.isEmpty }.map { $0.prefix { $0 == " " }.count }.min() ?? 0
        notes.append(lines.map { String($0.dropFirst(shared)) }.joined(separator: "\n"))
    }

    /// What an assertion says of two texts, each below its label, so that their lines keep their shape; nil if both have only one line, or if it is
    /// something else that the lines say.
    private static func comparison(_ lines: [String]) -> String? {
        let (actualLabel, expectedLabel) = ("  Actual:   ", "  Expected: ")
        guard lines.count > 2, lines[0].hasPrefix(actualLabel), let middle = lines.firstIndex(where: { $0.hasPrefix(expectedLabel) }) else { return nil }
        let actual = [String(lines[0].dropFirst(actualLabel.count))] + lines[1..<middle]
        let expected = [String(lines[middle].dropFirst(expectedLabel.count))] + lines[(middle + 1)...]
        let same = zip(actual, expected).prefix { $0 == $1 }.count
        func indented(_ lines: [String]) -> [String] { lines.map { $0.isEmpty ? "" : "    " + $0 } }
        return (["Actual, which differs from line \(same + 1) on:"] + indented(actual) + ["Expected:"] + indented(expected)).joined(separator: "\n")
    }

    /// Where the bracket after the code is; nil if no message follows.
    private static func end(ofCode line: String) -> String.Index? {
        guard let bracket = line.firstIndex(of: "]"), line[bracket...].hasPrefix("]: ") else { return nil }
        return bracket
    }

    /// `  --> path:line:column`
    private static func place(_ line: String) -> (String, SourcePosition)? {
        let arrow = "  --> "
        return line.hasPrefix(arrow) ? position(line.dropFirst(arrow.count)) : nil
    }

    /// `path:line:column`
    static func position(_ text: Substring) -> (String, SourcePosition)? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count >= 3, let line = Int(parts[parts.count - 2]), let column = Int(parts[parts.count - 1]), line > 0, column > 0 else { return nil }
        return (parts.dropLast(2).joined(separator: ":"), SourcePosition(line: line, column: column))
    }
}

extension SourceFile {
    /// The byte at a place; nil if the file has no such place.
    func offset(of position: SourcePosition) -> Int? {
        guard position.line >= 1, position.line <= lineStarts.count, position.column >= 1 else { return nil }
        var offset = Int(lineStarts[position.line - 1])
        var column = 1
        while column < position.column {
            guard offset < bytes.count, bytes[offset] != 0x0A else { return nil }
            offset += 1
            while offset < bytes.count, bytes[offset] & 0xC0 == 0x80 { offset += 1 }
            column += 1
        }
        return offset
    }
    /// The letters, digits and underscores from `offset` on, or else the one byte there.
    func word(at offset: Int) -> SourceSpan {
        var end = offset
        while end < bytes.count, bytes[end] == 0x5F || bytes[end] >= 0x80 || Self.isAlphanumeric(bytes[end]) { end += 1 }
        return SourceSpan(offset, max(end, offset + 1))
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: false
        }
    }
}
