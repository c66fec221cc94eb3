import Core
import RuntimeABI
import WasmCode

/// Pairs that are made of new pairs, as lists are: memory for all of them is found at once.
extension FunctionEmitter {
    /// All pairs together have at most this size.
    private static let largestGroup = 8 * ObjectLayout.Pair.size

    /// Nil: no field is a new pair itself, or there would be too much to keep alive where memory has to be found.
    func makePairs(_ fields: [ExprID]) -> WasmExpression? {
        var group = PairGroup()
        gather(fields, at: 0, into: &group)
        guard parent.isOptimized, !group.links.isEmpty, let id = openExpressions.last else { return nil }
        let kept = plan.kept[id]?.count ?? 0
        guard kept + group.values.count(where: { function.needsRoot($0.value, parent.module.globals) }) <= Helper.mostKept else { return nil }
        return make(group)
    }

    /// Collects the operands in order of evaluation. No safepoint follows a pair that has no slot until the outermost pair is made, so its operands
    /// can wait for that one.
    private func gather(_ fields: [ExprID], at base: UInt32, into group: inout PairGroup) {
        for (index, field) in fields.enumerated() {
            let offset = base + 8 * UInt32(index)
            guard group.size < Self.largestGroup, plan.operandSlots[field] == nil, case .box(let pair) = function.expressions[field].kind,
                plan.operandSlots[pair] == nil, case .makeObject(.pair, _, _, let inner) = function.expressions[pair].kind
            else {
                group.values.append((offset, field))
                continue
            }
            let place = group.size
            group.size += ObjectLayout.Pair.size
            group.links.append((offset, place))
            gather(inner, at: place, into: &group)
        }
    }

    private func make(_ group: PairGroup) -> WasmExpression {
        var code: [WasmExpression] = []
        var stored: [(offset: UInt32, value: WasmExpression)] = []
        var locals: [Int] = []
        var kept: [WasmExpression] = []
        for (offset, id) in group.values {
            let value = emit(id)
            guard !isConstant(id) else {
                stored.append((offset, value))
                continue
            }
            let local = temporary(.i64)
            locals.append(local)
            code.append(wasm.setLocal(local, value))
            stored.append((offset, wasm.local(local, .i64)))
            if function.needsRoot(id, parent.module.globals) { kept.append(wasm.local(local, .i64)) }
        }
        let address = temporary(.i32)
        code.append(wasm.setLocal(address, newObject(size: group.size, keeping: kept + keptVariables())))
        for (offset, place) in group.links {
            let pair = wasm.binary(.addI32, wasm.local(address, .i32), wasm.const(u32: place))
            stored.append((offset, boxed(pair, .reference(.pair))))
        }
        for (offset, value) in stored { code.append(wasm.store(i64: wasm.local(address, .i32), offset: offset, value)) }
        code.append(wasm.local(address, .i32))
        for local in locals { release(local, .i64) }
        release(address, .i32)
        return wasm.block(nil, code, .i32)
    }
}

/// Pairs that are made together.
private struct PairGroup {
    /// Bytes of the pairs so far; the first is the outermost.
    var size = ObjectLayout.Pair.size
    /// What is stored where, in order of evaluation.
    var values: [(offset: UInt32, value: ExprID)] = []
    /// Where the address of which of the pairs is stored.
    var links: [(offset: UInt32, pair: UInt32)] = []
}
