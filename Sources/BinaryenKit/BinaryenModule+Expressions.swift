import CBinaryen

/// Constructors of expressions.
extension BinaryenModule {
    // MARK: Constants and variables

    public func const(i32 value: Int32) -> WasmExpression { counted(1 + Self.size(Int64(value)), BinaryenConst(raw, BinaryenLiteralInt32(value))) }
    public func const(u32 value: UInt32) -> WasmExpression { const(i32: Int32(bitPattern: value)) }
    public func const(i64 value: Int64) -> WasmExpression { counted(1 + Self.size(value), BinaryenConst(raw, BinaryenLiteralInt64(value))) }
    public func const(u64 value: UInt64) -> WasmExpression { const(i64: Int64(bitPattern: value)) }
    public func const(f64 value: Double) -> WasmExpression {
        counted(9, BinaryenConst(raw, BinaryenLiteralFloat64Bits(Int64(bitPattern: value.bitPattern))))
    }

    /// Gives an i32 constant another value.
    public func change(_ constant: WasmExpression, to value: UInt32) { BinaryenConstSetValueI32(constant, Int32(bitPattern: value)) }

    public func local(_ index: Int, _ type: WasmType) -> WasmExpression {
        counted(2, BinaryenLocalGet(raw, BinaryenIndex(index), type.raw))
    }

    public func setLocal(_ index: Int, _ value: WasmExpression) -> WasmExpression {
        counted(2, BinaryenLocalSet(raw, BinaryenIndex(index), value))
    }

    public func teeLocal(_ index: Int, _ value: WasmExpression, _ type: WasmType) -> WasmExpression {
        counted(2, BinaryenLocalTee(raw, BinaryenIndex(index), value, type.raw))
    }

    public func global(_ name: WasmName, _ type: WasmType) -> WasmExpression {
        counted(4, BinaryenGlobalGet(raw, name.pointer, type.raw))
    }

    public func setGlobal(_ name: WasmName, _ value: WasmExpression) -> WasmExpression {
        counted(3, BinaryenGlobalSet(raw, name.pointer, value))
    }

    // MARK: Operators

    public func unary(_ operation: WasmUnary, _ value: WasmExpression) -> WasmExpression {
        counted(1, BinaryenUnary(raw, operation.raw, value))
    }

    public func binary(_ operation: WasmBinary, _ left: WasmExpression, _ right: WasmExpression) -> WasmExpression {
        counted(1, BinaryenBinary(raw, operation.raw, left, right))
    }

    /// Evaluates all three operands, the condition last.
    public func select(_ condition: WasmExpression, _ then: WasmExpression, _ otherwise: WasmExpression, _ type: WasmType) -> WasmExpression {
        counted(1, BinaryenSelect(raw, condition, then, otherwise, type.raw))
    }

    // MARK: Memory

    /// Loads `bytes` bytes, zero-extended; naturally aligned.
    public func load(_ type: WasmType, bytes: UInt32, _ address: WasmExpression, offset: UInt32 = 0) -> WasmExpression {
        counted(3, BinaryenLoad(raw, bytes, false, offset, 0, type.raw, address))
    }

    public func load(i32 address: WasmExpression, offset: UInt32 = 0) -> WasmExpression { load(.i32, bytes: 4, address, offset: offset) }
    public func load(i64 address: WasmExpression, offset: UInt32 = 0) -> WasmExpression { load(.i64, bytes: 8, address, offset: offset) }
    public func load(f64 address: WasmExpression, offset: UInt32 = 0) -> WasmExpression { load(.f64, bytes: 8, address, offset: offset) }

    /// Stores the low `bytes` bytes of `value`; naturally aligned.
    public func store(
        _ type: WasmType, bytes: UInt32, _ address: WasmExpression, offset: UInt32 = 0, _ value: WasmExpression
    ) -> WasmExpression {
        counted(3, BinaryenStore(raw, bytes, offset, 0, address, value, type.raw))
    }

    public func store(i32 address: WasmExpression, offset: UInt32 = 0, _ value: WasmExpression) -> WasmExpression {
        store(.i32, bytes: 4, address, offset: offset, value)
    }

    public func store(i64 address: WasmExpression, offset: UInt32 = 0, _ value: WasmExpression) -> WasmExpression {
        store(.i64, bytes: 8, address, offset: offset, value)
    }

    public func store(f64 address: WasmExpression, offset: UInt32 = 0, _ value: WasmExpression) -> WasmExpression {
        store(.f64, bytes: 8, address, offset: offset, value)
    }

    public func fillMemory(_ address: WasmExpression, byte: UInt8, count: UInt32) -> WasmExpression {
        counted(3, BinaryenMemoryFill(raw, address, const(u32: UInt32(byte)), const(u32: count)))
    }

    // MARK: Control

    public func block(_ name: WasmName? = nil, _ children: [WasmExpression], _ type: WasmType = .automatic) -> WasmExpression {
        children.withUnsafeBytes { bytes in
            let pointer = UnsafeMutablePointer(mutating: bytes.bindMemory(to: BinaryenExpressionRef?.self).baseAddress)
            return counted(name == nil ? 0 : 3, BinaryenBlock(raw, name?.pointer, pointer, BinaryenIndex(children.count), type.raw))
        }
    }

    public func ifElse(_ condition: WasmExpression, _ then: WasmExpression, _ otherwise: WasmExpression? = nil) -> WasmExpression {
        counted(otherwise == nil ? 3 : 4, BinaryenIf(raw, condition, then, otherwise))
    }

    public func loop(_ name: WasmName, _ body: WasmExpression) -> WasmExpression { counted(3, BinaryenLoop(raw, name.pointer, body)) }

    public func branch(_ name: WasmName, if condition: WasmExpression? = nil, value: WasmExpression? = nil) -> WasmExpression {
        counted(2, BinaryenBreak(raw, name.pointer, condition, value))
    }

    public func drop(_ value: WasmExpression) -> WasmExpression { counted(1, BinaryenDrop(raw, value)) }
    public func returnValue(_ value: WasmExpression? = nil) -> WasmExpression { counted(1, BinaryenReturn(raw, value)) }
    public func nop() -> WasmExpression { BinaryenNop(raw) }
    public func unreachable() -> WasmExpression { counted(1, BinaryenUnreachable(raw)) }

    // MARK: Calls

    public func call(_ name: WasmName, _ operands: [WasmExpression], result: WasmType) -> WasmExpression {
        counted(3, withPointer(operands) { BinaryenCall(raw, name.pointer, $0, $1, result.raw) })
    }

    public func returnCall(_ name: WasmName, _ operands: [WasmExpression], result: WasmType) -> WasmExpression {
        counted(3, withPointer(operands) { BinaryenReturnCall(raw, name.pointer, $0, $1, result.raw) })
    }

    public func callIndirect(
        table: WasmName, _ target: WasmExpression, _ operands: [WasmExpression], parameters: WasmType, result: WasmType
    ) -> WasmExpression {
        counted(4, withPointer(operands) { BinaryenCallIndirect(raw, table.pointer, target, $0, $1, parameters.raw, result.raw) })
    }

    public func returnCallIndirect(
        table: WasmName, _ target: WasmExpression, _ operands: [WasmExpression], parameters: WasmType, result: WasmType
    ) -> WasmExpression {
        counted(4, withPointer(operands) { BinaryenReturnCallIndirect(raw, table.pointer, target, $0, $1, parameters.raw, result.raw) })
    }

    private func withPointer<Result>(
        _ operands: [WasmExpression], _ body: (UnsafeMutablePointer<BinaryenExpressionRef?>?, BinaryenIndex) -> Result
    ) -> Result {
        operands.withUnsafeBytes { bytes in
            body(
                UnsafeMutablePointer(mutating: bytes.bindMemory(to: BinaryenExpressionRef?.self).baseAddress),
                BinaryenIndex(operands.count))
        }
    }

    /// Adds to `codeSize`.
    private func counted(_ bytes: Int, _ expression: WasmExpression!) -> WasmExpression {
        codeSize += bytes
        return expression
    }

    /// The bytes of a number in LEB128.
    private static func size(_ value: Int64) -> Int { (71 - (value ^ (value >> 63)).leadingZeroBitCount) / 7 }

    /// The type Binaryen gave an expression.
    public func type(of expression: WasmExpression) -> WasmType { WasmType(raw: BinaryenExpressionGetType(expression)) }
}
