import Basics
import Diagnostics

/// What is known when every origin has arrived.
extension ExportResolver {
    func resolvedExports(of module: Int) -> [ResolvedExport] {
        nodesOf[module].values.compactMap { index in
            let node = nodes[index]
            // Of two things that clash the first is taken, so that one mistake is not reported everywhere.
            guard let candidate = inSourceOrder(node.candidates).first else { return nil }
            let origin = origins[candidate.origin]
            return ResolvedExport(
                key: node.key, origin: origin, visibility: node.visibility,
                isReexport: origin.module != summaries[module].module)
        }
    }

    /// Own definitions first, then by import.
    private func inSourceOrder(_ candidates: [Candidate]) -> [Candidate] {
        candidates.sorted { ($0.importIndex ?? -1, $0.span.start) < ($1.importIndex ?? -1, $1.span.start) }
    }

    mutating func checkReexports() {
        checkClashes()
        /// For a node that got nothing, the node it hoped to get it from.
        var reads: [Int: Int] = [:]
        var spans: [Int: SourceSpan] = [:]
        for reexport in namedReexports where reexport.nodes.allSatisfy({ isEmpty($0.read, for: $0.fed) }) {
            for pair in reexport.nodes where reads[pair.fed] == nil {
                reads[pair.fed] = pair.read
                spans[pair.fed] = reexport.span
            }
            // If the source re-exports the name itself, then the fault lies there, or in a circle.
            guard reexport.nodes.allSatisfy({ !nodes[$0.read].isExplicit || !nodes[$0.read].candidates.isEmpty }) else { continue }
            reportMissing(reexport)
        }
        reportCycles(reads, spans)
    }

    private func isEmpty(_ read: Int, for fed: Int) -> Bool {
        nodes[read].candidates.isEmpty || !isVisible(nodes[read], to: nodes[fed].module)
    }

    private mutating func reportMissing(_ reexport: NamedReexport) {
        let declaration = summaries[reexport.module].imports[reexport.importIndex]
        guard let target = declaration.module, let source = positions[target], let pair = reexport.nodes.first else { return }
        let name = nodes[pair.read].key.name
        let defined = definitions[source]
        let hidden = NameSpace.allCases.lazy.compactMap { defined[ExportKey(name, $0)] }.first
        report(
            reexport.module, name, reexport.span,
            .missing(in: target, specifier: declaration.specifier, hidden: hidden))
    }

    private mutating func checkClashes() {
        for node in nodes {
            if node.arrivals.count > 1 {
                checkDuplicates(node)
            } else {
                checkWildcardClash(node)
            }
        }
    }

    /// The same thing under one name from two places may be fine; two things never are.
    private mutating func checkDuplicates(_ node: Node) {
        let arrivals = node.arrivals.sorted { $0.key.start < $1.key.start }
        let first = arrivals[0]
        for (span, origin) in arrivals.dropFirst() {
            let isSame = origins[origin] == origins[first.value]
            if isSame, policies[node.module].sameExportTwiceIsFine { continue }
            report(node.module, node.key.name, span, .duplicate(first: first.key))
        }
    }

    /// Two things that came by one import clash in the module they came from already.
    private mutating func checkWildcardClash(_ node: Node) {
        let candidates = inSourceOrder(node.candidates)
        guard candidates.count > 1, candidates[0].importIndex != candidates[1].importIndex else { return }
        report(node.module, node.key.name, candidates[1].span, .wildcardClash(
            first: origins[candidates[0].origin], firstSpan: candidates[0].span, second: origins[candidates[1].origin]))
    }

    /// Each node reads at most one other, so walking on from every node once finds all circles.
    private mutating func reportCycles(_ reads: [Int: Int], _ spans: [Int: SourceSpan]) {
        var walkOf: [Int: Int] = [:]
        for (walk, start) in reads.keys.sorted().enumerated() {
            var current = start
            while walkOf[current] == nil, let next = reads[current] {
                walkOf[current] = walk
                current = next
            }
            guard walkOf[current] == walk, let first = reads[current] else { continue }
            var members = [current]
            var member = first
            while member != current, let next = reads[member] {
                members.append(member)
                member = next
            }
            reportCycle(members, spans)
        }
    }

    /// At the first module in the order of the summaries, once for all name spaces.
    private mutating func reportCycle(_ members: [Int], _ spans: [Int: SourceSpan]) {
        guard let start = members.indices.min(by: { nodes[members[$0]].module < nodes[members[$1]].module }) else { return }
        let ordered = members[start...] + members[..<start]
        let first = nodes[members[start]]
        let ids = ordered.map { summaries[nodes[$0].module].module }
        let span = spans[members[start]] ?? .none
        report(first.module, first.key.name, span, .cycle(ids + [summaries[first.module].module]))
    }

    /// Each problem once, by module and place.
    func sortedProblems() -> [ExportProblem] {
        var seen: Set<ExportProblem> = []
        return problems.filter { seen.insert($0).inserted }.sorted {
            ($0.module, $0.span.start, $0.name) < ($1.module, $1.span.start, $1.name)
        }
    }
}
