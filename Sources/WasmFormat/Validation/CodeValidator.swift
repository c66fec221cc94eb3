/// Checks the types of function bodies as the validation algorithm of the WebAssembly specification does, in one pass over the code.
///
/// Time is linear in the size of the code times the longest signature, of which engines allow 1000 parameters and results. Memory is that of
/// the deepest stack. The walk keeps its own stack.
struct CodeValidator: Sendable {
    /// An open block.
    struct Frame: Sendable {
        var opcode: Opcode
        var parameters: [ValueType]
        var results: [ValueType]
        /// Height of the operand stack where the block begins.
        var height: Int
        /// The rest of the block is never reached, so operands may be of any type.
        var isUnreachable = false

        /// What a branch to the block takes along.
        var label: [ValueType] { opcode == .loop ? parameters : results }
    }

    let module: WasmModule
    let functionTypes: [UInt32]
    let globalTypes: [GlobalType]
    let tables: [ValueType]
    /// Functions that `ref.func` may name: those that occur outside of code.
    let referable: Set<UInt32>
    let signatures = OperatorSignature.all

    /// Operands; `nil` is one of any type.
    var operands: [ValueType?] = []
    private(set) var frames: [Frame] = []
    /// `height` and `isUnreachable` of the innermost block.
    private var height = 0
    private var isUnreachable = false
    /// Where each group of locals ends, and its type. Parameters come first.
    private var localEnds: [UInt32] = []
    private var localTypes: [ValueType] = []
    /// The types of the first locals, so that there is nothing to search.
    private var firstLocals: [ValueType] = []
    private static let firstLocalsCount: UInt32 = 64
    /// Where the current instruction is.
    var offset = 0

    /// Longest list of parameters or of results.
    static let signatureLimit = 1000
    /// Results of blocks, by the code of the type in the binary format.
    private static let singleResults: [[ValueType]] = (0..<128).map { ValueType(rawValue: $0).map { [$0] } ?? [] }

    init(_ module: WasmModule) {
        self.module = module
        functionTypes = module.functionTypeIndices
        globalTypes = module.globalTypes
        var tables: [ValueType] = []
        for item in module.imports { if case .table(let type) = item.kind { tables.append(type.element) } }
        self.tables = tables + module.tables.map(\.element)
        var referable: Set<UInt32> = []
        for export in module.exports where export.kind == .function { referable.insert(export.index) }
        for segment in module.elements { for case .function(let index) in segment.items { referable.insert(index) } }
        for global in module.globals { if case .function(let index) = global.initializer { referable.insert(index) } }
        self.referable = referable
    }

    /// Checks the body of one function, counted among those that the module defines; the error says which function and where in the
    /// module's bytes.
    /// - Parameter places: gets the offsets of the instructions with an index.
    mutating func validateBody(_ position: Int, noting places: inout [UInt32]) throws(WasmError) {
        do { try validate(position, &places) } catch {
            throw WasmError(offset: error.offset, "function \(module.importedFunctionCount + position): \(error.message)")
        }
    }

    private mutating func validate(_ position: Int, _ places: inout [UInt32]) throws(WasmError) {
        let body = module.bodies[position]
        offset = body.range.lowerBound
        let type = try signature(module.functions[position])
        operands.removeAll(keepingCapacity: true)
        frames.removeAll(keepingCapacity: true)
        makeLocals(type, body)
        push(Frame(opcode: .block, parameters: [], results: type.results, height: 0))
        var reader = InstructionReader(module, body)
        while try reader.next() {
            offset = reader.start
            try check(reader)
            if reader.hasIndex { places.append(UInt32(truncatingIfNeeded: reader.start)) }
        }
    }

    private mutating func makeLocals(_ type: FunctionType, _ body: FunctionBody) {
        localEnds.removeAll(keepingCapacity: true)
        localTypes = type.parameters + body.localGroups.map(\.type)
        var end: UInt32 = 0
        for _ in type.parameters {
            end += 1
            localEnds.append(end)
        }
        for group in body.localGroups {
            end += group.count
            localEnds.append(end)
        }
        firstLocals.removeAll(keepingCapacity: true)
        var next: UInt32 = 0
        for (end, type) in zip(localEnds, localTypes) {
            while next < min(end, Self.firstLocalsCount) {
                firstLocals.append(type)
                next += 1
            }
        }
    }

    @inline(__always)
    func local(_ index: UInt32) throws(WasmError) -> ValueType {
        if Int(index) < firstLocals.count { return firstLocals[Int(index)] }
        return try laterLocal(index)
    }

    private func laterLocal(_ index: UInt32) throws(WasmError) -> ValueType {
        var low = 0
        var high = localEnds.count
        while low < high {
            let middle = (low + high) / 2
            if localEnds[middle] <= index { low = middle + 1 } else { high = middle }
        }
        guard low < localTypes.count else { throw error("there is no local \(index)") }
        return localTypes[low]
    }

    func error(_ message: String) -> WasmError { WasmError(offset: offset, message) }

    // MARK: Types

    func signature(_ index: UInt32) throws(WasmError) -> FunctionType {
        guard Int(index) < module.types.count else { throw error("there is no type \(index)") }
        let type = module.types[Int(index)]
        guard max(type.parameters.count, type.results.count) <= Self.signatureLimit else { throw error("type \(index) is too long") }
        return type
    }

    func function(_ index: UInt32) throws(WasmError) -> FunctionType {
        guard Int(index) < functionTypes.count else { throw error("there is no function \(index)") }
        return try signature(functionTypes[Int(index)])
    }

    func blockType(_ value: Int64) throws(WasmError) -> FunctionType {
        if value >= 0 { return try signature(UInt32(clamping: value)) }
        return FunctionType([], Self.singleResults[Int(value & 0x7F)])
    }

    func table(_ index: UInt32) throws(WasmError) -> ValueType {
        guard Int(index) < tables.count else { throw error("there is no table \(index)") }
        return tables[Int(index)]
    }

    func checkMemory(_ index: UInt32 = 0) throws(WasmError) {
        guard Int(index) < module.memoryCount else { throw error("there is no memory \(index)") }
    }

    // MARK: Operands

    mutating func push(_ types: [ValueType]) { for type in types { operands.append(type) } }

    @inline(__always)
    @discardableResult
    mutating func pop(_ expected: ValueType? = nil) throws(WasmError) -> ValueType? {
        if operands.count == height {
            guard isUnreachable else { throw error("an operand is missing" + (expected.map { ": \($0.text)" } ?? "")) }
            return expected
        }
        let found = operands.removeLast()
        if let expected, let found, found != expected { throw error("an operand is a \(found.text), not a \(expected.text)") }
        return found ?? expected
    }

    mutating func pop(_ types: [ValueType]) throws(WasmError) {
        for type in types.reversed() { try pop(type) }
    }

    /// Checks the uppermost operands and leaves them, so that those that may be of any type stay so.
    func checkTop(_ types: [ValueType]) throws(WasmError) {
        for (depth, type) in types.reversed().enumerated() {
            let index = operands.count - 1 - depth
            guard index >= height else {
                if isUnreachable { return }
                throw error("an operand is missing: \(type.text)")
            }
            if let found = operands[index], found != type { throw error("an operand is a \(found.text), not a \(type.text)") }
        }
    }

    // MARK: Blocks

    mutating func open(_ opcode: Opcode, _ type: FunctionType) throws(WasmError) {
        try pop(type.parameters)
        push(Frame(opcode: opcode, parameters: type.parameters, results: type.results, height: operands.count))
        push(type.parameters)
    }

    /// Ends the innermost block; its results are checked, but not yet pushed.
    mutating func close() throws(WasmError) -> Frame {
        let frame = frames[frames.count - 1]
        try pop(frame.results)
        guard operands.count == height else { throw error("operands are left over at the end of a block") }
        frames.removeLast()
        height = frames.last?.height ?? 0
        isUnreachable = frames.last?.isUnreachable ?? false
        return frame
    }

    mutating func push(_ frame: Frame) {
        frames.append(frame)
        height = frame.height
        isUnreachable = frame.isUnreachable
    }

    mutating func beginUnreachable() {
        operands.removeLast(operands.count - height)
        frames[frames.count - 1].isUnreachable = true
        isUnreachable = true
    }

    func label(_ index: UInt32) throws(WasmError) -> [ValueType] {
        guard Int(index) < frames.count else { throw error("there is no block \(index) to branch to") }
        return frames[frames.count - 1 - Int(index)].label
    }
}
