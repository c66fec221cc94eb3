import Basics
import Diagnostics
import RuntimeABI
import WasmFormat

/// Step 8: writes the result. Code is copied in one pass, with indices and addresses replaced on the way.
struct Emit: Sendable {
    /// The result and what reports say about it.
    struct Output: Sendable {
        var binary: [UInt8] = []
        var sourceMap: WasmSourceMap?
        /// Size of the code of each defined function, in the order of `Layout.definedFunctions`.
        var codeSizes: [Int] = []
        /// If it is wanted and there is one.
        var state: LinkState?
    }

    let program: Program
    let live: LiveSet
    let layout: Layout
    let options: LinkOptions
    var sink: DiagnosticSink
    /// The types of the result, and the numbers in it of the program's types.
    var types = TypeTable()
    private var typeNumbers: [UInt32]
    /// The content of the code section after the count, in pieces.
    private(set) var code: [[UInt8]] = []
    private var codeSize = 0
    private var positions: PositionMerger
    private var codeSizes: [Int] = []
    /// By file.
    private var fileCodeSizes: [Int]
    /// What replaces the calls of a function; for those of which it is known already.
    var callReplacements: [FunctionID: CallReplacement] = [:]

    static func emit(
        _ program: Program, _ live: LiveSet, _ layout: Layout, _ options: LinkOptions, _ sink: inout DiagnosticSink
    ) -> Output {
        var emitter = Emit(program, live, layout, options, sink)
        let output = emitter.write()
        sink = emitter.sink
        return output
    }

    private init(_ program: Program, _ live: LiveSet, _ layout: Layout, _ options: LinkOptions, _ sink: DiagnosticSink) {
        self.program = program
        self.live = live
        self.layout = layout
        self.options = options
        self.sink = sink
        positions = PositionMerger(program, isWanted: options.sourceMap)
        fileCodeSizes = [Int](repeating: 0, count: program.files.count)
        typeNumbers = [UInt32](repeating: Layout.none, count: program.types.types.count)
    }

    /// The functions that the result runs first, in order.
    private var startCalls: [FunctionID] {
        guard program.form != .runtime else { return program.constructors }
        var calls = program.constructors + live.preparations + live.initializers
        if let flush = program.flush, live.functions[flush.offset] { calls.append(flush) }
        return calls
    }

    /// The export that runs them; `nil` if there is nothing to run.
    var startName: String? {
        switch program.form {
        case .command: ReservedNames.start
        case .reactor: startCalls.isEmpty ? nil : ReservedNames.initialize
        case .runtime: program.constructors.isEmpty ? nil : ReservedNames.initialize
        }
    }

    private mutating func write() -> Output {
        let importTypes = layout.importedFunctions.map { number(ofType: program.functions[$0].type) }
        var functionTypes = layout.definedFunctions.map { number(ofType: program.functions[$0].type) }
        let dataSection = writeFunctionsAndData()
        let calls = startCalls
        var start = calls.first.map { layout.functionIndices[$0.offset] } ?? 0
        let isStartNew = startName != nil && (calls.count != 1 || start == Layout.none || program.testing != nil)
        if isStartNew {
            start = UInt32(layout.importedFunctions.count + functionTypes.count)
            functionTypes.append(types.index(of: FunctionType()))
            append(body: program.testing.map { testStart(calls, $0) } ?? callSequence(calls))
        }
        let forHosts = program.library.map { addLibrary($0, &functionTypes) } ?? []

        var writer = WasmModuleWriter()
        writer.types(types.types)
        writer.imports(zip(layout.importedFunctions, importTypes).map { hostImport($0, type: $1) })
        writer.functions(functionTypes)
        if usesTable { writer.tables([table]) }
        writer.memories([Limits(layout.memoryPages)])
        writer.globals(layout.globals.map(global))
        writer.exports(exports(start: start) + forHosts)
        if !layout.tableFunctions.isEmpty { writer.elements([elements]) }
        let codeStart = writer.codeHead(count: functionTypes.count, size: codeSize)
        var rest = WasmModuleWriter(hasHeader: false)
        if options.keepNames { rest.custom(NameSection.name, names(start: isStartNew ? start : nil).encoded()) }
        // Positions count from the first body; the map counts from the start of the file.
        let map = options.sourceMap ? positions.merged.sourceMap(codeStart: codeStart) : nil
        let state = options.keepsState ? state(codeSizes: fileCodeSizes) : nil
        let binary = joined([writer.bytes] + code + [dataSection, rest.bytes])
        return Output(binary: binary, sourceMap: map, codeSizes: codeSizes, state: state)
    }

    /// The pieces one after another.
    private func joined(_ pieces: [[UInt8]]) -> [UInt8] {
        parallelArray(parts: pieces.map(\.count), jobs: options.jobs) { piece, place in _ = place.initialize(from: pieces[piece]) }
    }

    /// The number in the result of a type of the program.
    mutating func number(ofType type: UInt32) -> UInt32 {
        if typeNumbers[Int(type)] == Layout.none { typeNumbers[Int(type)] = types.index(of: program.types.types[Int(type)]) }
        return typeNumbers[Int(type)]
    }

    /// The same for a type that has a number already; `Layout.none` for others.
    func knownNumber(ofType type: UInt32) -> UInt32 { typeNumbers[Int(type)] }

    // MARK: Code

    /// What can be written without regard to anything else.
    private enum Part: Sendable {
        case data
        case code([Run])
    }

    private enum Written: Sendable {
        case data([UInt8])
        case code([CodePiece])
    }

    /// So many runs are written in one go.
    private static let chunk = 16

    /// Writes the functions in parallel, and static data.
    private mutating func writeFunctionsAndData() -> [UInt8] {
        findReplacements()
        let runs = makeRuns()
        let emitter = self
        let parts = [Part.data] + chunks(of: runs.count, length: Self.chunk).map { .code(Array(runs[$0])) }
        let written = parallelMap(parts, jobs: options.jobs) { part -> Written in
            switch part {
            case .data: .data(emitter.dataSection())
            case .code(let runs): .code(runs.map(emitter.code))
            }
        }
        var data: [UInt8] = []
        var next = 0
        for part in written {
            switch part {
            case .data(let bytes): data = bytes
            case .code(let pieces):
                for piece in pieces {
                    append(piece, runs[next])
                    next += 1
                }
            }
        }
        return data
    }

    private mutating func append(_ piece: CodePiece, _ run: Run) {
        append(piece, of: run.file)
        guard let file = run.file else { return }
        for error in piece.errors {
            sink.report(LinkerCodes.brokenCode, "the code of `\(program.files[file].name)` is broken", notes: ["\(error)"])
        }
    }

    /// Appends a body that the linker made.
    mutating func append(body: [UInt8]) {
        var piece = CodePiece()
        piece.append(body)
        append(piece, of: nil)
    }

    private mutating func append(_ piece: CodePiece, of file: Int?) {
        for body in piece.bodies {
            let start = codeSize + body.place.lowerBound
            positions.endKnown(at: start)
            if let file, let source = body.source { positions.add(file, source, shifts: body.shifts, bodyStart: start) }
            codeSizes.append(body.place.count)
        }
        if let file { fileCodeSizes[file] += piece.bytes.count }
        code.append(piece.bytes)
        codeSize += piece.bytes.count
    }

    // MARK: Small sections

    private func hostImport(_ id: FunctionID, type: UInt32) -> Import {
        guard case .host(let index) = program.functions[id].origin else { return Import("", "", .function(type)) }
        return Import(program.externals[index].module, program.externals[index].name, .function(type))
    }

    var usesTable: Bool { live.usesTable || !layout.tableFunctions.isEmpty || program.form == .runtime || isTableForHosts }

    /// The host puts functions of its own into the table.
    private var isTableForHosts: Bool { program.library?.needs.contains(.references) ?? false }

    private var table: TableType { TableType(Limits(layout.tableSize, isTableForHosts ? nil : layout.tableSize)) }

    private var elements: ElementSegment {
        ElementSegment(.active(0, .i32(1)), items: layout.tableFunctions.map { .function(layout.functionIndices[$0.offset]) })
    }

    private func exports(start: UInt32) -> [Export] {
        var result = [Export(ReservedNames.memory, .memory, 0)]
        if program.form == .runtime { result.append(Export(ReservedNames.table, .table, 0)) }
        if let startName { result.append(Export(startName, .function, start)) }
        for export in program.requestedExports where !result.contains(where: { $0.name == export.name }) {
            switch export.target {
            case .function(let id): result.append(Export(export.name, .function, layout.functionIndices[id.offset]))
            case .global(let id): result.append(Export(export.name, .global, layout.globalIndices[id.offset]))
            }
        }
        return result
    }

    // MARK: Globals

    private func global(_ id: GlobalID) -> Global {
        let global = program.globals[id]
        switch global.origin {
        case .shadowStackPointer: return Global(global.type, .i32(Int32(bitPattern: layout.shadowStackBase)))
        case .stackDepth: return Global(global.type, .i32(Int32(bitPattern: CallDepth.budget)))
        case .cStackPointer: return Global(global.type, .i32(Int32(bitPattern: layout.cStackTop)))
        case .runtime(let position): return program.runtime.module.globals[position]
        case .object(let file, let position):
            return Global(global.type, initializer(program.files[file].module.globals[position].initializer, file))
        }
    }

    private func initializer(_ expression: ConstantExpression, _ file: Int) -> ConstantExpression {
        switch expression {
        case .global(let source):
            let binding = program.bindings[file].globals[Int(source)]
            if case .global(let id) = binding, live.constants[id.offset], case .number(let value) = ConstantGlobals.value(of: id, program) {
                return value
            }
            // Constant expressions read no globals that the module defines, so the value itself goes there.
            if case .global(let id) = binding, !program.globals[id].type.isMutable, case .object(let other, let position) = program.globals[id].origin {
                return initializer(program.files[other].module.globals[position].initializer, other)
            }
            return switch target(of: binding) {
            case .i32(let value): .i32(value)
            case .index(let index): .global(index)
            case .removed, .code: .i32(0)
            }
        case .function(let source):
            return .function(program.bindings[file].functions[Int(source)].map { layout.functionIndices[$0.offset] } ?? 0)
        default: return expression
        }
    }

    /// What a read of a global becomes.
    func target(of binding: GlobalBinding) -> IndexMapping.GlobalTarget {
        switch binding {
        case .global(let id):
            if live.constants[id.offset] { return constant(id) }
            let index = layout.globalIndices[id.offset]
            return index == Layout.none ? .removed : .index(index)
        case .address(let id, let addend):
            let address = layout.dataAddresses[id.offset]
            return address == Layout.none ? .removed : .i32(Int32(bitPattern: address &+ addend))
        case .slot(let id):
            let slot = layout.slots[id.offset]
            return slot == Layout.none ? .removed : .i32(Int32(bitPattern: slot))
        case .constant(let value): return .i32(value)
        case .base, .unbound: return .removed
        }
    }
}

extension Emit {
    /// What a read of a global that nothing sets becomes.
    private func constant(_ id: GlobalID) -> IndexMapping.GlobalTarget {
        switch ConstantGlobals.value(of: id, program) {
        case .number(let value): .code(value.instruction)
        case .binding(let binding): target(of: binding)
        case nil: .removed
        }
    }
}
