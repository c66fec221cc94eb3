import Core
import Diagnostics
import RuntimeABI
import WasmCode

/// Arrays, variants and closures.
extension FunctionEmitter {
    func object(_ expression: Expr) -> WasmExpression {
        switch expression.kind {
        case .makeArray(let items): return makeArray(items)
        case .arrayLength(let array): return arrayLength(array)
        case .textScalar(let text, let index): return textScalar(text, index)
        case .arrayLoad(let array, let index):
            return arrayLoad(array, index, expression.type == .f64 ? .f64 : expression.type == .i32 ? .i32 : .i64)
        case .arrayStore(let array, let index, let value): return arrayStore(array, index, value)
        case .checkIndex(let index, let array, let invalid, let outside):
            return checkIndex(index, array, invalid, outside, expression.span)
        case .unshare(let array): return unshare(array, expression)
        case .share(let value): return share(value, expression.type)
        case .makeVariant(let kind, let tag, let payload):
            let header = ObjectHeader.word(kind, small: tag)
            return allocate(size: ObjectLayout.Variant.size, header: UInt64(header), [(ObjectLayout.Variant.payloadOffset, payload)])
        case .variantTag(let variant): return wasm.load(.i32, bytes: 2, emit(variant), offset: ObjectLayout.Variant.tagOffset)
        case .variantPayload(let variant): return wasm.load(i64: emit(variant), offset: ObjectLayout.Variant.payloadOffset)
        case .setVariantPayload(let variant, let value):
            let address = emit(variant)
            return wasm.store(i64: address, offset: ObjectLayout.Variant.payloadOffset, emit(value))
        case .makeClosure(let closure, let captures): return makeClosure(closure, captures)
        case .closureSlot(let closure, let index): return wasm.load(i64: emit(closure), offset: closureSlotOffset(index))
        case .setClosureSlot(let closure, let index, let value):
            let address = emit(closure)
            return wasm.store(i64: address, offset: closureSlotOffset(index), emit(value))
        case .closureIs(let closure, let function):
            let index = wasm.load(i32: emit(closure), offset: ObjectLayout.Closure.tableIndexOffset)
            return wasm.binary(.equalI32, index, parent.tableIndex(function))
        case .closureArity(let closure): return wasm.load(.i32, bytes: 2, emit(closure), offset: ObjectLayout.Closure.arityOffset)
        case .makeObject(let kind, let small, let word, let fields):
            let slots = fields.enumerated().map { (fieldOffset($0.offset, kind), $0.element) }
            let size = fieldOffset(fields.count, kind)
            if kind == .pair { return makePairs(fields) ?? allocate(size: size, slots: slots) { _ in [] } }
            return allocate(size: size, header: UInt64(ObjectHeader.word(kind, small: small)) | UInt64(word) << 32, slots)
        case .field(let object, let index): return wasm.load(i64: emit(object), offset: fieldOffset(index, object))
        case .setField(let object, let index, let value):
            let address = emit(object)
            return wasm.store(i64: address, offset: fieldOffset(index, object), emit(value))
        case .makeElements(let kind, let items): return makeElements(kind, items)
        case .setElement(let object, let index, let value):
            let address = slotAddress(emit(object), emit(index))
            return wasm.store(i64: address, offset: ObjectLayout.Array.slotsOffset, emit(value))
        default: return wasm.unreachable()
        }
    }

    private func fieldOffset(_ index: Int, _ kind: ObjectKind?) -> UInt32 {
        (kind.map { ObjectLayout.fieldsOffset(of: $0) } ?? ObjectLayout.headerSize) + 8 * UInt32(clamping: index)
    }

    private func fieldOffset(_ index: Int, _ object: ExprID) -> UInt32 {
        if case .reference(let kind) = function.expressions[object].type { return fieldOffset(index, kind) }
        return fieldOffset(index, nil as ObjectKind?)
    }

    private func closureSlotOffset(_ index: Int) -> UInt32 { ObjectLayout.Closure.slotsOffset + 8 * UInt32(clamping: index) }

    // MARK: Allocation

    /// Objects up to this size are allocated by code at the place itself.
    private static var largestInline: UInt32 { 256 }

    /// A new object with its first 8 bytes and slots. The operands are evaluated first, in order, and wait in locals.
    private func allocate(size: UInt32, header: UInt64, _ slots: [(offset: UInt32, value: ExprID)]) -> WasmExpression {
        allocate(size: size, slots: slots) { address in
            [self.wasm.store(i64: self.wasm.local(address, .i32), self.wasm.const(u64: header))]
        }
    }

    private func allocate(
        size: UInt32, slots: [(offset: UInt32, value: ExprID)], header: (Int) -> [WasmExpression]
    ) -> WasmExpression {
        var code: [WasmExpression] = []
        var values: [(offset: UInt32, type: WasmType, local: Int?, constant: WasmExpression?)] = []
        var kept: [Int] = []
        let keeps = function.allocationKeeps(slots.map(\.value), parent.module.globals)
        for slot in slots {
            let type: WasmType = function.expressions[slot.value].type == .f64 ? .f64 : .i64
            let value = emit(slot.value)
            if isConstant(slot.value) {
                values.append((slot.offset, type, nil, value))
                continue
            }
            let local = temporary(type)
            code.append(wasm.setLocal(local, value))
            values.append((slot.offset, type, local, nil))
            if keeps, function.needsRoot(slot.value, parent.module.globals) { kept.append(local) }
        }
        let address = temporary(.i32)
        code.append(wasm.setLocal(address, newObject(size: size, keeping: kept.map { wasm.local($0, .i64) } + keptVariables())))
        code.append(contentsOf: header(address))
        for value in values {
            let stored = value.local.map { wasm.local($0, value.type) } ?? value.constant ?? wasm.unreachable()
            code.append(wasm.store(value.type, bytes: 8, wasm.local(address, .i32), offset: value.offset, stored))
            if let local = value.local { release(local, value.type) }
        }
        code.append(wasm.local(address, .i32))
        release(address, .i32)
        return wasm.block(nil, code, .i32)
    }

    func isConstant(_ id: ExprID) -> Bool {
        switch function.expressions[id].kind {
        case .constant(let constant): constant != .unit
        case .makeArray(let items): items.isEmpty
        case .box(let value): isConstant(value)
        default: false
        }
    }

    func newObject(size: UInt32, keeping kept: [WasmExpression]) -> WasmExpression {
        let isInline = size <= Self.largestInline
        guard isInline, parent.isOptimized else {
            let callee = isInline ? parent.allocate(keeping: kept.count) : parent.allocateSlow(keeping: kept.count)
            return wasm.call(callee, [wasm.const(u32: size)] + kept, result: .i32)
        }
        let address = temporary(.i32)
        let end = temporary(.i32)
        defer {
            release(end, .i32)
            release(address, .i32)
        }
        return parent.bumpAllocation(size: wasm.const(u32: size), sizeAgain: wasm.const(u32: size), address: address, end: end, keeping: kept)
    }

    private func makeArray(_ items: [ExprID]) -> WasmExpression {
        guard !items.isEmpty else { return parent.emptyArrayAddress() }
        let isNumbers = items.allSatisfy { function.expressions[$0].type == .f64 }
        return makeElements(.array, items, flags: isNumbers ? ObjectLayout.Flag.numbers : 0)
    }

    private func makeElements(_ kind: ObjectKind, _ items: [ExprID], flags: UInt8 = 0) -> WasmExpression {
        let count = UInt32(clamping: items.count)
        let word = ObjectHeader.word(kind, flags: flags)
        let header = UInt64(word) | UInt64(count) << 32
        let slots = items.enumerated().map { (ObjectLayout.Array.slotsOffset + 8 * UInt32($0.offset), $0.element) }
        return allocate(size: ObjectLayout.Array.slotsOffset + 8 * count, slots: slots) { address in
            [
                wasm.store(i64: wasm.local(address, .i32), wasm.const(u64: header)),
                wasm.store(i64: wasm.local(address, .i32), offset: ObjectLayout.Array.capacityOffset, wasm.const(u64: UInt64(count))),
            ]
        }
    }

    private func makeClosure(_ id: ClosureID, _ captures: [ExprID]) -> WasmExpression {
        let closure = parent.module.closures[id]
        let count = UInt32(clamping: captures.count)
        let header = ObjectHeader.word(.closure, small: UInt16(clamping: closure.arity))
        let slots = captures.enumerated().map { (closureSlotOffset($0.offset), $0.element) }
        return allocate(size: ObjectLayout.Closure.slotsOffset + 8 * count, slots: slots) { address in
            func store(_ offset: UInt32, _ value: WasmExpression) -> WasmExpression {
                wasm.store(i32: wasm.local(address, .i32), offset: offset, value)
            }
            return [
                store(ObjectLayout.kindOffset, wasm.const(u32: header)),
                store(ObjectLayout.Closure.tableIndexOffset, parent.tableIndex(closure.function)),
                store(ObjectLayout.Closure.slotCountOffset, wasm.const(u32: count)),
                store(ObjectLayout.Closure.descriptorOffset, parent.descriptorAddress(id)),
            ]
        }
    }

    // MARK: Arrays

    private func slotAddress(_ array: WasmExpression, _ index: WasmExpression) -> WasmExpression {
        wasm.binary(.addI32, array, wasm.binary(.shiftLeftI32, index, wasm.const(i32: 3)))
    }

    /// An array of truth values that takes a byte for each.
    private func isFlags(_ array: ExprID) -> Bool { function.expressions[array].type == .reference(.bytes) }

    private func flagAddress(_ flags: ExprID, _ index: ExprID) -> WasmExpression {
        let base = emit(flags)
        return wasm.binary(.addI32, base, emit(index))
    }

    func arrayLength(_ array: ExprID) -> WasmExpression {
        wasm.load(i32: emit(array), offset: isFlags(array) ? ObjectLayout.Bytes.usedOffset : ObjectLayout.Array.lengthOffset)
    }

    private func arrayLoad(_ array: ExprID, _ index: ExprID, _ type: WasmType) -> WasmExpression {
        if isFlags(array) { return wasm.load(.i32, bytes: 1, flagAddress(array, index), offset: ObjectLayout.Bytes.dataOffset) }
        let offset = ObjectLayout.Array.slotsOffset
        let bytes: UInt32 = type == .i32 ? 4 : 8
        // Patterns look at elements by their number.
        if case .constant(.i32(let position)) = function.expressions[index].kind, (0..<0x10000).contains(position) {
            return wasm.load(type, bytes: bytes, emit(array), offset: offset + 8 * UInt32(position))
        }
        return wasm.load(type, bytes: bytes, slotAddress(emit(array), emit(index)), offset: offset)
    }

    private func arrayStore(_ array: ExprID, _ index: ExprID, _ value: ExprID) -> WasmExpression {
        if isFlags(array) {
            let address = flagAddress(array, index)
            return wasm.store(.i32, bytes: 1, address, offset: ObjectLayout.Bytes.dataOffset, emit(value))
        }
        let offset = ObjectLayout.Array.slotsOffset
        if function.expressions[value].type == .f64 {
            let address = slotAddress(emit(array), emit(index))
            return wasm.store(f64: address, offset: offset, emit(value))
        }
        if function.expressions[value].type == .i32 {
            let address = slotAddress(emit(array), emit(index))
            return wasm.store(i32: address, offset: offset, emit(value))
        }
        if isNumberBox(value) {
            let address = slotAddress(emit(array), emit(index))
            return wasm.store(i64: address, offset: offset, emit(value))
        }
        let base = temporary(.i32)
        let address = slotAddress(wasm.teeLocal(base, emit(array), .i32), emit(index))
        defer { release(base, .i32) }
        // A look at the flag is cheaper than a store that would delay the next look.
        let clear = wasm.ifElse(
            hasFlags(base, ObjectLayout.Flag.numbers), changeFlags(base, .andI32, Int32(~ObjectLayout.Flag.numbers)))
        if function.isNeverNumber(value) { return wasm.block(nil, [wasm.store(i64: address, offset: offset, emit(value)), clear]) }
        let copy = temporary(.i64)
        defer { release(copy, .i64) }
        let stored = emit(value)
        let isTagged = wasm.binary(.greaterOrEqualUnsignedI64, wasm.local(copy, .i64), wasm.const(u64: NaNBox.firstTagged))
        return wasm.block(nil, [
            wasm.store(i64: address, offset: offset, wasm.teeLocal(copy, stored, .i64)), wasm.ifElse(isTagged, clear),
        ])
    }

    /// Texts have a byte for each scalar, or four.
    private func textScalar(_ text: ExprID, _ index: ExprID) -> WasmExpression {
        let object = temporary(.i32)
        let position = temporary(.i32)
        let operands = [wasm.setLocal(object, emit(text)), wasm.setLocal(position, emit(index))]
        release(position, .i32)
        release(object, .i32)
        let width = wasm.load(.i32, bytes: 2, wasm.local(object, .i32), offset: ObjectLayout.Text.widthOffset)
        func buffer() -> WasmExpression { wasm.load(i32: wasm.local(object, .i32), offset: ObjectLayout.Text.bufferOffset) }
        let offset = ObjectLayout.Bytes.dataOffset
        let narrow = wasm.load(.i32, bytes: 1, wasm.binary(.addI32, buffer(), wasm.local(position, .i32)), offset: offset)
        let shifted = wasm.binary(.shiftLeftI32, wasm.local(position, .i32), wasm.const(i32: 2))
        let wide = wasm.load(i32: wasm.binary(.addI32, buffer(), shifted), offset: offset)
        let scalar = wasm.ifElse(wasm.binary(.equalI32, width, wasm.const(i32: 1)), narrow, wide)
        return wasm.block(nil, operands + [scalar], .i32)
    }

    /// The value is `any` and known to be a number.
    func isNumberBox(_ id: ExprID) -> Bool {
        if case .box(let value) = function.expressions[id].kind { return function.expressions[value].type == .f64 }
        return false
    }

    /// i32, not 0 if the object in a wasm local has one of the flags.
    func hasFlags(_ object: Int, _ flags: UInt8) -> WasmExpression {
        let word = wasm.load(.i32, bytes: 1, wasm.local(object, .i32), offset: ObjectLayout.flagsOffset)
        return wasm.binary(.andI32, word, wasm.const(i32: Int32(flags)))
    }

    func changeFlags(_ object: Int, _ operation: WasmBinary, _ mask: Int32) -> WasmExpression {
        let flags = wasm.load(.i32, bytes: 1, wasm.local(object, .i32), offset: ObjectLayout.flagsOffset)
        return wasm.store(
            .i32, bytes: 1, wasm.local(object, .i32), offset: ObjectLayout.flagsOffset,
            wasm.binary(operation, flags, wasm.const(i32: mask)))
    }
}
