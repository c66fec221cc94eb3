import Basics
import Diagnostics

extension Checker {
    mutating func error(
        _ code: String, _ message: String, _ span: SourceSpan, label: String = "", secondary: [DiagnosticLabel?] = [],
        notes: [String] = [], help: [String] = []
    ) {
        sink.error(
            code, message, in: path, at: span, label: label, secondary: secondary.compactMap { $0 }, notes: notes, help: help)
    }

    mutating func warning(
        _ code: String, _ message: String, _ span: SourceSpan, label: String = "", notes: [String] = [], help: [String] = []
    ) {
        sink.warning(code, message, in: path, at: span, label: label, notes: notes, help: help)
    }

    /// A second place in this file; `nil` for places in no file.
    func secondary(_ span: SourceSpan, _ text: String) -> DiagnosticLabel? {
        span == .none ? nil : DiagnosticLabel(path: path, span: span, text: text)
    }

    /// Reports a type mismatch: the usual code, and a label with the two types.
    mutating func mismatch(
        _ message: String, expected: Type, found: Type, _ span: SourceSpan, secondary: [DiagnosticLabel?] = [], help: [String] = []
    ) {
        error("AT3001", message, span, label: "expected \(expected), found \(found)", secondary: secondary, help: help)
    }

    /// Whether there is time left for suggestions; asked before a long list of candidates is made.
    var canSuggest: Bool { suggestionBudget > 0 }

    /// Help lines that name what a misspelt name may have meant.
    mutating func suggestions(for name: String, among candidates: some Sequence<String>) -> [String] {
        // Comparing with every name takes time, and nobody reads many suggestions.
        guard canSuggest else { return [] }
        suggestionBudget -= 1
        let matches = closestMatches(to: name, among: candidates)
        guard !matches.isEmpty else { return [] }
        return ["did you mean " + matches.map { "`\($0)`" }.joined(separator: " or ") + "?"]
    }

    func span(_ expression: ExpressionID) -> SourceSpan { tree.expressions[expression].span }
}
