import Basics
import Diagnostics

extension BuildResult {
    /// Adds the sources with these paths that are not known yet, from the first of the directories that has them.
    mutating func addSources(_ paths: [String], from directories: [String], fileSystem: some FileSystem = RealFileSystem()) {
        for path in paths where sources.source(at: path) == nil && Language.of(path: path) != nil {
            let found = directories.lazy.map { Path.join($0, path) }.first { fileSystem.isRegularFile($0) }
            if let found, let bytes = try? fileSystem.read(found) { sources.add(SourceFile(path: path, bytes: bytes)) }
        }
    }

    /// Adds the sources into which diagnostics and source maps point, as far as they are found below one of the directories. Objects know the
    /// paths of their sources only from the root of their project.
    public mutating func findSources(in directories: [String], fileSystem: some FileSystem) {
        addSources(link?.sourceMap?.sources ?? [], from: directories, fileSystem: fileSystem)
        var known: Set<String> = []
        for label in diagnostics.flatMap({ [$0.primary].compactMap { $0 } + $0.secondary }) {
            guard sources.source(at: label.path) == nil, Language.of(path: label.path) != nil, known.insert(label.path).inserted else { continue }
            for directory in directories {
                let path = Path.join(directory, label.path)
                guard fileSystem.isRegularFile(path), let bytes = try? fileSystem.read(path) else { continue }
                let file = SourceFile(path: label.path, bytes: bytes)
                // A file of the same name that is not the one that was compiled is no use.
                if let position = label.position, file.position(of: Int(label.span.start)) != position { continue }
                sources.add(file)
                break
            }
        }
    }
}
