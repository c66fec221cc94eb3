/// A label with its place in lines and columns.
struct Mark {
    let range: DisplayRange
    let text: String
    let isPrimary: Bool

    init(_ label: DiagnosticLabel, in file: SourceFile, isPrimary: Bool) {
        range = file.range(of: label.span)
        text = TerminalRenderer.oneLine(label.text)
        self.isPrimary = isPrimary
    }
}

/// Draws the lines of one file that have marks, with the marks below them.
struct SnippetRenderer {
    let file: SourceFile
    let gutter: Gutter
    let severity: Severity

    /// A mark, or the first or the last line of one that goes over several lines.
    private struct Stroke {
        let line: Int
        let start: Int
        /// The column after the last one; `nil` for the end of the line.
        let end: Int?
        let text: String
        let isPrimary: Bool
    }

    func render(_ marks: [Mark]) -> [String] {
        let strokes = marks.flatMap(strokes).enumerated().sorted { left, right in
            let first = (left.element.line, left.element.isPrimary ? 0 : 1, left.element.start, left.offset)
            return first < (right.element.line, right.element.isPrimary ? 0 : 1, right.element.start, right.offset)
        }.map(\.element)

        var output: [String] = []
        var shown: Int?
        var index = 0
        while index < strokes.count {
            let line = strokes[index].line
            let group = strokes[index...].prefix { $0.line == line }
            if let shown { output += between(shown, line) }
            let display = DisplayLine(file.lineText(line - 1), around: strokes[index].start)
            output.append(gutter.line(line, display.text))
            for stroke in group { output.append(draw(stroke, display)) }
            shown = line
            index += group.count
        }
        return output
    }

    /// A single line between two marked ones is shown, more are replaced by a gap.
    private func between(_ shown: Int, _ next: Int) -> [String] {
        switch next - shown {
        case ...1: []
        case 2: [gutter.line(shown + 1, DisplayLine(file.lineText(shown), around: 1).text)]
        default: [gutter.gap]
        }
    }

    private func strokes(of mark: Mark) -> [Stroke] {
        let range = mark.range
        func stroke(_ line: Int, _ start: Int, _ end: Int?, _ text: String) -> Stroke {
            Stroke(line: line, start: start, end: end, text: text, isPrimary: mark.isPrimary)
        }
        guard range.isMultiline else { return [stroke(range.start.line, range.start.column, range.end.column, mark.text)] }
        let indentation = file.lineText(range.end.line - 1).unicodeScalars.prefix { $0 == " " || $0 == "\t" }.count
        return [
            stroke(range.start.line, range.start.column, nil, ""),
            stroke(range.end.line, min(indentation + 1, max(range.end.column - 1, 1)), range.end.column, mark.text),
        ]
    }

    private func draw(_ stroke: Stroke, _ line: DisplayLine) -> String {
        let lineEnd = line.firstColumn + line.scalars.count + 1
        let start = max(stroke.start, line.firstColumn + 1)
        let end = min(stroke.end ?? lineEnd, lineEnd)
        let sign = stroke.isPrimary ? "^" : "-"
        let drawn = String(repeating: sign, count: max(1, end - start))
        let text = drawn + (stroke.text.isEmpty ? "" : " " + stroke.text)
        let painted = stroke.isPrimary ? gutter.paint.severity(text, severity) : gutter.paint.frame(text)
        return gutter.marks(line.padding(before: start) + painted)
    }
}
