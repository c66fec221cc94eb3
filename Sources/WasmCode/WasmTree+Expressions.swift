/// Constructors of expressions.
extension WasmTree {
    // MARK: Constants and variables

    public func const(i32 value: Int32) -> WasmExpression {
        add(1 + Self.size(Int64(value)), WasmNode(kind: .constant, type: .i32, bits: UInt64(UInt32(bitPattern: value))))
    }

    public func const(u32 value: UInt32) -> WasmExpression { const(i32: Int32(bitPattern: value)) }

    public func const(i64 value: Int64) -> WasmExpression {
        add(1 + Self.size(value), WasmNode(kind: .constant, type: .i64, bits: UInt64(bitPattern: value)))
    }

    public func const(u64 value: UInt64) -> WasmExpression { const(i64: Int64(bitPattern: value)) }
    public func const(f64 value: Double) -> WasmExpression { add(9, WasmNode(kind: .constant, type: .f64, bits: value.bitPattern)) }

    public func local(_ index: Int, _ type: WasmType) -> WasmExpression {
        add(2, WasmNode(kind: .localGet, type: type, first: UInt32(truncatingIfNeeded: index)))
    }

    public func setLocal(_ index: Int, _ value: WasmExpression) -> WasmExpression {
        let type: WasmType = isUnreachable(value) ? .unreachable : .none
        return add(2, WasmNode(kind: .localSet, type: type, first: UInt32(truncatingIfNeeded: index), second: value.index))
    }

    public func teeLocal(_ index: Int, _ value: WasmExpression, _ type: WasmType) -> WasmExpression {
        let result = isUnreachable(value) ? .unreachable : type
        return add(2, WasmNode(kind: .localTee, type: result, opcode: UInt16(type.rawValue), first: UInt32(truncatingIfNeeded: index), second: value.index))
    }

    public func global(_ name: WasmName, _ type: WasmType) -> WasmExpression {
        add(4, WasmNode(kind: .globalGet, type: type, first: name.index))
    }

    public func setGlobal(_ name: WasmName, _ value: WasmExpression) -> WasmExpression {
        add(3, WasmNode(kind: .globalSet, type: isUnreachable(value) ? .unreachable : .none, first: name.index, second: value.index))
    }

    // MARK: Operators

    public func unary(_ operation: WasmUnary, _ value: WasmExpression) -> WasmExpression {
        let type = isUnreachable(value) ? .unreachable : operation.result
        return add(1, WasmNode(kind: .unary, type: type, opcode: operation.rawValue, first: value.index))
    }

    public func binary(_ operation: WasmBinary, _ left: WasmExpression, _ right: WasmExpression) -> WasmExpression {
        let type = isUnreachable(left) || isUnreachable(right) ? .unreachable : operation.result
        return add(1, WasmNode(kind: .binary, type: type, opcode: operation.rawValue, first: left.index, second: right.index))
    }

    /// Evaluates all three operands, the condition last. As in Binaryen, it has its type even if one of them never ends.
    public func select(_ condition: WasmExpression, _ then: WasmExpression, _ otherwise: WasmExpression, _ type: WasmType) -> WasmExpression {
        add(
            1,
            WasmNode(kind: .select, type: type, opcode: UInt16(type.rawValue), first: then.index, second: otherwise.index, third: condition.index))
    }

    // MARK: Memory

    /// Loads `bytes` bytes, zero-extended; naturally aligned. As in Binaryen, it has its type even if the address never ends.
    public func load(_ type: WasmType, bytes: UInt32, _ address: WasmExpression, offset: UInt32 = 0) -> WasmExpression {
        let code = UInt16(truncatingIfNeeded: bytes) | UInt16(type.rawValue) << 8
        return add(3, WasmNode(kind: .load, type: type, opcode: code, first: address.index, bits: UInt64(offset)))
    }

    public func load(i32 address: WasmExpression, offset: UInt32 = 0) -> WasmExpression { load(.i32, bytes: 4, address, offset: offset) }
    public func load(i64 address: WasmExpression, offset: UInt32 = 0) -> WasmExpression { load(.i64, bytes: 8, address, offset: offset) }
    public func load(f64 address: WasmExpression, offset: UInt32 = 0) -> WasmExpression { load(.f64, bytes: 8, address, offset: offset) }

    /// Stores the low `bytes` bytes of `value`; naturally aligned.
    public func store(
        _ type: WasmType, bytes: UInt32, _ address: WasmExpression, offset: UInt32 = 0, _ value: WasmExpression
    ) -> WasmExpression {
        let code = UInt16(truncatingIfNeeded: bytes) | UInt16(type.rawValue) << 8
        let result: WasmType = isUnreachable(address) || isUnreachable(value) ? .unreachable : .none
        return add(
            3, WasmNode(kind: .store, type: result, opcode: code, first: address.index, second: value.index, bits: UInt64(offset)))
    }

    public func store(i32 address: WasmExpression, offset: UInt32 = 0, _ value: WasmExpression) -> WasmExpression {
        store(.i32, bytes: 4, address, offset: offset, value)
    }

    public func store(i64 address: WasmExpression, offset: UInt32 = 0, _ value: WasmExpression) -> WasmExpression {
        store(.i64, bytes: 8, address, offset: offset, value)
    }

    public func store(f64 address: WasmExpression, offset: UInt32 = 0, _ value: WasmExpression) -> WasmExpression {
        store(.f64, bytes: 8, address, offset: offset, value)
    }

    public func fillMemory(_ address: WasmExpression, byte: UInt8, count: UInt32) -> WasmExpression {
        let (value, size) = (const(u32: UInt32(byte)), const(u32: count))
        let type: WasmType = isUnreachable(address) ? .unreachable : .none
        return add(3, WasmNode(kind: .fill, type: type, first: address.index, second: value.index, third: size.index))
    }

    // MARK: Control

    public func block(_ label: WasmLabel? = nil, _ children: [WasmExpression], _ type: WasmType = .automatic) -> WasmExpression {
        let isUsed = label.map { labels[Int($0.index)].isUsed } ?? false
        let result: WasmType
        if type.isValue {
            result = type
        } else if type == .automatic, isUsed, let label {
            result = WasmType.joined(children.last.map(self.type) ?? .none, labels[Int(label.index)].type)
        } else {
            let own = type == .automatic ? children.last.map(self.type) ?? .none : .none
            result = !own.isValue && !isUsed && children.contains(where: isUnreachable) ? .unreachable : own
        }
        let start = add(list: children)
        return add(
            label == nil ? 0 : 3,
            WasmNode(
                kind: .block, type: result, opcode: UInt16(type.rawValue), first: label?.index ?? WasmNode.nothing, second: start,
                third: UInt32(truncatingIfNeeded: children.count)))
    }

    public func ifElse(_ condition: WasmExpression, _ then: WasmExpression, _ otherwise: WasmExpression? = nil) -> WasmExpression {
        var result = otherwise.map { WasmType.joined(type(of: then), type(of: $0)) } ?? .none
        if result == .none, isUnreachable(condition) { result = .unreachable }
        let third = otherwise?.index ?? WasmNode.nothing
        return add(
            otherwise == nil ? 3 : 4, WasmNode(kind: .conditional, type: result, first: condition.index, second: then.index, third: third))
    }

    public func loop(_ label: WasmLabel, _ body: WasmExpression) -> WasmExpression {
        add(3, WasmNode(kind: .loop, type: type(of: body), first: label.index, second: body.index))
    }

    public func branch(_ label: WasmLabel, if condition: WasmExpression? = nil, value: WasmExpression? = nil) -> WasmExpression {
        let brought = value.map(self.type) ?? .none
        labels[Int(label.index)].isUsed = true
        labels[Int(label.index)].type = WasmType.joined(labels[Int(label.index)].type, brought)
        var type = WasmType.unreachable
        if let condition, !isUnreachable(condition) { type = brought }
        return add(
            2,
            WasmNode(
                kind: .branch, type: type, first: label.index, second: condition?.index ?? WasmNode.nothing, third: value?.index ?? WasmNode.nothing))
    }

    public func drop(_ value: WasmExpression) -> WasmExpression {
        add(1, WasmNode(kind: .drop, type: isUnreachable(value) ? .unreachable : .none, first: value.index))
    }

    public func returnValue(_ value: WasmExpression? = nil) -> WasmExpression {
        add(1, WasmNode(kind: .returnValue, type: .unreachable, first: value?.index ?? WasmNode.nothing))
    }

    public func nop() -> WasmExpression { add(0, WasmNode(kind: .nop, type: .none)) }
    public func unreachable() -> WasmExpression { add(1, WasmNode(kind: .unreachable, type: .unreachable)) }

    // MARK: Calls

    public func call(_ name: WasmName, _ operands: [WasmExpression], result: WasmType) -> WasmExpression {
        call(.call, name, operands, result, operands.contains(where: isUnreachable) ? .unreachable : result)
    }

    public func returnCall(_ name: WasmName, _ operands: [WasmExpression], result: WasmType) -> WasmExpression {
        call(.returnCall, name, operands, result, .unreachable)
    }

    private func call(
        _ kind: WasmNode.Kind, _ name: WasmName, _ operands: [WasmExpression], _ result: WasmType, _ type: WasmType
    ) -> WasmExpression {
        let start = add(list: operands)
        return add(
            3,
            WasmNode(
                kind: kind, type: type, opcode: UInt16(result.rawValue), first: name.index, second: start,
                third: UInt32(truncatingIfNeeded: operands.count)))
    }

    /// Calls a function of the table.
    public func callIndirect(
        _ target: WasmExpression, _ operands: [WasmExpression], parameters: [WasmType], result: WasmType
    ) -> WasmExpression {
        let type = isUnreachable(target) || operands.contains(where: isUnreachable) ? .unreachable : result
        return callIndirect(.callIndirect, target, operands, signature(parameters, result), type)
    }

    public func returnCallIndirect(
        _ target: WasmExpression, _ operands: [WasmExpression], parameters: [WasmType], result: WasmType
    ) -> WasmExpression {
        callIndirect(.returnCallIndirect, target, operands, signature(parameters, result), .unreachable)
    }

    private func callIndirect(
        _ kind: WasmNode.Kind, _ target: WasmExpression, _ operands: [WasmExpression], _ signature: Int, _ type: WasmType
    ) -> WasmExpression {
        let start = add(list: operands)
        return add(
            4,
            WasmNode(
                kind: kind, type: type, first: target.index, second: start, third: UInt32(truncatingIfNeeded: operands.count),
                bits: UInt64(signature)))
    }

    // MARK: Nodes

    public func type(of expression: WasmExpression) -> WasmType { nodes[Int(expression.index)].type }

    private func isUnreachable(_ expression: WasmExpression) -> Bool { type(of: expression) == .unreachable }

    /// - Parameter bytes: about how many the instruction has.
    private func add(_ bytes: Int, _ node: WasmNode) -> WasmExpression {
        codeSize += bytes
        nodes.append(node)
        return WasmExpression(index: UInt32(truncatingIfNeeded: nodes.count - 1))
    }

    private func add(list: [WasmExpression]) -> UInt32 {
        lists.append(contentsOf: list)
        return UInt32(truncatingIfNeeded: lists.count - list.count)
    }

    /// The bytes of a number in LEB128.
    private static func size(_ value: Int64) -> Int { (71 - (value ^ (value >> 63)).leadingZeroBitCount) / 7 }
}
