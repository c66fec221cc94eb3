import Diagnostics
import ModuleSystem

/// A language whose cycles are errors, and one where they are not.
let testPolicies = ["strict": ModulePolicy(), "lax": laxPolicy]

private var laxPolicy: ModulePolicy {
    var policy = ModulePolicy(cycles: nil)
    policy.sameImportTwiceIsFine = true
    policy.sameExportTwiceIsFine = true
    policy.definitionHidesImport = .error
    policy.namespacesAreNames = false
    return policy
}

/// An import whose spans tell where in the declaration list it stands.
func importing(
    _ module: String, _ bindings: [ImportBinding] = [], at start: Int = 0, reexport: Visibility? = nil, typeOnly: Bool = false
) -> ImportDeclaration {
    ImportDeclaration(
        specifier: "./" + module, module: ModuleID(module), bindings: bindings, span: SourceSpan(start, start + 5),
        specifierSpan: SourceSpan(start + 2, start + 4), isTypeOnly: typeOnly, reexport: reexport)
}

/// `name` or `name as alias`.
func named(_ name: String, as alias: String? = nil, at start: Int = 0) -> ImportBinding {
    .named(NamedImport(name: name, alias: alias, span: SourceSpan(start, start + 1)))
}

func everything(except excluding: Set<String> = [], prefix: String = "", at start: Int = 0) -> ImportBinding {
    .wildcard(excluding: excluding, prefix: prefix, span: SourceSpan(start, start + 1))
}

/// A module that defines and exports `exports` and also defines `hidden`.
func module(
    _ id: String, _ imports: [ImportDeclaration] = [], exports: [String] = [], hidden: [String] = [], language: String = "strict",
    package: String = "", visibility: Visibility = .everywhere
) -> ModuleSummary {
    ModuleSummary(
        module: ModuleID(id), language: language, sourcePath: id, package: package, imports: imports,
        definitions: (exports + hidden).enumerated().map { Definition(name: $1, span: SourceSpan(100 + $0, 101 + $0)) },
        exports: exports.enumerated().map {
            ExportDeclaration(localName: $1, visibility: visibility, span: SourceSpan(200 + $0, 201 + $0))
        })
}

func resolve(_ summaries: [ModuleSummary]) -> ExportResolution { ExportResolution(summaries, policies: testPolicies) }

extension ExportResolution {
    /// `module.name` of the origin of an export.
    func origin(of name: String, in module: String, _ space: NameSpace = .value) -> String? {
        tables[ModuleID(module)]?[ExportKey(name, space)].map { "\($0.origin.module).\($0.origin.name)" }
    }

    func names(of module: String) -> [String] { tables[ModuleID(module)]?.exports.map(\.key.name) ?? [] }
}
