/// An expression of a `WasmTree`; part of one parent at most.
public struct WasmExpression: Hashable, Sendable {
    public let index: UInt32
}

/// What a `WasmTree` calls a function, global, table or segment.
public struct WasmName: Hashable, Sendable {
    public let index: UInt32
}

/// What branches of a `WasmTree` lead to: the end of a block, or the beginning of a loop.
public struct WasmLabel: Hashable, Sendable {
    public let index: UInt32
}

/// An expression as the tree stores it. What the fields hold depends on the kind.
public struct WasmNode: Sendable {
    public enum Kind: UInt8, Sendable {
        /// `bits`.
        case constant
        /// `first`: the local.
        case localGet
        /// `first`: the local; `second`: the value.
        case localSet
        /// The same; `opcode`: the type of the local.
        case localTee
        /// `first`: the name.
        case globalGet
        /// `first`: the name; `second`: the value.
        case globalSet
        /// `opcode`; `first`: the operand.
        case unary
        /// `opcode`; `first` and `second`: the operands.
        case binary
        /// `opcode`: the type of the values `first` and `second`; `third`: the condition.
        case select
        /// `opcode`: bytes, and in the upper half the type; `first`: the address; `bits`: the offset.
        case load
        /// The same; `second`: the value.
        case store
        /// `first`: the address; `second`: the byte; `third`: how many.
        case fill
        /// `opcode`: the type that was asked for; `first`: the label or nothing; `second` and `third`: where the children stand, and how many.
        case block
        /// `first`: the condition; `second`, `third`: the arms; the third may be nothing.
        case conditional
        /// `first`: the label; `second`: the body.
        case loop
        /// `first`: the label; `second`: the condition, and `third`: the value, or nothing.
        case branch
        /// `first`: the value.
        case drop
        /// `first`: the value or nothing.
        case returnValue
        case nop, unreachable
        /// `opcode`: the result type; `first`: the name; `second` and `third`: where the operands stand, and how many.
        case call, returnCall
        /// `first`: the index in the table; `second` and `third` as for calls; `bits`: the signature.
        case callIndirect, returnCallIndirect
    }

    /// In the place of an index: nothing.
    public static let nothing = UInt32.max

    public var kind: Kind
    /// Of the value; `unreachable` where an operand never ends.
    public var type: WasmType
    public var opcode: UInt16 = 0
    public var first = WasmNode.nothing
    public var second = WasmNode.nothing
    public var third = WasmNode.nothing
    public var bits: UInt64 = 0

    /// The type in the lower byte of `opcode`.
    public var wantedType: WasmType { WasmType(rawValue: UInt8(truncatingIfNeeded: opcode)) ?? .none }
    /// Of loads and stores: the type, and how many bytes.
    public var accessType: WasmType { WasmType(rawValue: UInt8(truncatingIfNeeded: opcode >> 8)) ?? .none }
    public var accessSize: UInt32 { UInt32(opcode & 0xFF) }
}
