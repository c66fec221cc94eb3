/// Finds the variables that each loop, block and conditional of a function sets, and the values that loops set them to.
struct AssignmentCollector {
    let function: Function
    /// Assignments that do not count.
    let ignored: Set<ExprID>
    private(set) var assigned: [ExprID: Set<LocalID>] = [:]
    private(set) var updates: [ExprID: [LocalID: [ExprID]]] = [:]
    private var loops: [ExprID] = []

    init(function: Function, ignored: Set<ExprID>) {
        self.function = function
        self.ignored = ignored
    }

    mutating func collect(_ id: ExprID) -> Set<LocalID> {
        let kind = function.expressions[id].kind
        var result: Set<LocalID> = []
        if case .loop = kind { loops.append(id) }
        for operand in kind.operands { result.formUnion(collect(operand)) }
        switch kind {
        case .setLocal(let local, let value):
            if ignored.contains(id) { break }
            result.insert(local)
            for loop in loops { updates[loop, default: [:]][local, default: []].append(value) }
        case .loop:
            loops.removeLast()
            assigned[id] = result
        case .block, .conditional: assigned[id] = result
        default: break
        }
        return result
    }
}
