import Basics
import Diagnostics

/// The names in a directory that can decide what an import means, as text. Saving a file, which may create and rename others on the
/// way, leaves it as it was.
public struct DirectoryListing: Sendable {
    public let text: String

    public init(of directory: String, fileSystem: any FileSystem = RealFileSystem()) throws(FileSystemError) {
        let names = try fileSystem.list(directory).filter { !$0.hasPrefix(".") && !$0.hasSuffix("~") }
        text = names.map { JSONText.quoted($0) + "\n" }.joined()
    }
}
