import Basics
import Core
import Diagnostics
import RuntimeABI

/// Members that are chosen at run time by the kind of the receiver.
extension FunctionLowering {
    /// A case of the choice: what the receiver must be, and what happens then.
    private struct Case {
        var condition: ExprID
        var body: ExprID
    }

    func lowerDynamicMember(
        _ base: ExpressionID, _ name: Identifier, _ arguments: [ExpressionID]?, _ span: SourceSpan
    ) -> Operand {
        var statements: [ExprID] = []
        let type = typed.expressionTypes[base.offset]
        let symbol = typed.variable(base)
        let isMutator = Self.mutators.contains(name.text)
        // A mutating method takes the array out of the variable and puts the new one back; everything else may keep the receiver.
        let later = self.span(of: arguments ?? [])
        let received = symbol != nil && isMutator ? lowerRead(base, before: later) : lowerOwned(base)
        let receiver = keep(box(received, from: type, span), "receiver", into: &statements)
        let values = (arguments ?? []).map { argument in
            keep(box(lowerOwned(argument), from: typed.expressionTypes[argument.offset], span), "argument", into: &statements)
        }
        var cases = implementationCases(name.text, receiver, values, span)
        if let method = jsonCase(name.text, receiver, values, span) { cases.insert(method, at: 0) }
        if let method = arrayCase(name.text, receiver, values, symbol, span) { cases.insert(method, at: 0) }
        if !isTypeParameter(type) { cases.append(namespaceCase(name, receiver, arguments == nil ? nil : values, span)) }
        let missing = typeNameFailure("Type '", "' has no method named '\(name.text)'")
        let otherwise = fail(missing, receiver(), span)
        let choice = cases.reversed().reduce(otherwise) { rest, item in conditional(item.condition, item.body, rest, span) }
        return Operand(sequence(statements + [choice], span), .unknown)
    }

    private static let mutators: Set<String> = ["push", "pop", "shift", "unshift", "reverse"]

    private func isTypeParameter(_ type: Type) -> Bool {
        if case .parameter = type.stripped { return true }
        return false
    }

    // MARK: Implementations of traits

    private func implementationCases(
        _ name: String, _ receiver: @escaping () -> ExprID, _ values: [() -> ExprID], _ span: SourceSpan
    ) -> [Case] {
        var seen: Set<ValueTest> = []
        var result: [Case] = []
        for implementation in typed.implementations {
            guard let method = implementation.methods.first(where: { $0.name == name }),
                let type = typed.functions[method.function.offset]?.type, type.withoutReceiver.parameters.count == values.count,
                let tests = implementation.target.valueTests
            else { continue }
            for kind in tests where seen.insert(kind).inserted {
                let operands = zip((type.takesReceiver ? [receiver] : []) + values, type.parameters).map { value, parameter in
                    coerceToStorage(value(), from: .unknown, to: parameter.type, span)
                }
                let call = callOwn(method.function, operands, span)
                result.append(Case(condition: test(receiver(), kind, span), body: box(call, from: type.result, span)))
            }
        }
        return result
    }

    // MARK: JSON values

    private func jsonCase(_ name: String, _ receiver: () -> ExprID, _ values: [() -> ExprID], _ span: SourceSpan) -> Case? {
        guard values.isEmpty, let method = Builtins.method(name, on: .json, isVariable: false), let row = Builtins.lookup(method.function)
        else { return nil }
        let value = Operand(make(.unbox(receiver(), nil), .reference(.json), span), .json)
        let result = emitBuiltin(row, [value], span)
        return Case(condition: test(receiver(), .reference(.json), span), body: box(result.expression, from: result.type, span))
    }

    // MARK: Arrays

    private func arrayCase(
        _ name: String, _ receiver: () -> ExprID, _ values: [() -> ExprID], _ symbol: SymbolID?, _ span: SourceSpan
    ) -> Case? {
        guard let method = Builtins.method(name, on: .array(.unknown), isVariable: symbol != nil),
            method.parameters.count == values.count
        else { return nil }
        let condition = test(receiver(), .reference(.array), span)
        let array = Operand(make(.unbox(receiver(), nil), .reference(.array), span), .array(.unknown))
        if method.mutates, let symbol, let place = place(of: symbol) {
            return Case(condition: condition, body: changeInPlace(name, array, values, place, span))
        }
        guard let row = Builtins.lookup(method.function) else { return nil }
        let operands = [array] + values.map { Operand($0(), .unknown) }
        let result = emitBuiltin(row, operands, span)
        return Case(condition: condition, body: box(result.expression, from: result.type, span))
    }

    private func changeInPlace(_ name: String, _ array: Operand, _ values: [() -> ExprID], _ place: Place, _ span: SourceSpan) -> ExprID {
        var statements: [ExprID] = []
        if name == "pop" || name == "shift" {
            let (element, rest) = extract(array, fromFront: name == "shift", name: name, &statements, span)
            statements.append(writeArray(place, Operand(rest, .array(.unknown)), span))
            return sequence(statements + [element()], span)
        }
        let changed: ExprID
        if let value = values.first {
            changed = runtime(name == "push" ? .arrayPush : .arrayUnshift, [array.expression, value()], .reference(.array), span)
        } else {
            changed = runtime(.arrayReverse, [array.expression], .reference(.array), span)
        }
        let kept = keep(changed, "changed", into: &statements)
        statements.append(writeArray(place, Operand(kept(), .array(.unknown)), span))
        return sequence(statements + [make(.box(kept()), .any, span)], span)
    }

    // MARK: Namespaces

    private func namespaceCase(_ name: Identifier, _ receiver: () -> ExprID, _ values: [() -> ExprID]?, _ span: SourceSpan) -> Case {
        let namespace = make(.unbox(receiver(), nil), .reference(.namespace), span)
        let getter = runtime(.atlasNamespaceMember, [namespace, string(name.text, name.span)], .i32, span)
        let member = make(.callNamespaceGetter(getter), .any, span)
        let condition = test(receiver(), .reference(.namespace), span)
        guard let values else { return Case(condition: condition, body: share(member, span)) }
        return Case(condition: condition, body: callUnknown(member, values.map { $0() }, span))
    }
}

extension Type {
    /// The tests that together recognize the values of a type that an impl can name; nil if no test can.
    var valueTests: [ValueTest]? {
        switch self {
        case .number: [.number]
        case .bool: [.bool]
        case .null, .void: [.null]
        case .string: [.reference(.string)]
        case .array: [.reference(.array)]
        case .json: [.reference(.json)]
        case .function: [.reference(.closure)]
        case .option: [.reference(.option)]
        case .result: [.reference(.result)]
        case .namespace: [.reference(.namespace)]
        case .alias(_, _, let expansion): expansion.valueTests
        case .union(let members):
            members.reduce([ValueTest]?.some([])) { found, member in
                guard let found, let more = member.valueTests else { return nil }
                return found + more
            }
        case .unknown, .never, .applied, .intersection, .structural, .parameter: nil
        }
    }
}
