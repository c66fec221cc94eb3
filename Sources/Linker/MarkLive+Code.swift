import Diagnostics
import WasmFormat

/// What functions refer to.
extension MarkLive {
    /// Follows the code of a function of an object.
    mutating func followCode(_ id: FunctionID, file: Int, position: Int) {
        let reason = LiveSet.Reason.node(.function(id))
        let references = program.references[file]
        let instructions = program.files[file].module.bodies[position].instructions
        var reader = InstructionReader(program.files[file].module.bytes, instructions)
        do throws(WasmError) {
            for place in references.places(in: position) {
                let short = program.files[file].module.bytes.withUnsafeBufferPointer { ShortReference(in: $0, at: Int(place), end: instructions.upperBound) }
                if let short, follow(short, file, reason) { continue }
                try reader.read(at: Int(place))
                switch reader.immediates {
                case .function:
                    guard Int(reader.first) < program.bindings[file].functions.count,
                        let callee = program.bindings[file].functions[Int(reader.first)]
                    else { throw WasmError(offset: reader.start, "there is no function \(reader.first)") }
                    if reader.opcode == .refFunc { mark(slotOf: callee, reason) } else { mark(callOf: callee, reason) }
                case .global:
                    guard Int(reader.first) < program.bindings[file].globals.count else {
                        throw WasmError(offset: reader.start, "there is no global \(reader.first)")
                    }
                    let binding = program.bindings[file].globals[Int(reader.first)]
                    guard binding != .base else { throw WasmError(offset: reader.start, "code uses a base address") }
                    mark(binding, reason)
                    if reader.opcode == .globalSet, case .global(let global) = binding { live.assigned[global.offset] = true }
                case .typeAndTable:
                    live.usesTable = true
                    try use(type: Int(reader.first), file, reader.start)
                case .blockType where reader.value >= 0: try use(type: Int(reader.value), file, reader.start)
                case .table, .tableAndTable: live.usesTable = true
                case .data, .element, .dataAndMemory, .elementAndTable:
                    throw WasmError(offset: reader.start, "objects cannot use segments in code")
                default: break
                }
            }
            if let error = references.error(in: position) { throw error }
        } catch {
            sink.report(
                LinkerCodes.brokenCode, "the code of `\(program.files[file].name)` is broken",
                notes: ["function \(program.files[file].module.importedFunctionCount + position): \(error)"])
        }
    }

    /// Follows a common instruction; false if there is something wrong with it.
    private mutating func follow(_ reference: ShortReference, _ file: Int, _ reason: LiveSet.Reason) -> Bool {
        if reference.kind == .call {
            guard reference.index < program.bindings[file].functions.count, let callee = program.bindings[file].functions[reference.index] else {
                return false
            }
            mark(callOf: callee, reason)
            return true
        }
        guard reference.index < program.bindings[file].globals.count else { return false }
        switch program.bindings[file].globals[reference.index] {
        case .base: return false
        case .global(let global):
            mark(global, reason)
            if reference.kind == .globalSet { live.assigned[global.offset] = true }
        case .address(let data, _): mark(data, reason)
        case .slot(let function): mark(slotOf: function, reason)
        case .constant, .unbound: break
        }
        return true
    }

    private mutating func use(type: Int, _ file: Int, _ offset: Int) throws(WasmError) {
        guard type < live.types[file].count else { throw WasmError(offset: offset, "there is no type \(type)") }
        live.types[file][type] = true
    }

    /// Follows the relocations of a function of the runtime.
    mutating func followRelocations(_ id: FunctionID, _ position: Int) {
        let reason = LiveSet.Reason.node(.function(id))
        for relocation in program.runtime.codeRelocations[program.runtime.bodyRelocations[position]] {
            if relocation.kind == .typeIndexLEB { continue }
            switch program.symbols[Int(relocation.index)] {
            case .function(let function):
                switch relocation.kind {
                case .tableIndexSLEB, .tableIndexI32: mark(slotOf: function, reason)
                default: mark(function, reason)
                }
            case .data(let data, _): mark(data, reason)
            case .global(let global): mark(global, reason)
            case .table: live.usesTable = true
            case .undefined(let name):
                sink.report(LinkerCodes.brokenRuntime, "the runtime library needs `\(name)`, which nothing provides")
            }
        }
    }
}
