/// Which expressions may have the same vectors as their values: each expression, variable and result belongs to a *class* of vectors, and where a
/// value may go from one to another, their classes become one. What is stored into vectors of a class tells the type of their elements, unless
/// code that the module does not show may change them: such vectors are in the class `outside`.
///
/// The order of evaluation plays no part, so one walk over the module will do, and time is nearly linear.
struct VectorFlow {
    /// The class of vectors that anybody may change, and of their elements.
    static let outside = 0

    /// By expression that makes a vector, or is the vector that an element is read from or stored to.
    private var classes: [NodeID: Int] = [:]
    private var parents = [outside]
    /// By class: that of the vectors among the elements.
    private var contents: [Int?] = [outside]
    private var variables: [Int?]
    private var topLevel: [Int?]
    private var results: [Int?]
    private var blocks: [BlockID: Int] = [:]
    /// Procedures that may be called from anywhere, or whose arguments come in a list.
    private var isOpen: [Bool]

    private let module: ExpandedModule
    private let uses: UseAnalysis

    init(_ module: ExpandedModule, _ uses: UseAnalysis) {
        self.module = module
        self.uses = uses
        variables = Array(repeating: nil, count: module.variables.count)
        topLevel = Array(repeating: nil, count: module.topLevel.count)
        results = Array(repeating: nil, count: module.lambdas.count)
        isOpen = module.lambdas.values.map { $0.clauses.count != 1 || $0.clauses[0].rest != nil }
        for lambda in module.lambdas.indices where uses.lambdas[lambda.offset].isValue { isOpen[lambda.offset] = true }
        for (position, variable) in module.topLevel.values.enumerated() {
            if let lambda = variable.procedure, variable.isExported || variable.isAssigned || uses.topLevelValues[position] {
                isOpen[lambda.offset] = true
            }
            if variable.isExported { self.topLevel[position] = Self.outside }
        }
        for form in module.body { _ = visit(form) }
        for variable in module.topLevel.values {
            if let lambda = variable.procedure { visitProcedure(lambda) }
        }
        for (node, found) in classes { classes[node] = find(found) }
    }

    /// The class of the vectors that this expression makes, or that it gives to `vector-ref` and the like; nil if anybody may change them.
    func elements(of node: NodeID) -> Int? {
        guard let found = classes[node], found != Self.outside else { return nil }
        return found
    }

    // MARK: Classes

    private mutating func makeClass() -> Int {
        parents.append(parents.count)
        contents.append(nil)
        return parents.count - 1
    }

    private mutating func find(_ found: Int) -> Int {
        var root = found
        while parents[root] != root { root = parents[root] }
        var step = found
        while parents[step] != root { (parents[step], step) = (root, parents[step]) }
        return root
    }

    private mutating func content(of found: Int) -> Int {
        let root = find(found)
        if let known = contents[root] { return known }
        let new = makeClass()
        contents[root] = new
        return new
    }

    /// Values of both may be the same vectors. Nil: there are none among them.
    @discardableResult
    private mutating func unify(_ first: Int?, _ second: Int?) -> Int? {
        guard let first, let second else { return first ?? second }
        var pending = [(first, second)]
        while let (one, other) = pending.popLast() {
            let roots = (find(one), find(other))
            guard roots.0 != roots.1 else { continue }
            // The lower number, so that whatever becomes one with the outside is the outside.
            let (root, rest) = (min(roots.0, roots.1), max(roots.0, roots.1))
            parents[rest] = root
            guard let content = contents[rest] else { continue }
            if let own = contents[root] { pending.append((own, content)) } else { contents[root] = content }
        }
        return first
    }

    private mutating func escape(_ found: Int?) { unify(found, found == nil ? nil : Self.outside) }

    private mutating func escape(_ nodes: [NodeID]) { for node in nodes { escape(visit(node)) } }

    private mutating func bind(_ variable: VariableID, _ value: Int?) {
        if let value { variables[variable.offset] = unify(variables[variable.offset], value) }
    }

    private mutating func own(_ found: Int?) -> Int { found ?? makeClass() }

    // MARK: Procedures

    private mutating func visitProcedure(_ id: LambdaID) {
        for clause in module.lambdas[id].clauses {
            if isOpen[id.offset] {
                for parameter in clause.parameters + (clause.rest.map { [$0] } ?? []) { bind(parameter, Self.outside) }
            }
            let value = visit(clause.body)
            results[id.offset] = unify(results[id.offset], value)
            if isOpen[id.offset] { escape(value) }
        }
    }

    private mutating func call(_ lambda: LambdaID, _ arguments: [NodeID]) -> Int? {
        let values = arguments.map { visit($0) }
        for (parameter, value) in zip(module.lambdas[lambda].clauses[0].parameters, values) { bind(parameter, value) }
        let result = own(results[lambda.offset])
        results[lambda.offset] = result
        return result
    }

    // MARK: Expressions

    /// The class of the vectors that may be the value; nil: it is none.
    private mutating func visit(_ id: NodeID) -> Int? {
        switch module.nodes[id].kind {
        case .unspecified, .uninitialized, .builtin: return nil
        case .literal(let datum):
            if case .vector = module.data[datum].kind { return Self.outside }
            return nil
        case .local(let variable):
            if uses.variables[variable.offset].lambda != nil { return nil }
            let found = own(variables[variable.offset])
            variables[variable.offset] = found
            return found
        case .topLevel(let variable): return topLevelClass(variable)
        case .imported: return Self.outside
        case .setLocal(let variable, let value):
            bind(variable, visit(value))
            return nil
        case .setTopLevel(let variable, let value): return assign(variable, value)
        case .define(let variable, let value): return value.flatMap { assign(variable, $0) }
        case .call(let callee, let arguments): return visitCall(id, callee, arguments)
        case .lambda(let lambda), .delay(let lambda, _):
            visitProcedure(lambda)
            return nil
        case .conditional(let test, let then, let otherwise):
            _ = visit(test)
            let value = visit(then)
            return unify(value, visit(otherwise))
        case .sequence(let items):
            var last: Int?
            for item in items { last = visit(item) }
            return last
        case .letValues(let bindings, let body), .letRecursive(let bindings, let body):
            for (variable, value) in bindings { visitBinding(variable, value) }
            return visit(body)
        case .block(let block, let body):
            let value = visit(body)
            return unify(value, blocks.removeValue(forKey: block))
        case .leave(let block, let value):
            blocks[block] = unify(blocks[block], visit(value))
            return nil
        case .guarded(let body, let payload, let handler):
            let value = visit(body)
            bind(payload, Self.outside)
            return unify(value, visit(handler))
        case .protected(let body, let cleanup):
            let value = visit(body)
            _ = visit(cleanup)
            return value
        case .letEscape(let variable, let body):
            bind(variable, Self.outside)
            return unify(visit(body), Self.outside)
        case .parameterize(let bindings, let body):
            for (parameter, value) in bindings { escape([parameter, value]) }
            return visit(body)
        case .receive(let variables, let rest, let producer, let body):
            escape([producer])
            for variable in variables + (rest.map { [$0] } ?? []) { bind(variable, Self.outside) }
            return visit(body)
        case .fail(_, _, let argument):
            if let argument { escape([argument]) }
            return nil
        }
    }

    private mutating func visitBinding(_ variable: VariableID, _ value: NodeID) {
        guard let lambda = uses.variables[variable.offset].lambda else { return bind(variable, visit(value)) }
        visitProcedure(lambda)
    }

    private mutating func topLevelClass(_ variable: TopLevelID) -> Int {
        let found = own(topLevel[variable.offset])
        topLevel[variable.offset] = found
        return found
    }

    private mutating func assign(_ variable: TopLevelID, _ value: NodeID) -> Int? {
        topLevel[variable.offset] = unify(topLevel[variable.offset], visit(value))
        return nil
    }

    // MARK: Calls

    private mutating func visitCall(_ id: NodeID, _ callee: NodeID, _ arguments: [NodeID]) -> Int? {
        switch module.nodes[callee].kind {
        case .local(let variable):
            if let lambda = uses.knownCallee(variable, arguments: arguments.count) { return call(lambda, arguments) }
        case .topLevel(let variable):
            if let lambda = module.topLevel[variable].procedure, !module.topLevel[variable].isAssigned,
                UseAnalysis.fits(module.lambdas[lambda], arguments.count)
            {
                return call(lambda, arguments)
            }
        case .builtin(let name): return builtin(id, name, arguments)
        case .lambda(let lambda) where UseAnalysis.fits(module.lambdas[lambda], arguments.count):
            let clause = module.lambdas[lambda].clauses[0]
            for (parameter, argument) in zip(clause.parameters, arguments) { bind(parameter, visit(argument)) }
            return visit(clause.body)
        default: break
        }
        escape([callee] + arguments)
        return Self.outside
    }

    private mutating func builtin(_ id: NodeID, _ name: String, _ arguments: [NodeID]) -> Int? {
        switch (name, arguments.count) {
        case ("make-vector", 1), ("make-vector", 2), ("vector", _):
            let new = makeClass()
            classes[id] = new
            for element in name == "vector" ? arguments[...] : arguments.dropFirst() {
                contents[new] = unify(contents[new], visit(element))
            }
            if name != "vector" { _ = visit(arguments[0]) }
            return new
        case ("vector-ref", 2):
            let vector = accessed(arguments[0])
            _ = visit(arguments[1])
            return content(of: vector)
        case ("vector-set!", 3), ("vector-fill!", 2):
            let vector = accessed(arguments[0])
            let values = arguments.dropFirst().map { visit($0) }
            let content = content(of: vector)
            unify(content, values.last ?? nil)
            return nil
        case (_, _) where Self.harmless.contains(name):
            for argument in arguments { _ = visit(argument) }
            return nil
        default:
            escape(arguments)
            return Self.outside
        }
    }

    private mutating func accessed(_ vector: NodeID) -> Int {
        let found = own(visit(vector))
        classes[vector] = found
        return found
    }

    /// Library procedures that neither keep an argument nor change it or return it.
    private static let harmless: Set<String> = [
        "+", "-", "*", "/", "1+", "-1+", "quotient", "remainder", "modulo", "abs", "square", "sqrt", "expt", "exact", "inexact", "floor", "ceiling",
        "round", "truncate", "gcd", "lcm", "sin", "cos", "tan", "atan", "exp", "log", "number->string", "=", "<", ">", "<=", ">=", "zero?", "odd?",
        "even?", "positive?", "negative?", "not", "eq?", "eqv?", "equal?", "null?", "pair?", "vector?", "symbol?", "string?", "number?", "integer?",
        "procedure?", "boolean?", "char?", "vector-length", "string-length", "string-ref", "display", "write", "newline",
    ]
}
