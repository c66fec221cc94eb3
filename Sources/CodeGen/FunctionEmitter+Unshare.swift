import Core
import Diagnostics
import RuntimeABI
import WasmCode

/// Marking values as shared, and taking copies of arrays that are.
extension FunctionEmitter {
    func unshare(_ array: ExprID, _ expression: Expr) -> WasmExpression {
        let code = emit(array)
        guard wasm.type(of: code) != .unreachable else { return code }
        let copy = temporary(.i32)
        defer { release(copy, .i32) }
        let fresh = wasm.setLocal(copy, unsharedCopy(of: copy, expression))
        return wasm.block(nil, [
            wasm.setLocal(copy, code), wasm.ifElse(hasFlags(copy, ObjectLayout.Flag.shared), fresh), wasm.local(copy, .i32),
        ], .i32)
    }

    private func unsharedCopy(of array: Int, _ expression: Expr) -> WasmExpression {
        let call = wasm.call(parent.runtimeName(.arrayUnshare), [wasm.local(array, .i32)], result: .i32)
        return polled(locate(call, expression.span), expression.type)
    }

    /// The code of `local = unshare(global); global = local`, which writes to the module's variable only if there is a copy; nil if the
    /// statements are others.
    func unshareGlobal(_ first: ExprID, _ second: ExprID) -> WasmExpression? {
        guard case .setLocal(let local, let value) = function.expressions[first].kind,
            case .unshare(let array) = function.expressions[value].kind,
            case .global(let global) = function.expressions[array].kind,
            case .setGlobal(global, let stored) = function.expressions[second].kind,
            case .local(local) = function.expressions[stored].kind
        else { return nil }
        let type = function.locals[local].type
        let target = wasmLocals[local.offset]
        let name = parent.globalNames[global.offset]
        let copy = emitting(value) { unsharedCopy(of: target, function.expressions[value]) }
        let fresh = wasm.block(nil, [
            wasm.setLocal(target, copy), wasm.setGlobal(name, wasm.local(target, .i32)),
        ], .none)
        var code = [
            locate(wasm.setLocal(target, wasm.global(name, .i32)), function.expressions[first].span),
            wasm.ifElse(hasFlags(target, ObjectLayout.Flag.shared), fresh),
        ]
        if openRegion != nil, let slot = plan.localSlots[local.offset] {
            code.append(storeSlot(slot, wasm.local(target, .i32), type, isWhole: false))
        }
        return wasm.block(nil, code, .none)
    }

    /// A dynamic value to be changed in place: a collection with keys, queue or stack that is shared gives way to a copy.
    func unshareCollection(_ value: ExprID, _ expression: Expr) -> WasmExpression {
        let code = emit(value)
        guard wasm.type(of: code) != .unreachable else { return code }
        let copy = temporary(.i64)
        defer { release(copy, .i64) }
        let kind = wasm.unary(.wrapI64, wasm.binary(.shiftRightUnsignedI64, wasm.local(copy, .i64), wasm.const(i64: 32)))
        let offset = wasm.binary(.subtractI32, kind, wasm.const(u32: NaNBox.referenceHigh(.hashMap)))
        let last = UInt32(ObjectKind.stack.rawValue - ObjectKind.hashMap.rawValue)
        let isCollection = wasm.binary(.greaterOrEqualUnsignedI32, wasm.const(u32: last), offset)
        let flags = wasm.load(.i32, bytes: 1, wasm.unary(.wrapI64, wasm.local(copy, .i64)), offset: ObjectLayout.flagsOffset)
        let isShared = wasm.binary(.andI32, flags, wasm.const(i32: Int32(ObjectLayout.Flag.shared)))
        let call = wasm.call(parent.runtimeName(.collectionUnshare), [wasm.local(copy, .i64)], result: .i64)
        let fresh = wasm.setLocal(copy, polled(locate(call, expression.span), expression.type))
        return wasm.block(nil, [
            wasm.setLocal(copy, code), wasm.ifElse(isCollection, wasm.ifElse(isShared, fresh)), wasm.local(copy, .i64),
        ], .i64)
    }

    func share(_ id: ExprID, _ type: ValueType) -> WasmExpression {
        let code = emit(id)
        guard let wasmType = type.wasm, wasm.type(of: code) != .unreachable else { return code }
        let copy = temporary(wasmType)
        defer { release(copy, wasmType) }
        let mark: WasmExpression
        switch type {
        case .any:
            // Of the kinds from arrays to collections; texts stand before them.
            let kind = wasm.unary(.wrapI64, wasm.binary(.shiftRightUnsignedI64, wasm.local(copy, .i64), wasm.const(i64: 32)))
            let offset = wasm.binary(.subtractI32, kind, wasm.const(u32: NaNBox.referenceHigh(.array)))
            let last = UInt32(ObjectKind.stack.rawValue - ObjectKind.array.rawValue)
            let mayBeShared = wasm.binary(.greaterOrEqualUnsignedI32, wasm.const(u32: last), offset)
            var call = wasm.call(parent.runtimeName(.valueShare), [wasm.local(copy, .i64)], result: .none)
            if parent.isOptimized {
                let flags = wasm.load(.i32, bytes: 1, wasm.unary(.wrapI64, wasm.local(copy, .i64)), offset: ObjectLayout.flagsOffset)
                let isShared = wasm.binary(.andI32, flags, wasm.const(i32: Int32(ObjectLayout.Flag.shared)))
                call = wasm.ifElse(wasm.unary(.eqzI32, isShared), call)
            }
            mark = wasm.ifElse(mayBeShared, call)
        case .reference(.option):
            mark = wasm.ifElse(wasm.local(copy, .i32), changeFlags(copy, .orI32, Int32(ObjectLayout.Flag.shared)))
        case .reference(.array), .reference(.result):
            mark = changeFlags(copy, .orI32, Int32(ObjectLayout.Flag.shared))
        default:
            return code
        }
        return wasm.block(nil, [wasm.setLocal(copy, code), mark, wasm.local(copy, wasmType)], wasmType)
    }
}
