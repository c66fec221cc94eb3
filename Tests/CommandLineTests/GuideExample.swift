import Foundation
import Testing

/// A fenced block of a guide in `docs`, marked with the name of a language, and with `error` or `runtime` behind it if it fails.
struct GuideExample: Sendable, CustomTestStringConvertible {
    enum Kind: Hashable, Sendable {
        case works
        /// langc refuses it.
        case isRefused
        /// It ends with a run-time error.
        case fails
    }

    let kind: Kind
    /// Of its first line in the guide.
    let line: Int
    let text: String
    var testDescription: String { "line \(line)" }

    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// All of a language in `docs/NAME`, in order.
    static func all(in name: String, language: String) -> [GuideExample] {
        let kinds: [String: Kind] = ["```\(language)": .works, "```\(language) error": .isRefused, "```\(language) runtime": .fails]
        let guide = (try? String(contentsOf: root.appending(path: "docs/\(name)"), encoding: .utf8)) ?? ""
        var examples: [GuideExample] = []
        var open: (kind: Kind, line: Int, text: String)?
        for (index, line) in guide.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if let block = open {
                if line == "```" {
                    examples.append(GuideExample(kind: block.kind, line: block.line, text: block.text))
                    open = nil
                } else {
                    open?.text += line + "\n"
                }
            } else if let kind = kinds[String(line)] {
                open = (kind, index + 2, "")
            }
        }
        return examples
    }

    /// The files: a line of a comment sign and a name that ends in `.EXTENSION` begins a new one; what stands before is `main.EXTENSION`.
    func files(comment: String, fileExtension: String) -> [String: String] {
        var files: [String: String] = [:]
        var name = "main.\(fileExtension)"
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix(comment + " "), let match = line.dropFirst(comment.count + 1).wholeMatch(of: /[a-z]+\.([a-z]+)/), match.1 == fileExtension {
                name = String(match.0)
            } else {
                files[name, default: ""] += line + "\n"
            }
        }
        return files
    }
}

extension Workspace.Outcome {
    /// The codes of the errors in the report, sorted.
    var reportedCodes: [String] { error.matches(of: /(?m)^error\[([A-Z]+\d+)\]/).map { String($0.1) }.sorted() }
}
