import Basics
import Diagnostics

extension Checker {
    mutating func checkMatch(_ subject: ExpressionID, _ arms: [MatchArm]) -> Type {
        let type = check(subject)
        let before = narrowed
        let mark = invalidations.count
        var results: [Type] = []
        var hasUnknown = false
        var unguarded: [PatternID] = []
        var patternsFit = true
        // What the guards of the arms before leave known. Their bodies have not run when an arm is tried.
        var entry = before
        for arm in arms {
            narrowed = entry
            pushScope()
            var bindings = PatternBindings()
            let errors = sink.diagnostics.count
            bind(arm.pattern, type, &bindings)
            if sink.diagnostics.count > errors { patternsFit = false }
            if let condition = arm.guardCondition {
                let guardMark = invalidations.count
                checkGuard(condition)
                for symbol in invalidations[guardMark...] { entry[symbol] = nil }
            } else {
                unguarded.append(arm.pattern)
            }
            let result = checkBody(arm.body)
            let known = result.knownMembers
            if result.mayBeUnknown { hasUnknown = true }
            if !known.isEmpty, result != .never { results.append(.makeUnion(known)) }
            popScope()
        }
        restore(before, since: mark)
        // Patterns for another type cover nothing; that they are wrong has been said.
        if patternsFit { reportMissing(Exhaustiveness(tree: tree, patterns: unguarded), subject, type, hasGuards: unguarded.count < arms.count) }
        if results.isEmpty { return hasUnknown || arms.isEmpty ? .unknown : .never }
        let common = commonType(results).bounded
        return hasUnknown ? common.withUnknownPart : common
    }

    private mutating func reportMissing(_ patterns: Exhaustiveness, _ subject: ExpressionID, _ type: Type, hasGuards: Bool) {
        guard let message = patterns.missing(in: type) else { return }
        let missing = patterns.missingPatterns(in: type)
        var help = "add the missing \(missing.count > 1 ? "arms" : "arm"): `" + missing.map { "\($0) => …" }.joined(separator: ", ") + "`"
        if missing.isEmpty { help = "add a last arm: `_ => …`" }
        if missing.count > 1 { help += ", or a last arm `_ => …`" }
        var notes: [String] = []
        if hasGuards { notes.append("arms with a guard do not count, since the guard may be false") }
        if patterns.coversInPart { notes.append("a constructor counts only with a name or `_` inside, which takes every value") }
        error("AT3027", message, span(subject), label: "has type \(type)", notes: notes, help: [help])
    }

    private mutating func checkGuard(_ condition: ExpressionID) {
        let type = check(condition)
        if !supports(type, .bool) {
            error("AT3029", "Guard expression must be bool, found \(type)", span(condition), label: "expected bool, found \(type)")
        }
    }

    private mutating func checkBody(_ body: MatchArm.Body) -> Type {
        switch body {
        case .expression(let expression): return check(expression)
        case .block(let block):
            check(block)
            return ReturnPaths(tree).neverCompletes(block) ? .never : .null
        case .statement(let statement):
            check(statement)
            return .never
        }
    }

    // MARK: Patterns

    /// Checks a pattern against the type of what it is to match, and declares what it binds.
    private mutating func bind(_ id: PatternID, _ type: Type, _ bindings: inout PatternBindings) {
        let pattern = tree.patterns[id]
        switch pattern.kind {
        case .wildcard, .invalid: break
        case .number: checkLiteral(.number, type, pattern.span)
        case .string: checkLiteral(.string, type, pattern.span)
        case .bool: checkLiteral(.bool, type, pattern.span)
        case .null: checkLiteral(.null, type, pattern.span)
        case .binding(let name): bind(Identifier(name, pattern.span), id, type, &bindings)
        case .constructor(let name, let arguments): bindConstructor(name, arguments, type, &bindings)
        case .array(let elements):
            let element = elementType(type)
            if element == nil {
                error("AT3026", "Array pattern used on non-array type: \(type)", pattern.span, label: "expected \(type)")
            }
            for item in elements { bind(item, element ?? .unknown, &bindings) }
        case .alternatives(let alternatives): bindAlternatives(alternatives, type, &bindings)
        }
    }

    private mutating func checkLiteral(_ literal: Type, _ type: Type, _ span: SourceSpan) {
        if overlaps(literal, type) { return }
        error(
            "AT3022", "Pattern type mismatch: expected \(type), found \(literal)", span, label: "expected \(type), found \(literal)")
    }

    private mutating func bind(_ name: Identifier, _ id: PatternID, _ type: Type, _ bindings: inout PatternBindings) {
        bindings.seen.insert(name.text)
        guard let shared = bindings.shared else {
            let symbol = declare(name, .local, type)
            typed.patternSymbols[id.offset] = symbol
            if bindings.own[name.text] == nil { bindings.own[name.text] = symbol }
            return
        }
        // Names come from the first alternative; one that only a later alternative has is bound to nothing.
        guard let symbol = shared[name.text] else { return }
        typed.patternSymbols[id.offset] = symbol
        typed.symbols[symbol].type = .makeUnion([typed.symbols[symbol].type, type])
    }

    /// The first alternative declares the names, the others bind the same variables.
    private mutating func bindAlternatives(_ alternatives: [PatternID], _ type: Type, _ bindings: inout PatternBindings) {
        guard let first = alternatives.first else { return }
        var inner = PatternBindings(shared: bindings.shared)
        bind(first, type, &inner)
        let declared = bindings.shared == nil ? inner.own : (bindings.shared ?? [:]).filter { inner.seen.contains($0.key) }
        for alternative in alternatives.dropFirst() {
            var other = PatternBindings(shared: declared)
            bind(alternative, type, &other)
            // A variable that this alternative leaves out is null then.
            for (name, symbol) in declared where !other.seen.contains(name) {
                typed.symbols[symbol].type = .makeUnion([typed.symbols[symbol].type, .null])
            }
        }
        bindings.own.merge(inner.own) { old, _ in old }
        bindings.seen.formUnion(inner.seen)
    }

    private mutating func bindConstructor(
        _ name: Identifier, _ arguments: [PatternID], _ type: Type, _ bindings: inout PatternBindings
    ) {
        let parts = constructorArguments(name, type)
        let expected = parts == nil ? arguments.count : name.text == "None" ? 0 : 1
        if arguments.count != expected {
            error(
                "AT3023", "\(name.text) expects \(expected) argument\(expected == 1 ? "" : "s"), found \(arguments.count)", name.span,
                label: "takes \(expected)")
        }
        for argument in arguments { bind(argument, parts ?? .unknown, &bindings) }
    }

    /// The type of what a constructor holds in values of the type; `nil`, after a report, if the type has no such constructor.
    private mutating func constructorArguments(_ name: Identifier, _ type: Type) -> Type? {
        let isOption = name.text == "Some" || name.text == "None"
        let isResult = name.text == "Ok" || name.text == "Err"
        var held: [Type] = []
        var families: Set<String> = []
        for member in constrained(type).unionMembers {
            switch member.stripped {
            case .unknown:
                families.insert("Option")
                if isOption || isResult { held.append(.unknown) }
            case .option(let value):
                families.insert("Option")
                if isOption { held.append(value) }
            case .result(let value, let error):
                families.insert("Result")
                if isResult { held.append(name.text == "Ok" ? value : error) }
            default: break
            }
        }
        if !held.isEmpty { return .makeUnion(held) }
        if let family = families.sorted().first {
            error(
                "AT3024", "Unknown \(family) constructor: \(name.text)", name.span, label: "not a constructor of \(family)",
                help: [family == "Option" ? "an Option is Some(v) or None" : "a Result is Ok(v) or Err(e)"])
        } else {
            error("AT3025", "Constructor patterns not supported for type \(type)", name.span, label: "expected \(type)")
        }
        return nil
    }

    /// The type of the elements, if values of the type can be arrays.
    private func elementType(_ type: Type) -> Type? {
        var elements: [Type] = []
        for member in constrained(type).unionMembers {
            switch self.elements(of: member) {
            case .unknown: elements.append(.unknown)
            case .array(let element): elements.append(element)
            default: break
            }
        }
        return elements.isEmpty ? nil : .makeUnion(elements)
    }
}

/// The variables of a pattern.
struct PatternBindings {
    /// In a later alternative: the variables of the first.
    var shared: [String: SymbolID]?
    /// What was declared here.
    var own: [String: SymbolID] = [:]
    var seen: Set<String> = []

    init(shared: [String: SymbolID]? = nil) { self.shared = shared }
}
