import Foundation
import Linker
import Testing
import WasmFormat

/// Damaged and hostile objects give programs or errors, and nothing else.
///
/// `LANGC_LINK_FUZZ=COUNT` sets the number of rounds for each seed, `LANGC_LINK_FUZZ_SEED=SEED` the only seed.
@Suite struct FuzzTests {
    private static let rounds = Int(ProcessInfo.processInfo.environment["LANGC_LINK_FUZZ"] ?? "") ?? 1000
    private static let seeds: [UInt64] = {
        guard let seed = UInt64(ProcessInfo.processInfo.environment["LANGC_LINK_FUZZ_SEED"] ?? "") else { return [1, 2, 3] }
        return [seed]
    }()

    @Test(arguments: seeds) func mutatedObjects(_ seed: UInt64) throws {
        var fuzzer = LinkFuzzer(
            seed: seed, FuzzProgram.objects, runtime: TestRuntime.object, entry: FuzzProgram.entry, names: FuzzProgram.names)
        for number in 0..<Self.rounds {
            let round = fuzzer.round()
            #expect(round.fault == nil, "seed \(seed), round \(number)")
        }
        // The mutations must get through every check often enough to be worth something.
        #expect(fuzzer.linked > Self.rounds / 50 && fuzzer.linked < Self.rounds, "seed \(seed): \(fuzzer.linked)")
        #expect(fuzzer.codes.count >= 8, "seed \(seed): \(fuzzer.codes)")
    }

    /// Every beginning of an object that lacks a part of what an object must have is refused.
    @Test func truncatedObjects() throws {
        for victim in FuzzProgram.objects.indices {
            var objects = FuzzProgram.objects
            let needed = try #require(try WasmModule(reading: objects[victim].bytes).customSection(named: "langc.link")).upperBound
            for length in 0..<needed {
                objects[victim].bytes = Array(FuzzProgram.objects[victim].bytes.prefix(length))
                let result = Linked(raw: objects, entry: FuzzProgram.entry, LinkOptions(validate: true)).result
                let codes: Set = ["LK0001", "LK0002"]
                #expect(result.binary == nil && result.diagnostics.contains { codes.contains($0.code) }, "\(victim), \(length) bytes")
            }
        }
    }

    @Test func theProgramForMutationsIsWhole() throws {
        let linked = Linked(raw: FuzzProgram.objects, entry: FuzzProgram.entry)
        #expect(try linked.output(isSameUnmerged: false) == "hello\n9\n", "\(linked.result.diagnostics)")
    }
}
