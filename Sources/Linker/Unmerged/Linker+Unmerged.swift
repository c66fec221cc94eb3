import Diagnostics
import ModuleSystem
import RuntimeABI
import WasmFormat

extension Linker {
    /// Prepares objects for a host that instantiates them one by one: a plan for its loader, the runtime as a module of its own, and one for
    /// the namespace objects. The objects stay as they are.
    ///
    /// Everything is checked as for a merged program. Of the options, `collectorStress`, `keepNames` and `validate` count.
    public static func unmerge(_ inputs: LinkInputs, options: LinkOptions = LinkOptions()) -> UnmergedResult {
        var sink = DiagnosticSink()
        var result = UnmergedResult()
        let objects = ReadObjects.collect(inputs.objects, &sink)
        let runtime = ReadRuntime.read(inputs.runtime, &sink)
        let order = OrderInitializers.order(objects, entry: inputs.entry, &sink)
        let references = ScanCode.scan(order, options, &sink)
        if let runtime, !order.isEmpty { result = unmerge(order, references, runtime, options, &sink) }
        result.diagnostics = sink.diagnostics
        if sink.hasErrors { result.plan = nil }
        return result
    }

    private static func unmerge(
        _ order: [ObjectFile], _ references: [CodeReferences], _ runtime: RuntimeFile, _ options: LinkOptions, _ sink: inout DiagnosticSink
    ) -> UnmergedResult {
        var options = options
        options.exports = []
        options.exportsAll = false
        options.optimize = false
        options.sourceMap = false
        let program = ResolveSymbols.resolve(order, references, runtime, options, &sink)
        guard !sink.hasErrors else { return UnmergedResult() }
        AnalyseInitialization.analyse(program, runs: program.bindings.map { $0.initializer != nil }, &sink)
        guard !sink.hasErrors else { return UnmergedResult() }
        var layout = UnmergedLayout(program)
        let image = UnmergedRuntime.emit(for: program, room: layout.room, options, &sink)
        guard let image, !sink.hasErrors else { return UnmergedResult() }
        layout.place(in: image.layout)
        return UnmergedResult(
            plan: UnmergedPlanner.plan(program, layout, &sink), objects: order.map(\.module.bytes), runtime: image.bytes,
            namespaces: UnmergedNamespaces.emit(program, layout, keepNames: options.keepNames))
    }
}
