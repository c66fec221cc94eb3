import Basics
import Diagnostics
import Driver
import Foundation

/// All cases built in all variants and run on all engines, merged and unmerged, once for the whole test run.
struct CaseResults: Sendable {
    /// What the compiler said, per variant.
    var diagnostics: [Variant: String] = [:]
    /// What the program did, per variant and engine; empty when it was not built.
    var outcomes: [Variant: [Engine: RunOutcome]] = [:]
    /// What the unmerged program did on node.
    var unmerged: [Variant: RunOutcome] = [:]
    /// What wasmtime says of the unmerged program's wasm modules; `0` if they are valid.
    var validity: [Variant: String] = [:]
    /// False for modules that share variables in an import cycle: they cannot be instantiated one by one.
    var isUnmergeable = true
    var isBuilt = false
    /// The objects at -O0 as text, if the case asks for them.
    var objects: String?

    /// By case name.
    static let all: [String: CaseResults] = compute(CaseFolder.all)

    private struct Built {
        let test: CaseFolder
        let variant: Variant
        let wasm: URL
        /// The directory of the unmerged program.
        var unmerged: URL { wasm.appendingPathExtension("unmerged") }
    }

    private static func compute(_ cases: [CaseFolder]) -> [String: CaseResults] {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("langc-cases-\(UUID().uuidString)")
        try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var results: [String: CaseResults] = [:]
        var built: [Built] = []
        for (index, test) in cases.enumerated() {
            var result = CaseResults()
            for variant in Variant.allCases {
                let options = variant.options(entry: test.url.appendingPathComponent(test.entry).path, flags: test.flags)
                var build = Build.run(options)
                let text = TerminalRenderer().render(DiagnosticReport(build.diagnostics), sources: build.sources)
                // Messages may name absolute paths; expectations hold wherever the project stands.
                result.diagnostics[variant] = text.replacingOccurrences(of: test.url.path, with: "$CASE")
                if variant == .plain, test.expectation("objects") != nil { result.objects = describe(build.objects) }
                guard let linked = build.program(mapName: nil), !build.hasErrors else { continue }
                let wasm = folder.appendingPathComponent("\(index)\(variant).wasm")
                try? Data(linked.binary).write(to: wasm)
                let program = Built(test: test, variant: variant, wasm: wasm)
                built.append(program)
                result.isBuilt = true
                if Variant.unmerged.contains(variant) { try? build.unmerge(options)?.write(to: program.unmerged.path) }
                if build.diagnostics.contains(where: { $0.code == "LK0016" }) { result.isUnmergeable = false }
            }
            results[test.name] = result
        }
        for engine in Engine.allCases { run(built, on: engine, &results) }
        runUnmerged(built, &results)
        return results
    }

    private static func runUnmerged(_ built: [Built], _ results: inout [String: CaseResults]) {
        let built = built.filter { Variant.unmerged.contains($0.variant) && results[$0.test.name]?.isUnmergeable == true }
        let jobs = built.map { job($0.test, $0.unmerged, isUnmerged: true, output: $0.unmerged) }
        let outcomes = (try? BatchRunner(engine: .node).run(jobs)) ?? []
        for (program, outcome) in zip(built, outcomes) { results[program.test.name]?.unmerged[program.variant] = outcome }
        let validities = (try? BatchRunner(engine: .wasmtime).run(jobs)) ?? []
        for (program, outcome) in zip(built, validities) { results[program.test.name]?.validity[program.variant] = outcome.status }
    }

    /// One run of a case, with fresh directories; what it writes goes beside `output`.
    private static func job(_ test: CaseFolder, _ program: URL, isUnmerged: Bool = false, output: URL) -> RunJob {
        var job = RunJob(
            wasm: program, isUnmerged: isUnmerged, stdout: output.appendingPathExtension("out"), stderr: output.appendingPathExtension("err"),
            arguments: test.arguments, environment: test.environment, directories: test.directories)
        job.input = test.input
        guard !job.directories.isEmpty else { return job }
        let workspace = output.appendingPathExtension("files")
        try? test.makeDirectories(in: workspace)
        job.workspace = workspace
        return job
    }

    private static func describe(_ objects: [BuiltObject]) -> String {
        objects.filter { !$0.module.isStandard }.map { (try? Inspection($0.bytes).text) ?? "unreadable" }.joined(separator: "\n")
    }

    private static func run(_ built: [Built], on engine: Engine, _ results: inout [String: CaseResults]) {
        let jobs = built.map { job($0.test, $0.wasm, output: $0.wasm.appendingPathExtension("\(engine)")) }
        let outcomes = (try? BatchRunner(engine: engine).run(jobs)) ?? []
        for (index, program) in built.enumerated() {
            let outcome = index < outcomes.count ? outcomes[index] : RunOutcome(status: "not run: cannot start \(engine)", stdout: "", stderr: "")
            results[program.test.name]?.outcomes[program.variant, default: [:]][engine] = outcome
        }
    }
}
