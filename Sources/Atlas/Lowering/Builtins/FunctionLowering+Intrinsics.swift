import Basics
import Core
import Diagnostics
import RuntimeABI

/// What only modules of the standard library can say; see `Intrinsics`.
extension FunctionLowering {
    func emitIntrinsic(_ row: Builtin, _ arguments: [Operand], _ span: SourceSpan) -> Operand? {
        let value = { (position: Int) in self.box(arguments[position].expression, from: arguments[position].type, span) }
        switch row.name {
        case "__arrayGet", "__arrayTake": return loadElement(array(arguments[0], span), index(arguments[1], span), isVerified: true, span)
        case "__arraySet":
            let target = array(arguments[0], span)
            let position = index(arguments[1], span)
            let element = target.type.isNumberArray
                ? coerce(arguments[2].expression, from: arguments[2].type, to: .number, span) : value(2)
            return Operand(make(.arrayStore(target.expression, index: position, value: element), .unit, span), .void)
        case "__arrayNew":
            var statements: [ExprID] = []
            let length = keep(index(arguments[0], span), "length", into: &statements)
            statements.append(runtime(.arrayMake, [length(), length()], .reference(.array), span))
            return Operand(sequence(statements, span), .array(.unknown))
        case "__arrayRelease":
            return Operand(runtime(.arrayRelease, [array(arguments[0], span).expression], .unit, span), .void)
        case "__compareStrings":
            let left = coerce(arguments[0].expression, from: arguments[0].type, to: .string, span)
            let right = coerce(arguments[1].expression, from: arguments[1].type, to: .string, span)
            return Operand(unary(.i32ToF64, runtime(.stringCompare, [left, right], .i32, span), .f64, span), .number)
        case "__display": return Operand(runtime(.valueDisplay, [value(0)], .reference(.string), span), .string)
        case "__isNumbers":
            return Operand(unary(.i32ToBool, runtime(.arrayIsNumbers, [array(arguments[0], span).expression], .i32, span), .bool, span), .bool)
        case "__isKind": return Operand(test(value(1), .reference(kind(arguments[0])), span), .bool)
        case "__wrapKind":
            let kind = kind(arguments[0])
            return Operand(make(.box(make(.makeVariant(kind, tag: 0, payload: value(1)), .reference(kind), span)), .any, span), .unknown)
        case "__unwrapKind":
            let wrapper = make(.unbox(value(1), nil), .reference(kind(arguments[0])), span)
            return Operand(make(.variantPayload(wrapper), .any, span), .unknown)
        case "__isOption": return Operand(test(value(0), .reference(.option), span), .bool)
        case "__isResult": return Operand(test(value(0), .reference(.result), span), .bool)
        case "__fail":
            let text = coerce(arguments[0].expression, from: arguments[0].type, to: .string, span)
            if case .constant(.string(let message)) = function.expressions[text].kind { return never(fail(typeFailure(message), span)) }
            return never(make(.failText(typeFailure(""), text), .never, span))
        case "__failArgument":
            let text = coerce(arguments[0].expression, from: arguments[0].type, to: .string, span)
            if case .constant(.string(let message)) = function.expressions[text].kind {
                return never(fail(argumentFailure(message), value(1), span))
            }
            let message = concat([text, runtime(.valueTypeName, [value(1)], .reference(.string), span)], span)
            return never(make(.failText(argumentFailure("", mode: .plain), message), .never, span))
        case "__failDisplay": return never(fail(typeFailure(literal(arguments[0]), mode: .display), value(1), span))
        default: return nil
        }
    }

    private func never(_ expression: ExprID) -> Operand { Operand(expression, .never) }

    private func kind(_ operand: Operand) -> ObjectKind { ObjectKind(typeName: literal(operand)) ?? .json }

    private func literal(_ operand: Operand) -> String {
        var id = operand.expression
        if case .box(let inner) = function.expressions[id].kind { id = inner }
        if case .constant(.string(let text)) = function.expressions[id].kind { return text }
        return ""
    }

    private func array(_ operand: Operand, _ span: SourceSpan) -> Operand {
        if type(operand.expression) == .reference(.array) { return operand }
        let value = unbox(box(operand.expression, from: operand.type, span), .reference(.array), nil, span)
        return Operand(value, .array(.unknown))
    }

    private func index(_ operand: Operand, _ span: SourceSpan) -> ExprID {
        unary(.f64ToI32, coerce(operand.expression, from: operand.type, to: .number, span), .i32, span)
    }
}
