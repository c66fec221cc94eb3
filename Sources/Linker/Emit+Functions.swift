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
        case .getter(let index): appendBody(getter(program.getters[index]))
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
        for function in functions {
            if let replacement = replacement(of: function) {
                body.append(code: replacement.call)
            } else {
                body.append(.call, layout.functionIndices[function.offset])
            }
        }
        body.append(.end)
        return body.bytes
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
            try rewriter.rewrite(body, in: program.files[file].module.bytes)
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

    // MARK: Getters

    /// `() -> any`: the value of an export, boxed.
    private func getter(_ getter: NamespaceGetter) -> [UInt8] {
        var body = FunctionBodyWriter(locals: Self.getterLocals(getter))
        append(getter.value, to: &body)
        if getter.isFunction {
            body.box(NaNBox.referenceBase(.closure))
        } else {
            switch getter.type {
            case .any: break
            case .number: body.boxNumber()
            case .bool: body.box(NaNBox.Immediate.false.bits)
            case .character: body.box(NaNBox.Tag.character << 48)
            case .option: body.box(NaNBox.referenceBase(.option))
            case .reference: body.boxObject()
            case .integer: body.boxInteger()
            }
        }
        body.append(.end)
        return body.bytes
    }

    private static func getterLocals(_ getter: NamespaceGetter) -> [LocalGroup] {
        switch getter.type {
        case .number: [LocalGroup(1, .f64)]
        case .reference where !getter.isFunction: [LocalGroup(1, .i32)]
        default: []
        }
    }

    private func append(_ value: GlobalBinding, to body: inout FunctionBodyWriter) {
        switch target(of: value) {
        case .index(let index): body.append(.globalGet, index)
        case .i32(let value): body.append(i32: value)
        case .code(let code): body.append(code: code)
        case .removed: body.append(.unreachable)
        }
    }
}

/// Boxing of the value on the operand stack.
extension FunctionBodyWriter {
    fileprivate mutating func box(_ base: UInt64) {
        append(.i64ExtendI32U)
        append(i64: Int64(bitPattern: base))
        append(.i64Or)
    }

    /// Any NaN becomes the canonical one, since others may look like tagged values.
    fileprivate mutating func boxNumber() {
        append(.localTee, 0)
        append(.i64ReinterpretF64)
        append(i64: Int64(bitPattern: NaNBox.canonicalNaN))
        append(.localGet, 0)
        append(.localGet, 0)
        append(.f64Eq)
        append(.select)
    }

    /// The kind stands in the object's header.
    fileprivate mutating func boxObject() {
        append(.localTee, 0)
        append(.i64ExtendI32U)
        append(.localGet, 0)
        append(.i64Load8U, 0, ObjectLayout.kindOffset)
        append(i64: 32)
        append(.i64Shl)
        append(.i64Or)
        append(i64: Int64(bitPattern: NaNBox.Tag.reference << 48))
        append(.i64Or)
    }

    fileprivate mutating func boxInteger() {
        append(i64: 0xFFFF_FFFF_FFFF)
        append(.i64And)
        append(i64: Int64(bitPattern: NaNBox.Tag.integer << 48))
        append(.i64Or)
    }
}
