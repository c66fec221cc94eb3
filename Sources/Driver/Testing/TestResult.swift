import Diagnostics

/// What became of a test.
public struct TestResult: Sendable {
    public var test: TestCase
    /// Nil if it passed.
    public var failure: TestFailure?
    public var duration: Duration
    /// What the test, and the initialization of the modules before it, wrote to standard output. Text that is not UTF-8 is replaced.
    public var output: String
    /// The same of standard error, without the run-time error that `failure` describes.
    public var errorOutput: String
}

/// Why a test failed.
public struct TestFailure: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable {
        /// A run-time error; assertions are such.
        case error
        /// The test returned an error value.
        case returnedError = "returned-error"
        /// The program ended before the test returned.
        case exit
        /// The engine stopped the program, or broke down.
        case trap
        case timeout
    }

    public var kind: Kind
    /// What happened, and where if that is known.
    public var diagnostic: Diagnostic
    /// The file of the run-time error as it is shown, and the place in it.
    public var path: String?
    public var position: SourcePosition?
    /// The calls that led to it, innermost first; the first is of the function in which it happened.
    public var calls: [ReportedCall] = []

    /// What happened, and the calls that led to it; a test alone on the stack tells nothing that the place does not tell.
    public var diagnosticWithCalls: Diagnostic {
        guard calls.count > 1 else { return diagnostic }
        var result = diagnostic
        result.notes.append((["calls, innermost first:"] + calls.map { "    " + $0.text }).joined(separator: "\n"))
        return result
    }

    /// The whole message, and below it what notes say.
    public var text: String { ([diagnostic.message] + diagnostic.notes).joined(separator: "\n") }

    /// `path:line:column`
    public var place: String? {
        guard let path, let position else { return nil }
        return "\(path):\(position.line):\(position.column)"
    }
}

/// What became of all tests.
public struct TestSummary: Sendable {
    public var passed = 0
    public var failed: [TestCase] = []
    /// Tests that were not started since another had failed.
    public var notRun = 0
    public var duration: Duration = .zero

    public init() {}
}

/// What happens while tests run.
public enum TestEvent: Sendable {
    /// A test begins; so many have ended.
    case started(TestCase, done: Int)
    /// Results come in the order of the tests.
    case finished(TestResult)
    /// Not started since another test had failed; in the order of the tests as well.
    case skipped(TestCase)
}
