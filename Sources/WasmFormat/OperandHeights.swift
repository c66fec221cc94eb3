/// How many operands are on the stacks of a module's functions.
public struct OperandHeights {
    private let module: WasmModule
    /// Made once: it has all functions.
    private let functionTypes: [UInt32]

    /// - Parameter module: is valid.
    public init(_ module: WasmModule) {
        self.module = module
        functionTypes = module.functionTypeIndices
    }

    /// The largest number of operands at a time.
    /// - Parameter position: counts the functions that the module defines.
    public func greatest(ofBody position: Int) throws(WasmError) -> Int {
        var walk = OperandHeight(module, functionTypes)
        return try walk.greatest(in: module.bodies[position])
    }

    /// Where loops begin while operands wait on the stack; ascending.
    /// - Parameter position: counts the functions that the module defines.
    func loopsWithOperands(inBody position: Int) throws(WasmError) -> [Int] {
        var walk = OperandHeight(module, functionTypes)
        return try walk.loopsWithOperands(in: module.bodies[position])
    }
}

/// Follows the height of the operand stack through a body. In code that cannot be reached it is too small, which does no harm: nothing is
/// kept there while a function runs.
private struct OperandHeight {
    private struct Block {
        /// Where the block begins.
        var height: Int
        var results: Int
    }

    private let module: WasmModule
    private let functionTypes: [UInt32]
    private let signatures = OperatorSignature.all
    private var blocks: [Block] = []
    private var height = 0
    private var greatest = 0

    init(_ module: WasmModule, _ functionTypes: [UInt32]) {
        self.module = module
        self.functionTypes = functionTypes
    }

    mutating func greatest(in body: FunctionBody) throws(WasmError) -> Int {
        var reader = InstructionReader(module, body)
        while try reader.next() {
            step(reader)
            greatest = max(greatest, height)
        }
        return greatest
    }

    mutating func loopsWithOperands(in body: FunctionBody) throws(WasmError) -> [Int] {
        var reader = InstructionReader(module, body)
        var result: [Int] = []
        while try reader.next() {
            if reader.opcode == .loop, height > 0 { result.append(reader.start) }
            step(reader)
        }
        return result
    }

    private mutating func step(_ reader: InstructionReader) {
        switch reader.opcode {
        case .block, .loop: blocks.append(Block(height: height, results: results(ofBlock: reader.value)))
        case .if:
            change(-1)
            blocks.append(Block(height: height, results: results(ofBlock: reader.value)))
        case .else: if let block = blocks.last { height = block.height }
        case .end: if let block = blocks.popLast() { height = block.height + block.results }
        case .localGet, .globalGet: change(1)
        case .localSet, .globalSet, .drop, .brIf, .brTable: change(-1)
        case .select, .selectTyped: change(-2)
        case .call: if let type = type(ofFunction: reader.first) { change(type.results.count - type.parameters.count) }
        case .callIndirect: if let type = type(reader.first) { change(type.results.count - type.parameters.count - 1) }
        default:
            // Those without a row have none or few operands, and at most one result.
            guard let signature = signatures[OpcodeLookup.slot(reader.opcode)] else { return }
            let operands = (signature.first == nil ? 0 : 1) + (signature.second == nil ? 0 : 1)
            change((signature.result == nil ? 0 : 1) - operands)
        }
    }

    private mutating func change(_ count: Int) { height = max(height + count, blocks.last?.height ?? 0) }

    private func results(ofBlock value: Int64) -> Int {
        if value >= 0 { return type(UInt32(clamping: value))?.results.count ?? 0 }
        return value == -64 ? 0 : 1
    }

    private func type(_ index: UInt32) -> FunctionType? { Int(index) < module.types.count ? module.types[Int(index)] : nil }

    private func type(ofFunction index: UInt32) -> FunctionType? {
        Int(index) < functionTypes.count ? type(functionTypes[Int(index)]) : nil
    }
}
