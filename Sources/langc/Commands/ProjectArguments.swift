import Basics
import CodeGen
import Diagnostics
import Driver

/// What a command is to build, by its arguments and the project's manifest.
struct BuildRequest {
    var options: BuildOptions
    /// The project whose entry is meant; nil when a file was named.
    let project: Project?
}

/// The command has shown what is wrong and ends.
struct ReportedFailure: Error {
    let status: ExitStatus
}

extension Arguments {
    /// The named entry module, or that of the project around the current directory. A directory with a manifest, or the manifest,
    /// names a project. What the command line says wins over the manifest.
    ///
    /// - Parameter level: the optimization when neither says anything.
    func buildRequest(default level: OptimizationLevel) throws -> BuildRequest {
        if operands.isEmpty { return try request(for: project(), default: level) }
        let entry = try single("entry module")
        if let project = try named(entry) { return try request(for: project, default: level) }
        return try request(for: entry, default: level)
    }

    /// A module's file, and the settings of the project it belongs to.
    func request(for entry: String, default level: OptimizationLevel) throws -> BuildRequest {
        let file = try? RealFileSystem().canonicalPath(entry)
        let project = file.flatMap { findProject(above: Path.parent($0), language: Language.of(path: entry)) }
        return BuildRequest(options: try buildOptions(entry: entry, project, default: level), project: nil)
    }

    private func request(for project: Project, default level: OptimizationLevel) throws -> BuildRequest {
        guard let entry = project.entry() else {
            throw ReportedFailure(status: try show([project.missingEntry], of: project))
        }
        let here = try? RealFileSystem().canonicalPath(".")
        var options = try buildOptions(
            entry: here.map { Path.relative(entry, from: $0) } ?? entry, project, default: level)
        options.root = project.root
        options.project = project
        return BuildRequest(options: options, project: project)
    }

    /// The project in `--root`, or around the current directory; its manifest is sound.
    func project() throws -> Project {
        guard let project = findProject(above: ".", language: nil) else {
            let names = Language.all.flatMap(\.manifestNames).joined(separator: " or ")
            let place = value("--root").map { "'\($0)'" } ?? "this directory or above"
            throw UsageError(
                "no entry module given and no \(names) in \(place); name the file of the entry module, "
                    + "or begin a project with 'langc new NAME'")
        }
        return try sound(project)
    }

    /// The project that an operand names by its directory or manifest; nil if it names something else.
    private func named(_ operand: String) throws -> Project? {
        let files = RealFileSystem()
        let isManifest = Language.all.contains { $0.manifestNames.contains(Path.lastComponent(operand)) } && files.isRegularFile(operand)
        guard isManifest || files.isDirectory(operand), let path = try? files.canonicalPath(operand) else { return nil }
        return try Project.at(root: isManifest ? Path.parent(path) : path).map(sound)
    }

    /// The project, if its manifest has no errors; those are shown.
    private func sound(_ project: Project) throws -> Project {
        guard project.manifest != nil else { throw ReportedFailure(status: try show(project.diagnostics, of: project)) }
        return project
    }

    /// A root that is given is the project's, if it is one's.
    private func findProject(above directory: String, language: Language?) -> Project? {
        guard let root = value("--root") else { return Project.find(above: directory, language: language) }
        return (try? RealFileSystem().canonicalPath(root)).flatMap { Project.at(root: $0, language: language) }
    }

    private func show(_ diagnostics: [Diagnostic], of project: Project) throws -> ExitStatus {
        try diagnosticsFormat().show(diagnostics, sources: SourceMap([project.file]))
    }
}
