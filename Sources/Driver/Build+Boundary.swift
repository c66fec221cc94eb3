import Core
import Diagnostics
import ModuleSystem

/// Where modules of different languages meet.
extension Build {
    /// Adds the interface of an imported module in the form in which the importer's language can use it.
    func add(_ interface: ModuleInterface, to context: inout ModuleContext, for importer: BoundaryPolicy) {
        context.interfaces[interface.module] = interface
        guard meetsOtherForms, let exporter = Language.named(interface.language)?.boundary, exporter.form != importer.form else { return }
        let view = BoundaryView(of: interface, in: exporter, for: importer) { foreignModule($0) }
        context.interfaces[interface.module] = view.interface
        context.foreign[interface.module] = ForeignModule(interface: interface, policy: exporter, names: view.names)
        context.unusable[interface.module] = view.unusable
    }

    private func foreignModule(_ id: ModuleID) -> ForeignModule? {
        guard let interface = interface(of: id), let policy = Language.named(interface.language)?.boundary else { return nil }
        return ForeignModule(interface: interface, policy: policy)
    }

    /// What is to be said of exports that languages of other forms cannot tell apart, where one of those imports the module.
    func clashes(amongImportsOf importers: some Sequence<Program.Unit>) -> [Diagnostic] {
        guard meetsOtherForms else { return [] }
        var seen: Set<ModuleID> = []
        var found: [Diagnostic] = []
        for importer in importers.sorted(by: { $0.id < $1.id }) {
            for module in importer.summary.imports.compactMap(\.module) where !module.isStandard && !seen.contains(module) {
                guard let home = foreignModule(module), home.policy.form != importer.language.boundary.form else { continue }
                seen.insert(module)
                let view = BoundaryView(of: home.interface, in: home.policy, for: importer.language.boundary) { foreignModule($0) }
                found += view.clashes.map { Boundary.diagnostic(for: $0, of: home.interface) }
            }
        }
        return found
    }

    /// Whether some of the languages keep values in different forms.
    static func haveSeveralForms(_ languages: [Language]) -> Bool { Set(languages.map(\.boundary.form)).count > 1 }

    /// The part of the options that concerns modules.
    var moduleOptions: ModuleOptions {
        var choices = ModuleOptions(options)
        choices.passesSignals = passesSignals
        return choices
    }
}

extension CheckedModule {
    /// The module with a reference to each module of another form that its re-exports lead to: importers have to know how to use those.
    func withForeignReferences(in context: ModuleContext) -> Self {
        guard !context.foreign.isEmpty else { return self }
        var result = self
        let origins = interface.exports.compactMap { $0.origin?.module }.filter { context.foreign[$0] != nil }
        result.interface.references = Set(interface.references + origins).sorted()
        return result
    }
}

extension Language {
    /// The language with a name, as interfaces give it.
    static func named(_ name: String) -> Language? { all.first { $0.name == name } }
}
