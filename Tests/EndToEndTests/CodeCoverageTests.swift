import Basics
import Driver
import Foundation
import Testing

/// Every diagnostic code that `langc explain` knows is reported by a case or a test.
@Suite struct CodeCoverageTests {
    /// Codes that exist for other reasons.
    private static let reserved: [String: String] = [
        "AI0920": "programs of all languages end with RT0001 when there is no more memory",
        "AT1006": "the language reference allows it; the code of what was expected is reported instead",
        "AT3021": "reserved by the language reference, never emitted",
        "AT5004": "there is no form that exports a name declared elsewhere in the module",
        "AT5005": "would repeat AT5002",
        "LC0070": "only a bug of langc reports it",
    ]

    @Test func everyCodeIsReported() throws {
        let root = CaseFolder.packageRoot.appendingPathComponent("Tests")
        var texts = ""
        for case let url as URL in try #require(FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)) {
            let isExpectation = url.lastPathComponent.hasPrefix("expected.")
            let isTest = url.pathExtension == "swift" && url.lastPathComponent != "CodeCoverageTests.swift" || url.pathExtension == "mjs"
            if isExpectation || isTest { texts += (try? String(contentsOf: url, encoding: .utf8)) ?? "" }
        }
        let missing = allDiagnosticCodes.codes.filter { Self.reserved[$0] == nil && !texts.contains($0) }
        #expect(missing.isEmpty, "no test reports \(missing.joined(separator: ", "))")
    }

    /// What a case warns of, a manifest of its language can allow or deny.
    @Test(arguments: ["atlas", "ai"])
    func everyWarningIsKnownToManifests(_ language: String) throws {
        let root = CaseFolder.packageRoot.appendingPathComponent("Tests/Cases/\(language)")
        var codes: Set<String> = []
        for case let url as URL in try #require(FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil))
        where url.lastPathComponent == "expected.diagnostics" {
            let text = try String(contentsOf: url, encoding: .utf8)
            codes.formUnion(text.matches(of: /(?m)^warning\[([A-Z]+[0-9]+)\]/).map { String($0.1) })
        }
        #expect(codes.count >= 2)
        let list = codes.sorted().map { "\"\($0)\"" }.joined(separator: ", ")
        for level in ["allow", "deny"] {
            let files = InMemoryFileSystem(["/\(language).toml": "package.name = 'a'\nwarnings.\(level) = [\(list)]"])
            let project = try #require(Project.at(root: "/", fileSystem: files))
            #expect(project.diagnostics.isEmpty, "\(project.diagnostics.map(\.message))")
        }
    }

    @Test func everyCodeIsExplained() {
        for code in allDiagnosticCodes.codes {
            #expect((allDiagnosticCodes.explanation(of: code) ?? "").count > code.count + 40, "\(code) has no explanation")
        }
    }
}
