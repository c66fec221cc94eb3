import Basics
import Core
import Diagnostics
import ModuleSystem

extension AtlasFrontEnd {
    /// A path that ends in `.atl` is exact, to any other `.atl` is appended; failing that, the module may be one of another language, whose
    /// ending is written or left out.
    public func locate(_ specifier: String, from importer: ModuleLocation) -> ModuleLookup {
        let directory: String
        var path = Substring(specifier)
        if specifier.hasPrefix("./") || specifier.hasPrefix("../") {
            directory = Path.parent(importer.path)
        } else if specifier.hasPrefix("/") {
            directory = importer.root
            path = path.drop { $0 == "/" }
        } else {
            return .invalid
        }
        let file = path.hasSuffix(".atl") ? String(path) : path + ".atl"
        let own = Path.join(directory, file)
        let base = String(own.dropLast(4))
        let isForeign = importer.foreignExtensions.contains(Path.fileExtension(base) ?? "")
        let others = (isForeign ? [base] : []) + importer.foreignExtensions.map { base + "." + $0 }
        return .search([ModuleSearchStep([own])] + others.map { ModuleSearchStep([$0], isSilent: true) })
    }

    public func unresolvedImport(
        _ declaration: ImportDeclaration, in path: String, _ reason: ModuleLookup.Failure
    ) -> Diagnostic {
        switch reason {
        case .invalidSpecifier, .ambiguous, .itself:
            Diagnostic(
                code: "AT5001", message: "Invalid module path: '\(declaration.specifier)'. Paths must start with './', '../', or '/'",
                primary: DiagnosticLabel(path: path, span: declaration.specifierSpan, text: "not a path to a file"),
                help: declaration.specifier.isEmpty
                    ? [] : ["there are no packages; a file beside this one is imported from `\"./\(declaration.specifier)\"`"])
        case .notFound(let tried, let cause, let near):
            Diagnostic(
                code: "AT5002", message: "Module not found: '\(declaration.specifier)'",
                primary: DiagnosticLabel(path: path, span: declaration.specifierSpan, text: "no module here"),
                notes: ["also known as AT1014"],
                help: tried.map { cause.isEmpty ? "tried \($0)" : "tried \($0): \(cause)" } + suggestion(near))
        }
    }

    /// `near` as module paths, which leave the extension out.
    private func suggestion(_ near: [String]) -> [String] {
        let specifiers = near.map { $0.hasSuffix(".atl") ? String($0.dropLast(4)) : $0 }
        let modules = specifiers.enumerated().filter { near[$0.offset].hasSuffix(".atl") }.map { "`\"\($0.element)\"`" }
        if !modules.isEmpty { return ["did you mean \(modules.joined(separator: " or "))?"] }
        return near.first.map { ["there is \($0), but the files of imported modules end in .atl"] } ?? []
    }

    public func importCycle(_ cycle: ImportCycle) -> Diagnostic {
        Diagnostic(
            code: "AT5003", message: "Circular dependency detected: \(cycle.description())",
            primary: DiagnosticLabel(path: cycle.closing.sourcePath, span: cycle.closing.specifierSpan, text: "closes the cycle"),
            secondary: cycle.links.dropLast().prefix(Self.longestShownChain).map {
                DiagnosticLabel(path: $0.sourcePath, span: $0.specifierSpan, text: "imports \($0.imported.lastComponent)")
            },
            notes: ["also known as AT1013", "the imports go round in a circle:\n" + cycle.drawing()], help: ["move what both sides need into a module that imports neither"])
    }

    /// The message names every module of a cycle; only so many imports of it are shown with their source.
    private static let longestShownChain = 8
}
