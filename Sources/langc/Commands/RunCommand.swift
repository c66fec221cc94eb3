import Driver
import Foundation

extension Command {
    static var runCommand: Command {
        Command(
            "run", summary: "build a program and run it", usage: "[MAIN] [OPTIONS] [-- ARGUMENT …]",
            details: """
                Builds the program in a temporary file and runs it. What stands after -- goes to the program. The exit status is the program's.
                The runtime is the first of wasmtime, node and wasmkit that is on the PATH, unless --runtime names one.
                \(Command.mainOrProject)
                """,
            options: [
                Option("--runtime", value: "NAME", help: "wasmtime, node or wasmkit"),
                Option("--dir", value: "DIR", help: "let the program see this directory, `.` for the current one; otherwise it sees no files; may be repeated"),
                Option("--env", value: "NAME=VALUE", help: "set an environment variable for the program; may be repeated"),
            ] + Option.compiling + [.diagnostics], passesArguments: true, run: runProgram)
    }

    private static func runProgram(_ arguments: Arguments) throws -> ExitStatus {
        if arguments.operands.count > 1 { throw UsageError("only one entry module is wanted; put arguments for the program after --") }
        var engine: Engine?
        if arguments.has("--runtime") { engine = try arguments.choice("--runtime", default: Engine.wasmtime) }
        let request = try arguments.buildRequest(default: .none)
        let result = Build.run(request.options)
        let status = try show(result, arguments)
        guard status == .success else { return status }
        guard let program = result.program(mapName: nil) else { return .internalError }
        let launcher = Launcher(directories: arguments.all("--dir"), environment: arguments.all("--env"))
        do {
            let status = try launcher.run(
                program.binary, on: engine, arguments: [request.options.entry] + arguments.rest,
                searchPath: ProcessInfo.processInfo.environment["PATH"] ?? "")
            return ExitStatus(rawValue: status)
        } catch {
            Console.error("langc run: \(error.message)")
            return .failure
        }
    }
}
