import Basics
import Diagnostics

extension Expander {
    func parameterize(_ id: DatumID, _ operands: [DatumID]) -> NodeID {
        guard let first = operands.first, let bindings = list(first) else { return malformed(.parameterize, "bindings are missing", at: id) }
        var bound: [(NodeID, NodeID)] = []
        for binding in bindings {
            guard let pair = list(binding), pair.count == 2 else {
                return malformed(.parameterize, "a binding is (parameter value)", at: binding)
            }
            let parameter = expression(pair[0])
            bound.append((parameter, expression(pair[1])))
        }
        let inner = body(Array(operands.dropFirst()), of: "parameterize", at: id)
        return bound.isEmpty ? inner : node(.parameterize(bound, body: inner), at: id)
    }

    func delay(_ form: SpecialForm, _ id: DatumID, _ operands: [DatumID]) -> NodeID {
        guard operands.count == 1 else { return malformed(form, "one expression expected, \(operands.count) found", at: id) }
        let body = thunk(syntax.span(id)) { expression(operands[0]) }
        return node(.delay(body, isChain: form == .delayForce), at: id)
    }

    func consStream(_ id: DatumID, _ operands: [DatumID]) -> NodeID {
        guard operands.count == 2 else { return malformed(.consStream, "two expressions expected, \(operands.count) found", at: id) }
        let span = syntax.span(id)
        let head = expression(operands[0])
        let rest = node(.delay(thunk(span) { expression(operands[1]) }, isChain: false), span)
        return call("cons", [head, rest], span)
    }

    func letEscape(_ id: DatumID, _ operands: [DatumID]) -> NodeID {
        guard let name = operands.first else { return malformed(.letEscape, "a name is missing", at: id) }
        scopes.push()
        defer { scopes.pop() }
        guard let variable = bindVariable(name, in: .letEscape, "bindings") else { return unspecified(syntax.span(id)) }
        return node(.letEscape(variable, body: body(Array(operands.dropFirst()), of: "let/ec", at: id)), at: id)
    }

    // MARK: Errors

    func raise(_ id: DatumID, _ operands: [DatumID]) -> NodeID {
        guard operands.count == 1 else { return malformed(.raise, "one value expected, \(operands.count) found", at: id) }
        return call("raise", [expression(operands[0])], syntax.span(id))
    }

    func assertion(_ id: DatumID, _ operands: [DatumID]) -> NodeID {
        guard operands.count == 1 || operands.count == 2 else { return malformed(.assert, "a test expected", at: id) }
        let span = syntax.span(id)
        let condition = expression(operands[0])
        let failure: NodeID
        if operands.count == 2 {
            failure = node(.fail(code: "AI0912", message: "assertion failed: {display}", argument: expression(operands[1])), span)
        } else {
            let source = literal(.string(sourceText(operands[0])), span)
            failure = node(.fail(code: "AI0912", message: "assertion failed: {display}", argument: source), span)
        }
        return node(.conditional(test: condition, then: unspecified(span), otherwise: failure), span)
    }

    /// A form as it stands in the source; what a macro made is written out.
    func sourceText(_ id: DatumID) -> String {
        let span = syntax.span(id)
        guard syntax.expansion(of: id) == nil, Int(span.end) <= file.bytes.count, span.start < span.end else {
            return DatumText.text(of: id, in: syntax.tree, limit: 200)
        }
        let source = String(decoding: file.bytes[Int(span.start)..<Int(span.end)], as: UTF8.self)
        return source.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    func guarded(_ id: DatumID, _ operands: [DatumID]) -> NodeID {
        guard let first = operands.first, let head = list(first), let name = head.first else {
            return malformed(.guarded, "(name clause ...) expected", at: operands.first ?? id)
        }
        let span = syntax.span(id)
        let inner = body(Array(operands.dropFirst()), of: "guard", at: id)
        scopes.push()
        defer { scopes.pop() }
        guard let payload = bindVariable(name, in: .guarded, "bindings") else { return unspecified(span) }
        let handler = condClauses(Array(head.dropFirst()), .guarded, span) { call("raise-continuable", [local(payload, span)], span) }
        return node(.guarded(body: inner, payload: payload, handler: handler), span)
    }

    /// `(try body ... (catch pattern expression ...) ... (finally expression ...))`.
    func attempt(_ id: DatumID, _ operands: [DatumID]) -> NodeID {
        let span = syntax.span(id)
        var forms: [DatumID] = []
        var catches: [(clause: DatumID, parts: [DatumID])] = []
        var cleanup: [DatumID]?
        for operand in operands {
            let parts = list(operand) ?? []
            if let first = parts.first, isWord(first, "catch") {
                guard parts.count >= 3, cleanup == nil else { return malformed(.attempt, "a clause is (catch pattern expression ...)", at: operand) }
                catches.append((operand, Array(parts.dropFirst())))
            } else if let first = parts.first, isWord(first, "finally") {
                guard cleanup == nil else { return malformed(.attempt, "there are two 'finally'", at: operand) }
                cleanup = Array(parts.dropFirst())
            } else {
                guard catches.isEmpty, cleanup == nil else { return malformed(.attempt, "a body form stands after the clauses", at: operand) }
                forms.append(operand)
            }
        }
        var result = body(forms, of: "try", at: id)
        if !catches.isEmpty {
            let payload = temporary("payload", span)
            let handler = matchClauses(catches, payload, span) { call("raise", [local(payload, span)], span) }
            result = node(.guarded(body: result, payload: payload, handler: handler), span)
        }
        guard let cleanup else { return result }
        return node(.protected(body: result, cleanup: sequence(expressions(cleanup), span)), span)
    }

    /// The datum is this symbol, and nothing is called so here.
    private func isWord(_ id: DatumID, _ word: String) -> Bool {
        guard let identifier = syntax.identifier(id), syntax.identifiers[identifier].name == word else { return false }
        if case .unbound = resolve(identifier) { return true }
        return false
    }

    // MARK: Threading

    /// `(-> x (f a) g)` is `(g (f x a))`, `(->> x (f a) g)` is `(g (f a x))`.
    func thread(_ form: SpecialForm, _ id: DatumID, _ operands: [DatumID]) -> NodeID {
        guard var result = operands.first else { return malformed(form, "a value is missing", at: id) }
        for step in operands.dropFirst() {
            if let parts = list(step), let head = parts.first {
                let given = Array(parts.dropFirst())
                let arguments: [DatumID] = form == .threadFirst ? [result] + given : given + [result]
                result = syntax.makeList([head] + arguments, like: step)
            } else {
                result = syntax.makeList([step, result], like: step)
            }
        }
        return expression(result)
    }
}
