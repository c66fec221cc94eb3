import Basics
import WasmFormat

/// Rewrites the code of a foreign module to the form that objects have: where a relocation stands for an address, code reads an imported
/// global. Indices of functions, types, tables and memories stay; those of globals follow the imports that are added.
struct ForeignCode {
    private let foreign: ForeignModule
    private let symbols: ForeignSymbols
    private let codeStart: Int
    private var nextRelocation = 0

    // Of the body at work.
    private var code = ByteWriter()
    private var scratch: [ValueType: UInt32] = [:]
    private var scratchOrder: [ValueType] = []
    private var firstScratch: UInt32 = 0
    /// Where a `i32.const 0` begins in `code` that the next instruction may replace.
    private var zeroStart: Int?

    init(_ foreign: ForeignModule, _ symbols: ForeignSymbols) {
        self.foreign = foreign
        self.symbols = symbols
        codeStart = foreign.module.codeSection?.lowerBound ?? 0
    }

    /// The body of a function, without its size in front.
    mutating func body(_ position: Int) throws(ForeignProblem) -> [UInt8] {
        let module = foreign.module
        let body = module.bodies[position]
        let parameters = module.types[Int(module.functions[position])].parameters.count
        let localGroups = module.localGroups(of: body)
        firstScratch = UInt32(parameters) + localGroups.reduce(0) { $0 + $1.count }
        code = ByteWriter(capacity: body.range.count + 32)
        (scratch, scratchOrder, zeroStart) = ([:], [], nil)
        var reader = InstructionReader(module.bytes, body.instructions)
        while try Self.advance(&reader) { try rewrite(reader) }
        guard nextRelocation == foreign.codeRelocations.count || place(nextRelocation) >= body.range.upperBound else {
            throw unsupported("a relocation at offset \(place(nextRelocation)) is not that of an address in an instruction")
        }
        var result = ByteWriter(capacity: code.count + 16)
        result.append(uleb32: UInt32(localGroups.count + scratchOrder.count))
        for group in localGroups + scratchOrder.map({ LocalGroup(1, $0) }) {
            result.append(uleb32: group.count)
            result.append(u8: group.type.rawValue)
        }
        result.append(bytes: code.bytes)
        return result.bytes
    }

    private static func advance(_ reader: inout InstructionReader) throws(ForeignProblem) -> Bool {
        do throws(WasmError) { return try reader.next() } catch {
            throw ForeignProblem(ForeignCodes.invalid, "is not a valid wasm module", notes: ["\(error)"])
        }
    }

    private func place(_ relocation: Int) -> Int { codeStart + foreign.codeRelocations[relocation].offset }

    /// The relocation at an offset of the input, if there is one.
    private mutating func relocation(at offset: Int) -> Relocation? {
        guard nextRelocation < foreign.codeRelocations.count, place(nextRelocation) == offset else { return nil }
        nextRelocation += 1
        return foreign.codeRelocations[nextRelocation - 1]
    }

    private mutating func rewrite(_ reader: InstructionReader) throws(ForeignProblem) {
        let zero = zeroStart
        zeroStart = nil
        switch reader.immediates {
        case .i32:
            if let relocation = relocation(at: reader.immediatesStart) { return try constant(relocation) }
            if reader.value == 0 { zeroStart = code.count }
            copy(reader.start, reader.end)
        case .memoryAccess:
            guard foreign.isRelocatable else { throw usesMemory("reads or writes memory", reader.start) }
            guard let relocation = relocation(at: reader.firstEnd) else { return copy(reader.start, reader.end) }
            try access(reader, relocation, zero)
        case .function:
            guard reader.opcode != .refFunc else { throw unsupported("the instruction at offset \(reader.start) makes a reference to a function") }
            copy(reader.start, reader.immediatesStart)
            code.append(uleb32: reader.first)
        case .global:
            copy(reader.start, reader.immediatesStart)
            code.append(uleb32: symbols.global(reader.first))
        case .typeAndTable:
            guard foreign.isRelocatable else { throw usesMemory("calls functions through a table", reader.start) }
            copy(reader.start, reader.immediatesStart)
            code.append(uleb32: reader.first)
            code.append(uleb32: 0)
        case .memory, .memoryAndMemory:
            try checkMemory(reader)
            copy(reader.start, reader.end)
        case .data, .dataAndMemory, .element, .elementAndTable, .table, .tableAndTable:
            throw unsupported("the instruction at offset \(reader.start) uses a segment or table")
        default: copy(reader.start, reader.end)
        }
    }

    private mutating func copy(_ start: Int, _ end: Int) { code.append(bytes: foreign.module.bytes[start..<end]) }

    private func checkMemory(_ reader: InstructionReader) throws(ForeignProblem) {
        guard foreign.isRelocatable else { throw usesMemory("uses memory", reader.start) }
        guard reader.opcode != .memoryGrow, reader.opcode != .memorySize else {
            throw ForeignProblem(
                ForeignCodes.ownMemory, "manages memory itself", notes: ["the instruction at offset \(reader.start) asks for more memory, or how much there is"],
                help: ["use `langc_allocate` of langc.h, which gives memory until the call ends, or static variables"])
        }
    }

    // MARK: Addresses

    /// An address, or the place of a function in the table.
    private mutating func constant(_ relocation: Relocation) throws(ForeignProblem) {
        switch relocation.kind {
        case .tableIndexSLEB: get(try symbols.slot(relocation))
        case .memoryAddressSLEB: address(try symbols.address(relocation))
        default: throw unsupported("a relocation of type \(relocation.kind.rawValue) stands at a constant")
        }
    }

    private mutating func get(_ global: UInt32) {
        code.append(u8: UInt8(Opcode.globalGet.rawValue))
        code.append(uleb32: global)
    }

    private mutating func address(_ address: ForeignSymbols.Address) {
        get(address.global)
        guard address.distance != 0 else { return }
        code.append(u8: UInt8(Opcode.i32Const.rawValue))
        code.append(sleb32: address.distance)
        add()
    }

    private mutating func add() { code.append(u8: UInt8(Opcode.i32Add.rawValue)) }

    /// An access whose offset is an address: it is added to the operand before. The value to be stored steps aside for that.
    private mutating func access(_ reader: InstructionReader, _ relocation: Relocation, _ zero: Int?) throws(ForeignProblem) {
        guard relocation.kind == .memoryAddressLEB else { throw unsupported("a relocation of type \(relocation.kind.rawValue) stands at an access") }
        let address = try symbols.address(relocation)
        let stored = Self.storedType(reader.opcode)
        if let stored {
            let local = scratchLocal(stored)
            code.append(u8: UInt8(Opcode.localSet.rawValue))
            code.append(uleb32: local)
            self.address(address)
            add()
            code.append(u8: UInt8(Opcode.localGet.rawValue))
            code.append(uleb32: local)
        } else if let zero {
            code.bytes.removeSubrange(zero...)
            self.address(address)
        } else {
            self.address(address)
            add()
        }
        copy(reader.start, reader.immediatesStart)
        code.append(uleb32: reader.first)
        code.append(uleb32: 0)
    }

    private mutating func scratchLocal(_ type: ValueType) -> UInt32 {
        if let local = scratch[type] { return local }
        let local = firstScratch + UInt32(scratchOrder.count)
        scratch[type] = local
        scratchOrder.append(type)
        return local
    }

    /// What an instruction stores; nil if it loads.
    private static func storedType(_ opcode: Opcode) -> ValueType? {
        switch opcode {
        case .i32Store, .i32Store8, .i32Store16: .i32
        case .i64Store, .i64Store8, .i64Store16, .i64Store32: .i64
        case .f32Store: .f32
        case .f64Store: .f64
        default: nil
        }
    }

    // MARK: Problems

    private func unsupported(_ note: String) -> ForeignProblem {
        ForeignProblem(
            ForeignCodes.unsupported, "was compiled in a way that cannot be linked", notes: [note],
            help: ["compile it with `clang --target=wasm32 -c`"])
    }

    private func usesMemory(_ what: String, _ offset: Int) -> ForeignProblem {
        ForeignProblem(
            ForeignCodes.ownMemory, "was linked already and \(what)", notes: ["the instruction at offset \(offset) does"],
            help: ["give langc the object from before linking: `clang --target=wasm32 -O2 -c NAME.c -o NAME.o`"])
    }
}
