import Basics
import Diagnostics

extension ModuleGraph {
    /// One line a module in initialization order, below it its imports in source order.
    public func text() -> String {
        var text = ""
        for position in initializationOrder {
            let summary = summaries[position]
            text += "\(summary.module) (\(summary.language))\n"
            for declaration in summary.imports {
                let verb = declaration.reexport == nil ? "imports" : "re-exports"
                let target = declaration.module.map(\.text) ?? "'\(declaration.specifier)' (not found)"
                let bindings = declaration.bindings.map(\.summary).joined(separator: ", ")
                text += "  \(verb) \(target)" + (bindings.isEmpty ? "" : ": " + bindings) + "\n"
            }
        }
        return text
    }

    /// The graph in the DOT language. Modules stand in initialization order; imports that close a cycle and modules that are
    /// not there are red.
    public func dot() -> String {
        var closing: Set<[Int]> = []
        for (importer, edge) in closingEdges { closing.insert([importer, edge.target]) }
        var text = "digraph modules {\n  rankdir=LR;\n  node [shape=box];\n"
        for position in initializationOrder { text += "  \(JSONText.quoted(summaries[position].module.text));\n" }
        let dependencies = dependencies
        for position in initializationOrder {
            for target in dependencies[position] {
                let mark = closing.contains([position, target]) ? " [color=red]" : ""
                let names = [position, target].map { JSONText.quoted(summaries[$0].module.text) }
                text += "  \(names[0]) -> \(names[1])\(mark);\n"
            }
            for name in missingNames(of: position) {
                let missing = JSONText.quoted(name)
                text += "  \(missing) [color=red, style=dashed];\n"
                text += "  \(JSONText.quoted(summaries[position].module.text)) -> \(missing) [color=red];\n"
            }
        }
        return text + "}\n"
    }

    /// What a module imports that is not in the graph, as far as known, each once.
    private func missingNames(of position: Int) -> [String] {
        var seen: Set<String> = []
        return summaries[position].imports.compactMap { declaration in
            if let module = declaration.module, self.position(of: module) != nil { return nil }
            let name = declaration.module?.text ?? declaration.specifier
            return seen.insert(name).inserted ? name : nil
        }
    }

    /// A JSON object: `entry`, `initializationOrder` (module ids), `modules` in that order (`id`, `language`, `source`,
    /// `imports`, each with `module`, `specifier`, `bindings`, `reexport`, `start` and `end` in bytes), `cycles` (arrays of module ids).
    ///
    /// - Parameter policies: decide which cycles are listed; see `cycles(atLeast:policies:limit:)`.
    public func json(policies: [String: ModulePolicy] = [:]) -> String {
        let ordered = initializationOrder.map { summaries[$0] }
        let cycles = cycles(policies: policies).map { found in
            JSONText.array(found.cycle.modules.map { JSONText.quoted($0.text) })
        }
        return JSONText.object([
            "entry": summaries.first.map { JSONText.quoted($0.module.text) } ?? "null",
            "initializationOrder": JSONText.array(ordered.map { JSONText.quoted($0.module.text) }),
            "modules": JSONText.array(ordered.map(Self.json)),
            "cycles": JSONText.array(cycles),
        ])
    }

    private static func json(_ summary: ModuleSummary) -> String {
        let imports = summary.imports.map { declaration in
            JSONText.object([
                "module": declaration.module.map { JSONText.quoted($0.text) } ?? "null",
                "specifier": JSONText.quoted(declaration.specifier),
                "bindings": JSONText.array(declaration.bindings.map { JSONText.quoted($0.summary) }),
                "reexport": declaration.reexport == nil ? "false" : "true",
                "start": String(declaration.span.start), "end": String(declaration.span.end),
            ])
        }
        return JSONText.object([
            "id": JSONText.quoted(summary.module.text), "language": JSONText.quoted(summary.language),
            "source": JSONText.quoted(summary.sourcePath), "imports": JSONText.array(imports),
        ])
    }
}

extension ImportBinding {
    /// The binding in a few words that belong to no language: `a`, `a as b`, `*`, `* as m`.
    public var summary: String {
        switch self {
        case .named(let named): named.alias == named.name ? named.name : "\(named.name) as \(named.alias)"
        case .wildcard(let excluding, let prefix, _):
            "*" + (excluding.isEmpty ? "" : " except " + excluding.sorted().joined(separator: " "))
                + (prefix.isEmpty ? "" : " prefix " + prefix)
        case .namespace(let alias, _): "* as \(alias)"
        case .qualifiedOnly(let qualifiers, _): "qualified " + qualifiers.joined(separator: " ")
        }
    }
}
