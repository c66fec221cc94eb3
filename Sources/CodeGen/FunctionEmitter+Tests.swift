import Core
import RuntimeABI
import WasmCode

/// Questions about texts and arrays that mostly need no call.
extension FunctionEmitter {
    /// Texts of at most this many bytes are compared by two loads.
    private static let longestCompared = 16

    /// Whether a text is a constant short one; nil when neither operand is.
    func constantEquality(_ left: ExprID, _ right: ExprID) -> WasmExpression? {
        if let text = shortText(right) { return equality(left, Array(text.utf8)) }
        return shortText(left).flatMap { equality(right, Array($0.utf8)) }
    }

    private func shortText(_ id: ExprID) -> String? {
        guard case .constant(.string(let text)) = function.expressions[id].kind, text.utf8.count <= Self.longestCompared else { return nil }
        return text
    }

    private func equality(_ string: ExprID, _ bytes: [UInt8]) -> WasmExpression? {
        let base = temporary(.i32)
        defer { release(base, .i32) }
        let setBase = wasm.setLocal(base, emit(string))
        let length = wasm.load(i32: wasm.local(base, .i32), offset: ObjectLayout.String.lengthOffset)
        let isSameLength = wasm.binary(.equalI32, length, wasm.const(u32: UInt32(bytes.count)))
        guard !bytes.isEmpty else { return wasm.block(nil, [setBase, isSameLength], .i32) }
        let setData = wasm.setLocal(base, wasm.load(i32: wasm.local(base, .i32), offset: ObjectLayout.String.dataOffset))
        // The largest power of two that is not larger than the text; a second load, of its end, may overlap the first.
        let width = [8, 4, 2, 1].first { $0 <= bytes.count } ?? 1
        var isSame = compare(base, bytes, at: 0, width)
        if width < bytes.count { isSame = wasm.binary(.andI32, isSame, compare(base, bytes, at: bytes.count - width, width)) }
        let content = wasm.block(nil, [setData, isSame], .i32)
        return wasm.block(nil, [setBase, wasm.ifElse(isSameLength, content, wasm.const(i32: 0))], .i32)
    }

    /// Whether `width` bytes at an offset from the address in a wasm local are those of a text.
    private func compare(_ data: Int, _ bytes: [UInt8], at offset: Int, _ width: Int) -> WasmExpression {
        let value = bytes[offset..<(offset + width)].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let address = wasm.local(data, .i32)
        if width == 8 {
            return wasm.binary(.equalI64, wasm.load(.i64, bytes: 8, address, offset: UInt32(offset)), wasm.const(u64: value))
        }
        let loaded = wasm.load(.i32, bytes: UInt32(width), address, offset: UInt32(offset))
        return wasm.binary(.equalI32, loaded, wasm.const(u32: UInt32(truncatingIfNeeded: value)))
    }

    /// Whether an array holds only numbers: where it is not known already, the runtime looks.
    func isNumbers(_ array: ExprID, _ expression: Expr) -> WasmExpression {
        let base = temporary(.i32)
        defer { release(base, .i32) }
        let setBase = wasm.setLocal(base, emit(array))
        let call = wasm.call(parent.runtimeName(.arrayIsNumbers), [wasm.local(base, .i32)], result: .i32)
        let test = wasm.ifElse(hasFlags(base, ObjectLayout.Flag.numbers), wasm.const(i32: 1), locate(call, expression.span))
        return wasm.block(nil, [setBase, test], .i32)
    }

    /// The number of scalars of a text: of those that are known to be ASCII, the number of bytes.
    func scalarCount(_ string: ExprID, _ expression: Expr) -> WasmExpression {
        let base = temporary(.i32)
        defer { release(base, .i32) }
        let setBase = wasm.setLocal(base, emit(string))
        let length = wasm.load(i32: wasm.local(base, .i32), offset: ObjectLayout.String.lengthOffset)
        let call = wasm.call(parent.runtimeName(.stringScalarCount), [wasm.local(base, .i32)], result: .i32)
        let test = wasm.ifElse(hasFlags(base, ObjectLayout.Flag.ascii), length, locate(call, expression.span))
        return wasm.block(nil, [setBase, test], .i32)
    }
}
