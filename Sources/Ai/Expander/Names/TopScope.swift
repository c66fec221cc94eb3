import Basics
import Diagnostics
import ModuleSystem

/// The names at the top level of a module of the unit. Strongest first: definitions and explicit imports, wildcard imports, then what the
/// module around it has, and the library last.
struct TopScope {
    struct Definition {
        let binding: Binding
        let span: SourceSpan
        /// The position in `Expander.items` that the definition got, which is in the order of the text.
        let item: Int
    }

    /// A name taken from a module.
    struct ExplicitImport {
        let target: ModuleTarget
        /// What the module calls it.
        let name: String
        let use: ImportUse
        let span: SourceSpan
    }

    struct WildcardImport {
        let target: ModuleTarget
        let excluded: Set<String>
        let prefix: String
        let use: ImportUse
        let span: SourceSpan
    }

    /// A name before a dot.
    struct Qualifier {
        let target: ModuleTarget
        /// Nil for a nested module, which is a qualifier where it stands.
        let use: ImportUse?
        let span: SourceSpan
    }

    var definitions: [IdentifierID: Definition] = [:]
    var explicit: [String: [ExplicitImport]] = [:]
    var wildcards: [WildcardImport] = []
    var explicitQualifiers: [String: [Qualifier]] = [:]
    var defaultQualifiers: [String: [Qualifier]] = [:]
    /// Names of imports that have failed, and qualifiers they would have made.
    var unavailable: Set<String> = []
    var hasUnavailableWildcard = false
    /// What names without a definition mean, once all definitions are known.
    var known: [String: Binding] = [:]
    /// The names used of each wildcard import, by its form.
    var wildcardUses: [Int: Set<String>] = [:]
    /// Names of the library that a wildcard import hides, and that are used.
    var hiddenBuiltins: [String: SourceSpan] = [:]
}

/// An import form of a module, and which of its names; the form as a whole, its wildcard or its qualifier without one.
struct ImportUse: Hashable {
    let form: Int
    let item: Int?
}

/// A form at the top level of a module.
struct TopLevelItem {
    enum Kind {
        case define(TopLevelID, DefinedValue)
        /// A definition of a name that is defined already.
        case assign(TopLevelID, DefinedValue)
        case values([TopLevelID], rest: TopLevelID?, DatumID)
        case expression(DatumID)
        /// A definition that leaves nothing to do.
        case done
    }

    let module: Int
    let form: DatumID
    let kind: Kind
}
