import Basics
import Diagnostics

extension ModuleScope {
    mutating func collectDefinitions() {
        for definition in summary.definitions {
            let key = ExportKey(definition.name, definition.space)
            if definitions[key] == nil { definitions[key] = definition.span }
        }
    }

    mutating func collectImports() {
        var earlier: [ImportDeclaration: SourceSpan] = [:]
        for (index, declaration) in summary.imports.enumerated() where declaration.reexport == nil {
            if let severity = policy.repeatedImports {
                let content = declaration.withoutSpans
                if let first = earlier[content] {
                    report(declaration.specifier, declaration.span, severity, .repeatedImport(first: first), index)
                    continue
                }
                earlier[content] = declaration.span
            }
            guard let module = declaration.module, let table = exports.tables[module] else {
                giveUp(declaration, index)
                continue
            }
            for (position, binding) in declaration.bindings.enumerated() {
                let place = ImportPlace(importIndex: index, bindingIndex: position)
                collect(binding, of: declaration, module, table, place)
            }
        }
    }

    /// The module is not there. What it would have bound must not lead to more messages.
    private mutating func giveUp(_ declaration: ImportDeclaration, _ index: Int) {
        for (position, binding) in declaration.bindings.enumerated() {
            let place = ImportPlace(importIndex: index, bindingIndex: position)
            switch binding {
            case .named(let named): unavailable[named.alias] = place
            case .namespace(let alias, _): unavailable[alias] = place
            case .qualifiedOnly(let qualifiers, _): for qualifier in qualifiers { unavailable[qualifier] = place }
            case .wildcard: hasUnavailableWildcard = true
            }
        }
    }

    /// Exporting an imported name is a use of it.
    mutating func markExports() {
        for export in summary.exports {
            for space in NameSpace.allCases where definitions[ExportKey(export.localName, space)] == nil {
                _ = use(export.localName, in: space)
            }
        }
    }

    private mutating func collect(
        _ binding: ImportBinding, of declaration: ImportDeclaration, _ module: ModuleID, _ table: ExportTable, _ place: ImportPlace
    ) {
        switch binding {
        case .named(let named):
            bind(named, of: declaration, module, table, place)
        case .wildcard(let excluding, let prefix, let span):
            if let severity = policy.wildcardImports {
                report(declaration.specifier, span, severity, .wildcardImport, place.importIndex)
            }
            wildcards.append(Wildcard(
                module: module, excluding: excluding, prefix: prefix, isTypeOnly: declaration.isTypeOnly, place: place))
        case .namespace(let alias, let span):
            let space: NameSpace = policy.namespacesAreNames ? .value : .module
            let entry = Explicit(meaning: .namespace(module, place), place: place, span: span)
            bind(ExportKey(alias, space), entry)
        case .qualifiedOnly(let qualifiers, _):
            for qualifier in qualifiers { defaultQualifiers[qualifier, default: []].append((module, place)) }
        }
    }

    private mutating func bind(
        _ named: NamedImport, of declaration: ImportDeclaration, _ module: ModuleID, _ table: ExportTable, _ place: ImportPlace
    ) {
        let exported = table.exports(named: named.name, in: declaration.isTypeOnly ? [.type] : NameSpace.allCases)
        let visible = exported.filter { exports.isVisible($0, of: module, to: summary.module) }
        guard !visible.isEmpty else {
            let kind: ImportProblem.Kind
            if exported.isEmpty {
                kind = .missing(
                    in: module, specifier: declaration.specifier, hidden: exports.definitionSpan(of: named.name, in: module),
                    suggestions: memberSuggestions(for: named.name, of: module))
            } else {
                kind = .notVisible(in: module, specifier: declaration.specifier)
            }
            if unavailable[named.alias] == nil { unavailable[named.alias] = place }
            return report(named.name, named.span, .error, kind, place.importIndex)
        }
        for export in visible {
            // A module that is an export becomes a namespace here.
            let meaning: NameMeaning = export.origin.name.isEmpty
                ? .namespace(export.origin.module, place)
                : .imported(ImportedName(module: module, exportedName: named.name, origin: export.origin, place: place))
            let isNamespace = export.key.space == .module && policy.namespacesAreNames
            let space = isNamespace ? .value : export.key.space
            bind(ExportKey(named.alias, space), Explicit(meaning: meaning, place: place, span: named.aliasSpan))
        }
    }

    private mutating func bind(_ key: ExportKey, _ entry: Explicit) {
        if let span = definitions[key], let severity = policy.definitionHidesImport {
            report(key.name, entry.span, severity, .hidesImport(definition: span), entry.place.importIndex)
        }
        guard let first = explicit[key] else {
            explicit[key] = entry
            return
        }
        // The name spaces of one binding do not meet, so this is another binding.
        let same = first.meaning.origin == entry.meaning.origin
        if same, policy.sameImportTwiceIsFine { return }
        let problem = ImportProblem.Kind.alreadyImported(first: first.span, same: same)
        // A name that is a value and a type is reported once.
        if let last = problems.last, last.span == entry.span, last.kind == problem { return }
        report(key.name, entry.span, .error, problem, entry.place.importIndex)
    }

    mutating func report(
        _ name: String, _ span: SourceSpan, _ severity: Severity, _ kind: ImportProblem.Kind, _ importIndex: Int?
    ) {
        problems.append(ImportProblem(name: name, span: span, severity: severity, kind: kind, importIndex: importIndex))
    }

    /// Definitions and imports that hide something of lower rank.
    mutating func checkHiding() {
        for definition in summary.definitions {
            let key = ExportKey(definition.name, definition.space)
            if let severity = policy.definitionHidesWildcard, !wildcards.isEmpty, case .imported(let hidden)? = wildcardMeaning(of: key) {
                report(key.name, definition.span, severity, .hidesWildcard(hidden), nil)
            }
            if let severity = policy.nameHidesPrelude, prelude.contains(key) {
                report(key.name, definition.span, severity, .hidesPrelude, nil)
            }
        }
        guard let severity = policy.nameHidesPrelude else { return }
        let inSourceOrder = explicit.sorted { ($0.value.place, $0.key) < ($1.value.place, $1.key) }
        for (key, entry) in inSourceOrder where prelude.contains(key) {
            report(key.name, entry.span, severity, .hidesPrelude, entry.place.importIndex)
        }
    }

    /// Imports and imported names of which nothing was used, as far as the policy wants to hear of them.
    ///
    /// An import for its effects, and one that brings only types it re-exports, is for the caller to mark as used.
    public func unusedImports() -> [ImportProblem] {
        var found: [ImportProblem] = []
        for (index, declaration) in summary.imports.enumerated() where declaration.reexport == nil && !declaration.bindings.isEmpty {
            let unused = declaration.bindings.indices.filter {
                !used.contains(ImportPlace(importIndex: index, bindingIndex: $0))
            }
            if unused.count == declaration.bindings.count {
                if let severity = policy.unusedImports {
                    found.append(ImportProblem(
                        name: declaration.specifier, span: declaration.span, severity: severity, kind: .unusedImport,
                        importIndex: index))
                }
                continue
            }
            guard let severity = policy.unusedImportedNames else { continue }
            for position in unused {
                guard case .named(let named) = declaration.bindings[position] else { continue }
                found.append(ImportProblem(
                    name: named.alias, span: named.span, severity: severity, kind: .unusedName, importIndex: index))
            }
        }
        return found
    }
}

extension NameMeaning {
    /// What finally is meant, to tell whether two meanings are the same.
    var origin: ExportOrigin? {
        switch self {
        case .imported(let imported): imported.origin
        case .namespace(let module, _): ExportOrigin(module: module, name: "")
        case .definition, .ambiguous, .ambiguousNamespace, .prelude, .unavailable: nil
        }
    }
}

extension ImportDeclaration {
    /// The declaration without its places, to compare what it says.
    var withoutSpans: ImportDeclaration {
        let plain = bindings.map { binding -> ImportBinding in
            switch binding {
            case .named(let named): .named(NamedImport(name: named.name, alias: named.alias, span: .none))
            case .wildcard(let excluding, let prefix, _): .wildcard(excluding: excluding, prefix: prefix, span: .none)
            case .namespace(let alias, _): .namespace(alias: alias, span: .none)
            case .qualifiedOnly(let qualifiers, _): .qualifiedOnly(qualifiers: qualifiers, span: .none)
            }
        }
        return ImportDeclaration(
            specifier: specifier, module: module, bindings: plain, span: .none, isTypeOnly: isTypeOnly, reexport: reexport)
    }
}
