import Foundation
import Testing

/// A temporary directory in which langc is run as a user runs it. It vanishes with the value.
final class Workspace {
    /// What a finished process left.
    struct Outcome {
        var status: Int32
        var output: Data
        var error: String
        var text: String { String(decoding: output, as: UTF8.self) }
    }

    let directory: URL
    private let streams: URL

    init(_ files: [String: String] = [:]) throws {
        let base = URL(filePath: NSTemporaryDirectory()).appending(path: "langc-tests-\(UUID().uuidString)").resolvingSymlinksInPath()
        directory = base.appending(path: "work")
        streams = base.appending(path: "streams")
        for folder in [directory, streams, base.appending(path: "tmp")] {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        }
        try add(files)
    }

    deinit { try? FileManager.default.removeItem(at: directory.deletingLastPathComponent()) }

    /// Where langc puts temporary files.
    var temporary: URL { directory.deletingLastPathComponent().appending(path: "tmp") }

    func add(_ files: [String: String]) throws {
        for (path, text) in files {
            let url = directory.appending(path: path)
            try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: url)
        }
    }

    /// Adds an executable script, for example a stand-in for a wasm runtime.
    func add(script path: String, _ text: String) throws {
        try add([path: "#!/bin/sh\n" + text])
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: directory.appending(path: path).path)
    }

    func bytes(_ path: String) throws -> Data { try Data(contentsOf: directory.appending(path: path)) }

    /// Names in a directory, sorted.
    func names(_ path: String = "") throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: directory.appending(path: path).path).sorted()
    }

    /// The langc that was built with these tests.
    static let executable: URL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent().appending(path: "langc")

    /// Starts langc. Its streams are files, which never fill up.
    func start(_ arguments: [String], input: String = "", in folder: String = "", path: String? = nil, output: FileHandle? = nil) throws -> Run {
        let process = Process()
        process.executableURL = Self.executable
        process.arguments = arguments
        process.currentDirectoryURL = directory.appending(path: folder)
        var environment = ProcessInfo.processInfo.environment
        environment["TMPDIR"] = temporary.path
        environment["LANGC_CACHE_DIR"] = temporary.deletingLastPathComponent().appending(path: "cache").path
        if let path { environment["PATH"] = "\(directory.path)/\(path):/usr/bin:/bin" }
        process.environment = environment
        let name = UUID().uuidString
        let (inputFile, outputFile, errorFile) = (streams.appending(path: name + ".in"), streams.appending(path: name + ".out"), streams.appending(path: name + ".err"))
        try Data(input.utf8).write(to: inputFile)
        for file in [outputFile, errorFile] { try Data().write(to: file) }
        process.standardInput = try FileHandle(forReadingFrom: inputFile)
        process.standardOutput = try output ?? FileHandle(forWritingTo: outputFile)
        process.standardError = try FileHandle(forWritingTo: errorFile)
        try process.run()
        return Run(workspace: self, process: process, outputFile: outputFile, errorFile: errorFile)
    }

    /// A process that may still be running.
    struct Run {
        /// Keeps the directory alive.
        let workspace: Workspace
        let process: Process
        let outputFile: URL
        let errorFile: URL

        var output: Data { (try? Data(contentsOf: outputFile)) ?? Data() }

        func finish() throws -> Outcome {
            process.waitUntilExit()
            #expect(process.terminationReason == .exit, "langc was ended by signal \(process.terminationStatus)")
            return Outcome(
                status: process.terminationStatus, output: output, error: String(decoding: try Data(contentsOf: errorFile), as: UTF8.self))
        }
    }

    /// Runs langc to its end.
    @discardableResult
    func langc(_ arguments: String..., input: String = "", in folder: String = "", path: String? = nil) throws -> Outcome {
        try start(arguments, input: input, in: folder, path: path).finish()
    }
}

extension Workspace {
    /// A program of three modules, with a library function that brings in a standard module.
    static let program = [
        "main.atl": """
            import { square, UNIT } from "./lib/shapes";
            import * as shapes from "./lib/shapes";
            import { twice } from "./lib/twice";
            print(str(square(3) + UNIT));
            print(str(shapes.made));
            print(str(len(map([1, 2, 3], twice))));
            """,
        "lib/shapes.atl": """
            export let UNIT: number = 10;
            export var made = 0;
            export fn square(side: number) -> number { made = made + 1; return side * side; }
            """,
        "lib/twice.atl": "export fn twice(n: number) -> number { return n * 2; }",
    ]
}

/// Runs a tool of the PATH to its end.
func runTool(_ command: String, _ arguments: String..., in directory: URL) throws -> (status: Int32, output: String, error: String) {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [command] + arguments
    process.currentDirectoryURL = directory
    let (output, error) = (Pipe(), Pipe())
    (process.standardOutput, process.standardError) = (output, error)
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    let messages = String(decoding: error.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (process.terminationStatus, text, messages)
}
