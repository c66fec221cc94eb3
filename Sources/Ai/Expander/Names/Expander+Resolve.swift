import Basics
import Diagnostics
import ModuleSystem

extension Expander {
    /// What a symbol in code means here.
    func resolve(_ id: DatumID) -> Binding {
        guard case .symbol(let symbol) = syntax[id].kind, let identifier = syntax.identifier(id) else { return .unbound }
        return resolve(identifier, isDotted: symbol.isDotted)
    }

    /// What an identifier means here.
    func resolve(_ identifier: IdentifierID, isDotted: Bool = false) -> Binding {
        resolve(identifier, isDotted: isDotted, in: .unit(module: currentModule, depth: scopes.depth))
    }

    /// What an identifier means in an environment of this unit that is open.
    func resolve(_ identifier: IdentifierID, isDotted: Bool, in environment: DefinitionEnvironment) -> Binding {
        var identifier = identifier
        var environment = environment
        while true {
            guard case .unit(let module, let depth) = environment else {
                guard case .foreign(let binding) = environment else { return .unbound }
                return binding
            }
            if let binding = scopes.lookup(identifier, limit: depth) { return binding }
            guard let alias = syntax.identifiers[identifier].alias else { return topLevelBinding(identifier, isDotted: isDotted, in: module) }
            var outer: Int? = module
            while let position = outer {
                if let definition = topScopes[position].definitions[identifier] { return definition.binding }
                outer = unit.modules[position].parent
            }
            identifier = alias.base
            environment = alias.environment
        }
    }

    /// What a name means at the top level of a module.
    func topLevelBinding(_ identifier: IdentifierID, isDotted: Bool, in module: Int) -> Binding {
        if let definition = topScopes[module].definitions[identifier] { return definition.binding }
        let name = syntax.identifiers[identifier].name
        if let known = topScopes[module].known[name] { return known }
        let found = undefinedBinding(identifier, name, isDotted, module)
        if definitionsKnown { topScopes[module].known[name] = found }
        return found
    }

    private func undefinedBinding(_ identifier: IdentifierID, _ name: String, _ isDotted: Bool, _ module: Int) -> Binding {
        if let imported = importedBinding(name, in: module) { return imported }
        if let parent = unit.modules[module].parent {
            let outer = topLevelBinding(identifier, isDotted: false, in: parent)
            if case .unbound = outer {} else { return outer }
        } else if let builtin = builtinBinding(name) {
            return builtin
        }
        if isDotted, let qualified = qualifiedBinding(name, in: module) { return qualified }
        if let target = qualifierTarget(name, in: module) { return target }
        return hasUnavailableWildcard(module) ? .unavailable : .unbound
    }

    /// What is visible everywhere.
    private func builtinBinding(_ name: String) -> Binding? {
        if let form = SpecialForm.named[name] { return .special(form) }
        if let constant = PredefinedConstant(rawValue: name) { return .constant(constant) }
        if let word = Auxiliary(rawValue: name) { return .auxiliary(word) }
        if name.utf8.count > 1, name.hasPrefix("%"), !context.module.isStandard { return nil }
        guard let row = Library.lookup(name), !Library.isMemberOnly(row) else { return nil }
        return .builtin(row.name)
    }

    private func hasUnavailableWildcard(_ module: Int) -> Bool {
        var position: Int? = module
        while let current = position {
            if topScopes[current].hasUnavailableWildcard { return true }
            position = unit.modules[current].parent
        }
        return false
    }

    /// What the imports of a module bind a name to.
    func importedBinding(_ name: String, in module: Int) -> Binding? {
        if let imports = topScopes[module].explicit[name] {
            for item in imports { usedImports[module].insert(item.use) }
            // Several are the same thing, or have been reported.
            return imports.lazy.compactMap { self.member($0.name, of: $0.target) }.first ?? .unavailable
        }
        if topScopes[module].unavailable.contains(name) { return .unavailable }
        return wildcardBinding(name, in: module)
    }

    private func wildcardBinding(_ name: String, in module: Int) -> Binding? {
        var found: (binding: Binding, target: ModuleTarget, span: SourceSpan)?
        for wildcard in topScopes[module].wildcards {
            guard name.hasPrefix(wildcard.prefix) else { continue }
            let plain = String(name.dropFirst(wildcard.prefix.count))
            guard !plain.isEmpty, !wildcard.excluded.contains(plain), let binding = member(plain, of: wildcard.target) else { continue }
            usedImports[module].insert(wildcard.use)
            topScopes[module].wildcardUses[wildcard.use.form, default: []].insert(name)
            guard let first = found else {
                found = (binding, wildcard.target, wildcard.span)
                continue
            }
            guard !first.binding.isSame(as: binding) else { continue }
            let (left, right) = (displayName(of: first.target), displayName(of: wildcard.target))
            return .wrong(NameProblem(
                code: "AI0322", message: "'\(name)' is ambiguous: wildcard imports from '\(left)' and '\(right)'",
                help: ["import it by name: (import \"\(left)\" (\(name))) or (import \"\(right)\" (\(name)))"]))
        }
        guard let found else { return nil }
        if let builtin = builtinBinding(name), !builtin.isSame(as: found.binding), topScopes[module].hiddenBuiltins[name] == nil {
            topScopes[module].hiddenBuiltins[name] = found.span
        }
        return found.binding
    }

    /// The name stands for a module and for nothing else.
    private func qualifierTarget(_ name: String, in module: Int) -> Binding? {
        guard let qualifiers = qualifiers(name, in: module) else { return nil }
        return qualifiers.first.map { .module($0.target) }
    }

    /// Names at the top level of the module being expanded and of those around it.
    func topLevelNames() -> [String] {
        var names: [String] = []
        var position: Int? = currentModule
        while let module = position {
            names += topScopes[module].definitions.keys.lazy.filter { self.syntax.identifiers[$0].alias == nil }.map { self.syntax.identifiers[$0].name }
            names += topScopes[module].explicit.keys
            for wildcard in topScopes[module].wildcards { names += memberNames(of: wildcard.target).map { wildcard.prefix + $0 } }
            position = unit.modules[module].parent
        }
        return names
    }
}
