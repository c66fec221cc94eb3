import Diagnostics
import Testing

@testable import Atlas

/// Parses a text as the file `test.atl`.
func parse(_ text: String) -> ParseResult { AtlasParser.parse(SourceFile(path: "test.atl", text: text)) }

/// The tree of a text that must be free of errors, as S-expressions.
func tree(_ text: String, _ location: SourceLocation = #_sourceLocation) -> String {
    let result = parse(text)
    #expect(result.diagnostics.isEmpty, "\(result.diagnostics.map(\.message))", sourceLocation: location)
    var printed = SyntaxPrinter.print(result.tree)
    if printed.last == "\n" { printed.removeLast() }
    return printed
}

/// All diagnostics of a text as `line:column CODE message`.
func errors(_ text: String) -> [String] {
    let file = SourceFile(path: "test.atl", text: text)
    return AtlasParser.parse(file).diagnostics.map { diagnostic in
        let position = file.position(of: Int(diagnostic.primary?.span.start ?? 0))
        return "\(position.line):\(position.column) \(diagnostic.code) \(diagnostic.message)"
    }
}

/// All diagnostics of a text as `CODE message`.
func messages(_ text: String) -> [String] { parse(text).diagnostics.map { "\($0.code) \($0.message)" } }

/// All help texts of the diagnostics of a text.
func help(_ text: String) -> String { parse(text).diagnostics.flatMap(\.help).joined(separator: "\n") }

/// Checks that all spans of a result lie in the file and are not reversed.
func expectSpansInside(_ result: ParseResult, count: Int, _ comment: @autoclosure () -> String) {
    var bad = 0
    func check(_ span: SourceSpan) { if span.start > span.end || Int(span.end) > count { bad += 1 } }
    for diagnostic in result.diagnostics {
        diagnostic.primary.map { check($0.span) }
        diagnostic.secondary.forEach { check($0.span) }
        diagnostic.edits.forEach { check($0.span) }
    }
    result.tree.expressions.values.forEach { check($0.span) }
    result.tree.statements.values.forEach { check($0.span) }
    result.tree.patterns.values.forEach { check($0.span) }
    result.tree.types.values.forEach { check($0.span) }
    result.tree.functions.values.forEach { check($0.span) }
    result.tree.items.forEach { check($0.span) }
    if bad > 0 { Issue.record("\(bad) spans outside the file: \(comment())") }
}
