import Driver
import Foundation
import Testing

/// Every case folder, in every variant, on every engine, and unmerged on node. `LANGC_REWRITE_GOLDENS=1` replaces the expectations by what happens.
@Suite struct CaseTests {
    private static let rewrites = ProcessInfo.processInfo.environment["LANGC_REWRITE_GOLDENS"] == "1"

    @Test(arguments: CaseFolder.all)
    func behaves(_ test: CaseFolder) throws {
        let results = try #require(CaseResults.all[test.name])
        #expect(test.flags.allSatisfy { Variant.flags[$0] != nil }, "\(test.name): unknown flags in \(test.flags)")
        if Self.rewrites { return try rewrite(test, results) }
        for variant in Variant.allCases {
            let diagnostics = results.diagnostics[variant] ?? ""
            expectSame(diagnostics, test.expectation("diagnostics") ?? "", "\(test.name) \(variant.rawValue): diagnostics")
        }
        let isRejected = (test.expectation("diagnostics") ?? "").contains("error[")
        if let objects = test.expectation("objects") { expectSame(results.objects ?? "", objects, "\(test.name): objects") }
        #expect(results.isBuilt == !isRejected, "\(test.name): \(results.isBuilt ? "was built" : "was not built")")
        guard !isRejected else { return }
        for variant in Variant.allCases {
            for engine in Engine.allCases {
                let outcome = try #require(results.outcomes[variant]?[engine], "\(test.name) \(variant.rawValue) was not run on \(engine)")
                compare(outcome, test, "\(test.name) \(variant.rawValue) on \(engine.rawValue)")
            }
        }
        for variant in Variant.unmerged where results.isUnmergeable {
            let outcome = try #require(results.unmerged[variant], "\(test.name) \(variant.rawValue) was not run unmerged")
            compare(outcome, test, "\(test.name) \(variant.rawValue) unmerged")
            #expect(results.validity[variant] == "0", "\(test.name) \(variant.rawValue) unmerged: valid modules")
        }
    }

    private func compare(_ outcome: RunOutcome, _ test: CaseFolder, _ place: String) {
        let stderr = test.expectation("stderr") ?? ""
        expectSame(outcome.stdout, test.expectation("stdout") ?? "", "\(place): stdout")
        expectSame(outcome.stderr, stderr, "\(place): stderr")
        #expect(outcome.status == test.status, "\(place): exit status")
    }

    private func rewrite(_ test: CaseFolder, _ results: CaseResults) throws {
        try test.rewrite("diagnostics", results.diagnostics[.plain] ?? "")
        if let objects = results.objects { try test.rewrite("objects", objects) }
        let outcome = results.outcomes[.plain]?[.node]
        try test.rewrite("stdout", outcome?.stdout ?? "")
        try test.rewrite("stderr", outcome?.stderr ?? "")
    }
}

/// Compares texts and shows the lines that differ.
func expectSame(_ found: String, _ expected: String, _ what: String) {
    guard found != expected else { return }
    Issue.record("\(what) differs\n\(lineDifference(found, expected))")
}

/// `-` lines are expected and missing, `+` lines are there and not expected.
func lineDifference(_ found: String, _ expected: String) -> String {
    let foundLines = found.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let expectedLines = expected.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let changes = foundLines.difference(from: expectedLines)
    var lines: [String] = []
    for case .remove(let offset, let element, _) in changes { lines.append("- \(offset + 1): \(element)") }
    for case .insert(let offset, let element, _) in changes { lines.append("+ \(offset + 1): \(element)") }
    return lines.prefix(60).joined(separator: "\n")
}
