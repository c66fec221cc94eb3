import Core
import Diagnostics

extension AtlasFrontEnd {
    public var testConvention: String? { "exported functions without parameters whose name begins with test_" }

    public func tests(in checked: CheckedModule<TypedModule>) -> [TestCandidate] {
        let typed = checked.checked
        let exported = Set(typed.exportedSymbols.map(\.name))
        return typed.tree.items.compactMap { item in
            guard case .statement(let id) = item.kind else { return nil }
            switch typed.tree.statements[id].kind {
            case .function(let function):
                let declaration = typed.tree.functions[function]
                let parameters = declaration.parameters.count
                return candidate(declaration.name, exported, parameters > 0 ? .hasParameters(parameters) : nil)
            case .variable(let variable):
                guard case .function? = typed.statementSymbols[id.offset].map({ typed.symbols[$0].type }) else { return nil }
                return candidate(variable.name, exported, .isVariable)
            default: return nil
            }
        }
    }

    private func candidate(_ name: Identifier, _ exported: Set<String>, _ problem: TestCandidate.Problem?) -> TestCandidate? {
        guard name.text.hasPrefix("test_") else { return nil }
        return TestCandidate(name: name.text, span: name.span, problem: problem ?? (exported.contains(name.text) ? nil : .notExported))
    }

    /// The shortest expression, names and literals aside, that begins there.
    public func failedExpression(at offset: Int, in checked: CheckedModule<TypedModule>) -> SourceSpan? {
        var found: SourceSpan?
        for expression in checked.checked.tree.expressions.values where Int(expression.span.start) == offset {
            switch expression.kind {
            case .name, .number, .string, .bool, .null: continue
            default: if (found?.end ?? .max) > expression.span.end { found = expression.span }
            }
        }
        return found
    }
}
