import Basics

/// Renders diagnostics for other programs: one JSON object a line.
///
/// Members: `diag_version` (1), `level`, `code`, `message`, `file`, `line`, `column`, `length` (in Unicode scalars),
/// `snippet` (the line of source), `label`, `notes`, `related` (objects with `file`, `line`, `column`, `length`,
/// `message`) and `help` (a text, or null). If there are suggested edits there is also `edits` (objects with `file`,
/// `start` and `end` in bytes, `replacement`). A diagnostic without a place has null for `file`, `line`, `column`,
/// `length` and `snippet`.
public struct JSONRenderer: Sendable {
    public init() {}

    /// All of a report, one object a line. What the report hides stays hidden.
    public func render(_ report: DiagnosticReport, sources: some SourceProvider) -> String {
        report.diagnostics.map { render($0, sources: sources) + "\n" }.joined()
    }

    /// One object, without a line break.
    public func render(_ diagnostic: Diagnostic, sources: some SourceProvider) -> String {
        let primary = diagnostic.primary
        let place = place(of: primary, sources: sources)
        let help = diagnostic.help.joined(separator: "\n")
        var text = JSONText.object([
            "diag_version": "1",
            "level": JSONText.quoted(diagnostic.severity.rawValue),
            "code": JSONText.quoted(diagnostic.code),
            "message": JSONText.quoted(diagnostic.message),
            "file": place.file, "line": place.line, "column": place.column, "length": place.length,
            "snippet": place.snippet,
            "label": JSONText.quoted(primary?.text ?? ""),
            "notes": JSONText.array(diagnostic.notes.map(JSONText.quoted)),
            "related": JSONText.array(diagnostic.secondary.map { related($0, sources: sources) }),
            "help": help.isEmpty ? "null" : JSONText.quoted(help),
        ])
        if !diagnostic.edits.isEmpty {
            text.removeLast()
            text += ",\"edits\":" + JSONText.array(diagnostic.edits.map(edit)) + "}"
        }
        return text
    }

    /// The members that say where a label is, as JSON texts.
    private struct Place {
        var file = "null"
        var line = "null"
        var column = "null"
        var length = "null"
        var snippet = "null"
    }

    private func place(of label: DiagnosticLabel?, sources: some SourceProvider) -> Place {
        var place = Place()
        guard let label else { return place }
        place.file = JSONText.quoted(label.path)
        guard let file = sources.source(of: label) else {
            if let position = label.position { (place.line, place.column) = (String(position.line), String(position.column)) }
            return place
        }
        let start = file.position(of: Int(label.span.start))
        place.line = String(start.line)
        place.column = String(start.column)
        place.length = String(file.scalarCount(of: label.span))
        place.snippet = JSONText.quoted(file.lineText(start.line - 1))
        return place
    }

    private func related(_ label: DiagnosticLabel, sources: some SourceProvider) -> String {
        let place = place(of: label, sources: sources)
        return JSONText.object([
            "file": place.file, "line": place.line, "column": place.column, "length": place.length,
            "message": JSONText.quoted(label.text),
        ])
    }

    private func edit(_ edit: SuggestedEdit) -> String {
        JSONText.object([
            "file": JSONText.quoted(edit.path), "start": String(edit.span.start), "end": String(edit.span.end),
            "replacement": JSONText.quoted(edit.replacement),
        ])
    }
}
