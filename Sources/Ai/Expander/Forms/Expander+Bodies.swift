import Basics
import Diagnostics

/// What a form of a body or of the top level turns out to be once its head is known.
enum BodyForm {
    case expression(DatumID)
    case definition(name: DatumID, DefinedValue, form: DatumID)
    case valuesDefinition(formals: DatumID, DatumID, form: DatumID)
    case recordDefinition(DatumID, [DatumID])
    case dataDefinition(DatumID, [DatumID])
    case syntaxDefinition(name: DatumID, DatumID, form: DatumID)
    case contract(DatumID, [DatumID])
    /// Forms that take the place of this one.
    case splice([DatumID])
    /// Nothing, or nothing more to say.
    case none
}

/// A variable of `letrec*` whose value has not been expanded yet.
struct LateVariable {
    var isReadEarly = false
}

/// A binding of `letrec*`.
enum RecursiveBinding {
    case value(VariableID, DefinedValue)
    /// A form between definitions, for its effects.
    case effect(DatumID)
    /// `define-values`.
    case values(Formals, DatumID, form: DatumID)
}

extension Expander {
    /// Expands a body, which may hold definitions anywhere: they are one `letrec*`.
    func body(_ forms: [DatumID], of owner: String, at id: DatumID) -> NodeID {
        scopes.push()
        defer { scopes.pop() }
        var collected: [RecursiveBinding] = []
        var definitionSpans: [IdentifierID: SourceSpan] = [:]
        var hasExpression = false
        var work = Array(forms.reversed())
        while let form = work.popLast() {
            switch classify(form) {
            case .expression(let expression):
                collected.append(.effect(expression))
                hasExpression = true
            case .splice(let spliced): work += spliced.reversed()
            case .none: hasExpression = true
            case let definition: collect(definition, &collected, &definitionSpans)
            }
        }
        if !hasExpression {
            error("AI0104", "body of '\(owner)' has no expression", at: id, help: ["end it with an expression: its value is that of the body"])
        }
        return body(collected, syntax.span(id))
    }

    private func body(_ collected: [RecursiveBinding], _ span: SourceSpan) -> NodeID {
        let isDefinition = { (binding: RecursiveBinding) in if case .effect = binding { false } else { true } }
        let definitionCount = (collected.lastIndex(where: isDefinition) ?? -1) + 1
        let bindings = recursive(Array(collected.prefix(definitionCount)), span)
        let last = sequence(collected.dropFirst(definitionCount).map { binding in
            guard case .effect(let form) = binding else { return unspecified(span) }
            return expression(form)
        }, span)
        return bindings.isEmpty ? last : node(.letRecursive(bindings, body: last), span)
    }

    private func collect(_ form: BodyForm, _ collected: inout [RecursiveBinding], _ spans: inout [IdentifierID: SourceSpan]) {
        switch form {
        case .definition(let name, let value, _):
            guard let variable = bindDefinition(name, &spans) else { return }
            collected.append(.value(variable, value))
        case .valuesDefinition(let names, let producer, let form):
            var formals = Formals()
            guard case .list(let elements, let tail, _) = wrappedFormals(names) else {
                return error("AI0102", "malformed 'define-values': \(text(names)) is no list of names", at: names)
            }
            for element in elements {
                if let variable = bindDefinition(element, &spans) { formals.parameters.append(variable) }
            }
            if let tail { formals.rest = bindDefinition(tail, &spans) }
            collected.append(.values(formals, producer, form: form))
        case .syntaxDefinition(let name, let rules, let form):
            guard let identifier = definedName(name, in: .defineSyntax, &spans) else { return }
            let macro = defineMacro(rules, name: syntax.identifiers[identifier].name, depth: scopes.depth, at: form)
            scopes.bind(identifier, to: macro.map { .macro($0) } ?? .unavailable)
        case .recordDefinition(let form, let operands):
            defineRecord(form, operands) { name, variable in
                guard let identifier = self.definedName(name, in: .defineRecordType, &spans) else { return }
                self.scopes.bind(identifier, to: .topLevel(variable))
            }
        case .dataDefinition(let form, let operands):
            for (name, value) in dataProcedures(form, operands) {
                if let variable = bindDefinition(name, &spans) { collected.append(.value(variable, value)) }
            }
        case .contract(let form, _):
            error("AI0102", "malformed 'spec:contract': it stands at the top level of the module that defines the procedure", at: form)
        case .expression, .splice, .none: break
        }
    }

    private func bindDefinition(_ id: DatumID, _ spans: inout [IdentifierID: SourceSpan]) -> VariableID? {
        guard let identifier = definedName(id, in: .define, &spans) else { return nil }
        checkDottedName(id)
        let variable = output.variables.append(Variable(name: syntax.identifiers[identifier].name, span: syntax.span(id)))
        scopes.bind(identifier, to: .local(variable))
        return variable
    }

    private func definedName(_ id: DatumID, in form: SpecialForm, _ spans: inout [IdentifierID: SourceSpan]) -> IdentifierID? {
        guard let identifier = syntax.identifier(id) else {
            _ = malformed(form, "\(text(id)) is not a name", at: id)
            return nil
        }
        if let first = spans[identifier] {
            let name = syntax.identifiers[identifier].name
            error("AI0110", "'\(name)' is already defined at \(position(first))", at: id, help: ["use set! to change its value"])
            return nil
        }
        spans[identifier] = syntax.span(id)
        return identifier
    }

    /// `name` as `(. name)`.
    func wrappedFormals(_ id: DatumID) -> Datum.Kind {
        if case .symbol = syntax[id].kind { return .list([], tail: id, isBracketed: false) }
        return syntax[id].kind
    }

    // MARK: What a form is

    /// Finds out what a form is, expanding macros at its head.
    func classify(_ form: DatumID) -> BodyForm {
        var id = form
        while true {
            guard case .list(_, _, isBracketed: false) = syntax[id].kind, let elements = list(id), let head = elements.first,
                syntax.identifier(head) != nil
            else { return .expression(id) }
            switch resolve(head) {
            case .macro(let macro):
                guard let result = expand(macro, use: id) else { return .none }
                id = result
            case .special(let keyword): return classify(keyword, id, Array(elements.dropFirst()))
            default: return .expression(id)
            }
        }
    }

    private func classify(_ keyword: SpecialForm, _ id: DatumID, _ operands: [DatumID]) -> BodyForm {
        switch keyword {
        case .define: return definition(id, operands)
        case .defineValues:
            guard operands.count == 2 else { return problem(.defineValues, "names and an expression expected", id) }
            return .valuesDefinition(formals: operands[0], operands[1], form: id)
        case .defineRecordType: return .recordDefinition(id, operands)
        case .data: return .dataDefinition(id, operands)
        case .defineSyntax:
            guard operands.count == 2 else { return problem(.defineSyntax, "a name and syntax-rules expected", id) }
            return .syntaxDefinition(name: operands[0], operands[1], form: id)
        case .contract: return .contract(id, operands)
        case .begin: return operands.isEmpty ? .expression(id) : .splice(operands)
        case .loop where !isLoop(operands): return operands.isEmpty ? .expression(id) : .splice(operands)
        case .condExpand: return .splice(chosenForms(id, operands))
        case .include: return .splice(includedForms(id, operands))
        default: return .expression(id)
        }
    }

    private func problem(_ form: SpecialForm, _ reason: String, _ id: DatumID) -> BodyForm {
        _ = malformed(form, reason, at: id)
        return .none
    }

    private func definition(_ id: DatumID, _ operands: [DatumID]) -> BodyForm {
        guard let target = operands.first else { return problem(.define, "a name is missing", id) }
        var heads: [DatumID] = []
        var name = target
        while case .list(let parts, _, _) = syntax[name].kind {
            guard let first = parts.first else { return problem(.define, "a name is missing", name) }
            heads.append(name)
            name = first
        }
        guard syntax.identifier(name) != nil else { return problem(.define, "\(text(name)) is not a name", name) }
        if !heads.isEmpty {
            return .definition(name: name, .procedure(heads: heads.reversed(), body: Array(operands.dropFirst()), form: id), form: id)
        }
        switch operands.count {
        case 1: return .definition(name: name, .none, form: id)
        case 2: return .definition(name: name, .expression(operands[1]), form: id)
        default: return problem(.define, "one value expected, \(operands.count - 1) found", id)
        }
    }

    // MARK: letrec*

    /// Expands the values of `letrec*`, whose names are bound already, in order.
    ///
    /// A variable needs a check where it is read if something that comes no later than its own value mentions it, and something that comes
    /// no later can run it: a value that is more than a procedure or a constant.
    func recursive(_ bindings: [RecursiveBinding], _ span: SourceSpan) -> [(VariableID, NodeID)] {
        for binding in bindings {
            switch binding {
            case .value(let variable, _): lateVariables[variable] = LateVariable()
            case .values(let formals, _, _):
                for variable in formals.parameters + [formals.rest].compactMap(\.self) { lateVariables[variable] = LateVariable() }
            case .effect: break
            }
        }
        var result: [(VariableID, NodeID)] = []
        var canRun = false
        for binding in bindings {
            switch binding {
            case .value(let variable, let defined):
                let made = value(defined, name: output.variables[variable].name, output.variables[variable].span)
                if !isInert(made) { canRun = true }
                result.append((variable, made))
                initialize(variable, canRun)
                if case .lambda(let lambda) = output.nodes[made].kind { localProcedures[variable] = lambda }
                if case .uninitialized = output.nodes[made].kind { output.variables[variable].needsCheck = true }
            case .effect(let form):
                canRun = true
                let made = expression(form)
                let span = output.nodes[made].span
                result.append((temporary("_", span), node(.sequence([made, unspecified(span)]), span)))
            case .values(let formals, let producer, let form):
                canRun = true
                let (packed, parts) = unpack(formals, expression(producer), syntax.span(form))
                result.append(packed)
                result += parts
                for (variable, _) in parts { initialize(variable, canRun) }
            }
        }
        return result
    }

    private func initialize(_ variable: VariableID, _ canRun: Bool) {
        if let late = lateVariables.removeValue(forKey: variable), late.isReadEarly, canRun { output.variables[variable].needsCheck = true }
    }

    /// Evaluating it runs nothing and reads no variable.
    func isInert(_ id: NodeID) -> Bool {
        switch output.nodes[id].kind {
        case .lambda, .literal, .unspecified, .builtin, .uninitialized, .define(_, nil): true
        case .define(_, let value?): isInert(value)
        default: false
        }
    }

    /// Several values as a vector in a temporary variable, and each part as the value of a variable.
    private func unpack(_ formals: Formals, _ producer: NodeID, _ span: SourceSpan) -> ((VariableID, NodeID), [(VariableID, NodeID)]) {
        let variables = formals.parameters + [formals.rest].compactMap(\.self)
        let copies = variables.map { temporary(output.variables[$0].name, span) }
        let isRest = formals.rest != nil
        let packed = call("vector", copies.map { local($0, span) }, span)
        let received = node(
            .receive(isRest ? Array(copies.dropLast()) : copies, rest: isRest ? copies.last : nil, producer: producer, body: packed), span)
        let vector = temporary("values", span)
        let parts = variables.enumerated().map { index, variable in
            (variable, call("vector-ref", [local(vector, span), literal(.integer(ExactInteger(index)), span)], span))
        }
        return ((vector, received), parts)
    }

    /// Takes note of a read or an assignment of a local variable.
    func noteRead(of variable: VariableID) {
        guard !lateVariables.isEmpty, lateVariables[variable] != nil else { return }
        lateVariables[variable]?.isReadEarly = true
    }
}
