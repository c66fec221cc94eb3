/// Walks the instructions of a function body, without copying and without building a value for each.
///
/// `next` decodes one instruction into the reader's own properties: opcode, the range of its bytes, and its immediates with their
/// places, so that a linker can replace indices and copy everything else. Time is linear, memory constant.
public struct InstructionReader: Sendable {
    private var cursor: ByteCursor
    /// How many blocks are open, the body itself included.
    public private(set) var depth = 1
    public private(set) var opcode = Opcode.nop
    public private(set) var immediates = Immediates.none
    /// Where the instruction begins.
    public private(set) var start = 0
    /// Where its immediates begin.
    public private(set) var immediatesStart = 0
    /// Where its first immediate ends and the second begins.
    public private(set) var firstEnd = 0
    /// The first immediate if it is an index; the alignment (as power of two) of a memory access; the number of labels or types.
    public private(set) var first: UInt32 = 0
    /// The second immediate if it is an index; the offset of a memory access.
    public private(set) var second: UInt32 = 0
    /// The bits of a constant, sign-extended for `i32`; a block type (negative: code of a value type or −64 for none; else a type index).
    public private(set) var value: Int64 = 0
    private let lookup = OpcodeLookup.shared.immediates

    /// - Parameter range: the instructions of a body, up to and including its last `end`.
    public init(_ bytes: [UInt8], _ range: Range<Int>) { cursor = ByteCursor(bytes, range) }

    public init(_ module: WasmModule, _ body: FunctionBody) { self.init(module.bytes, body.instructions) }

    /// Where the instruction ends.
    public var end: Int { cursor.offset }

    /// Decodes the next instruction; false when the body has ended. A body that ends early or goes on after its last `end` is an error.
    public mutating func next() throws(WasmError) -> Bool {
        start = cursor.offset
        if depth == 0 {
            guard cursor.isAtEnd else { throw cursor.error("code after the end of the function") }
            return false
        }
        let byte = try cursor.u8()
        if byte == 0xFC {
            let sub = try cursor.u32()
            guard sub < 18 else { throw WasmError(offset: start, "unknown instruction 0xfc \(sub)") }
            opcode = Opcode(Opcode.prefixed | UInt16(sub))
        } else {
            opcode = Opcode(UInt16(byte))
        }
        immediates = lookup[OpcodeLookup.slot(opcode)]
        immediatesStart = cursor.offset
        try readImmediates()
        if opcode.rawValue <= Opcode.end.rawValue { try trackBlocks() }
        return true
    }

    /// Goes to the instructions of another body of the same module.
    mutating func begin(_ range: Range<Int>) {
        let all = range.clamped(to: 0..<cursor.bytes.count)
        (cursor.offset, cursor.end) = (all.lowerBound, all.upperBound)
        depth = 1
    }

    /// Goes to an offset where an instruction begins, or the code ends.
    /// - Parameter depth: how many blocks are open there.
    mutating func proceed(to offset: Int, depth: Int) {
        cursor.offset = offset
        self.depth = depth
    }

    /// Decodes the instruction at an offset where there is one, as `CodeReferences` knows them; blocks are not counted.
    public mutating func read(at offset: Int) throws(WasmError) {
        depth = Int.max / 2
        cursor.offset = offset
        _ = try next()
    }

    /// The instruction names something by an index that counts in the whole module.
    public var hasIndex: Bool {
        switch immediates {
        case .function, .global, .table, .memory, .data, .element, .typeAndTable, .dataAndMemory, .memoryAndMemory, .elementAndTable, .tableAndTable:
            true
        case .blockType: value >= 0
        default: false
        }
    }

    private mutating func trackBlocks() throws(WasmError) {
        switch opcode {
        case .block, .loop, .if: depth += 1
        case .else:
            guard depth > 1 else { throw WasmError(offset: start, "`else` outside of `if`") }
        case .end: depth -= 1
        default: break
        }
    }

    @inline(__always)
    private mutating func readImmediates() throws(WasmError) {
        switch immediates {
        case .none: break
        case .label, .function, .local, .global, .table, .memory, .data, .element:
            first = try cursor.u32()
            firstEnd = cursor.offset
        case .typeAndTable, .dataAndMemory, .memoryAndMemory, .elementAndTable, .tableAndTable, .memoryAccess:
            first = try cursor.u32()
            firstEnd = cursor.offset
            second = try cursor.u32()
            // Bit 6 would announce a memory index.
            if immediates == .memoryAccess, first >= 32 { throw WasmError(offset: immediatesStart, "alignment is too large") }
        case .blockType: value = try blockType()
        case .i32: value = Int64(try cursor.s32())
        case .i64: value = try cursor.s64()
        case .f32: value = Int64(try cursor.fixed32())
        case .f64: value = Int64(bitPattern: try cursor.fixed64())
        case .labelTable: try readLabels()
        case .valueTypes:
            first = UInt32(try cursor.count(of: "types"))
            firstEnd = cursor.offset
            for _ in 0..<first { _ = try cursor.valueType() }
        case .referenceType:
            let type = try cursor.valueType()
            guard type.isReference else { throw WasmError(offset: immediatesStart, "\(type.text) is no reference type") }
            first = UInt32(type.rawValue)
        case .unknown: throw WasmError(offset: start, "unknown instruction \(hex(opcode.rawValue))")
        }
    }

    private mutating func blockType() throws(WasmError) -> Int64 {
        let type = try cursor.s33()
        guard type < 0, type != -64 else { return type }
        guard type > -64, ValueType(rawValue: UInt8(type & 0x7F)) != nil else {
            throw WasmError(offset: immediatesStart, "unknown block type")
        }
        return type
    }

    private mutating func readLabels() throws(WasmError) {
        first = UInt32(try cursor.count(of: "labels"))
        firstEnd = cursor.offset
        for _ in 0...first { _ = try cursor.u32() }
    }

    /// The targets of the `br_table` just read, the default one last.
    public func labels() throws(WasmError) -> [UInt32] {
        var labels = ByteCursor(cursor.bytes, firstEnd..<end)
        var result: [UInt32] = []
        while !labels.isAtEnd { result.append(try labels.u32()) }
        return result
    }

    /// The types of the typed `select` just read.
    public func selectTypes() throws(WasmError) -> [ValueType] {
        var types = ByteCursor(cursor.bytes, firstEnd..<end)
        var result: [ValueType] = []
        while !types.isAtEnd { result.append(try types.valueType()) }
        return result
    }
}
