import Basics
import Core
import Diagnostics
import RuntimeABI

extension FunctionLowering {
    /// Arms are tried in order: each tests its pattern, binds, asks its guard, and leaves the whole with its value.
    func lowerMatch(_ subject: ExpressionID, _ arms: [MatchArm], _ type: Type, _ span: SourceSpan) -> ExprID {
        let source = typed.expressionTypes[subject.offset]
        let subjectSpan = tree.expressions[subject].span
        var statements: [ExprID] = []
        let raw = isUnchanging(subject) ? lower(subject) : lowerOwned(subject)
        if self.type(raw) == .never { return raw }
        let value: () -> ExprID
        if self.type(raw) == .unit {
            statements.append(raw)
            value = { self.null(subjectSpan) }
        } else {
            value = keep(raw, "subject", into: &statements)
        }
        let matching = Matching(root: root(of: subject), isFresh: !isBorrowed(subject))
        let isNull = self.type(raw) == .unit
        let operand = PatternSubject(read: value, representation: isNull ? .any : self.type(raw), type: isNull ? .unknown : source)
        let label = newLabel("match")
        let result = type.valueType
        var body: [ExprID] = []
        var isExhaustive = false
        for arm in arms {
            let (code, always) = lowerArm(arm, operand, matching, label, type)
            body.append(code)
            if always {
                isExhaustive = true
                break
            }
        }
        if !isExhaustive {
            body.append(fail(typeFailure("Non-exhaustive pattern match - no arm matched"), span))
        }
        statements.append(make(.block(label, body: sequence(body, span)), result, span))
        return sequence(statements, span)
    }

    /// An arm; and whether it always leaves.
    private func lowerArm(
        _ arm: MatchArm, _ subject: PatternSubject, _ matching: Matching, _ label: LabelID, _ type: Type
    ) -> (ExprID, always: Bool) {
        let pattern = lowerPattern(arm.pattern, subject, matching, arm.span)
        var leave = lowerArmBody(arm.body, type, label, arm.span)
        var always = pattern.condition == nil
        if let guardCondition = arm.guardCondition {
            leave = conditional(lowerCondition(guardCondition), leave, nil, arm.span)
            always = false
        }
        let whole = sequence(pattern.effects + [leave], arm.span)
        guard let condition = pattern.condition else { return (whole, always) }
        return (conditional(condition, whole, nil, arm.span), false)
    }

    private func lowerArmBody(_ body: MatchArm.Body, _ type: Type, _ label: LabelID, _ span: SourceSpan) -> ExprID {
        switch body {
        case .expression(let expression):
            let isDropped = type == .void
            let raw = isDropped ? lowerDiscarded(expression) : lowerOwned(expression)
            let source = typed.expressionTypes[expression.offset]
            return leave(label, with: isDropped ? raw : coerce(raw, from: source, to: type, tree.expressions[expression].span), type, span)
        case .block(let block):
            blocksInExpressions += 1
            let code = lower(block)
            blocksInExpressions -= 1
            if self.type(code) == .never { return code }
            return sequence([code, leave(label, with: coerce(unit(span), from: .null, to: type, span), type, span)], span)
        case .statement(let statement):
            let code = unitValue(lower(statement))
            if self.type(code) == .never { return code }
            return sequence([code, leave(label, with: coerce(unit(span), from: .null, to: type, span), type, span)], span)
        }
    }

    private func leave(_ label: LabelID, with value: ExprID, _ type: Type, _ span: SourceSpan) -> ExprID {
        if self.type(value) == .never { return value }
        guard type.valueType == .unit else { return make(.breakTo(label, value), .never, span) }
        return sequence([value, make(.breakTo(label, nil), .never, span)], span)
    }
}
