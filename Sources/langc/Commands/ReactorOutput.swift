import Basics
import Driver

extension Option {
    /// Understood by the commands that make programs.
    static let reactor = Option(
        "--reactor", help: "make a library for hosts, with modules for JavaScript beside it: all exports of the entry module, or those named by --export")
}

extension Command {
    /// What only concerns a program, and what a library needs.
    static func checkReactor(_ arguments: Arguments) throws {
        if arguments.has("--emit") { throw UsageError("--emit and --reactor exclude each other") }
        if arguments.value("--output") == "-" { throw UsageError("a library is several files; name one with -o, for example -o out.wasm") }
    }

    /// Writes the modules and declarations for JavaScript beside a library.
    static func writeLibraryFiles(_ result: BuildResult, beside output: String, _ sources: [String]) throws -> ExitStatus {
        guard let library = result.libraryFiles(wasm: Path.lastComponent(output)) else { return .internalError }
        for file in library.files {
            let path = Path.join(Path.parent(output), file.name)
            let status = try write(Array(file.text.utf8), to: path, besides: sources)
            guard status == .success else { return status }
        }
        return .success
    }
}

extension Command {
    /// `--target web`.
    static func buildWebPage(_ arguments: Arguments) throws -> ExitStatus {
        if let other = ["--emit", "--unmerged"].first(where: arguments.has) { throw UsageError("\(other) and --target web exclude each other") }
        let request = try arguments.buildRequest(default: .standard)
        var options = request.options
        options.exports = arguments.all("--export")
        options.exportsAll = arguments.has("--export-all")
        options.report = LinkReports.areWanted(arguments)
        options.reactor = true
        let name = request.project?.manifest?.name ?? Path.stem(options.entry)
        let directory = try arguments.value("--output") ?? request.project?.output("-web").map(folder) ?? name + "-web"
        try LinkReports.check(arguments, directory)
        let result = BuildProgressLine.run(options)
        let status = try show(result, arguments)
        guard status == .success else { return status }
        guard let page = result.webPage(name: name) else { return .internalError }
        do throws(WebPage.WriteError) {
            try page.write(to: directory)
        } catch {
            Console.error("langc: \(error.message(directory))")
            return .failure
        }
        return try LinkReports.write(result, of: Path.join(directory, name + ".wasm"), arguments, besides: result.inputs)
    }

    /// The path, after the directory it lies in has been made.
    private static func folder(_ path: String) throws -> String {
        do throws(FileSystemError) {
            try RealFileSystem().createDirectories(Path.parent(path))
            return path
        } catch {
            Console.error("langc: cannot create '\(error.path)': \(error.cause.words)")
            throw ReportedFailure(status: .failure)
        }
    }
}
