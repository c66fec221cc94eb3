import Basics
import Diagnostics

/// Reads patterns. What is wrong is reported and counts as `_`.
struct MatchPatternReader {
    let expander: Expander
    /// The variables of the pattern so far.
    private(set) var names: [DatumID] = []
    private var known: Set<IdentifierID> = []

    init(_ expander: Expander) { self.expander = expander }

    mutating func pattern(_ id: DatumID) -> MatchPattern {
        guard expander.depth < Expander.depthLimit else { return .anything }
        expander.depth += 1
        defer { expander.depth -= 1 }
        switch expander.syntax[id].kind {
        case .symbol(let symbol): return self.symbol(id, symbol)
        case .list(let elements, let tail, let isBracketed):
            if isBracketed || elements.isEmpty { return listPattern(elements, tail) }
            return form(id, elements, tail)
        case .vector(let elements): return .vector(elements.map { pattern(unwrapped($0)) })
        default: return .literal(id)
        }
    }

    // MARK: Names

    private mutating func symbol(_ id: DatumID, _ symbol: Symbol) -> MatchPattern {
        switch expander.resolve(id) {
        case .auxiliary(.underscore): return .anything
        case .constant(.empty): return .empty
        case .constant(let constant):
            return .literal(expander.syntax.make(.boolean(constant == .yes), span: expander.syntax.span(id)))
        default: break
        }
        if symbol.name == "Nil" { return .empty }
        if isConstructor(symbol) { return constructor(id, id, symbol, []) }
        guard !symbol.isDotted else { return unknown(id, symbol.name) }
        return variable(id)
    }

    private mutating func variable(_ id: DatumID) -> MatchPattern {
        guard let identifier = expander.syntax.identifier(id) else { return unknown(id, expander.text(id)) }
        guard known.insert(identifier).inserted else {
            let name = expander.syntax.identifiers[identifier].name
            expander.error("AI0105", "duplicate name '\(name)' in pattern", at: id, help: ["to compare two parts, use (when pattern test)"])
            return .anything
        }
        names.append(id)
        return .variable(id)
    }

    private func unknown(_ id: DatumID, _ text: String) -> MatchPattern {
        expander.error(
            "AI0130", "unknown pattern form '\(text)'", at: id,
            help: ["a list is matched by [p ...], a record or tagged value by (Name p ...), a datum by 'datum"])
        return .anything
    }

    private func isConstructor(_ symbol: Symbol) -> Bool {
        let last = symbol.isDotted ? symbol.name.split(separator: ".").last.map(String.init) ?? "" : symbol.name
        return last.first?.isUppercase == true
    }

    // MARK: Lists

    /// An element with the comma in front of it taken away: `[x, y]` reads as `[x (unquote y)]`.
    private func unwrapped(_ id: DatumID) -> DatumID {
        guard let parts = expander.list(id), parts.count == 2, expander.symbolName(parts[0]) == "unquote" else { return id }
        return parts[1]
    }

    private mutating func listPattern(_ elements: some Collection<DatumID>, _ tail: DatumID?) -> MatchPattern {
        var parts: [MatchPattern] = []
        var end = MatchPattern.empty
        for (index, element) in elements.enumerated() {
            let element = unwrapped(element)
            if let name = restName(element) {
                guard index == elements.count - 1, tail == nil else { return unknown(element, expander.text(element)) }
                end = name.isEmpty ? .anything : rest(element, name)
            } else {
                parts.append(pattern(element))
            }
        }
        if let tail { end = pattern(unwrapped(tail)) }
        return parts.reversed().reduce(end) { .pair($1, $0) }
    }

    /// `rest` for `...rest`; nil for other data.
    private func restName(_ id: DatumID) -> String? {
        guard let name = expander.symbolName(id), name.hasPrefix("..."), name != "...." else { return nil }
        return String(name.dropFirst(3))
    }

    private mutating func rest(_ id: DatumID, _ name: String) -> MatchPattern {
        guard name != "_" else { return .anything }
        var identifier: IdentifierID?
        if let whole = expander.syntax.identifier(id), let alias = expander.syntax.identifiers[whole].alias {
            let base = expander.syntax.identifiers.symbol(name)
            identifier = expander.syntax.identifiers.alias(of: base, in: alias.environment)
        }
        let span = expander.syntax.span(id)
        return variable(expander.syntax.make(.symbol(Symbol(name)), span: span, identifier: identifier, expansion: expander.syntax.expansion(of: id)))
    }

    // MARK: Forms

    private mutating func form(_ id: DatumID, _ elements: [DatumID], _ tail: DatumID?) -> MatchPattern {
        let operands = Array(elements.dropFirst())
        guard case .symbol(let head) = expander.syntax[elements[0]].kind, tail == nil || head.name == "list" else {
            return elements.count == 1 && tail == nil ? pattern(elements[0]) : unknown(id, expander.text(id))
        }
        if let known = keyword(head.name, id, operands, tail) { return known }
        if let record = recordType(elements[0], head) { return self.record(record, id, head.name, operands) }
        if isConstructor(head) { return constructor(id, elements[0], head, operands) }
        return operands.isEmpty ? pattern(elements[0]) : unknown(id, head.name)
    }

    private mutating func keyword(_ name: String, _ id: DatumID, _ operands: [DatumID], _ tail: DatumID?) -> MatchPattern? {
        switch (name, operands.count) {
        case ("quote", 1): return .literal(operands[0])
        case ("list", _): return listPattern(operands, tail)
        case ("cons", 2), ("Cons", 2):
            let head = pattern(operands[0])
            return .pair(head, pattern(operands[1]))
        case ("nil", 0), ("Nil", 0): return .empty
        case ("vector", _): return .vector(operands.map { pattern(unwrapped($0)) })
        case ("or", 1...): return or(operands)
        case ("and", _): return .and(operands.map { pattern($0) })
        case ("not", 1):
            // What it binds is never bound.
            var inner = MatchPatternReader(expander)
            return .not(inner.pattern(operands[0]))
        case ("as", 2):
            let whole = variable(operands[0])
            return .and([whole, pattern(operands[1])])
        case ("when", 2): return .when(pattern(operands[0]), operands[1])
        case ("view", 2): return .view(operands[0], pattern(operands[1]))
        case ("?", 1...): return .and([.predicate(operands[0])] + operands.dropFirst().map { pattern($0) })
        case ("..", 2): return .range(from: operands[0], to: operands[1], isClosed: false, id)
        case ("..=", 2): return .range(from: operands[0], to: operands[1], isClosed: true, id)
        default: return nil
        }
    }

    private mutating func or(_ operands: [DatumID]) -> MatchPattern {
        var alternatives: [MatchPattern] = []
        var first: [DatumID]?
        for operand in operands {
            var reader = MatchPatternReader(expander)
            alternatives.append(reader.pattern(operand))
            guard let wanted = first else {
                first = reader.names
                continue
            }
            let (left, right) = (identifiers(wanted), identifiers(reader.names))
            guard left != right else { continue }
            expander.error(
                "AI0131", "alternatives of 'or' bind different names: \(text(left.subtracting(right))), \(text(right.subtracting(left)))", at: operand,
                help: ["every alternative must bind the same names; use _ for what is not needed"])
            return .anything
        }
        let bound = (first ?? []).compactMap { name -> DatumID? in
            if case .variable(let variable) = variable(name) { variable } else { nil }
        }
        return .or(alternatives, names: bound)
    }

    private func text(_ names: Set<IdentifierID>) -> String {
        names.isEmpty ? "nothing" : names.sorted().map { expander.syntax.identifiers[$0].name }.joined(separator: " ")
    }

    private func identifiers(_ names: [DatumID]) -> Set<IdentifierID> { Set(names.compactMap { expander.syntax.identifier($0) }) }

    // MARK: Records and tagged values

    private mutating func constructor(_ id: DatumID, _ head: DatumID, _ symbol: Symbol, _ operands: [DatumID]) -> MatchPattern {
        if let record = recordType(head, symbol) { return self.record(record, id, symbol.name, operands) }
        let name = symbol.isDotted ? String(symbol.name.split(separator: ".").last ?? "") : symbol.name
        return .tagged(name, operands.map { pattern(unwrapped($0)) }, id)
    }

    private mutating func record(_ type: RecordReference, _ id: DatumID, _ name: String, _ operands: [DatumID]) -> MatchPattern {
        guard operands.count == type.fields.count else {
            let fields = type.fields.isEmpty ? "it has no fields" : "its fields are " + type.fields.joined(separator: ", ")
            expander.error("AI0132", "pattern '\(name)' takes \(type.fields.count) sub-patterns, got \(operands.count)", at: id, help: [fields])
            return .anything
        }
        return .record(type, operands.map { pattern(unwrapped($0)) })
    }

    /// The record type `name` or `<name>`, if there is one.
    private func recordType(_ id: DatumID, _ symbol: Symbol) -> RecordReference? {
        if let found = reference(expander.resolve(id), id) { return found }
        guard let identifier = expander.syntax.identifier(id) else { return nil }
        var segments = symbol.isDotted ? symbol.name.split(separator: ".").map(String.init) : [symbol.name]
        segments[segments.count - 1] = "<" + segments[segments.count - 1] + ">"
        var bracketed = expander.syntax.identifiers.symbol(segments.joined(separator: "."))
        if let alias = expander.syntax.identifiers[identifier].alias {
            bracketed = expander.syntax.identifiers.alias(of: bracketed, in: alias.environment)
        }
        return reference(expander.resolve(bracketed, isDotted: symbol.isDotted), id)
    }

    private func reference(_ binding: Binding, _ id: DatumID) -> RecordReference? {
        switch binding {
        case .topLevel(let variable):
            guard let record = expander.output.topLevel[variable].record, record.role == .type else { return nil }
            return RecordReference(node: expander.node(.topLevel(variable), at: id), fields: record.fields)
        case .imported(let imported):
            guard case .record(.type, _, let fields, _) = imported.kind else { return nil }
            return RecordReference(node: expander.node(.imported(imported), at: id), fields: fields)
        default: return nil
        }
    }
}
