import Basics
import BinaryenKit
import Diagnostics
import Linker
import ModuleSystem
import WasmFormat

/// Builds the modules of one root: each is compiled once, and each with tests is linked to one program. What has errors keeps only what
/// imports it from being tested.
struct TestGroupBuild {
    let group: TestDiscovery.Group
    let options: TestOptions
    let fileSystem: any FileSystem
    private var build: Build
    /// The shown paths of files with errors.
    private var broken: Set<String> = []

    init(_ group: TestDiscovery.Group, _ options: TestOptions, _ fileSystem: any FileSystem) {
        self.group = group
        self.options = options
        self.fileSystem = fileSystem
        build = Build(options.build, fileSystem)
    }

    mutating func run(isList: Bool, _ plan: inout TestPlan) {
        var loader = ProgramLoader(fileSystem: fileSystem, jobs: options.build.jobs)
        let (files, root) = (group.files, group.root)
        let (program, failures) = build.result.timings.measure("load and parse") { loader.load(entries: files, root: root) }
        build.result.sources = program.sources
        build.result.diagnostics += program.diagnostics + failures.map(DriverDiagnostics.unreadable)
        plan.failedModules += failures.map { group.prefix + Path.relative($0.path, from: group.root) }
        build.readManifest(program)
        if let project = build.result.project, project.manifest == nil, !project.isOnlyMarked { return finish(program, &plan) }
        // A cycle leaves its modules with an error, and those only.
        _ = build.reportCycles(program)
        build.mustCheck = Set(program.entries)
        _ = build.check(program)
        build.applyWarningPolicy(program)
        broken = Set(build.result.diagnostics.filter { $0.severity == .error }.compactMap { $0.primary?.path })
        let found = program.entries.compactMap { find($0, &plan) }
        plan.modules += isList ? found.map(\.module) : link(found, &plan)
        finish(program, &plan)
    }

    /// A module with tests to run.
    private struct Found {
        var id: ModuleID
        var module: TestModule
    }

    /// The tests of a module, if it has any that are wanted.
    private mutating func find(_ id: ModuleID, _ plan: inout TestPlan) -> Found? {
        let path = group.prefix + id.text
        guard let unit = build.checked[id], build.failed[id] == nil, !broken.contains(unit.file.path) else {
            plan.failedModules.append(path)
            return nil
        }
        var module = TestModule(path: path, tests: [], prefix: group.prefix)
        for candidate in unit.tests() {
            if let problem = candidate.problem {
                build.result.diagnostics.append(DriverDiagnostics.notATest(candidate, problem, in: unit.file.path))
                continue
            }
            let test = TestCase(module: path, name: candidate.name, line: unit.file.position(of: Int(candidate.span.start)).line)
            if options.filter.accepts(test) { module.tests.append(test) } else { plan.filteredCount += 1 }
        }
        return module.tests.isEmpty ? nil : Found(id: id, module: module)
    }

    // MARK: Programs

    private mutating func link(_ found: [Found], _ plan: inout TestPlan) -> [TestModule] {
        var wanted: Set<ModuleID> = []
        let closures = found.map { closure(of: $0.id) }
        for closure in closures { wanted.formUnion(closure) }
        build.compile(wanted)
        let objects = Dictionary(build.result.objects.map { ($0.module, $0) }, uniquingKeysWith: { first, _ in first })
        let work = zip(found, closures).map { found, closure in
            (found, LinkInputs(
                objects: closure.sorted().compactMap { objects[$0].map { (name: $0.module.text, bytes: $0.bytes) } },
                runtime: .standard, entry: found.id))
        }
        let choices = options.build
        let linked = build.result.timings.measure("link") {
            parallelMap(work, jobs: choices.jobs) { found, inputs in Self.link(found, inputs, choices) }
        }
        for (_, result) in linked { build.result.diagnostics += result.diagnostics }
        plan.failedModules += linked.filter { $0.0.module.program.isEmpty }.map(\.0.module.path)
        return linked.map(\.0.module).filter { !$0.program.isEmpty }
    }

    private static func link(_ found: Found, _ inputs: LinkInputs, _ choices: BuildOptions) -> (Found, LinkResult) {
        var found = found
        var linking = LinkOptions(
            keepNames: choices.keepNames, collectorStress: choices.collectorStress, optimize: choices.optimization != .none,
            tests: found.module.tests.map(\.name))
        linking.callStacks = choices.callStacks
        let result = Linker.link(inputs, options: linking)
        var program = result.binary ?? []
        if choices.optimization == .aggressive, let optimized = WholeProgram.optimized(program, names: choices.keepNames) {
            program = LoopEntries(separating: optimized).binary
        }
        found.module.program = program
        return (found, result)
    }

    /// A module and all that it needs, standard modules included.
    private func closure(of id: ModuleID) -> Set<ModuleID> {
        var reached: Set<ModuleID> = [id]
        var pending = [id]
        while let module = pending.popLast() {
            for needed in build.needs[module] ?? [] where reached.insert(needed).inserted { pending.append(needed) }
        }
        return reached
    }

    // MARK: Reporting

    /// Finds what a failure is about. A module from the cache is checked when that is asked for.
    private func failedExpression(in unit: Program.Unit) -> (@Sendable (Int) -> SourceSpan?)? {
        if let checked = build.checked[unit.id] { return checked.failedExpression }
        guard build.reused[unit.id] != nil else { return nil }
        let context = build.context(for: unit)
        return { offset in unit.parsed.check(context).failedExpression(offset) }
    }

    /// Adds what the build said to the plan, with paths as they are shown.
    private func finish(_ program: Program, _ plan: inout TestPlan) {
        plan.diagnostics += build.result.diagnostics.map { $0.prefixingPaths(with: group.prefix) }
        for file in program.units.values.flatMap({ $0.parsed.sources() }) + [build.result.project?.file].compactMap({ $0 }) {
            plan.sources.add(group.prefix.isEmpty ? file : SourceFile(path: group.prefix + file.path, bytes: file.bytes))
        }
        for unit in program.units.values {
            plan.expressions[group.prefix + unit.parsed.path] = failedExpression(in: unit)
        }
        for phase in build.result.timings.phases { plan.timings.add(phase.name, .nanoseconds(phase.nanoseconds)) }
    }
}

extension Diagnostic {
    /// The diagnostic of a project elsewhere, with the way to it in all paths.
    fileprivate func prefixingPaths(with prefix: String) -> Diagnostic {
        if prefix.isEmpty { return self }
        var result = self
        func shown(_ label: DiagnosticLabel) -> DiagnosticLabel { DiagnosticLabel(path: prefix + label.path, span: label.span, text: label.text) }
        result.primary = primary.map(shown)
        result.secondary = secondary.map(shown)
        result.edits = edits.map { SuggestedEdit(path: prefix + $0.path, span: $0.span, replacement: $0.replacement) }
        return result
    }
}
