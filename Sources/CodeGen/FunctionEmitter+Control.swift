import Core
import WasmCode

/// Control flow.
extension FunctionEmitter {
    func control(_ expression: Expr) -> WasmExpression {
        switch expression.kind {
        case .sequence(let items): return sequence(items, expression.type, as: expression.type)
        case .conditional(let condition, let then, let otherwise):
            let second = otherwise.map { id in { self.value(id, as: expression.type) } }
            return choice(condition, then: { self.value(then, as: expression.type) }, otherwise: second)
        case .block(let label, let body):
            let names = define(label, isLoop: false)
            return wasm.block(
                names.breakLabel, [value(body, as: expression.type)], expression.type == .never ? .automatic : expression.type.wasm ?? .none)
        case .loop(let label, let condition, let body, let step):
            return loop(label, condition, body, step, expression.type)
        case .breakTo(let label, let id):
            guard let names = labels(for: label) else { return unknown(label) }
            guard let id else { return wasm.branch(names.breakLabel) }
            if let decision = decisions[label] { return decide(id, decision) }
            let code = emit(id)
            guard function.expressions[id].type.wasm != nil else { return wasm.block(nil, [code, wasm.branch(names.breakLabel)]) }
            return wasm.branch(names.breakLabel, value: code)
        case .continueTo(let label):
            guard let name = labels(for: label)?.continueLabel else { return unknown(label) }
            return wasm.branch(name)
        case .returnValue(let id): return returnValue(id)
        default: return wasm.unreachable()
        }
    }

    private func unknown(_ label: LabelID) -> WasmExpression {
        parent.report("function \(function.name) uses label \(label.raw) outside its extent")
        return wasm.unreachable()
    }

    func sequence(_ items: [ExprID], _ type: ValueType, as wanted: ValueType) -> WasmExpression {
        guard let last = items.last else { return wasm.nop() }
        if items.count == 1 { return value(last, as: wanted) }
        var code: [WasmExpression] = []
        code.reserveCapacity(items.count)
        var index = 0
        while index < items.count - 1 {
            if index + 2 < items.count, let both = unshareGlobal(items[index], items[index + 1]) {
                code.append(both)
                index += 2
            } else {
                code.append(emitStatement(items[index]))
                index += 1
            }
        }
        code.append(value(last, as: wanted))
        return wasm.block(nil, code, type == .never ? .automatic : wanted.wasm ?? .none)
    }

    /// An expression whose value nobody wants.
    func emitStatement(_ id: ExprID) -> WasmExpression {
        locate(value(id, as: .unit), function.expressions[id].span)
    }

    private func loop(_ label: LabelID, _ condition: ExprID?, _ body: ExprID, _ step: ExprID?, _ type: ValueType) -> WasmExpression {
        let names = define(label, isLoop: true)
        let top = wasm.label("loop", Int(label.raw))
        var code: [WasmExpression] = []
        let isRepeated = condition.map { parent.isOptimized && isRepeatable($0) } ?? false
        let first = condition.map { wasm.branch(names.breakLabel, if: wasm.unary(.eqzI32, emit($0))) }
        if let first, !isRepeated { code.append(first) }
        let inner = value(body, as: .unit)
        code.append(names.continueLabel.map { wasm.block($0, [inner], .none) } ?? inner)
        if let step { code.append(value(step, as: .unit)) }
        if let condition, isRepeated {
            // One branch a round instead of two.
            code.append(wasm.branch(top, if: emit(condition)))
        } else {
            code.append(wasm.branch(top))
        }
        let loop = wasm.loop(top, wasm.block(nil, code))
        guard type != .never else { return loop }
        return wasm.block(names.breakLabel, isRepeated ? [first, loop].compactMap { $0 } : [loop], .none)
    }

    /// A comparison of variables, constants and lengths, which costs little to write twice.
    private func isRepeatable(_ condition: ExprID) -> Bool {
        guard case .binary(_, let left, let right) = function.expressions[condition].kind else { return false }
        return [left, right].allSatisfy { operand in
            switch function.expressions[operand].kind {
            case .constant, .local: return true
            case .unary(.i32ToI64, let inner), .unary(.i32ToF64, let inner), .arrayLength(let inner):
                if case .local = function.expressions[inner].kind { return true }
                return false
            default: return false
            }
        }
    }

    private func returnValue(_ id: ExprID?) -> WasmExpression {
        let code = id.map { value($0, as: function.result) }
        let hasValue = id != nil && function.result.wasm != nil
        if let exit = openRegion?.exit {
            openRegion?.isExitUsed = true
            guard let code else { return wasm.branch(exit) }
            return hasValue ? wasm.branch(exit, value: code) : wasm.block(nil, [code, wasm.branch(exit)])
        }
        guard let code else { return wasm.returnValue() }
        return hasValue ? wasm.returnValue(code) : wasm.block(nil, [code, wasm.returnValue()])
    }
}
