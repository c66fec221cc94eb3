import Basics
import Diagnostics

extension Build {
    /// Reads the manifest at the program's root, if there is one.
    mutating func readManifest(_ program: Program) {
        guard let entry = program.units[program.entry] else { return }
        let project = options.project ?? Project.at(root: program.root, language: entry.language, fileSystem: tracing ?? fileSystem)
        guard let project else { return }
        result.project = project
        result.sources.add(project.file)
        result.inputs = (result.inputs + [project.manifestPath]).sorted()
        if !project.isOnlyMarked { result.diagnostics += project.diagnostics }
    }

    /// The source beside a file that is not there whose name is nearest to its.
    func similarFile(to missing: FileSystemError) -> String? {
        guard missing.cause == .notFound, missing.path == options.entry else { return nil }
        let directory = Path.parent(missing.path)
        let names = ((try? fileSystem.list(directory)) ?? []).filter { Language.of(path: $0) != nil }
        let wanted = Path.lastComponent(missing.path)
        let nearest = names.first { Path.stem($0) == wanted } ?? closestMatches(to: wanted, among: names).first
        return nearest.map { directory == "." ? $0 : Path.join(directory, $0) }
    }

    /// Does with warnings of the project's modules, and of its manifest, what the manifest says. Modules below another manifest
    /// belong to another project, whose wishes are its own affair.
    ///
    /// This comes after all checking, so that a warning which becomes an error hides no error of another module.
    mutating func applyWarningPolicy(_ program: Program) {
        let project = result.project
        var members: Set<String> = project.map { [$0.file.path] } ?? []
        for unit in program.units.values where unit.root == project?.root { members.insert(unit.parsed.path) }
        let wishes = WarningWishes(project: project, levels: options.warnings)
        result.diagnostics = result.diagnostics.compactMap { diagnostic in
            wishes.apply(to: diagnostic, isOwn: diagnostic.primary.map { members.contains($0.path) } ?? false)
        }
    }
}
