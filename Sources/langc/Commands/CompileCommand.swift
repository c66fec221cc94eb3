import Basics
import Driver

extension Command {
    static var compile: Command {
        Command(
            "compile", summary: "compile one module to an object", usage: "-c MODULE [-o OBJECT] [OPTIONS] | --job JOB [INTERFACE …] -o OBJECT [OPTIONS]",
            details: """
                Compiles only MODULE; the modules it imports are read and checked for their interfaces. The object is a wasm module that
                'langc link' takes. Its format is described in docs/object-format.md. Objects that are to be linked together must be
                compiled with the same root, for their modules know one another by their paths from there.
                With --job nothing is looked for: JOB, which 'langc plan' writes, says which files there are and what each import means, and
                the interfaces of what is imported are given, in files from 'langc interface'. No other file is read, no manifest either.
                Where JOB has several modules, which import one another, each has its -o, in the order of JOB.
                """,
            options: [
                Option("-c", help: "one object is wanted; the only thing this command does, and may be left out"),
                Option("-o", "--output", value: "FILE", help: "where the object goes (default: MODULE's name with .o.wasm; - is standard output)"),
                Option("--job", value: "FILE", help: "compile what FILE says, from the given interfaces"),
                Option("--with-dependencies", help: "write the objects of all modules of the program into the directory that -o names"),
                Option("--signals", help: "the object is for a program with modules in Ai, of which MODULE imports none: errors in Ai pass through it"),
            ] + Option.compiling + [.diagnostics], readsArgumentFiles: true, run: runCompile)
    }

    private static func runCompile(_ arguments: Arguments) throws -> ExitStatus {
        if let job = arguments.value("--job") { return try runJob(job, arguments) }
        let module = try arguments.single("module")
        var options = try arguments.request(for: module, default: .standard).options
        options.passesSignals = arguments.has("--signals")
        let result = BuildProgressLine.run(options, through: .objects)
        let status = try show(result, arguments)
        guard status == .success else { return status }
        if arguments.has("--with-dependencies") { return try writeAll(result, to: arguments.value("--output") ?? ".") }
        guard let object = result.objects.last else { return .internalError }
        return try write(object.bytes, to: arguments.value("--output") ?? "\(Path.stem(module)).o.wasm", besides: result.inputs)
    }

    private static func writeAll(_ result: BuildResult, to directory: String) throws -> ExitStatus {
        do {
            try RealFileSystem().createDirectories(directory)
        } catch {
            Console.error("langc compile: cannot create '\(error.path)': \(error.cause.words)")
            return .failure
        }
        for (name, object) in result.objectFiles {
            let status = try write(object.bytes, to: Path.join(directory, name), besides: result.inputs)
            guard status == .success else { return status }
        }
        return .success
    }
}
