import Basics
import Diagnostics

/// A chain of imports that comes back to where it started.
public struct ImportCycle: Hashable, Sendable {
    /// One import of the chain.
    public struct Link: Hashable, Sendable {
        public let importer: ModuleID
        public let imported: ModuleID
        /// The source file of the importer, which `span` refers to.
        public let sourcePath: String
        /// The whole import declaration.
        public let span: SourceSpan
        /// The part of it that names the module.
        public let specifierSpan: SourceSpan
    }

    /// The imports in order, never empty. The first starts at the module that is entered again, which is the first of the
    /// cycle in depth-first order; the last one leads back to it and so closes the cycle.
    public let links: [Link]

    /// The import that closes the cycle.
    public var closing: Link { links[links.count - 1] }

    /// The modules along the chain, the first repeated at the end.
    public var modules: [ModuleID] { links.map(\.importer) + [closing.imported] }

    /// The path as a picture, a module a line, with an arrow from the last back to the first; long cycles are cut in the middle.
    ///
    ///     ┌─→ a.atl
    ///     │     ↓
    ///     └── b.atl
    public func drawing(longest: Int = 12) -> String {
        var names = links.map(\.importer.text)
        if names.count > longest {
            let half = longest / 2
            names = names[..<half] + ["… \(names.count - 2 * half) more …"] + names[(names.count - half)...]
        }
        guard names.count > 1 else { return "┌─→ \(names.first ?? "")\n└───┘" }
        var lines: [String] = []
        for (index, name) in names.enumerated() {
            let edge = index == 0 ? "┌─→ " : index == names.count - 1 ? "└── " : "│   "
            lines.append(edge + name)
            if index < names.count - 1 { lines.append("│     ↓") }
        }
        return lines.joined(separator: "\n")
    }

    /// The chain for people. Each module is shown by its file name; if two different ones share a file name, all are shown in full.
    public func description(separator: String = " → ") -> String {
        let modules = modules
        let names = Set(modules.map { String($0.lastComponent) })
        let isUnique = names.count == Set(modules).count
        return modules.map { isUnique ? String($0.lastComponent) : $0.text }.joined(separator: separator)
    }
}

extension ModuleGraph {
    /// The cycles whose severity is at least `severity`, one for every import that closes one, in the order of the walk from the entry.
    ///
    /// How bad a cycle is, the strictest language among the modules of its component decides. Since the chains together can be
    /// much longer than the program, at most `limit` cycles are returned, and after the first one only while the chains stay
    /// below a million imports in sum.
    /// - Parameter policies: by the name of the language; a language without one is left out.
    public func cycles(
        atLeast severity: Severity = .note, policies: [String: ModulePolicy], limit: Int = 100
    ) -> [(cycle: ImportCycle, severity: Severity)] {
        guard !closingEdges.isEmpty else { return [] }
        let components = components
        var strictest = [Severity?](repeating: nil, count: components.components.count)
        for (position, summary) in summaries.enumerated() {
            guard let own = policies[summary.language]?.cycles else { continue }
            let component = components.componentOf[position]
            strictest[component] = max(strictest[component] ?? own, own)
        }

        let parents = treeParents()
        var found: [(cycle: ImportCycle, severity: Severity)] = []
        var budget = 1_000_000
        for (importer, edge) in closingEdges where found.count < limit && budget > 0 {
            guard let worst = strictest[components.componentOf[importer]], worst >= severity else { continue }
            let cycle = cycle(from: edge.target, to: importer, closing: edge, parents)
            budget -= cycle.links.count
            found.append((cycle, worst))
        }
        return found
    }

    /// For every module but the entry the import by which the walk first came to it.
    private func treeParents() -> [(importer: Int, edge: Edge)?] {
        var parents = [(importer: Int, edge: Edge)?](repeating: nil, count: summaries.count)
        // A module's first importer on the walk is the one that was open when it was added. Replaying the walk finds it.
        var path = [(module: 0, next: 0)]
        var isSeen = [Bool](repeating: false, count: summaries.count)
        isSeen[0] = true
        while let (module, next) = path.last {
            guard next < edges[module].count else {
                path.removeLast()
                continue
            }
            path[path.count - 1].next += 1
            let edge = edges[module][next]
            if !isSeen[edge.target] {
                isSeen[edge.target] = true
                parents[edge.target] = (module, edge)
                path.append((edge.target, 0))
            }
        }
        return parents
    }

    private func cycle(
        from start: Int, to end: Int, closing: Edge, _ parents: [(importer: Int, edge: Edge)?]
    ) -> ImportCycle {
        var links = [link(end, closing)]
        var current = end
        while current != start, let (importer, edge) = parents[current] {
            links.append(link(importer, edge))
            current = importer
        }
        return ImportCycle(links: links.reversed())
    }

    private func link(_ importer: Int, _ edge: Edge) -> ImportCycle.Link {
        let summary = summaries[importer]
        let declaration = summary.imports[edge.importIndex]
        return ImportCycle.Link(
            importer: summary.module, imported: summaries[edge.target].module, sourcePath: summary.sourcePath,
            span: declaration.span, specifierSpan: declaration.specifierSpan)
    }
}
