import Diagnostics
import Linker
import ModuleSystem
import WasmFormat

/// Links mutated objects, round after round, and checks what must hold for all inputs.
struct LinkFuzzer {
    let objects: [(name: String, bytes: [UInt8])]
    let runtime: [UInt8]
    let entry: ModuleID
    private(set) var linked = 0
    private(set) var codes: [String: Int] = [:]
    private var mutator: ObjectMutator

    init(seed: UInt64, _ objects: [(name: String, bytes: [UInt8])], runtime: [UInt8], entry: ModuleID, names: [String]) {
        mutator = ObjectMutator(seed: seed, names: names)
        self.objects = objects
        self.runtime = runtime
        self.entry = entry
    }

    /// What one round found.
    struct Round {
        var inputs: [(name: String, bytes: [UInt8])]
        var result: LinkResult
        /// What must not be, in words.
        var fault: String?
    }

    /// Mutates one object, or a few, and links.
    mutating func round() -> Round {
        var inputs = objects
        let bytes = objects.map(\.bytes)
        for _ in 0..<(mutator.below(8) == 0 ? 3 : 1) {
            let victim = mutator.below(inputs.count)
            inputs[victim].bytes = mutator.mutate(inputs[victim].bytes, donors: bytes)
        }
        let bits = mutator.below(128)
        let options = LinkOptions(
            keepNames: bits & 1 != 0, sourceMap: bits & 6 == 0, collectorStress: bits & 8 != 0, optimize: bits & 16 != 0, validate: bits & 64 != 0,
            report: bits & 32 != 0)
        let result = Linker.link(LinkInputs(objects: inputs, runtime: runtime, entry: entry), options: options)
        for code in Set(result.diagnostics.map(\.code)) { codes[code, default: 0] += 1 }
        if result.binary != nil { linked += 1 }
        return Round(inputs: inputs, result: result, fault: Self.fault(of: result, mustBeValid: options.validate))
    }

    private static func fault(of result: LinkResult, mustBeValid: Bool) -> String? {
        let hasErrors = result.diagnostics.contains { $0.severity == .error }
        guard let binary = result.binary else { return hasErrors ? nil : "neither a program nor an error" }
        if hasErrors { return "a program in spite of errors" }
        do {
            let program = try WasmModule(reading: binary)
            if mustBeValid { try program.validate() }
            return nil
        } catch {
            return "the program is not valid: \(error)"
        }
    }
}
