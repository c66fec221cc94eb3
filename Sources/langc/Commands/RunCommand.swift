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
        guard arguments.has("--watch") else { return try buildAndRun(arguments, engine, nil) }
        let loop = try arguments.watchLoop("run")
        return try loop.run { try buildAndRun(arguments, engine, loop) }
    }

    /// - Parameter loop: stops the program when something changes, and builds and runs again; nil for one run.
    private static func buildAndRun(_ arguments: Arguments, _ engine: Engine?, _ loop: WatchLoop?) throws -> ExitStatus {
        var options = try arguments.buildRequest(default: .none).options
        options.tellsMissing = loop != nil
        options.products = arguments.productKey("run", options, isWanted: false)
        let result = BuildProgressLine.run(options)
        try loop?.built(result)
        let status = try show(result, arguments)
        guard status == .success else { return status }
        guard let program = result.products?.first?.bytes ?? result.program(mapName: nil)?.binary else { return .internalError }
        if result.products == nil { result.keep([BuildProduct(.file, program)]) }
        loop?.sayBuilt(result, next: "running")
        let launcher = Launcher(directories: arguments.all("--dir"), environment: arguments.all("--env"))
        do {
            let ending = try launcher.run(
                program, on: engine, arguments: [options.entry] + arguments.rest,
                searchPath: Environment.searchPath, until: loop.map { loop in { loop.hasChanged() } })
            guard loop != nil else { return ExitStatus(rawValue: ending.status) }
            if let signal = ending.interruption { Interruption.end(by: signal) }
            let end = ending.isStopped ? "was stopped" : "has ended with status \(ending.status); \(WatchLoop.waiting)"
            Console.error("langc: the program \(end)")
            return .success
        } catch {
            Console.error("langc run: \(error.message)")
            return .failure
        }
    }
}
