import Testing

/// The examples of Ai's guide are programs, and do what their comments say.
struct AiDocumentationTests {
    static let examples = GuideExample.all(in: "ai.md", language: "ai")

    @Test func thereAreExamplesOfEveryKind() {
        #expect(Self.examples.count > 15)
        #expect(Set(Self.examples.map(\.kind)).count == 3)
    }

    @Test(arguments: examples)
    func anExampleDoesWhatItSays(_ example: GuideExample) throws {
        let workspace = try Workspace(example.files(comment: ";;", fileExtension: "ai"))
        let outcome = try workspace.langc("run", "main.ai", "--runtime", "wasmkit")
        #expect(outcome.status == (example.kind == .works ? 0 : 1), "\(outcome.error)")
        #expect(outcome.text == example.printed.map { $0 + "\n" }.joined())
        #expect(outcome.reportedCodes == example.codes.sorted(), "\(outcome.error)")
        if let report = example.report { #expect(outcome.error.hasSuffix(report), "\(outcome.error)") }
    }
}

extension GuideExample {
    /// What stands behind a single semicolon.
    fileprivate var printed: [String] {
        text.split(separator: "\n").compactMap { line in line.wholeMatch(of: /.*[^;]; (.*)/).map { String($0.1) } }
    }

    /// The codes in comments.
    fileprivate var codes: [String] { text.matches(of: /;; (AI\d\d\d\d)/).map { String($0.1) } }

    /// The report of an error that nobody catches: its lines stand behind semicolons in a column of their own.
    fileprivate var report: String? {
        let lines = text.matches(of: /;; (Error: .*|  .*)/).map { String($0.1) + "\n" }
        return lines.isEmpty ? nil : lines.joined()
    }
}
