import Basics
import Diagnostics
import ModuleSystem
import RuntimeABI
import WasmFormat

/// The code of functions.
extension Emit {
    mutating func writeFunction(_ id: FunctionID) {
        switch program.functions[id].origin {
        case .object(let file, let position): writeObject(file, position)
        case .runtime(let position): writeRuntime(position)
        case .markRoots: appendBody(callSequence(live.roots))
        case .address(let address): appendBody(constant(layout.address(address)))
        case .getter(let index): appendBody(program.getters[index].body(reading: code(of: program.getters[index].value)))
        case .host, .undefined: break
        }
    }

    /// Appends a body that the linker made.
    mutating func appendBody(_ body: [UInt8]) { append(body: body) }

    private mutating func append(body: [UInt8]) {
        var size = ByteWriter()
        size.append(uleb64: UInt64(body.count))
        code += size.bytes
        positions.endKnown(at: code.count)
        code += body
        codeSizes.append(body.count)
    }

    /// A function that calls others one after another.
    mutating func callSequence(_ functions: [FunctionID]) -> [UInt8] {
        var body = FunctionBodyWriter()
        appendCalls(functions, to: &body)
        body.append(.end)
        return body.bytes
    }

    mutating func appendCalls(_ functions: [FunctionID], to body: inout FunctionBodyWriter) {
        for function in functions {
            if let replacement = replacement(of: function) {
                body.append(code: replacement.call)
            } else {
                body.append(.call, layout.functionIndices[function.offset])
            }
        }
    }

    private func constant(_ value: UInt32) -> [UInt8] {
        var body = FunctionBodyWriter()
        body.append(i32: Int32(bitPattern: value))
        body.append(.end)
        return body.bytes
    }

    // MARK: Objects

    private mutating func writeObject(_ file: Int, _ position: Int) {
        if rewrittenFile != file {
            rewriter = makeRewriter(file)
            rewrittenFile = file
        }
        rewriter.output.removeAll(keepingCapacity: true)
        let body = program.files[file].module.bodies[position]
        do {
            try rewriter.rewrite(body, in: program.files[file].module.bytes, at: program.references[file].places(in: position))
        } catch {
            sink.report(LinkerCodes.brokenCode, "the code of `\(program.files[file].name)` is broken", notes: ["\(error)"])
        }
        append(body: rewriter.output)
        positions.add(file, body.range, shifts: rewriter.shifts, bodyStart: code.count - rewriter.output.count)
    }

    private mutating func makeRewriter(_ file: Int) -> BodyRewriter {
        let bindings = program.bindings[file]
        var mapping = IndexMapping()
        mapping.functions = bindings.functions.map { $0.map { layout.functionIndices[$0.offset] } ?? IndexMapping.removed }
        mapping.replacedCalls = replacements(file)
        mapping.globals = bindings.globals.map(target)
        mapping.types = live.types[file].enumerated().map { index, isUsed in
            isUsed ? types.index(of: program.files[file].module.types[index]) : IndexMapping.removed
        }
        mapping.tables = [0]
        mapping.memories = [0]
        var rewriter = BodyRewriter(mapping)
        rewriter.recordsShifts = options.sourceMap
        return rewriter
    }

    // MARK: Runtime

    /// Copies a body of the runtime and fills in what its relocations say, with numbers as short as they can be.
    private mutating func writeRuntime(_ position: Int) {
        let runtime = program.runtime
        let range = runtime.module.bodies[position].range
        var body = ByteWriter(capacity: range.count)
        var copied = range.lowerBound
        for relocation in runtime.codeRelocations[runtime.bodyRelocations[position]] {
            let place = runtime.codeStart + relocation.offset
            body.append(bytes: runtime.module.bytes[copied..<place])
            copied = place + relocation.kind.width
            append(relocation, to: &body)
        }
        body.append(bytes: runtime.module.bytes[copied..<range.upperBound])
        append(body: body.bytes)
    }

    private mutating func append(_ relocation: Relocation, to body: inout ByteWriter) {
        if relocation.kind == .typeIndexLEB {
            return body.append(uleb32: types.index(of: program.runtime.module.types[Int(relocation.index)]))
        }
        let value = value(of: program.symbols[Int(relocation.index)], relocation)
        switch relocation.kind {
        case .functionIndexLEB, .memoryAddressLEB, .globalIndexLEB, .tableNumberLEB, .typeIndexLEB: body.append(uleb32: value)
        case .tableIndexSLEB, .memoryAddressSLEB: body.append(sleb32: Int32(bitPattern: value))
        case .tableIndexI32, .memoryAddressI32, .functionOffsetI32, .sectionOffsetI32, .globalIndexI32, .functionIndexI32:
            body.append(u32: value)
        }
    }

    private func value(of symbol: SymbolBinding, _ relocation: Relocation) -> UInt32 {
        switch symbol {
        case .function(let id):
            switch relocation.kind {
            case .tableIndexSLEB, .tableIndexI32: layout.slots[id.offset]
            default: layout.functionIndices[id.offset]
            }
        case .data(let id, let offset): layout.dataAddresses[id.offset] &+ offset &+ UInt32(bitPattern: relocation.addend)
        case .global(let id): layout.globalIndices[id.offset]
        case .table, .undefined: 0
        }
    }

    /// The instruction that pushes what a getter returns, not yet boxed.
    func code(of value: GlobalBinding) -> [UInt8] {
        switch target(of: value) {
        case .index(let index): Self.instruction(.globalGet, index)
        case .i32(let value): ConstantExpression.i32(value).instruction
        case .code(let code): code
        case .removed: [UInt8(Opcode.unreachable.rawValue)]
        }
    }
}
