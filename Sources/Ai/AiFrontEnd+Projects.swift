import Diagnostics
import Manifest

extension AiFrontEnd {
    public func readManifest(_ file: SourceFile) -> ManifestReading { Self.manifest.read(file) }

    public func projectTemplate(name: String) -> ProjectTemplate {
        ProjectTemplate([
            .init(".gitignore", "/target/\n"),
            .init("README.md", Self.readme(name)),
            .init("main.ai", Self.main),
            .init("greeting.ai", Self.greeting),
            .init("ai.toml", Self.manifestText(name)),
        ])
    }

    /// What `ai.toml` may hold.
    private static let manifest = ManifestSchema(
        errorCode: "LC0006", warningCode: "LC0007", entryNames: ["main.ai"],
        knownCodes: WarningCodes.all.map(\.code) + ["AI0203", "LC0007"],
        tables: [
            .init("package", "project", keys: [
                .packageName("name"),
                .text("version") { $0.version = $1 },
                .entry("entry"),
                .unused("description"), .unused("authors"), .unused("license"), .unused("repository"),
            ]),
            .init("build", keys: [.entry("entry"), .path("output") { $0.outputDirectory = $1 }]),
            .init("compiler", keys: [.flag("optimize") { $0.optimizes = $1 }, .flag("debug") { $0.keepsDebugInformation = $1 }]),
            .init("warnings", keys: [
                .warningLevel("level"),
                .codes("allow", level: .allow), .codes("warn", level: .warn), .codes("deny", level: .deny),
            ]),
            .ignored("dependencies"),
        ])

    private static func readme(_ name: String) -> String {
        """
        # \(name)

            langc run         # build and run the program
            langc build       # write target/\(name).wasm
            langc check       # only say what is wrong

        `main.ai` is the program; it imports `greeting.ai`.

        """
    }

    private static func manifestText(_ name: String) -> String {
        """
        [package]
        name = "\(name)"
        version = "0.1.0"

        [warnings]
        level = "warn"          # or "allow", or "deny": warnings are errors

        """
    }

    private static let main = """
        (import "greeting" (greet))

        (print (greet "world"))

        """

    private static let greeting = """
        (module greeting [greet]
          ;; The words with which `name` is met.
          (define (greet name)
            (str "Hello, " name "!")))

        """
}
