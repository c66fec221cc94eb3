import Basics
import WasmFormat

/// Finds functions that do the same: of equal type and of equal code, in which all indices lead to the same things. One body will do for
/// them, since nothing in a program can tell where a function's code is.
///
/// Only short functions are compared: helpers that every module has, and small functions that are the same by chance.
struct FoldFunctions {
    private struct Content: Hashable {
        var type: UInt32
        var code: [UInt8]
    }

    /// Longest body that is compared, in bytes.
    private static let maximumSize = 160

    private let program: Program
    /// For every function the one that stands for it; for those not yet looked at, themselves.
    private var representatives: [FunctionID]

    /// For every function the one that stands for it; `nil` if all differ. Time is linear in the size of the code.
    static func find(_ program: Program, _ live: LiveSet) -> [FunctionID]? {
        var folder = FoldFunctions(program: program, representatives: program.functions.indices.map { $0 })
        var known: [Content: FunctionID] = [:]
        var hasFound = false
        for id in program.functions.indices where live.functions[id.offset] {
            guard let content = folder.content(of: id) else { continue }
            if let first = known[content] {
                folder.representatives[id.offset] = first
                hasFound = true
            } else {
                known[content] = id
            }
        }
        return hasFound ? folder.representatives : nil
    }

    /// The code with what indices mean in place of the indices; `nil` for what is not compared.
    private func content(of id: FunctionID) -> Content? {
        guard case .object(let file, let position) = program.functions[id].origin else { return nil }
        let object = program.files[file]
        let body = object.module.bodies[position]
        guard body.range.count <= Self.maximumSize else { return nil }
        var writer = ByteWriter(capacity: 2 * body.range.count)
        var copied = body.range.lowerBound
        var reader = InstructionReader(object.module.bytes, body.instructions)
        for place in program.references[file].places(in: position) {
            // Code that cannot be read was reported when it was followed.
            guard (try? reader.read(at: Int(place))) != nil else { return nil }
            switch reader.immediates {
            case .function:
                guard let callee = program.bindings[file].functions[Int(reader.first)] else { return nil }
                writer.append(bytes: object.module.bytes[copied..<reader.immediatesStart])
                // A call of itself is the same in functions that are otherwise equal.
                writer.append(u32: callee == id ? UInt32.max : representatives[callee.offset].raw)
            case .global:
                writer.append(bytes: object.module.bytes[copied..<reader.immediatesStart])
                guard Self.append(program.bindings[file].globals[Int(reader.first)], to: &writer) else { return nil }
            // Of memories there is one only.
            case .memory, .memoryAndMemory: continue
            default: return nil
            }
            copied = reader.end
        }
        writer.append(bytes: object.module.bytes[copied..<body.range.upperBound])
        return Content(type: program.functions[id].type, code: writer.bytes)
    }

    private static func append(_ binding: GlobalBinding, to writer: inout ByteWriter) -> Bool {
        switch binding {
        case .global(let id):
            writer.append(u8: 0)
            writer.append(u32: id.raw)
        case .address(let id, let addend):
            writer.append(u8: 1)
            writer.append(u32: id.raw)
            writer.append(u32: addend)
        case .slot(let id):
            writer.append(u8: 2)
            writer.append(u32: id.raw)
        case .constant(let value):
            writer.append(u8: 3)
            writer.append(u32: UInt32(bitPattern: value))
        case .base, .unbound: return false
        }
        return true
    }
}
