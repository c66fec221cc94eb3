import Diagnostics
import Foundation
import Testing

@Suite struct JSONRendererTests {
    private let sources = SourceMap([SourceFile(path: "main.atl", text: "let a;\nlet ö = \"x\";\n")])

    @Test func hasTheDocumentedMembers() {
        let diagnostic = Diagnostic(
            code: "AT3001", message: "Wrong \"thing\"",
            primary: DiagnosticLabel(path: "main.atl", span: SourceSpan(16, 19), text: "here"),
            secondary: [DiagnosticLabel(path: "main.atl", span: SourceSpan(4, 5), text: "there")],
            notes: ["n1", "n2"], help: ["h1", "h2"])
        let expected = #"{"diag_version":1,"level":"error","code":"AT3001","message":"Wrong \"thing\"","file":"main.atl","line":2,"#
            + #""column":9,"length":3,"snippet":"let ö = \"x\";","label":"here","notes":["n1","n2"],"#
            + #""related":[{"file":"main.atl","line":1,"column":5,"length":1,"message":"there"}],"help":"h1\nh2"}"#
        #expect(JSONRenderer().render(diagnostic, sources: sources) == expected)
    }

    @Test func alwaysGivesValidJSON() throws {
        let nasty = "\u{0}\u{1F}\\\"\n\r\t\u{2028}/ü\u{1F600}"
        let diagnostic = Diagnostic(
            code: nasty, severity: .warning, message: nasty,
            primary: DiagnosticLabel(path: nasty, span: SourceSpan(0, 1), text: nasty),
            edits: [SuggestedEdit(path: nasty, span: SourceSpan(1, 2), replacement: nasty)])
        let text = JSONRenderer().render(diagnostic, sources: sources)
        let object = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        #expect(object["message"] as? String == nasty)
        #expect(object["help"] is NSNull)
        #expect(object["line"] is NSNull)
        let edits = try #require(object["edits"] as? [[String: Any]])
        #expect(edits[0]["replacement"] as? String == nasty)
    }

    @Test func oneObjectALine() {
        let report = DiagnosticReport([Diagnostic(code: "A", message: "a"), Diagnostic(code: "B", message: "b\nc")])
        let text = JSONRenderer().render(report, sources: sources)
        #expect(text.split(separator: "\n").count == 2)
        #expect(text.hasSuffix("}\n"))
    }
}
