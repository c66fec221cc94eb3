import Diagnostics
import Manifest

extension AtlasFrontEnd {
    public func readManifest(_ file: SourceFile) -> ManifestReading { Self.manifest.read(file) }

    public func projectTemplate(name: String) -> ProjectTemplate { AtlasTemplate.files(name: name) }

    /// The codes that warnings have; some of them are codes of errors elsewhere.
    static let warningCodes = ["AT2001", "AT2002", "AT2009", "AT2010", "AT2012", "AT2013", "AW9999"]

    /// What `atlas.toml` may hold.
    private static let manifest = ManifestSchema(
        errorCode: "AT9999", warningCode: "AW9999", entryNames: ["main.atl"], knownCodes: warningCodes,
        tables: [
            .init("build", keys: [
                .entry("entry"),
                .path("source") { $0.sourceDirectory = $1 },
                .path("output") { $0.outputDirectory = $1 },
            ]),
            .init("package", "project", keys: [
                .packageName("name"),
                .text("version") { $0.version = $1 },
                .entry("entry"),
                .unused("edition"), .unused("description"), .unused("authors"), .unused("license"), .unused("repository"),
            ]),
            .init("compiler", keys: [
                .flag("optimize") { $0.optimizes = $1 },
                .flag("debug") { $0.keepsDebugInformation = $1 },
                .word("target", among: ["wasm", "wasm32-wasi"]),
            ]),
            .init("warnings", keys: [
                .warningLevel("level"),
                .codes("allow", level: .allow),
                .codes("deny", level: .deny),
            ]),
            .ignored("dependencies"), .ignored("formatting"), .ignored("security"),
        ])
}
