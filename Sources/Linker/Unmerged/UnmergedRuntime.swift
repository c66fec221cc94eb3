import Diagnostics
import RuntimeABI

/// The runtime as a wasm module of its own. It owns memory, table, stacks and heap, leaves room for the static data and table elements of
/// the objects, and exports what they import from `langc:rt`, no more; the rest is dropped as in a merged program.
enum UnmergedRuntime {
    struct Image {
        var bytes: [UInt8]
        var layout: Layout
    }

    /// - Parameter program: the resolved objects.
    static func emit(
        for program: Program, room: Layout.Reservation, _ options: LinkOptions, _ sink: inout DiagnosticSink
    ) -> Image? {
        var runtime = ResolveSymbols.resolve([], [], program.runtime, options, &sink)
        runtime.form = .runtime
        runtime.hasForeignStack = program.hasForeignStack
        // The host calls `langc.roots` of the objects, which the runtime cannot know.
        if let markRoots = runtime.markRoots {
            runtime.externals.append((ReservedNames.hostModule, ReservedNames.markRoots))
            runtime.functions[markRoots] = LinkedFunction(origin: .host(runtime.externals.count - 1), type: runtime.functions[markRoots].type)
        }
        runtime.requestedExports = exports(for: program, of: runtime)
        let live = MarkLive.mark(runtime, options, &sink)
        guard !sink.hasErrors else { return nil }
        // Whoever prints leaves something to write out at the end.
        if let flush = runtime.flush, live.functions[flush.offset], !runtime.requestedExports.contains(where: { $0.name == flushName }) {
            runtime.requestedExports.append(RequestedExport(name: flushName, target: .function(flush)))
        }
        let layout = Layout.lay(out: runtime, live, reserving: room, jobs: options.jobs, &sink)
        guard !sink.hasErrors else { return nil }
        let output = Emit.emit(runtime, live, layout, options, &sink)
        return Image(bytes: output.binary, layout: layout)
    }

    private static let flushName = RuntimeFunction.flushOutput.name

    /// The stack pointers and the budget, and by name every function that an object imports. Resolution has found them all.
    private static func exports(for program: Program, of runtime: Program) -> [RequestedExport] {
        let imported = program.files.flatMap { file in
            file.functionImports.lazy.map { file.module.imports[$0] }.filter { $0.module == ReservedNames.runtimeModule }.map(\.name)
        }
        var functions: [String: FunctionID] = [:]
        for (symbol, binding) in zip(runtime.runtime.symbols, runtime.symbols) where !symbol.isUndefined && !symbol.flags.contains(.local) {
            if case .function(let function) = binding { functions[symbol.name] = function }
        }
        var globals = [
            RequestedExport(name: ReservedNames.shadowStackPointer, target: .global(runtime.shadowStackPointer)),
            RequestedExport(name: ReservedNames.stackDepth, target: .global(runtime.stackDepth)),
        ]
        if program.hasForeignStack {
            globals.append(RequestedExport(name: ReservedNames.cStackPointer, target: .global(runtime.cStackPointer)))
        }
        return globals + Set(imported).sorted().compactMap { name in functions[name].map { RequestedExport(name: name, target: .function($0)) } }
    }
}
