import Diagnostics

/// Links objects and the runtime into one program.
///
/// The inputs never change; each step makes a table beside them from what the steps before have found. Time and memory are linear in
/// the size of the inputs, and equal inputs give equal bytes, in whatever order the objects come.
public enum Linker {
    public static func link(_ inputs: LinkInputs, options: LinkOptions = LinkOptions()) -> LinkResult {
        var sink = DiagnosticSink()

        // 1. Split the objects into their parts.
        let objects = ReadObjects.collect(inputs.objects, &sink)
        let runtime = ReadRuntime.read(inputs.runtime, &sink)
        // 2. Which modules take part, and in which order they are initialized.
        let order = OrderInitializers.order(objects, entry: inputs.entry, &sink)
        // 3. Where code refers to something.
        let references = ScanCode.scan(order, options, &sink)
        guard let runtime, !order.isEmpty else { return LinkResult(diagnostics: sink.diagnostics) }
        // 4. What every import means.
        let program = ResolveSymbols.resolve(order, references, runtime, options, &sink)
        guard !sink.hasErrors else { return LinkResult(diagnostics: sink.diagnostics) }
        // 5. What the program needs of all this.
        let live = MarkLive.mark(program, options, &sink)
        guard !sink.hasErrors else { return LinkResult(diagnostics: sink.diagnostics) }
        // 6. Which variables are read before they have a value.
        let called = Set(live.initializers)
        AnalyseInitialization.analyse(program, runs: program.bindings.map { $0.initializer.map(called.contains) ?? false }, &sink)
        guard !sink.hasErrors else { return LinkResult(diagnostics: sink.diagnostics) }
        // 7. Where it goes.
        // Positions would be those of only one of several equal functions.
        let folding = options.optimize && !options.sourceMap ? FoldFunctions.find(program, live) : nil
        let layout = Layout.lay(out: program, live, folding: folding, jobs: options.jobs, &sink)
        guard !sink.hasErrors else { return LinkResult(diagnostics: sink.diagnostics) }
        // 8. The bytes.
        let output = Emit.emit(program, live, layout, options, &sink)
        guard !sink.hasErrors else { return LinkResult(diagnostics: sink.diagnostics) }
        var result = LinkResult(
            binary: output.binary, diagnostics: sink.diagnostics, sourceMap: output.sourceMap,
            report: options.report ? LinkReport(program, live, layout, output) : nil, library: program.library?.interface)
        // Where imports form a cycle, what code does decides on more than the code.
        if sink.diagnostics.isEmpty, !AnalyseInitialization.isNeeded(program) { result.state = output.state }
        return result
    }
}
