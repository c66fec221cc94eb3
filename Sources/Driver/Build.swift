import Basics
import BinaryenKit
import Core
import Diagnostics
import Linker
import ModuleSystem
import WasmFormat

/// What a build came to.
public struct BuildResult: Sendable {
    public var diagnostics: [Diagnostic] = []
    public var sources = SourceMap()
    /// Objects in initialization order; present as far as the build got.
    public var objects: [BuiltObject] = []
    /// The lowered modules, if that is how far the build went, for `--emit core`.
    public var cores: [Core.Module] = []
    /// The entry module after macro expansion, of languages that have macros, if that is how far the build went.
    public var expandedEntry: String?
    /// The linked program; nil when there were errors.
    public var link: LinkResult?
    public var graph: ModuleGraph?
    /// The interfaces of the checked modules without errors, dependencies first; standard modules are left out. Only builds without a
    /// cache that make no objects have them.
    public var interfaces: [ModuleInterface] = []
    /// Absolute canonical paths of the modules and the manifest that were read, sorted.
    public var inputs: [String] = []
    /// The directory that paths of sources count from, as an absolute canonical path; nil if no sources were read.
    public var root: String?
    /// The project of the entry, if its root has a manifest.
    public var project: Project?
    public var timings = Timings()
    /// What an earlier command has made of the same build, see `BuildOptions.products`. The result has nothing else then but diagnostics and inputs.
    public var products: [BuildProduct]?
    var unfinished: UnfinishedRecord?
    /// Modules that were compiled, in initialization order.
    public var compiled: [ModuleID] = []
    /// What would have to appear first for something to be found that was not, if that was asked for: absolute paths, sorted. Their directories
    /// are there, and canonical.
    public var missing: [String] = []
    /// The program is that of an earlier build with new code of a few modules in it.
    public var isChangedInPlace = false
    /// What became of each module, in initialization order, if there is a cache.
    public var modules: [ModuleReport] = []

    public var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }
}

extension BuildResult {
    /// Takes over what the linker gave.
    mutating func finish(_ linked: LinkResult, _ wishes: WarningWishes) {
        var linked = linked
        linked.diagnostics = wishes.apply(toLinked: linked.diagnostics)
        if linked.diagnostics.contains(where: { $0.severity == .error }) { linked.binary = nil }
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
            let program = LoopEntries(separating: optimized).binary
            link?.binary = program
            link?.report?.optimizedSize = program.count
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

extension BuiltObject {
    init(_ companion: CompanionObject) { self.init(module: companion.module, bytes: companion.encoded(langcVersion)) }
}

extension CheckedUnit {
    var builtCompanions: [BuiltObject] { companions.map { BuiltObject($0) } }
}

/// How far a build goes.
public enum BuildStage: Int, Comparable, Sendable {
    case graph, check, expand, lower, objects, link

    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// A build as a function: sources in, binary and diagnostics out. Nothing is printed and no file is written.
public struct Build {
    var options: BuildOptions
    let fileSystem: any FileSystem
    var result = BuildResult()
    var checked: [ModuleID: CheckedUnit] = [:]
    var contexts: [ModuleID: ModuleContext] = [:]
    /// Modules without errors that have been checked.
    var done: [ModuleID: DoneModule] = [:]
    /// The modules that import one another and are being checked; empty for a module by itself.
    var cycle: [ModuleID] = []
    /// What its members import of one another.
    var cycleImports: [ModuleID: [ModuleID]] = [:]
    /// See `ModuleContext.reachable`; found when it is first asked for.
    var reachable = Deferred<Set<String>> { [] }
    /// The program has modules of languages that keep values in different forms.
    var meetsOtherForms = false
    /// Calls may end with a signal in this program, so that all its code has to look at signals.
    var passesSignals = false
    /// Interfaces of modules that have errors, for the checking of others.
    var outlines: [ModuleID: ModuleInterface] = [:]
    /// Modules that cannot be used, each with the module that has the errors.
    var failed: [ModuleID: ModuleID] = [:]
    /// Modules in initialization order, standard modules first.
    var order: [ModuleID] = []
    /// For each module that is done, those whose interfaces it was compiled with.
    var needs: [ModuleID: [ModuleID]] = [:]
    /// Modules that the cache has; there is no tree of them.
    var reused: [ModuleID: CachedModule] = [:]
    /// What the compilation of each module reads, if there is a cache.
    var keys: [ModuleID: ModuleKey] = [:]
    /// Modules whose trees are wanted, for more than compiling.
    var mustCheck: Set<ModuleID> = []
    /// How far the build goes.
    var stage = BuildStage.link
    /// The trees of all modules are wanted.
    var needsTrees = false
    /// Nothing is wanted but what there is to say. What the cache has of modules is enough for that, and no code is made.
    var isOnlyChecking = false
    /// A module is compiled as soon as it has been checked, and its tree is not needed any more then.
    var compilesWhileChecking = false
    var history = ModuleHistory()
    /// What the last build of the program has left, and what of that still holds.
    var record: BuildRecord?
    var trustedObservations: [String: Observation] = [:]
    /// What this build looks at, if there is a cache.
    var tracing: TracingFileSystem?
    /// When the build began, in nanoseconds since 1970.
    var start: Int64 = 0
    /// There was nothing to keep modules from being compiled.
    var hasCompiled = false
    /// Compiling that goes on while modules are being checked; nil if it is to begin when all have been.
    var compiling: Compiling?

    init(_ options: BuildOptions, _ fileSystem: any FileSystem) {
        self.options = options
        self.fileSystem = fileSystem
    }

    /// Builds up to and including `stage`.
    public static func run(
        _ options: BuildOptions, fileSystem: any FileSystem = RealFileSystem(), through stage: BuildStage = .link
    ) -> BuildResult {
        runOnLargeStack(bytes: compilerStackSize) {
            let observed = options.tellsMissing ? ObservedFileSystem(fileSystem) : nil
            var build = Build(options, observed ?? fileSystem)
            build.run(through: stage)
            if let observed { build.result.missing = observed.missingPaths }
            return build.result
        }
    }

    /// Compiles modules of the standard library, and those they need, to objects.
    ///
    /// - Parameter passesSignals: see `ModuleOptions.passesSignals`.
    static func standardModules(_ ids: [ModuleID], _ options: BuildOptions, passesSignals: Bool) -> BuildResult {
        runOnLargeStack(bytes: compilerStackSize) {
            var build = Build(options, InMemoryFileSystem())
            build.passesSignals = passesSignals || ids.contains { Language.of(standard: $0)?.boundary.raisesSignals ?? false }
            for id in ids where !build.checkStandard(id) { return build.result }
            build.compile()
            return build.result
        }
    }

    private mutating func run(through stage: BuildStage) {
        self.stage = stage
        isOnlyChecking = stage == .check && options.cache != nil
        needsTrees = stage < .objects && !isOnlyChecking
        compilesWhileChecking = stage >= .objects
        if options.cache != nil, stage != .graph {
            start = Self.now
            if keepsRecord {
                readRecord()
                if reuseResult() { return cacheIsDone() }
            }
            tracing = TracingFileSystem(fileSystem, trusted: trustedObservations)
            if stage == .link, options.products == nil, rebuildBodies() { return cacheIsDone() }
            if options.explains { readHistory() }
        }
        defer { finishCache() }
        guard let program = check(through: stage) else { return stopCompiling() }
        switch stage {
        case .graph, .check: break
        case .expand: result.expandedEntry = checked[program.entry]?.expandedText()
        case .lower: lower()
        case .objects: compile()
        case .link:
            compile()
            if !result.hasErrors { link(program.entry) }
        }
        if keepsRecord { writeRecord(program) }
    }

    /// Loads and checks the program. Returns it if there is something to compile.
    private mutating func check(through stage: BuildStage) -> Program? {
        guard let program = load() else { return nil }
        result.graph = program.graph
        readManifest(program)
        let isComplete = reportCycles(program) && stage > .graph && check(program)
        // Those from the cache are not decoded for nothing.
        if needsTrees { result.interfaces = order.filter { !$0.isStandard }.compactMap { done[$0]?.interface } }
        applyWarningPolicy(program)
        return isComplete && !result.hasErrors ? program : nil
    }

    private mutating func load() -> Program? {
        var loader = ProgramLoader(fileSystem: tracing ?? fileSystem, jobs: options.jobs, includeDirectories: options.includeDirectories)
        if !needsTrees { loader.known = knownParses() }
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

    private mutating func lower() {
        let choices = moduleOptions
        let (work, jobs) = (workToLower, options.jobs)
        let lowered = result.timings.measure("lower") { parallelMap(work, jobs: jobs) { $0.lower(choices) } }
        for (module, problems) in lowered {
            result.cores.append(module)
            result.diagnostics += problems.map(DriverDiagnostics.internalError)
        }
    }

    private mutating func link(_ entry: ModuleID) {
        let inputs = LinkInputs(
            objects: result.objects.map { (name: $0.module.text, bytes: $0.bytes) }, runtime: .standard, entry: entry,
            jobs: options.jobs)
        var linking = LinkOptions(
            keepNames: options.keepNames, sourceMap: options.sourceMap, collectorStress: options.collectorStress,
            optimize: options.optimization != .none, exports: options.exports, reactor: options.reactor,
            validate: options.verify, report: options.report)
        linking.exportsAll = options.exportsAll
        linking.jobs = options.jobs
        linking.callStacks = options.callStacks
        linking.keepsState = options.cache != nil && !options.report
        options.progress?(BuildProgress(phase: .linking, done: result.objects.count, total: result.objects.count, module: nil))
        let linked = result.timings.measure("link") { Linker.link(inputs, options: linking) }
        result.finish(linked, WarningWishes(project: result.project, levels: options.warnings))
        if options.optimization == .aggressive { result.optimizeProgram(keepNames: options.keepNames) }
    }
}
