import RuntimeABI

/// Finds the types of all expressions of one version of a procedure, in order of evaluation.
///
/// Only variables that never change have a type, so what a test or a call has proven of one holds wherever that place dominates. The types of a
/// loop's variables are found by repetition.
struct TypeWalk {
    let module: ExpandedModule
    let uses: UseAnalysis
    let captures: CaptureAnalysis
    let summaries: TypeSummaries
    let vectors: VectorFlow
    let places: PlaceTypes
    /// See `TypeInference`.
    let bails: Bool
    /// Called for each call of a known procedure, with the types of its captured variables and arguments.
    let visitCall: (LambdaID, [StaticType]) -> Void

    var types = NodeTypes()
    private(set) var current: [VariableID: StaticType] = [:]
    /// What `current` held before each change, to return to.
    private var changes: [(variable: VariableID, old: StaticType?)] = []
    private var blocks: [BlockID: StaticType] = [:]
    private var loops: [LambdaID: [StaticType]] = [:]
    /// Number of loops around.
    private var depth = 0

    init(
        _ inference: TypeInference, bails: Bool, parameters: [(VariableID, StaticType)],
        visitCall: @escaping (LambdaID, [StaticType]) -> Void
    ) {
        module = inference.module
        uses = inference.uses
        captures = inference.captures
        summaries = inference.summaries
        vectors = inference.vectors
        places = inference.places
        self.bails = bails
        self.visitCall = visitCall
        for (variable, type) in parameters { declare(variable, type) }
    }

    /// The types of a procedure's body with these parameters.
    mutating func run(_ body: [NodeID]) -> NodeTypes {
        for node in body { types.result = visit(node) }
        return types
    }

    // MARK: Variables

    func isFixed(_ variable: VariableID) -> Bool { captures.isFixed(variable) }

    private mutating func declare(_ variable: VariableID, _ type: StaticType) {
        guard isFixed(variable) else { return }
        set(variable, type)
        types.variables[variable] = type
    }

    mutating func set(_ variable: VariableID, _ type: StaticType) {
        changes.append((variable, current[variable]))
        current[variable] = type
    }

    private mutating func restore(_ mark: Int) {
        while changes.count > mark, let change = changes.popLast() { current[change.variable] = change.old }
    }

    struct Fact {
        var variable: VariableID
        var type: StaticType
    }

    mutating func assume(_ facts: [Fact]) {
        for fact in facts {
            guard let old = current[fact.variable] else { continue }
            let new = old.narrowed(to: fact.type)
            if new != old { set(fact.variable, new) }
        }
    }

    func fact(_ node: NodeID, _ type: StaticType) -> [Fact] {
        guard case .local(let variable) = module.nodes[node].kind, current[variable] != nil else { return [] }
        return [Fact(variable: variable, type: type)]
    }

    // MARK: Expressions

    mutating func visit(_ id: NodeID) -> StaticType {
        let type = find(id)
        types.nodes[id] = type
        return type
    }

    private mutating func find(_ id: NodeID) -> StaticType {
        switch module.nodes[id].kind {
        case .literal(let datum): return literal(datum)
        case .local(let variable): return current[variable] ?? .unknown
        case .call(let callee, let arguments): return call(id, callee, arguments)
        case .conditional(let test, let then, let otherwise):
            let facts = visitTest(test)
            let first = branch(facts.whenTrue) { $0.visit(then) }
            let second = branch(facts.whenFalse) { $0.visit(otherwise) }
            if first == .never { assume(facts.whenFalse) }
            if second == .never { assume(facts.whenTrue) }
            return first.joined(second)
        case .sequence(let items):
            var last = StaticType.unknown
            for item in items { last = visit(item) }
            return last
        case .letValues(let bindings, let body), .letRecursive(let bindings, let body): return visitLet(id, bindings, body)
        case .block(let block, let body):
            let value = visit(body)
            return value.joined(blocks.removeValue(forKey: block) ?? .never)
        case .leave(let block, let value):
            let type = visit(value)
            blocks[block] = (blocks[block] ?? .never).joined(type)
            return .never
        case .fail(_, _, let argument):
            if let argument { _ = visit(argument) }
            return .never
        case .guarded(let body, let payload, let handler):
            branch([]) { _ = $0.visit(body); return .unknown }
            declare(payload, .unknown)
            branch([]) { _ = $0.visit(handler); return .unknown }
            return .unknown
        case .protected(let body, let cleanup):
            branch([]) { _ = $0.visit(body); return .unknown }
            _ = visit(cleanup)
            return .unknown
        case .letEscape(let variable, let body):
            declare(variable, .unknown)
            branch([]) { _ = $0.visit(body); return .unknown }
            return .unknown
        case .receive(let variables, let rest, let producer, let body):
            _ = visit(producer)
            for variable in variables + (rest.map { [$0] } ?? []) { declare(variable, .unknown) }
            return visit(body)
        case .setTopLevel(let variable, let value), .define(let variable, let value?):
            places.write(.variable(variable), visit(value))
            return .unknown
        case .topLevel(let variable):
            let topLevel = module.topLevel[variable]
            guard topLevel.procedure == nil, topLevel.record == nil, !topLevel.isAssigned else { return .unknown }
            return places.read(.variable(variable))
        case .setLocal, .define, .parameterize:
            module.nodes[id].kind.forEachOperand { _ = visit($0) }
            return .unknown
        case .lambda(let lambda), .delay(let lambda, _):
            close(lambda)
            return .unknown
        case .unspecified, .uninitialized, .imported, .builtin: return .unknown
        }
    }

    /// What holds only in a part of the code.
    @discardableResult
    private mutating func branch(_ facts: [Fact], _ body: (inout TypeWalk) -> StaticType) -> StaticType {
        let mark = changes.count
        assume(facts)
        let type = body(&self)
        restore(mark)
        return type
    }

    private func literal(_ datum: DatumID) -> StaticType {
        switch module.data[datum].kind {
        case .integer(let value):
            guard let small = value.small, IntegerRange(small).isSmall else { return .whole }
            return .integer(IntegerRange(small))
        case .float: return .float
        case .boolean: return .boolean
        case .string: return .object(.text)
        case .list(let items, _, _): return items.isEmpty ? .unknown : .object(.pair)
        default: return .unknown
        }
    }

    // MARK: Tests

    mutating func visitTest(_ id: NodeID) -> (whenTrue: [Fact], whenFalse: [Fact]) {
        types.nodes[id] = .boolean
        switch module.nodes[id].kind {
        case .conditional(let test, let then, let otherwise): return visitConnective(test, then, otherwise)
        case .call(let callee, let arguments):
            guard case .builtin(let name) = module.nodes[callee].kind else { break }
            if name == "not", arguments.count == 1 {
                let facts = visitTest(arguments[0])
                return (facts.whenFalse, facts.whenTrue)
            }
            types.nodes[id] = visit(id)
            if arguments.count == 2 { return comparison(name, arguments[0], arguments[1]) }
            if arguments.count == 1, let type = BuiltinTypes.proven(byPredicate: name) { return (fact(arguments[0], type), []) }
            return ([], [])
        default: break
        }
        _ = visit(id)
        return ([], [])
    }

    /// `(and a b)` and `(or a b)` among others.
    private mutating func visitConnective(_ test: NodeID, _ then: NodeID, _ otherwise: NodeID) -> (whenTrue: [Fact], whenFalse: [Fact]) {
        let facts = visitTest(test)
        var first: (whenTrue: [Fact], whenFalse: [Fact]) = ([], [])
        var second = first
        branch(facts.whenTrue) { first = $0.visitTest(then); return .boolean }
        branch(facts.whenFalse) { second = $0.visitTest(otherwise); return .boolean }
        func constant(_ id: NodeID) -> Bool? {
            guard case .literal(let datum) = module.nodes[id].kind, case .boolean(let value) = module.data[datum].kind else { return nil }
            return value
        }
        var result: (whenTrue: [Fact], whenFalse: [Fact]) = ([], [])
        switch (constant(then), constant(otherwise)) {
        case (_, false?): result.whenTrue = facts.whenTrue + first.whenTrue
        case (false?, _): result.whenTrue = facts.whenFalse + second.whenTrue
        default: break
        }
        switch (constant(then), constant(otherwise)) {
        case (true?, _): result.whenFalse = facts.whenFalse + second.whenFalse
        case (_, true?): result.whenFalse = facts.whenTrue + first.whenFalse
        default: break
        }
        return result
    }

    /// What the order of two integers tells about both.
    private func comparison(_ name: String, _ left: NodeID, _ right: NodeID) -> (whenTrue: [Fact], whenFalse: [Fact]) {
        guard let first = types[left].range, let second = types[right].range else { return ([], []) }
        func less(_ left: NodeID, _ first: IntegerRange, _ right: NodeID, _ second: IntegerRange, by gap: Int64) -> [Fact] {
            let below = IntegerRange(from: IntegerRange.widest.low, to: second.high - gap)
            let above = IntegerRange(from: first.low + gap, to: IntegerRange.widest.high)
            return (below.map { fact(left, .integer($0)) } ?? []) + (above.map { fact(right, .integer($0)) } ?? [])
        }
        switch name {
        case "<": return (less(left, first, right, second, by: 1), less(right, second, left, first, by: 0))
        case ">": return (less(right, second, left, first, by: 1), less(left, first, right, second, by: 0))
        case "<=": return (less(left, first, right, second, by: 0), less(right, second, left, first, by: 1))
        case ">=": return (less(right, second, left, first, by: 0), less(left, first, right, second, by: 1))
        case "=": return (fact(left, .integer(second)) + fact(right, .integer(first)), unequal(left, first, second) + unequal(right, second, first))
        default: return ([], [])
        }
    }

    /// A bound that the value is not.
    private func unequal(_ node: NodeID, _ range: IntegerRange, _ other: IntegerRange) -> [Fact] {
        guard other.low == other.high, range.low < range.high else { return [] }
        if range.low == other.low { return fact(node, .integer(IntegerRange(range.low + 1, range.high))) }
        return range.high == other.low ? fact(node, .integer(IntegerRange(range.low, range.high - 1))) : []
    }

    // MARK: Bindings and loops

    private mutating func visitLet(_ id: NodeID, _ bindings: [(VariableID, NodeID)], _ body: NodeID) -> StaticType {
        if bindings.count == 1, let lambda = uses.variables[bindings[0].0.offset].lambda, uses.lambdas[lambda.offset].role == .inlined {
            return visitLoop(lambda, body)
        }
        let isRecursive = if case .letRecursive = module.nodes[id].kind { true } else { false }
        var new: [(VariableID, StaticType)] = []
        for (variable, value) in bindings {
            if uses.variables[variable.offset].lambda != nil, !uses.variables[variable.offset].isValue { continue }
            let type = visit(value)
            // Variables of `letrec*` that are seen before they have their value have no type.
            if isRecursive, uses.variables[variable.offset].lambda == nil { declare(variable, type) } else { new.append((variable, isRecursive ? .unknown : type)) }
        }
        for (variable, type) in new { declare(variable, type) }
        return visit(body)
    }

    /// Repeats until the variables' types cover what every round gives them.
    private mutating func visitLoop(_ lambda: LambdaID, _ body: NodeID) -> StaticType {
        let parameters = module.lambdas[lambda].clauses[0].parameters
        // What an outer round has found stays: types only grow.
        if loops[lambda] == nil { loops[lambda] = parameters.map { types.variables[$0] ?? .never } }
        depth += 1
        let first = branch([]) { $0.visit(body) }
        var result = StaticType.never
        for round in 0... {
            if round == Self.mostRounds || depth > Self.mostDepth { loops[lambda] = parameters.map { _ in .unknown } }
            let before = loops[lambda] ?? []
            result = branch([]) { walk in
                for (parameter, type) in zip(parameters, before) { walk.declare(parameter, type) }
                return walk.visit(walk.module.lambdas[lambda].clauses[0].body)
            }
            if loops[lambda] == before { break }
        }
        loops[lambda] = nil
        depth -= 1
        return first.joined(result)
    }

    /// Ranges widen to few bounds, so types settle long before.
    private static let mostRounds = 64
    /// In loops nested more deeply nothing is known about the variables, since every loop repeats those inside it.
    private static let mostDepth = 5

    mutating func jump(_ lambda: LambdaID, _ arguments: [NodeID], _ types: [StaticType]) {
        guard let old = loops[lambda] else { return }
        let parameters = module.lambdas[lambda].clauses[0].parameters
        loops[lambda] = old.indices.map { position in
            let new = counted(parameters[position], arguments[position], types[position])
            let joined = old[position].joined(new)
            return joined == old[position] ? joined : old[position] == .never ? new : old[position].widened(to: new)
        }
    }

    /// The new value of a loop's variable; that of a counter stays among the numbers that counting can reach.
    private func counted(_ parameter: VariableID, _ argument: NodeID, _ type: StaticType) -> StaticType {
        guard let range = type.range, !range.isWithin(.counted) || range.high > IntegerRange.small.high || range.low < IntegerRange.small.low,
            case .call(let callee, let operands) = module.nodes[argument].kind, case .builtin(let name) = module.nodes[callee].kind,
            let first = operands.first, case .local(parameter) = module.nodes[first].kind
        else { return type }
        let step: IntegerRange? =
            switch (name, operands.count) {
            case ("+", 2), ("-", 2): types[operands[1]].range
            case ("1+", 1), ("-1+", 1): IntegerRange(1)
            default: nil
            }
        guard let step, step.isWithin(IntegerRange(-IntegerRange.mostCounted, IntegerRange.mostCounted)) else { return type }
        return IntegerRange.counted.intersection(range).map { .integer($0) } ?? type
    }
}
