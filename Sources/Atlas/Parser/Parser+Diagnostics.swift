import Diagnostics

/// How syntax errors are reported. Every error about the current token goes through `reportHere`, which drops consequences.
extension Parser {
    /// Reports an error that is independent of what the current token is.
    mutating func report(
        _ code: String, _ message: String, at span: SourceSpan, label: String = "",
        secondary: [DiagnosticLabel] = [], help: [String] = [], edits: [SuggestedEdit] = []
    ) {
        guard !isAborted else { return }
        diagnostics.append(
            Diagnostic(
                code: code, message: message, primary: DiagnosticLabel(path: file.path, span: span, text: label),
                secondary: secondary, help: help, edits: edits))
        if diagnostics.count >= ParserLimits.diagnostics { abandon() }
    }

    /// Reports that the current token does not fit, unless that only follows from an error reported before.
    mutating func reportHere(
        _ code: String, _ message: String, at span: SourceSpan? = nil, label: String? = nil,
        secondary: [DiagnosticLabel] = [], help: [String] = [], edits: [SuggestedEdit] = []
    ) {
        let isConsequence =
            kind == .invalid || position == lastErrorPosition || (kind == .endOfFile && source.endsInsideToken)
        lastErrorPosition = position
        guard !isConsequence else { return }
        report(
            code, message, at: span ?? token.span, label: label ?? "found \(describe(token))", secondary: secondary,
            help: help, edits: edits)
    }

    /// Reports an error about the current token and gives the failure to throw.
    mutating func fail(_ code: String, _ message: String, help: [String] = []) -> SyntaxFailure {
        reportHere(code, message, help: help)
        return SyntaxFailure()
    }

    /// `Expected X but found Y`
    mutating func failExpected(_ what: String, help: [String] = []) -> SyntaxFailure {
        var help = help
        if kind == .wildcard { help.append("`_` is the wildcard of patterns and cannot be a name; `_unused` can") }
        return fail("AT1004", "Expected \(what) but found \(describe(token))", help: help)
    }

    /// A certain token is missing before the current one.
    mutating func failMissing(
        _ kind: TokenKind, _ context: String, opening: SourceSpan? = nil, help: [String] = []
    ) -> SyntaxFailure {
        let message = "Expected '\(kind.spelling)'" + (context.isEmpty ? "" : " " + context)
        let secondary = opening.map { [DiagnosticLabel(path: file.path, span: $0, text: "opened here")] } ?? []
        reportHere(
            Self.code(missing: kind), message, label: "expected '\(kind.spelling)', found \(describe(token))",
            secondary: secondary, help: help + helpForMissing(kind, context))
        return SyntaxFailure()
    }

    /// The `;` is missing; the place to look at is the end of what stands before.
    mutating func failMissingSemicolon(_ context: String) -> SyntaxFailure {
        let place = SourceSpan(previousEnd, previousEnd)
        let help = helpForMissingSemicolon()
        reportHere(
            "AT1002", "Expected ';' \(context)", at: place, label: "expected ';' here, found \(describe(token))",
            help: help ?? ["end the statement with ';'"],
            edits: help == nil ? [SuggestedEdit(path: file.path, span: place, replacement: ";")] : [])
        return SyntaxFailure()
    }

    /// A reserved word stands where a name must stand.
    mutating func reportReservedWord(_ role: String) {
        let isReservedForFuture = kind == .matchKeyword || kind == .importKeyword
        let article = role.first.map { "aeiou".contains($0) } == true ? "an" : "a"
        reportHere(
            "AT1005",
            "Cannot use reserved keyword '\(kind.spelling)' as \(article) \(role)"
                + (isReservedForFuture ? ". This keyword is reserved for future use" : ""),
            label: "reserved keyword", help: ["choose another name, for example `\(kind.spelling)_`"])
    }

    mutating func abandonTooDeep() -> SyntaxFailure {
        report(
            "AT1000", "Nesting is too deep", at: token.span, label: "this goes beyond the limit",
            help: ["split the code into smaller functions or name intermediate values"])
        abandon()
        return SyntaxFailure()
    }

    /// Gives up on the rest of the file.
    mutating func abandon() {
        isAborted = true
        position = source.tokens.count - 1
    }

    /// What a token is, for `found …`.
    func describe(_ token: Token) -> String {
        switch token.kind {
        case .endOfFile: return "end of file"
        case .invalid: return "invalid text"
        case .string: return "a string"
        default: break
        }
        let limit = 40
        let end = min(Int(token.span.end), Int(token.span.start) + 4 * limit)
        let text = String(decoding: file.bytes[Int(token.span.start)..<end], as: UTF8.self)
        return text.unicodeScalars.count > limit
            ? "'\(String(String.UnicodeScalarView(text.unicodeScalars.prefix(limit))))…'" : "'\(text)'"
    }

    /// The code for a missing token of this kind.
    private static func code(missing kind: TokenKind) -> String {
        switch kind {
        case .semicolon: "AT1002"
        case .rightParen, .rightBrace, .rightBracket: "AT1003"
        default: "AT1004"
        }
    }
}
