import Driver

extension Option {
    /// What the commands that link understand.
    static let linking: [Option] = [
        Option("--export", value: "NAME", help: "export this function or variable of the entry module from the program; may be repeated"),
        Option("--export-all", help: "export all functions and variables that the entry module exports"),
        Option("--map", value: "FILE", help: "write what is where in the program; - is standard output"),
        Option("--treemap", value: "FILE", help: "write the sizes of modules, functions and data as a map, a web page; - is standard output"),
        Option("--link-report", value: "FILE", help: "write what is where and why, and what was left out, as JSON; - is standard output"),
        Option("--why-live", value: "NAME", help: "print why a function, variable or piece of data is in the program"),
        Option("--print-removed", help: "print what was left out because nothing needs it"),
        Option("--print-init-order", help: "print the modules in order of initialization, each with the imports that put it there"),
    ]
}

/// What can be asked about a linked program.
enum LinkReports {
    static func areWanted(_ arguments: Arguments) -> Bool {
        (files + printing).contains(where: arguments.has)
    }

    /// What goes to files.
    private static let files = ["--map", "--treemap", "--link-report"]

    /// What goes to standard output.
    private static let printing = ["--why-live", "--print-removed", "--print-init-order"]

    /// Standard output can hold the program or what is said about it.
    static func check(_ arguments: Arguments, _ output: String) throws {
        let toOutput = files.contains { arguments.value($0) == "-" } || printing.contains(where: arguments.has)
        if output == "-", toOutput { throw UsageError("the program and a report cannot both go to standard output") }
    }

    /// The reports that are wanted, and why one of them cannot be made.
    ///
    /// - Parameter output: where the program goes.
    static func products(of result: BuildResult, for output: String, _ arguments: Arguments) -> (products: [BuildProduct], complaint: String?) {
        guard let report = result.report(mapName: Command.mapName(for: output)) else { return ([], nil) }
        var products: [BuildProduct] = []
        for (option, text) in [("--map", report.mapText), ("--treemap", report.treemapHTML), ("--link-report", report.json + "\n")] {
            if let file = arguments.value(option) { products.append(BuildProduct(.file, path: file, Array(text.utf8))) }
        }
        if arguments.has("--print-removed") { products.append(BuildProduct(.text, Array(report.removedText.utf8))) }
        if arguments.has("--print-init-order") { products.append(BuildProduct(.text, Array(report.initializationText(result.sources).utf8))) }
        for name in arguments.all("--why-live") {
            guard let text = report.whyLiveText(name) else { return (products, report.whyNot(name)) }
            products.append(BuildProduct(.text, Array(text.utf8)))
        }
        return (products, nil)
    }
}
