/// The types of calls, and what they store.
extension TypeWalk {
    mutating func call(_ id: NodeID, _ callee: NodeID, _ arguments: [NodeID]) -> StaticType {
        switch module.nodes[callee].kind {
        case .local(let variable):
            guard let lambda = uses.knownCallee(variable, arguments: arguments.count) else { break }
            let operands = arguments.map { visit($0) }
            if uses.lambdas[lambda.offset].role == .inlined {
                jump(lambda, arguments, operands)
                return .never
            }
            return known(lambda, callee, operands)
        case .topLevel(let variable):
            guard let lambda = module.topLevel[variable].procedure, !module.topLevel[variable].isAssigned,
                UseAnalysis.fits(module.lambdas[lambda], arguments.count)
            else { break }
            return known(lambda, callee, arguments.map { visit($0) })
        case .builtin(let name): return builtin(id, name, arguments)
        case .lambda(let lambda) where UseAnalysis.fits(module.lambdas[lambda], arguments.count):
            let clause = module.lambdas[lambda].clauses[0]
            for (parameter, argument) in zip(clause.parameters, arguments) {
                let type = visit(argument)
                if isFixed(parameter) { set(parameter, type) }
            }
            return visit(clause.body)
        default: break
        }
        _ = visit(callee)
        for argument in arguments { _ = visit(argument) }
        return .unknown
    }

    private mutating func known(_ lambda: LambdaID, _ callee: NodeID, _ arguments: [StaticType]) -> StaticType {
        let captured = captured(by: lambda)
        if !captured.isEmpty { types.captured[callee] = captured }
        let operands = captured + arguments
        give(operands, to: lambda)
        visitCall(lambda, operands)
        return summaries.result(of: lambda, operands, inBailing: bails)
    }

    private func captured(by lambda: LambdaID) -> [StaticType] { captures.captures[lambda.offset].map { current[$0] ?? .unknown } }

    private func give(_ operands: [StaticType], to lambda: LambdaID) {
        for (position, operand) in operands.enumerated() { places.write(.given(lambda, position), operand) }
    }

    /// A closure is made. Who calls it is not known, so nothing is known about its arguments.
    func close(_ lambda: LambdaID) { give(captured(by: lambda), to: lambda) }

    private mutating func builtin(_ id: NodeID, _ name: String, _ arguments: [NodeID]) -> StaticType {
        if name == "not", arguments.count == 1 {
            _ = visitTest(arguments[0])
            return .boolean
        }
        let operands = arguments.map { visit($0) }
        if operands.contains(.never) { return .never }
        for (position, argument) in arguments.enumerated() {
            if let type = BuiltinTypes.proven(by: name, argument: position) { assume(fact(argument, type)) }
        }
        return element(id, name, arguments, operands) ?? BuiltinTypes.result(of: name, operands, bails: bails)
    }

    // MARK: Elements of vectors

    /// Tells what is stored into a vector, and the type of what is read from one; nil: the call reads no vector whose elements are known.
    private func element(_ id: NodeID, _ name: String, _ arguments: [NodeID], _ operands: [StaticType]) -> StaticType? {
        switch (name, operands.count) {
        case ("vector-ref", 2): return vectors.elements(of: arguments[0]).map { places.read(.elements($0)) }
        case ("vector-set!", 3): store(operands[2], into: arguments[0])
        case ("vector-fill!", 2): store(operands[1], into: arguments[0])
        case ("make-vector", 1): store(.unknown, into: id)
        case ("make-vector", 2): store(operands[1], into: id)
        case ("vector", _): for operand in operands { store(operand, into: id) }
        default: break
        }
        return nil
    }

    private func store(_ type: StaticType, into vector: NodeID) {
        if let found = vectors.elements(of: vector) { places.write(.elements(found), type) }
    }
}
