import Basics
import Diagnostics
import ModuleSystem

/// A build as a graph: which commands to run, what each reads and what it makes. Another program runs it.
public struct BuildPlan: Sendable {
    /// Modules that are compiled together: one, or those of an import cycle.
    public struct Unit: Sendable {
        /// A file name without ending, which no other unit has.
        public var name: String
        public var job: JobDescription
        /// The names of the objects of its members, without directory, and of those of its companions.
        public var objects: [String]
        /// The positions of the units whose interfaces it needs, ascending.
        public var imports: [Int]

        /// The first member, for messages.
        public var title: String { job.members.map(\.module.text).joined(separator: " ") }
    }

    /// The directory that paths of sources count from; absolute and canonical.
    public var root: String
    /// The name of the program, without ending.
    public var name: String
    /// The entry module.
    public var entry: ModuleID
    /// In an order such that each comes after those that it imports.
    public var units: [Unit]
    /// What planning read of each module, in the order of the members of all units.
    public var scans: [ImportScan]
    /// Of the linker's warnings.
    public var linkWarnings: [String: WarningPolicy.Level] = [:]
    /// Canonical paths of the manifests that were read.
    public var manifests: [String] = []
    /// Canonical paths of the directories that modules were looked for in. What appears or vanishes there may change the plan.
    public var directories: [String] = []
}

/// What planning came to.
public struct PlanResult: Sendable {
    /// `nil` if there were errors.
    public var plan: BuildPlan?
    public var diagnostics: [Diagnostic] = []
    public var sources = SourceMap()
}

extension BuildPlan {
    /// Finds the modules of a program, and how they depend on one another. Nothing is checked; errors in the text of a module are left to the
    /// one who compiles it.
    public static func make(_ options: BuildOptions, fileSystem: any FileSystem = RealFileSystem()) -> PlanResult {
        runOnLargeStack(bytes: compilerStackSize) {
            let observed = ObservedFileSystem(fileSystem)
            var maker = PlanMaker(options, observed)
            return maker.make()
        }
    }
}

/// The steps of planning.
private struct PlanMaker {
    private let options: BuildOptions
    private let observed: ObservedFileSystem
    private var build: Build

    init(_ options: BuildOptions, _ observed: ObservedFileSystem) {
        self.options = options
        self.observed = observed
        build = Build(options, observed)
    }

    mutating func make() -> PlanResult {
        var loader = ProgramLoader(fileSystem: observed, jobs: options.jobs, includeDirectories: options.includeDirectories)
        let program: Program
        switch loader.load(entry: options.entry, root: options.root) {
        case .success(let loaded): program = loaded
        case .failure(let failure):
            return PlanResult(diagnostics: [DriverDiagnostics.entryNotLoaded(failure, similar: build.similarFile(to: failure))])
        }
        let inModules = Set(program.units.values.flatMap(\.parsed.diagnostics))
        let structural = program.diagnostics.filter { !inModules.contains($0) }
        build.result.diagnostics = structural.contains { $0.severity == .error } ? program.diagnostics : structural
        build.result.sources = program.sources
        build.readManifest(program)
        _ = build.reportCycles(program)
        build.applyWarningPolicy(program)
        var result = PlanResult(diagnostics: build.result.diagnostics, sources: build.result.sources)
        if !build.result.hasErrors { result.plan = plan(program) }
        return result
    }

    private func plan(_ program: Program) -> BuildPlan {
        let components = build.components(of: program.graph).map { $0.compactMap { program.units[$0] } }
        var unitOf: [ModuleID: Int] = [:]
        for (position, members) in components.enumerated() {
            for member in members { unitOf[member.id] = position }
        }
        let wishes = WarningWishes(project: build.result.project, levels: options.warnings)
        var jobs = components.map { job(of: $0, wishes, root: program.root) }
        let passesSignals = program.units.values.contains { $0.language.boundary.raisesSignals }
        for (index, members) in components.enumerated() {
            jobs[index].passesSignals = passesSignals && members.contains { !$0.language.boundary.handlesSignals }
        }
        // Of modules that share a companion the first makes it.
        var companions: Set<ModuleID> = []
        for index in jobs.indices { jobs[index].companions = jobs[index].members.compactMap(\.attachment).filter { companions.insert($0).inserted } }
        var names = ObjectFileNames.names(for: jobs.flatMap { $0.members.map(\.module) + $0.companions })[...]
        let units = zip(components, jobs).enumerated().map { position, unit in
            let (members, job) = unit
            let objects = Array(names.prefix(members.count + job.companions.count))
            names.removeFirst(objects.count)
            let imported = members.flatMap { $0.summary.imports.compactMap { $0.module.flatMap { unitOf[$0] } } }
            let stem = objects.first.map { String($0.dropLast(ObjectFileNames.ending.count)) } ?? ""
            return BuildPlan.Unit(name: stem, job: job, objects: objects, imports: Set(imported).subtracting([position]).sorted())
        }
        var plan = BuildPlan(
            root: program.root, name: build.result.project?.manifest?.name ?? Path.stem(program.entry.text), entry: program.entry, units: units,
            scans: components.flatMap { $0.map { ImportScan($0.parsed) } })
        let policy = wishes.policy(isOwn: true)
        for code in WarningPolicy.sharedCodes where policy.level(of: code) != .warn { plan.linkWarnings[code] = policy.level(of: code) }
        // Manifests are looked for up to the top; what appears above the root, which is fixed, makes no difference.
        let above = program.root == "/" ? [] : observed.directories.filter { $0 == "/" || program.root.hasPrefix($0 + "/") }
        plan.directories = Set(observed.directories).subtracting(above).sorted()
        plan.manifests = [build.result.project?.manifestPath].compactMap { $0 }
        return plan
    }

    private func job(of members: [Program.Unit], _ wishes: WarningWishes, root: String) -> JobDescription {
        var job = JobDescription()
        job.members = members.map { member($0, root: root) }
        let isOwn = members.contains { $0.root == build.result.project?.root }
        (job.warnings, job.denial) = (wishes.policy(isOwn: isOwn), isOwn ? wishes.denial : "")
        return job
    }

    private func member(_ unit: Program.Unit, root: String) -> JobDescription.Member {
        var member = JobDescription.Member(module: unit.id)
        member.included = unit.parsed.included.map { Path.relative(Path.join(root, $0.path), from: Path.parent(unit.path)) }
        member.attachment = unit.attachment?.id
        member.imports = unit.resolved.sorted { $0.key < $1.key }.map { specifier, module in
            JobDescription.Import(specifier: specifier, module: module, nested: unit.nestedPaths[specifier] ?? [])
        }
        return member
    }
}
