import Basics
import Driver

extension Command {
    static var inspect: Command {
        Command(
            "inspect", summary: "show what is in an object or a program", usage: "FILE [--json]",
            details: "Shows the interface, imports, exports, sections and sizes of a wasm file; of an object also what it asks of the linker.",
            options: [
                Option("--json", help: "as one JSON object"),
                Option("--wat", help: "the whole module as text"),
            ],
            run: { arguments in
                let path = try arguments.single("file")
                if arguments.has("--json"), arguments.has("--wat") { throw UsageError("--json and --wat exclude each other") }
                do {
                    let bytes = try RealFileSystem().read(path)
                    let inspection = try Inspection(bytes)
                    let text = arguments.has("--wat") ? inspection.wat : arguments.has("--json") ? inspection.json : inspection.text
                    try Console.print(text)
                    return .success
                } catch let error as FileSystemError {
                    Console.error("langc inspect: cannot read '\(error.path)': \(error.cause.words)")
                } catch let error as Inspection.Failure {
                    Console.error("langc inspect: '\(path)' is not a wasm file that langc can read: \(error.message)")
                }
                return .failure
            })
    }
}
