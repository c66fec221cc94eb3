import Basics
import Core
import Diagnostics
import Foundation
import ModuleSystem
import Testing

@testable import Ai

/// Damaged programs never crash expansion and lowering, and what is accepted becomes valid Core. `LANGC_AI_MUTANTS=1000000` tries more than usual.
@Suite struct ProgramMutationTests {
    /// The texts of the cases.
    private static let programs: [[UInt8]] = {
        let cases = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Cases/ai")
        var texts: [(String, [UInt8])] = []
        for case let url as URL in FileManager.default.enumerator(at: cases, includingPropertiesForKeys: nil) ?? .init() where url.pathExtension == "ai" {
            if let data = try? Data(contentsOf: url), data.count < 4_000 { texts.append((url.path, Array(data))) }
        }
        return texts.sorted { $0.0 < $1.0 }.map(\.1)
    }()

    private static let words = [
        "(", ")", "[", "]", "'", "`", ",", ",@", " . ", "()", "(define x ", "(lambda (a . b) ", "(let loop ((i 0)) ", "(if ", " else ", " => ", " ... ", " _ ",
        "(syntax-rules () ((_ a ...) (a ...)))", "(define-syntax m ", "(match x ", "(module m [", "(import \"m\" ", "(export ", "#(", "#;", "#0=", "#0#",
        "\"", "|", "1e400", "99999999999999999999", "#\\x", ":as ", "(guard (e ", "(set! ", "(define-record-type p ", "(case-lambda ", "(delay ",
        "(letrec ((a b) (b a)) ", "(do ((i 0)) ", "(quasiquote (", "(parameterize ((", "(call/cc ", "(values ", "(begin ", "(cond-expand ",
    ].map { Array($0.utf8) }

    /// Where the form that begins at an opening bracket ends, as far as brackets tell.
    private static func form(at start: Int, in bytes: [UInt8]) -> Range<Int> {
        var depth = 0
        for index in start..<bytes.count {
            if "([".utf8.contains(bytes[index]) { depth += 1 }
            if ")]".utf8.contains(bytes[index]) {
                depth -= 1
                if depth <= 0 { return start..<(index + 1) }
            }
        }
        return start..<bytes.count
    }

    private static func randomForm(_ bytes: [UInt8], _ random: inout MutationTests.Random) -> Range<Int> {
        let start = random.next(bytes.count)
        let opening = bytes[start...].firstIndex { "([".utf8.contains($0) } ?? start
        return form(at: opening, in: bytes)
    }

    private static func mutant(_ random: inout MutationTests.Random) -> [UInt8] {
        var bytes = programs[random.next(programs.count)]
        for _ in 0...random.next(3) where !bytes.isEmpty {
            switch random.next(6) {
            case 0: bytes.insert(contentsOf: words[random.next(words.count)], at: random.next(bytes.count))
            case 1: bytes.remove(at: random.next(bytes.count))
            case 2: bytes.removeSubrange(randomForm(bytes, &random))
            case 3:
                let copied = Array(bytes[randomForm(bytes, &random)])
                bytes.insert(contentsOf: copied, at: random.next(bytes.count))
            case 4:
                let other = programs[random.next(programs.count)]
                guard !other.isEmpty else { continue }
                bytes.replaceSubrange(randomForm(bytes, &random), with: Array(other[randomForm(other, &random)]))
            default: bytes.replaceSubrange(randomForm(bytes, &random), with: words[random.next(words.count)])
            }
        }
        return bytes
    }

    /// What is wrong with what the compiler makes of a text; empty if it is in order.
    private static func faults(_ bytes: [UInt8]) -> [String] {
        let frontEnd = AiFrontEnd()
        let file = SourceFile(path: "main.ai", bytes: bytes)
        let parsed = frontEnd.parse(file, module: ModuleID("main.ai")) { _ in nil }
        let context = ModuleContext(module: ModuleID("main.ai"))
        let checked = frontEnd.check(parsed, in: context)
        let diagnostics = parsed.diagnostics + checked.diagnostics
        var faults = diagnostics.filter { diagnostic in
            guard let span = diagnostic.primary?.span, diagnostic.primary?.path == "main.ai" else { return false }
            return Int(span.end) > bytes.count || span.start > span.end || diagnostic.message.isEmpty
        }.map { "\($0.code) has no place or text" }
        guard !diagnostics.contains(where: { $0.severity == .error }) else { return faults }
        faults += Verifier.verify(frontEnd.lower(checked, in: context))
        return faults
    }

    @Test func mutants() throws {
        let count = ProcessInfo.processInfo.environment["LANGC_AI_MUTANTS"].flatMap { Int($0) } ?? 3_000
        try #require(Self.programs.count > 100)
        let failures = runOnLargeStack(bytes: 1 << 30) {
            var random = MutationTests.Random(state: 20_261)
            var failures: [String] = []
            for round in 0..<count where failures.count < 5 {
                let bytes = Self.mutant(&random)
                for fault in Self.faults(bytes).prefix(1) { failures.append("round \(round): \(fault)\n\(String(decoding: bytes, as: UTF8.self))") }
            }
            return failures
        }
        for failure in failures { Issue.record("\(failure)") }
    }
}
