import Basics
import WasmFormat

/// What calls of trivial functions become.
extension Emit {
    /// What replaces the calls of a function; `nil` if they stay.
    func replacement(of id: FunctionID) -> CallReplacement? { live.trivial[id] == nil ? nil : callReplacements[id] }

    /// Finds all replacements; later they are only looked up.
    mutating func findReplacements() {
        for id in program.functions.indices { _ = findReplacement(of: id) }
    }

    private mutating func findReplacement(of id: FunctionID) -> CallReplacement? {
        guard let body = live.trivial[id] else { return nil }
        if let known = callReplacements[id] { return known }
        let start = [UInt8](repeating: UInt8(Opcode.drop.rawValue), count: body.drops) + instructions(of: body)
        var result = CallReplacement(call: start, tailCall: start)
        if body.isTailCall, let callee = body.callee {
            // How deep this goes is limited where trivial functions are found.
            if let next = findReplacement(of: callee) {
                result.call += next.call
                result.tailCall += next.tailCall
            } else {
                result.call += Self.instruction(.call, layout.functionIndices[callee.offset])
                result.tailCall += Self.instruction(.returnCall, layout.functionIndices[callee.offset])
            }
        } else {
            result.tailCall.append(UInt8(Opcode.return.rawValue))
        }
        callReplacements[id] = result
        return result
    }

    private mutating func instructions(of body: TrivialFunctions.Body) -> [UInt8] {
        let module = program.files[body.file].module
        var reader = InstructionReader(module.bytes, body.instructions)
        var output: [UInt8] = []
        // The code was read before, when the function was found to be trivial.
        while reader.end < body.instructions.upperBound, (try? reader.next()) == true {
            switch reader.immediates {
            case .function: output += call(of: program.bindings[body.file].functions[Int(reader.first)])
            case .global: output += access(reader, target(of: program.bindings[body.file].globals[Int(reader.first)]))
            default: output += module.bytes[reader.start..<reader.end]
            }
        }
        return output
    }

    private mutating func call(of callee: FunctionID?) -> [UInt8] {
        guard let callee else { return [] }
        return findReplacement(of: callee)?.call ?? Self.instruction(.call, layout.functionIndices[callee.offset])
    }

    private func access(_ reader: InstructionReader, _ target: IndexMapping.GlobalTarget) -> [UInt8] {
        switch target {
        case .index(let index): Self.instruction(reader.opcode, index)
        case .i32(let value): ConstantExpression.i32(value).instruction
        case .code(let code): code
        case .removed: [UInt8(Opcode.unreachable.rawValue)]
        }
    }

    static func instruction(_ opcode: Opcode, _ index: UInt32) -> [UInt8] {
        var writer = ByteWriter()
        writer.append(u8: UInt8(truncatingIfNeeded: opcode.rawValue))
        writer.append(uleb32: index)
        return writer.bytes
    }
}

extension ConstantExpression {
    /// The instruction that pushes a number; empty for what is no number.
    var instruction: [UInt8] {
        var writer = ByteWriter()
        switch self {
        case .i32(let value):
            writer.append(u8: UInt8(Opcode.i32Const.rawValue))
            writer.append(sleb32: value)
        case .i64(let value):
            writer.append(u8: UInt8(Opcode.i64Const.rawValue))
            writer.append(sleb64: value)
        case .f32(let bits):
            writer.append(u8: UInt8(Opcode.f32Const.rawValue))
            writer.append(u32: bits)
        case .f64(let bits):
            writer.append(u8: UInt8(Opcode.f64Const.rawValue))
            writer.append(u64: bits)
        default: break
        }
        return writer.bytes
    }
}
