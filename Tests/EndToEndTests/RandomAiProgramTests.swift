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
            guard let job = try RunJob(building: [("main.ai", text)], entry: "main.ai", variant, in: place, description) else { continue }
            programs.append((description, job))
        }
        for (program, outcome) in zip(programs, try BatchRunner(engine: .node).run(programs.map(\.job))) {
            expectSame(outcome.stdout, "ok\n", program.description)
            #expect(outcome.status == "0" && outcome.stderr.isEmpty, "\(outcome.stderr)\n\(program.description)")
        }
    }
}
