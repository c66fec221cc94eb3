import Basics
import Diagnostics
import ModuleSystem
import RuntimeABI
import WasmFormat

/// Bodies that follow one another in the result.
struct CodePiece: Sendable {
    struct Body: Sendable {
        /// In `bytes`, without the size in front.
        var place: Range<Int>
        /// In the input, if it comes from an object.
        var source: Range<Int>?
        /// Where offsets differ from those in the input by another amount.
        var shifts: [BodyRewriter.Shift] = []
    }

    /// The bodies, each with its size in front.
    var bytes: [UInt8] = []
    var bodies: [Body] = []
    var errors: [WasmError] = []

    mutating func append(_ body: [UInt8], source: Range<Int>? = nil, shifts: [BodyRewriter.Shift] = []) {
        var size = body.count
        while size >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: size) | 0x80)
            size >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: size))
        bodies.append(Body(place: bytes.count..<bytes.count + body.count, source: source, shifts: shifts))
        bytes += body
    }

    /// Appends the body at a position of an object, rewritten.
    mutating func append(_ object: ObjectFile, _ position: Int, _ references: CodeReferences, _ rewriter: inout BodyRewriter) {
        let body = object.module.bodies[position]
        rewriter.output.removeAll(keepingCapacity: true)
        do throws(WasmError) {
            try rewriter.rewrite(body, in: object.module.bytes, at: references.places(in: position))
        } catch { errors.append(error) }
        append(rewriter.output, source: body.range, shifts: rewriter.shifts)
    }
}

/// The code of functions.
extension Emit {
    /// Functions that follow one another in the result and belong to one file, or to none.
    struct Run: Sendable {
        var file: Int?
        var functions: ArraySlice<FunctionID>
        /// The types of the file as the result numbers them.
        var types: [UInt32] = []
    }

    /// All defined functions, with their types numbered in order.
    mutating func makeRuns() -> [Run] {
        var runs: [Run] = []
        let functions = layout.definedFunctions
        var start = 0
        while start < functions.count {
            let file = file(of: functions[start])
            var end = start + 1
            while end < functions.count, self.file(of: functions[end]) == file { end += 1 }
            runs.append(Run(file: file, functions: functions[start..<end]))
            if let file {
                runs[runs.count - 1].types = numberTypes(of: file)
            } else {
                functions[start..<end].forEach { numberTypes(usedBy: $0) }
            }
            start = end
        }
        return runs
    }

    private func file(of id: FunctionID) -> Int? {
        if case .object(let file, _) = program.functions[id].origin { file } else { nil }
    }

    private mutating func numberTypes(of file: Int) -> [UInt32] {
        let numbers = program.bindings[file].types
        return live.types[file].enumerated().map { $1 ? number(ofType: numbers[$0]) : IndexMapping.removed }
    }

    private mutating func numberTypes(usedBy id: FunctionID) {
        guard case .runtime(let position) = program.functions[id].origin else { return }
        let runtime = program.runtime
        for relocation in runtime.codeRelocations[runtime.bodyRelocations[position]] where relocation.kind == .typeIndexLEB {
            _ = types.index(of: runtime.module.types[Int(relocation.index)])
        }
    }

    /// The code of a run; needs nothing but what is known before any is written.
    func code(of run: Run) -> CodePiece {
        var piece = CodePiece()
        guard let file = run.file else {
            for id in run.functions { if let body = body(of: id) { piece.append(body) } }
            return piece
        }
        var rewriter = makeRewriter(file, run.types)
        let (object, references) = (program.files[file], program.references[file])
        let positions = run.functions.compactMap { id in if case .object(_, let position) = program.functions[id].origin { position } else { nil } }
        // Bodies hardly change their sizes, which take a byte or two.
        piece.bytes.reserveCapacity(positions.reduce(0) { $0 + object.module.bodies[$1].range.count + 2 } * 17 / 16)
        for position in positions { piece.append(object, position, references, &rewriter) }
        return piece
    }

    private func makeRewriter(_ file: Int, _ types: [UInt32]) -> BodyRewriter {
        let bindings = program.bindings[file]
        var mapping = IndexMapping()
        mapping.functions = bindings.functions.map { $0.map { layout.functionIndices[$0.offset] } ?? IndexMapping.removed }
        if options.optimize { mapping.replacedCalls = bindings.functions.map { $0.flatMap(replacement) } }
        mapping.globals = bindings.globals.map(target)
        mapping.types = types
        mapping.tables = [0]
        mapping.memories = [0]
        var rewriter = BodyRewriter(mapping)
        rewriter.recordsShifts = options.sourceMap
        return rewriter
    }

    /// The code of a function that is not of an object.
    private func body(of id: FunctionID) -> [UInt8]? {
        switch program.functions[id].origin {
        case .runtime(let position): runtimeBody(position)
        case .markRoots: callSequence(live.roots)
        case .address(let address): constant(layout.address(address))
        case .shadowStackTop: shadowStackTop
        case .getter(let index): program.getters[index].body(reading: code(of: program.getters[index].value))
        case .object, .host, .undefined: nil
        }
    }

    /// A function that calls others one after another.
    func callSequence(_ functions: [FunctionID]) -> [UInt8] {
        var body = FunctionBodyWriter()
        appendCalls(functions, to: &body)
        body.append(.end)
        return body.bytes
    }

    func appendCalls(_ functions: [FunctionID], to body: inout FunctionBodyWriter) {
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

    private var shadowStackTop: [UInt8] {
        var body = FunctionBodyWriter()
        body.append(.globalGet, layout.globalIndices[program.shadowStackPointer.offset])
        body.append(.end)
        return body.bytes
    }

    // MARK: Runtime

    /// Copies a body of the runtime and fills in what its relocations say, with numbers as short as they can be.
    private func runtimeBody(_ position: Int) -> [UInt8] {
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
        return body.bytes
    }

    private func append(_ relocation: Relocation, to body: inout ByteWriter) {
        if relocation.kind == .typeIndexLEB {
            return body.append(uleb32: types.number(of: program.runtime.module.types[Int(relocation.index)]) ?? 0)
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
