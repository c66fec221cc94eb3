import Basics
import Core
import Diagnostics
import RuntimeABI

/// `Option` and `Result`.
extension FunctionLowering {
    func emitVariant(_ row: Builtin, _ arguments: [Operand], _ span: SourceSpan) -> Operand? {
        let payload = { self.box(arguments[0].expression, from: arguments[0].type, span) }
        switch row.name {
        case "Some": return Operand(makeSome(payload(), span), .option(.unknown))
        case "None": return Operand(none(span), .option(.unknown))
        case "Ok": return Operand(makeResult(ObjectLayout.Variant.ok, payload(), span), .result(.unknown, .unknown))
        case "Err": return Operand(makeResult(ObjectLayout.Variant.err, payload(), span), .result(.unknown, .unknown))
        case "is_some", "is_none":
            if let parts = partsOfOption(arguments[0].expression) {
                let answer = row.name == "is_none" ? parts.isNone : not(parts.isNone, span)
                return Operand(sequence(parts.statements + [answer], span), .bool)
            }
            let option = reference(arguments[0], .option, "\(row.name)() requires Option value", span)
            let isNone = unary(.isNull, option, .bool, span)
            return Operand(row.name == "is_none" ? isNone : not(isNone, span), .bool)
        case "is_ok", "is_err":
            let tag = make(.variantTag(reference(arguments[0], .result, "\(row.name)() requires Result value", span)), .i32, span)
            let wanted = row.name == "is_ok" ? ObjectLayout.Variant.ok : ObjectLayout.Variant.err
            return Operand(binary(.i32Equal, tag, integer(Int(wanted), span), .bool, span), .bool)
        case "result_ok", "result_err": return emitResultPart(row, arguments[0], span)
        case "unwrap": return emitUnwrap(arguments[0], span)
        case "unwrap_or": return emitUnwrapOr(arguments[0], arguments[1], span)
        case "expect": return emitExpect(row, arguments[0], arguments[1], span)
        default: return nil
        }
    }

    private func makeSome(_ payload: ExprID, _ span: SourceSpan) -> ExprID {
        make(.makeVariant(.option, tag: ObjectLayout.Variant.some, payload: payload), .reference(.option), span)
    }

    /// The option of a value that runtime functions give: `absent` stands for `None`.
    func makeOption(_ value: ExprID, _ span: SourceSpan) -> ExprID {
        var statements: [ExprID] = []
        let option = makeOption(value, span, after: &statements)
        return sequence(statements + [option], span)
    }

    /// The same, in a sequence that begins with `statements`.
    func makeOption(_ value: ExprID, _ span: SourceSpan, after statements: inout [ExprID]) -> ExprID {
        let kept = keep(value, "found", into: &statements)
        let isNone = test(kept(), .bits(NaNBox.Immediate.absent.bits), span)
        return conditional(isNone, none(span), makeSome(kept(), span), span)
    }

    /// An expression whose value is dropped, without making the object if it is an option as `makeOption` makes it.
    func withoutOption(_ value: ExprID) -> ExprID {
        guard let parts = partsOfOption(value), isPure(parts.payload), case .test(let tested, _) = function.expressions[parts.isNone].kind,
            isPure(tested)
        else { return value }
        let span = function.expressions[value].span
        return sequence(parts.statements + [unit(span)], span)
    }

    /// The parts of an option as `makeOption` makes it, boxed or not, for what looks inside at once and needs no object.
    private func partsOfOption(_ value: ExprID) -> (statements: [ExprID], isNone: ExprID, payload: ExprID)? {
        var option = value
        if case .box(let unboxed) = function.expressions[value].kind { option = unboxed }
        guard case .sequence(let items) = function.expressions[option].kind, let last = items.last,
            case .conditional(let condition, let then, let otherwise?) = function.expressions[last].kind,
            case .constant(.none) = function.expressions[then].kind,
            case .makeVariant(.option, _, let payload) = function.expressions[otherwise].kind
        else { return nil }
        return (Array(items.dropLast()), condition, payload)
    }

    private func makeResult(_ tag: UInt16, _ payload: ExprID, _ span: SourceSpan) -> ExprID {
        make(.makeVariant(.result, tag: tag, payload: payload), .reference(.result), span)
    }

    private func reference(_ operand: Operand, _ kind: ObjectKind, _ message: String, _ span: SourceSpan) -> ExprID {
        if type(operand.expression) == .reference(kind) { return operand.expression }
        return unbox(box(operand.expression, from: operand.type, span), .reference(kind), typeFailure(message), span)
    }

    /// `result_ok` and `result_err`: the payload of one side as an Option.
    private func emitResultPart(_ row: Builtin, _ operand: Operand, _ span: SourceSpan) -> Operand {
        var statements: [ExprID] = []
        let result = keep(reference(operand, .result, "\(row.name)() requires Result value", span), "result", into: &statements)
        let tag = row.name == "result_ok" ? ObjectLayout.Variant.ok : ObjectLayout.Variant.err
        let isWanted = binary(.i32Equal, make(.variantTag(result()), .i32, span), integer(Int(tag), span), .bool, span)
        let payload = share(make(.variantPayload(result()), .any, span), span)
        statements.append(conditional(isWanted, makeSome(payload, span), none(span), span))
        return Operand(sequence(statements, span), .option(.unknown))
    }

    // MARK: Taking the value out

    private func payload(_ variant: ExprID, _ span: SourceSpan) -> ExprID { make(.variantPayload(variant), .any, span) }

    private func isError(_ result: ExprID, _ span: SourceSpan) -> ExprID {
        binary(.i32Equal, make(.variantTag(result), .i32, span), integer(Int(ObjectLayout.Variant.err), span), .bool, span)
    }

    /// The payload of a `Some` or `Ok`; the closures say what happens for `None` and `Err`. The operand may be of unknown kind.
    private func unwrapped(
        _ operand: Operand, _ name: String, _ statements: inout [ExprID], _ span: SourceSpan, none: () -> ExprID, error: (ExprID) -> ExprID
    ) -> ExprID {
        if let parts = partsOfOption(operand.expression) {
            statements += parts.statements
            return conditional(parts.isNone, none(), parts.payload, span)
        }
        let value = keep(operand.expression, "variant", into: &statements)
        func fromOption(_ option: () -> ExprID) -> ExprID {
            conditional(unary(.isNull, option(), .bool, span), none(), payload(option(), span), span)
        }
        func fromResult(_ result: () -> ExprID) -> ExprID {
            conditional(isError(result(), span), error(payload(result(), span)), payload(result(), span), span)
        }
        switch type(operand.expression) {
        case .reference(.option): return fromOption(value)
        case .reference(.result): return fromResult(value)
        case .any:
            let otherwise = fail(typeFailure("\(name)() requires Option or Result value"), span)
            let result = fromResult { self.make(.unbox(value(), nil), .reference(.result), span) }
            let rest = conditional(test(value(), .reference(.result), span), result, otherwise, span)
            let option = fromOption { self.make(.unbox(value(), nil), .reference(.option), span) }
            return conditional(test(value(), .reference(.option), span), option, rest, span)
        default: return fail(typeFailure("\(name)() requires Option or Result value"), span)
        }
    }

    private func emitUnwrap(_ operand: Operand, _ span: SourceSpan) -> Operand {
        var statements: [ExprID] = []
        let value = unwrapped(operand, "unwrap", &statements, span) {
            self.fail(self.typeFailure("unwrap() called on None"), span)
        } error: { payload in
            self.fail(self.typeFailure("unwrap() called on Err(", ")", mode: .display), payload, span)
        }
        return Operand(sequence(statements + [value], span), .unknown)
    }

    private func emitUnwrapOr(_ operand: Operand, _ fallback: Operand, _ span: SourceSpan) -> Operand {
        var statements: [ExprID] = []
        if let parts = partsOfOption(operand.expression) {
            statements += parts.statements
            let other = keep(box(fallback.expression, from: fallback.type, span), "fallback", into: &statements, isStable: true)
            return Operand(sequence(statements + [conditional(parts.isNone, other(), parts.payload, span)], span), .unknown)
        }
        let variant = keep(operand.expression, "variant", into: &statements)
        let other = keep(box(fallback.expression, from: fallback.type, span), "fallback", into: &statements, isStable: true)
        let value = unwrapped(Operand(variant(), operand.type), "unwrap_or", &statements, span) { other() } error: { _ in other() }
        return Operand(sequence(statements + [value], span), .unknown)
    }

    private func emitExpect(_ row: Builtin, _ operand: Operand, _ message: Operand, _ span: SourceSpan) -> Operand {
        var statements: [ExprID] = []
        let variant = keep(operand.expression, "variant", into: &statements)
        let text = keep(argument(message, to: .string, of: row, span), "message", into: &statements, isStable: true)
        let failure = typeFailure("")
        let value = unwrapped(Operand(variant(), operand.type), "expect", &statements, span) {
            self.make(.failText(failure, text()), .never, span)
        } error: { payload in
            let reason = self.runtime(.valueDisplay, [payload], .reference(.string), span)
            return self.make(.failText(failure, self.concat([text(), self.string(": ", span), reason], span)), .never, span)
        }
        return Operand(sequence(statements + [value], span), .unknown)
    }
}
