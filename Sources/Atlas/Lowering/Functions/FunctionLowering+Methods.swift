import Basics
import Core
import Diagnostics
import ModuleSystem
import RuntimeABI

extension FunctionLowering {
    /// `base.name` or `base.name(arguments)`.
    func lowerMember(
        _ id: ExpressionID, _ base: ExpressionID, _ name: Identifier, _ arguments: [ExpressionID]?, _ span: SourceSpan
    ) -> Operand {
        let rest = arguments ?? []
        switch typed.resolutions[id] {
        case .builtin(let function): return lowerBuiltinCall(function, [base] + rest, span)
        case .builtinMethod(let method): return lowerMutatingMethod(method, base, rest, span)
        case .traitMethod(let function): return lowerTraitMethod(function, base, rest, span)
        case .importedFunction(let imported): return lowerNamespaceCall(imported, base, rest, span)
        case .namespaceMember(let imported): return lowerNamespaceMember(imported, arguments, span)
        case .function(let symbol):
            guard case .function(let function) = typed.symbols[symbol].kind else { break }
            return lowerTraitMethod(function, base, rest, span)
        case .dynamicMethod, .dynamicMember, .value, nil: break
        }
        return lowerDynamicMember(base, name, arguments, span)
    }

    private func lowerTraitMethod(_ target: FunctionID, _ base: ExpressionID, _ rest: [ExpressionID], _ span: SourceSpan) -> Operand {
        guard let type = typed.functions[target.offset]?.type else { return Operand(make(.unreachable, .never, span), .never) }
        let receiver = type.takesReceiver ? nil : lowerDiscarded(base)
        let values = lowerArguments(
            (type.takesReceiver ? [base] : []) + rest, type, module.usage.usage(of: target), calleeMutates: module.effects.mutates(target))
        let call = callOwn(target, values, span)
        return Operand(receiver.map { sequence([$0, call], span) } ?? call, type.result)
    }

    // MARK: Namespaces

    private func exportedType(_ imported: ImportedSymbol) -> Type {
        var reader = InterfaceTypeReader(specifiers: [:], nextTypeParameter: 0)
        return reader.read(imported.export.type)
    }

    private func lowerNamespaceCall(
        _ imported: ImportedSymbol, _ base: ExpressionID, _ arguments: [ExpressionID], _ span: SourceSpan
    ) -> Operand {
        lowerImportedCall(imported, exportedType(imported), arguments, span)
    }

    private func lowerNamespaceMember(_ imported: ImportedSymbol, _ arguments: [ExpressionID]?, _ span: SourceSpan) -> Operand {
        let type = exportedType(imported)
        let value: Operand
        switch imported.export.kind {
        case .variable:
            let global = module.importedVariable(imported, type)
            value = Operand(make(.importedGlobal(global), module.module.importedGlobals[global].type, span), type)
        default: value = Operand(importedFunctionValue(imported, span), type)
        }
        guard let arguments else { return value }
        let values = arguments.map { box(lowerOwned($0), from: typed.expressionTypes[$0.offset], tree.expressions[$0].span) }
        return Operand(callUnknown(box(value.expression, from: type, span), values, span), .unknown)
    }

    // MARK: Mutating methods of arrays (W3, W4)

    private func lowerMutatingMethod(_ method: String, _ base: ExpressionID, _ arguments: [ExpressionID], _ span: SourceSpan) -> Operand {
        let type = typed.expressionTypes[base.offset]
        let element = type.elementType ?? .unknown
        let values = arguments.map { argument in
            // Evaluated below, after the receiver.
            PendingArgument(expression: argument, type: element)
        }
        switch method {
        case "pop": return lowerExtraction(base, fromFront: false, name: "pop", span)
        case "shift": return lowerExtraction(base, fromFront: true, name: "shift", span)
        case "push": return lowerChange(base, values, span) { self.push($0, $1, atFront: false, span) }
        case "unshift": return lowerChange(base, values, span) { self.push($0, $1, atFront: true, span) }
        default: return lowerChange(base, values, span) { array, _ in self.runtime(.arrayReverse, [array], .reference(.array), span) }
        }
    }

    /// An argument still to be lowered, and the type it must have.
    struct PendingArgument {
        var expression: ExpressionID
        var type: Type
    }

    private func push(_ array: ExprID, _ values: [Operand], atFront: Bool, _ span: SourceSpan) -> ExprID {
        let value = values.first.map { box($0.expression, from: $0.type, span) } ?? null(span)
        return runtime(atFront ? .arrayUnshift : .arrayPush, [array, value], .reference(.array), span)
    }

    /// W1 and W3: the array, changed; stored back when the receiver is a variable.
    /// - Parameter mismatch: how a receiver that is no array is reported.
    func lowerChange(
        _ base: ExpressionID, _ arguments: [PendingArgument], reporting mismatch: Mismatch = .type, _ span: SourceSpan,
        _ change: (ExprID, [Operand]) -> ExprID
    ) -> Operand {
        let type = typed.expressionTypes[base.offset]
        let arrayType: Type = type.elementType == nil ? .array(.unknown) : type
        let later = self.span(of: arguments.map(\.expression))
        let symbol = typed.variable(base)
        let received = symbol == nil ? lowerOwned(base) : lowerRead(base, before: later)
        let receiver = coerce(received, from: type, to: arrayType, tree.expressions[base].span, mismatch)
        let isStable = arguments.allSatisfy { isSimple($0.expression) } || isLocalArray(symbol) && !mayChange(base, before: later)
        var statements: [ExprID] = []
        let array = isStable ? { receiver } : keep(receiver, "array", into: &statements)
        let values = arguments.map { argument -> Operand in
            let source = typed.expressionTypes[argument.expression.offset]
            let value = coerce(lowerOwned(argument.expression), from: source, to: argument.type, tree.expressions[argument.expression].span)
            return Operand(value, argument.type)
        }
        let proven = arrayType.isNumberArray && values.contains { !$0.type.isNumber } ? Type.array(.unknown) : arrayType
        let changed = change(array(), values)
        guard let symbol, let place = place(of: symbol) else {
            return Operand(sequence(statements + [changed], span), proven)
        }
        if isLocalArray(symbol), proven.isNumberArray || !place.type.isNumberArray {
            return Operand(sequence(statements + [write(place, changed, span), readVariable(symbol, place, span)], span), proven)
        }
        let result = keep(changed, "changed", into: &statements)
        statements.append(writeArray(place, Operand(result(), proven), span))
        statements.append(result())
        return Operand(sequence(statements, span), proven)
    }

    /// The variable is one of this function that holds an array as such.
    private func isLocalArray(_ symbol: SymbolID?) -> Bool {
        guard let symbol, let place = place(of: symbol), case .local(let local) = place.storage else { return false }
        return function.locals[local].type == .reference(.array) && !place.mayBeUnset
    }

    /// W2 and W4: an element taken off; from something that is no variable, the pair of the element and the rest.
    /// - Parameter mismatch: how a receiver that is no array is reported.
    func lowerExtraction(
        _ base: ExpressionID, fromFront: Bool, name: String, reporting mismatch: Mismatch = .type, _ span: SourceSpan
    ) -> Operand {
        let type = typed.expressionTypes[base.offset]
        let arrayType: Type = type.elementType == nil ? .array(.unknown) : type
        let symbol = typed.variable(base)
        let received = symbol == nil ? lowerOwned(base) : lower(base)
        let receiver = Operand(coerce(received, from: type, to: arrayType, tree.expressions[base].span, mismatch), arrayType)
        guard let symbol, let place = place(of: symbol) else { return extractPair(receiver, fromFront: fromFront, name: name, span) }
        var statements: [ExprID] = []
        let (element, rest) = extract(receiver, fromFront: fromFront, name: name, &statements, span)
        statements.append(writeArray(place, Operand(rest, arrayType), span))
        statements.append(element())
        return Operand(sequence(statements, span), arrayType.elementType ?? .unknown)
    }

    /// `[element, rest]` of an array that nobody else needs.
    func extractPair(_ receiver: Operand, fromFront: Bool, name: String, _ span: SourceSpan) -> Operand {
        var statements: [ExprID] = []
        let (element, rest) = extract(receiver, fromFront: fromFront, name: name, &statements, span)
        let elementType = receiver.type.elementType ?? .unknown
        let remaining = keep(rest, "rest", into: &statements)
        let pair = [box(element(), from: elementType, span), make(.box(remaining()), .any, span)]
        statements.append(make(.makeArray(pair), .reference(.array), span))
        return Operand(sequence(statements, span), .array(.unknown))
    }

    func extract(
        _ receiver: Operand, fromFront: Bool, name: String, _ statements: inout [ExprID], _ span: SourceSpan
    ) -> (element: () -> ExprID, rest: ExprID) {
        let array = keep(make(.unshare(receiver.expression), .reference(.array), span), "array", into: &statements)
        let length = make(.arrayLength(array()), .i32, span)
        let isEmpty = binary(.i32Equal, length, integer(0, span), .bool, span)
        let failure = typeFailure("Cannot \(name) from empty array")
        statements.append(conditional(isEmpty, fail(failure, span), nil, span))
        let last = binary(.i32Subtract, make(.arrayLength(array()), .i32, span), integer(1, span), .i32, span)
        let loaded = loadElement(Operand(array(), receiver.type), fromFront ? integer(0, span) : last, isVerified: true, span)
        let element = keep(loaded.expression, "element", into: &statements)
        let rest = runtime(fromFront ? .arrayDropFirst : .arrayDropLast, [array()], .reference(.array), span)
        return (element, rest)
    }
}
