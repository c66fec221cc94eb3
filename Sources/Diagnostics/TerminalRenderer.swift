/// Renders diagnostics as annotated source.
///
///     error[AT3001]: Type mismatch: expected number, found string
///       --> main.atl:3:17
///        |
///      3 | let n: number = "x";
///        |                 ^^^ expected number, found string
///        = help: …
///
/// Primary marks are carets, secondary ones dashes; a mark takes one character per Unicode scalar.
public struct TerminalRenderer: Sendable {
    /// Whether to use ANSI colours.
    public var color: Bool

    public init(color: Bool = false) { self.color = color }

    /// All of a report with an empty line after each diagnostic, then the closing line if there is one.
    public func render(_ report: DiagnosticReport, sources: some SourceProvider) -> String {
        var text = ""
        for diagnostic in report.diagnostics { text += render(diagnostic, sources: sources) + "\n" }
        if let line = report.closingLine { text += line + "\n" }
        return text
    }

    /// One diagnostic; every line ends with a line break.
    public func render(_ diagnostic: Diagnostic, sources: some SourceProvider) -> String {
        let groups = groups(of: diagnostic, sources: sources)
        let widest = groups.flatMap(\.marks).map(\.range.end.line).max() ?? 1
        let gutter = Gutter(width: String(widest).count, paint: Paint(color: color))
        let paint = gutter.paint

        let severity = diagnostic.severity
        let head = diagnostic.code.isEmpty ? severity.rawValue : "\(severity.rawValue)[\(diagnostic.code)]"
        var lines = [paint.severity(head, severity) + paint.strong(": " + Self.oneLine(diagnostic.message))]
        for (index, group) in groups.enumerated() {
            lines.append(gutter.arrow(index == 0 ? "-->" : ":::", group.location))
            guard let file = group.file else { continue }
            lines.append(gutter.empty)
            lines += SnippetRenderer(file: file, gutter: gutter, severity: severity).render(group.marks)
        }
        for note in diagnostic.notes { lines += gutter.remark("note", note) }
        for help in diagnostic.help { lines += gutter.remark("help", help) }
        for edit in diagnostic.edits { lines += gutter.remark("help", describe(edit, sources: sources)) }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The marks in one file.
    private struct Group {
        let path: String
        let file: SourceFile?
        var marks: [Mark]
        let location: String
    }

    /// The file of the primary label first, the others in the order of the labels.
    private func groups(of diagnostic: Diagnostic, sources: some SourceProvider) -> [Group] {
        var groups: [Group] = []
        for (index, label) in ([diagnostic.primary].compactMap { $0 } + diagnostic.secondary).enumerated() {
            let isPrimary = index == 0 && diagnostic.primary != nil
            let file = sources.source(of: label)
            if file != nil, let known = groups.firstIndex(where: { $0.path == label.path && $0.file != nil }) {
                if let file = groups[known].file { groups[known].marks.append(Mark(label, in: file, isPrimary: isPrimary)) }
                continue
            }
            guard let file else {
                let place = label.path + (label.position.map { ":\($0.line):\($0.column)" } ?? "")
                let text = label.text.isEmpty ? place : place + ": " + label.text
                groups.append(Group(path: label.path, file: nil, marks: [], location: text))
                continue
            }
            let mark = Mark(label, in: file, isPrimary: isPrimary)
            let start = mark.range.start
            groups.append(Group(
                path: label.path, file: file, marks: [mark], location: "\(label.path):\(start.line):\(start.column)"))
        }
        return groups
    }

    private func describe(_ edit: SuggestedEdit, sources: some SourceProvider) -> String {
        guard let file = sources.source(at: edit.path) else { return "in \(edit.path) write '\(edit.replacement)'" }
        let start = min(Int(edit.span.start), file.bytes.count)
        let end = min(max(Int(edit.span.end), start), file.bytes.count)
        let old = String(decoding: file.bytes[start..<end], as: UTF8.self)
        let position = file.position(of: start)
        let place = "at \(edit.path):\(position.line):\(position.column)"
        if old.isEmpty { return "\(place) insert '\(edit.replacement)'" }
        if edit.replacement.isEmpty { return "\(place) remove '\(old)'" }
        return "\(place) replace '\(old)' with '\(edit.replacement)'"
    }

    static func oneLine(_ text: String) -> String {
        DisplayLine.harmless(text.split(whereSeparator: \.isNewline).joined(separator: " "))
    }
}
