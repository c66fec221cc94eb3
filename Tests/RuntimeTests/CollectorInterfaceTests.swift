import Foundation
import RuntimeABI
import RuntimeImage
import Testing

@Suite struct CollectorInterfaceTests {
    private func lines(_ prefix: String) throws -> [String] {
        let outcome = try RuntimeHarness.run(script: "signatures")
        try #require(outcome.status == 0, "\(outcome.errors)")
        return outcome.output.split(separator: "\n").filter { $0.hasPrefix(prefix) }.map(String.init)
    }

    private func signature(_ function: RuntimeFunction) -> String {
        let parameters = function.parameters.map { "\($0)" }.joined(separator: ",")
        return "(\(parameters))->\(function.result.map { "\($0)" } ?? "")"
    }

    @Test func everyFunctionHasItsDeclaredSignature() throws {
        let exports = Set(try lines("export "))
        for function in RuntimeHarness.functions {
            let found = exports.contains("export \(function.name) \(signature(function))")
            #expect(found, "\(function.name) \(signature(function))")
        }
    }

    @Test func importsNothingButTheSystemAndWhatTheLinkerMakes() throws {
        let made = ["langc_mark_roots ()->", "langc_shadow_stack_base ()->i32", "langc_heap_base ()->i32"].map { "import env " + $0 }
        for line in try lines("import ") {
            #expect(made.contains(line) || line.hasPrefix("import wasi_snapshot_preview1 "), "\(line)")
        }
    }

    /// The image holds the files of `runtime-wasm/std`, byte for byte.
    @Test func standardModulesAreTheFiles() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../runtime-wasm/std")
        let walk = try #require(FileManager.default.enumerator(atPath: folder.path(percentEncoded: false)))
        var ids: [String] = []
        for case let path as String in walk where path.hasSuffix(".atl") || path.hasSuffix(".ai") {
            let id = "std:" + (path as NSString).deletingPathExtension
            ids.append(id)
            let text = try String(decoding: Data(contentsOf: folder.appending(path: path)), as: UTF8.self)
            let matches = RuntimeImage.standardModule(id) == text
            #expect(matches, "\(id)")
        }
        #expect(RuntimeImage.standardModuleIDs.sorted() == ids.sorted())
        #expect(RuntimeImage.standardModule("std:no such module") == nil)
    }

    @Test func theObjectNamesNoFiles() {
        let text = String(decoding: RuntimeImage.object, as: UTF8.self)
        #expect(RuntimeImage.object.starts(with: [0, 0x61, 0x73, 0x6D, 1, 0, 0, 0]))
        for path in ["/home/", "/tmp/", ".build/", ".swift\""] { #expect(!text.contains(path), "\(path)") }
    }
}
