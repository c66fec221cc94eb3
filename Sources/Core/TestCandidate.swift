import Diagnostics

/// A function that a language's convention takes for a test by its name.
public struct TestCandidate: Hashable, Sendable {
    /// Why it cannot be run as a test.
    public enum Problem: Hashable, Sendable {
        /// The runner sees only what the module exports.
        case notExported
        /// There is no one to pass arguments to this number of parameters.
        case hasParameters(Int)
        /// It is a variable that holds a function.
        case isVariable
    }

    /// The name of the export.
    public var name: String
    /// The name in the declaration.
    public var span: SourceSpan
    /// Nil for a test.
    public var problem: Problem?

    public init(name: String, span: SourceSpan, problem: Problem? = nil) {
        self.name = name
        self.span = span
        self.problem = problem
    }
}
