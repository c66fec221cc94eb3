import Basics
import Diagnostics

extension ByteWriter {
    mutating func append(diagnostics: [Diagnostic]) {
        append(uleb64: UInt64(diagnostics.count))
        for diagnostic in diagnostics { append(diagnostic) }
    }

    private mutating func append(_ diagnostic: Diagnostic) {
        append(string: diagnostic.code)
        append(string: diagnostic.severity.rawValue)
        append(string: diagnostic.message)
        append(u8: diagnostic.primary == nil ? 0 : 1)
        if let primary = diagnostic.primary { append(primary) }
        append(uleb64: UInt64(diagnostic.secondary.count))
        for label in diagnostic.secondary { append(label) }
        append(strings: diagnostic.notes)
        append(strings: diagnostic.help)
        append(uleb64: UInt64(diagnostic.edits.count))
        for edit in diagnostic.edits {
            append(string: edit.path)
            append(edit.span)
            append(string: edit.replacement)
        }
    }

    private mutating func append(_ label: DiagnosticLabel) {
        append(string: label.path)
        append(label.span)
        append(string: label.text)
        append(uleb64: UInt64(max(0, label.position?.line ?? 0)))
        append(uleb64: UInt64(max(0, label.position?.column ?? 0)))
    }

    private mutating func append(_ span: SourceSpan) {
        append(u32: span.start)
        append(u32: span.end)
    }
}

extension ByteReader {
    mutating func readDiagnostics() throws(Failure) -> [Diagnostic] {
        var diagnostics: [Diagnostic] = []
        for _ in 0..<(try readCount(minimumSize: 8)) { diagnostics.append(try readDiagnostic()) }
        return diagnostics
    }

    private mutating func readDiagnostic() throws(Failure) -> Diagnostic {
        let code = try readString()
        let severity = Severity(rawValue: try readString()) ?? .error
        var diagnostic = Diagnostic(code: code, severity: severity, message: try readString())
        if try readU8() != 0 { diagnostic.primary = try readLabel() }
        for _ in 0..<(try readCount(minimumSize: 12)) { diagnostic.secondary.append(try readLabel()) }
        diagnostic.notes = try readStrings()
        diagnostic.help = try readStrings()
        for _ in 0..<(try readCount(minimumSize: 10)) {
            let path = try readString()
            let span = try readSpan()
            diagnostic.edits.append(SuggestedEdit(path: path, span: span, replacement: try readString()))
        }
        return diagnostic
    }

    private mutating func readLabel() throws(Failure) -> DiagnosticLabel {
        let path = try readString()
        let span = try readSpan()
        var label = DiagnosticLabel(path: path, span: span, text: try readString())
        let line = Int(try readULEB32())
        let column = Int(try readULEB32())
        if line > 0 { label.position = SourcePosition(line: line, column: column) }
        return label
    }

    private mutating func readSpan() throws(Failure) -> SourceSpan {
        var span = SourceSpan.none
        span.start = try readU32()
        span.end = try readU32()
        return span
    }
}
