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
        guard arguments.has("--watch") else { return try buildOnce(arguments, nil) }
        if arguments.value("--output") == "-" { throw UsageError("--watch writes to a file, not to standard output") }
        let loop = try arguments.watchLoop("build")
        return try loop.run { try buildOnce(arguments, loop) }
    }

    /// - Parameter loop: builds again when something changes; nil for one build.
    private static func buildOnce(_ arguments: Arguments, _ loop: WatchLoop?) throws -> ExitStatus {
        if try arguments.target() == .web { return try buildWebPage(arguments, loop) }
        if let directory = arguments.value("--unmerged") { return try buildUnmerged(to: directory, arguments, loop) }
        return try buildProgram(arguments, loop)
    }

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
        options.products = arguments.productKey("build", options, isWanted: emission != .binary)
        request.options = options
        let result = BuildProgressLine.run(options, through: emission.stage)
        try loop?.built(result)
        var status = try show(result, arguments)
        if status == .success {
            let output = arguments.value("--output") ?? request.project?.output(emission == .object ? ".o.wasm" : ".wasm")
            if let output, arguments.value("--output") == nil { try makeFolder(of: output) }
            status = try result.write(besides: result.inputs) { try products(emission, result, request, arguments, output) }
        }
        if status == .success { loop?.sayBuilt(result) }
        return status
    }

    private static func buildUnmerged(to directory: String, _ arguments: Arguments, _ loop: WatchLoop?) throws -> ExitStatus {
        try checkUnmerged(arguments)
        var options = try arguments.buildRequest(default: .standard).options
        options.tellsMissing = loop != nil
        options.products = arguments.productKey("unmerged", options, isWanted: true)
        var result = BuildProgressLine.run(options, through: .objects)
        try loop?.built(result)
        let program = result.products.map { UnmergedProgram(files: $0.map { ($0.path, $0.bytes) }) } ?? result.unmerge(options)
        let status = try write(program, result, to: directory, arguments)
        guard status == .success else { return status }
        if result.products == nil { result.keep(program?.files.map { BuildProduct(.part, path: $0.path, $0.bytes) }) }
        loop?.sayBuilt(result)
        return .success
    }

    /// - Parameter output: where a binary result goes; nil for beside the current directory, named after the entry.
    private static func products(
        _ emission: Emission, _ result: BuildResult, _ request: BuildRequest, _ arguments: Arguments, _ output: String?
    ) throws -> (products: [BuildProduct], complaint: String?)? {
        func text(_ text: String?) -> ([BuildProduct], String?)? {
            text.map { ([BuildProduct(.file, path: arguments.value("--output") ?? "-", Array($0.utf8))], nil) }
        }
        let stem = Path.stem(request.options.entry)
        switch emission {
        case .core: return text(result.entryCore(request.options.optimization))
        case .wat: return text(result.programText)
        case .expanded:
            guard let expanded = result.expandedEntry else { throw UsageError("--emit expanded needs a language with macros") }
            return text(expanded)
        case .object:
            return result.objects.last.map { ([BuildProduct(.file, path: output ?? stem + ".o.wasm", $0.bytes)], nil) }
        case .binary:
            let target = output ?? stem + ".wasm"
            guard var products = programProducts(of: result, for: target) else { return nil }
            if request.options.reactor {
                guard let library = libraryProducts(of: result, beside: target) else { return nil }
                products += library
            }
            let (reports, complaint) = LinkReports.products(of: result, for: target, arguments)
            return (products + reports, complaint)
        }
    }

    /// Makes the output directory of a project if it is not there.
    static func makeFolder(of output: String) throws {
        do throws(FileSystemError) {
            try RealFileSystem().createDirectories(Path.parent(output))
        } catch {
            Console.error("langc: cannot create '\(error.path)': \(error.cause.words)")
            throw ReportedFailure(status: .failure)
        }
    }

    /// The program and its source map; nil when there is none.
    static func programProducts(of result: BuildResult, for output: String) -> [BuildProduct]? {
        let directory = try? RealFileSystem().canonicalPath(Path.parent(output))
        guard let program = result.program(mapName: mapName(for: output), in: directory) else { return nil }
        let map = program.sourceMap.map { BuildProduct(.file, path: output + ".map", Array($0.utf8)) }
        return [BuildProduct(.file, path: output, program.binary)] + (map.map { [$0] } ?? [])
    }

    /// What a program written to `output` calls its source map.
    static func mapName(for output: String) -> String? { output == "-" ? nil : Path.lastComponent(output) + ".map" }

    /// Writes the files, all of them or none, then prints what goes to standard output.
    ///
    /// - Parameters:
    ///   - complaint: why there are no more.
    ///   - sources: canonical paths of files that no output may replace.
    static func write(_ products: [BuildProduct], _ complaint: String? = nil, besides sources: [String]) throws -> ExitStatus {
        func isPrinted(_ product: BuildProduct) -> Bool { product.kind == .text || product.path == "-" }
        let status = try writeFiles(products.filter { !isPrinted($0) }.map { ($0.path, $0.bytes) }, besides: sources)
        guard status == .success else { return status }
        for product in products where isPrinted(product) {
            if product.kind == .text { try Console.print(String(decoding: product.bytes, as: UTF8.self)) } else { try Console.write(product.bytes) }
        }
        guard let complaint else { return .success }
        Console.error("langc: \(complaint)")
        return .failure
    }

    /// Writes a result to a file, or to standard output for `-`.
    static func write(_ bytes: [UInt8], to output: String, besides sources: [String]) throws -> ExitStatus {
        try write([BuildProduct(.file, path: output, bytes)], besides: sources)
    }

    private static func writeFiles(_ outputs: [(path: String, bytes: [UInt8])], besides sources: [String]) throws -> ExitStatus {
        let files = RealFileSystem()
        for output in outputs {
            guard let old = try? files.canonicalPath(output.path), sources.contains(old) else { continue }
            throw UsageError("the output '\(output.path)' would replace \(sources.count == 1 ? "the source" : "an input")")
        }
        do {
            try files.writeTogether(outputs)
            return .success
        } catch {
            Console.error("langc: cannot write '\(error.path)': \(error.cause.words)")
            return .failure
        }
    }
}

extension BuildResult {
    /// Writes what the command makes of the build, or has made of it before, and keeps it for the next time.
    ///
    /// - Parameters:
    ///   - sources: canonical paths of files that no output may replace.
    ///   - make: the products, and why there are no more; nil if langc has a bug.
    func write(besides sources: [String], _ make: () throws -> (products: [BuildProduct], complaint: String?)?) throws -> ExitStatus {
        if let products { return try Command.write(products, besides: sources) }
        guard let (made, complaint) = try make() else { return .internalError }
        let status = try Command.write(made, complaint, besides: sources)
        keep(status == .success ? made : nil)
        return status
    }
}

extension Arguments {
    /// Options that change nothing of what is made. One that is missing here costs a build, one too many would be a bug.
    private static let withoutProducts: Set<String> = ["--jobs", "--timings", "--watch", "--explain", "--runtime", "--dir", "--env"]

    /// What tells the products of this command line from those of others that build the same; nil if the program is the only product.
    ///
    /// - Parameter isWanted: the program is not the product.
    func productKey(_ command: String, _ options: BuildOptions, isWanted: Bool) -> [String]? {
        guard options.cache != nil, isWanted || options.sourceMap || options.report || options.reactor else { return nil }
        let files = RealFileSystem()
        let output = value("--output") ?? options.project?.output(".wasm") ?? ""
        let places = [".", Path.parent(output)].map { (try? files.canonicalPath($0)) ?? "" }
        return [command, options.entry, output] + places + given(besides: Self.withoutProducts)
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
