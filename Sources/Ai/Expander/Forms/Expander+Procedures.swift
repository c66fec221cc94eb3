import Basics
import Diagnostics

/// Parameters, or what a form with several values binds.
struct Formals {
    var parameters: [VariableID] = []
    var rest: VariableID?
}

/// The value of a definition as it is written.
enum DefinedValue {
    /// `(define name)`.
    case none
    case expression(DatumID)
    /// `(define (name . parameters) body ...)`; the heads of a curried definition stand outermost first: `(f a)`, `((f a) b)`.
    case procedure(heads: [DatumID], body: [DatumID], form: DatumID)
}

extension Expander {
    func lambda(_ id: DatumID, _ operands: [DatumID]) -> NodeID {
        guard let formals = operands.first else { return malformed(.lambda, "parameters are missing", at: id) }
        return procedure(name: nil, at: id) {
            [clause(id, formals: { self.bindFormals(formals, in: .lambda) }, body: Array(operands.dropFirst()), owner: "lambda")]
        }
    }

    func caseLambda(_ id: DatumID, _ operands: [DatumID]) -> NodeID {
        guard !operands.isEmpty else { return malformed(.caseLambda, "there is no clause", at: id) }
        return procedure(name: nil, at: id) {
            operands.compactMap { operand in
                guard let parts = list(operand), let formals = parts.first else {
                    _ = malformed(.caseLambda, "a clause is (parameters body ...)", at: operand)
                    return nil
                }
                return clause(operand, formals: { self.bindFormals(formals, in: .caseLambda) }, body: Array(parts.dropFirst()), owner: "case-lambda")
            }
        }
    }

    /// The value of a definition; `name` is for messages.
    func value(_ value: DefinedValue, name: String, _ span: SourceSpan) -> NodeID {
        switch value {
        case .none: return node(.uninitialized, span)
        case .expression(let id):
            let result = expression(id)
            nameProcedure(result, name)
            return result
        case .procedure(let heads, let body, let form): return procedure(heads: heads[...], body, form, name: name)
        }
    }

    /// An anonymous procedure that a variable is made for is called like the variable.
    func nameProcedure(_ id: NodeID, _ name: String) {
        guard case .lambda(let lambda) = output.nodes[id].kind, output.lambdas[lambda].name == nil else { return }
        output.lambdas[lambda].name = name
    }

    private func procedure(heads: ArraySlice<DatumID>, _ body: [DatumID], _ form: DatumID, name: String?) -> NodeID {
        procedure(name: name, at: form) {
            guard let head = heads.first, case .list(let parts, let tail, _) = syntax[head].kind else { return [] }
            let formals = { self.bindFormals(Array(parts.dropFirst()), tail: tail, in: .define) }
            guard heads.count > 1 else { return [clause(form, formals: formals, body: body, owner: "define")] }
            scopes.push()
            defer { scopes.pop() }
            let bound = formals()
            let inner = procedure(heads: heads.dropFirst(), body, form, name: nil)
            return [Lambda.Clause(parameters: bound.parameters, rest: bound.rest, body: inner)]
        }
    }

    private func procedure(name: String?, at id: DatumID, _ clauses: () -> [Lambda.Clause]) -> NodeID {
        procedureDepth += 1
        let made = clauses()
        procedureDepth -= 1
        guard !made.isEmpty else { return unspecified(syntax.span(id)) }
        return node(.lambda(output.lambdas.append(Lambda(name: name, clauses: made, span: syntax.span(id)))), at: id)
    }

    private func clause(_ id: DatumID, formals: () -> Formals, body forms: [DatumID], owner: String) -> Lambda.Clause {
        scopes.push()
        defer { scopes.pop() }
        let contract = pendingContract
        pendingContract = nil
        let bound = formals()
        let inner = { self.body(forms, of: owner, at: id) }
        let made = if let contract { checked(contract, syntax.span(id), inner) } else { inner() }
        return Lambda.Clause(parameters: bound.parameters, rest: bound.rest, body: made)
    }

    /// A procedure of no arguments.
    func thunk(_ span: SourceSpan, _ body: () -> NodeID) -> LambdaID {
        procedureDepth += 1
        defer { procedureDepth -= 1 }
        return output.lambdas.append(Lambda(name: nil, clauses: [Lambda.Clause(parameters: [], rest: nil, body: body())], span: span))
    }

    // MARK: Parameters

    /// Binds `(a b)`, `(a b . rest)` or `rest` in the innermost scope. What is wrong is reported and left out.
    func bindFormals(_ id: DatumID, in form: SpecialForm) -> Formals {
        switch syntax[id].kind {
        case .symbol: return bindFormals([], tail: id, in: form)
        case .list(let elements, let tail, _): return bindFormals(elements, tail: tail, in: form)
        default:
            _ = malformed(form, "\(text(id)) is no list of parameters", at: id)
            return Formals()
        }
    }

    func bindFormals(_ elements: [DatumID], tail: DatumID?, in form: SpecialForm) -> Formals {
        var result = Formals()
        for element in elements {
            if let variable = bindVariable(element, in: form, "parameters") { result.parameters.append(variable) }
        }
        if let tail { result.rest = bindVariable(tail, in: form, "parameters") }
        return result
    }

    /// Binds a name to a new variable in the innermost scope.
    /// - Parameter group: what must not have a name twice, for AI0105.
    func bindVariable(_ id: DatumID, in form: SpecialForm, _ group: String) -> VariableID? {
        guard let identifier = syntax.identifier(id) else {
            _ = malformed(form, "\(text(id)) is not a name", at: id)
            return nil
        }
        let name = syntax.identifiers[identifier].name
        guard scopes.inInnermost(identifier) == nil else {
            error("AI0105", "duplicate name '\(name)' in \(group)", at: id, help: ["give one of them another name"])
            return nil
        }
        checkDottedName(id)
        let variable = output.variables.append(Variable(name: name, span: syntax.span(id)))
        scopes.bind(identifier, to: .local(variable))
        return variable
    }
}
