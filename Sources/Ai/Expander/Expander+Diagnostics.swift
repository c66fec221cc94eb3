import Basics
import Diagnostics

extension Expander {
    func error(_ code: String, _ message: String, at id: DatumID, help: [String] = [], secondary: [DiagnosticLabel] = []) {
        sink.error(code, message, in: file.path, at: syntax.span(id), secondary: secondary, notes: expansionNotes(id), help: help)
    }

    func error(_ code: String, _ message: String, at span: SourceSpan, help: [String] = []) {
        sink.error(code, message, in: file.path, at: span, help: help)
    }

    func warning(_ code: String, _ message: String, at span: SourceSpan, help: [String] = []) {
        sink.warning(code, message, in: file.path, at: span, help: help)
    }

    /// An error whose expression counts as unspecified.
    func failure(_ code: String, _ message: String, at id: DatumID, help: [String] = []) -> NodeID {
        error(code, message, at: id, help: help)
        return unspecified(syntax.span(id))
    }

    func malformed(_ form: SpecialForm, _ reason: String, at id: DatumID) -> NodeID {
        failure("AI0102", "malformed '\(form.rawValue)': \(reason)", at: id, help: ["the form is \(form.shape)"])
    }

    func label(_ span: SourceSpan, _ text: String) -> DiagnosticLabel { DiagnosticLabel(path: file.path, span: span, text: text) }

    /// `3:14`.
    func position(_ span: SourceSpan) -> String { file.place(of: span) }

    /// Says which uses of macros code came out of, the innermost first; the middle of a long chain is left out.
    private func expansionNotes(_ id: DatumID) -> [String] {
        var notes: [String] = []
        var current = syntax.expansion(of: id)
        while let index = current {
            let expansion = syntax.expansions[index]
            notes.append("in the expansion of macro '\(expansion.macro)' used at \(position(syntax.span(expansion.use)))")
            current = syntax.expansion(of: expansion.use)
        }
        return notes.count <= 4 ? notes : Array(notes.prefix(2)) + ["and \(notes.count - 3) more expansions"] + notes.suffix(1)
    }

    /// The start of a datum as the source would write it, for messages.
    func text(_ id: DatumID) -> String { DatumText.text(of: id, in: syntax.tree) }

    // MARK: Names that mean nothing

    func reportUnbound(_ id: DatumID, _ identifier: IdentifierID) {
        let name = syntax.identifiers[identifier].name
        guard reportedNames.insert(ReportedName(code: "AI0101", name: name)).inserted else { return }
        if let reason = Exclusions.reason(name) {
            return error("AI0114", "'\(name)' is not available in ahead-of-time compiled Ai", at: id, help: [reason])
        }
        error("AI0101", "unbound variable '\(name)'", at: id, help: unboundHelp(name, identifier))
    }

    private func unboundHelp(_ name: String, _ identifier: IdentifierID) -> [String] {
        if namesBeingBound.contains(where: { $0.contains(identifier) }) {
            return ["'\(name)' is bound only in the body of the 'let'; use 'letrec' if its value refers to itself"]
        }
        if let dotted = qualifiedSpelling(of: name) { return ["members of modules are written with a dot: did you mean '\(dotted)'?"] }
        let near = nearNames(name)
        guard !near.isEmpty else { return [] }
        return ["did you mean " + near.map { "'\($0)'" }.joined(separator: ", ") + "?"]
    }

    /// Names in scope that are written almost like `name`, local ones first; at most three.
    func nearNames(_ name: String) -> [String] {
        guard suggestionsLeft > 0 else { return [] }
        suggestionsLeft -= 1
        let locals = scopes.visible(limit: 2000).map { syntax.identifiers[$0].name }
        let library = Library.all.flatMap { [$0.name] + $0.synonyms }.filter { !$0.hasPrefix("%") || $0 == "%" }
        let groups = [locals, topLevelNames(), library + SpecialForm.allCases.map(\.rawValue)]
        return closestMatches(to: name, preferring: groups).filter { EditDistance.bounded(name, $0, limit: 2) != nil }
    }
}

/// Names of Scheme and of other Lisps that Ai leaves out (section 15 of the language), with what to use instead.
enum Exclusions {
    static func reason(_ name: String) -> String? { reasons[name] }

    private static let reasons: [String: String] = {
        var result: [String: String] = [:]
        func add(_ names: String, _ reason: String) {
            for name in names.split(separator: " ") { result[String(name)] = reason }
        }
        add("eval environment interaction-environment scheme-report-environment null-environment system-global-environment the-environment",
            "there is no evaluation at run time; use procedures, or macros for new syntax")
        add("load", "everything is compiled ahead of time; use (import \"file\" (name ...))")
        add("define-macro defmacro er-macro-transformer ir-macro-transformer sc-macro-transformer rsc-macro-transformer syntax-case "
            + "macroexpand macroexpand-1",
            "macros are written with define-syntax and syntax-rules")
        add("define-library", "use (module name [exports] body ...)")
        add("async await spawn chan select actor send! recv! make-thread thread-start! thread-join! future touch go make-channel "
            + "channel-put channel-get make-mutex mutex-lock! mutex-unlock!",
            "Ai has no concurrency")
        add("rationalize exact-rational? make-rectangular make-polar", "Ai has no ratios or complex numbers")
        add("json-parse json-stringify json-encode json-decode http-get http-post tcp-connect tcp-listen db-open db-query",
            "Ai has no network, JSON or database procedures")
        return result
    }()
}
