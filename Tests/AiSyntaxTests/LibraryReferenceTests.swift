import Foundation
import Testing

@testable import Ai

/// The library reference of the guide, made from the rows that the compiler itself works with.
private enum LibraryReference {
    static let start = "<!-- library reference: generated from Sources/Ai/Library; do not edit -->"
    static let end = "<!-- end of the library reference -->"

    /// Everything between the two marks, a line break at both ends.
    static var text: String {
        let groups = Library.groups.compactMap { title, rows -> String? in
            let shown = rows.filter { !$0.name.hasPrefix("%") }
            guard !shown.isEmpty else { return nil }
            return "### \(title)\n\n| | | |\n|---|---|---|\n" + shown.map(row).joined(separator: "\n") + "\n"
        }
        return "\n" + groups.joined(separator: "\n") + "\n"
    }

    private static func row(_ row: LibraryProcedure) -> String {
        let synonyms = row.synonyms.map { "`\($0)`" }.joined(separator: " ")
        return "| \(signature(row)) | \(row.summary) | \(synonyms) |"
    }

    /// `(name required [optional] more …)`; constants are no calls.
    private static func signature(_ row: LibraryProcedure) -> String {
        if Library.isMemberOnly(row) { return "`\(row.name)` of `std/\(row.module)`" }
        var parts = [row.name] + row.required + row.optional.map { "[\($0)]" }
        if let rest = row.rest { parts.append("\(rest) …") }
        return "`(\(parts.joined(separator: " ")))`"
    }
}

/// The guide lists the library as it is. `LANGC_REWRITE_GOLDENS=1` writes the list anew.
@Suite struct LibraryReferenceTests {
    private static let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("docs/ai.md")

    @Test func theGuideListsTheLibrary() throws {
        let text = try String(contentsOf: Self.file, encoding: .utf8)
        let start = try #require(text.range(of: LibraryReference.start))
        let end = try #require(text.range(of: LibraryReference.end))
        let place = start.upperBound..<end.lowerBound
        let wanted = "\n" + LibraryReference.text
        guard text[place] != wanted else { return }
        if ProcessInfo.processInfo.environment["LANGC_REWRITE_GOLDENS"] == "1" {
            try text.replacingCharacters(in: place, with: wanted).write(to: Self.file, atomically: true, encoding: .utf8)
        } else {
            Issue.record("docs/ai.md does not list the library as it is; run this test with LANGC_REWRITE_GOLDENS=1")
        }
    }

    @Test func everyRowHasASummary() {
        for row in Library.all where !row.name.hasPrefix("%") { #expect(!row.summary.isEmpty, "\(row.name)") }
    }
}
