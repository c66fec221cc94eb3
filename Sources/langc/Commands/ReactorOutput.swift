import Basics
import Driver

extension Option {
    /// Understood by the commands that make programs.
    static let reactor = Option(
        "--reactor", help: "make a library for hosts, with modules for JavaScript beside it: all exports of the entry module, or those named by --export")
}

/// What a program is for.
enum ProgramTarget {
    case wasm, web
}

extension Arguments {
    /// What `--target` says.
    func target() throws -> ProgramTarget {
        switch value("--target") ?? "wasm" {
        case "wasm", "wasm32-wasi": return .wasm
        case "web": return .web
        case let other: throw UsageError("unknown target '\(other)'; targets are wasm and web")
        }
    }
}

extension Command {
    /// What only concerns a program, and what a library needs.
    static func checkReactor(_ arguments: Arguments) throws {
        if arguments.has("--emit") { throw UsageError("--emit and --reactor exclude each other") }
        if arguments.value("--output") == "-" { throw UsageError("a library is several files; name one with -o, for example -o out.wasm") }
    }

    /// The modules and declarations for JavaScript beside a library; nil when there is none.
    static func libraryProducts(of result: BuildResult, beside output: String) -> [BuildProduct]? {
        result.libraryFiles(wasm: Path.lastComponent(output))?.files.map { file in
            BuildProduct(.file, path: Path.join(Path.parent(output), file.name), Array(file.text.utf8))
        }
    }
}

extension Command {
    /// `--target web`.
    ///
    /// - Parameter loop: builds again when something changes; nil for one build.
    static func buildWebPage(_ arguments: Arguments, _ loop: WatchLoop?) throws -> ExitStatus {
        if let other = ["--emit", "--unmerged"].first(where: arguments.has) { throw UsageError("\(other) and --target web exclude each other") }
        let request = try arguments.buildRequest(default: .standard)
        var options = request.options
        options.exports = arguments.all("--export")
        options.exportsAll = arguments.has("--export-all")
        options.report = LinkReports.areWanted(arguments)
        options.reactor = true
        options.tellsMissing = loop != nil
        let name = request.project?.manifest?.name ?? Path.stem(options.entry)
        let usual = request.project?.output("-web") ?? name + "-web"
        let directory = arguments.value("--output") ?? usual
        if request.project != nil, directory == usual { try makeFolder(of: usual) }
        try LinkReports.check(arguments, directory)
        options.products = arguments.productKey("web", options, isWanted: true)
        let result = BuildProgressLine.run(options)
        try loop?.built(result)
        var status = try show(result, arguments)
        if status == .success { status = try writeWebPage(of: result, named: name, to: directory, arguments) }
        if status == .success { loop?.sayBuilt(result) }
        return status
    }

    private static func writeWebPage(
        of result: BuildResult, named name: String, to directory: String, _ arguments: Arguments
    ) throws -> ExitStatus {
        if let products = result.products {
            let written = try write(WebPage(products), to: directory)
            return written == .success ? try write(products.filter { $0.kind != .part }, besides: result.inputs) : written
        }
        guard let page = result.webPage(name: name) else { return .internalError }
        let written = try write(page, to: directory)
        guard written == .success else { return written }
        let (reports, complaint) = LinkReports.products(of: result, for: Path.join(directory, name + ".wasm"), arguments)
        let reported = try write(reports, complaint, besides: result.inputs)
        result.keep(reported == .success ? page.files.map { BuildProduct(.part, path: $0.name, $0.bytes) } + reports : nil)
        return reported
    }

    /// Writes a page as a directory.
    static func write(_ page: WebPage, to directory: String) throws -> ExitStatus {
        do throws(WebPage.WriteError) {
            try page.write(to: directory)
            return .success
        } catch {
            Console.error("langc: \(error.message(directory))")
            return .failure
        }
    }
}
