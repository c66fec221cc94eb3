import Ai
import Foundation
import RuntimeABI
import RuntimeImage

/// Links the embedded runtime into a module that exports every runtime function, and drives it with scripts for node.
enum RuntimeHarness {
    struct Outcome {
        var status: Int32
        var output: String
        var errors: String
    }

    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    /// The linked module. Its imports are WASI functions and, in `env`, those that langc's linker makes.
    static let module: Result<URL, any Error> = Result { try link(maximumMemory: nil) }

    /// Runs `Tests/RuntimeScripts/NAME.mjs` with the module's path and `arguments`.
    static func run(script name: String, _ arguments: [String] = []) throws -> Outcome {
        let script = scripts.appending(path: "\(name).mjs").path(percentEncoded: false)
        return try run("node", [script, try module.get().path(percentEncoded: false)] + arguments)
    }

    /// Runs JavaScript text that uses `runtime`, an instance of `Runtime` of `runtime.mjs`, and what that file exports as `rt`.
    /// With `maximumMemory` (bytes, a multiple of 64 KiB) the module's memory cannot grow beyond it.
    static func run(source: String, maximumMemory: Int? = nil) throws -> Outcome {
        let library = scripts.appending(path: "runtime.mjs").absoluteString
        let linked = try maximumMemory.map { try link(maximumMemory: $0) } ?? module.get()
        let path = linked.path(percentEncoded: false)
        let prologue = "import * as rt from '\(library)'; const runtime = new rt.Runtime('\(path)');\n"
        return try run("node", ["--input-type=module", "-e", prologue + source])
    }

    static func run(_ tool: String, _ arguments: [String]) throws -> Outcome {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [tool] + arguments
        let output = Pipe()
        let errors = try TemporaryFile(name: "errors")
        process.standardOutput = output
        process.standardError = errors.handle
        try process.run()
        // A script that never ends is a failure with a status of its own, not a test run that hangs.
        let watchdog = DispatchWorkItem { process.terminate() }
        DispatchQueue.global().asyncAfter(deadline: .now() + 120, execute: watchdog)
        defer { watchdog.cancel() }
        let text = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Outcome(
            status: process.terminationStatus, output: String(decoding: text, as: UTF8.self),
            errors: String(decoding: try Data(contentsOf: errors.url), as: UTF8.self))
    }

    private static let scripts = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "RuntimeScripts")

    /// All functions of the runtime: those that compiled code calls by name, and those that rows of Ai's library name.
    static let functions = RuntimeFunction.all + Library.runtimeFunctions

    private static func link(maximumMemory: Int?) throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appending(path: "langc-runtime-tests-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let object = folder.appending(path: "runtime.o")
        let linked = folder.appending(path: "runtime.wasm")
        try Data(RuntimeImage.object).write(to: object)
        var arguments = [object, linked].map { $0.path(percentEncoded: false) }
        arguments.insert("-o", at: 1)
        arguments += ["--no-entry", "--gc-sections", "--allow-undefined", "--export-table", "--export=__heap_base", "-z", "stack-size=65536"]
        arguments += functions.map { "--export=\($0.name)" }
        if let maximumMemory { arguments.append("--max-memory=\(maximumMemory)") }
        let outcome = try run(try linker(), arguments)
        guard outcome.status == 0 else { throw Failure(description: "wasm-ld: " + outcome.errors) }
        return linked
    }

    /// The toolchain's wasm-ld: beside the resources that swiftc names.
    private static func linker() throws -> String {
        let info = try run("swiftc", ["-print-target-info"])
        struct Info: Decodable {
            struct Paths: Decodable { var runtimeResourcePath: String }
            var paths: Paths
        }
        let resources = try JSONDecoder().decode(Info.self, from: Data(info.output.utf8)).paths.runtimeResourcePath
        return resources + "/../../bin/wasm-ld"
    }
}

/// A file that is removed when it is no longer used.
private final class TemporaryFile {
    let url: URL
    let handle: FileHandle

    init(name: String) throws {
        url = FileManager.default.temporaryDirectory.appending(path: "langc-\(name)-\(UUID().uuidString)")
        try Data().write(to: url)
        handle = try FileHandle(forWritingTo: url)
    }

    deinit { try? FileManager.default.removeItem(at: url) }
}
