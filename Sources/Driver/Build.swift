import Basics
import BinaryenKit
import CodeGen
import Core
import Diagnostics
import Linker
import ModuleSystem
import RuntimeImage

/// What a build came to.
public struct BuildResult: Sendable {
    public var diagnostics: [Diagnostic] = []
    public var sources = SourceMap()
    /// Objects in initialization order; present as far as the build got.
    public var objects: [BuiltObject] = []
    /// The lowered modules, for `--emit core`.
    public var cores: [Core.Module] = []
    /// The linked program; nil when there were errors.
    public var link: LinkResult?
    public var graph: ModuleGraph?
    /// Absolute canonical paths of the modules and the manifest that were read, sorted.
    public var inputs: [String] = []
    /// The directory that paths of sources count from, as an absolute canonical path; nil if no sources were read.
    public var root: String?
    /// The project of the entry, if its root has a manifest.
    public var project: Project?
    public var timings = Timings()

    public var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }
}

extension BuildResult {
    /// Takes over what the linker gave.
    ///
    /// - Parameter project: whose manifest says what happens to warnings about the program as a whole.
    mutating func finish(_ linked: LinkResult, of project: Project? = nil) {
        var linked = linked
        if let project {
            linked.diagnostics = linked.diagnostics.compactMap { project.warnings.apply(to: $0, reason: project.denial) }
            if linked.diagnostics.contains(where: { $0.severity == .error }) { linked.binary = nil }
        }
        diagnostics += linked.diagnostics
        link = linked
        if linked.binary == nil, !hasErrors {
            diagnostics.append(DriverDiagnostics.internalError(InternalError(phase: "link", message: "no program was made")))
        }
    }
}

extension BuildResult {
    /// Runs Binaryen over the program. Binaryen loses source positions when it reads a module, so a program with a source map stays as it is.
    mutating func optimizeProgram(keepNames: Bool) {
        guard let linked = link, linked.sourceMap == nil, let binary = linked.binary else { return }
        let optimized = timings.measure("optimize program") { WholeProgram.optimized(binary, names: keepNames) }
        if let optimized {
            link?.binary = optimized
            link?.report?.optimizedSize = optimized.count
        } else {
            diagnostics.append(
                DriverDiagnostics.internalError(InternalError(phase: "optimize program", message: "Binaryen cannot read the program")))
        }
    }
}

/// One compiled module.
public struct BuiltObject: Sendable {
    public var module: ModuleID
    public var bytes: [UInt8]
}

/// How far a build goes.
public enum BuildStage: Int, Comparable, Sendable {
    case graph, check, lower, objects, link

    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// A build as a function: sources in, binary and diagnostics out. Nothing is printed and no file is written.
public struct Build {
    let options: BuildOptions
    let fileSystem: any FileSystem
    var result = BuildResult()
    var checked: [ModuleID: CheckedUnit] = [:]
    var contexts: [ModuleID: ModuleContext] = [:]
    /// Of modules that are done.
    var hashes: [ModuleID: String] = [:]
    /// Interfaces of modules that have errors, for the checking of others.
    var outlines: [ModuleID: ModuleInterface] = [:]
    /// Modules that cannot be used, each with the module that has the errors.
    var failed: [ModuleID: ModuleID] = [:]
    /// Modules in initialization order, standard modules first.
    var order: [ModuleID] = []

    init(_ options: BuildOptions, _ fileSystem: any FileSystem) {
        self.options = options
        self.fileSystem = fileSystem
    }

    /// Builds up to and including `stage`.
    public static func run(
        _ options: BuildOptions, fileSystem: any FileSystem = RealFileSystem(), through stage: BuildStage = .link
    ) -> BuildResult {
        runOnLargeStack(bytes: compilerStackSize) {
            var build = Build(options, fileSystem)
            build.run(through: stage)
            return build.result
        }
    }

    /// Compiles modules of the standard library, and those they need, to objects.
    static func standardModules(_ ids: [ModuleID]) -> BuildResult {
        runOnLargeStack(bytes: compilerStackSize) {
            var build = Build(BuildOptions(entry: "", optimization: .standard), InMemoryFileSystem())
            for id in ids where !build.checkStandard(id) { return build.result }
            build.generate(build.lower())
            return build.result
        }
    }

    private mutating func run(through stage: BuildStage) {
        guard let program = load() else { return }
        result.graph = program.graph
        readManifest(program)
        let isComplete = reportCycles(program) && stage > .graph && check(program)
        applyWarningPolicy(program)
        guard isComplete, !result.hasErrors, stage > .check else { return }
        let lowered = lower()
        guard !result.hasErrors, stage > .lower else { return }
        generate(lowered)
        guard !result.hasErrors, stage > .objects else { return }
        link(program)
    }

    private mutating func load() -> Program? {
        var loader = ProgramLoader(fileSystem: fileSystem, jobs: options.jobs, includeDirectories: options.includeDirectories)
        let (entry, root) = (options.entry, options.root)
        let loaded = result.timings.measure("load and parse") { loader.load(entry: entry, root: root) }
        switch loaded {
        case .success(let program):
            result.diagnostics += program.diagnostics
            result.sources = program.sources
            result.root = program.root
            result.inputs = program.inputs
            return program
        case .failure(let failure):
            result.diagnostics.append(DriverDiagnostics.entryNotLoaded(failure, similar: similarFile(to: failure)))
            return nil
        }
    }

    // MARK: Code

    /// - Parameter wanted: the modules to lower; nil for all.
    mutating func lower(_ wanted: Set<ModuleID>? = nil) -> [Core.Module] {
        let chosen = order.filter { wanted?.contains($0) ?? true }
        let work = chosen.compactMap { id in checked[id].flatMap { unit in contexts[id].map { (unit, $0) } } }
        let jobs = options.jobs
        let modules = result.timings.measure("lower") {
            parallelMap(work, jobs: jobs) { unit, context in unit.lower(context) }
        }
        result.cores = modules
        if options.verify { modules.forEach { verify($0, phase: "lower") } }
        return modules
    }

    private mutating func verify(_ module: Core.Module, phase: String) {
        for problem in Verifier.verify(module) {
            result.diagnostics.append(
                DriverDiagnostics.internalError(InternalError(phase: phase, module: module.id.text, message: problem)))
        }
    }

    mutating func generate(_ modules: [Core.Module]) {
        var choices = CodeGenOptions(
            optimization: options.optimization, compilerVersion: langcVersion, debugNames: options.keepNames || options.report,
            positions: options.sourceMap, validate: options.verify)
        choices.callStacks = options.callStacks
        let generation = choices
        // The last step of `-O3` works on one large module.
        BinaryenThreads.choose(options.optimization == .aggressive ? .functions : .modules)
        let files = checked.mapValues(\.file)
        let jobs = options.jobs
        let generated = result.timings.measure("generate code") {
            parallelMap(modules, jobs: jobs) { module in
                var generation = generation
                // What the library does inside is no part of call stacks.
                if module.id.isStandard { generation.callStacks = false }
                return (module.id, CodeGenerator.generate(module, source: files[module.id], options: generation))
            }
        }
        var companions: Set<ModuleID> = []
        for (id, generated) in generated {
            for companion in checked[id]?.companions ?? [] where companions.insert(companion.module).inserted {
                result.objects.append(BuiltObject(module: companion.module, bytes: companion.encoded(langcVersion)))
            }
            result.diagnostics += generated.errors.map(DriverDiagnostics.internalError)
            if generated.object.isEmpty, generated.errors.isEmpty {
                result.diagnostics.append(
                    DriverDiagnostics.internalError(InternalError(phase: "generate code", module: id.text, message: "no object was made")))
            }
            result.objects.append(BuiltObject(module: id, bytes: generated.object))
        }
    }

    private mutating func link(_ program: Program) {
        let inputs = LinkInputs(
            objects: result.objects.map { (name: $0.module.text, bytes: $0.bytes) }, runtime: RuntimeImage.object, entry: program.entry,
            jobs: options.jobs)
        var linking = LinkOptions(
            keepNames: options.keepNames, sourceMap: options.sourceMap, collectorStress: options.collectorStress,
            optimize: options.optimization != .none, exports: options.exports, reactor: options.reactor,
            validate: options.verify, report: options.report)
        linking.exportsAll = options.exportsAll
        linking.jobs = options.jobs
        linking.callStacks = options.callStacks
        let linked = result.timings.measure("link") { Linker.link(inputs, options: linking) }
        result.finish(linked, of: result.project)
        if options.optimization == .aggressive { result.optimizeProgram(keepNames: options.keepNames) }
    }
}
