import Core
import Foundation
import Testing

@testable import Atlas

/// One folder a case: `main.atl` (and modules it imports) and the Core of the entry, `expected.core`. With `LANGC_REWRITE_GOLDENS=1` in the
/// environment the expectations are rewritten.
@Suite struct CaseTests {
    static let folder = LoweredProgram.root.appendingPathComponent("Tests/AtlasLoweringTests/Cases")

    static var names: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()
    }

    @Test func casesExist() { #expect(Self.names.count > 10) }

    @Test(arguments: names) func core(_ name: String) throws {
        let directory = Self.folder.appendingPathComponent(name)
        var files: [String: String] = [:]
        for file in try FileManager.default.contentsOfDirectory(atPath: directory.path) where file.hasSuffix(".atl") {
            files[file] = try String(contentsOf: directory.appendingPathComponent(file), encoding: .utf8)
        }
        let program = LoweredProgram(files)
        #expect(program.problems == [])
        let expectation = directory.appendingPathComponent("expected.core")
        if ProcessInfo.processInfo.environment["LANGC_REWRITE_GOLDENS"] == "1" {
            try program.text.write(to: expectation, atomically: true, encoding: .utf8)
        }
        #expect(program.text == (try String(contentsOf: expectation, encoding: .utf8)))
        #expect(program.text == LoweredProgram(files).text, "two runs differ")
    }
}
