import Basics
import Diagnostics
import Manifest

/// A directory with a manifest.
public struct Project: Sendable {
    /// Absolute canonical path of the directory.
    public let root: String
    public let language: Language
    /// The manifest's text; diagnostics about it point there.
    public let file: SourceFile
    /// What the manifest says; nil when it has errors.
    public let manifest: ProjectManifest?
    public let diagnostics: [Diagnostic]
    /// The manifest holds nothing. It marks the root, which is all that a build of a named entry needs.
    public let isOnlyMarked: Bool

    /// The project that `directory` belongs to: the nearest directory, walking up, with a manifest. Nil if there is none.
    ///
    /// - Parameter language: whose manifest; nil for that of any language.
    public static func find(
        above directory: String, language: Language? = nil, fileSystem: any FileSystem = RealFileSystem()
    ) -> Project? {
        guard var current = try? fileSystem.canonicalPath(directory) else { return nil }
        while true {
            if let project = at(root: current, language: language, fileSystem: fileSystem) { return project }
            let parent = Path.parent(current)
            if parent == current { return nil }
            current = parent
        }
    }

    /// The project whose manifest lies in `root` itself.
    ///
    /// - Parameter root: absolute canonical path.
    public static func at(root: String, language: Language? = nil, fileSystem: any FileSystem = RealFileSystem()) -> Project? {
        for language in language.map({ [$0] }) ?? Language.all {
            for name in language.manifestNames where fileSystem.isRegularFile(Path.join(root, name)) {
                return Project(root: root, language: language, manifestName: name, fileSystem: fileSystem)
            }
        }
        return nil
    }

    private init(root: String, language: Language, manifestName: String, fileSystem: any FileSystem) {
        self.root = root
        self.language = language
        do throws(FileSystemError) {
            file = SourceFile(path: manifestName, bytes: try fileSystem.read(Path.join(root, manifestName)))
            let reading = language.readManifest(file)
            (manifest, diagnostics, isOnlyMarked) = (reading.manifest, reading.diagnostics, reading.isEmpty)
        } catch {
            file = SourceFile(path: manifestName, bytes: [])
            (manifest, diagnostics, isOnlyMarked) = (nil, [DriverDiagnostics.unreadable(error)], false)
        }
    }

    /// Absolute canonical path of the manifest, unless that is a link.
    var manifestPath: String { Path.join(root, file.path) }

    /// Absolute path of the entry module; nil if there is none, which `missingEntry` reports.
    public func entry(fileSystem: any FileSystem = RealFileSystem()) -> String? {
        let candidates = manifest?.entryCandidates ?? []
        return candidates.lazy.map { Path.join(root, $0) }.first { fileSystem.isRegularFile($0) }
    }

    /// Says that the entry module is not there.
    public var missingEntry: Diagnostic { DriverDiagnostics.missingEntry(self) }

    /// Absolute path of a result, by the end of its name: `.wasm`.
    public func output(_ ending: String) -> String? {
        manifest.map { Path.join(Path.join(root, $0.outputDirectory), $0.name + ending) }
    }

    /// What a module of this project that is not in another one's directory is to do with its warnings.
    public var warnings: WarningPolicy { manifest?.warnings ?? .standard }

    /// The note at a warning that the manifest makes an error.
    var denial: String { "a warning that [warnings] in \(file.path) makes an error" }
}
