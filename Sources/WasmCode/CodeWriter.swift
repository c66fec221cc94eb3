import Basics
import WasmFormat

/// Writes the code of functions, one after another.
struct CodeWriter {
    private let nodes: [WasmNode]
    private let lists: [WasmExpression]
    private let labels: [WasmTree.Label]
    private let indices: [UInt32]
    private let types: [UInt32]
    /// What was written of the last function.
    private(set) var output = ByteWriter(capacity: 1 << 12)
    /// Where each local of the function stands.
    private var places: [UInt32] = []
    /// How many scopes were open when each label was defined.
    private var depths: [UInt32]
    private var depth: UInt32 = 0

    /// - Parameters:
    ///   - indices: of functions and globals, by their names in the tree.
    ///   - types: of signatures, by their position in the tree.
    init(_ tree: WasmTree, indices: [UInt32], types: [UInt32]) {
        nodes = tree.nodes
        lists = tree.lists
        labels = tree.labels
        self.indices = indices
        self.types = types
        depths = [UInt32](repeating: 0, count: tree.labels.count)
    }

    /// Writes declarations of locals, code and end of a function.
    mutating func write(_ body: WasmExpression, parameters: Int, _ locals: [WasmType]) {
        output.bytes.removeAll(keepingCapacity: true)
        declare(locals, parameters)
        depth = 0
        writeContent(body.index)
        output.append(u8: 0x0B)
    }

    /// Locals of one type stand together, types in the order in which they first appear.
    private mutating func declare(_ locals: [WasmType], _ parameters: Int) {
        var groups: [(type: WasmType, count: UInt32)] = []
        for type in locals {
            if let index = groups.firstIndex(where: { $0.type == type }) { groups[index].count += 1 } else { groups.append((type, 1)) }
        }
        output.append(uleb32: UInt32(truncatingIfNeeded: groups.count))
        places.removeAll(keepingCapacity: true)
        for index in 0..<parameters { places.append(UInt32(truncatingIfNeeded: index)) }
        var next = UInt32(truncatingIfNeeded: parameters)
        var starts = [UInt32](repeating: 0, count: 8)
        for group in groups {
            output.append(uleb32: group.count)
            output.append(u8: group.type.code)
            starts[Int(group.type.rawValue)] = next
            next += group.count
        }
        for type in locals {
            places.append(starts[Int(type.rawValue)])
            starts[Int(type.rawValue)] += 1
        }
    }

    // MARK: Expressions

    /// - Returns: whether control comes to the end.
    @discardableResult
    mutating func write(_ index: UInt32) -> Bool {
        let node = nodes[Int(index)]
        emit(node)
        return node.type != .unreachable
    }

    /// Code of operands, then the instruction. It is left out if an operand never ends.
    private mutating func emit(_ node: WasmNode) {
        switch node.kind {
        case .block: writeBlock(node)
        case .conditional: writeConditional(node)
        case .loop: writeLoop(node)
        case .call, .returnCall, .callIndirect, .returnCallIndirect: writeCall(node)
        case .constant: writeConstant(node)
        case .localGet:
            output.append(u8: 0x20)
            output.append(uleb32: places[Int(node.first)])
        case .globalGet:
            output.append(u8: 0x23)
            output.append(uleb32: indices[Int(node.first)])
        case .localSet, .localTee:
            guard write(node.second) else { return }
            output.append(u8: node.kind == .localSet ? 0x21 : 0x22)
            output.append(uleb32: places[Int(node.first)])
        case .globalSet:
            guard write(node.second) else { return }
            output.append(u8: 0x24)
            output.append(uleb32: indices[Int(node.first)])
        case .unary:
            guard write(node.first) else { return }
            append(node.opcode)
        case .binary:
            guard write(node.first), write(node.second) else { return }
            append(node.opcode)
        case .select:
            guard write(node.first), write(node.second), write(node.third) else { return }
            output.append(u8: 0x1B)
        case .load:
            guard write(node.first) else { return }
            writeAccess(node, Self.load(node.accessType, node.accessSize))
        case .store:
            guard write(node.first), write(node.second) else { return }
            writeAccess(node, Self.store(node.accessType, node.accessSize))
        case .fill:
            guard write(node.first), write(node.second), write(node.third) else { return }
            append(Opcode.memoryFill.rawValue)
            output.append(u8: 0)
        case .branch:
            if node.third != WasmNode.nothing, !write(node.third) { return }
            if node.second != WasmNode.nothing, !write(node.second) { return }
            output.append(u8: node.second == WasmNode.nothing ? 0x0C : 0x0D)
            output.append(uleb32: depth - depths[Int(node.first)])
        case .drop:
            guard write(node.first) else { return }
            output.append(u8: 0x1A)
        case .returnValue:
            if node.first != WasmNode.nothing, !write(node.first) { return }
            output.append(u8: 0x0F)
        case .nop: output.append(u8: 0x01)
        case .unreachable: output.append(u8: 0x00)
        }
    }

    private mutating func append(_ opcode: UInt16) {
        guard opcode >> 8 == 0xFC else { return output.append(u8: UInt8(truncatingIfNeeded: opcode)) }
        output.append(u8: 0xFC)
        output.append(uleb32: UInt32(opcode & 0xFF))
    }

    private mutating func writeConstant(_ node: WasmNode) {
        switch node.type {
        case .i32:
            output.append(u8: 0x41)
            output.append(sleb32: Int32(bitPattern: UInt32(truncatingIfNeeded: node.bits)))
        case .i64:
            output.append(u8: 0x42)
            output.append(sleb64: Int64(bitPattern: node.bits))
        default:
            output.append(u8: 0x44)
            output.append(u64: node.bits)
        }
    }

    private mutating func writeAccess(_ node: WasmNode, _ opcode: Opcode) {
        append(opcode.rawValue)
        output.append(uleb32: UInt32(node.accessSize.trailingZeroBitCount))
        output.append(uleb64: node.bits)
    }

    private static func load(_ type: WasmType, _ bytes: UInt32) -> Opcode {
        switch (type, bytes) {
        case (.f64, _): .f64Load
        case (.i64, 1): .i64Load8U
        case (.i64, 2): .i64Load16U
        case (.i64, 4): .i64Load32U
        case (.i64, _): .i64Load
        case (_, 1): .i32Load8U
        case (_, 2): .i32Load16U
        default: .i32Load
        }
    }

    private static func store(_ type: WasmType, _ bytes: UInt32) -> Opcode {
        switch (type, bytes) {
        case (.f64, _): .f64Store
        case (.i64, 1): .i64Store8
        case (.i64, 2): .i64Store16
        case (.i64, 4): .i64Store32
        case (.i64, _): .i64Store
        case (_, 1): .i32Store8
        case (_, 2): .i32Store16
        default: .i32Store
        }
    }

    // MARK: Calls

    /// Nothing, if an operand never ends.
    private mutating func writeCall(_ node: WasmNode) {
        for index in Int(node.second)..<Int(node.second) + Int(node.third) where !write(lists[index].index) { return }
        switch node.kind {
        case .call, .returnCall:
            output.append(u8: node.kind == .call ? 0x10 : 0x12)
            output.append(uleb32: indices[Int(node.first)])
        default:
            guard write(node.first) else { return }
            output.append(u8: node.kind == .callIndirect ? 0x11 : 0x13)
            output.append(uleb32: types[Int(node.bits)])
            // The one table.
            output.append(u8: 0)
        }
    }

    // MARK: Control

    private mutating func open(_ opcode: UInt8, _ node: WasmNode) {
        output.append(u8: opcode)
        output.append(u8: node.type.code)
        depth += 1
    }

    /// Whoever stands behind code that never ends expects a value or none; both fit behind `unreachable`.
    private mutating func close(_ node: WasmNode) {
        output.append(u8: 0x0B)
        depth -= 1
        if node.type == .unreachable { output.append(u8: 0x00) }
    }

    private mutating func writeBlock(_ node: WasmNode) {
        open(0x02, node)
        if node.first != WasmNode.nothing { depths[Int(node.first)] = depth }
        writeChildren(node)
        close(node)
    }

    private mutating func writeChildren(_ block: WasmNode) {
        for index in Int(block.second)..<Int(block.second) + Int(block.third) where !write(lists[index].index) { return }
    }

    /// Where there is a scope anyway, a block needs none of its own unless something branches to its end.
    private mutating func writeContent(_ index: UInt32) {
        let node = nodes[Int(index)]
        guard node.kind == .block, node.first == WasmNode.nothing || !labels[Int(node.first)].isUsed else {
            write(index)
            return
        }
        writeChildren(node)
    }

    private mutating func writeConditional(_ node: WasmNode) {
        guard write(node.first) else { return }
        open(0x04, node)
        writeContent(node.second)
        if node.third != WasmNode.nothing {
            output.append(u8: 0x05)
            writeContent(node.third)
        }
        close(node)
    }

    private mutating func writeLoop(_ node: WasmNode) {
        open(0x03, node)
        depths[Int(node.first)] = depth
        writeContent(node.second)
        close(node)
    }
}
