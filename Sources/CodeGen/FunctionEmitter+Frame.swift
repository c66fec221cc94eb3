import Core
import RuntimeABI
import WasmCode

/// The shadow stack frame.
extension FunctionEmitter {
    static let slotSize: UInt32 = 8
    /// Frames with more slots are cleared in one go.
    private static let mostClearedOneByOne = 32

    /// Raises the stack pointer and gives every slot that the region uses a value that the collector can look at.
    func enterFrame(_ frame: Int, _ region: Region) -> [WasmExpression] {
        let size = UInt32(region.frameSlots) * Self.slotSize
        var code = [
            wasm.setLocal(frame, parent.stackPointer()),
            parent.setStackPointer(wasm.binary(.addI32, wasm.local(frame, .i32), wasm.const(u32: size))),
        ]
        let isCleared = region.places.count > Self.mostClearedOneByOne
        if isCleared { code.append(wasm.fillMemory(wasm.local(frame, .i32), byte: 0, count: size)) }
        var isVariable = [Bool](repeating: false, count: region.places.count)
        for (index, slot) in plan.localSlots.enumerated() {
            // A variable that has not been assigned yet is zero, which is no object.
            guard let slot, let place = region.places[slot], let type = function.locals.values[index].type.wasm else { continue }
            isVariable[place] = true
            code.append(store(at: place, wasm.local(wasmLocals[index], type), function.locals.values[index].type, isWhole: true))
        }
        for place in isVariable.indices where !isVariable[place] && !isCleared {
            code.append(wasm.store(i64: wasm.local(frame, .i32), offset: UInt32(place) * Self.slotSize, wasm.const(i64: 0)))
        }
        if keepsRecords {
            let record = UInt64(NaNBox.callRecordHigh) << 32
            code.append(wasm.store(i64: wasm.local(frame, .i32), offset: region.recordOffset, wasm.const(u64: record)))
        }
        return code
    }

    /// Writes a traced value to its slot. The upper half of a variable's slot is set at entry and never changes, so only the address is
    /// written unless the store is to be `isWhole`.
    func storeSlot(_ slot: Int, _ value: WasmExpression, _ type: ValueType, isWhole: Bool) -> WasmExpression {
        guard let place = openRegion?.places[slot] else {
            parent.report("function \(function.name) needs a slot of the shadow stack that it does not have")
            return wasm.unreachable()
        }
        return store(at: place, value, type, isWhole: isWhole)
    }

    private func store(at place: Int, _ value: WasmExpression, _ type: ValueType, isWhole: Bool) -> WasmExpression {
        guard let frame else {
            parent.report("function \(function.name) needs a shadow stack frame but has none")
            return wasm.unreachable()
        }
        let offset = UInt32(place) * Self.slotSize
        guard case .reference = type else { return wasm.store(i64: wasm.local(frame, .i32), offset: offset, value) }
        if isWhole { return wasm.store(i64: wasm.local(frame, .i32), offset: offset, boxed(value, type)) }
        return wasm.store(i32: wasm.local(frame, .i32), offset: offset, value)
    }

    /// Boxed, what the expression that is being emitted must keep alive itself while it collects.
    func keptVariables() -> [WasmExpression] {
        guard let id = openExpressions.last, function.expressions[id].kind.isOwnSafepoint else {
            parent.report("function \(function.name) collects where nothing is known about its variables")
            return []
        }
        return (plan.kept[id] ?? []).compactMap { local in
            let type = function.locals[local].type
            return type.wasm.map { boxed(wasm.local(wasmLocals[local.offset], $0), type) }
        }
    }

    /// The same value, which is kept alive by a slot until its consumer is done.
    func protect(_ code: WasmExpression, _ type: ValueType, slot: Int) -> WasmExpression {
        guard let wasmType = type.wasm else { return code }
        let copy = temporary(wasmType)
        defer { release(copy, wasmType) }
        return wasm.block(nil, [
            wasm.setLocal(copy, code),
            storeSlot(slot, wasm.local(copy, wasmType), type, isWhole: true),
            wasm.local(copy, wasmType),
        ], wasm.type(of: code) == .unreachable ? .automatic : wasmType)
    }
}
