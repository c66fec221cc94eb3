import Basics
import Diagnostics
import WasmFormat

/// Step 3: goes through the code of the objects once and notes where it refers to something, so that later steps look at nothing else; checks
/// the code on the way, as an engine would, if that is wanted.
///
/// The code of each object is gone through when the object is read, while its bytes are in the processor's cache. What is wrong with it
/// concerns only programs that contain the object, so it is told here.
enum ScanCode {
    /// What came of the code of one object.
    struct Scan: Sendable {
        var references: CodeReferences
        var isValidated: Bool
        /// Why the code is not valid.
        var error: WasmError?
    }

    static func scan(_ module: WasmModule, validate: Bool) -> Scan {
        guard validate else { return Scan(references: CodeReferences(module), isValidated: false) }
        do throws(WasmError) {
            return Scan(references: try CodeReferences(validating: module), isValidated: true)
        } catch {
            return Scan(references: CodeReferences(module), isValidated: true, error: error)
        }
    }

    /// The references by file.
    static func scan(_ files: [ObjectFile], _ options: LinkOptions, _ sink: inout DiagnosticSink) -> [CodeReferences] {
        guard options.validate else { return files.map(\.scan.references) }
        let isScanned = files.allSatisfy(\.scan.isValidated)
        let checked = isScanned ? files.map(\.scan) : parallelMap(files, jobs: options.jobs) { $0.scan.isValidated ? $0.scan : scan($0.module, validate: true) }
        for (file, scan) in zip(files, checked) {
            guard let error = scan.error else { continue }
            sink.report(
                LinkerCodes.brokenCode, "`\(file.name)` is not valid WebAssembly", notes: ["\(error)"], help: ["compile `\(file.id)` again"])
        }
        return checked.map(\.references)
    }
}
