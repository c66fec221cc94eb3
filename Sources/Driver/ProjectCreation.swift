import Basics
import Manifest

/// Makes a new project, and undoes what it did when something goes wrong.
public struct ProjectCreation {
    public enum Problem: Error, Hashable, Sendable {
        /// The name is not one for a project; says why, to follow the name.
        case name(String)
        /// The directory exists and holds something.
        case occupied
        case file(FileSystemError)
    }

    private let fileSystem: any FileSystem
    /// What was made, first things first.
    private var made: [String] = []

    /// Makes a project of a language in a directory that is not there yet, or is empty. After a failure everything is as it was.
    ///
    /// - Returns: the paths of the files, relative to the directory.
    public static func create(
        _ name: String, _ language: Language, in directory: String, fileSystem: any FileSystem = RealFileSystem()
    ) -> Result<[String], Problem> {
        if let problem = PackageName.problemForNew(name) { return .failure(.name(problem)) }
        let template = language.projectTemplate(name)
        var creation = ProjectCreation(fileSystem: fileSystem)
        do throws(FileSystemError) {
            if fileSystem.exists(directory), !(try fileSystem.list(directory)).isEmpty { return .failure(.occupied) }
            try creation.makeDirectory(directory)
            for file in template.files {
                let path = Path.join(directory, file.path)
                try creation.makeDirectory(Path.parent(path))
                try fileSystem.write(file.text, to: path)
                creation.made.append(path)
            }
        } catch {
            creation.undo()
            return .failure(.file(error))
        }
        return .success(template.files.map(\.path))
    }

    private init(fileSystem: any FileSystem) { self.fileSystem = fileSystem }

    /// Makes a directory and those above it that are not there, one by one.
    private mutating func makeDirectory(_ path: String) throws(FileSystemError) {
        var missing: [String] = []
        var current = path
        while !fileSystem.exists(current) {
            missing.append(current)
            let parent = Path.parent(current)
            if parent == current { break }
            current = parent
        }
        for directory in missing.reversed() {
            try fileSystem.createDirectories(directory)
            made.append(directory)
        }
        guard fileSystem.isDirectory(path) else { throw FileSystemError(path: path, cause: .notDirectory) }
    }

    /// Removes what was made; there is no help where even that fails.
    private func undo() {
        for path in made.reversed() { try? fileSystem.remove(path) }
    }
}
