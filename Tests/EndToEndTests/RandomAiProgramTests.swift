import Diagnostics
import Driver
import Foundation
import Testing

/// What the compiler infers about numbers in Ai changes nothing of what programs do.
@Suite struct RandomAiProgramTests {
    /// `LANGC_RANDOM_AI_PROGRAMS` replaces the number.
    private static let programs = ProcessInfo.processInfo.environment["LANGC_RANDOM_AI_PROGRAMS"].flatMap(Int.init) ?? 24
    /// `LANGC_RANDOM_AI_SEED` replaces the first seed.
    private static let firstSeed = ProcessInfo.processInfo.environment["LANGC_RANDOM_AI_SEED"].flatMap(Int.init) ?? 0

    @Test func calculateAlikeWithAndWithoutTypes() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("langc-random-ai-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        var programs: [(description: String, job: RunJob)] = []
        for seed in Self.firstSeed..<(Self.firstSeed + Self.programs) {
            let variant: Variant = seed % 4 == 0 ? .plain : seed % 8 == 1 ? .stressed : .optimized
            let text = RandomAiProgram.text(seed: UInt64(seed))
            let description = "seed \(seed), \(variant.rawValue)\n\(text)"
            let place = folder.appendingPathComponent("\(seed)")
            guard let job = try build(text, variant, description, in: place) else { continue }
            programs.append((description, job))
        }
        for (program, outcome) in zip(programs, try BatchRunner(engine: .node).run(programs.map(\.job))) {
            expectSame(outcome.stdout, "ok\n", program.description)
            #expect(outcome.status == "0" && outcome.stderr.isEmpty, "\(outcome.stderr)\n\(program.description)")
        }
    }

    private func build(_ text: String, _ variant: Variant, _ description: String, in folder: URL) throws -> RunJob? {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let entry = folder.appendingPathComponent("main.ai")
        try text.write(to: entry, atomically: true, encoding: .utf8)
        let build = Build.run(variant.options(entry: entry.path))
        guard let binary = build.program(mapName: nil)?.binary, !build.hasErrors else {
            let errors = TerminalRenderer().render(DiagnosticReport(build.diagnostics.filter { $0.severity == .error }), sources: build.sources)
            Issue.record("does not build: \(errors)\n\(description)")
            return nil
        }
        let wasm = folder.appendingPathComponent("main.wasm")
        try Data(binary).write(to: wasm)
        return RunJob(wasm: wasm, stdout: folder.appendingPathComponent("stdout"), stderr: folder.appendingPathComponent("stderr"))
    }
}
