import Basics

/// New indices for old ones. An empty array leaves its index space as it is.
public struct IndexMapping: Sendable {
    /// What a global becomes.
    public enum GlobalTarget: Hashable, Sendable {
        case index(UInt32)
        /// The global is immutable and its value is known: reading it is a constant.
        case i32(Int32)
        /// The same for any type: reading it is this one instruction.
        case code([UInt8])
        /// The global does not exist; code that is kept must not use it.
        case removed
    }

    /// The new index of something that does not exist any more.
    public static let removed = UInt32.max

    public var types: [UInt32] = []
    public var functions: [UInt32] = []
    /// For every function what replaces its calls, if something does.
    public var replacedCalls: [CallReplacement?] = []
    public var tables: [UInt32] = []
    public var memories: [UInt32] = []
    public var globals: [GlobalTarget] = []
    public var elements: [UInt32] = []
    public var data: [UInt32] = []

    public init() {}

    func mapped(_ index: UInt32, in space: IndexSpace, at offset: Int) throws(WasmError) -> UInt32 {
        switch space {
        case .type: try Self.look(up: index, types, space, offset)
        case .function: try Self.look(up: index, functions, space, offset)
        case .table: try Self.look(up: index, tables, space, offset)
        case .memory: try Self.look(up: index, memories, space, offset)
        case .element: try Self.look(up: index, elements, space, offset)
        case .data: try Self.look(up: index, data, space, offset)
        case .global, .local, .label: index
        }
    }

    private static func look(up index: UInt32, _ mapping: [UInt32], _ space: IndexSpace, _ offset: Int) throws(WasmError) -> UInt32 {
        if mapping.isEmpty { return index }
        guard Int(index) < mapping.count else { throw WasmError(offset: offset, "there is no \(space.text) \(index)") }
        let target = mapping[Int(index)]
        guard target != removed else { throw WasmError(offset: offset, "\(space.text) \(index) was removed but is used") }
        return target
    }
}

/// Instructions that do what a call did.
public struct CallReplacement: Hashable, Sendable {
    /// For `call`.
    public var call: [UInt8]
    /// For `return_call`.
    public var tailCall: [UInt8]

    public init(call: [UInt8], tailCall: [UInt8]) {
        self.call = call
        self.tailCall = tailCall
    }
}

/// Copies function bodies and replaces the indices in them, in one pass.
public struct BodyRewriter: Sendable {
    /// A place in the output after which offsets differ from the input by another amount.
    public struct Shift: Hashable, Sendable {
        /// Offset in the input, after the replaced bytes.
        public var source: Int
        /// Offset in the output of the same place.
        public var target: Int

        public init(source: Int, target: Int) {
            self.source = source
            self.target = target
        }
    }

    public let mapping: IndexMapping
    /// The rewritten bodies, one after another.
    public var output: [UInt8] = []
    /// Where offsets shifted in the last body, ascending; filled only if `recordsShifts`.
    public private(set) var shifts: [Shift] = []
    public var recordsShifts = false

    /// What `mapping` says of the globals, for a quick look.
    let globals: [FlatGlobal]
    /// As many bytes as what takes the place of a call or of an access to a global has at most.
    let longestReplacement: Int

    public init(_ mapping: IndexMapping) {
        self.mapping = mapping
        globals = mapping.globals.map(FlatGlobal.init)
        // An opcode and a number of 32 bits.
        var longest = 6
        for case .code(let code) in mapping.globals { longest = max(longest, code.count) }
        for case .some(let replacement) in mapping.replacedCalls { longest = max(longest, replacement.call.count) }
        longestReplacement = longest
    }

    /// Appends the body (locals and instructions, without a size in front) to `output`.
    /// - Parameters:
    ///   - bytes: the input in which the body lies.
    ///   - places: the instructions with an index, as `CodeReferences` has them; nothing else is looked at.
    public mutating func rewrite(_ body: FunctionBody, in bytes: [UInt8], at places: ArraySlice<UInt32>) throws(WasmError) {
        shifts.removeAll(keepingCapacity: true)
        var copied = body.range.lowerBound
        note(source: copied)
        var reader = InstructionReader(bytes, body.instructions)
        var next = places.startIndex
        while next < places.endIndex {
            next += rewriteCommon(places[next...], in: bytes, &copied, end: body.range.upperBound)
            guard next < places.endIndex else { break }
            try reader.read(at: Int(places[next]))
            try replaceIndices(reader, bytes, &copied)
            next += 1
        }
        copy(bytes, &copied, upTo: body.range.upperBound, resumeAt: body.range.upperBound)
    }

    private mutating func replaceIndices(_ reader: InstructionReader, _ bytes: [UInt8], _ copied: inout Int) throws(WasmError) {
        guard reader.immediates == .blockType else { return try replace(reader, bytes, &copied) }
        let type = try mapping.mapped(UInt32(truncatingIfNeeded: reader.value), in: .type, at: reader.start)
        guard Int64(type) != reader.value else { return }
        copy(bytes, &copied, upTo: reader.immediatesStart, resumeAt: reader.end)
        append(signed: Int64(type))
        note(source: reader.end)
    }

    private mutating func replace(_ reader: InstructionReader, _ bytes: [UInt8], _ copied: inout Int) throws(WasmError) {
        let spaces = reader.immediates.spaces
        guard let firstSpace = spaces.first else { return }
        if firstSpace == .function, !mapping.replacedCalls.isEmpty, replaceCall(reader, bytes, &copied) { return }
        if firstSpace == .global { return try replaceGlobal(reader, bytes, &copied) }
        let first = try mapping.mapped(reader.first, in: firstSpace, at: reader.start)
        var second = reader.second
        if let space = spaces.second { second = try mapping.mapped(second, in: space, at: reader.start) }
        let isSame = first == reader.first && (spaces.second == nil || second == reader.second)
        guard !isSame else { return }
        copy(bytes, &copied, upTo: reader.immediatesStart, resumeAt: reader.end)
        append(unsigned: first)
        if spaces.second != nil { append(unsigned: second) }
        note(source: reader.end)
    }

    /// Whether the instruction is a call that was replaced.
    private mutating func replaceCall(_ reader: InstructionReader, _ bytes: [UInt8], _ copied: inout Int) -> Bool {
        guard reader.opcode == .call || reader.opcode == .returnCall, Int(reader.first) < mapping.replacedCalls.count,
            let replacement = mapping.replacedCalls[Int(reader.first)]
        else { return false }
        copy(bytes, &copied, upTo: reader.start, resumeAt: reader.end)
        output += reader.opcode == .call ? replacement.call : replacement.tailCall
        note(source: reader.end)
        return true
    }

    private mutating func replaceGlobal(_ reader: InstructionReader, _ bytes: [UInt8], _ copied: inout Int) throws(WasmError) {
        if mapping.globals.isEmpty { return }
        guard Int(reader.first) < mapping.globals.count else {
            throw WasmError(offset: reader.start, "there is no global \(reader.first)")
        }
        switch mapping.globals[Int(reader.first)] {
        case .index(let index):
            if index == reader.first { return }
            copy(bytes, &copied, upTo: reader.immediatesStart, resumeAt: reader.end)
            append(unsigned: index)
        case .i32(let value):
            guard reader.opcode == .globalGet else { throw WasmError(offset: reader.start, "an immutable global is assigned to") }
            copy(bytes, &copied, upTo: reader.start, resumeAt: reader.end)
            output.append(UInt8(Opcode.i32Const.rawValue))
            append(signed: Int64(value))
        case .code(let code):
            guard reader.opcode == .globalGet else { throw WasmError(offset: reader.start, "a constant global is assigned to") }
            copy(bytes, &copied, upTo: reader.start, resumeAt: reader.end)
            output += code
        case .removed: throw WasmError(offset: reader.start, "global \(reader.first) was removed but is used")
        }
        note(source: reader.end)
    }

    @inline(__always)
    private mutating func copy(_ bytes: [UInt8], _ copied: inout Int, upTo end: Int, resumeAt next: Int) {
        output.append(contentsOf: bytes[copied..<end])
        copied = next
    }

    private mutating func note(source: Int) {
        note(source: source, target: output.count)
    }

    mutating func note(source: Int, target: Int) {
        if recordsShifts { shifts.append(Shift(source: source, target: target)) }
    }

    private mutating func append(unsigned value: UInt32) {
        var rest = value
        while rest >= 0x80 {
            output.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        output.append(UInt8(truncatingIfNeeded: rest))
    }

    private mutating func append(signed value: Int64) {
        var rest = value
        while rest < -64 || rest > 63 {
            output.append(UInt8(truncatingIfNeeded: rest) & 0x7F | 0x80)
            rest >>= 7
        }
        output.append(UInt8(truncatingIfNeeded: rest) & 0x7F)
    }
}
