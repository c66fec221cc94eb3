import Basics
import Diagnostics
import Linker
import ModuleSystem
import RuntimeImage
import WasmFormat

/// A program as files for a host that instantiates its modules one by one.
public struct UnmergedProgram: Sendable {
    /// By path below the program's directory, sorted.
    public let files: [(path: String, bytes: [UInt8])]

    /// The file that says how to instantiate the others, and which files belong to the program.
    public static let planFile = "plan.json"
    private static let runtimeFile = "runtime.wasm"
    private static let namespacesFile = "namespaces.wasm"
    private static let objectFolder = "modules"

    /// A program that an earlier build has made.
    public init(files: [(path: String, bytes: [UInt8])]) { self.files = files }

    /// `nil` if the linker has found errors.
    ///
    /// - Parameter maps: how source maps of objects are written; nil for none.
    init?(_ result: UnmergedResult, maps: SourceMapText?) {
        guard let plan = result.plan else { return nil }
        let names = ObjectFileNames.names(for: plan.modules.map(\.id)).map { "\(Self.objectFolder)/\($0)" }
        var files: [(path: String, bytes: [UInt8])] = []
        for (name, object) in zip(names, result.objects) { files += Self.files(of: object, name, maps) }
        files.append((Self.runtimeFile, result.runtime))
        if let namespaces = result.namespaces { files.append((Self.namespacesFile, namespaces)) }
        files += RuntimeImage.loaderFiles.map { ($0.name, Array($0.text.utf8)) }
        let json = plan.json(
            compiler: langcVersion, files: names, runtime: Self.runtimeFile, namespaces: result.namespaces.map { _ in Self.namespacesFile },
            all: (files.map(\.path) + [Self.planFile]).sorted())
        files.append((Self.planFile, Array(json.utf8)))
        self.files = files.sorted { $0.path < $1.path }
    }

    /// An object, and its source map if that is wanted and the object has positions.
    private static func files(of object: [UInt8], _ name: String, _ maps: SourceMapText?) -> [(path: String, bytes: [UInt8])] {
        guard let maps, let module = try? WasmModule(reading: object), let positions = try? CodePositions(of: module),
            let code = module.codeSection
        else { return [(name, object)] }
        let file = Path.lastComponent(name)
        let map = maps.json(positions.sourceMap(codeStart: code.lowerBound), wasm: file)
        return [(name, object + sourceMappingURL(file + ".map")), (name + ".map", Array(map.utf8))]
    }
}

extension BuildResult {
    /// Makes an unmerged program of the objects, which a build up to `.objects` has left. What the linker says joins the diagnostics.
    ///
    /// - Returns: `nil` if there were errors.
    public mutating func unmerge(_ options: BuildOptions) -> UnmergedProgram? {
        // The entry is initialized last.
        guard !hasErrors, let entry = objects.last?.module else { return nil }
        let inputs = LinkInputs(
            objects: objects.map { (name: $0.module.text, bytes: $0.bytes) }, runtime: .standard, entry: entry,
            jobs: options.jobs)
        var linking = LinkOptions(keepNames: options.keepNames, collectorStress: options.collectorStress, validate: options.verify)
        linking.callStacks = options.callStacks
        linking.sourceMap = options.sourceMap
        return unmerge(inputs, linking, WarningWishes(project: project, levels: options.warnings))
    }

    /// - Parameter sourceDirectories: where the sources are looked for that are not known.
    mutating func unmerge(
        _ inputs: LinkInputs, _ options: LinkOptions, _ wishes: WarningWishes, sourceDirectories: [String] = []
    ) -> UnmergedProgram? {
        let unmerged = timings.measure("link") { Linker.unmerge(inputs, options: options) }
        if options.sourceMap, !sourceDirectories.isEmpty {
            for object in unmerged.objects {
                let positions = (try? WasmModule(reading: object)).flatMap { try? CodePositions(of: $0) }
                addSources(positions?.sourceMap(codeStart: 0).sources ?? [], from: sourceDirectories)
            }
        }
        diagnostics += wishes.apply(toLinked: unmerged.diagnostics)
        guard !hasErrors, let program = UnmergedProgram(unmerged, maps: options.sourceMap ? sourceMapText(in: nil) : nil) else {
            if !hasErrors {
                diagnostics.append(DriverDiagnostics.internalError(InternalError(phase: "link", message: "no program was made")))
            }
            return nil
        }
        return program
    }
}
