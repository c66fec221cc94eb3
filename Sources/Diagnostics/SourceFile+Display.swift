extension SourceFile {
    /// The number of Unicode scalars in `span`; a byte that belongs to none counts as one.
    func scalarCount(of span: SourceSpan) -> Int {
        let span = outermost(span)
        let start = min(Int(span.start), bytes.count)
        let end = min(max(Int(span.end), start), bytes.count)
        return bytes[start..<end].count { $0 & 0xC0 != 0x80 }
    }

    /// The place of a span, lines and columns from one, cut to the text of the file.
    func range(of span: SourceSpan) -> DisplayRange {
        let start = min(Int(span.start), bytes.count)
        var end = min(max(Int(span.end), start), bytes.count)
        // A line break at the end of a span would draw the mark on to the next line.
        if end > start + 1, bytes[end - 1] == 0x0A || bytes[end - 1] == 0x0D { end -= 1 }
        return DisplayRange(start: position(of: start), end: position(of: end))
    }
}

/// A marked piece of text as a reader sees it.
struct DisplayRange: Hashable {
    let start: SourcePosition
    /// The place after the last marked scalar.
    let end: SourcePosition

    var isMultiline: Bool { end.line > start.line }
}
