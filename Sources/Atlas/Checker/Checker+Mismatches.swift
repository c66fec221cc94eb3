import Diagnostics

/// Messages about values of a type other than the expected one.
extension Checker {
    /// Reports a type mismatch: the usual code, a label with the two types, and where in larger types the difference is.
    /// - Parameter value: the expression that has the type found; of a `match`, the arms to blame are marked.
    mutating func mismatch(
        _ message: String, expected: Type, found: Type, _ span: SourceSpan, of value: ExpressionID? = nil,
        secondary: [DiagnosticLabel?] = [], help: [String] = []
    ) {
        let arms = value.map { misfittingArms(of: $0, expected) } ?? []
        error(
            "AT3001", message, span, label: "expected \(expected), found \(found)", secondary: secondary + arms,
            notes: arms.isEmpty ? difference(found, expected).map { [$0] } ?? [] : [], help: help)
    }

    /// Marks of the first arms of a `match` whose values do not fit the type.
    private func misfittingArms(of value: ExpressionID, _ expected: Type) -> [DiagnosticLabel?] {
        guard case .match(_, let arms) = tree.expressions[value].kind else { return [] }
        let marks = arms.lazy.compactMap { arm -> DiagnosticLabel? in
            switch arm.body {
            case .expression(let body):
                let type = self.typed.expressionTypes[body.offset]
                return self.fits(type, expected) ? nil : self.secondary(self.span(body), "this arm gives \(type)")
            case .block(let block):
                if ReturnPaths(self.tree).neverCompletes(block) || self.fits(.null, expected) { return nil }
                return self.secondary(block.span, "a block gives null")
            case .statement: return nil
            }
        }
        return Array(marks.prefix(3))
    }

    /// Which part of `source` does not fit the same part of `target`; `nil` where the types as a whole say it.
    private func difference(_ source: Type, _ target: Type) -> String? {
        switch (source.stripped, target.stripped) {
        case (.union(let members), _):
            let misfits = members.filter { !fits($0, target) }
            guard misfits.count < members.count else { return nil }
            let test = typeTest(for: target).map { ", for example with `\($0)`" } ?? ""
            return "it may be \(misfits.map(\.description).joined(separator: " or ")), which does not fit: use it inside an `if` that tests it\(test)"
        case (.function(let source), .function(let target)): return difference(source, target)
        case (_, .structural(let members)):
            let missing = members.filter { member($0.name, of: source) == nil }.map { "`\($0.name)`" }
            if !missing.isEmpty { return "\(source) has no \(missing.joined(separator: ", "))" }
            guard let other = members.first(where: { !fits(source, .structural([$0])) }), let found = member(other.name, of: source) else { return nil }
            return "`\(other.name)` is \(found), and \(other.type) is expected"
        case (_, .intersection(let members)):
            let misfits = members.filter { !fits(source, $0) }
            return misfits.count == 1 ? difference(source, misfits[0]) ?? "it does not fit \(misfits[0])" : nil
        default: return nil
        }
    }

    private func difference(_ source: FunctionType, _ target: FunctionType) -> String? {
        guard source.parameters.count == target.parameters.count else {
            return "it takes \(count(source.parameters.count)), and is to take \(target.parameters.count)"
        }
        guard source.typeParameters.isEmpty else { return nil }
        for (index, (own, other)) in zip(source.parameters, target.parameters).enumerated() where !fits(own.type, other.type) {
            return "its parameter \(index + 1) is \(own.type), which does not fit \(other.type)"
        }
        return "its result is \(source.result), which does not fit \(target.result)"
    }

    /// The condition that narrows a variable to the type.
    private func typeTest(for type: Type) -> String? {
        switch type.stripped {
        case .number: "isNumber(…)"
        case .string: "isString(…)"
        case .bool: "isBool(…)"
        case .null: "isNull(…)"
        case .array: "isArray(…)"
        case .function: "isFunction(…)"
        default: nil
        }
    }

    private func count(_ arguments: Int) -> String { arguments == 1 ? "1 argument" : "\(arguments) arguments" }
}
