import Driver

extension Option {
    /// What the commands that link understand.
    static let linking: [Option] = [
        Option("--export", value: "NAME", help: "export this function or variable of the entry module from the program; may be repeated"),
        Option("--map", value: "FILE", help: "write what is where in the program; - is standard output"),
        Option("--link-report", value: "FILE", help: "write what is where and why, and what was left out, as JSON; - is standard output"),
        Option("--why-live", value: "NAME", help: "print why a function, variable or piece of data is in the program"),
        Option("--print-removed", help: "print what was left out because nothing needs it"),
        Option("--print-init-order", help: "print the modules in order of initialization, each with the imports that put it there"),
    ]
}

/// What can be asked about a linked program.
enum LinkReports {
    static func areWanted(_ arguments: Arguments) -> Bool {
        (["--map", "--link-report"] + printing).contains(where: arguments.has)
    }

    /// What goes to standard output.
    private static let printing = ["--why-live", "--print-removed", "--print-init-order"]

    /// Standard output can hold the program or what is said about it.
    static func check(_ arguments: Arguments, _ output: String) throws {
        let toOutput = ["--map", "--link-report"].contains { arguments.value($0) == "-" } || printing.contains(where: arguments.has)
        if output == "-", toOutput { throw UsageError("the program and a report cannot both go to standard output") }
    }

    static func write(_ result: BuildResult, _ arguments: Arguments, besides sources: [String]) throws -> ExitStatus {
        guard let report = result.link?.report else { return .success }
        for (option, text) in [("--map", report.mapText), ("--link-report", report.json + "\n")] {
            guard let file = arguments.value(option) else { continue }
            let status = try Command.write(Array(text.utf8), to: file, besides: sources)
            guard status == .success else { return status }
        }
        if arguments.has("--print-removed") { try Console.print(report.removedText) }
        if arguments.has("--print-init-order") { try Console.print(report.initializationText(result.sources)) }
        for name in arguments.all("--why-live") {
            // A function is called by its module's and its own name; the latter alone will do.
            let full = report.items.first { $0.place != nil && $0.name.hasSuffix(".\(name)") }?.name
            guard let text = report.whyLiveText(name) ?? full.flatMap(report.whyLiveText) else {
                Console.error("langc: '\(name)' is not in the program; --map shows what is")
                return .failure
            }
            try Console.print(text)
        }
        return .success
    }
}
