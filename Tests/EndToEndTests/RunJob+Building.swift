import Diagnostics
import Driver
import Foundation
import Testing

extension RunJob {
    /// A program of files that a test made, written to a folder of its own and built; where that fails, an issue with the description is recorded.
    init?(building files: [(name: String, text: String)], entry: String, _ variant: Variant, in folder: URL, _ description: String) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for file in files { try file.text.write(to: folder.appendingPathComponent(file.name), atomically: true, encoding: .utf8) }
        let build = Build.run(variant.options(entry: folder.appendingPathComponent(entry).path))
        guard let binary = build.program(mapName: nil)?.binary, !build.hasErrors else {
            let errors = TerminalRenderer().render(DiagnosticReport(build.diagnostics.filter { $0.severity == .error }), sources: build.sources)
            Issue.record("does not build: \(errors)\n\(description)")
            return nil
        }
        let wasm = folder.appendingPathComponent("main.wasm")
        try Data(binary).write(to: wasm)
        self.init(wasm: wasm, stdout: folder.appendingPathComponent("stdout"), stderr: folder.appendingPathComponent("stderr"))
    }
}
