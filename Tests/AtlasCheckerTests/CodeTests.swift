import Diagnostics
import Testing

@testable import Atlas

/// Every row of the table of codes describes something that happens.
@Suite struct CodeTests {
    /// Never reported: reserved by the language.
    private static let reserved: Set<String> = ["AT3021", "AT5004"]
    /// Found by whoever loads modules, not by the checker.
    private static let ofLoading: Set<String> = ["AT5001", "AT5002", "AT5003", "AT5005"]

    /// The indented lines of an explanation; a line `// name.atl` begins another file.
    private func example(_ row: DiagnosticCode) -> [String: String] {
        var files: [String: String] = [:]
        var current = "main.atl"
        for line in row.explanation.split(separator: "\n", omittingEmptySubsequences: false) where line.hasPrefix("    ") {
            let text = line.dropFirst(4)
            if text.hasPrefix("// "), text.hasSuffix(".atl") {
                current = String(text.dropFirst(3))
            } else {
                files[current, default: ""] += text + "\n"
            }
        }
        return files
    }

    @Test func examplesShowTheirCodes() {
        for row in CheckerCodes.all + ModuleCodes.all where !Self.reserved.contains(row.code) && !Self.ofLoading.contains(row.code) {
            let program = Program(example(row))
            #expect(program.diagnostics.contains { $0.code == row.code }, "\(row.code): \(program.messages)")
            // An example may show further problems, but none of them may be a slip in its syntax.
            #expect(!program.diagnostics.contains { $0.code == "AT1000" || $0.code == "AT1002" }, "\(row.code): \(program.messages)")
        }
    }

    /// A program that reaches the run-time error has no static one.
    @Test func runTimeExamplesCompile() {
        for row in RuntimeCodes.all {
            let program = Program(example(row))
            let known = program.diagnostics.filter { !$0.message.hasPrefix("Unknown symbol") }
            #expect(known == [], "\(row.code): \(program.messages)")
        }
    }
}
