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

    func span(_ expression: ExpressionID) -> SourceSpan { tree.expressions[expression].span }
}
