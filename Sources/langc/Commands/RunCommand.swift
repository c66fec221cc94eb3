import Driver

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
                .watch,
            ] + Option.compiling + [.diagnostics], passesArguments: true, run: runProgram)
    }

    private static func runProgram(_ arguments: Arguments) throws -> ExitStatus {
        if arguments.operands.count > 1 { throw UsageError("only one entry module is wanted; put arguments for the program after --") }
        var engine: Engine?
        if arguments.has("--runtime") { engine = try arguments.choice("--runtime", default: Engine.wasmtime) }
        guard arguments.has("--watch") else { return try buildAndRun(arguments, engine, watcher: nil).status }
        let loop = try WatchLoop(entry: arguments.operands.first ?? arguments.value("--root"), includeDirectories: arguments.all("--include"))
        return try loop.run { watcher in try buildAndRun(arguments, engine, watcher: watcher) }
    }

    /// - Parameter watcher: the program is stopped when it notices a change.
    private static func buildAndRun(_ arguments: Arguments, _ engine: Engine?, watcher: FileWatcher?) throws -> WatchLoop.Round {
        let request = try arguments.buildRequest(default: .none)
        let result = BuildProgressLine.run(request.options)
        var round = WatchLoop.Round(status: try show(result, arguments), inputs: result.inputs, root: result.root)
        guard round.status == .success else { return round }
        guard let program = result.program(mapName: nil) else {
            round.status = .internalError
            return round
        }
        let launcher = Launcher(directories: arguments.all("--dir"), environment: arguments.all("--env"))
        do {
            let status = try launcher.run(
                program.binary, on: engine, arguments: [request.options.entry] + arguments.rest,
                searchPath: Environment.searchPath, until: watcher.map { watcher in { watcher.hasChanged() } })
            round.status = ExitStatus(rawValue: status)
        } catch {
            Console.error("langc run: \(error.message)")
            round.status = .failure
        }
        return round
    }
}
