import Basics
import Diagnostics

/// The modules that an entry module reaches, and the orders that follow from their imports.
///
/// Everything depends on the imports alone, never on the order in which the summaries come. Time is linear in modules plus
/// imports; nothing recurses, so a chain of imports may be of any length.
public struct ModuleGraph: Sendable {
    /// An import that leads to a module of the graph.
    public struct Edge: Hashable, Sendable {
        /// The position in `summaries` of the module imported.
        public let target: Int
        /// The position in `ModuleSummary.imports`.
        public let importIndex: Int
    }

    /// An import of a module that no summary describes.
    public struct MissingImport: Hashable, Sendable {
        /// The position in `summaries` of the importer.
        public let importer: Int
        public let importIndex: Int
    }

    /// The reached modules in the order of a depth-first walk from the entry, imports in source order; the entry is the first.
    public private(set) var summaries: [ModuleSummary] = []
    /// For every module its imports in source order, repetitions included.
    public private(set) var edges: [[Edge]] = []
    /// Positions in `summaries` such that every module comes after those it imports, siblings in source order. In a cycle a
    /// module that is being initialized already is passed over.
    public private(set) var initializationOrder: [Int] = []
    /// The imports that close a cycle, in the order of the walk.
    public private(set) var closingEdges: [(importer: Int, edge: Edge)] = []
    public private(set) var missingImports: [MissingImport] = []
    private var positions: [ModuleID: Int] = [:]

    /// - Parameters:
    ///   - available: the modules there are; of two with one id the first counts.
    ///   - entry: where the walk starts. Without a summary for it the graph is empty.
    public init(_ available: some Sequence<ModuleSummary>, entry: ModuleID) { self.init(available, entries: [entry]) }

    /// The modules that several entries reach: the walk starts at each in turn.
    public init(_ available: some Sequence<ModuleSummary>, entries: [ModuleID]) {
        var byID: [ModuleID: ModuleSummary] = [:]
        for summary in available where byID[summary.module] == nil { byID[summary.module] = summary }
        var isFinished: [Bool] = []
        for entry in entries where positions[entry] == nil {
            if let start = byID[entry] { walk(from: start, byID, &isFinished) }
        }
    }

    /// The position of a module in `summaries`.
    public func position(of module: ModuleID) -> Int? { positions[module] }

    /// For every module the modules it imports, each once, in source order of the first import.
    public var dependencies: [[Int]] {
        var lastSeen = [Int](repeating: -1, count: summaries.count)
        return edges.enumerated().map { importer, edges in
            edges.compactMap { edge in
                if lastSeen[edge.target] == importer { return nil }
                lastSeen[edge.target] = importer
                return edge.target
            }
        }
    }

    /// The groups of modules that import one another, dependencies first.
    public var components: StronglyConnectedComponents {
        StronglyConnectedComponents(edges.map { $0.map(\.target) })
    }

    private mutating func add(_ summary: ModuleSummary) -> Int {
        let position = summaries.count
        positions[summary.module] = position
        summaries.append(summary)
        edges.append([])
        return position
    }

    private mutating func walk(from entry: ModuleSummary, _ byID: [ModuleID: ModuleSummary], _ isFinished: inout [Bool]) {
        /// The path of the walk: module, and the import to look at next.
        var path = [(module: add(entry), next: 0)]
        isFinished.append(false)
        while let (importer, importIndex) = path.last {
            let imports = summaries[importer].imports
            guard importIndex < imports.count else {
                path.removeLast()
                isFinished[importer] = true
                initializationOrder.append(importer)
                continue
            }
            path[path.count - 1].next += 1
            guard let module = imports[importIndex].module else { continue }
            if let target = positions[module] {
                let edge = Edge(target: target, importIndex: importIndex)
                edges[importer].append(edge)
                if !isFinished[target] { closingEdges.append((importer, edge)) }
            } else if let summary = byID[module] {
                let target = add(summary)
                isFinished.append(false)
                edges[importer].append(Edge(target: target, importIndex: importIndex))
                path.append((target, 0))
            } else {
                missingImports.append(MissingImport(importer: importer, importIndex: importIndex))
            }
        }
    }
}
