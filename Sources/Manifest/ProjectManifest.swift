import Diagnostics

/// What a project says about itself, whatever its language. Paths are relative to the directory of the manifest and lie inside it.
public struct ProjectManifest: Sendable {
    /// Usable as the name of a file.
    public var name = ""
    public var version: String?
    /// The entry module, if the manifest names it.
    public var entry: String?
    /// Where the manifest names the entry.
    public var entrySpan: SourceSpan?
    /// File names of entry modules that are looked for when `entry` is absent.
    public var usualEntries: [String] = []
    public var sourceDirectory = Self.usualSourceDirectory
    public var outputDirectory = "target"
    /// Whether to optimize; nil leaves it to the command.
    public var optimizes: Bool?
    /// Whether to keep names and source positions; nil leaves it to the command.
    public var keepsDebugInformation: Bool?
    public var warnings = WarningPolicy.standard

    public init() {}

    static let usualSourceDirectory = "src"

    /// Where the entry module may be; the first that is there counts.
    public var entryCandidates: [String] {
        if let entry { return [entry] }
        var candidates: [String] = []
        for directory in [sourceDirectory, Self.usualSourceDirectory, "."] {
            for name in usualEntries {
                let path = directory == "." ? name : "\(directory)/\(name)"
                if !candidates.contains(path) { candidates.append(path) }
            }
        }
        return candidates
    }
}

/// What came of reading a manifest.
public struct ManifestReading: Sendable {
    /// Nil when there are errors.
    public var manifest: ProjectManifest?
    public var diagnostics: [Diagnostic]
    /// The file holds no keys at all. It marks the root of a project and cannot be built without naming the entry.
    public var isEmpty: Bool

    public init(manifest: ProjectManifest?, diagnostics: [Diagnostic], isEmpty: Bool) {
        self.manifest = manifest
        self.diagnostics = diagnostics
        self.isEmpty = isEmpty
    }
}
