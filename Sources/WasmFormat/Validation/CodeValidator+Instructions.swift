/// The instructions.
extension CodeValidator {
    mutating func check(_ reader: InstructionReader) throws(WasmError) {
        if let signature = signatures[OpcodeLookup.slot(reader.opcode)] {
            if reader.immediates == .memoryAccess {
                try checkMemory()
                guard reader.first <= signature.alignment else { throw error("the alignment is larger than what is accessed") }
            }
            if let second = signature.second { try pop(second) }
            if let first = signature.first { try pop(first) }
            if let result = signature.result { push(result) }
            return
        }
        switch reader.opcode {
        case .localGet: operands.append(try local(reader.first))
        case .localSet: try pop(try local(reader.first))
        case .localTee:
            let type = try local(reader.first)
            try pop(type)
            operands.append(type)
        case .globalGet, .globalSet: try checkGlobal(reader)
        case .nop: break
        case .drop: try pop()
        case .select, .selectTyped: try checkSelect(reader)
        case .memorySize, .memoryGrow, .memoryCopy, .memoryFill, .memoryInit, .dataDrop: try checkMemory(reader)
        case .tableGet, .tableSet, .tableGrow, .tableSize, .tableFill, .tableCopy, .tableInit, .elemDrop: try checkTable(reader)
        case .refNull, .refIsNull, .refFunc: try checkReference(reader)
        default: try checkControl(reader)
        }
    }

    private mutating func checkGlobal(_ reader: InstructionReader) throws(WasmError) {
        guard Int(reader.first) < types.globalCount else { throw error("there is no global \(reader.first)") }
        let type = types.globals[Int(reader.first)]
        if reader.opcode == .globalGet { return operands.append(type & ValidationTypes.typeMask) }
        guard type & ValidationTypes.mutableFlag != 0 else { throw error("global \(reader.first) cannot be set") }
        try pop(type & ValidationTypes.typeMask)
    }

    private mutating func checkSelect(_ reader: InstructionReader) throws(WasmError) {
        try pop(.i32)
        if reader.opcode == .selectTyped {
            let types = try reader.selectTypes()
            guard let type = types.first, types.count == 1 else { throw error("`select` has \(types.count) types") }
            try pop([type, type])
            return push(type)
        }
        let second = try pop()
        let first = try pop(second)
        for type in [first, second] where ValueType(rawValue: type)?.isReference ?? false { throw error("`select` without a type cannot choose a reference") }
        operands.append(first)
    }

    // MARK: Memory, tables, references

    private mutating func checkMemory(_ reader: InstructionReader) throws(WasmError) {
        switch reader.opcode {
        case .memorySize, .memoryGrow:
            try checkMemory(reader.first)
            if reader.opcode == .memoryGrow { try pop(.i32) }
            push(.i32)
        case .memoryInit, .dataDrop:
            guard Int(reader.first) < Int(module.dataCount ?? 0) else { throw error("there is no data segment \(reader.first)") }
            if reader.opcode == .memoryInit {
                try checkMemory(reader.second)
                try pop([.i32, .i32, .i32])
            }
        default:
            try checkMemory(reader.first)
            if reader.opcode == .memoryCopy { try checkMemory(reader.second) }
            try pop([.i32, .i32, .i32])
        }
    }

    private mutating func checkTable(_ reader: InstructionReader) throws(WasmError) {
        if reader.opcode == .tableInit || reader.opcode == .elemDrop {
            guard Int(reader.first) < module.elements.count else { throw error("there is no element segment \(reader.first)") }
            guard reader.opcode == .tableInit else { return }
            guard try table(reader.second) == module.elements[Int(reader.first)].type else { throw error("the table has elements of another type") }
            return try pop([.i32, .i32, .i32])
        }
        let type = try table(reader.first)
        switch reader.opcode {
        case .tableGet:
            try pop(.i32)
            push(type)
        case .tableSet: try pop([.i32, type])
        case .tableSize: push(.i32)
        case .tableGrow:
            try pop([type, .i32])
            push(.i32)
        case .tableFill: try pop([.i32, type, .i32])
        default:
            guard try table(reader.second) == type else { throw error("the tables have elements of different types") }
            try pop([.i32, .i32, .i32])
        }
    }

    private mutating func checkReference(_ reader: InstructionReader) throws(WasmError) {
        switch reader.opcode {
        case .refNull: operands.append(UInt8(truncatingIfNeeded: reader.first))
        case .refIsNull:
            if let type = ValueType(rawValue: try pop()), !type.isReference { throw error("an operand is a \(type.text), not a reference") }
            push(.i32)
        default:
            _ = try function(reader.first)
            guard referable.contains(reader.first) else { throw error("function \(reader.first) is not declared as a reference") }
            push(.funcref)
        }
    }

    // MARK: Control

    private mutating func checkControl(_ reader: InstructionReader) throws(WasmError) {
        switch reader.opcode {
        case .unreachable: beginUnreachable()
        case .block, .loop: try open(reader.opcode, try blockType(reader.value))
        case .if:
            try pop(.i32)
            try open(.if, try blockType(reader.value))
        case .else:
            let frame = try close()
            guard frame.opcode == .if else { throw error("`else` outside of `if`") }
            push(Frame(opcode: .else, parameters: frame.parameters, results: frame.results, height: operands.count))
            push(frame.parameters)
        case .end:
            let frame = try close()
            if frame.opcode == .if, !types.areEqual(frame.parameters, frame.results) { throw error("an `if` with results has no `else`") }
            push(frame.results)
        case .br:
            try pop(try label(reader.first))
            beginUnreachable()
        case .brIf:
            try pop(.i32)
            let list = try label(reader.first)
            try pop(list)
            push(list)
        case .brTable: try checkBranchTable(reader)
        case .return:
            try pop(frames[0].results)
            beginUnreachable()
        default: try checkCall(reader)
        }
    }

    private mutating func checkBranchTable(_ reader: InstructionReader) throws(WasmError) {
        try pop(.i32)
        let labels = try reader.labels()
        guard let last = labels.last else { return }
        let list = try label(last)
        // A block that the table names again has been checked.
        var checked: Set<UInt32> = [last]
        for index in labels.dropLast() where checked.insert(index).inserted {
            let others = try label(index)
            guard others.count == list.count else { throw error("the blocks that `br_table` branches to want different numbers of operands") }
            if !types.areEqual(others, list) { try checkTop(others) }
        }
        try pop(list)
        beginUnreachable()
    }

    private mutating func checkCall(_ reader: InstructionReader) throws(WasmError) {
        let type: Signature
        switch reader.opcode {
        case .call, .returnCall: type = try function(reader.first)
        case .callIndirect, .returnCallIndirect:
            guard try table(reader.second) == .funcref else { throw error("calls need a table of functions") }
            try pop(.i32)
            type = try signature(reader.first)
        default: throw error("instruction \(hex(reader.opcode.rawValue)) is not supported")
        }
        try pop(type.parameters)
        guard reader.opcode == .returnCall || reader.opcode == .returnCallIndirect else { return push(type.results) }
        guard types.areEqual(type.results, frames[0].results) else { throw error("a tail call returns something else than its function") }
        beginUnreachable()
    }
}
