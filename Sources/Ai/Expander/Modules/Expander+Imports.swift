import Basics
import Core
import Diagnostics
import ModuleSystem

/// What the import forms of a module bind, and what is wrong with them (11.4, 11.6, 11.7).
extension Expander {
    func collectImports() {
        for module in unit.modules.indices {
            for (index, form) in unit.modules[module].imports.enumerated() { collect(form, index, module) }
        }
        for (nested, module) in unit.modules.enumerated() {
            guard let parent = module.parent else { continue }
            let qualifier = TopScope.Qualifier(target: .unit(nested), use: nil, span: module.nameSpan)
            topScopes[parent].explicitQualifiers[module.name, default: []].append(qualifier)
        }
    }

    private func collect(_ form: ImportForm, _ index: Int, _ module: Int) {
        let whole = ImportUse(form: index, item: nil)
        guard let target = target(of: form.source) else {
            if form.source.target != .standardHeader { giveUp(form, module) }
            return
        }
        for (position, item) in (form.items ?? []).enumerated() {
            let alias = (form.prefix.map { item.alias.name == item.name.name ? $0.name : "" } ?? "") + item.alias.name
            topScopes[module].explicit[alias, default: []].append(
                TopScope.ExplicitImport(
                    target: target, name: item.name.name, use: ImportUse(form: index, item: position), span: item.alias.span))
        }
        if let span = form.wildcard {
            let excluded = Set(form.excluded.map(\.name) + (form.items ?? []).map(\.name.name))
            topScopes[module].wildcards.append(
                TopScope.WildcardImport(target: target, excluded: excluded, prefix: form.prefix?.name ?? "", use: whole, span: span))
        }
        collectQualifiers(form, target, whole, module)
    }

    private func collectQualifiers(_ form: ImportForm, _ target: ModuleTarget, _ use: ImportUse, _ module: Int) {
        if let name = form.qualifier {
            let qualifier = TopScope.Qualifier(target: target, use: use, span: name.span)
            topScopes[module].explicitQualifiers[name.name, default: []].append(qualifier)
            return
        }
        let qualifier = TopScope.Qualifier(target: target, use: use, span: form.source.span)
        for name in Set([displayName(of: target), Self.qualifier(ofPath: form.source.text)]).sorted() {
            topScopes[module].defaultQualifiers[name, default: []].append(qualifier)
        }
    }

    /// `../math/trig.ai` makes `math.trig`.
    static func qualifier(ofPath path: String) -> String {
        var segments = path.split(separator: "/").filter { $0 != "." && $0 != ".." }.map(String.init)
        if let last = segments.last, let dot = last.lastIndex(of: "."), ["ai", "atl", "atlas"].contains(last[last.index(after: dot)...]) {
            segments[segments.count - 1] = String(last[..<dot])
        }
        return segments.joined(separator: ".")
    }

    /// What a source means; nil if it is wrong or could not be found.
    func target(of source: ImportSource) -> ModuleTarget? {
        switch source.target {
        case .nested(let module): .unit(module)
        case .module(let specifier, let path):
            context.resolved[specifier].flatMap { module in context.interfaces[module] == nil ? nil : .other(module, path: path) }
        case .library(let name): .library(name)
        case .standardHeader, .invalid: nil
        }
    }

    /// The module is not there. What it would have bound must not lead to more messages.
    private func giveUp(_ form: ImportForm, _ module: Int) {
        for item in form.items ?? [] { topScopes[module].unavailable.insert((form.prefix?.name ?? "") + item.alias.name) }
        if form.wildcard != nil { topScopes[module].hasUnavailableWildcard = true }
        let path = Self.qualifier(ofPath: form.source.text)
        let names = form.qualifier.map { [$0.name] } ?? [path, String(path.split(separator: ".").last ?? "")]
        topScopes[module].unavailable.formUnion(names)
    }

    // MARK: Checks

    /// What can be said of imports when all definitions are known.
    func checkImports() {
        for module in unit.modules.indices {
            currentModule = module
            checkMembers(of: module)
            checkConflicts(in: module)
            checkQualifiers(of: module)
            checkHiddenWildcards(in: module)
        }
        currentModule = 0
    }

    private func checkMembers(of module: Int) {
        for (index, form) in unit.modules[module].imports.enumerated() {
            guard let target = target(of: form.source) else { continue }
            for (position, item) in (form.items ?? []).enumerated() where member(item.name.name, of: target) == nil {
                reportMissing(item.name, target)
                usedImports[module].insert(ImportUse(form: index, item: position))
            }
        }
    }

    /// AI0310 for a name that a module does not export.
    func reportMissing(_ name: PlacedName, _ target: ModuleTarget) {
        let problem = missing(name.name, in: target)
        error(problem.code, problem.message, at: name.span, help: problem.help)
    }

    func missing(_ name: String, in target: ModuleTarget) -> NameProblem {
        if case .other(let module, let path) = target, path.isEmpty, let interface = context.interfaces[module],
            context.unusable[module]?.contains(name) ?? false
        {
            let problem = Boundary.unusable(name, of: interface, in: "Ai")
            return NameProblem(code: problem.code, message: problem.message, help: ["only functions and variables cross the border of a language"])
        }
        return NameProblem(code: "AI0310", message: "'\(name)' not exported by module '\(displayName(of: target))'", help: missingHelp(name, target))
    }

    private func missingHelp(_ name: String, _ target: ModuleTarget) -> [String] {
        if case .unit(let module) = target, let definition = topScopes[module].definitions[syntax.identifiers.symbol(name)] {
            return ["it is defined at \(position(definition.span)) but not exported"]
        }
        if case .other(let module, let path) = target, path.isEmpty, let interface = context.interfaces[module], interface.exports.isEmpty {
            return ["the module exports nothing; a form outside of (module ...) makes the file a script, which exports what its (export ...) forms name"]
        }
        guard suggestionsLeft > 0 else { return [] }
        suggestionsLeft -= 1
        let near = closestMatches(to: name, among: memberNames(of: target))
        return near.isEmpty ? [] : ["did you mean " + near.map { "'\($0)'" }.joined(separator: ", ") + "?"]
    }

    private func checkConflicts(in module: Int) {
        for (alias, imports) in topScopes[module].explicit.sorted(by: { $0.key < $1.key }) {
            let identifier = syntax.identifiers.symbol(alias)
            let found = imports.compactMap { item in member(item.name, of: item.target).map { (item, $0) } }
            guard let (first, meaning) = found.first else { continue }
            let errors = sink.diagnostics.count
            // What is wrong is not unused as well.
            defer { if sink.diagnostics.count > errors { for item in imports { usedImports[module].insert(item.use) } } }
            if SpecialForm.named[alias]?.isCore == true {
                error("AI0112", "'\(alias)' is a reserved form and cannot be redefined", at: first.span, help: ["import it under another name: (\(first.name) as ...)"])
            }
            if let (other, _) = found.dropFirst().first(where: { !$0.1.isSame(as: meaning) }) {
                error(
                    "AI0320", "'\(alias)' is imported from both '\(displayName(of: first.target))' and '\(displayName(of: other.target))'",
                    at: other.span, help: ["give one of them another name: (\(other.name) as ...)"])
            }
            if let definition = topScopes[module].definitions[identifier] {
                error(
                    "AI0321", "'\(alias)' is imported from '\(displayName(of: first.target))' and also defined here", at: definition.span,
                    help: ["import it under another name, (\(first.name) as ...), or rename the definition"])
            }
        }
    }

    private func checkQualifiers(of module: Int) {
        for (name, qualifiers) in topScopes[module].explicitQualifiers.sorted(by: { $0.key < $1.key }) {
            guard let first = qualifiers.first, let other = qualifiers.dropFirst().first(where: { $0.target != first.target }) else { continue }
            error(
                "AI0323", "module alias '\(name)' already stands for '\(displayName(of: first.target))'", at: other.span,
                help: ["choose another alias after :as"])
        }
    }

    private func checkHiddenWildcards(in module: Int) {
        guard !topScopes[module].wildcards.isEmpty else { return }
        let definitions = topScopes[module].definitions.sorted { ($0.value.span.start, $0.key) < ($1.value.span.start, $1.key) }
        for (identifier, definition) in definitions where syntax.identifiers[identifier].alias == nil {
            let name = syntax.identifiers[identifier].name
            for wildcard in topScopes[module].wildcards where name.hasPrefix(wildcard.prefix) {
                let plain = String(name.dropFirst(wildcard.prefix.count))
                guard !wildcard.excluded.contains(plain), member(plain, of: wildcard.target) != nil else { continue }
                let source = displayName(of: wildcard.target)
                warning(
                    "AI0504", "'\(name)' hides what the wildcard import from '\(source)' brings", at: definition.span,
                    help: ["exclude it from the import: (import \"\(source)\" * :except (\(name)))"])
                break
            }
        }
    }

    // MARK: Lints

    func reportUnusedImports() {
        for module in unit.modules.indices {
            currentModule = module
            reportHiddenBuiltins(in: module)
            for (index, form) in unit.modules[module].imports.enumerated() where target(of: form.source) != nil {
                reportWildcard(form, index, module)
                reportUnused(form, index, usedImports[module])
            }
        }
    }

    private func reportHiddenBuiltins(in module: Int) {
        for (name, span) in topScopes[module].hiddenBuiltins.sorted(by: { $0.key < $1.key }) {
            warning("AI0505", "'\(name)' comes from this import and not from the library", at: span, help: ["import it by name, or exclude it with :except"])
        }
    }

    private func reportWildcard(_ form: ImportForm, _ index: Int, _ module: Int) {
        guard let span = form.wildcard else { return }
        let names = topScopes[module].wildcardUses[index]?.sorted() ?? []
        let used = names.isEmpty ? "none of its names is used" : "used are \(names.joined(separator: ", "))"
        warning("AI0503", "wildcard import from '\(form.source.text)': \(used)", at: span, help: ["list the names: (\(names.joined(separator: " ")))"])
    }

    private func reportUnused(_ form: ImportForm, _ index: Int, _ used: Set<ImportUse>) {
        guard !form.isForEffects else { return }
        let items = form.items ?? []
        let unused = items.indices.filter { !used.contains(ImportUse(form: index, item: $0)) }
        if unused.count == items.count, !used.contains(ImportUse(form: index, item: nil)) {
            let source = form.source.text
            warning("AI0502", "nothing of the import of '\(source)' is used", at: form.span, help: ["remove it, or write (import \"\(source)\") if the module is needed for its effects"])
            return
        }
        for position in unused {
            let name = items[position].alias
            warning("AI0501", "imported name '\(name.name)' is never used", at: name.span, help: ["remove it from the import"])
        }
    }
}
