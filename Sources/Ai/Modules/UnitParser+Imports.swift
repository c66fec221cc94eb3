import Diagnostics
import ModuleSystem

/// `import` forms.
extension UnitParser {
    static let importShape =
        "write `(import \"m\" (name (name as other) …) * :as q :except (name …) :prefix p-)`; only the module must be there"

    mutating func readImport(_ form: DatumID, in module: Int) {
        guard let operands = data.form(form)?.operands else { return }
        guard let source = operands.first else { return reportImport("the module is missing", data.span(form)) }
        if data.list(source) != nil { return readHeaders(operands, form, in: module) }
        guard isSource(source) else { return reportImport("the module is named by a string or a symbol", data.span(source)) }
        var result = ImportForm(
            source: ImportSource(.invalid, text: sourceText(source), span: data.span(source)), span: data.span(form))
        if let problem = readClauses(operands.dropFirst(), into: &result) { return reportImport(problem.reason, problem.span) }
        if isRepeated(result, in: module) { return }
        pending.append(PendingSource(module: module, isReexport: false, index: modules[module].imports.count, source: source))
        modules[module].imports.append(result)
    }

    private mutating func reportImport(_ reason: String, _ span: SourceSpan) {
        report("AI0305", "malformed import: \(reason)", span, help: [Self.importShape])
    }

    func isSource(_ id: DatumID) -> Bool { data.string(id) != nil || data.symbol(id) != nil }

    /// What stands in the source, without quotes.
    func sourceText(_ id: DatumID) -> String { data.string(id) ?? data.symbol(id)?.name ?? "" }

    // MARK: Clauses

    private func readClauses(_ clauses: ArraySlice<DatumID>, into form: inout ImportForm) -> ItemProblem? {
        var index = clauses.startIndex
        while index < clauses.endIndex {
            let clause = clauses[index]
            let span = data.span(clause)
            let following = index + 1 < clauses.endIndex ? clauses[index + 1] : nil
            if let items = data.list(clause) {
                if form.items != nil { return ItemProblem(reason: "it has two lists of names", span: span) }
                switch aliasedNames(items) {
                case .success(let names): form.items = names
                case .failure(let problem): return problem
                }
                index += 1
            } else if data.symbol(clause)?.name == "*" {
                if form.wildcard != nil { return ItemProblem(reason: "it has '*' twice", span: span) }
                form.wildcard = span
                index += 1
            } else if let keyword = data.keyword(clause) {
                if let problem = readKeyword(keyword, span, following, into: &form) { return problem }
                index += 2
            } else {
                return ItemProblem(reason: "names stand in a list", span: span)
            }
        }
        if form.wildcard == nil, let first = form.excluded.first { return ItemProblem(reason: "':except' needs '*'", span: first.span) }
        if let prefix = form.prefix, form.items == nil, form.wildcard == nil {
            return ItemProblem(reason: "':prefix' needs a list of names or '*'", span: prefix.span)
        }
        return nil
    }

    private func readKeyword(_ keyword: String, _ span: SourceSpan, _ operand: DatumID?, into form: inout ImportForm) -> ItemProblem? {
        let twice = ItemProblem(reason: "it has ':\(keyword)' twice", span: span)
        switch keyword {
        case "as", "prefix":
            guard let name = operand.flatMap(placed) else { return ItemProblem(reason: "':\(keyword)' is followed by a name", span: span) }
            if keyword == "as" {
                if form.qualifier != nil { return twice }
                form.qualifier = name
            } else {
                if form.prefix != nil { return twice }
                form.prefix = name
            }
        case "except":
            guard let names = operand.flatMap(names) else { return ItemProblem(reason: "':except' is followed by a list of names", span: span) }
            if !form.excluded.isEmpty { return twice }
            form.excluded = names
        default: return ItemProblem(reason: "there is no ':\(keyword)'", span: span)
        }
        return nil
    }

    /// Warns of an import that says exactly what an earlier one of the module says.
    private mutating func isRepeated(_ form: ImportForm, in module: Int) -> Bool {
        guard let first = written[module, default: [:]][form.withoutSpans] else {
            written[module, default: [:]][form.withoutSpans] = form.span
            return false
        }
        report(
            "AI0508", "the import of '\(form.source.text)' is repeated", form.span, severity: .warning, secondary: (first, "the same import"),
            help: ["remove one of them"])
        return true
    }

    // MARK: Libraries of R7RS

    private mutating func readHeaders(_ sources: ArraySlice<DatumID>, _ form: DatumID, in module: Int) {
        for source in sources {
            guard data.list(source) != nil else { return reportImport("libraries stand without other clauses", data.span(source)) }
            readHeader(source, data.span(form), in: module)
        }
    }

    /// One library, with `only`, `except`, `prefix` or `rename` around it.
    private mutating func readHeader(_ source: DatumID, _ span: SourceSpan, in module: Int) {
        var library = source
        var prefix: PlacedName?
        var renamed: [AliasedName] = []
        while let parts = data.list(library), parts.count >= 2, let head = data.symbol(parts[0])?.name,
            ["only", "except", "prefix", "rename"].contains(head), data.list(parts[1]) != nil
        {
            if head == "prefix", parts.count == 3, prefix == nil { prefix = placed(parts[2]) }
            if head == "rename" {
                renamed += parts.dropFirst(2).compactMap { pair in
                    guard let names = names(pair), names.count == 2 else { return nil }
                    return AliasedName(names[0], as: names[1])
                }
            }
            library = parts[1]
        }
        guard checkLibrary(library) else { return }
        let parts = data.list(library) ?? []
        let isLists = data.symbol(parts[0])?.name == "srfi" && StandardLibraries.srfiNumber(parts[1], in: data) == 1
        var result = ImportForm(source: ImportSource(.standardHeader, text: "", span: data.span(source)), span: span)
        if isLists {
            result.source.target = .library("srfi-1")
            result.items = [AliasedName(PlacedName("fold", span: data.span(source)))]
        }
        if prefix != nil || !renamed.isEmpty {
            result.source.target = .library("*")
            result.items = prefix == nil ? renamed : renamed.isEmpty ? nil : renamed
            result.wildcard = prefix == nil ? nil : data.span(source)
            result.prefix = prefix
        }
        modules[module].imports.append(result)
    }

    private mutating func checkLibrary(_ library: DatumID) -> Bool {
        if StandardLibraries.isKnown(library, in: data) { return true }
        let span = data.span(library)
        let parts = data.list(library) ?? []
        let names = parts.map { data.symbol($0)?.name ?? StandardLibraries.srfiNumber($0, in: data).map(String.init) ?? "…" }
        let text = "(\(names.joined(separator: " ")))"
        switch names.first {
        case "scheme" where names.count == 2 && StandardLibraries.interpreted.contains(names[1]):
            report(
                "AI0114", "'\(text)' is not available in ahead-of-time compiled Ai", span,
                help: ["programs are compiled as a whole before they run; modules are imported with `(import \"module\" (name …))`"])
        case "scheme":
            report(
                "AI0306", "unknown library \(text)", span,
                help: ["the libraries are \(StandardLibraries.scheme.map { "(scheme \($0))" }.joined(separator: ", "))"])
        case "srfi":
            let known = StandardLibraries.srfi.map(String.init).joined(separator: ", ")
            report("AI0306", "unknown library \(text)", span, help: ["the libraries are (srfi n) with n one of \(known)"])
        default:
            report(
                "AI0305", "malformed import: a module is named by a string or a symbol", span,
                help: names.isEmpty || names.contains("…") ? [Self.importShape] : ["write `(import \"\(names.joined(separator: "/"))\" …)`"])
        }
        return false
    }
}

extension ImportForm {
    /// The form without its places, to compare what it says.
    fileprivate var withoutSpans: ImportForm {
        func plain(_ name: PlacedName) -> PlacedName { PlacedName(name.name, span: .none) }
        var result = self
        result.span = .none
        result.source.span = .none
        result.items = items?.map { AliasedName(plain($0.name), as: plain($0.alias)) }
        result.wildcard = wildcard == nil ? nil : SourceSpan.none
        result.qualifier = qualifier.map(plain)
        result.excluded = excluded.map(plain)
        result.prefix = prefix.map(plain)
        return result
    }
}
