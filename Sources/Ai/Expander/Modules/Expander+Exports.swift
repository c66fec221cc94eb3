import Basics
import Diagnostics
import ModuleSystem

/// What modules export (11.5).
extension Expander {
    /// What a module of the unit exports under a name.
    func exportedBinding(_ name: String, of module: Int) -> Binding? {
        guard resolvingExports.insert(ExportQuestion(module: module, name: name)).inserted else { return nil }
        defer { resolvingExports.remove(ExportQuestion(module: module, name: name)) }
        for item in exportItems(of: module)[name] ?? [] {
            if let found = localExport(item.name.name, in: module) { return found }
        }
        for form in unit.modules[module].reexports {
            switch form.kind {
            case .items(let items):
                for item in items where item.alias.name == name {
                    if let target = target(of: form.source), let found = member(item.name.name, of: target) { return found }
                }
            case .module(let alias) where alias.name == name: return target(of: form.source).map { .module($0) }
            case .module, .wildcard: break
            }
        }
        return wildcardReexports(name, module).first?.binding
    }

    /// What wildcard re-exports bring under a name.
    private func wildcardReexports(_ name: String, _ module: Int) -> [(binding: Binding, target: ModuleTarget, span: SourceSpan)] {
        unit.modules[module].reexports.compactMap { form in
            guard case .wildcard(let excluded) = form.kind, !excluded.contains(where: { $0.name == name }), let target = target(of: form.source),
                let found = member(name, of: target)
            else { return nil }
            return (found, target, form.span)
        }
    }

    private func exportItems(of module: Int) -> [String: [ExportItem]] {
        if let known = exportIndex[module] { return known }
        let made = Dictionary(grouping: unit.modules[module].exports, by: \.alias.name)
        exportIndex[module] = made
        return made
    }

    /// What a name means that a module exports; nil if it is nothing that can be exported.
    private func localExport(_ name: String, in module: Int) -> Binding? {
        let identifier = syntax.identifiers.symbol(name)
        if let definition = topScopes[module].definitions[identifier] { return definition.binding }
        if let imported = importedBinding(name, in: module) { return imported }
        if let nested = topScopes[module].explicitQualifiers[name]?.first(where: { $0.use == nil }) { return .module(nested.target) }
        return nil
    }

    /// The names that a module of the unit exports, sorted.
    func exportedNames(of module: Int) -> [String] {
        var names: Set<String> = Set(unit.modules[module].exports.map(\.alias.name))
        guard resolvingExports.insert(ExportQuestion(module: module, name: "*")).inserted else { return [] }
        defer { resolvingExports.remove(ExportQuestion(module: module, name: "*")) }
        for form in unit.modules[module].reexports {
            switch form.kind {
            case .items(let items): names.formUnion(items.map(\.alias.name))
            case .module(let alias): names.insert(alias.name)
            case .wildcard(let excluded):
                guard let target = target(of: form.source) else { continue }
                names.formUnion(Set(memberNames(of: target)).subtracting(excluded.map(\.name)))
            }
        }
        return names.sorted()
    }

    // MARK: Checks

    func checkExports() {
        for module in unit.modules.indices {
            currentModule = module
            var meanings: [String: Binding] = [:]
            for item in unit.modules[module].exports { check(item, module, &meanings) }
            for form in unit.modules[module].reexports { check(form, &meanings) }
            checkWildcards(module, explicit: meanings)
        }
        currentModule = 0
    }

    private func check(_ item: ExportItem, _ module: Int, _ meanings: inout [String: Binding]) {
        let name = item.name.name
        // The reader of module forms has refused it.
        if isDotted(item.alias.name) { return }
        guard let binding = localExport(name, in: module) else {
            guard !topScopes[module].hasUnavailableWildcard else { return }
            let near = closestMatches(to: name, among: topLevelNames()).map { "'\($0)'" }.joined(separator: ", ")
            let rule = "an exported name needs a top-level definition or an import"
            return error(
                "AI0220", "exported name '\(name)' is not defined in module '\(unit.modules[module].name)'", at: item.name.span,
                help: [near.isEmpty ? rule : "did you mean \(near)? " + rule])
        }
        note(binding, item.alias, &meanings)
    }

    private func isDotted(_ name: String) -> Bool {
        let segments = name.split(separator: ".", omittingEmptySubsequences: false)
        return segments.count > 1 && segments.allSatisfy { !$0.isEmpty }
    }

    private func check(_ form: ReexportForm, _ meanings: inout [String: Binding]) {
        guard let target = target(of: form.source) else { return }
        switch form.kind {
        case .items(let items):
            for item in items {
                guard let binding = member(item.name.name, of: target) else {
                    reportMissing(item.name, target)
                    continue
                }
                note(binding, item.alias, &meanings)
            }
        case .module(let alias): note(.module(target), alias, &meanings)
        case .wildcard: break
        }
    }

    private func note(_ binding: Binding, _ name: PlacedName, _ meanings: inout [String: Binding]) {
        if case .unavailable = binding { return }
        if case .wrong(let problem) = binding { return error(problem.code, problem.message, at: name.span, help: problem.help) }
        guard let first = meanings.updateValue(binding, forKey: name.name), !first.isSame(as: binding) else { return }
        error("AI0221", "'\(name.name)' is exported twice with different meanings", at: name.span, help: ["give one of them another name with 'as'"])
    }

    private func checkWildcards(_ module: Int, explicit: [String: Binding]) {
        let forms = unit.modules[module].reexports.filter { if case .wildcard = $0.kind { true } else { false } }
        guard forms.count > 1 else { return }
        for name in exportedNames(of: module) where explicit[name] == nil {
            let found = wildcardReexports(name, module)
            guard let first = found.first, let other = found.first(where: { !$0.binding.isSame(as: first.binding) }) else { continue }
            let (left, right) = (displayName(of: first.target), displayName(of: other.target))
            error("AI0222", "'\(name)' is re-exported from both '\(left)' and '\(right)'", at: other.span, help: ["export it by name, (export :from \"\(left)\" (\(name)))"])
        }
    }
}

/// A question that must not be asked while it is being answered.
struct ExportQuestion: Hashable {
    let module: Int
    let name: String
}
