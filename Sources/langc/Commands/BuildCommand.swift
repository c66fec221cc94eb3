import Basics
import Driver

extension Command {
    /// What `--emit` can ask for.
    enum Emission: String, CaseIterable {
        case binary, core, wat, object, expanded
    }

    static var build: Command {
        Command(
            "build", summary: "compile and link a program into one wasm file", usage: "[MAIN] [-o OUTPUT] [OPTIONS]",
            details: """
                Compiles the entry module MAIN and all modules it imports, each to an object, and links them with the runtime into one
                WebAssembly binary for WASI preview 1. Nothing is written when there is an error.
                With --unmerged the objects stay apart: DIR gets them, the runtime as a module of its own, and a loader for
                node (node DIR/run.mjs) and browsers. DIR must be new, empty, or hold an earlier result, which is replaced.
                With --reactor the result is a library that exports what MAIN exports, with modules and type declarations beside it
                for JavaScript and TypeScript: for out.wasm these are out.mjs, out.d.mts and out.instance.mjs with its types.
                With --target web the output is a directory (default: MAIN-web) with such a library and a page, index.html, that runs it
                and shows what it prints, for any web server.
                \(Command.mainOrProject)
                """,
            options: [
                Option("-o", "--output", value: "FILE", help: "where the result goes (default: MAIN's name with .wasm, in this directory; of a project target/NAME.wasm; - is standard output)"),
                Option("--target", value: "TARGET", help: "wasm (default; also wasm32-wasi), or web: a directory with a page that runs the program"),
                Option("--emit", value: "WHAT", help: "binary (default); core or wat: text of the entry module's Core or of the program; object: the entry module's object; expanded: the entry module without macros (Ai)"),
                .unmerged, .reactor, .watch,
            ] + Option.compiling + Option.linking + [.diagnostics], run: runBuild)
    }

    private static func runBuild(_ arguments: Arguments) throws -> ExitStatus {
        let target = arguments.value("--target") ?? "wasm"
        guard ["wasm", "wasm32-wasi", "web"].contains(target) else {
            throw UsageError("unknown target '\(target)'; targets are wasm and web")
        }
        if arguments.has("--watch") {
            let other = ["--unmerged"].first(where: arguments.has) ?? (target == "web" ? "--target web" : nil)
            if let other { throw UsageError("--watch and \(other) exclude each other") }
            if arguments.value("--output") == "-" { throw UsageError("--watch writes to a file, not to standard output") }
            let loop = try arguments.watchLoop("build")
            return try loop.run { try buildProgram(arguments, loop) }
        }
        if target == "web" { return try buildWebPage(arguments) }
        if let directory = arguments.value("--unmerged") { return try buildUnmerged(to: directory, arguments) }
        return try buildProgram(arguments, nil)
    }

    /// - Parameter loop: builds again when something changes; nil for one build.
    private static func buildProgram(_ arguments: Arguments, _ loop: WatchLoop?) throws -> ExitStatus {
        let emission = try arguments.choice("--emit", default: Emission.binary)
        var request = try arguments.buildRequest(default: .standard)
        var options = request.options
        options.exports = arguments.all("--export")
        options.exportsAll = arguments.has("--export-all")
        options.report = LinkReports.areWanted(arguments)
        options.reactor = arguments.has("--reactor")
        if options.reactor { try checkReactor(arguments) }
        try LinkReports.check(arguments, arguments.value("--output") ?? "")
        if options.report, emission != .binary { throw UsageError("a report on the program needs --emit binary") }
        options.tellsMissing = loop != nil
        request.options = options
        let result = BuildProgressLine.run(options, through: emission.stage)
        try loop?.built(result)
        var status = try show(result, arguments)
        if status == .success { status = try emit(emission, result, request, arguments) }
        if status == .success { loop?.sayBuilt(result) }
        return status
    }

    private static func buildUnmerged(to directory: String, _ arguments: Arguments) throws -> ExitStatus {
        try checkUnmerged(arguments)
        let options = try arguments.buildRequest(default: .standard).options
        var result = BuildProgressLine.run(options, through: .objects)
        let program = result.unmerge(options)
        return try write(program, result, to: directory, arguments)
    }

    private static func emit(_ emission: Emission, _ result: BuildResult, _ request: BuildRequest, _ arguments: Arguments) throws -> ExitStatus {
        let sources = result.inputs
        switch emission {
        case .core:
            guard let core = result.entryCore(request.options.optimization) else { return .internalError }
            return try write(Array(core.utf8), to: arguments.value("--output") ?? "-", besides: sources)
        case .wat:
            guard let text = result.programText else { return .internalError }
            return try write(Array(text.utf8), to: arguments.value("--output") ?? "-", besides: sources)
        case .expanded:
            guard let text = result.expandedEntry else { throw UsageError("--emit expanded needs a language with macros") }
            return try write(Array(text.utf8), to: arguments.value("--output") ?? "-", besides: sources)
        case .object:
            guard let object = result.objects.last else { return .internalError }
            return try write(object.bytes, to: try output(request, arguments, ".o.wasm"), besides: sources)
        case .binary:
            let target = try output(request, arguments, ".wasm")
            var status = try write(result, to: target, besides: sources)
            if status == .success, request.options.reactor { status = try writeLibraryFiles(result, beside: target, sources) }
            return status == .success ? try LinkReports.write(result, of: target, arguments, besides: sources) : status
        }
    }

    /// Where a binary result goes. The output directory of a project is made if it is not there.
    private static func output(_ request: BuildRequest, _ arguments: Arguments, _ ending: String) throws -> String {
        if let named = arguments.value("--output") { return named }
        guard let output = request.project?.output(ending) else { return Path.stem(request.options.entry) + ending }
        do throws(FileSystemError) {
            try RealFileSystem().createDirectories(Path.parent(output))
        } catch {
            Console.error("langc: cannot create '\(error.path)': \(error.cause.words)")
            throw ReportedFailure(status: .failure)
        }
        return output
    }

    /// Writes the program and its source map.
    ///
    /// - Parameter sources: canonical paths of files that the output must not replace.
    static func write(_ result: BuildResult, to output: String, besides sources: [String]) throws -> ExitStatus {
        let mapName = mapName(for: output)
        let directory = try? RealFileSystem().canonicalPath(Path.parent(output))
        guard let program = result.program(mapName: mapName, in: directory) else { return .internalError }
        let status = try write(program.binary, to: output, besides: sources)
        guard status == .success, let map = program.sourceMap else { return status }
        return try write(Array(map.utf8), to: output + ".map", besides: sources)
    }

    /// What a program written to `output` calls its source map.
    static func mapName(for output: String) -> String? { output == "-" ? nil : Path.lastComponent(output) + ".map" }

    /// Writes a result to a file, or to standard output for `-`.
    static func write(_ bytes: [UInt8], to output: String, besides sources: [String]) throws -> ExitStatus {
        if output == "-" {
            try Console.write(bytes)
            return .success
        }
        let files = RealFileSystem()
        if let old = try? files.canonicalPath(output), sources.contains(old) {
            throw UsageError("the output '\(output)' would replace \(sources.count == 1 ? "the source" : "an input")")
        }
        do {
            try files.write(bytes, to: output)
            return .success
        } catch {
            Console.error("langc: cannot write '\(error.path)': \(error.cause.words)")
            return .failure
        }
    }
}

extension Command.Emission {
    var stage: BuildStage {
        switch self {
        case .expanded: .expand
        case .core: .lower
        case .object: .objects
        case .binary, .wat: .link
        }
    }
}
