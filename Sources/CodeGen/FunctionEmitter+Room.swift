import Core
import RuntimeABI
import WasmCode

/// Runtime calls that may need much memory: room is made before them, while little is alive, since afterwards all that they have made is.
extension FunctionEmitter {
    /// The call, with its operands waiting in locals while room is made; nil if an operand has no value.
    func callMakingRoom(
        _ callee: RuntimeFunction, _ room: RuntimeFunction.Room, _ arguments: [ExprID], _ expression: Expr
    ) -> WasmExpression? {
        var code: [WasmExpression] = []
        var operands: [(local: Int, type: WasmType)] = []
        var kept: [WasmExpression] = []
        defer { for operand in operands.reversed() { release(operand.local, operand.type) } }
        for id in arguments {
            let type = function.expressions[id].type
            guard let wasmType = type.wasm else { continue }
            let value = emit(id)
            guard wasm.type(of: value) != .unreachable else { return nil }
            let local = temporary(wasmType)
            operands.append((local, wasmType))
            code.append(wasm.setLocal(local, value))
            if function.needsRoot(id, parent.module.globals) { kept.append(boxed(wasm.local(local, wasmType), type)) }
        }
        guard let first = operands.first, first.type == .i32 else { return nil }
        code.append(makeRoom(room, first.local, keeping: kept + keptVariables()))
        var values = operands.map { wasm.local($0.local, $0.type) }
        if callee.effects.contains(.fails) { values.append(site(expression.span)) }
        let call = wasm.call(parent.runtimeName(callee), values, result: callee.result?.wasm ?? .none)
        code.append(polled(locate(call, expression.span), expression.type))
        return wasm.block(nil, code, expression.type.wasm ?? .none)
    }

    /// Asks the collector if much will be needed, or if it is waiting anyway.
    private func makeRoom(_ room: RuntimeFunction.Room, _ first: Int, keeping kept: [WasmExpression]) -> WasmExpression {
        func count() -> WasmExpression {
            switch room {
            case .perUnit: wasm.load(i32: wasm.local(first, .i32), offset: ObjectLayout.wordOffset)
            case .perCount: wasm.local(first, .i32)
            }
        }
        let isMuch = wasm.binary(.greaterUnsignedI32, count(), wasm.const(u32: RuntimeFunction.Room.leastBytes / max(1, room.bytesEach)))
        let isRequested = wasm.load(i32: wasm.const(u32: ControlBlock.collectRequested))
        let prepare = wasm.call(parent.prepare(keeping: kept.count), [count(), wasm.const(u32: room.bytesEach)] + kept, result: .none)
        return wasm.ifElse(wasm.binary(.orI32, isMuch, isRequested), wasm.block(nil, clearDeadSlots() + [prepare], .none))
    }

    /// Slots keep what was last stored to them. Here, that of variables that are not needed any more is forgotten.
    private func clearDeadSlots() -> [WasmExpression] {
        guard let id = openExpressions.last, let region = openRegion else { return [] }
        return (plan.dead[id] ?? []).compactMap { local in
            guard let slot = plan.localSlots[local.offset], region.places[slot] != nil else { return nil }
            let type = function.locals[local].type
            return storeSlot(slot, type == .any ? wasm.const(u64: 0) : wasm.const(u32: 0), type, isWhole: false)
        }
    }
}
