import Driver

extension Command {
    enum GraphFormat: String, CaseIterable {
        case text, dot, json
    }

    static var graph: Command {
        Command(
            "graph", summary: "print which module imports which", usage: "[MAIN] [--format FORMAT]", details: Command.mainOrProject,
            options: [Option("--format", value: "FORMAT", help: "text (default), dot (for Graphviz) or json")] + Option.locating + [.diagnostics],
            run: { arguments in
                let format = try arguments.choice("--format", default: GraphFormat.text)
                let result = Build.run(try arguments.buildRequest(default: .none).options, through: .graph)
                let status = try show(result, arguments)
                guard let graph = result.graph else { return status }
                switch format {
                case .text: try Console.print(graph.text())
                case .dot: try Console.print(graph.dot())
                case .json: try Console.print(graph.json(policies: Language.policies))
                }
                return status
            })
    }
}
