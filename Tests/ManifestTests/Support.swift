import Diagnostics
import Manifest

/// A schema with one key of each sort.
let schema = ManifestSchema(
    errorCode: "E1", warningCode: "W1", entryNames: ["main.x", "index.x"], knownCodes: ["W1", "W2", "W3"],
    tables: [
        .init("build", keys: [.entry("entry"), .path("source") { $0.sourceDirectory = $1 }, .path("output") { $0.outputDirectory = $1 }]),
        .init("package", "project", keys: [
            .packageName("name"), .text("version") { $0.version = $1 }, .entry("entry"), .unused("authors"),
        ]),
        .init("compiler", keys: [
            .flag("optimize") { $0.optimizes = $1 }, .flag("debug") { $0.keepsDebugInformation = $1 }, .word("target", among: ["wasm"]),
        ]),
        .init("warnings", keys: [.warningLevel("level"), .codes("allow", level: .allow), .codes("deny", level: .deny)]),
        .ignored("dependencies"),
    ])

func read(_ text: String) -> ManifestReading { schema.read(SourceFile(path: "x.toml", text: text)) }

/// `CODE line:column-line:column message` of everything that is said about a manifest.
func problems(_ text: String) -> [String] {
    let file = SourceFile(path: "x.toml", text: text)
    return schema.read(file).diagnostics.map { diagnostic in
        guard let label = diagnostic.primary else { return "\(diagnostic.code) - \(diagnostic.message)" }
        let start = file.position(of: Int(label.span.start))
        let end = file.position(of: Int(label.span.end))
        return "\(diagnostic.code) \(start.line):\(start.column)-\(end.line):\(end.column) \(diagnostic.message)"
    }
}
