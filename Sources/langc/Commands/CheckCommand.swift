import Driver

extension Command {
    static var check: Command {
        Command(
            "check", summary: "report what is wrong with a program, without building it", usage: "MAIN [OPTIONS]",
            options: [
                .root,
                Option("--timings", help: "print how long each phase took"),
                Option("-j", "--jobs", value: "N", help: "parse up to N modules at the same time"),
                .diagnostics,
            ],
            run: { arguments in
                let entry = try arguments.single("entry module")
                let result = Build.run(try arguments.buildOptions(entry: entry, default: .none), through: .check)
                return try show(result, arguments)
            })
    }
}
