import Basics

/// Builds the body of one function, instruction by instruction. Nothing is checked: engines validate.
public struct FunctionBodyWriter: Sendable {
    private var writer = ByteWriter()

    public init(locals: [LocalGroup] = []) {
        writer.append(uleb32: UInt32(locals.count))
        for group in locals {
            writer.append(uleb32: group.count)
            writer.append(u8: group.type.rawValue)
        }
    }

    /// The body without its size in front. The caller has appended the last `end`.
    public var bytes: [UInt8] { writer.bytes }

    /// An instruction, and the indices that follow it (also alignment and offset of a memory access).
    public mutating func append(_ opcode: Opcode, _ indices: UInt32...) {
        append(opcode: opcode)
        for index in indices { writer.append(uleb32: index) }
    }

    public mutating func append(i32 value: Int32) {
        append(opcode: .i32Const)
        writer.append(sleb32: value)
    }

    public mutating func append(i64 value: Int64) {
        append(opcode: .i64Const)
        writer.append(sleb64: value)
    }

    public mutating func append(f64 value: Double) {
        append(opcode: .f64Const)
        writer.append(f64: value)
    }

    /// Instructions that are encoded already.
    public mutating func append(code: [UInt8]) { writer.append(bytes: code) }

    /// A `block`, `loop` or `if` with at most one result.
    public mutating func append(_ opcode: Opcode, result: ValueType?) {
        append(opcode: opcode)
        writer.append(u8: result?.rawValue ?? 0x40)
    }

    /// A `block`, `loop` or `if` of the type at an index.
    public mutating func append(_ opcode: Opcode, type: UInt32) {
        append(opcode: opcode)
        writer.append(sleb64: Int64(type))
    }

    private mutating func append(opcode: Opcode) {
        if opcode.rawValue < Opcode.prefixed { return writer.append(u8: UInt8(opcode.rawValue)) }
        writer.append(u8: 0xFC)
        writer.append(uleb32: UInt32(opcode.rawValue & 0xFF))
    }
}
