/// The files of a new project.
public struct ProjectTemplate: Sendable {
    public struct File: Sendable {
        /// Relative to the directory of the project.
        public let path: String
        public let text: String

        public init(_ path: String, _ text: String) {
            self.path = path
            self.text = text
        }
    }

    /// The manifest stands last: a directory without it is no project yet.
    public let files: [File]

    public init(_ files: [File]) { self.files = files }
}
