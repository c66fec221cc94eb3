/// Finds the text that a diagnostic points into.
public protocol SourceProvider: Sendable {
    /// The file whose `SourceFile.path` is `path`; `nil` if its text is not at hand, as with an object from elsewhere.
    func source(at path: String) -> SourceFile?
}

/// Source files by path.
public struct SourceMap: SourceProvider {
    private var files: [String: SourceFile] = [:]

    public init(_ files: some Sequence<SourceFile> = []) {
        for file in files { add(file) }
    }

    /// Adds a file, in place of an earlier one of the same path.
    public mutating func add(_ file: SourceFile) { files[file.path] = file }

    public func source(at path: String) -> SourceFile? { files[path] }
}
