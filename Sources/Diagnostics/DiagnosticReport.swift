/// The diagnostics of a build as a user gets to see them: each once, in a fixed order, and not more errors than one can read.
public struct DiagnosticReport: Sendable {
    /// What is shown: errors first, then warnings, then notes; each sorted by file, line and column. Those without a
    /// place come before the others; those at one place stay in the order in which they were reported.
    public let diagnostics: [Diagnostic]
    /// How many different errors there are, shown or not.
    public let errorCount: Int
    /// How many different warnings there are.
    public let warningCount: Int
    /// How many errors are left out.
    public let hiddenErrorCount: Int

    /// The number of errors shown unless told otherwise.
    public static let defaultErrorLimit = 25

    /// - Parameter errorLimit: how many errors are shown at most; `nil` for all.
    public init(_ reported: some Sequence<Diagnostic>, errorLimit: Int? = defaultErrorLimit) {
        var seen: Set<Diagnostic> = []
        var unique: [Diagnostic] = []
        for diagnostic in reported where seen.insert(diagnostic).inserted { unique.append(diagnostic) }

        let order = unique.indices.sorted { Self.key(unique[$0], $0) < Self.key(unique[$1], $1) }
        errorCount = unique.count { $0.severity == .error }
        warningCount = unique.count { $0.severity == .warning }
        let shownErrors = min(errorLimit ?? errorCount, errorCount)
        hiddenErrorCount = errorCount - shownErrors
        // The errors stand in front, so those beyond the limit are one piece.
        let shown = order.prefix(shownErrors) + order.dropFirst(errorCount)
        diagnostics = shown.map { unique[$0] }
    }

    /// A closing line that says how many errors are left out; `nil` if none is.
    public var closingLine: String? {
        switch hiddenErrorCount {
        case 0: nil
        case 1: "1 more error is not shown"
        default: "\(hiddenErrorCount) more errors are not shown"
        }
    }

    /// Inside one file, bytes stand in the same order as lines and columns.
    private static func key(_ diagnostic: Diagnostic, _ index: Int) -> SortKey {
        let rank = switch diagnostic.severity {
        case .error: 0
        case .warning: 1
        case .note: 2
        }
        return SortKey(
            rank: rank, path: diagnostic.primary?.path ?? "", start: diagnostic.primary?.span.start ?? 0, index: index)
    }

    private struct SortKey: Comparable {
        let rank: Int
        let path: String
        let start: UInt32
        let index: Int

        static func < (left: Self, right: Self) -> Bool {
            (left.rank, left.path, left.start, left.index) < (right.rank, right.path, right.start, right.index)
        }
    }
}

extension DiagnosticSink {
    /// What to show of the diagnostics collected so far.
    public func report(errorLimit: Int? = DiagnosticReport.defaultErrorLimit) -> DiagnosticReport {
        DiagnosticReport(diagnostics, errorLimit: errorLimit)
    }

    /// Reports an error at a place.
    public mutating func error(
        _ code: String, _ message: String, in path: String, at span: SourceSpan, label: String = "",
        secondary: [DiagnosticLabel] = [], notes: [String] = [], help: [String] = [], edits: [SuggestedEdit] = []
    ) {
        report(Diagnostic(
            code: code, severity: .error, message: message,
            primary: DiagnosticLabel(path: path, span: span, text: label),
            secondary: secondary, notes: notes, help: help, edits: edits))
    }

    /// Reports a warning at a place.
    public mutating func warning(
        _ code: String, _ message: String, in path: String, at span: SourceSpan, label: String = "",
        secondary: [DiagnosticLabel] = [], notes: [String] = [], help: [String] = [], edits: [SuggestedEdit] = []
    ) {
        report(Diagnostic(
            code: code, severity: .warning, message: message,
            primary: DiagnosticLabel(path: path, span: span, text: label),
            secondary: secondary, notes: notes, help: help, edits: edits))
    }
}
