import Basics
import Diagnostics

/// Follows exports to their origins.
///
/// Every (module, public name, name space) is a node. Definitions put their origin into the nodes that export them; from
/// there origins flow along named re-exports and wildcard re-exports until nothing changes, so the order of the modules and
/// cycles between them do not matter. A node keeps at most two different origins (two are a clash), hence it passes on at
/// most two, and the whole is linear in the number of nodes and re-exports.
struct ExportResolver {
    /// An origin that has come to a node.
    struct Candidate {
        /// Position in `origins`.
        let origin: Int
        /// The import declaration that brought it; `nil` for an own definition.
        let importIndex: Int?
        let span: SourceSpan
    }

    struct Node {
        let module: Int
        let key: ExportKey
        /// Named by the module itself, so that wildcards do not count.
        var isExplicit: Bool
        var visibility: Visibility
        var candidates: [Candidate] = []
        /// Where the module itself exports something under this name, and what: a position in `origins`.
        var arrivals: [SourceSpan: Int] = [:]
        /// Nodes that re-export this one by name.
        var forwards: [Flow] = []
    }

    /// The way from a node to another that names it.
    struct Flow {
        let target: Int
        let importIndex: Int
        let span: SourceSpan
        /// A private import is no re-export by itself, so visibility is the concern of the export that names it.
        let visibility: Visibility
    }

    /// A wildcard re-export, seen from the module it takes from.
    struct Star {
        let module: Int
        let importIndex: Int
        let excluding: Set<String>
        let visibility: Visibility
        let span: SourceSpan
        let isTypeOnly: Bool
    }

    /// A re-export by name: the nodes it feeds and reads, one pair a name space.
    struct NamedReexport {
        let module: Int
        let span: SourceSpan
        let importIndex: Int
        let nodes: [(fed: Int, read: Int)]
    }

    let summaries: [ModuleSummary]
    let policies: [ModulePolicy]
    var positions: [ModuleID: Int] = [:]
    var definitions: [[ExportKey: SourceSpan]] = []
    /// The name spaces that can occur in the program.
    let spaces: [NameSpace]
    var nodes: [Node] = []
    var nodesOf: [[ExportKey: Int]]
    var stars: [[Star]]
    var origins: [ExportOrigin] = []
    var problems: [ExportProblem] = []
    /// To be checked at the end.
    var namedReexports: [NamedReexport] = []
    private var queue: [(node: Int, candidate: Candidate)] = []

    init(_ summaries: [ModuleSummary], _ policies: [String: ModulePolicy]) {
        self.summaries = summaries
        self.policies = summaries.map { policies[$0.language] ?? ModulePolicy() }
        nodesOf = Array(repeating: [:], count: summaries.count)
        stars = Array(repeating: [], count: summaries.count)
        let defined = Set(summaries.lazy.flatMap { $0.definitions.lazy.map(\.space) })
        let always: Set<NameSpace> = [.value, .type, .module]
        spaces = NameSpace.allCases.filter { always.contains($0) || defined.contains($0) }
        for (index, summary) in summaries.enumerated() {
            positions[summary.module] = index
            var own: [ExportKey: SourceSpan] = [:]
            for definition in summary.definitions where own[ExportKey(definition.name, definition.space)] == nil {
                own[ExportKey(definition.name, definition.space)] = definition.span
            }
            definitions.append(own)
        }
    }

    mutating func run() {
        for module in summaries.indices { collectOwnExports(of: module) }
        for module in summaries.indices { collectReexports(of: module) }
        propagate()
        checkReexports()
    }

    // MARK: Nodes

    /// The node, made where it is missing.
    mutating func node(_ module: Int, _ key: ExportKey) -> Int {
        if let known = nodesOf[module][key] { return known }
        nodesOf[module][key] = nodes.count
        nodes.append(Node(module: module, key: key, isExplicit: false, visibility: .module))
        return nodes.count - 1
    }

    /// The node of a name that the module itself exports. Whether two exports of one name meet is seen at the end, when it
    /// is known which name spaces they are in.
    mutating func explicitNode(_ module: Int, _ key: ExportKey, _ visibility: Visibility) -> Int {
        let index = node(module, key)
        nodes[index].isExplicit = true
        nodes[index].visibility = max(nodes[index].visibility, visibility)
        return index
    }

    mutating func report(_ module: Int, _ name: String, _ span: SourceSpan, _ kind: ExportProblem.Kind) {
        problems.append(ExportProblem(module: summaries[module].module, name: name, span: span, kind: kind))
    }

    mutating func addOrigin(_ module: Int, _ name: String) -> Int {
        origins.append(ExportOrigin(module: summaries[module].module, name: name))
        return origins.count - 1
    }

    // MARK: Flow

    mutating func enqueue(_ candidate: Candidate, at node: Int) { queue.append((node, candidate)) }

    private mutating func propagate() {
        var next = 0
        while next < queue.count {
            let (target, candidate) = queue[next]
            next += 1
            guard accept(candidate, at: target) else { continue }
            let node = nodes[target]
            for flow in node.forwards where isVisible(node, to: nodes[flow.target].module) {
                checkVisibility(from: node, flow)
                enqueue(Candidate(origin: candidate.origin, importIndex: flow.importIndex, span: flow.span), at: flow.target)
            }
            for star in stars[node.module] { follow(star, from: node, candidate) }
        }
        queue = []
    }

    /// Whether the origin is new to the node and worth passing on.
    private mutating func accept(_ candidate: Candidate, at index: Int) -> Bool {
        if nodes[index].isExplicit, nodes[index].arrivals[candidate.span] == nil {
            nodes[index].arrivals[candidate.span] = candidate.origin
        }
        let known = nodes[index].candidates
        guard known.count < 2, !known.contains(where: { origins[$0.origin] == origins[candidate.origin] }) else { return false }
        nodes[index].candidates.append(candidate)
        return true
    }

    private mutating func follow(_ star: Star, from source: Node, _ candidate: Candidate) {
        guard !star.excluding.contains(source.key.name), isVisible(source, to: star.module) else { return }
        if star.isTypeOnly, source.key.space != .type { return }
        let target = node(star.module, source.key)
        guard !nodes[target].isExplicit else { return }
        let visibility = min(star.visibility, source.visibility)
        if visibility > nodes[target].visibility {
            nodes[target].visibility = visibility
            // What went on under the lower visibility has to go on again; there are only three of them.
            for earlier in nodes[target].candidates { enqueue(earlier, at: target) }
            nodes[target].candidates = []
        }
        enqueue(Candidate(origin: candidate.origin, importIndex: star.importIndex, span: star.span), at: target)
    }

    func isVisible(_ node: Node, to module: Int) -> Bool {
        switch node.visibility {
        case .everywhere: true
        case .package: summaries[node.module].package == summaries[module].package
        case .module: node.module == module
        }
    }

    private mutating func checkVisibility(from source: Node, _ flow: Flow) {
        let target = nodes[flow.target]
        guard target.module != source.module, source.visibility < flow.visibility, source.candidates.count == 1 else { return }
        report(target.module, target.key.name, flow.span, .widens(from: source.visibility, to: flow.visibility))
    }
}
