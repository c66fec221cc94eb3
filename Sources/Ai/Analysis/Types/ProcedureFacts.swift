import Basics

/// What the code of each procedure does, apart from the values it works on.
struct ProcedureFacts {
    /// Procedures that contain a loop or may call themselves.
    private(set) var repeats: Set<LambdaID> = []
    /// Procedures that can be abandoned and begun anew without anybody noticing: nothing in them, and in what they call, has an effect.
    private(set) var repeatable: Set<LambdaID> = []

    private let module: ExpandedModule
    private let uses: UseAnalysis
    private var callees: [[Int]]
    private var hasLoop: [Bool]
    private var hasEffect: [Bool]

    init(_ module: ExpandedModule, _ uses: UseAnalysis) {
        self.module = module
        self.uses = uses
        callees = Array(repeating: [], count: module.lambdas.count)
        hasLoop = Array(repeating: false, count: module.lambdas.count)
        hasEffect = hasLoop
        for offset in module.lambdas.indices where uses.lambdas[offset.offset].role == .procedure {
            let lambda = module.lambdas[offset]
            if lambda.clauses.count != 1 || lambda.clauses[0].rest != nil { hasEffect[offset.offset] = true }
            for clause in lambda.clauses { visit(clause.body, in: offset.offset) }
        }
        let components = StronglyConnectedComponents(callees)
        // Callees first.
        for component in components.components {
            let isCyclic = component.count > 1 || callees[component[0]].contains(component[0])
            let members = Set(component)
            let isClean = component.allSatisfy { node in
                !hasEffect[node] && callees[node].allSatisfy { members.contains($0) || repeatable.contains(LambdaID($0)) }
            }
            for node in component {
                if isCyclic || hasLoop[node] { repeats.insert(LambdaID(node)) }
                if isClean { repeatable.insert(LambdaID(node)) }
            }
        }
    }

    private mutating func visit(_ id: NodeID, in lambda: Int) {
        var stack = [id]
        while let next = stack.popLast() {
            switch module.nodes[next].kind {
            case .call(let callee, let arguments):
                stack += arguments
                visitCallee(callee, arguments.count, in: lambda, &stack)
            case .lambda, .delay, .topLevel, .imported, .setLocal, .setTopLevel, .define, .guarded, .protected, .letEscape, .parameterize,
                .receive:
                hasEffect[lambda] = true
                module.nodes[next].kind.forEachOperand { stack.append($0) }
            case .letValues(let bindings, let body), .letRecursive(let bindings, let body):
                stack.append(body)
                for (variable, value) in bindings { visitBinding(variable, value, in: lambda, &stack) }
            default: module.nodes[next].kind.forEachOperand { stack.append($0) }
            }
        }
    }

    private mutating func visitBinding(_ variable: VariableID, _ value: NodeID, in lambda: Int, _ stack: inout [NodeID]) {
        guard let known = uses.variables[variable.offset].lambda, !uses.variables[variable.offset].isValue else { return stack.append(value) }
        guard uses.lambdas[known.offset].role == .inlined else { return }
        hasLoop[lambda] = true
        stack += module.lambdas[known].clauses.map(\.body)
    }

    private mutating func visitCallee(_ callee: NodeID, _ count: Int, in lambda: Int, _ stack: inout [NodeID]) {
        switch module.nodes[callee].kind {
        case .builtin(let name): if !BuiltinTypes.repeatable.contains(name) { hasEffect[lambda] = true }
        case .local(let variable):
            guard let known = uses.knownCallee(variable, arguments: count) else { return hasEffect[lambda] = true }
            if uses.lambdas[known.offset].role == .procedure { callees[lambda].append(known.offset) }
        case .topLevel(let variable):
            guard let known = module.topLevel[variable].procedure, !module.topLevel[variable].isAssigned,
                UseAnalysis.fits(module.lambdas[known], count)
            else { return hasEffect[lambda] = true }
            callees[lambda].append(known.offset)
        case .lambda(let inner) where UseAnalysis.fits(module.lambdas[inner], count):
            stack += module.lambdas[inner].clauses.map(\.body)
        default: hasEffect[lambda] = true
        }
    }
}
