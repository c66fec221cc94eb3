import Core
import WasmCode

/// Choices by conditions that are made of others: control goes on as soon as the outcome is known, where values of `and` and `or` would have to be
/// tested once more.
extension FunctionEmitter {
    /// - Parameter then: emits what is done where the condition holds; so does `otherwise` where it does not.
    func choice(_ condition: ExprID, then: () -> WasmExpression, otherwise: (() -> WasmExpression)?) -> WasmExpression {
        guard parent.isOptimized, isCompound(condition) else {
            let test = emit(condition)
            let first = then()
            return wasm.ifElse(test, first, otherwise.map { $0() })
        }
        let elseLabel = wasm.label("else", choiceCount)
        let doneLabel = wasm.label("done", choiceCount)
        choiceCount += 1
        let test = leave(condition, when: false, to: elseLabel)
        let first = then()
        guard let second = otherwise?() else { return wasm.block(elseLabel, [test, first], .none) }
        let (firstType, secondType) = (wasm.type(of: first), wasm.type(of: second))
        let type = firstType == .unreachable ? secondType : firstType
        var code = [test, first]
        switch firstType {
        case .unreachable: break
        case .none: code.append(wasm.branch(doneLabel))
        default: code = [test, wasm.branch(doneLabel, value: first)]
        }
        let attempt = wasm.block(elseLabel, code, .none)
        return wasm.block(doneLabel, [attempt, second], type == .unreachable ? .automatic : type)
    }

    /// Branches to the label when the condition comes out so; else control goes on.
    private func leave(_ id: ExprID, when outcome: Bool, to label: WasmLabel) -> WasmExpression {
        let expression = function.expressions[id]
        switch expression.kind {
        case .unary(.not, let inner): return leave(inner, when: !outcome, to: label)
        case .sequence(let items) where !items.isEmpty:
            return wasm.block(nil, items.dropLast().map { emitStatement($0) } + [leave(items[items.count - 1], when: outcome, to: label)], .none)
        case .block(let own, let body):
            let next = wasm.label("next", choiceCount)
            choiceCount += 1
            _ = define(own, isLoop: false)
            decisions[own] = Decision(outcome: outcome, target: label, next: next)
            return wasm.block(next, [leave(body, when: outcome, to: label)], .none)
        default: break
        }
        guard isCompound(id), let parts = function.connective(id) else {
            return wasm.branch(label, if: outcome ? emit(id) : wasm.unary(.eqzI32, emit(id)))
        }
        // `and` is decided when its first part is false, `or` when it is true.
        let decides = !parts.isAnd
        let firstOutcome = decides != parts.isFirstNegated
        if outcome == decides {
            return wasm.block(
                nil, [leave(parts.first, when: firstOutcome, to: label), leave(parts.second, when: outcome, to: label)], .none)
        }
        let next = wasm.label("next", choiceCount)
        choiceCount += 1
        let first = leave(parts.first, when: firstOutcome, to: next)
        return wasm.block(next, [first, leave(parts.second, when: outcome, to: label)], .none)
    }

    /// Leaves a block that is a condition, with the outcome.
    func decide(_ outcome: ExprID, _ decision: Decision) -> WasmExpression {
        wasm.block(nil, [leave(outcome, when: decision.outcome, to: decision.target), wasm.branch(decision.next)])
    }

    /// Made of two conditions, of which the second is not so cheap that one would rather calculate both than branch.
    private func isCompound(_ id: ExprID) -> Bool {
        let expression = function.expressions[id]
        guard expression.type == .bool else { return false }
        switch expression.kind {
        case .unary(.not, let inner): return isCompound(inner)
        case .sequence(let items): return items.last.map { isCompound($0) } ?? false
        case .block: return true
        default:
            guard let parts = function.connective(id) else { return false }
            return [parts.first, parts.second].allSatisfy { function.expressions[$0].type == .bool }
                && (isCompound(parts.first) || !isCheap(parts.second, steps: 6))
        }
    }

    /// A few operations on values at hand.
    private func isCheap(_ id: ExprID, steps: Int) -> Bool {
        var left = steps
        var work = [id]
        while let next = work.popLast() {
            left -= 1
            let kind = function.expressions[next].kind
            switch kind {
            case .constant, .local, .unary, .binary, .test, .unbox(_, nil): guard left >= 0 else { return false }
            default: return false
            }
            kind.forEachOperand { work.append($0) }
        }
        return true
    }
}

/// What becomes of the value of a block that is a condition.
struct Decision {
    /// Control goes to `target` when the value is this, else to `next`.
    var outcome: Bool
    var target: WasmLabel
    var next: WasmLabel
}
