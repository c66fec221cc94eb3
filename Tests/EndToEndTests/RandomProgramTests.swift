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
            let place = folder.appendingPathComponent("\(seed)")
            guard let job = try RunJob(building: files, entry: "main.atl", variant, in: place, program.description) else { continue }
            programs.append(program)
            jobs.append(job)
        }
        for (program, outcome) in zip(programs, try BatchRunner(engine: .node).run(jobs)) { check(program, outcome) }
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
