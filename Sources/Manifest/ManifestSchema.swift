import Diagnostics

/// Which tables and keys a language's manifest has, and what they set.
public struct ManifestSchema: Sendable {
    public struct Table: Sendable {
        /// The usual name first.
        let names: [String]
        let keys: [Key]
        /// Whatever stands in the table is left alone.
        let isIgnored: Bool

        public init(_ names: String..., keys: [Key]) {
            self.names = names
            self.keys = keys
            isIgnored = false
        }

        private init(ignored name: String) {
            names = [name]
            keys = []
            isIgnored = true
        }

        /// A table that other tools read.
        public static func ignored(_ name: String) -> Table { Table(ignored: name) }
    }

    public struct Key: Sendable {
        let name: String
        /// Reads the value; nil for a key that is accepted and not used. Two keys of one name in different tables mean the same.
        let read: (@Sendable (TOMLValue, inout ManifestReader) -> Void)?
        let isRequired: Bool

        init(_ name: String, isRequired: Bool = false, read: (@Sendable (TOMLValue, inout ManifestReader) -> Void)?) {
            self.name = name
            self.read = read
            self.isRequired = isRequired
        }
    }

    let tables: [Table]
    /// The code of errors in a manifest.
    let errorCode: String
    /// The code of warnings about a manifest.
    let warningCode: String
    /// File names of entry modules.
    let entryNames: [String]
    /// Every code that can be allowed or denied: the language's own, then those of shared phases.
    let knownCodes: [String]

    /// - Parameter tables: where a key stands in two tables, the table named first counts.
    public init(errorCode: String, warningCode: String, entryNames: [String], knownCodes: [String], tables: [Table]) {
        self.tables = tables
        self.errorCode = errorCode
        self.warningCode = warningCode
        self.entryNames = entryNames
        self.knownCodes = knownCodes + WarningPolicy.sharedCodes
    }
}

extension ManifestSchema.Key {
    /// A key that is accepted, whatever it holds, and not used.
    public static func unused(_ name: String) -> Self { Self(name, read: nil) }

    /// The name of the package, which every manifest must have.
    public static func packageName(_ name: String) -> Self {
        Self(name, isRequired: true) { value, reader in
            guard let text = reader.string(value, name) else { return }
            if let problem = PackageName.problem(in: text) {
                return reader.error("The package name \(problem)", value.span, label: "this name", help: "results are files of that name")
            }
            reader.manifest.name = text
        }
    }

    public static func text(_ name: String, store: @escaping @Sendable (inout ProjectManifest, String) -> Void) -> Self {
        Self(name) { value, reader in
            if let text = reader.string(value, name) { store(&reader.manifest, text) }
        }
    }

    public static func flag(_ name: String, store: @escaping @Sendable (inout ProjectManifest, Bool) -> Void) -> Self {
        Self(name) { value, reader in
            guard case .boolean(let flag) = value.kind else { return reader.wrongKind(value, name, "true or false") }
            store(&reader.manifest, flag)
        }
    }

    /// A path inside the project.
    public static func path(_ name: String, store: @escaping @Sendable (inout ProjectManifest, String) -> Void) -> Self {
        Self(name) { value, reader in
            if let path = reader.path(value, name) { store(&reader.manifest, path) }
        }
    }

    /// The path of the entry module.
    public static func entry(_ name: String) -> Self {
        Self(name) { value, reader in
            guard let path = reader.path(value, name) else { return }
            reader.manifest.entry = path
            reader.manifest.entrySpan = value.span
        }
    }

    /// One of a few words that change nothing, since there is no choice.
    public static func word(_ name: String, among words: [String]) -> Self {
        Self(name) { value, reader in _ = reader.word(value, name, among: words) }
    }

    /// What happens to warnings in general.
    public static func warningLevel(_ name: String) -> Self {
        Self(name) { value, reader in
            if let word = reader.word(value, name, among: WarningPolicy.Level.allCases.map(\.rawValue)) {
                reader.manifest.warnings.level = WarningPolicy.Level(rawValue: word) ?? .warn
            }
        }
    }

    /// A list of codes of warnings that get a level of their own.
    public static func codes(_ name: String, level: WarningPolicy.Level) -> Self {
        Self(name) { value, reader in reader.readCodes(value, name, level) }
    }
}
