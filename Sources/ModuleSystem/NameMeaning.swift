import Basics
import Diagnostics

/// Which binding of which import declaration of a module.
public struct ImportPlace: Hashable, Comparable, Sendable {
    /// The position in `ModuleSummary.imports`.
    public let importIndex: Int
    /// The position in `ImportDeclaration.bindings`.
    public let bindingIndex: Int

    public init(importIndex: Int, bindingIndex: Int) {
        self.importIndex = importIndex
        self.bindingIndex = bindingIndex
    }

    public static func < (left: Self, right: Self) -> Bool {
        (left.importIndex, left.bindingIndex) < (right.importIndex, right.bindingIndex)
    }
}

/// A name that a module has from another.
public struct ImportedName: Hashable, Sendable {
    /// The module named by the import, and the name it exports.
    public let module: ModuleID
    public let exportedName: String
    /// The module that defines the thing, and its name there.
    public let origin: ExportOrigin
    public let place: ImportPlace
}

/// What a name at the top level of a module means.
public enum NameMeaning: Hashable, Sendable {
    /// Defined in the module itself, at this place.
    case definition(SourceSpan)
    case imported(ImportedName)
    /// A module under a name.
    case namespace(ModuleID, ImportPlace)
    /// Different things by wildcard imports of equal rank, in source order.
    case ambiguous([ImportedName])
    /// A qualifier that several imports give to different modules, in source order.
    case ambiguousNamespace([ModuleID])
    case prelude
    /// The import of the name has failed, which is reported elsewhere; there is no more to say about its uses.
    case unavailable(ImportPlace)
}

/// What is wrong with the imports of a module, or worth a word. Spans refer to the source of the importer unless it says otherwise.
public struct ImportProblem: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        /// The module does not export the name. `hidden` is where it defines the name for itself, in its own source.
        case missing(in: ModuleID, specifier: String, hidden: SourceSpan?, suggestions: [String])
        /// The module exports the name, but not for this package.
        case notVisible(in: ModuleID, specifier: String)
        /// The name is bound by an earlier import already; `same`: to the same thing.
        case alreadyImported(first: SourceSpan, same: Bool)
        /// The module defines a name that it imports too.
        case hidesImport(definition: SourceSpan)
        /// The module defines a name that a wildcard import brings too.
        case hidesWildcard(ImportedName)
        /// A definition or an explicit import has the name of something of the prelude.
        case hidesPrelude
        case wildcardImport
        /// A name is used that a wildcard import and the prelude have; the import counts.
        case wildcardHidesPrelude(ImportedName)
        /// An earlier import says exactly the same.
        case repeatedImport(first: SourceSpan)
        /// Nothing of the import is used.
        case unusedImport
        case unusedName
    }

    /// The name in question as the importer writes it; the specifier for whole imports.
    public let name: String
    public let span: SourceSpan
    public let severity: Severity
    public let kind: Kind
    /// The position in `ModuleSummary.imports`; `nil` for a definition.
    public let importIndex: Int?
}
