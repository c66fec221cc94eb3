import Diagnostics
import ModuleSystem

/// `module` and `export` forms.
extension UnitParser {
    /// What a `module` form consists of.
    struct ModuleParts {
        var name: PlacedName
        /// Items of the export list.
        var exports: [DatumID]
        var body: [DatumID]
    }

    private static let moduleShape = "write `(module name [export …] form …)`"
    private static let exportShape =
        "write `(export name (name as other) …)`, `(export :from \"m\" (name …))`, `(export :from \"m\" *)` or `(export :from \"m\" :as name)`"

    /// Nil after reporting what is wrong.
    mutating func moduleParts(_ form: DatumID, isFile: Bool) -> ModuleParts? {
        guard let operands = data.form(form)?.operands else { return nil }
        guard let nameID = operands.first else { return reportModule("the name is missing", data.span(form)) }
        guard let symbol = data.symbol(nameID) else { return reportModule("the name is not a symbol", data.span(nameID)) }
        let name = PlacedName(symbol.name, span: data.span(nameID))
        let hasDot = symbol.name.utf8.contains(UInt8(ascii: "."))
        if hasDot, !isFile || !symbol.isDotted {
            report(
                "AI0202", "'\(symbol.name)' is not a valid module name here", name.span,
                help: [isFile ? "write names with single dots between them: `company.auth`" : "the name of a nested module has no dots"])
            return nil
        }
        var body = Array(operands.dropFirst())
        var exports: [DatumID] = []
        if let list = body.first, let items = exportList(list) {
            exports = items
            body.removeFirst()
        }
        if body.isEmpty { return reportModule("the body is missing", data.span(form)) }
        return ModuleParts(name: name, exports: exports, body: body)
    }

    private mutating func reportModule(_ reason: String, _ span: SourceSpan) -> ModuleParts? {
        report("AI0201", "malformed module form: \(reason)", span, help: [Self.moduleShape])
        return nil
    }

    /// The items of `[a b]`, `(export a b)` and `()`; nil for anything else, which is a form of the body.
    private func exportList(_ id: DatumID) -> [DatumID]? {
        guard let items = data.list(id) else { return nil }
        if data.isBracketed(id) || items.isEmpty { return items }
        guard data.symbol(items[0])?.name == "export", items.count < 2 || data.keyword(items[1]) != "from" else { return nil }
        return Array(items.dropFirst())
    }

    // MARK: Export

    mutating func readExport(_ form: DatumID, in module: Int) {
        guard let operands = data.form(form)?.operands else { return }
        if let first = operands.first, data.keyword(first) == "from" {
            readReexport(form, Array(operands.dropFirst()), in: module)
        } else {
            readExports(Array(operands), of: module)
        }
    }

    mutating func readExports(_ items: [DatumID], of module: Int) {
        switch aliasedNames(items) {
        case .success(let names):
            modules[module].exports += names.filter { name in
                guard name.alias.name.utf8.contains(UInt8(ascii: ".")) else { return true }
                report(
                    "AI0206", "'\(name.alias.name)' cannot be exported: its name contains a dot", name.alias.span,
                    help: ["publish it under another name: `(\(name.name.name) as \(name.alias.name.replacing(".", with: "-")))`"])
                return false
            }
        case .failure(let problem): report("AI0201", "malformed module form: \(problem.reason)", problem.span, help: [Self.exportShape])
        }
    }

    private mutating func readReexport(_ form: DatumID, _ operands: [DatumID], in module: Int) {
        func problem(_ reason: String, _ span: SourceSpan) -> ItemProblem { ItemProblem(reason: reason, span: span) }
        guard let source = operands.first, isSource(source) else {
            let span = data.span(operands.first ?? form)
            return reportExport(problem("':from' is followed by a module, as a string or a symbol", span))
        }
        let rest = operands.dropFirst()
        let kind: ReexportForm.Kind
        switch reexportKind(Array(rest), data.span(form)) {
        case .success(let found): kind = found
        case .failure(let problem): return reportExport(problem)
        }
        pending.append(PendingSource(module: module, isReexport: true, index: modules[module].reexports.count, source: source))
        let target = ImportSource(.invalid, text: sourceText(source), span: data.span(source))
        modules[module].reexports.append(ReexportForm(source: target, kind: kind, span: data.span(form)))
    }

    private mutating func reportExport(_ problem: ItemProblem) {
        report("AI0201", "malformed module form: \(problem.reason)", problem.span, help: [Self.exportShape])
    }

    private func reexportKind(_ rest: [DatumID], _ form: SourceSpan) -> Result<ReexportForm.Kind, ItemProblem> {
        guard let first = rest.first else { return .failure(ItemProblem(reason: "what to export is missing", span: form)) }
        if let items = data.list(first), rest.count == 1 { return aliasedNames(items).map { .items($0) } }
        if data.symbol(first)?.name == "*" {
            if rest.count == 1 { return .success(.wildcard(excluded: [])) }
            if rest.count == 3, data.keyword(rest[1]) == "except", let names = names(rest[2]) { return .success(.wildcard(excluded: names)) }
            return .failure(ItemProblem(reason: "'*' is followed by nothing, or by ':except' and a list of names", span: data.span(rest[1])))
        }
        if data.keyword(first) == "as", rest.count == 2, let symbol = data.symbol(rest[1]) {
            return .success(.module(PlacedName(symbol.name, span: data.span(rest[1]))))
        }
        return .failure(ItemProblem(reason: "this is no list of names, '*' or ':as' with a name", span: data.span(first)))
    }

    // MARK: Names

    /// What is wrong with a list of names.
    struct ItemProblem: Error {
        var reason: String
        var span: SourceSpan
    }

    /// `a b as c (d as e)`; `(as)` is the name `as`.
    func aliasedNames(_ items: [DatumID]) -> Result<[AliasedName], ItemProblem> {
        var result: [AliasedName] = []
        var index = 0
        while index < items.count {
            let item = items[index]
            if let parts = data.list(item) {
                guard let name = aliasedName(parts) else {
                    return .failure(ItemProblem(reason: "an item is `name` or `(name as other)`", span: data.span(item)))
                }
                result.append(name)
                index += 1
            } else if let name = placed(item), name.name != "as" {
                if index + 1 < items.count, data.symbol(items[index + 1])?.name == "as" {
                    guard index + 2 < items.count, let alias = placed(items[index + 2]) else {
                        return .failure(ItemProblem(reason: "a name is missing after 'as'", span: data.span(items[index + 1])))
                    }
                    result.append(AliasedName(name, as: alias))
                    index += 3
                } else {
                    result.append(AliasedName(name))
                    index += 1
                }
            } else {
                let reason = data.symbol(item) == nil ? "this is no name" : "a name is missing before 'as'"
                return .failure(ItemProblem(reason: reason, span: data.span(item)))
            }
        }
        return .success(result)
    }

    private func aliasedName(_ parts: [DatumID]) -> AliasedName? {
        guard let name = parts.first.flatMap(placed) else { return nil }
        if parts.count == 1 { return AliasedName(name) }
        guard parts.count == 3, data.symbol(parts[1])?.name == "as", let alias = placed(parts[2]) else { return nil }
        return AliasedName(name, as: alias)
    }

    func placed(_ id: DatumID) -> PlacedName? { data.symbol(id).map { PlacedName($0.name, span: data.span(id)) } }

    /// A list of names without aliases.
    func names(_ id: DatumID) -> [PlacedName]? {
        guard let items = data.list(id) else { return nil }
        let names = items.compactMap(placed)
        return names.count == items.count ? names : nil
    }
}
