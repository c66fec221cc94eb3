import Basics
import Diagnostics

/// A public name in one name space.
public struct ExportKey: Hashable, Comparable, Sendable {
    public let name: String
    public let space: NameSpace

    public init(_ name: String, _ space: NameSpace = .value) {
        self.name = name
        self.space = space
    }

    public static func < (left: Self, right: Self) -> Bool { (left.name, left.space) < (right.name, right.space) }
}

/// An exported name and what it finally denotes.
public struct ResolvedExport: Hashable, Sendable {
    public let key: ExportKey
    /// The module that defines the thing, and its name there.
    public let origin: ExportOrigin
    public let visibility: Visibility
    /// The origin is another module than the one whose table this is in.
    public let isReexport: Bool
}

/// Everything that a module makes visible to others, re-exports resolved.
public struct ExportTable: Sendable {
    private let entries: [ExportKey: ResolvedExport]
    /// All exports, sorted by name.
    public let exports: [ResolvedExport]

    init(_ resolved: [ResolvedExport]) {
        exports = resolved.sorted { $0.key < $1.key }
        entries = Dictionary(uniqueKeysWithValues: resolved.map { ($0.key, $0) })
    }

    public subscript(key: ExportKey) -> ResolvedExport? { entries[key] }

    /// The export called `name` in whichever of `spaces` has it, in their order.
    public func exports(named name: String, in spaces: [NameSpace] = NameSpace.allCases) -> [ResolvedExport] {
        spaces.compactMap { entries[ExportKey(name, $0)] }
    }
}

/// What is wrong with the exports of a module. Spans refer to the source of `module`.
public struct ExportProblem: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        /// An exported name is neither defined nor imported.
        case undefined
        /// One public name is given twice; `first` is where it was given first.
        case duplicate(first: SourceSpan)
        /// Two wildcard re-exports bring different things of one name.
        case wildcardClash(first: ExportOrigin, firstSpan: SourceSpan, second: ExportOrigin)
        /// The module of a re-export does not export the name. `hidden` is where it defines the name for itself, if it does.
        case missing(in: ModuleID, specifier: String, hidden: SourceSpan?)
        /// Re-exports name one another and no origin: the modules along the way, the first repeated at the end.
        case cycle([ModuleID])
        /// The name would become visible farther than the module it comes from allows.
        case widens(from: Visibility, to: Visibility)
    }

    public let module: ModuleID
    public let name: String
    public let span: SourceSpan
    public let kind: Kind
}

/// The export tables of all modules of a program.
public struct ExportResolution: Sendable {
    public let tables: [ModuleID: ExportTable]
    /// Sorted by module and span.
    public let problems: [ExportProblem]
    /// For every module the places of its definitions.
    let definitions: [ModuleID: [ExportKey: SourceSpan]]
    let packages: [ModuleID: String]

    /// Follows every export to its origin. Linear in definitions, imports and resolved exports.
    /// - Parameters:
    ///   - summaries: modules known by their source, each id once.
    ///   - interfaces: modules known by their interface only, none of which has a summary. Their exports name their origins
    ///     already, so what those import need not be known.
    ///   - policies: by the name of the language; a missing one counts as `ModulePolicy()`.
    public init(_ summaries: [ModuleSummary], interfaces: [ModuleInterface] = [], policies: [String: ModulePolicy]) {
        let summaries = summaries + interfaces.map {
            ModuleSummary(module: $0.module, language: $0.language, sourcePath: $0.sourcePath)
        }
        var resolver = ExportResolver(summaries, policies)
        for (offset, interface) in interfaces.enumerated() {
            resolver.addExports(of: interface, as: summaries.count - interfaces.count + offset)
        }
        resolver.run()
        var tables: [ModuleID: ExportTable] = [:]
        var definitions: [ModuleID: [ExportKey: SourceSpan]] = [:]
        var packages: [ModuleID: String] = [:]
        for (index, summary) in summaries.enumerated() {
            tables[summary.module] = ExportTable(resolver.resolvedExports(of: index))
            definitions[summary.module] = resolver.definitions[index]
            packages[summary.module] = summary.package
        }
        self.tables = tables
        self.definitions = definitions
        self.packages = packages
        problems = resolver.sortedProblems()
    }

    /// Where `module` defines `name`, exported or not.
    public func definitionSpan(of name: String, in module: ModuleID) -> SourceSpan? {
        NameSpace.allCases.lazy.compactMap { definitions[module]?[ExportKey(name, $0)] }.first
    }

    /// Whether modules of the package of `importer` may name `export` of `module`.
    public func isVisible(_ export: ResolvedExport, of module: ModuleID, to importer: ModuleID) -> Bool {
        switch export.visibility {
        case .everywhere: true
        case .package: packages[module] == packages[importer]
        case .module: module == importer
        }
    }
}
