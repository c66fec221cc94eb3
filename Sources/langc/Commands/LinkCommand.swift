import Basics
import Driver

extension Command {
    static var link: Command {
        Command(
            "link", summary: "link objects into one program", usage: "OBJECT … [-o OUTPUT] [OPTIONS]",
            details: """
                Links objects, in any order, with the runtime. Objects of the standard library that they need are made when missing.
                The entry is the module that no other module imports, unless --entry names one.
                """,
            options: [
                Option("-o", "--output", value: "FILE", help: "where the program goes (default: a.wasm; - is standard output)"),
                .unmerged, .reactor,
                Option("--target", value: "TARGET", help: "wasm (default), or web: a page that runs the program, in the directory of the file that -o names"),
                Option("--entry", value: "MODULE", help: "the id of the entry module"),
                Option("-O0", help: "do not optimize across objects, nor the objects of the standard library"),
                Option("-O", help: "optimize across objects (default)"),
                Option("-O3", help: "optimize the program with Binaryen as well; not together with -g or --unmerged"),
                Option("-g", help: "keep the names of functions and make a source map; objects compiled with -g have call stacks in any case"),
                Option("--root", value: "DIR", help: "where module ids count from; sources for the map are taken from there (default: they are looked for)"),
                Option("--gc-stress", help: "collect garbage at every opportunity and poison freed memory"),
                Option("-j", "--jobs", value: "N", help: "work on up to N objects at the same time (default: number of processors)"),
                .timings,
            ] + Option.linking + Option.warnings + [.diagnostics], readsArgumentFiles: true, run: runLink)
    }

    /// Where the sources of objects may be: here, beside the objects, or a directory above.
    private static func sourceDirectories(_ objects: [String]) -> [String] {
        var seen: Set<String> = []
        let folders = ["."] + objects.map { object in object.lastIndex(of: "/").map { String(object[...$0]) } ?? "." }
        let all = folders + folders.map { Path.join($0, "..") }
        return all.filter { seen.insert($0).inserted }
    }

    private static func writePage(_ result: BuildResult, _ output: String, _ arguments: Arguments, besides inputs: [String]) throws -> ExitStatus {
        guard let page = result.webPage(name: Path.stem(output)) else { return .internalError }
        let written = try write(page, to: Path.parent(output))
        guard written == .success else { return written }
        let (reports, complaint) = LinkReports.products(of: result, for: output, arguments)
        return try write(reports, complaint, besides: inputs)
    }

    private static func runLink(_ arguments: Arguments) throws -> ExitStatus {
        guard !arguments.operands.isEmpty else { throw UsageError("no objects given") }
        let output = arguments.value("--output") ?? "a.wasm"
        let directory = arguments.value("--unmerged")
        if directory != nil {
            try checkUnmerged(arguments)
        }
        let isPage = try arguments.target() == .web
        if isPage, directory != nil { throw UsageError("--target web and --unmerged exclude each other") }
        try LinkReports.check(arguments, output)
        var job = LinkJob()
        job.entry = arguments.value("--entry")
        job.keepNames = arguments.has("-g")
        job.sourceMap = arguments.has("-g")
        job.collectorStress = arguments.has("--gc-stress")
        job.optimization = try arguments.optimization() ?? .standard
        job.exports = arguments.all("--export")
        job.exportsAll = arguments.has("--export-all")
        job.warnings = try arguments.warningLevels()
        job.report = LinkReports.areWanted(arguments)
        job.reactor = arguments.has("--reactor") || isPage
        job.jobs = try arguments.jobs()
        job.isLastWork = true
        if job.reactor { try checkReactor(arguments) }
        let objects: LinkJob.Objects
        do throws(FileSystemError) {
            objects = try job.read(arguments.operands, RealFileSystem())
        } catch {
            Console.error("langc link: cannot read '\(error.path)': \(error.cause.words)")
            return .failure
        }
        if let directory {
            job.sourceDirectories = arguments.value("--root").map { [$0] } ?? sourceDirectories(arguments.operands)
            var (result, program) = job.unmerge(objects)
            result.findSources(in: sourceDirectories(arguments.operands), fileSystem: RealFileSystem())
            return try write(program, result, to: directory, arguments)
        }
        let operands = arguments.operands
        let inputs = EarlyValue(isEarly: job.jobs > 1) { RealFileSystem().canonicalPaths(of: operands) }
        var result = job.run(objects)
        result.root = arguments.value("--root").flatMap { try? RealFileSystem().canonicalPath($0) }
        if !result.diagnostics.isEmpty || result.root != nil {
            result.findSources(in: result.root.map { [$0] } ?? sourceDirectories(arguments.operands), fileSystem: RealFileSystem())
        }
        let status = try show(result, arguments)
        guard status == .success else { return status }
        if isPage { return try writePage(result, output, arguments, besides: inputs.get()) }
        guard var products = programProducts(of: result, for: output) else { return .internalError }
        if job.reactor {
            guard let library = libraryProducts(of: result, beside: output) else { return .internalError }
            products += library
        }
        let (reports, complaint) = LinkReports.products(of: result, for: output, arguments)
        return try write(products + reports, complaint, besides: inputs.get())
    }
}
