import Basics
import Core
import Diagnostics
import RuntimeABI

extension FunctionLowering {
    /// The expression in the representation of its static type. A collection may be borrowed: see `lowerOwned`.
    func lower(_ id: ExpressionID) -> ExprID {
        let expression = tree.expressions[id]
        let span = expression.span
        let type = typed.expressionTypes[id.offset]
        switch expression.kind {
        case .number(let value): return coerce(number(value, span), from: .number, to: type, span)
        case .string(let value): return coerce(string(value, span), from: .string, to: type, span)
        case .bool(let value): return coerce(bool(value, span), from: .bool, to: type, span)
        case .null: return coerce(unit(span), from: .null, to: type, span)
        case .name: return lowerName(id, span)
        case .array(let elements): return coerce(lowerArray(elements, type, span), from: type, to: type, span)
        case .unary(let operation, let operand): return result(lowerUnary(operation, operand, span), type, span)
        case .binary: return result(lowerBinary(id), type, span)
        case .call(let callee, let arguments): return result(lowerCall(id, callee, arguments, span), type, span)
        case .subscripted(let base, let index): return result(lowerSubscript(base, index, span), type, span)
        case .member(let base, let name, let arguments): return result(lowerMember(id, base, name, arguments, span), type, span)
        case .propagate(let operand): return result(lowerPropagate(operand, span), type, span)
        case .match(let subject, let arms): return lowerMatch(subject, arms, type, span)
        case .invalid: return make(.unreachable, .never, span)
        }
    }

    func result(_ operand: Operand, _ type: Type, _ span: SourceSpan) -> ExprID {
        coerce(operand.expression, from: operand.type, to: type, span)
    }

    /// An expression whose value is not used.
    func lowerDiscarded(_ id: ExpressionID) -> ExprID {
        let expression = tree.expressions[id]
        switch expression.kind {
        case .call(let callee, let arguments): return unitValue(withoutOption(lowerCall(id, callee, arguments, expression.span).expression))
        case .member(let base, let name, let arguments): return unitValue(withoutOption(lowerMember(id, base, name, arguments, expression.span).expression))
        case .match(let subject, let arms): return unitValue(lowerMatch(subject, arms, .void, expression.span))
        default: return unitValue(lower(id))
        }
    }

    // MARK: Arrays

    private func lowerArray(_ elements: [ExpressionID], _ type: Type, _ span: SourceSpan) -> ExprID {
        let elementType = type.elementType ?? .unknown
        let isNumbers = type.isNumberArray
        let values = elements.map { element -> ExprID in
            let place = tree.expressions[element].span
            let source = typed.expressionTypes[element.offset]
            let value = lowerOwned(element)
            return isNumbers ? coerce(value, from: source, to: elementType, place) : box(value, from: source, place)
        }
        let array = make(.makeArray(values), .reference(.array), span)
        return type.valueType == .any ? make(.box(array), .any, span) : array
    }

    /// An expression as an array, without making sure that the elements of a nested array are numbers: its loads check each.
    func lowerArrayOperand(_ id: ExpressionID, before later: SourceSpan?) -> (array: Operand, isVerified: Bool) {
        let type = typed.expressionTypes[id.offset]
        let span = tree.expressions[id].span
        if case .subscripted(let base, let index) = tree.expressions[id].kind, type.elementType != nil,
            typed.expressionTypes[base.offset].elementType != nil {
            let element = lowerSubscript(base, index, span)
            if element.type.valueType == .reference(.array), self.type(element.expression) == .any {
                let array = unbox(element.expression, .reference(.array), failure(expecting: type, .type), span)
                return (Operand(mayChange(id, before: later) ? share(array, span) : array, type), false)
            }
            return (Operand(coerce(element.expression, from: element.type, to: type, span), type), true)
        }
        return (Operand(lowerRead(id, before: later), type), true)
    }

    /// `base[index]`. Elements of arrays come out as they are stored (`any`, or f64 from arrays known to hold numbers).
    private func lowerSubscript(_ base: ExpressionID, _ index: ExpressionID, _ span: SourceSpan) -> Operand {
        let indexSpan = tree.expressions[index].span
        guard typed.expressionTypes[base.offset].elementType != nil else {
            if typed.expressionTypes[base.offset].stripped == .json {
                return Operand(wrapJSON(lowerPart(of: base, index, span), span), .json)
            }
            let receiver = box(lowerRead(base, before: indexSpan), from: typed.expressionTypes[base.offset], span)
            return Operand(dynamicElement(receiver, lower(index), typed.expressionTypes[index.offset], span), .unknown)
        }
        let (array, isVerified) = lowerArrayOperand(base, before: indexSpan)
        var statements: [ExprID] = []
        let kept = keep(array.expression, "array", into: &statements, isStable: isSimple(index))
        let position = coerce(
            lower(index), from: typed.expressionTypes[index.offset], to: .number, indexSpan, .found("Array index must be number, found "))
        let element = loadElement(Operand(kept(), array.type), checkedIndex(position, kept(), span), isVerified: isVerified, span)
        statements.append(element.expression)
        return Operand(sequence(statements, span), element.type)
    }

    /// Any value indexed: elements of arrays with a number are looked up right here, the rest is the runtime's.
    private func dynamicElement(_ receiver: ExprID, _ index: ExprID, _ type: Type, _ span: SourceSpan) -> ExprID {
        guard self.type(index) == .f64, self.type(receiver) == .any else {
            return runtime(.atlasIndex, [receiver, box(index, from: type, span)], .any, span)
        }
        var statements: [ExprID] = []
        let value = keep(receiver, "value", into: &statements)
        let position = keep(index, "index", into: &statements)
        let array = { self.make(.unbox(value(), nil), .reference(.array), span) }
        let element = make(.arrayLoad(array(), index: checkedIndex(position(), array(), span)), .any, span)
        let other = runtime(.atlasIndex, [value(), box(position(), from: type, span)], .any, span)
        statements.append(conditional(test(value(), .reference(.array), span), element, other, span))
        return sequence(statements, span)
    }

    func checkedIndex(_ position: ExprID, _ array: ExprID, _ span: SourceSpan) -> ExprID {
        make(.checkIndex(position, array: array, invalid: invalidIndex, outside: indexOutside), .i32, span)
    }

    /// The element at an index within bounds: f64 from an array that is known to hold numbers, else `any`, still to be checked.
    func loadElement(_ array: Operand, _ index: ExprID, isVerified: Bool, _ span: SourceSpan) -> Operand {
        let element = array.type.elementType ?? .unknown
        let isRaw = isVerified && array.type.isNumberArray
        let load = make(.arrayLoad(array.expression, index: index), isRaw ? .f64 : .any, span)
        return Operand(load, element)
    }

    // MARK: `e?`

    private func lowerPropagate(_ operand: ExpressionID, _ span: SourceSpan) -> Operand {
        let source = typed.expressionTypes[operand.offset]
        let failure = typeFailure("? operator requires Result<T, E> type")
        var statements: [ExprID] = []
        var value = lower(operand)
        if type(value) == .any { value = unbox(value, .reference(.result), failure, span) }
        let kept = keep(value, "result", into: &statements)
        let isError = binary(.i32Equal, make(.variantTag(kept()), .i32, span), integer(Int(ObjectLayout.Variant.err), span), .bool, span)
        let resultExpression: ExprID
        if function.result == .reference(.result) {
            resultExpression = kept()
        } else {
            resultExpression = coerce(kept(), from: source, to: resultType, span)
        }
        statements.append(conditional(isError, make(.returnValue(resultExpression), .never, span), nil, span))
        statements.append(make(.variantPayload(kept()), .any, span))
        return Operand(sequence(statements, span), payloadType(source))
    }

    private func payloadType(_ type: Type) -> Type {
        if case .result(let value, _) = type.stripped { return value }
        return .unknown
    }
}
