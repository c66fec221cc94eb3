import Basics

/// Which variables each procedure takes from those around it, and which variables live in cells.
struct CaptureAnalysis {
    /// By lambda: variables of enclosing procedures that its code needs, sorted. Empty for lambdas that are no procedures.
    private(set) var captures: [[VariableID]]
    /// By variable: assigned or initialized after a procedure has captured it.
    private(set) var isCell: [Bool]

    private let module: ExpandedModule
    private let uses: UseAnalysis
    /// The procedure each variable belongs to; nil: the initializer of the module.
    private var owners: [LambdaID?]
    private var free: [Set<VariableID>]
    /// Known procedures that each lambda calls, and whose captured variables it therefore needs.
    private var callees: [Set<LambdaID>]
    /// The procedure that encloses each.
    private var enclosing: [LambdaID?]
    private var isCaptured: [Bool]

    /// Whether a variable has one value from its definition on.
    func isFixed(_ variable: VariableID) -> Bool {
        !module.variables[variable].isAssigned && !module.variables[variable].needsCheck && !isCell[variable.offset]
    }

    static func analyse(_ module: ExpandedModule, _ uses: UseAnalysis) -> CaptureAnalysis {
        var analysis = CaptureAnalysis(module, uses)
        for form in module.body { analysis.visit(form, nil) }
        for topLevel in module.topLevel.values {
            if let lambda = topLevel.procedure { analysis.visitProcedure(lambda, in: nil) }
        }
        analysis.spread()
        return analysis
    }

    private init(_ module: ExpandedModule, _ uses: UseAnalysis) {
        self.module = module
        self.uses = uses
        captures = Array(repeating: [], count: module.lambdas.count)
        isCell = Array(repeating: false, count: module.variables.count)
        owners = Array(repeating: nil, count: module.variables.count)
        free = Array(repeating: [], count: module.lambdas.count)
        callees = free.map { _ in [] }
        enclosing = Array(repeating: nil, count: module.lambdas.count)
        isCaptured = isCell
    }

    // MARK: Walk

    private mutating func visitProcedure(_ id: LambdaID, in procedure: LambdaID?) {
        enclosing[id.offset] = procedure
        for clause in module.lambdas[id].clauses {
            for parameter in clause.parameters { owners[parameter.offset] = id }
            if let rest = clause.rest { owners[rest.offset] = id }
            visit(clause.body, id)
        }
    }

    /// A lambda where it is bound or evaluated.
    private mutating func visitLambda(_ id: LambdaID, in procedure: LambdaID?) {
        guard uses.lambdas[id.offset].role == .inlined else { return visitProcedure(id, in: procedure) }
        for clause in module.lambdas[id].clauses {
            for parameter in clause.parameters { owners[parameter.offset] = procedure }
            visit(clause.body, procedure)
        }
    }

    private mutating func refer(to variable: VariableID, from procedure: LambdaID?) {
        guard let procedure, owners[variable.offset] != procedure else { return }
        isCaptured[variable.offset] = true
        free[procedure.offset].insert(variable)
    }

    private mutating func visit(_ id: NodeID, _ procedure: LambdaID?) {
        switch module.nodes[id].kind {
        case .local(let variable): refer(to: variable, from: procedure)
        case .setLocal(let variable, let value):
            visit(value, procedure)
            refer(to: variable, from: procedure)
        case .call(let callee, let arguments):
            if case .local(let variable) = module.nodes[callee].kind,
                let lambda = uses.knownCallee(variable, arguments: arguments.count)
            {
                if let procedure, uses.lambdas[lambda.offset].role == .procedure { callees[procedure.offset].insert(lambda) }
            } else {
                visit(callee, procedure)
            }
            for argument in arguments { visit(argument, procedure) }
        case .lambda(let lambda): visitLambda(lambda, in: procedure)
        case .delay(let lambda, _): visitProcedure(lambda, in: procedure)
        case .letValues(let bindings, let body):
            for (variable, value) in bindings {
                owners[variable.offset] = procedure
                visit(value, procedure)
            }
            visit(body, procedure)
        case .letRecursive(let bindings, let body): visitRecursive(bindings, body, procedure)
        case .receive(let variables, let rest, let producer, let body):
            for variable in variables + (rest.map { [$0] } ?? []) { owners[variable.offset] = procedure }
            visit(producer, procedure)
            visit(body, procedure)
        case .guarded(let body, let payload, let handler):
            owners[payload.offset] = procedure
            visit(body, procedure)
            visit(handler, procedure)
        case .letEscape(let variable, let body):
            owners[variable.offset] = procedure
            visit(body, procedure)
        default:
            module.nodes[id].kind.forEachOperand { visit($0, procedure) }
        }
    }

    private mutating func visitRecursive(_ bindings: [(VariableID, NodeID)], _ body: NodeID, _ procedure: LambdaID?) {
        for (variable, _) in bindings { owners[variable.offset] = procedure }
        for (variable, value) in bindings {
            visit(value, procedure)
            // What a procedure has captured before it is initialized must be seen by the procedure afterwards.
            if uses.variables[variable.offset].lambda == nil, isCaptured[variable.offset] { isCell[variable.offset] = true }
        }
        visit(body, procedure)
    }

    // MARK: Fixed point

    /// A procedure needs what the known procedures it calls need, unless it owns it; and what the procedures inside it take from outside.
    private mutating func spread() {
        var changed = true
        while changed {
            changed = false
            for index in module.lambdas.indices {
                var wanted = free[index.offset]
                for callee in callees[index.offset] { wanted.formUnion(free[callee.offset]) }
                wanted = wanted.filter { owners[$0.offset] != index }
                if wanted.count > free[index.offset].count {
                    free[index.offset] = wanted
                    changed = true
                }
                guard let outer = enclosing[index.offset] else { continue }
                let passed = free[index.offset].filter { owners[$0.offset] != outer }
                if !passed.isSubset(of: free[outer.offset]) {
                    free[outer.offset].formUnion(passed)
                    changed = true
                }
            }
        }
        for index in module.lambdas.indices {
            captures[index.offset] = free[index.offset].sorted()
            for variable in captures[index.offset] where module.variables[variable].isAssigned { isCell[variable.offset] = true }
        }
    }
}
