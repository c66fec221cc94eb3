/// Where the code of a module names functions, globals, types, tables, memories and segments by their indices: the instructions that a
/// linker must look at and change. Found in one pass over the code, four bytes a place.
public struct CodeReferences: Sendable {
    /// Offsets of the instructions in the module's bytes, ascending.
    private var places: [UInt32] = []
    /// By body, how many of the places come before its end.
    private var ends: [UInt32] = []
    private var errors: [Int: WasmError] = [:]

    /// Reads the bodies of a module, of less than 4 GiB, without checking types.
    public init(_ module: WasmModule) {
        reserve(module)
        for (position, body) in module.bodies.enumerated() {
            var reader = InstructionReader(module, body)
            do throws(WasmError) {
                repeat {
                    skipCommon(&reader, in: module.bytes, to: body.instructions.upperBound)
                    let isAtInstruction = try reader.next()
                    if !isAtInstruction { break }
                    if reader.hasIndex { places.append(UInt32(truncatingIfNeeded: reader.start)) }
                } while true
            } catch { errors[position] = error }
            endBody()
        }
    }

    /// Goes on to the first instruction that is not common or may be wrong, which the reader can judge.
    private mutating func skipCommon(_ reader: inout InstructionReader, in bytes: [UInt8], to end: Int) {
        guard reader.depth > 0, end <= bytes.count else { return }
        var depth = reader.depth
        let next = bytes.withUnsafeBufferPointer { bytes in
            guard let base = bytes.baseAddress else { return reader.end }
            var code = CodePointer(base: base, offset: reader.end, end: end)
            return skipCommon(&code, &depth)
        }
        reader.proceed(to: next, depth: depth)
    }

    private mutating func skipCommon(_ code: inout CodePointer, _ depth: inout Int) -> Int {
        let operators = CommonOperator.all
        while true {
            let start = code.offset
            guard start < code.end else { return start }
            code.offset = start + 1
            switch operators[Int(code.base[start])].kind {
            case .plain, .drop, .return, .unreachable: break
            case .smallConstant, .localGet, .localSet, .localTee, .brIf, .br: guard code.skipNumber(bytes: 4) else { return start }
            case .largeConstant: guard code.skipNumber(bytes: 9) else { return start }
            case .fourBytes: code.offset += 4
            case .eightBytes: code.offset += 8
            case .memory:
                guard code.offset < code.end, code.base[code.offset] < 32 else { return start }
                code.offset += 1
                guard code.skipNumber(bytes: 4) else { return start }
            case .globalGet, .globalSet, .call:
                guard code.skipNumber(bytes: 4) else { return start }
                places.append(UInt32(truncatingIfNeeded: start))
            case .block, .loop, .if:
                guard code.offset < code.end, CommonOperator.isBlockType(code.base[code.offset]) else { return start }
                code.offset += 1
                depth += 1
            case .end:
                guard depth > 1 else { return start }
                depth -= 1
            case .else: guard depth > 1 else { return start }
            case .other: return start
            }
            guard code.offset <= code.end else { return start }
        }
    }

    /// Reads the bodies of a module, of less than 4 GiB, and validates the module on the way.
    public init(validating module: WasmModule) throws(WasmError) {
        try module.validateParts()
        reserve(module)
        var validator = CodeValidator(module)
        for position in module.bodies.indices {
            try validator.validateBody(position, noting: &places)
            endBody()
        }
    }

    private mutating func reserve(_ module: WasmModule) {
        ends.reserveCapacity(module.bodies.count)
        // A place in twelve bytes is what compiled code has at most, on average.
        places.reserveCapacity((module.codeSection?.count ?? 0) / 12)
    }

    private mutating func endBody() { ends.append(UInt32(truncatingIfNeeded: places.count)) }

    /// The places in the body at this position, ascending; those before the error if it cannot be read.
    public func places(in position: Int) -> ArraySlice<UInt32> {
        places[Int(position == 0 ? 0 : ends[position - 1])..<Int(ends[position])]
    }

    /// Why the body at this position cannot be read; `nil` if it can.
    public func error(in position: Int) -> WasmError? { errors.isEmpty ? nil : errors[position] }
}
