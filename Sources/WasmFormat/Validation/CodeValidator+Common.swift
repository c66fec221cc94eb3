/// The instructions that nearly all code consists of.
extension CodeValidator {
    /// Checks instructions as long as they are common ones without a fault.
    ///
    /// Nothing happens to an instruction that is not: whoever calls looks at it once more, and says what is wrong. So every check here has its
    /// like there, and only one of the two needs words.
    /// - Parameter references: gets the instructions with an index.
    /// - Returns: where the first instruction begins that is left to the caller.
    mutating func validateCommon(from start: Int, to end: Int, _ references: inout ReferenceCollector) -> Int {
        let bytes = module.bytes
        return bytes.withUnsafeBufferPointer { bytes in
            guard let base = bytes.baseAddress, end <= bytes.count else { return start }
            return validateCommon(CodePointer(base: base, offset: start, end: end), &references)
        }
    }

    private mutating func validateCommon(_ first: CodePointer, _ references: inout ReferenceCollector) -> Int {
        var code = first
        let operators = CommonOperator.all
        let types = types
        let (locals, localCount, hasMemory) = (types.locals, types.localCount, types.hasMemory)
        // No instruction here pushes more than one operand, except calls, which make room.
        operands.reserve(code.end - code.offset < 4096 ? code.end - code.offset : 4096)
        var room = operands.capacity
        var stack = operands.base
        var top = operands.count
        var height = height
        defer {
            operands.count = top
            self.height = height
        }
        while true {
            let start = code.offset
            guard start < code.end, top < room else { return start }
            let row = operators[Int(code.base[start])]
            code.offset = start + 1
            switch row.kind {
            case .plain: break
            case .smallConstant: guard code.skipNumber(bytes: 4) else { return start }
            case .largeConstant: guard code.skipNumber(bytes: 9) else { return start }
            case .fourBytes: code.offset += 4
            case .eightBytes: code.offset += 8
            case .memory:
                guard hasMemory, code.offset < code.end, code.base[code.offset] <= row.alignment else { return start }
                code.offset += 1
                guard code.skipNumber(bytes: 4) else { return start }
            case .localGet:
                guard code.offset < code.end, Int(code.base[code.offset]) < localCount else { return start }
                stack[top] = locals[Int(code.base[code.offset])]
                code.offset += 1
                top += 1
                continue
            case .localSet, .localTee:
                guard code.offset < code.end, Int(code.base[code.offset]) < localCount, top > height,
                    stack[top - 1] == locals[Int(code.base[code.offset])]
                else { return start }
                code.offset += 1
                if row.kind == .localSet { top -= 1 }
                continue
            case .globalGet, .globalSet:
                guard let index = code.index(), index < types.globalCount else { return start }
                let type = types.globals[index]
                if row.kind == .globalGet {
                    stack[top] = type & ValidationTypes.typeMask
                    top += 1
                } else {
                    guard type & ValidationTypes.mutableFlag != 0, top > height, stack[top - 1] == type & ValidationTypes.typeMask else { return start }
                    top -= 1
                }
                references.add(row.kind == .globalGet ? .globalRead : .globalWrite, index, at: start)
                continue
            case .call:
                guard let index = code.index(), index < types.functionCount else { return start }
                let (parameters, results) = (types.functions[index].parameters, types.functions[index].results)
                guard max(parameters.count, results.count) <= Self.signatureLimit, top - height >= parameters.count else { return start }
                let below = top - parameters.count
                guard types.match(parameters, stack + below) else { return start }
                if below + results.count >= room {
                    operands.count = top
                    operands.reserve(results.count + 1)
                    (room, stack) = (operands.capacity, operands.base)
                }
                types.copy(results, to: stack + below)
                top = below + results.count
                references.add(.call, index, at: start)
                continue
            case .block, .loop, .if:
                guard code.offset < code.end, let results = types.blockResults(code.base[code.offset]) else { return start }
                if row.kind == .if {
                    guard top > height, stack[top - 1] == ValueType.i32.rawValue else { return start }
                    top -= 1
                }
                code.offset += 1
                let opcode: Opcode = row.kind == .block ? .block : row.kind == .loop ? .loop : .if
                frames.append(Frame(opcode: opcode, parameters: .none, results: results, height: top))
                height = top
                continue
            case .end, .else:
                let last = frames.count - 1
                guard last > 0 else { return start }
                let (opcode, results) = (frames[last].opcode, frames[last].results)
                guard top == height + results.count, types.match(results, stack + height) else { return start }
                if row.kind == .else {
                    guard opcode == .if, frames[last].parameters.count == 0 else { return start }
                    frames[last].opcode = .else
                    top = height
                    continue
                }
                guard opcode != .if || results.count == 0 else { return start }
                frames.removeLast()
                height = frames[last - 1].height
                isUnreachable = frames[last - 1].isUnreachable
                if isUnreachable { return code.offset }
                continue
            case .brIf:
                guard let index = code.index(), index < frames.count, frames[frames.count - 1 - index].label.count == 0,
                    top > height, stack[top - 1] == ValueType.i32.rawValue
                else { return start }
                top -= 1
                continue
            case .br, .return, .unreachable:
                let last = frames.count - 1
                guard last > 0, canLeave(row.kind, &code, stack + top, top - height) else { return start }
                // What follows is never reached; mostly that is nothing but the end of the block.
                guard code.offset < code.end, code.base[code.offset] == UInt8(truncatingIfNeeded: Opcode.end.rawValue) else { return start }
                let (opcode, results) = (frames[last].opcode, frames[last].results)
                guard opcode != .if || results.count == 0, height + results.count < room else { return start }
                code.offset += 1
                types.copy(results, to: stack + height)
                top = height + results.count
                frames.removeLast()
                height = frames[last - 1].height
                isUnreachable = frames[last - 1].isUnreachable
                if isUnreachable { return code.offset }
                continue
            case .drop:
                guard top > height else { return start }
                top -= 1
                continue
            case .other: return start
            }
            guard code.offset <= code.end else { return start }
            // What is left are instructions of fixed types.
            var below = top
            if row.second != 0 {
                guard below > height, stack[below - 1] == row.second else { return start }
                below -= 1
            }
            if row.first != 0 {
                guard below > height, stack[below - 1] == row.first else { return start }
                below -= 1
            }
            if row.result != 0 {
                stack[below] = row.result
                below += 1
            }
            top = below
        }
    }

    /// Whether what a branch, a return or a trap takes along lies on the operand stack.
    /// - Parameters:
    ///   - code: stands after the opcode; afterwards, behind the instruction.
    ///   - top: the end of the operands.
    ///   - count: how many of them belong to the innermost block.
    private func canLeave(_ kind: CommonOperator.Kind, _ code: inout CodePointer, _ top: UnsafeMutablePointer<UInt8>, _ count: Int) -> Bool {
        var list = TypeList.none
        if kind == .br {
            guard let index = code.index(), index < frames.count else { return false }
            list = frames[frames.count - 1 - index].label
        } else if kind == .return {
            list = frames[0].results
        }
        return count >= list.count && types.match(list, top - list.count)
    }
}

/// A place in the code, with the end of what may be read.
struct CodePointer {
    let base: UnsafePointer<UInt8>
    var offset: Int
    let end: Int

    /// Moves past a number of at most so many bytes; false, somewhere in it, if it is longer or the code ends.
    @inline(__always)
    mutating func skipNumber(bytes: Int) -> Bool {
        let limit = min(end, offset + bytes)
        while offset < limit {
            offset += 1
            if base[offset - 1] < 0x80 { return true }
        }
        return false
    }

    /// An index of at most four bytes; `nil`, somewhere in it, for others.
    @inline(__always)
    mutating func index() -> Int? {
        guard offset < end else { return nil }
        var value = Int(base[offset])
        offset += 1
        if value < 0x80 { return value }
        value &= 0x7F
        var shift = 7
        while offset < end, shift < 28 {
            let byte = Int(base[offset])
            offset += 1
            value |= (byte & 0x7F) << shift
            if byte < 0x80 { return value }
            shift += 7
        }
        return nil
    }
}

extension ValidationTypes {
    /// The results of a block, of whose type this is the only byte; `nil` if it is none.
    @inline(__always)
    func blockResults(_ byte: UInt8) -> TypeList? {
        guard CommonOperator.isBlockType(byte) else { return nil }
        // A list of one type stands where its code says.
        return byte == 0x40 ? TypeList.none : TypeList(start: Int(byte), count: 1)
    }
}

/// What `validateCommon` must know of a one-byte opcode.
struct CommonOperator {
    enum Kind: UInt8 {
        /// Needs the words of the other path, or is rare.
        case other
        /// No immediates.
        case plain
        /// A signed number of 32, or of 64 bits.
        case smallConstant, largeConstant
        case fourBytes, eightBytes
        case memory
        case localGet, localSet, localTee, globalGet, globalSet, call, block, loop, `if`, `else`, end, br, brIf, `return`, unreachable, drop
    }

    var kind = Kind.other
    // Types of operands and result; zero is none.
    var first: UInt8 = 0
    var second: UInt8 = 0
    var result: UInt8 = 0
    /// See `OperatorSignature`.
    var alignment: UInt8 = 0

    /// The type of a block without results, or with a number.
    @inline(__always)
    static func isBlockType(_ byte: UInt8) -> Bool { byte == 0x40 || byte >= ValueType.f64.rawValue && byte <= ValueType.i32.rawValue }

    /// By opcode. Lives as long as the process.
    nonisolated(unsafe) static let all: UnsafePointer<CommonOperator> = {
        let table = UnsafeMutablePointer<CommonOperator>.allocate(capacity: 256)
        for code in 0..<256 { (table + code).initialize(to: CommonOperator(Opcode(UInt16(code)))) }
        return UnsafePointer(table)
    }()

    private init(_ opcode: Opcode) {
        switch opcode {
        case .localGet: kind = .localGet
        case .localSet: kind = .localSet
        case .localTee: kind = .localTee
        case .globalGet: kind = .globalGet
        case .globalSet: kind = .globalSet
        case .call: kind = .call
        case .block: kind = .block
        case .loop: kind = .loop
        case .if: kind = .if
        case .else: kind = .else
        case .end: kind = .end
        case .return: kind = .return
        case .unreachable: kind = .unreachable
        case .br: kind = .br
        case .brIf: kind = .brIf
        case .drop: kind = .drop
        default:
            guard let signature = OperatorSignature.all[OpcodeLookup.slot(opcode)] else { return }
            switch OpcodeLookup.shared.immediates[OpcodeLookup.slot(opcode)] {
            case .none: kind = .plain
            case .i32: kind = .smallConstant
            case .i64: kind = .largeConstant
            case .f32: kind = .fourBytes
            case .f64: kind = .eightBytes
            case .memoryAccess: kind = .memory
            default: return
            }
            first = signature.first?.rawValue ?? 0
            second = signature.second?.rawValue ?? 0
            result = signature.result?.rawValue ?? 0
            alignment = UInt8(truncatingIfNeeded: signature.alignment)
        }
    }
}
