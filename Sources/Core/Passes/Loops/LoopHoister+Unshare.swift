import Basics

/// Unsharing before the loop.
extension LoopHoister {
    /// Takes `a = unshare(a)` out of a loop that would do it in its first round: in the loop nothing can share `a` again.
    ///
    /// Who else holds the old array sees the same as before, since nothing is stored into it. Returns what is to be done before the loop.
    mutating func hoistUnshares(_ condition: ExprID?, _ body: ExprID, _ facts: LoopFacts) -> [ExprID] {
        guard facts.unshareCount > 0, facts.unsharesInPlaceOnly, condition.map({ isRepeatable($0) }) ?? true else { return [] }
        let certain = CertainParts(body, function).expressions
        var before: [ExprID] = []
        for local in facts.unsharedLocals {
            guard let places = facts.localUnshares[local], places.contains(where: { certain.contains($0.unshare) }) else { continue }
            let span = function.expressions[places[0].unshare].span
            let type = function.locals[local].type
            let value = function.add(.unshare(function.add(.local(local), type, span)), type, span)
            before.append(function.add(.setLocal(local, value), .unit, span))
            for place in places { function.expressions[place.assignment].kind = .sequence([]) }
        }
        for global in facts.unsharedGlobals {
            guard let places = facts.globalUnshares[global], places.contains(where: { certain.contains($0.unshare) }) else { continue }
            let span = function.expressions[places[0].unshare].span
            let type = function.expressions[places[0].unshare].type
            let value = function.add(.unshare(function.add(.global(global), type, span)), type, span)
            before.append(function.add(.setGlobal(global, value), .unit, span))
            for place in places {
                function.expressions[place.unshare].kind = .global(global)
                if let writeBack = place.writeBack { function.expressions[writeBack].kind = .sequence([]) }
            }
        }
        guard let condition, !before.isEmpty else { return before }
        let span = function.expressions[condition].span
        let test = repeated(condition)
        let then = function.add(.sequence(before), .unit, span)
        return [function.add(.conditional(condition: test, then: then, otherwise: nil), .unit, span)]
    }

    /// Most expressions of a condition that is tested once more before the loop.
    private static var conditionLimit: Int { 16 }

    /// Evaluating the condition once more changes nothing and cannot fail.
    private func isRepeatable(_ id: ExprID) -> Bool {
        var budget = Self.conditionLimit
        return isRepeatable(id, &budget)
    }

    private func isRepeatable(_ id: ExprID, _ budget: inout Int) -> Bool {
        budget -= 1
        guard budget >= 0 else { return false }
        switch function.expressions[id].kind {
        case .constant, .local, .global, .importedGlobal: return true
        case .unary(_, let operand), .arrayLength(let operand): return isRepeatable(operand, &budget)
        case .binary(let operation, let left, let right):
            switch operation {
            case .i32Divide, .i32Remainder, .i64Divide, .i64Remainder: return false
            default: return isRepeatable(left, &budget) && isRepeatable(right, &budget)
            }
        default: return false
        }
    }

    private mutating func repeated(_ id: ExprID) -> ExprID {
        let expression = function.expressions[id]
        var operands = expression.kind.operands
        for index in operands.indices { operands[index] = repeated(operands[index]) }
        return function.add(expression.kind.with(operands: operands), expression.type, expression.span)
    }
}
