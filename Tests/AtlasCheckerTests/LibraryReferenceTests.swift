import Atlas
import Foundation
import Testing

/// The guide lists the library as it is. `LANGC_REWRITE_GOLDENS=1` writes the list anew.
struct LibraryReferenceTests {
    private static let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("docs/atlas.md")

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
            Issue.record("docs/atlas.md does not list the library as it is; run this test with LANGC_REWRITE_GOLDENS=1")
        }
    }

    @Test func everyFunctionNamesItsParameters() {
        for row in Builtins.all {
            guard case .function(let function) = row.type else { continue }
            #expect(row.parameterNames.count == function.parameters.count, "\(row.name) has \(row.parameterNames)")
            #expect(!row.summary.isEmpty, "\(row.name) has no summary")
        }
    }
}
