import Basics
import CodeGen
import Diagnostics
import Foreign
import Linker
import ModuleSystem

/// Linking of objects that were compiled before.
public struct LinkJob: Sendable {
    /// The id of the entry module; nil for the one module that no other imports.
    public var entry: String?
    public var keepNames = false
    public var sourceMap = false
    public var collectorStress = false
    /// From `.standard` on the linker optimizes across modules; with `.aggressive` Binaryen optimizes the result, unless there is a source
    /// map. Objects of the standard library are made at this level.
    public var optimization = OptimizationLevel.standard
    /// What the program exports of the entry module's exports.
    public var exports: [String] = []
    /// The program exports all functions and variables that the entry module exports.
    public var exportsAll = false
    /// Make a library for hosts instead of a program.
    public var reactor = false
    /// What happens to warnings, by code.
    public var warnings: [String: WarningPolicy.Level] = [:]
    /// Say what went where and why.
    public var report = false
    /// Where the sources of objects are looked for that source maps of an unmerged program quote.
    public var sourceDirectories: [String] = []
    /// How many objects may be worked on at the same time.
    public var jobs = 1

    /// The process ends soon after, so that nothing needs to be freed.
    public var isLastWork = false

    public init() {}

    private var wishes: WarningWishes { WarningWishes(project: nil, levels: warnings) }

    /// Objects that were read.
    public typealias Objects = LinkObjects

    /// Reads the objects in some files.
    public func read(_ paths: [String], _ fileSystem: any FileSystem) throws(FileSystemError) -> LinkObjects {
        if jobs > 1 { runInBackground { RuntimeLibrary.standard.prepare() } }
        return try LinkObjects(loading: paths, jobs: jobs, validate: true) { path in
            do throws(FileSystemError) { return .success(try fileSystem.read(path)) } catch { return .failure(error) }
        }
    }

    /// Links objects, in any order, to one program.
    public func run(_ objects: [(name: String, bytes: [UInt8])]) -> BuildResult { run(LinkObjects(objects, jobs: jobs, validate: true)) }

    /// Links objects that were read, in any order, to one program.
    public func run(_ objects: consuming LinkObjects) -> BuildResult {
        var result = BuildResult()
        guard let inputs = inputs(objects, &result) else { return result }
        var options = LinkOptions(
            keepNames: keepNames, sourceMap: sourceMap, collectorStress: collectorStress, optimize: optimization != .none,
            exports: exports, reactor: reactor, validate: true, report: report)
        options.exportsAll = exportsAll
        options.jobs = jobs
        options.callStacks = inputs.objects.keepRecords
        let linked = result.timings.measure("link") { Linker.link(inputs, options: options) }
        if isLastWork { keepUntilExit(inputs) } else { releaseInBackground(inputs) }
        result.finish(linked, wishes)
        if optimization == .aggressive { result.optimizeProgram(keepNames: keepNames) }
        return result
    }

    /// Makes an unmerged program of objects; `nil` if there were errors.
    public func unmerge(_ objects: consuming LinkObjects) -> (result: BuildResult, program: UnmergedProgram?) {
        var result = BuildResult()
        guard let inputs = inputs(objects, &result) else { return (result, nil) }
        var options = LinkOptions(keepNames: keepNames, sourceMap: sourceMap, collectorStress: collectorStress, validate: true)
        options.callStacks = inputs.objects.keepRecords
        let program = result.unmerge(inputs, options, wishes, sourceDirectories: sourceDirectories)
        return (result, program)
    }

    /// The objects, those of standard modules that they need, and the entry; `nil` if that is not clear.
    private func inputs(_ objects: consuming LinkObjects, _ result: inout BuildResult) -> LinkInputs? {
        var read = objects
        readForeignModules(&read, &result)
        guard !result.hasErrors else { return nil }
        let known = read.summaries.compactMap { $0 }
        guard known.count == read.count else {
            result = Self.refusal(of: read)
            return nil
        }
        let entryID: ModuleID
        if let entry {
            entryID = ModuleID(entry)
        } else {
            let imported = Set(known.lazy.flatMap(\.dependencies))
            let roots = known.map(\.module).filter { !imported.contains($0) && !$0.isStandard }
            guard let only = roots.first, roots.count == 1 else {
                result.diagnostics.append(DriverDiagnostics.noEntry(roots.sorted()))
                return nil
            }
            entryID = only
        }
        read.append(contentsOf: LinkObjects(standardObjects(for: known, &result), validate: true))
        return LinkInputs(objects: read, runtime: .standard, entry: entryID)
    }

    /// Makes objects of foreign modules: of files that are no objects but are called like a module that an object depends on.
    private func readForeignModules(_ read: inout LinkObjects, _ result: inout BuildResult) {
        let summaries = read.summaries
        let unknown = summaries.indices.filter { summaries[$0] == nil }
        guard !unknown.isEmpty else { return }
        let given = Set(summaries.lazy.compactMap { $0?.module })
        let dependencies = summaries.lazy.compactMap { $0?.dependencies }.joined().filter { !given.contains($0) }
        let wanted = Dictionary(dependencies.map { (Path.lastComponent($0.text), $0) }, uniquingKeysWith: { first, _ in first })
        for index in unknown {
            let file = read.unread(index)
            guard let id = wanted[Path.lastComponent(file.name)] else { continue }
            do throws(ForeignLinking.Refusal) {
                read.replace(index, with: (file.name, try ForeignLinking.object(file.bytes, id: id, compiler: langcVersion)))
            } catch {
                result.diagnostics.append(error.diagnostic)
            }
        }
    }

    /// What the linker says of files that are no objects. What it says beyond that would only follow from these.
    private static func refusal(of objects: LinkObjects) -> BuildResult {
        var result = BuildResult()
        let linked = Linker.link(LinkInputs(objects: objects, runtime: .standard, entry: ModuleID("")))
        let refusals = linked.diagnostics.filter { LinkerCodes.unreadable.contains($0.code) }
        result.diagnostics = refusals.isEmpty ? linked.diagnostics : refusals
        return result
    }

    /// Objects of standard modules that the given ones depend on and that are not among them.
    private func standardObjects(
        for objects: [LinkObjects.Summary], _ result: inout BuildResult
    ) -> [(name: String, bytes: [UInt8])] {
        let given = Set(objects.lazy.map(\.module).filter(\.isStandard))
        let wanted = Set(objects.lazy.flatMap(\.dependencies).filter { $0.isStandard && !given.contains($0) })
        guard !wanted.isEmpty else { return [] }
        var options = BuildOptions(entry: "", optimization: optimization, keepNames: keepNames, sourceMap: sourceMap, jobs: jobs)
        options.report = report
        let passesSignals = objects.contains { Language.of(path: $0.module.text)?.boundary.raisesSignals == true }
        let built = Build.standardModules(wanted.sorted(), options, passesSignals: passesSignals)
        result.diagnostics += built.diagnostics
        result.sources = built.sources
        return built.objects.filter { !given.contains($0.module) }.map { ($0.module.text, $0.bytes) }
    }
}
