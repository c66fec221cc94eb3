import Basics

/// Where the code of a module names functions, globals, types, tables, memories and segments by their indices, and what it names: all that a
/// linker must follow, look at and change. Found in one pass over the code.
public struct CodeReferences: Sendable {
    /// Offsets of the instructions in the module's bytes, ascending.
    private let places: [UInt32]
    private let targets: [CodeTarget]
    private let ends: [Ends]
    private var errors: [Int: WasmError] = [:]

    /// How many places and targets come before the end of a body.
    struct Ends {
        var place: UInt32 = 0
        var target: UInt32 = 0
    }

    /// Reads the bodies of a module, of less than 4 GiB, without checking types.
    public init(_ module: WasmModule) {
        var found = ReferenceCollector(module)
        var errors: [Int: WasmError] = [:]
        var reader = InstructionReader(module.bytes, 0..<0)
        for (position, body) in module.bodies.enumerated() {
            reader.begin(body.instructions)
            do throws(WasmError) {
                repeat {
                    Self.skipCommon(&reader, in: module.bytes, to: body.instructions.upperBound, &found)
                    let isAtInstruction = try reader.next()
                    if !isAtInstruction { break }
                    if reader.hasIndex { found.add(reader) }
                } while true
            } catch { errors[position] = error }
            found.endBody()
        }
        self.init(found)
        self.errors = errors
    }

    /// Reads the bodies of a module, of less than 4 GiB, and validates the module on the way.
    public init(validating module: WasmModule) throws(WasmError) {
        try module.validateParts()
        var found = ReferenceCollector(module)
        var validator = CodeValidator(module)
        var reader = InstructionReader(module.bytes, 0..<0)
        for position in module.bodies.indices {
            try validator.validateBody(position, with: &reader, noting: &found)
            found.endBody()
        }
        self.init(found)
    }

    private init(_ found: ReferenceCollector) { (places, targets, ends) = (found.places.trimmed, found.targets.trimmed, found.ends) }

    /// Goes on to the first instruction that is not common or may be wrong, which the reader can judge.
    private static func skipCommon(_ reader: inout InstructionReader, in bytes: [UInt8], to end: Int, _ found: inout ReferenceCollector) {
        guard reader.depth > 0, end <= bytes.count else { return }
        var depth = reader.depth
        let next = bytes.withUnsafeBufferPointer { bytes in
            guard let base = bytes.baseAddress else { return reader.end }
            var code = CodePointer(base: base, offset: reader.end, end: end)
            return skipCommon(&code, &depth, &found)
        }
        reader.proceed(to: next, depth: depth)
    }

    private static func skipCommon(_ code: inout CodePointer, _ depth: inout Int, _ found: inout ReferenceCollector) -> Int {
        let operators = CommonOperator.all
        while true {
            let start = code.offset
            guard start < code.end else { return start }
            code.offset = start + 1
            let kind = operators[Int(code.base[start])].kind
            switch kind {
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
                guard let index = code.index() else { return start }
                found.add(kind == .call ? .call : kind == .globalGet ? .globalRead : .globalWrite, index, at: start)
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

    /// The offsets of the instructions in the body at this position, ascending; those before the error if it cannot be read.
    public func places(in position: Int) -> ArraySlice<UInt32> { places[Int(start(of: position).place)..<Int(ends[position].place)] }

    /// What these instructions name, nearly always each thing once, by first place.
    public func targets(in position: Int) -> ArraySlice<CodeTarget> { targets[Int(start(of: position).target)..<Int(ends[position].target)] }

    private func start(of position: Int) -> Ends { position == 0 ? Ends() : ends[position - 1] }

    /// Why the body at this position cannot be read; `nil` if it can.
    public func error(in position: Int) -> WasmError? { errors.isEmpty ? nil : errors[position] }
}
