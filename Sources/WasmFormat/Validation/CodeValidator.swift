/// Checks the types of function bodies as the validation algorithm of the WebAssembly specification does, in one pass over the code.
///
/// Time is linear in the size of the code times the longest signature, of which engines allow 1000 parameters and results. Memory is that of
/// the deepest stack. The walk keeps its own stack.
struct CodeValidator {
    /// An open block.
    struct Frame {
        var opcode: Opcode
        var parameters: TypeList
        var results: TypeList
        /// Height of the operand stack where the block begins.
        var height: Int
        /// The rest of the block is never reached, so operands may be of any type.
        var isUnreachable = false

        /// What a branch to the block takes along.
        var label: TypeList { opcode == .loop ? parameters : results }
    }

    let module: WasmModule
    let functionTypes: [UInt32]
    let tables: [ValueType]
    /// Functions that `ref.func` may name: those that occur outside of code. Found when code names one.
    private(set) lazy var referable = Self.referable(module)
    let signatures = OperatorSignature.all
    let types: ValidationTypes

    /// Types of operands; zero is one of any type.
    var operands = OperandStack()
    var frames: [Frame] = []
    /// `height` and `isUnreachable` of the innermost block.
    var height = 0
    var isUnreachable = false
    /// Where each group of locals ends, and its type. Parameters come first.
    private var localEnds: [UInt32] = []
    private var localTypes: [UInt8] = []
    /// Where the current instruction is.
    var offset = 0

    /// Longest list of parameters or of results.
    static let signatureLimit = 1000

    init(_ module: WasmModule) {
        self.module = module
        functionTypes = module.functionTypeIndices
        types = ValidationTypes(module)
        var tables: [ValueType] = []
        if module.importedTableCount > 0 {
            for item in module.imports { if case .table(let type) = item.kind { tables.append(type.element) } }
        }
        self.tables = tables + module.tables.map(\.element)
    }

    private static func referable(_ module: WasmModule) -> Set<UInt32> {
        var referable: Set<UInt32> = []
        for export in module.exports where export.kind == .function { referable.insert(export.index) }
        for segment in module.elements { for case .function(let index) in segment.items { referable.insert(index) } }
        for global in module.globals { if case .function(let index) = global.initializer { referable.insert(index) } }
        return referable
    }

    /// Checks the body of one function, counted among those that the module defines; the error says which function and where in the
    /// module's bytes.
    /// - Parameters:
    ///   - reader: any of the module's code.
    ///   - references: gets the instructions with an index.
    mutating func validateBody(_ position: Int, with reader: inout InstructionReader, noting references: inout ReferenceCollector) throws(WasmError) {
        do { try validate(position, &reader, &references) } catch {
            throw WasmError(offset: error.offset, "function \(module.importedFunctionCount + position): \(error.message)")
        }
    }

    private mutating func validate(_ position: Int, _ reader: inout InstructionReader, _ references: inout ReferenceCollector) throws(WasmError) {
        let body = module.bodies[position]
        offset = body.range.lowerBound
        let type = try signature(module.functions[position])
        operands.removeAll()
        frames.removeAll(keepingCapacity: true)
        makeLocals(type, body)
        push(Frame(opcode: .block, parameters: .none, results: type.results, height: 0))
        reader.begin(body.instructions)
        while true {
            // What is common and in order goes quickly; the rest, and all that is wrong, one by one.
            if !isUnreachable, !frames.isEmpty {
                let next = validateCommon(from: reader.end, to: body.instructions.upperBound, &references)
                reader.proceed(to: next, depth: frames.count)
            }
            guard try reader.next() else { return }
            offset = reader.start
            try check(reader)
            if reader.hasIndex { references.add(reader) }
        }
    }

    private mutating func makeLocals(_ type: Signature, _ body: FunctionBody) {
        localEnds.removeAll(keepingCapacity: true)
        localTypes.removeAll(keepingCapacity: true)
        var end: UInt32 = 0
        for position in 0..<type.parameters.count {
            end += 1
            localEnds.append(end)
            localTypes.append(types[type.parameters, position])
        }
        for group in module.localGroups(of: body) {
            end += group.count
            localEnds.append(end)
            localTypes.append(group.type.rawValue)
        }
        types.setLocals(ends: localEnds, localTypes)
    }

    func local(_ index: UInt32) throws(WasmError) -> UInt8 {
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

    /// The name of a type on the operand stack, for messages.
    func text(_ type: UInt8) -> String { ValueType(rawValue: type)?.text ?? "value of any type" }

    // MARK: Types

    func signature(_ index: UInt32) throws(WasmError) -> Signature {
        guard Int(index) < types.signatureCount else { throw error("there is no type \(index)") }
        let type = types.signatures[Int(index)]
        guard max(type.parameters.count, type.results.count) <= Self.signatureLimit else { throw error("type \(index) is too long") }
        return type
    }

    func function(_ index: UInt32) throws(WasmError) -> Signature {
        guard Int(index) < functionTypes.count else { throw error("there is no function \(index)") }
        return try signature(functionTypes[Int(index)])
    }

    func blockType(_ value: Int64) throws(WasmError) -> Signature {
        if value >= 0 { return try signature(UInt32(clamping: value)) }
        return Signature(parameters: .none, results: types.single(UInt8(truncatingIfNeeded: value & 0x7F)))
    }

    func table(_ index: UInt32) throws(WasmError) -> ValueType {
        guard Int(index) < tables.count else { throw error("there is no table \(index)") }
        return tables[Int(index)]
    }

    func checkMemory(_ index: UInt32 = 0) throws(WasmError) {
        guard Int(index) < module.memoryCount else { throw error("there is no memory \(index)") }
    }

    // MARK: Operands

    mutating func push(_ type: ValueType) { operands.append(type.rawValue) }

    mutating func push(_ list: TypeList) { for position in 0..<list.count { operands.append(types[list, position]) } }

    /// Takes the uppermost operand, which must be of the type unless that is zero; zero if it may be of any type.
    @discardableResult
    mutating func pop(_ expected: UInt8 = 0) throws(WasmError) -> UInt8 {
        if operands.count == height {
            guard isUnreachable else { throw error("an operand is missing" + (expected == 0 ? "" : ": \(text(expected))")) }
            return expected
        }
        let found = operands.removeLast()
        if expected != 0, found != 0, found != expected { throw error("an operand is a \(text(found)), not a \(text(expected))") }
        return found == 0 ? expected : found
    }

    mutating func pop(_ type: ValueType) throws(WasmError) { try pop(type.rawValue) }

    mutating func pop(_ expected: [ValueType]) throws(WasmError) {
        for type in expected.reversed() { try pop(type.rawValue) }
    }

    mutating func pop(_ list: TypeList) throws(WasmError) {
        for position in (0..<list.count).reversed() { try pop(types[list, position]) }
    }

    /// Checks the uppermost operands and leaves them, so that those that may be of any type stay so.
    func checkTop(_ list: TypeList) throws(WasmError) {
        for depth in 0..<list.count {
            let type = types[list, list.count - 1 - depth]
            let index = operands.count - 1 - depth
            guard index >= height else {
                if isUnreachable { return }
                throw error("an operand is missing: \(text(type))")
            }
            let found = operands[index]
            if found != 0, found != type { throw error("an operand is a \(text(found)), not a \(text(type))") }
        }
    }

    // MARK: Blocks

    mutating func open(_ opcode: Opcode, _ type: Signature) throws(WasmError) {
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
        operands.removeLast(downTo: height)
        frames[frames.count - 1].isUnreachable = true
        isUnreachable = true
    }

    func label(_ index: UInt32) throws(WasmError) -> TypeList {
        guard Int(index) < frames.count else { throw error("there is no block \(index) to branch to") }
        return frames[frames.count - 1 - Int(index)].label
    }
}
