import Diagnostics
import Testing

@Suite struct DiagnosticReportTests {
    private func diagnostic(_ message: String, _ severity: Severity, _ path: String, _ start: Int) -> Diagnostic {
        Diagnostic(
            code: "X", severity: severity, message: message,
            primary: DiagnosticLabel(path: path, span: SourceSpan(start, start + 1)))
    }

    @Test func sortsAndRemovesRepetitions() {
        var sink = DiagnosticSink()
        sink.warning("X", "w", in: "a", at: SourceSpan(0, 1))
        sink.error("X", "b9", in: "b", at: SourceSpan(9, 10))
        sink.error("X", "a20", in: "a", at: SourceSpan(20, 21))
        sink.error("X", "a3 first", in: "a", at: SourceSpan(3, 4))
        sink.error("X", "a3 second", in: "a", at: SourceSpan(3, 4))
        sink.error("X", "a20", in: "a", at: SourceSpan(20, 21))
        sink.report(Diagnostic(code: "X", message: "no place"))
        let report = sink.report()
        #expect(report.diagnostics.map(\.message) == ["no place", "a3 first", "a3 second", "a20", "b9", "w"])
        #expect(report.errorCount == 5)
        #expect(report.warningCount == 1)
        #expect(report.closingLine == nil)
        #expect(sink.hasErrors)
    }

    @Test func limitsErrorsButNotWarnings() {
        let errors = (0..<30).map { diagnostic("e\($0)", .error, "a", $0) }
        let warnings = (0..<30).map { diagnostic("w\($0)", .warning, "a", $0) }
        let report = DiagnosticReport(warnings + errors)
        #expect(report.diagnostics.count == 55)
        #expect(report.diagnostics[24].message == "e24")
        #expect(report.diagnostics[25].message == "w0")
        #expect(report.hiddenErrorCount == 5)
        let text = TerminalRenderer().render(report, sources: SourceMap())
        #expect(text.hasSuffix("\n5 more errors are not shown\n"))
        #expect(DiagnosticReport(errors, errorLimit: 29).closingLine == "1 more error is not shown")
        #expect(DiagnosticReport(errors, errorLimit: nil).diagnostics.count == 30)
    }
}
