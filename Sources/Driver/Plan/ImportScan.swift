import Basics
import Diagnostics
import ModuleSystem

/// What planning reads of a module, as text: as long as it stays the same, so does the plan.
public struct ImportScan: Sendable {
    public let text: String

    init(_ parsed: ParsedUnit) {
        var lines: [String] = []
        lines += parsed.summary.imports.map { "import \(JSONText.quoted($0.specifier))" }
        lines += parsed.included.map { "include \(JSONText.quoted($0.path))" }
        lines += parsed.attachment.map { "attachment \(JSONText.quoted($0))" }
        lines += parsed.summary.definitions.filter { $0.space == .module }.map { "module \(JSONText.quoted($0.name))" }
        text = lines.map { $0 + "\n" }.joined()
    }

    /// Looks at one module, by its path from the root.
    public init(of path: String, root: String, fileSystem: any FileSystem = RealFileSystem()) throws(FileSystemError) {
        let place = Path.join(root, path)
        let file = SourceFile(path: path, bytes: try fileSystem.read(place))
        let parsed = runOnLargeStack(bytes: compilerStackSize) {
            Language.ofEntry(path: path).parse(file, ModuleID(path)) { name in
                let included = Path.join(Path.parent(place), name)
                guard let bytes = try? fileSystem.read(included) else { return nil }
                return SourceFile(path: Path.relative(included, from: root), bytes: bytes)
            }
        }
        self.init(parsed)
    }
}
