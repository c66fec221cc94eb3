import Basics
import CodeGen
import Diagnostics
import Driver
import ModuleSystem

/// Builds programs of an in-memory file system.
struct SourceTree {
    let files: InMemoryFileSystem

    init(_ files: [String: String], links: [String: String] = [:]) { self.files = InMemoryFileSystem(files, links: links) }

    func build(_ entry: String, through stage: BuildStage, jobs: Int = 2) -> BuildResult {
        Build.run(BuildOptions(entry: entry, jobs: jobs), fileSystem: files, through: stage)
    }

    /// The ids of the modules of a program in initialization order.
    func order(_ entry: String) -> [String] {
        guard let graph = build(entry, through: .graph).graph else { return [] }
        return graph.initializationOrder.map { graph.summaries[$0].module.text }
    }
}

extension BuildResult {
    /// `CODE file: message` of every diagnostic, in the order in which a user sees them.
    var lines: [String] {
        DiagnosticReport(diagnostics).diagnostics.map { "\($0.code) \($0.primary?.path ?? "-"): \($0.message)" }
    }
}

/// Random numbers that are the same in every run (SplitMix64).
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
