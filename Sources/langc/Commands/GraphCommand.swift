import Driver

extension Command {
    enum GraphFormat: String, CaseIterable {
        case text, dot, json
    }

    static var graph: Command {
        Command(
            "graph", summary: "print which module imports which", usage: "[MAIN] [--format FORMAT]", details: Command.mainOrProject,
            options: [
                Option("--format", value: "FORMAT", help: "text (default), dot (for Graphviz) or json"),
                Option("--registry", help: "print what each exported name denotes: home module and name, kind, arity; text or json"),
            ] + Option.locating + [.diagnostics],
            run: { arguments in
                let format = try arguments.choice("--format", default: GraphFormat.text)
                let hasRegistry = arguments.has("--registry")
                if hasRegistry, format == .dot { throw UsageError("--registry comes as text or json") }
                var options = try arguments.buildRequest(default: .none).options
                // Interfaces are wanted as the checker gives them.
                options.cache = nil
                let result = Build.run(options, through: hasRegistry ? .check : .graph)
                let status = try show(result, arguments)
                if hasRegistry {
                    let registry = Registry(result.interfaces)
                    try Console.print(format == .json ? registry.json() + "\n" : registry.text())
                    return status
                }
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
