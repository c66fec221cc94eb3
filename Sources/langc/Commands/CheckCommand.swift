import Driver

extension Command {
    static var check: Command {
        Command(
            "check", summary: "report what is wrong with a program, without building it", usage: "[MAIN] [OPTIONS]", details: Command.mainOrProject,
            options: Option.locating + Option.warnings + Option.cachePlace + [
                Option("--timings", help: "print how long each phase took"),
                Option("-j", "--jobs", value: "N", help: "parse up to N modules at the same time"),
                .diagnostics,
            ],
            run: { arguments in
                let result = BuildProgressLine.run(try arguments.buildRequest(default: .none).options, through: .check)
                return try show(result, arguments)
            })
    }
}
