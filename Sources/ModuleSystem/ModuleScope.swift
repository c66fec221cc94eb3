import Basics
import Diagnostics

/// The names at the top level of one module: local before explicitly imported before wildcard before prelude.
///
/// Two wildcard imports that bring different things of one name do no harm until the name is used. Looking up takes
/// constant time, for names by wildcard after the first time. A module nested in another has a scope without prelude; what
/// it does not know is then looked up in the scope of the outer one.
public struct ModuleScope: Sendable {
    /// A meaning given by an import that names it.
    struct Explicit: Sendable {
        let meaning: NameMeaning
        let place: ImportPlace
        let span: SourceSpan
    }

    /// An import of everything.
    struct Wildcard: Sendable {
        let module: ModuleID
        let excluding: Set<String>
        let prefix: String
        let isTypeOnly: Bool
        let place: ImportPlace
    }

    public let summary: ModuleSummary
    let policy: ModulePolicy
    let exports: ExportResolution
    let prelude: Set<ExportKey>
    var definitions: [ExportKey: SourceSpan] = [:]
    var explicit: [ExportKey: Explicit] = [:]
    /// Qualifiers that came without being asked for, with every module they may mean.
    var defaultQualifiers: [String: [(module: ModuleID, place: ImportPlace)]] = [:]
    var wildcards: [Wildcard] = []
    /// A module imported by wildcard is not there, so a name that has no meaning may be one of its names.
    public internal(set) var hasUnavailableWildcard = false
    /// Names whose import has failed, in any name space.
    var unavailable: [String: ImportPlace] = [:]
    /// What the imports themselves are reported for, in source order. Uses are reported by `unusedImports()`.
    public internal(set) var problems: [ImportProblem] = []
    private var wildcardMemo: [ExportKey: NameMeaning?] = [:]
    private(set) var used: Set<ImportPlace> = []
    /// Searching for similar names costs time in proportion to the visible ones, so it is not done without end.
    private(set) var suggestionsLeft = 50

    /// - Parameters:
    ///   - summary: the module.
    ///   - exports: the export tables of the whole program.
    ///   - prelude: the names that every module of the language sees.
    public init(_ summary: ModuleSummary, exports: ExportResolution, policy: ModulePolicy, prelude: Set<ExportKey> = []) {
        self.summary = summary
        self.exports = exports
        self.policy = policy
        self.prelude = prelude
        collectDefinitions()
        collectImports()
        checkHiding()
        markExports()
    }

    /// What `name` means, without taking note of it; `nil` if nothing.
    public func meaning(of name: String, in space: NameSpace = .value) -> NameMeaning? {
        let key = ExportKey(name, space)
        if let meaning = namedMeaning(of: key) { return meaning }
        if let memo = wildcardMemo[key] { return memo ?? preludeMeaning(of: key) }
        return wildcardMeaning(of: key) ?? preludeMeaning(of: key)
    }

    /// What `name` means, and takes note that what it means is used; `nil` if nothing.
    public mutating func use(_ name: String, in space: NameSpace = .value) -> NameMeaning? {
        let key = ExportKey(name, space)
        if namedMeaning(of: key) == nil, wildcardMemo[key] == nil {
            let meaning = wildcardMeaning(of: key)
            wildcardMemo[key] = .some(meaning)
            reportHiddenPrelude(key, meaning)
        }
        let meaning = meaning(of: name, in: space)
        switch meaning {
        case .imported(let imported): used.insert(imported.place)
        case .namespace(_, let place), .unavailable(let place): used.insert(place)
        case .ambiguous(let candidates): used.formUnion(candidates.map(\.place))
        case .ambiguousNamespace:
            used.formUnion((defaultQualifiers[name] ?? []).map(\.place))
        case .definition, .prelude, nil: break
        }
        return meaning
    }

    /// Takes note that an import is used in a way that no lookup of a name shows.
    public mutating func markUsed(_ place: ImportPlace) { used.insert(place) }

    /// What `name` of a namespace denotes; `nil` if the module does not export it, or not for this module.
    public func member(_ name: String, of module: ModuleID, in space: NameSpace = .value) -> ResolvedExport? {
        guard let export = exports.tables[module]?[ExportKey(name, space)] else { return nil }
        return exports.isVisible(export, of: module, to: summary.module) ? export : nil
    }

    /// Names that may have been meant by one that has no meaning; `locals` are those of the scopes inside the module.
    public mutating func suggestions(
        for name: String, in space: NameSpace = .value, locals: some Sequence<String> = [String]()
    ) -> [String] {
        guard suggestionsLeft > 0 else { return [] }
        suggestionsLeft -= 1
        var candidates = Array(locals)
        candidates += definitions.keys.filter { $0.space == space }.map(\.name)
        candidates += explicit.keys.filter { $0.space == space || $0.space == .module }.map(\.name)
        candidates += prelude.filter { $0.space == space }.map(\.name)
        for wildcard in wildcards {
            let table = exports.tables[wildcard.module]
            for export in table?.exports ?? [] where export.key.space == space { candidates.append(wildcard.prefix + export.key.name) }
        }
        return closestMatches(to: name, among: candidates)
    }

    /// Names that may have been meant by one that `module` does not export.
    public mutating func memberSuggestions(for name: String, of module: ModuleID) -> [String] {
        guard suggestionsLeft > 0 else { return [] }
        suggestionsLeft -= 1
        let visible = (exports.tables[module]?.exports ?? []).filter { exports.isVisible($0, of: module, to: summary.module) }
        return closestMatches(to: name, among: visible.lazy.map(\.key.name))
    }

    // MARK: Ranks

    /// Local and explicit meanings, and qualifiers.
    private func namedMeaning(of key: ExportKey) -> NameMeaning? {
        if let span = definitions[key] { return .definition(span) }
        if let entry = explicit[key] { return entry.meaning }
        if let place = unavailable[key.name] { return .unavailable(place) }
        guard key.space == (policy.namespacesAreNames ? .value : .module), let candidates = defaultQualifiers[key.name] else {
            return nil
        }
        let modules = candidates.map(\.module)
        return Set(modules).count == 1 ? .namespace(modules[0], candidates[0].place) : .ambiguousNamespace(modules)
    }

    private func preludeMeaning(of key: ExportKey) -> NameMeaning? { prelude.contains(key) ? .prelude : nil }

    func wildcardMeaning(of key: ExportKey) -> NameMeaning? {
        let candidates = wildcardCandidates(of: key)
        guard let first = candidates.first else { return nil }
        return candidates.count == 1 || policy.wildcardClash == .firstWins ? .imported(first) : .ambiguous(candidates)
    }

    /// The different things that wildcard imports bring under a name, in source order.
    public func wildcardCandidates(of key: ExportKey) -> [ImportedName] {
        var found: [ImportedName] = []
        for wildcard in wildcards where !wildcard.isTypeOnly || key.space == .type {
            guard key.name.hasPrefix(wildcard.prefix) else { continue }
            let name = String(key.name.dropFirst(wildcard.prefix.count))
            guard !wildcard.excluding.contains(name), let export = member(name, of: wildcard.module, in: key.space) else { continue }
            guard !found.contains(where: { $0.origin == export.origin }) else { continue }
            found.append(ImportedName(
                module: wildcard.module, exportedName: name, origin: export.origin, place: wildcard.place))
        }
        return found
    }

    private mutating func reportHiddenPrelude(_ key: ExportKey, _ meaning: NameMeaning?) {
        guard let severity = policy.wildcardHidesPrelude, prelude.contains(key), case .imported(let imported)? = meaning else { return }
        let place = imported.place
        let span = summary.imports[place.importIndex].bindings[place.bindingIndex].span
        report(key.name, span, severity, .wildcardHidesPrelude(imported), place.importIndex)
    }
}
