/// Which variables of a module are certainly initialized where they are read: those whose definition has been evaluated before any form that can
/// lead to the reading procedure is.
struct InitializationOrder {
    /// By procedure: the first form of the module's body that may lead to a call of it; -1 if other modules may call it before the body runs.
    private var earliest: [Int]
    /// By variable of the module: the form that defines it.
    private var definitions: [Int]

    private let module: ExpandedModule

    init(_ module: ExpandedModule) {
        self.module = module
        earliest = Array(repeating: .max, count: module.lambdas.count)
        definitions = Array(repeating: .max, count: module.topLevel.count)
        for variable in module.topLevel.values where variable.isExported {
            guard let lambda = variable.procedure, earliest[lambda.offset] == .max else { continue }
            earliest[lambda.offset] = -1
            visit(module.lambdas[lambda].clauses.map(\.body), from: -1)
        }
        for (position, form) in module.body.enumerated() {
            visit([form], from: position)
            if case .define(let variable, _?) = module.nodes[form].kind, definitions[variable.offset] == .max {
                definitions[variable.offset] = position
            }
        }
    }

    /// - Parameters:
    ///   - reader: the procedure that reads the variable; nil: the body of the module.
    ///   - form: the form of the body that is being evaluated, if there is no procedure.
    func isInitialized(_ variable: TopLevelID, in reader: LambdaID?, form: Int) -> Bool {
        definitions[variable.offset] < (reader.map { earliest[$0.offset] } ?? form)
    }

    /// Whatever these expressions mention may be called; procedures inside them, too.
    private mutating func visit(_ nodes: [NodeID], from form: Int) {
        var stack = nodes
        while let id = stack.popLast() {
            var reached: LambdaID?
            switch module.nodes[id].kind {
            case .topLevel(let variable), .setTopLevel(let variable, _): reached = module.topLevel[variable].procedure
            case .lambda(let lambda), .delay(let lambda, _): reached = lambda
            default: break
            }
            module.nodes[id].kind.forEachOperand { stack.append($0) }
            guard let reached, earliest[reached.offset] == .max else { continue }
            earliest[reached.offset] = form
            stack += module.lambdas[reached].clauses.map(\.body)
        }
    }
}
