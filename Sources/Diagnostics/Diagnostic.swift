/// How bad a diagnostic is.
public enum Severity: String, Hashable, Sendable, Comparable {
    case note, warning, error

    private var rank: Int { self == .error ? 2 : self == .warning ? 1 : 0 }
    public static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }
}

/// A marked place in a source file with a short text beside the mark.
public struct DiagnosticLabel: Hashable, Sendable {
    /// The `SourceFile.path` of the file.
    public var path: String
    public var span: SourceSpan
    public var text: String
    /// Where the span starts, if that is known without the source: from an object. A source in which the span starts elsewhere is not the one
    /// that was compiled, and is not shown.
    public var position: SourcePosition?

    public init(path: String, span: SourceSpan, text: String = "", position: SourcePosition? = nil) {
        self.path = path
        self.span = span
        self.position = position
        self.text = text
    }
}

/// A change of the source that would mend the problem.
public struct SuggestedEdit: Hashable, Sendable {
    public var path: String
    public var span: SourceSpan
    public var replacement: String

    public init(path: String, span: SourceSpan, replacement: String) {
        self.path = path
        self.span = span
        self.replacement = replacement
    }
}

/// One message to the user, from whichever phase; phases collect these and never print them.
public struct Diagnostic: Hashable, Sendable {
    /// The stable code, for example `AT3001`.
    public var code: String
    public var severity: Severity
    public var message: String
    /// The place at fault. `nil` only for problems that have no place, such as a missing entry file.
    public var primary: DiagnosticLabel?
    public var secondary: [DiagnosticLabel]
    public var notes: [String]
    public var help: [String]
    public var edits: [SuggestedEdit]

    public init(
        code: String, severity: Severity = .error, message: String, primary: DiagnosticLabel? = nil,
        secondary: [DiagnosticLabel] = [], notes: [String] = [], help: [String] = [], edits: [SuggestedEdit] = []
    ) {
        self.code = code
        self.severity = severity
        self.message = message
        self.primary = primary
        self.secondary = secondary
        self.notes = notes
        self.help = help
        self.edits = edits
    }
}

/// Collects what phases have to say, and knows at once whether there was an error.
public struct DiagnosticSink: Sendable {
    public private(set) var diagnostics: [Diagnostic] = []
    public private(set) var hasErrors = false

    public init() {}

    public mutating func report(_ diagnostic: Diagnostic) {
        diagnostics.append(diagnostic)
        if diagnostic.severity == .error { hasErrors = true }
    }

    public mutating func report(contentsOf others: some Sequence<Diagnostic>) {
        for diagnostic in others { report(diagnostic) }
    }
}
