import Diagnostics
import Driver
import Foundation
import Testing

/// Random programs must do what a simple interpreter of their trees says: the same output, and the same run-time error at the same line.
@Suite struct RandomProgramTests {
    /// `LANGC_RANDOM_PROGRAMS` replaces the number.
    private static let programs = ProcessInfo.processInfo.environment["LANGC_RANDOM_PROGRAMS"].flatMap(Int.init) ?? 150

    private struct Program {
        let seed: Int
        let variant: Variant
        let files: [(name: String, text: String)]
        let prediction: RandomPrediction

        var description: String {
            "seed \(seed), \(variant.rawValue)\n" + files.map { "// \($0.name)\n\($0.text)" }.joined()
        }
    }

    @Test func behaveAsPredicted() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("langc-random-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        var programs: [Program] = []
        var jobs: [RunJob] = []
        for seed in 0..<Self.programs {
            var generator = RandomGenerator(seed: UInt64(seed))
            let (files, prediction) = generator.program()
            // Most go through the optimizer; each variant gets its share.
            let variant: Variant = seed % 4 == 0 ? .plain : seed % 4 == 1 ? .stressed : .optimized
            let program = Program(seed: seed, variant: variant, files: files, prediction: prediction)
            guard let job = try build(program, in: folder.appendingPathComponent("\(seed)")) else { continue }
            programs.append(program)
            jobs.append(job)
        }
        for (program, outcome) in zip(programs, try BatchRunner(engine: .node).run(jobs)) { check(program, outcome) }
    }

    private func build(_ program: Program, in folder: URL) throws -> RunJob? {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for file in program.files {
            try file.text.write(to: folder.appendingPathComponent(file.name), atomically: true, encoding: .utf8)
        }
        let build = Build.run(program.variant.options(entry: folder.appendingPathComponent("main.atl").path))
        guard let binary = build.program(mapName: nil)?.binary, !build.hasErrors else {
            let errors = TerminalRenderer().render(DiagnosticReport(build.diagnostics.filter { $0.severity == .error }), sources: build.sources)
            Issue.record("does not build: \(errors)\n\(program.description)")
            return nil
        }
        let wasm = folder.appendingPathComponent("main.wasm")
        try Data(binary).write(to: wasm)
        return RunJob(wasm: wasm, stdout: folder.appendingPathComponent("stdout"), stderr: folder.appendingPathComponent("stderr"))
    }

    private func check(_ program: Program, _ outcome: RunOutcome) {
        let prediction = program.prediction
        expectSame(outcome.stdout, prediction.stdout, "stdout of \(program.description)")
        #expect(outcome.status == (prediction.failure == nil ? "0" : "1"), "exit status of \(program.description)\(outcome.stderr)")
        guard let (code, statement) = prediction.failure else {
            #expect(outcome.stderr.isEmpty, "\(program.description)")
            return
        }
        let expected = "error[\(code)] at \(statement.place)"
        let lines = outcome.stderr.split(separator: "\n")
        let hasCode = lines.first?.hasPrefix("error[\(code)]:") ?? false
        let hasPlace = lines.contains { $0.contains("--> \(statement.place):") }
        #expect(hasCode && hasPlace, "expected \(expected), found \(outcome.stderr)\n\(program.description)")
    }
}
