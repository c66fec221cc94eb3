import Diagnostics

/// Where the variables of a module are assigned, found before anything is checked.
///
/// Names stand for variables: two variables of one name count as one, which can only end a narrowing too early.
struct AssignmentIndex {
    /// Ascending starts of the assignments, by variable name.
    private var positions: [String: [UInt32]] = [:]
    /// The names that are assigned inside some function.
    private var inFunctions: Set<String> = []

    init(_ tree: SyntaxTree) {
        let functions = Self.outermost(tree.functions.values.map(\.span))
        for statement in tree.statements.values {
            let target: ExpressionID
            switch statement.kind {
            case .assignment(let assigned, _, _), .increment(let assigned, _): target = assigned
            default: continue
            }
            guard case .name(let name) = tree.expressions[target].kind else { continue }
            positions[name, default: []].append(statement.span.start)
            if Self.contains(functions, statement.span.start) { inFunctions.insert(name) }
        }
        for name in positions.keys { positions[name]?.sort() }
    }

    /// Whether `name` is assigned within `span`.
    func assigns(_ name: String, within span: SourceSpan) -> Bool {
        guard let positions = positions[name] else { return false }
        let next = Self.firstIndex(in: positions, notBelow: span.start)
        return next < positions.count && positions[next] < span.end
    }

    /// Whether some function of the module assigns a variable called `name`.
    func assignsInFunction(_ name: String) -> Bool { inFunctions.contains(name) }

    private static func firstIndex(in values: [UInt32], notBelow bound: UInt32) -> Int {
        var low = 0
        var high = values.count
        while low < high {
            let middle = (low + high) / 2
            if values[middle] < bound { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The spans that lie in no other, ascending.
    private static func outermost(_ spans: [SourceSpan]) -> [SourceSpan] {
        var result: [SourceSpan] = []
        for span in spans.sorted(by: { ($0.start, $1.end) < ($1.start, $0.end) }) where span.start >= result.last?.end ?? 0 {
            result.append(span)
        }
        return result
    }

    private static func contains(_ spans: [SourceSpan], _ position: UInt32) -> Bool {
        var low = 0
        var high = spans.count
        while low < high {
            let middle = (low + high) / 2
            if spans[middle].end <= position { low = middle + 1 } else { high = middle }
        }
        return low < spans.count && spans[low].start <= position
    }
}
