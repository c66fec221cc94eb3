import Basics
import Diagnostics
import ModuleSystem

/// Members of modules, and dotted names (11.6).
extension Expander {
    /// What a module exports under a name; nil if it does not.
    func member(_ name: String, of target: ModuleTarget) -> Binding? {
        switch target {
        case .unit(let module): return exportedBinding(name, of: module)
        case .other(let module, let path): return interfaceMember(name, module, path)
        case .library(let module):
            // SRFI 1 has its own order of arguments for `fold`.
            guard module != "srfi-1" else { return Library.lookup("%srfi-1-" + name).map { .builtin($0.name) } }
            guard let row = Library.lookup(name), Library.exports(row, from: module) || module == "*" else { return nil }
            return .builtin(row.name)
        }
    }

    private func interfaceMember(_ name: String, _ module: ModuleID, _ path: [String]) -> Binding? {
        guard let interface = context.interfaces[module] else { return nil }
        if path.isEmpty {
            guard let export = interface.export(named: name), !export.isHidden else { return nil }
            return binding(of: export, in: interface)
        }
        guard let export = interface.export(named: (path + [name]).joined(separator: ".")), export.isHidden else { return nil }
        return binding(of: export, in: interface)
    }

    /// What an export of another file is to code that names it.
    func binding(of export: InterfaceExport, in interface: ModuleInterface) -> Binding? {
        let origin = export.origin ?? ExportOrigin(module: interface.module, name: export.name)
        if origin.module == context.module, definitionsKnown, let own = ownBinding(origin.name) { return own }
        switch export.kind {
        case .type: return nil
        case .module: return .module(.other(origin.module, path: origin.name.isEmpty ? [] : origin.name.split(separator: ".").map(String.init)))
        case .syntax: return foreignSyntax(export, origin)
        case .function, .variable:
            let isLate = context.cycle.contains(origin.module)
            let kind = ExportPayload(export.payload)?.kind(isLate: isLate) ?? foreignKind(export, isLate: isLate)
            return .imported(ImportedName(module: origin.module, name: origin.name, kind: kind))
        }
    }

    /// What the export of a module of another language is.
    private func foreignKind(_ export: InterfaceExport, isLate: Bool) -> ImportedName.Kind {
        guard case .function(let signature) = export.kind else { return .variable(isChecked: isLate) }
        return .procedure(parameters: signature.parameters.count, hasRest: false)
    }

    /// What this unit calls something that comes back to it through an import cycle: `x`, or `trig.sin` for a nested module's.
    func ownBinding(_ name: String) -> Binding? {
        var segments = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard let last = segments.popLast() else { return nil }
        if let found = topScopes.first?.definitions[syntax.identifiers.symbol(name)] { return found.binding }
        var module = 0
        for segment in segments {
            guard let nested = unit.modules.firstIndex(where: { $0.parent == module && $0.name == segment }) else { return nil }
            module = nested
        }
        return topScopes[module].definitions[syntax.identifiers.symbol(last)]?.binding
    }

    /// The names that a module exports.
    func memberNames(of target: ModuleTarget) -> [String] {
        switch target {
        case .unit(let module): return exportedNames(of: module)
        case .other(let module, let path):
            let exports = context.interfaces[module]?.exports ?? []
            guard !path.isEmpty else { return exports.filter { !$0.isHidden && !$0.kind.isType }.map(\.name) }
            let prefix = path.joined(separator: ".") + "."
            return exports.filter { $0.name.hasPrefix(prefix) }.map { String($0.name.dropFirst(prefix.count)) }.filter { !$0.contains(".") }
        case .library(let module):
            return Library.all.filter { Library.exports($0, from: module) && !$0.name.hasPrefix("%") }.map(\.name)
        }
    }

    /// What a module is called in messages.
    func displayName(of target: ModuleTarget) -> String {
        switch target {
        case .unit(let module): return unit.modules[module].name
        case .other(let module, let path):
            if let last = path.last { return last }
            return displayName(of: module)
        case .library(let name): return "std/" + name
        }
    }

    func displayName(of module: ModuleID) -> String {
        if module == context.module { return unit.modules.first?.name ?? module.text }
        if let name = context.interfaces[module]?.name, !name.isEmpty { return name }
        let file = module.lastComponent
        return String(file.prefix { $0 != "." })
    }

    /// The module that a variable of another file belongs to.
    func displayName(of imported: ImportedName) -> String {
        let segments = imported.name.split(separator: ".")
        return segments.count > 1 ? String(segments[segments.count - 2]) : displayName(of: imported.module)
    }

    // MARK: Qualifiers

    /// The modules that a name before a dot may mean: explicit qualifiers before default ones, those of inner modules before those of outer.
    func qualifiers(_ name: String, in module: Int) -> [TopScope.Qualifier]? {
        var position: Int? = module
        while let current = position {
            if let found = topScopes[current].explicitQualifiers[name] ?? topScopes[current].defaultQualifiers[name] {
                for use in found.compactMap(\.use) { usedImports[current].insert(use) }
                return found
            }
            if let imported = importedModule(name, in: current) { return [TopScope.Qualifier(target: imported, use: nil, span: .none)] }
            position = unit.modules[current].parent
        }
        return nil
    }

    /// A nested module that an import brought.
    private func importedModule(_ name: String, in module: Int) -> ModuleTarget? {
        guard case .module(let target) = importedBinding(name, in: module) else { return nil }
        return target
    }

    /// What a dotted name means as a qualified one; nil if no part of it is a qualifier.
    func qualifiedBinding(_ name: String, in module: Int) -> Binding? {
        let segments = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        for count in stride(from: segments.count - 1, to: 0, by: -1) {
            let prefix = segments[..<count].joined(separator: ".")
            if isUnavailable(prefix, in: module) { return .unavailable }
            guard let qualifiers = qualifiers(prefix, in: module), let first = qualifiers.first else { continue }
            if let other = qualifiers.first(where: { $0.target != first.target }) {
                let names = "'\(qualifierText(first.target))', '\(qualifierText(other.target))'"
                return .wrong(NameProblem(
                    code: "AI0324", message: "qualifier '\(prefix)' is ambiguous: \(names)", help: ["give one of the imports a qualifier with :as"]))
            }
            return path(segments[count...], from: first.target)
        }
        return unimported(segments)
    }

    private func isUnavailable(_ name: String, in module: Int) -> Bool {
        var position: Int? = module
        while let current = position {
            if topScopes[current].unavailable.contains(name) { return true }
            position = unit.modules[current].parent
        }
        return false
    }

    private func qualifierText(_ target: ModuleTarget) -> String {
        if case .other(let module, let path) = target { return ([module.text] + path).joined(separator: ".") }
        return displayName(of: target)
    }

    private func path(_ segments: ArraySlice<String>, from start: ModuleTarget) -> Binding {
        var target = start
        for (offset, segment) in segments.enumerated() {
            guard let found = member(segment, of: target) else {
                var problem = missing(segment, in: target)
                problem.isDeferred = context.defersModuleErrors
                return .wrong(problem)
            }
            guard offset < segments.count - 1 else { return found }
            guard case .module(let next) = found else {
                let message = "'\(segment)' of module '\(displayName(of: target))' is not a module"
                return .wrong(NameProblem(code: "AI0333", message: message, help: ["only a nested module has members"]))
            }
            target = next
        }
        return .unbound
    }

    /// A module of the program that is not imported here.
    private func unimported(_ segments: [String]) -> Binding? {
        for count in stride(from: segments.count - 1, to: 0, by: -1) {
            let path = segments[..<count].joined(separator: "/")
            guard context.reachable.contains(path) else { continue }
            return .wrong(NameProblem(code: "AI0330", message: "module '\(path)' is not imported", help: ["add (import \"\(path)\" ())"]))
        }
        return nil
    }

    /// `math.cube` for `math/cube`, if that is a member.
    func qualifiedSpelling(of name: String) -> String? {
        guard name.contains("/") else { return nil }
        let dotted = name.split(separator: "/", omittingEmptySubsequences: false).joined(separator: ".")
        guard !dotted.hasPrefix("."), !dotted.hasSuffix("."), let first = dotted.split(separator: ".").first,
            qualifiers(String(first), in: currentModule) != nil
        else { return nil }
        return dotted
    }

    func memberHelp(_ name: String, _ target: ModuleTarget) -> [String] {
        guard let member = memberNames(of: target).first else { return [] }
        return ["name a member, such as \(name).\(member)"]
    }

    /// AI0511 for a variable that looks like a qualified name.
    func checkDottedName(_ id: DatumID) {
        guard case .symbol(let symbol) = syntax[id].kind, symbol.isDotted, let first = symbol.name.split(separator: ".").first,
            qualifiers(String(first), in: currentModule) != nil
        else { return }
        warning(
            "AI0511", "'\(symbol.name)' is a variable, though '\(first)' is a qualifier", at: syntax.span(id),
            help: ["it hides the member of that name; use a name without a dot"])
    }
}
