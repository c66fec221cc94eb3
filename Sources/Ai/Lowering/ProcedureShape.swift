/// How the code of a procedure takes its arguments: some one by one, and the others as a list.
struct ProcedureShape: Hashable {
    var parameters: Int
    var hasRest: Bool

    func accepts(_ count: Int) -> Bool { hasRest ? count >= parameters : count == parameters }

    /// Number of parameters of the function.
    var width: Int { parameters + (hasRest ? 1 : 0) }
}

extension Lambda {
    /// Several clauses share a function that gets all arguments as a list.
    var shape: ProcedureShape {
        guard clauses.count == 1 else { return ProcedureShape(parameters: 0, hasRest: true) }
        return ProcedureShape(parameters: clauses[0].parameters.count, hasRest: clauses[0].rest != nil)
    }

    /// The least and the largest number of arguments that some clause takes; nil: any number.
    var arity: (least: Int, most: Int?) {
        let least = clauses.map(\.parameters.count).min() ?? 0
        if clauses.contains(where: { $0.rest != nil }) { return (least, nil) }
        return (least, clauses.map(\.parameters.count).max() ?? 0)
    }
}
