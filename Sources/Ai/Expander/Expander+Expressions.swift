import Basics
import Diagnostics

extension Expander {
    /// Expands an expression.
    func expression(_ id: DatumID) -> NodeID {
        guard depth < Self.depthLimit else {
            if !reportedDepth { error("AI0009", "nesting deeper than \(Self.depthLimit)", at: id) }
            reportedDepth = true
            return unspecified(syntax.span(id))
        }
        depth += 1
        defer { depth -= 1 }
        switch syntax[id].kind {
        case .symbol: return reference(id)
        case .list(let elements, nil, let isBracketed): return combination(id, elements, nil, isBracketed)
        case .list(_, _, let isBracketed):
            let (elements, tail) = flattened(id)
            return combination(id, elements, tail, isBracketed)
        case .label: return failure("AI0011", "undefined or cyclic datum label", at: id, help: ["labels may be used inside of quotations only"])
        case .boolean, .integer, .float, .character, .string, .keyword, .vector, .bytevector: return node(.literal(id), at: id)
        }
    }

    /// Expands expressions from left to right.
    func expressions(_ ids: some Sequence<DatumID>) -> [NodeID] { ids.map { expression($0) } }

    /// The parts of a proper list, whatever its brackets; `(a . (b))` is `(a b)`.
    func list(_ id: DatumID) -> [DatumID]? {
        guard case .list(let elements, let tail, _) = syntax[id].kind else { return nil }
        guard tail != nil else { return elements }
        let (all, end) = flattened(id)
        return end == nil ? all : nil
    }

    func isEmptyList(_ id: DatumID) -> Bool { list(id)?.isEmpty == true }

    private func combination(_ id: DatumID, _ elements: [DatumID], _ tail: DatumID?, _ isBracketed: Bool) -> NodeID {
        guard let head = elements.first else { return node(.literal(emptyList(id)), at: id) }
        if let tail {
            if syntax.identifier(head) != nil, case .macro(let macro) = resolve(head), !isBracketed {
                return expand(macro, use: id).map { expression($0) } ?? unspecified(syntax.span(id))
            }
            return failure("AI0008", "misplaced '.'", at: tail, help: ["only a quoted list may have a dot before its last element"])
        }
        if isBracketed { return call("list", expressions(elements), syntax.span(id)) }
        guard syntax.identifier(head) != nil else { return self.call(id, operator: expression(head), elements) }
        switch resolve(head) {
        case .special(let form): return special(form, id, elements)
        case .macro(let macro):
            guard let result = expand(macro, use: id) else { return unspecified(syntax.span(id)) }
            return expression(result)
        case .unbound: return unboundCall(id, elements)
        default: return self.call(id, operator: reference(head), elements)
        }
    }

    /// `[]` and `()` are the same; the literal must not be marked.
    private func emptyList(_ id: DatumID) -> DatumID {
        guard case .list(_, _, isBracketed: true) = syntax[id].kind else { return id }
        return syntax.make(.list([], tail: nil, isBracketed: false), span: syntax.span(id))
    }

    /// Operands of a misspelt form are no expressions, so that saying more about them would mislead.
    private func unboundCall(_ id: DatumID, _ elements: [DatumID]) -> NodeID {
        guard let identifier = syntax.identifier(elements[0]) else { return unspecified(syntax.span(id)) }
        let name = syntax.identifiers[identifier].name
        if let (kind, operation) = Self.effectName(name) { return perform(kind, operation, Array(elements.dropFirst()), id) }
        let callee = reference(elements[0])
        let isLikeForm = SpecialForm.allCases.contains { EditDistance.bounded(name, $0.rawValue, limit: 2) != nil && name.count > 2 }
        let hasClauses = elements.dropFirst().contains { list($0)?.first.map { list($0) != nil } ?? false }
        if Exclusions.reason(name) != nil || isLikeForm && hasClauses { return callee }
        _ = expressions(elements.dropFirst())
        return callee
    }

    // MARK: Calls

    private func call(_ id: DatumID, operator callee: NodeID, _ elements: [DatumID]) -> NodeID {
        if case .literal(let datum) = output.nodes[callee].kind {
            return failure("AI0113", "\(text(datum)) is not a procedure", at: elements[0], help: ["a list of values is written [a b] or (list a b)"])
        }
        let arguments = expressions(elements.dropFirst())
        let result = node(.call(callee, arguments), at: id)
        pendingCalls.append(PendingCall(call: result, callee: callee, count: arguments.count, form: id))
        return result
    }

    // MARK: Names

    func reference(_ id: DatumID) -> NodeID {
        let span = syntax.span(id)
        guard let identifier = syntax.identifier(id) else { return unspecified(span) }
        let name = syntax.identifiers[identifier].name
        switch resolve(id) {
        case .special, .macro: return failure("AI0106", "'\(name)' is syntax, not a value", at: id, help: ["write (\(name) ...), or a lambda around it"])
        case .auxiliary: return failure("AI0111", "'\(name)' is not allowed here", at: id, help: auxiliaryHelp(name))
        case .constant(let constant): return constantNode(constant, span)
        case .builtin(let row): return useBuiltin(row, span)
        case .local(let variable):
            noteRead(of: variable)
            return node(.local(variable), span)
        case .topLevel(let variable):
            noteRead(of: variable, id)
            return node(.topLevel(variable), span)
        case .imported(let imported):
            checkOrder(of: imported, id)
            return node(.imported(imported), span)
        case .module(let target): return failure("AI0331", "module '\(name)' is not a value", at: id, help: memberHelp(name, target))
        case .wrong(let problem) where problem.isDeferred:
            warning(problem.code, problem.message, at: span, help: problem.help)
            return node(.fail(code: problem.code, message: problem.message, argument: nil), span)
        case .wrong(let problem): return failure(problem.code, problem.message, at: id, help: problem.help)
        case .unavailable: return unspecified(span)
        case .unbound:
            reportUnbound(id, identifier)
            return unspecified(span)
        }
    }

    func constantNode(_ constant: PredefinedConstant, _ span: SourceSpan) -> NodeID {
        switch constant {
        case .yes: boolean(true, span)
        case .no: boolean(false, span)
        case .empty: literal(.list([], tail: nil, isBracketed: false), span)
        }
    }

    private func auxiliaryHelp(_ name: String) -> [String] {
        switch name {
        case "else", "=>": ["'\(name)' stands in clauses of cond, case and guard, 'else' in the last one"]
        case "_", "...": ["'\(name)' stands in patterns"]
        default: ["'\(name)' stands inside of a quasiquotation"]
        }
    }

    // MARK: Forms

    private func special(_ form: SpecialForm, _ id: DatumID, _ elements: [DatumID]) -> NodeID {
        let operands = Array(elements.dropFirst())
        switch form {
        case .quote: return quote(id, operands)
        case .quasiquote: return quasiquote(id, operands)
        case .lambda: return lambda(id, operands)
        case .caseLambda: return caseLambda(id, operands)
        case .assign: return assignment(id, operands)
        case .conditional: return conditional(id, operands)
        case .cond: return cond(id, operands)
        case .cases: return cases(id, operands)
        case .when, .unless: return oneSided(form, id, operands)
        case .and: return conjunction(operands, syntax.span(id))
        case .or: return disjunction(operands, syntax.span(id))
        case .begin: return sequence(expressions(operands), syntax.span(id))
        case .letPlain: return letPlain(id, operands)
        case .letSequential: return letSequential(id, operands)
        case .letRecursive, .letRecursiveSequential: return letRecursive(form, id, operands)
        case .letValues: return letValues(id, operands)
        case .letValuesSequential: return letValuesSequential(id, operands)
        case .receive: return receive(id, operands)
        case .loop: return isLoop(operands) ? loop(id, operands) : sequence(expressions(operands), syntax.span(id))
        case .whileLoop: return whileLoop(id, operands)
        case .dotimes: return dotimes(id, operands)
        case .parameterize: return parameterize(id, operands)
        case .delay, .delayForce: return delay(form, id, operands)
        case .consStream: return consStream(id, operands)
        case .guarded: return guarded(id, operands)
        case .attempt: return attempt(id, operands)
        case .raise: return raise(id, operands)
        case .assert: return assertion(id, operands)
        case .letEscape: return letEscape(id, operands)
        case .threadFirst, .threadLast: return thread(form, id, operands)
        case .letSyntax, .letrecSyntax: return letSyntax(form, id, operands)
        case .syntaxError: return syntaxError(id, operands)
        case .condExpand: return condExpand(id, operands)
        case .include: return sequence(expressions(includedForms(id, operands)), syntax.span(id))
        case .match: return match(id, operands)
        case .effect: return effect(id, operands)
        case .handler: return handler(id, operands)
        case .define, .defineValues, .defineRecordType, .defineSyntax, .data, .contract:
            return failure("AI0107", "definition not allowed here", at: id, help: ["move it to the top level or to the body of a procedure or 'let'"])
        case .module, .importForm, .export:
            return failure("AI0205", "'\(form.rawValue)' is only allowed at the top level of a module", at: id, help: ["move it out of the form around it"])
        case .syntaxRules: return failure("AI0106", "'syntax-rules' is syntax, not a value", at: id, help: ["it stands in define-syntax"])
        }
    }

    private func quote(_ id: DatumID, _ operands: [DatumID]) -> NodeID {
        guard operands.count == 1 else { return malformed(.quote, "one datum expected, \(operands.count) found", at: id) }
        return node(.literal(operands[0]), at: id)
    }

    private func syntaxError(_ id: DatumID, _ operands: [DatumID]) -> NodeID {
        guard let first = operands.first, case .string(let message) = syntax[first].kind else {
            return malformed(.syntaxError, "the first operand is not a string", at: id)
        }
        let irritants = operands.dropFirst().map { " " + text($0) }.joined()
        return failure("AI0123", message + irritants, at: id)
    }

    private func assignment(_ id: DatumID, _ operands: [DatumID]) -> NodeID {
        guard operands.count == 2 else { return malformed(.assign, "a name and a value expected", at: id) }
        let target = operands[0]
        guard let identifier = syntax.identifier(target) else { return malformed(.assign, "\(text(target)) is not a name", at: target) }
        let name = syntax.identifiers[identifier].name
        let binding = resolve(target)
        let value = expression(operands[1])
        switch binding {
        case .local(let variable):
            output.variables[variable].isAssigned = true
            noteRead(of: variable)
            return node(.setLocal(variable, value), at: id)
        case .topLevel(let variable):
            output.topLevel[variable].isAssigned = true
            noteRead(of: variable, target)
            if case .local(let kept) = output.nodes[value].kind { keptVariables[kept] = syntax.span(id) }
            return node(.setTopLevel(variable, value), at: id)
        case .builtin, .constant:
            return failure("AI0108", "cannot assign to built-in '\(name)'", at: target, help: ["define your own: (define \(name) ...)"])
        case .imported(let imported):
            let module = displayName(of: imported)
            return failure(
                "AI0109", "cannot assign to '\(name)' imported from module '\(module)'", at: target,
                help: ["export a setter from '\(module)', a procedure that assigns to the variable"])
        case .special, .macro: return failure("AI0106", "'\(name)' is syntax, not a value", at: target)
        default:
            return reference(target)
        }
    }
}
