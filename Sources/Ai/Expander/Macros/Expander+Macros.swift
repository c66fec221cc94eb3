import Basics
import Diagnostics
import ModuleSystem

extension Expander {
    /// The elements of a list, with a list in tail position taken into it, and what is left at the end.
    func flattened(_ id: DatumID) -> (elements: [DatumID], tail: DatumID?) {
        guard case .list(var elements, var tail, _) = syntax[id].kind else { return ([], id) }
        while let next = tail, case .list(let more, let end, _) = syntax[next].kind {
            elements += more
            tail = end
        }
        return (elements, tail)
    }

    // MARK: Definitions

    /// Reads the rules of a macro; nil if they are wrong, which is reported.
    /// - Parameter depth: how many local scopes its templates see.
    func defineMacro(_ rules: DatumID, name: String, depth: Int, at form: DatumID) -> MacroID? {
        guard let source = transformer(rules, form) else { return nil }
        let macro = Macro(
            name: name, rules: [], module: currentModule, environment: .unit(module: currentModule, depth: depth),
            item: depth == 0 ? items.count : nil, span: syntax.span(form), source: source)
        return compile(macro)
    }

    /// The `syntax-rules` form, which a macro may have made.
    private func transformer(_ id: DatumID, _ form: DatumID) -> DatumID? {
        var rules = id
        while let head = list(rules)?.first, syntax.identifier(head) != nil {
            switch resolve(head) {
            case .special(.syntaxRules): return rules
            case .macro(let macro):
                guard let result = expand(macro, use: rules) else { return nil }
                rules = result
                continue
            case .unbound:
                if let name = symbolName(head), let reason = Exclusions.reason(name) {
                    error("AI0114", "'\(name)' is not available in ahead-of-time compiled Ai", at: head, help: [reason])
                    return nil
                }
            default: break
            }
            break
        }
        _ = malformed(.defineSyntax, "(syntax-rules ...) expected, not \(text(rules))", at: rules)
        return nil
    }

    /// Reads the source of a macro and adds it.
    func compile(_ macro: Macro) -> MacroID? {
        guard let made = compiled(macro) else { return nil }
        return macros.append(made)
    }

    func compiled(_ macro: Macro) -> Macro? {
        guard let source = macro.source, let parts = list(source) else { return nil }
        var operands = Array(parts.dropFirst())
        var ellipsis: IdentifierID?
        if let first = operands.first, let identifier = syntax.identifier(first) {
            ellipsis = identifier
            operands.removeFirst()
        }
        guard let literalForm = operands.first, let literalForms = list(literalForm) else {
            _ = malformed(.syntaxRules, "a list of literals expected", at: source)
            return nil
        }
        var literals: Set<IdentifierID> = []
        for literal in literalForms {
            guard let identifier = syntax.identifier(literal) else {
                _ = malformed(.syntaxRules, "\(text(literal)) is no name", at: literal)
                return nil
            }
            literals.insert(identifier)
        }
        var compiler = MacroCompiler(self, literals: literals, customEllipsis: ellipsis)
        var result = macro
        for rule in operands.dropFirst() {
            guard let pair = list(rule), pair.count == 2 else {
                _ = malformed(.syntaxRules, "a rule is (pattern template)", at: rule)
                return nil
            }
            do throws(MacroCompiler.Problem) {
                result.rules.append(try compiler.rule(pair[0], pair[1]))
            } catch {
                let kind = error.isTemplate ? "template" : "pattern"
                self.error("AI0120", "malformed syntax-rules \(kind): \(error.reason)", at: error.place, help: ["in the rules of macro '\(macro.name)'"])
                return nil
            }
        }
        result.mentioned = compiler.mentioned.sorted()
        return result
    }

    func letSyntax(_ form: SpecialForm, _ id: DatumID, _ operands: [DatumID]) -> NodeID {
        guard let first = operands.first, let bindings = list(first) else { return malformed(form, "bindings are missing", at: id) }
        let outerDepth = scopes.depth
        scopes.push()
        defer { scopes.pop() }
        for binding in bindings {
            guard let pair = list(binding), pair.count == 2, let identifier = syntax.identifier(pair[0]) else {
                return malformed(form, "a binding is (name (syntax-rules ...))", at: binding)
            }
            let name = syntax.identifiers[identifier].name
            guard scopes.inInnermost(identifier) == nil else {
                return failure("AI0105", "duplicate name '\(name)' in bindings", at: pair[0])
            }
            let depth = form == .letSyntax ? outerDepth : scopes.depth
            let macro = defineMacro(pair[1], name: name, depth: max(depth, 1), at: binding)
            scopes.bind(identifier, to: macro.map { .macro($0) } ?? .unavailable)
        }
        return body(Array(operands.dropFirst()), of: form.rawValue, at: id)
    }

    // MARK: Uses

    /// Expands a use of a macro once; nil if that is not possible, which is reported.
    func expand(_ macro: MacroID, use id: DatumID) -> DatumID? {
        guard !isExpansionStopped else { return nil }
        let info = macros[macro]
        if let item = info.item, info.origin == nil, currentItem < item {
            error(
                "AI0124", "macro '\(info.name)' is used before its definition", at: id,
                help: ["move the definition, at \(position(info.span)), in front of this use"])
            return nil
        }
        let expansion = syntax.beginExpansion(of: info.name, use: id)
        guard syntax.expansions[expansion].depth <= Self.expansionLimit else {
            isExpansionStopped = true
            error("AI0122", "macro expansion deeper than \(Self.expansionLimit)", at: id, help: ["the rules of '\(info.name)' seem never to come to an end"])
            return nil
        }
        for rule in info.rules {
            var matcher = SyntaxMatcher(expander: self, environment: info.environment, slotCount: rule.slotCount)
            guard matcher.matchUse(rule.pattern, id) else { continue }
            var instantiation = SyntaxInstantiation(expander: self, macro: info, expansion: expansion, use: id)
            guard let result = instantiation.make(rule.template, matcher.slots.map { $0 ?? .many([]) }) else {
                error("AI0120", "malformed syntax-rules template: variables before one ellipsis stand for lists of different lengths", at: id)
                return nil
            }
            return result
        }
        let patterns = info.rules.map { text($0.patternForm) }
        let help = patterns.isEmpty ? [] : ["the patterns are " + patterns.prefix(6).joined(separator: ", ")]
        error("AI0121", "no clause of macro '\(info.name)' matches this use", at: id, help: help)
        return nil
    }
}

/// Matches a use of a macro with a pattern.
struct SyntaxMatcher {
    let expander: Expander
    let environment: DefinitionEnvironment
    private(set) var slots: [SyntaxMatch?]

    init(expander: Expander, environment: DefinitionEnvironment, slotCount: Int) {
        self.expander = expander
        self.environment = environment
        slots = Array(repeating: nil, count: slotCount)
    }

    /// The pattern is that of the operands.
    mutating func matchUse(_ pattern: SyntaxPattern, _ id: DatumID) -> Bool {
        guard case .list(let sequence, let tail) = pattern else { return false }
        let (elements, end) = expander.flattened(id)
        return match(sequence, tail, elements.dropFirst(), end, id)
    }

    private mutating func match(_ pattern: SyntaxPattern, _ id: DatumID) -> Bool {
        switch pattern {
        case .anything: return true
        case .variable(let slot):
            slots[slot] = .one(id)
            return true
        case .literal(let literal): return isLiteral(id, literal)
        case .constant(let constant): return expander.syntax[id].kind == constant
        case .list(let sequence, let tail):
            guard case .list = expander.syntax[id].kind else {
                guard sequence.before.isEmpty, sequence.after.isEmpty, let tail else { return false }
                for slot in sequence.repeatedSlots { slots[slot] = .many([]) }
                return match(tail, id)
            }
            let (elements, end) = expander.flattened(id)
            return match(sequence, tail, elements[...], end, id)
        case .vector(let sequence):
            guard case .vector(let elements) = expander.syntax[id].kind else { return false }
            return match(sequence, nil, elements[...], nil, id)
        }
    }

    private mutating func match(
        _ sequence: SyntaxSequence, _ tail: SyntaxPattern?, _ elements: ArraySlice<DatumID>, _ end: DatumID?, _ id: DatumID
    ) -> Bool {
        var rest = elements
        let fixed = sequence.before.count + sequence.after.count
        guard rest.count >= fixed else { return false }
        for pattern in sequence.before { guard match(pattern, rest.removeFirst()) else { return false } }
        if let repeated = sequence.repeated {
            let count = rest.count - sequence.after.count
            guard matchAll(repeated, sequence.repeatedSlots, rest.prefix(count)) else { return false }
            rest = rest.dropFirst(count)
        }
        for pattern in sequence.after { guard match(pattern, rest.removeFirst()) else { return false } }
        guard let tail else { return rest.isEmpty && end == nil }
        if rest.isEmpty, let end { return match(tail, end) }
        return match(tail, expander.restList(Array(rest), end, like: id))
    }

    private mutating func matchAll(_ pattern: SyntaxPattern, _ repeated: [Int], _ elements: ArraySlice<DatumID>) -> Bool {
        var collected: [[SyntaxMatch]] = repeated.map { _ in [] }
        for element in elements {
            guard match(pattern, element) else { return false }
            for (index, slot) in repeated.enumerated() { collected[index].append(slots[slot] ?? .many([])) }
        }
        for (index, slot) in repeated.enumerated() { slots[slot] = .many(collected[index]) }
        return true
    }

    /// Both mean the same, or neither means anything and they are called the same.
    private func isLiteral(_ id: DatumID, _ literal: IdentifierID) -> Bool {
        guard let identifier = expander.syntax.identifier(id) else { return false }
        let wanted = expander.resolve(literal, isDotted: false, in: environment)
        let found = expander.resolve(identifier)
        if wanted.isSame(as: found) { return true }
        guard wanted.isUnbound, found.isUnbound else { return false }
        return expander.syntax.identifiers[identifier].name == expander.syntax.identifiers[literal].name
    }
}

extension Binding {
    var isUnbound: Bool {
        switch self {
        case .unbound, .unavailable, .wrong: true
        default: false
        }
    }
}

extension Expander {
    /// What is left of a list as a datum of its own.
    func restList(_ elements: [DatumID], _ end: DatumID?, like id: DatumID) -> DatumID {
        if elements.isEmpty, let end { return end }
        return syntax.make(.list(elements, tail: end, isBracketed: false), span: syntax.span(id), expansion: syntax.expansion(of: id))
    }
}

/// Makes code of a template.
struct SyntaxInstantiation {
    let expander: Expander
    let macro: Macro
    let expansion: Int
    let use: DatumID
    /// One alias for every symbol of the template.
    private var aliases: [IdentifierID: IdentifierID] = [:]

    init(expander: Expander, macro: Macro, expansion: Int, use: DatumID) {
        self.expander = expander
        self.macro = macro
        self.expansion = expansion
        self.use = use
    }

    /// The place in the template; code of another file's macro counts as standing where it is used.
    private func span(_ id: DatumID) -> SourceSpan { expander.syntax.span(macro.origin == nil ? id : use) }

    /// Nil if lists that are repeated together are of different lengths.
    mutating func make(_ template: SyntaxTemplate, _ slots: [SyntaxMatch]) -> DatumID? {
        switch template {
        case .variable(let slot):
            guard case .one(let id) = slots[slot] else { return nil }
            return id
        case .symbol(let identifier, let id): return symbol(identifier, id)
        case .constant(let id): return id
        case .list(let elements, let tail, let isBracketed, let id):
            guard var made = self.elements(elements, slots) else { return nil }
            var end: DatumID?
            if let tail {
                guard let last = make(tail, slots) else { return nil }
                if case .list = expander.syntax[last].kind {
                    let (more, rest) = expander.flattened(last)
                    made += more
                    end = rest
                } else {
                    end = last
                }
            }
            if made.isEmpty, let end { return end }
            return expander.syntax.make(.list(made, tail: end, isBracketed: isBracketed), span: span(id), expansion: expansion)
        case .vector(let elements, let id):
            guard let made = self.elements(elements, slots) else { return nil }
            return expander.syntax.make(.vector(made), span: span(id), expansion: expansion)
        }
    }

    private mutating func symbol(_ identifier: IdentifierID, _ id: DatumID) -> DatumID {
        let alias: IdentifierID
        if let known = aliases[identifier] {
            alias = known
        } else {
            alias = expander.syntax.identifiers.alias(of: identifier, in: macro.environment)
            aliases[identifier] = alias
        }
        return expander.syntax.make(expander.syntax[id].kind, span: span(id), identifier: alias, expansion: expansion)
    }

    private mutating func elements(_ elements: [SyntaxTemplate.Element], _ slots: [SyntaxMatch]) -> [DatumID]? {
        var result: [DatumID] = []
        for element in elements {
            guard repeated(element, level: 0, slots, &result) else { return nil }
        }
        return result
    }

    private mutating func repeated(
        _ element: SyntaxTemplate.Element, level: Int, _ slots: [SyntaxMatch], _ result: inout [DatumID]
    ) -> Bool {
        guard level < element.repetitions else {
            guard let made = make(element.template, slots) else { return false }
            result.append(made)
            return true
        }
        var lists: [(slot: Int, items: [SyntaxMatch])] = []
        for slot in element.slots[level] {
            if case .many(let items) = slots[slot] { lists.append((slot, items)) }
        }
        guard let count = lists.first?.items.count, lists.allSatisfy({ $0.items.count == count }) else { return false }
        var inner = slots
        for index in 0..<count {
            for (slot, items) in lists { inner[slot] = items[index] }
            guard repeated(element, level: level + 1, inner, &result) else { return false }
        }
        return true
    }
}
