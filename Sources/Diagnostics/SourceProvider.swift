/// Finds the text that a diagnostic points into.
public protocol SourceProvider: Sendable {
    /// The file whose `SourceFile.path` is `path`; `nil` if its text is not at hand, as with an object from elsewhere.
    func source(at path: String) -> SourceFile?
}

extension SourceProvider {
    /// The file that a label points into, if it is at hand and the one that was compiled.
    func source(of label: DiagnosticLabel) -> SourceFile? {
        guard let file = source(at: label.path) else { return nil }
        if let position = label.position, file.position(of: Int(label.span.start)) != position { return nil }
        return file
    }
}

/// Source files by path.
public struct SourceMap: SourceProvider {
    private var files: [String: SourceFile] = [:]
    private var deferred: [String: @Sendable () -> SourceFile?] = [:]

    public init(_ files: some Sequence<SourceFile> = []) {
        for file in files { add(file) }
    }

    /// Adds a file, in place of an earlier one of the same path.
    public mutating func add(_ file: SourceFile) { files[file.path] = file }

    /// Adds a file that is read when it is asked for.
    public mutating func add(_ path: String, _ file: @escaping @Sendable () -> SourceFile?) { deferred[path] = file }

    public func source(at path: String) -> SourceFile? { files[path] ?? deferred[path]?() }
}
