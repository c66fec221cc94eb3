import Basics
import Diagnostics

extension Expander {
    /// A binding `(name value)` of the `let` family.
    struct LetBinding {
        let name: DatumID
        let value: DatumID
    }

    /// The bindings of a form; those that are wrong are reported and left out.
    private func letBindings(_ id: DatumID, _ form: SpecialForm) -> [LetBinding]? {
        guard let parts = list(id) else {
            _ = malformed(form, "\(text(id)) is no list of bindings", at: id)
            return nil
        }
        return parts.compactMap { part in
            guard let pair = list(part), pair.count == 2 else {
                _ = malformed(form, "a binding is (name value), not \(text(part))", at: part)
                return nil
            }
            return LetBinding(name: pair[0], value: pair[1])
        }
    }

    func letPlain(_ id: DatumID, _ operands: [DatumID]) -> NodeID {
        guard let first = operands.first else { return malformed(.letPlain, "bindings are missing", at: id) }
        if syntax.identifier(first) != nil { return namedLet(id, first, Array(operands.dropFirst())) }
        guard let bindings = letBindings(first, .letPlain) else { return unspecified(syntax.span(id)) }
        let values = self.values(of: bindings)
        scopes.push()
        defer { scopes.pop() }
        var bound: [(VariableID, NodeID)] = []
        for (binding, value) in zip(bindings, values) {
            guard let variable = bindVariable(binding.name, in: .letPlain, "bindings") else { continue }
            bound.append((variable, value))
            noteProcedure(variable, value)
        }
        let inner = body(Array(operands.dropFirst()), of: "let", at: id)
        return bound.isEmpty ? inner : node(.letValues(bound, body: inner), at: id)
    }

    private func values(of bindings: [LetBinding]) -> [NodeID] {
        namesBeingBound.append(bindings.compactMap { syntax.identifier($0.name) })
        defer { namesBeingBound.removeLast() }
        return bindings.map { expression($0.value) }
    }

    private func noteProcedure(_ variable: VariableID, _ value: NodeID) {
        nameProcedure(value, output.variables[variable].name)
        if case .lambda(let lambda) = output.nodes[value].kind { localProcedures[variable] = lambda }
    }

    private func namedLet(_ id: DatumID, _ name: DatumID, _ operands: [DatumID]) -> NodeID {
        guard let first = operands.first else { return malformed(.letPlain, "bindings are missing", at: id) }
        guard let bindings = letBindings(first, .letPlain) else { return unspecified(syntax.span(id)) }
        let values = self.values(of: bindings)
        scopes.push()
        defer { scopes.pop() }
        guard let loop = bindVariable(name, in: .letPlain, "bindings") else { return unspecified(syntax.span(id)) }
        return loopNode(loop, values, syntax.span(id)) {
            scopes.push()
            defer { scopes.pop() }
            let variables = bindings.compactMap { bindVariable($0.name, in: .letPlain, "bindings") }
            return (variables, body(Array(operands.dropFirst()), of: "let", at: id))
        }
    }

    /// A loop: a local procedure called with the first values.
    func loopNode(_ loop: VariableID, _ values: [NodeID], _ span: SourceSpan, _ clause: () -> ([VariableID], NodeID)) -> NodeID {
        procedureDepth += 1
        let (variables, inner) = clause()
        procedureDepth -= 1
        let made = Lambda(name: output.variables[loop].name, clauses: [Lambda.Clause(parameters: variables, rest: nil, body: inner)], span: span)
        let lambda = output.lambdas.append(made)
        localProcedures[loop] = lambda
        let start = node(.call(local(loop, span), values), span)
        return node(.letRecursive([(loop, node(.lambda(lambda), span))], body: start), span)
    }

    func letSequential(_ id: DatumID, _ operands: [DatumID]) -> NodeID {
        guard let first = operands.first else { return malformed(.letSequential, "bindings are missing", at: id) }
        guard let bindings = letBindings(first, .letSequential) else { return unspecified(syntax.span(id)) }
        var bound: [(VariableID, NodeID)] = []
        for binding in bindings {
            let value = values(of: [binding])[0]
            scopes.push()
            guard let variable = bindVariable(binding.name, in: .letSequential, "bindings") else { continue }
            noteProcedure(variable, value)
            bound.append((variable, value))
        }
        var result = body(Array(operands.dropFirst()), of: "let*", at: id)
        for _ in bindings { scopes.pop() }
        for binding in bound.reversed() { result = node(.letValues([binding], body: result), at: id) }
        return result
    }

    func letRecursive(_ form: SpecialForm, _ id: DatumID, _ operands: [DatumID]) -> NodeID {
        guard let first = operands.first else { return malformed(form, "bindings are missing", at: id) }
        guard let bindings = letBindings(first, form) else { return unspecified(syntax.span(id)) }
        scopes.push()
        defer { scopes.pop() }
        let collected = bindings.compactMap { binding in
            bindVariable(binding.name, in: form, "bindings").map { RecursiveBinding.value($0, .expression(binding.value)) }
        }
        let bound = recursive(collected, syntax.span(id))
        let inner = body(Array(operands.dropFirst()), of: form.rawValue, at: id)
        return bound.isEmpty ? inner : node(.letRecursive(bound, body: inner), at: id)
    }

    // MARK: Several values

    func letValues(_ id: DatumID, _ operands: [DatumID]) -> NodeID {
        guard let first = operands.first, let bindings = letBindings(first, .letValues) else {
            return malformed(.letValues, "bindings are missing", at: id)
        }
        let producers = bindings.map { expression($0.value) }
        scopes.push()
        defer { scopes.pop() }
        let formals = bindings.map { bindFormals($0.name, in: .letValues) }
        var result = body(Array(operands.dropFirst()), of: "let-values", at: id)
        for (bound, producer) in zip(formals, producers).reversed() { result = receiveNode(bound, producer, result, id) }
        return result
    }

    func letValuesSequential(_ id: DatumID, _ operands: [DatumID]) -> NodeID {
        guard let first = operands.first, let bindings = letBindings(first, .letValuesSequential) else {
            return malformed(.letValuesSequential, "bindings are missing", at: id)
        }
        var bound: [(Formals, NodeID)] = []
        for binding in bindings {
            let producer = expression(binding.value)
            scopes.push()
            bound.append((bindFormals(binding.name, in: .letValuesSequential), producer))
        }
        var result = body(Array(operands.dropFirst()), of: "let*-values", at: id)
        for _ in bindings { scopes.pop() }
        for (formals, producer) in bound.reversed() { result = receiveNode(formals, producer, result, id) }
        return result
    }

    func receive(_ id: DatumID, _ operands: [DatumID]) -> NodeID {
        guard operands.count >= 2 else { return malformed(.receive, "names and an expression expected", at: id) }
        let producer = expression(operands[1])
        scopes.push()
        defer { scopes.pop() }
        let formals = bindFormals(operands[0], in: .receive)
        return receiveNode(formals, producer, body(Array(operands.dropFirst(2)), of: "receive", at: id), id)
    }

    private func receiveNode(_ formals: Formals, _ producer: NodeID, _ body: NodeID, _ id: DatumID) -> NodeID {
        node(.receive(formals.parameters, rest: formals.rest, producer: producer, body: body), at: id)
    }
}
