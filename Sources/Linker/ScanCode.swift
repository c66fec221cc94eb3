import Basics
import Diagnostics
import WasmFormat

/// Step 3: goes through the code of the objects once and notes where it refers to something, so that later steps look at nothing else; checks
/// the code on the way, as an engine would, if that is wanted.
enum ScanCode {
    /// By file.
    static func scan(_ files: [ObjectFile], _ options: LinkOptions, _ sink: inout DiagnosticSink) -> [CodeReferences] {
        guard options.validate else { return parallelMap(files, jobs: options.jobs) { CodeReferences($0.module) } }
        let checked = parallelMap(files, jobs: options.jobs) { file -> Result<CodeReferences, WasmError> in
            do throws(WasmError) { return .success(try CodeReferences(validating: file.module)) } catch { return .failure(error) }
        }
        var references: [CodeReferences] = []
        references.reserveCapacity(files.count)
        for (file, outcome) in zip(files, checked) {
            switch outcome {
            case .success(let found): references.append(found)
            case .failure(let error):
                sink.report(
                    LinkerCodes.brokenCode, "`\(file.name)` is not valid WebAssembly", notes: ["\(error)"], help: ["compile `\(file.id)` again"])
                references.append(CodeReferences(file.module))
            }
        }
        return references
    }
}
