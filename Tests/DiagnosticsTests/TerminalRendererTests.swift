import Diagnostics
import Testing

/// The span of the first occurrence of `part` in `text`.
func span(of part: String, in text: String) -> SourceSpan {
    guard let range = text.range(of: part) else { return .none }
    return SourceSpan(
        text.utf8.distance(from: text.startIndex, to: range.lowerBound),
        text.utf8.distance(from: text.startIndex, to: range.upperBound))
}

extension String {
    fileprivate func range(of part: String) -> Range<String.Index>? {
        indices.lazy.filter { self[$0...].hasPrefix(part) }.first.map { $0..<index($0, offsetBy: part.count) }
    }
}

@Suite struct TerminalRendererTests {
    private func render(
        _ text: String, _ marked: String, label: String = "", severity: Severity = .error,
        change: (inout Diagnostic) -> Void = { _ in }
    ) -> String {
        var diagnostic = Diagnostic(
            code: "AT3001", severity: severity, message: "Wrong",
            primary: DiagnosticLabel(path: "main.atl", span: span(of: marked, in: text), text: label))
        change(&diagnostic)
        let files = [SourceFile(path: "main.atl", text: text), SourceFile(path: "lib/m.atl", text: "let a = 1;\nlet b = 2;\n")]
        return TerminalRenderer().render(diagnostic, sources: SourceMap(files))
    }

    @Test func hasTheDocumentedForm() {
        let text = "\n\nlet n: number = \"x\";\n"
        let diagnostic = Diagnostic(
            code: "AT3001", message: "Type mismatch: expected number, found string",
            primary: DiagnosticLabel(
                path: "main.atl", span: span(of: "\"x\"", in: text), text: "expected number, found string"),
            notes: ["first\nsecond"], help: ["use a number"])
        let rendered = TerminalRenderer().render(diagnostic, sources: SourceMap([SourceFile(path: "main.atl", text: text)]))
        #expect(rendered == """
            error[AT3001]: Type mismatch: expected number, found string
              --> main.atl:3:17
               |
             3 | let n: number = "x";
               |                 ^^^ expected number, found string
               = note: first
                       second
               = help: use a number

            """)
    }

    @Test func drawsSpansOverSeveralLines() {
        #expect(render("fn f() {\n    a;\n    b;\n}\nlet c;", "{\n    a;\n    b;\n}", label: "this body") == """
            error[AT3001]: Wrong
              --> main.atl:1:8
               |
             1 | fn f() {
               |        ^
               ...
             4 | }
               | ^ this body

            """.replacingGap())
    }

    @Test func keepsTabsAndCountsScalars() {
        #expect(render("\tlet größe = ü1;", "ü1", label: "here") == """
            error[AT3001]: Wrong
              --> main.atl:1:14
               |
             1 | \tlet größe = ü1;
               | \t            ^^ here

            """)
        // A wide character takes two cells before the mark, and one caret below it.
        #expect(render("let 名 = 値段;", "値段").hasSuffix("""
             1 | let 名 = 値段;
               |          ^^

            """))
    }

    @Test func showsSecondaryLabels() {
        let text = "let x = 1;\nlet y = 2;\nlet z = 3;\nprint(1);\nprint(2);\nlet x = x;\n"
        let rendered = render(text, "let x = x", label: "again") { diagnostic in
            diagnostic.secondary = [
                DiagnosticLabel(path: "main.atl", span: span(of: "x", in: text), text: "first here"),
                DiagnosticLabel(path: "lib/m.atl", span: SourceSpan(15, 16), text: "also here"),
                DiagnosticLabel(path: "gone.atl", span: SourceSpan(0, 1), text: "and here"),
            ]
        }
        #expect(rendered == """
            error[AT3001]: Wrong
              --> main.atl:6:1
               |
             1 | let x = 1;
               |     - first here
               ...
             6 | let x = x;
               | ^^^^^^^^^ again
              ::: lib/m.atl:2:5
               |
             2 | let b = 2;
               |     - also here
              ::: gone.atl: and here

            """.replacingGap())
    }

    @Test func widensTheGutterForLongNumbers() {
        let text = String(repeating: "\n", count: 99) + "bad"
        #expect(render(text, "bad", severity: .warning) == """
            warning[AT3001]: Wrong
                --> main.atl:100:1
                 |
             100 | bad
                 | ^^^

            """)
    }

    @Test func suggestsEdits() {
        let rendered = render("let x = 1", "1") { diagnostic in
            diagnostic.edits = [
                SuggestedEdit(path: "main.atl", span: SourceSpan(9, 9), replacement: ";"),
                SuggestedEdit(path: "main.atl", span: SourceSpan(0, 3), replacement: "var"),
                SuggestedEdit(path: "main.atl", span: SourceSpan(3, 4), replacement: ""),
            ]
        }
        #expect(rendered.hasSuffix("""
               = help: at main.atl:1:10 insert ';'
               = help: at main.atl:1:1 replace 'let' with 'var'
               = help: at main.atl:1:4 remove ' '

            """))
    }

    @Test func survivesOddPlaces() {
        #expect(render("", "") == "error[AT3001]: Wrong\n  --> main.atl:1:1\n   |\n 1 |\n   | ^\n")
        let beyond = render("ab", "ab") { $0.primary?.span = SourceSpan(50, 90) }
        #expect(beyond == "error[AT3001]: Wrong\n  --> main.atl:1:3\n   |\n 1 | ab\n   |   ^\n")
        let placeless = render("ab", "ab") { $0.primary = nil }
        #expect(placeless == "error[AT3001]: Wrong\n")
        // A span that ends with the line break is marked on its own line only.
        #expect(render("ab\ncd", "ab\n").hasSuffix(" 1 | ab\n   | ^^\n"))
    }

    @Test func replacesControlCharactersAndCutsLongLines() {
        #expect(render("a\u{1B}[31m\u{202E}b\u{0}", "b").contains(" 1 | a\u{FFFD}[31m\u{FFFD}b\u{FFFD}\n"))
        let long = String(repeating: "a", count: 5000) + "X" + String(repeating: "b", count: 5000)
        let lines = render(long, "X").split(separator: "\n").map(String.init)
        #expect(lines[3].unicodeScalars.count < 200)
        let caret = lines[4].unicodeScalars.firstIndex(of: "^").map { lines[4].unicodeScalars.distance(from: lines[4].unicodeScalars.startIndex, to: $0) }
        let mark = lines[3].unicodeScalars.firstIndex(of: "X").map { lines[3].unicodeScalars.distance(from: lines[3].unicodeScalars.startIndex, to: $0) }
        #expect(caret == mark)
        #expect(caret != nil)
    }

    @Test func survivesAnyTextAndSpan() {
        var state: UInt64 = 1
        func random(below bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        for round in 0..<500 {
            let alphabet: [UInt8] = [0x0A, 0x0D, 0x09, 0x20, 0x61, 0xC3, 0xB6, 0xE5, 0x90, 0x8D, 0xFF, 0x00]
            let bytes = (0..<random(below: 60)).map { _ in alphabet[random(below: alphabet.count)] }
            let labels = (0..<4).map { index in
                let start = random(below: 70)
                return DiagnosticLabel(path: "f", span: SourceSpan(start, start + random(below: 30)), text: "l\(index)")
            }
            let diagnostic = Diagnostic(code: "C", message: "m", primary: labels[0], secondary: Array(labels[1...]))
            let sources = SourceMap([SourceFile(path: "f", bytes: bytes)])
            let text = TerminalRenderer().render(diagnostic, sources: sources)
            for label in labels { #expect(text.contains(label.text), "round \(round)") }
            #expect(JSONRenderer().render(diagnostic, sources: sources).hasSuffix("}"), "round \(round)")
        }
    }

    /// Messages quote sources, and so must not carry what would change the terminal.
    @Test func messagesAreHarmless() {
        let evil = "a\u{1B}[31m\u{202E}\u{0}"
        let label = DiagnosticLabel(path: evil, span: SourceSpan(0, 1), text: evil)
        let diagnostic = Diagnostic(code: "C", message: evil, primary: label, secondary: [label], notes: [evil + "\n" + evil], help: [evil])
        let edit = SuggestedEdit(path: evil, span: SourceSpan(0, 1), replacement: evil)
        for edits in [[], [edit]] {
            var shown = diagnostic
            shown.edits = edits
            for sources in [SourceMap(), SourceMap([SourceFile(path: evil, text: evil)])] {
                let text = TerminalRenderer().render(shown, sources: sources)
                #expect(text.contains("error[C]: a\u{FFFD}[31m\u{FFFD}\u{FFFD}\n"))
                #expect(!text.unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{202E}" || $0 == "\u{0}" }, "\(text)")
            }
        }
    }

    @Test func coloursOnlyWhenAsked() {
        let file = SourceFile(path: "a", text: "x")
        let diagnostic = Diagnostic(code: "C", message: "m", primary: DiagnosticLabel(path: "a", span: SourceSpan(0, 1)))
        let plain = TerminalRenderer().render(diagnostic, sources: SourceMap([file]))
        var colored = TerminalRenderer(color: true).render(diagnostic, sources: SourceMap([file]))
        #expect(colored.contains("\u{1B}[1;31merror[C]\u{1B}[0m"))
        for code in ["0", "1", "1;31", "1;34"] { colored = colored.split(separator: "\u{1B}[\(code)m").joined() }
        #expect(colored == plain)
    }
}

extension String {
    /// Multi-line literals cannot begin a line with fewer blanks than the rest, so gaps are written further right.
    fileprivate func replacingGap() -> String { split(separator: "\n   ...\n").joined(separator: "\n  ...\n") }
}
