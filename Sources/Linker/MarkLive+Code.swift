import Diagnostics
import WasmFormat

/// What functions refer to.
extension MarkLive {
    /// Follows the code of a function of an object.
    mutating func followCode(_ id: FunctionID, file: Int, position: Int) {
        // What it names was noted when it was read. Only if something is wrong with that, the code itself tells where.
        guard program.references[file].error(in: position) == nil, followTargets(.node(.function(id)), file, position) else {
            return followPlaces(.node(.function(id)), file, position)
        }
    }

    /// Follows what a function names; false if there is something wrong with it.
    private mutating func followTargets(_ reason: LiveSet.Reason, _ file: Int, _ position: Int) -> Bool {
        let (functions, globals) = (program.bindings[file].functions, program.bindings[file].globals)
        for target in program.references[file].targets(in: position) {
            switch target.kind {
            case .call:
                guard target.index < functions.count, let callee = functions[target.index] else { return false }
                mark(callOf: callee, reason)
            case .functionValue:
                guard target.index < functions.count, let function = functions[target.index] else { return false }
                mark(slotOf: function, reason)
            case .globalRead, .globalWrite:
                guard target.index < globals.count, globals[target.index] != .base else { return false }
                mark(globals[target.index], reason)
                if target.kind == .globalWrite, case .global(let global) = globals[target.index] { live.assigned[global.offset] = true }
            case .type:
                guard target.index < live.types[file].count else { return false }
                live.types[file][target.index] = true
            case .table: live.usesTable = true
            case .unusual: return false
            }
        }
        return true
    }

    /// The same from the code itself, up to the first instruction that is wrong, which is reported.
    private mutating func followPlaces(_ reason: LiveSet.Reason, _ file: Int, _ position: Int) {
        let references = program.references[file]
        var reader = InstructionReader(program.files[file].module.bytes, program.files[file].module.bodies[position].instructions)
        do throws(WasmError) {
            for place in references.places(in: position) {
                try reader.read(at: Int(place))
                try follow(reader, reason, file)
            }
            if let error = references.error(in: position) { throw error }
        } catch {
            sink.report(
                LinkerCodes.brokenCode, "the code of `\(program.files[file].name)` is broken",
                notes: ["function \(program.files[file].module.importedFunctionCount + position): \(error)"])
        }
    }

    private mutating func follow(_ reader: InstructionReader, _ reason: LiveSet.Reason, _ file: Int) throws(WasmError) {
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
