import Foundation
import Testing

/// The examples of Ai's guide are programs, and do what their comments say.
struct AiDocumentationTests {
    /// A fenced block of `docs/ai.md`.
    struct Example: Sendable, CustomTestStringConvertible {
        enum Kind: String { case works = "ai", isRefused = "ai error", fails = "ai runtime" }

        let kind: Kind
        let line: Int
        let text: String
        var testDescription: String { "line \(line)" }

        /// The files: a line `;; NAME.ai` begins a new one.
        var files: [String: String] {
            var files: [String: String] = [:]
            var name = "main.ai"
            for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
                if let match = line.wholeMatch(of: /;; ([a-z]+\.ai)/) { name = String(match.1) } else { files[name, default: ""] += line + "\n" }
            }
            return files
        }

        /// What stands behind a single semicolon.
        var printed: [String] {
            text.split(separator: "\n").compactMap { line in line.wholeMatch(of: /.*[^;]; (.*)/).map { String($0.1) } }
        }

        /// The codes in comments.
        var codes: [String] { text.matches(of: /;; (AI\d\d\d\d)/).map { String($0.1) } }
        /// The report of an error that nobody catches: its lines stand behind semicolons in a column of their own.
        var report: String? {
            let lines = text.matches(of: /;; (Error: .*|  .*)/).map { String($0.1) + "\n" }
            return lines.isEmpty ? nil : lines.joined()
        }
    }

    private static let guide = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "docs/ai.md")

    static let examples: [Example] = {
        let text = (try? String(contentsOf: guide, encoding: .utf8)) ?? ""
        var examples: [Example] = []
        var open: (kind: Example.Kind, line: Int, text: String)?
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if let block = open {
                if line == "```" {
                    examples.append(Example(kind: block.kind, line: block.line, text: block.text))
                    open = nil
                } else {
                    open?.text += line + "\n"
                }
            } else if line.hasPrefix("```"), let kind = Example.Kind(rawValue: String(line.dropFirst(3))) {
                open = (kind, index + 2, "")
            }
        }
        return examples
    }()

    @Test func thereAreExamplesOfEveryKind() {
        #expect(Self.examples.count > 15)
        #expect(Set(Self.examples.map(\.kind)).count == 3)
    }

    @Test(arguments: examples)
    func anExampleDoesWhatItSays(_ example: Example) throws {
        let workspace = try Workspace(example.files)
        let outcome = try workspace.langc("run", "main.ai", "--runtime", "wasmkit")
        #expect(outcome.status == (example.kind == .works ? 0 : 1), "\(outcome.error)")
        #expect(outcome.text == example.printed.map { $0 + "\n" }.joined())
        let reported = outcome.error.matches(of: /(?m)^error\[(AI\d\d\d\d)\]/).map { String($0.1) }
        #expect(reported.sorted() == example.codes.sorted(), "\(outcome.error)")
        if let report = example.report { #expect(outcome.error.hasSuffix(report), "\(outcome.error)") }
    }
}
