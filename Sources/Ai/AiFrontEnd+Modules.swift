import Basics
import Core
import Diagnostics
import ModuleSystem

extension AiFrontEnd {
    /// Relative paths count from the importing file; for others the project, its directory `modules`, and the include directories are searched.
    public func locate(_ specifier: String, from importer: ModuleLocation) -> ModuleLookup {
        if specifier.hasPrefix("std:") { return .standard(ModuleID(specifier)) }
        let extensions = fileExtensions + importer.foreignExtensions
        guard case .success(let path) = ModulePath.parse(specifier, extensions: extensions) else { return .invalid }
        let directories: [String] =
            if let base = path.base {
                [Path.join(Path.parent(importer.path), base)]
            } else {
                [importer.root, Path.join(importer.root, "modules")] + importer.includeDirectories
            }
        return .search(directories.flatMap { path.steps(in: $0, foreign: importer.foreignExtensions) })
    }

    public func unresolvedImport(
        _ declaration: ImportDeclaration, in path: String, _ reason: ModuleLookup.Failure
    ) -> Diagnostic {
        let label = DiagnosticLabel(path: path, span: declaration.specifierSpan)
        let name = declaration.specifier
        switch reason {
        case .invalidSpecifier:
            return Diagnostic(code: "AI0304", message: "bad module path '\(name)': it names no module", primary: label)
        case .notFound(let tried, let cause, let near):
            let modules = near.map { Path.fileExtension($0) == "ai" ? String($0.dropLast(3)) : $0 }
            let notes = tried.map { "tried \($0)" } + (cause.isEmpty || cause == FileSystemError.Cause.notFound.words ? [] : [cause])
            return Diagnostic(
                code: "AI0301", message: "module '\(name)' not found", primary: label, notes: notes,
                help: modules.isEmpty ? [] : ["did you mean \(modules.map { "`\"\($0)\"`" }.joined(separator: " or "))?"])
        case .ambiguous(let files):
            let shown = files.map { Path.relative($0, from: Path.parent(files[0])) }
            return Diagnostic(
                code: "AI0302", message: "module '\(name)' is ambiguous: \(shown.joined(separator: ", "))", primary: label,
                help: ["write the extension of the one that is meant, or remove the other"])
        case .itself:
            return Diagnostic(
                code: "AI0303", message: "module '\(name)' imports itself", primary: label, help: ["everything it defines is visible in it"])
        }
    }

    public func importCycle(_ cycle: ImportCycle) -> Diagnostic {
        Diagnostic(
            code: "AI0307", severity: .note, message: "import cycle \(cycle.names.joined(separator: " -> "))",
            primary: DiagnosticLabel(path: cycle.closing.sourcePath, span: cycle.closing.specifierSpan, text: "closes the cycle"))
    }
}

extension ImportCycle {
    /// The modules along the way by the names of their files, or by their paths if two have the same.
    fileprivate var names: [String] {
        let paths = modules.map { Path.stem($0.text) == "module" ? Path.parent($0.text) : Path.join(Path.parent($0.text), Path.stem($0.text)) }
        let short = paths.map(Path.lastComponent)
        return Set(short).count == Set(paths).count ? short : paths
    }
}
