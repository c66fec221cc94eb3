import Diagnostics

/// Where the module systems of the languages differ. The algorithms read this value and know no language.
public struct ModulePolicy: Hashable, Sendable {
    /// What two wildcard imports with different things of one name mean.
    public enum WildcardClash: Hashable, Sendable {
        /// An error, where the name is used.
        case errorOnUse
        /// The first import wins.
        case firstWins
    }

    /// How a cycle of imports is reported; `nil` if it is as good as anything. One member of a cycle whose language makes it
    /// an error is enough.
    public var cycles: Severity?
    public var wildcardClash: WildcardClash
    /// A module that imports itself counts as a cycle; if false, such an import is wrong by itself.
    public var mayImportItself: Bool
    /// A module is checked even though modules that it imports have errors; its checker says nothing of what those would export.
    public var checksBehindErrors: Bool
    /// How a wildcard import is reported.
    public var wildcardImports: Severity?
    /// A namespace may be stored, passed and compared like any value.
    public var namespacesAreValues: Bool
    /// A namespace shares the names of values; if false, a variable and a qualifier of one name do not meet.
    public var namespacesAreNames: Bool
    /// How an import is reported of which nothing is used.
    public var unusedImports: Severity?
    /// How an imported name is reported that is not used, while others of the same import are.
    public var unusedImportedNames: Severity?
    /// How the exact repetition of an import is reported.
    public var repeatedImports: Severity?
    /// Two explicit imports of the same thing under one name are fine.
    public var sameImportTwiceIsFine: Bool
    /// Exporting the same thing twice under one name is fine.
    public var sameExportTwiceIsFine: Bool
    /// How a definition with the name of an explicit import is reported. If it is no error, the definition wins.
    public var definitionHidesImport: Severity?
    /// How a definition with the name of something imported by wildcard is reported.
    public var definitionHidesWildcard: Severity?
    /// How an explicit import or a definition with the name of something of the prelude is reported.
    public var nameHidesPrelude: Severity?
    /// How the use of a name imported by wildcard is reported that the prelude has too.
    public var wildcardHidesPrelude: Severity?
    /// The visibilities that the language can express.
    public var visibilities: [Visibility]

    /// A strict policy: every member that is not named here can be set afterwards.
    public init(cycles: Severity? = .error, namespacesAreValues: Bool = false) {
        self.cycles = cycles
        self.namespacesAreValues = namespacesAreValues
        wildcardClash = .errorOnUse
        mayImportItself = true
        checksBehindErrors = false
        wildcardImports = nil
        namespacesAreNames = true
        unusedImports = nil
        unusedImportedNames = nil
        repeatedImports = nil
        sameImportTwiceIsFine = false
        sameExportTwiceIsFine = false
        definitionHidesImport = .error
        definitionHidesWildcard = nil
        nameHidesPrelude = nil
        wildcardHidesPrelude = nil
        visibilities = [.module, .everywhere]
    }
}
