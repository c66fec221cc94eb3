import Basics

/// What the procedures and local variables of a module are used for: which lambdas need no closure because all their calls are known, and
/// which are no procedures at all because their calls are jumps.
struct UseAnalysis {
    /// How a lambda becomes code.
    enum Role: Hashable {
        /// A function of its own.
        case procedure
        /// Evaluated in place: a loop, or the operator of a call.
        case inlined
    }

    struct LambdaUse {
        var role = Role.procedure
        /// The local variable that always holds it.
        var variable: VariableID?
        /// Some use of it is not a call with a fitting number of arguments, so it must exist as a value.
        var isValue = false
    }

    struct VariableUse {
        /// The procedure that the variable always holds.
        var lambda: LambdaID?
        /// Uses other than calls of the known procedure.
        var isValue = false
    }

    private(set) var lambdas: [LambdaUse]
    private(set) var variables: [VariableUse]
    /// Top-level variables whose procedures are used as values in the module.
    private(set) var topLevelValues: [Bool]

    private let module: ExpandedModule
    /// Continuations: each has a representative, so that those of a loop and of the place where it stands become one.
    private var parents: [Int] = []
    private var blocks: [BlockID: Int] = [:]
    /// The continuations of the calls of each variable that holds a known procedure.
    private var calls: [VariableID: [Int]] = [:]

    static func analyse(_ module: ExpandedModule) -> UseAnalysis {
        var analysis = UseAnalysis(module)
        for form in module.body { analysis.visit(form, analysis.makeContinuation()) }
        for topLevel in module.topLevel.values {
            if let lambda = topLevel.procedure { analysis.visitBody(of: lambda) }
        }
        return analysis
    }

    private init(_ module: ExpandedModule) {
        self.module = module
        lambdas = Array(repeating: LambdaUse(), count: module.lambdas.count)
        variables = Array(repeating: VariableUse(), count: module.variables.count)
        topLevelValues = Array(repeating: false, count: module.topLevel.count)
    }

    /// The known procedure that a call of the local variable enters, if the arguments fit.
    func knownCallee(_ variable: VariableID, arguments: Int) -> LambdaID? {
        guard let lambda = variables[variable.offset].lambda, Self.fits(module.lambdas[lambda], arguments) else { return nil }
        return lambda
    }

    /// A single clause without a rest list that takes so many arguments.
    static func fits(_ lambda: Lambda, _ arguments: Int) -> Bool {
        lambda.clauses.count == 1 && lambda.clauses[0].rest == nil && lambda.clauses[0].parameters.count == arguments
    }

    // MARK: Continuations

    private mutating func makeContinuation() -> Int {
        parents.append(parents.count)
        return parents.count - 1
    }

    private mutating func find(_ continuation: Int) -> Int {
        var root = continuation
        while parents[root] != root { root = parents[root] }
        var step = continuation
        while parents[step] != root { (parents[step], step) = (root, parents[step]) }
        return root
    }

    // MARK: Walk

    private mutating func visitValue(_ id: NodeID) { visit(id, makeContinuation()) }

    private mutating func visitBody(of id: LambdaID) {
        for clause in module.lambdas[id].clauses { visitValue(clause.body) }
    }

    private mutating func visit(_ id: NodeID, _ continuation: Int) {
        switch module.nodes[id].kind {
        case .literal, .unspecified, .uninitialized, .imported, .builtin: break
        case .local(let variable): variables[variable.offset].isValue = true
        case .topLevel(let variable): topLevelValues[variable.offset] = true
        case .setLocal(_, let value), .setTopLevel(_, let value): visitValue(value)
        case .define(_, let value): if let value { visitValue(value) }
        case .call(let callee, let arguments): visitCall(callee, arguments, continuation)
        case .lambda(let lambda):
            lambdas[lambda.offset].isValue = true
            visitBody(of: lambda)
        case .conditional(let test, let then, let otherwise):
            visitValue(test)
            visit(then, continuation)
            visit(otherwise, continuation)
        case .sequence(let items):
            for item in items.dropLast() { visitValue(item) }
            if let last = items.last { visit(last, continuation) }
        case .letValues(let bindings, let body), .letRecursive(let bindings, let body): visitLet(bindings, body, continuation)
        case .receive(_, _, let producer, let body):
            visitValue(producer)
            visit(body, continuation)
        case .block(let block, let body):
            blocks[block] = continuation
            visit(body, continuation)
        case .leave(let block, let value): visit(value, blocks[block] ?? makeContinuation())
        case .guarded(let body, _, let handler):
            visitValue(body)
            visit(handler, continuation)
        case .protected(let body, let cleanup):
            visitValue(body)
            visitValue(cleanup)
        case .letEscape(_, let body): visitValue(body)
        case .parameterize(let bindings, let body):
            for (parameter, value) in bindings {
                visitValue(parameter)
                visitValue(value)
            }
            visitValue(body)
        case .delay(let lambda, _):
            lambdas[lambda.offset].isValue = true
            visitBody(of: lambda)
        case .fail(_, _, let argument): if let argument { visitValue(argument) }
        }
    }

    private mutating func visitCall(_ callee: NodeID, _ arguments: [NodeID], _ continuation: Int) {
        switch module.nodes[callee].kind {
        case .local(let variable) where knownCallee(variable, arguments: arguments.count) != nil:
            calls[variable, default: []].append(continuation)
        case .topLevel(let variable) where module.topLevel[variable].procedure != nil: break
        case .lambda(let lambda) where Self.fits(module.lambdas[lambda], arguments.count):
            lambdas[lambda.offset].role = .inlined
            for argument in arguments { visitValue(argument) }
            return visit(module.lambdas[lambda].clauses[0].body, continuation)
        default: visitValue(callee)
        }
        for argument in arguments { visitValue(argument) }
    }

    private mutating func visitLet(_ bindings: [(VariableID, NodeID)], _ body: NodeID, _ continuation: Int) {
        var known: [(VariableID, LambdaID)] = []
        for (variable, value) in bindings where !module.variables[variable].isAssigned {
            guard case .lambda(let lambda) = module.nodes[value].kind else { continue }
            variables[variable.offset].lambda = lambda
            lambdas[lambda.offset].variable = variable
            known.append((variable, lambda))
        }
        var inside: Int?
        for (variable, value) in bindings {
            if let lambda = variables[variable.offset].lambda {
                for clause in module.lambdas[lambda].clauses {
                    let own = makeContinuation()
                    if known.count == 1, bindings.count == 1 { inside = own }
                    visit(clause.body, own)
                }
            } else {
                visitValue(value)
            }
        }
        visit(body, continuation)
        for (variable, lambda) in known where variables[variable.offset].isValue { lambdas[lambda.offset].isValue = true }
        if let inside, let (variable, lambda) = known.first { inlineLoop(variable, lambda, inside: inside, around: continuation) }
    }

    /// A procedure all of whose calls continue where the calls of its binding's body do is a loop.
    private mutating func inlineLoop(_ variable: VariableID, _ lambda: LambdaID, inside: Int, around: Int) {
        guard !lambdas[lambda.offset].isValue, module.lambdas[lambda].clauses.count == 1, let calls = calls[variable] else { return }
        let (inner, outer) = (find(inside), find(around))
        for call in calls {
            let continuation = find(call)
            guard continuation == inner || continuation == outer else { return }
        }
        lambdas[lambda.offset].role = .inlined
        parents[inner] = outer
    }
}
