import Basics
import Core
import Diagnostics
import RuntimeABI

extension FunctionLowering {
    /// What the patterns of one `match` have to know of its subject.
    struct Matching {
        /// Where a borrowed subject stays reachable.
        var root: Root
        var isFresh: Bool
        /// Below a constructor: nothing changes a payload in place.
        var isInVariant = false
    }

    /// The value that a pattern looks at, which can be read as often as needed.
    struct PatternSubject {
        var read: () -> ExprID
        var representation: ValueType
        var type: Type
    }

    /// A lowered pattern: a test (nil: always fits), and what binds the variables once it has fitted.
    struct PatternCode {
        var condition: ExprID?
        var effects: [ExprID] = []
    }

    func lowerPattern(_ id: PatternID, _ subject: PatternSubject, _ matching: Matching, _ span: SourceSpan) -> PatternCode {
        let pattern = tree.patterns[id]
        let value = { Operand(subject.read(), subject.type) }
        switch pattern.kind {
        case .number(let literal):
            return PatternCode(condition: equality(value(), Operand(number(literal, pattern.span), .number), pattern.span))
        case .string(let literal):
            return PatternCode(condition: equality(value(), Operand(string(literal, pattern.span), .string), pattern.span))
        case .bool(let literal):
            if subject.representation == .bool {
                return PatternCode(condition: literal ? subject.read() : not(subject.read(), pattern.span))
            }
            let bits = (literal ? NaNBox.Immediate.true : .false).bits
            return PatternCode(condition: test(box(subject.read(), from: subject.type, span), .bits(bits), pattern.span))
        case .null: return PatternCode(condition: test(box(subject.read(), from: subject.type, span), .null, pattern.span))
        case .wildcard, .invalid: return PatternCode()
        case .binding: return lowerBinding(id, subject, matching, pattern.span)
        case .constructor(let name, let arguments): return lowerConstructor(name.text, arguments, subject, matching, pattern.span)
        case .array(let elements): return lowerArrayPattern(elements, subject, matching, pattern.span)
        case .alternatives(let alternatives): return lowerAlternatives(alternatives, subject, matching, pattern.span)
        }
    }

    private func lowerBinding(_ id: PatternID, _ subject: PatternSubject, _ matching: Matching, _ span: SourceSpan) -> PatternCode {
        guard let symbol = typed.patternSymbols[id.offset] else { return PatternCode() }
        let place = places[symbol] ?? declareLocal(symbol)
        var value = coerceToStorage(subject.read(), from: subject.type, to: place.type, span)
        if place.type.mayBeCollection, !bindsUnmarked(symbol, matching) { value = share(value, span) }
        return PatternCode(effects: [write(place, value, span)])
    }

    /// The bound variable may refer to the part without marking it.
    private func bindsUnmarked(_ symbol: SymbolID, _ matching: Matching) -> Bool {
        guard !module.usage.isKept(symbol) else { return false }
        return matching.isInVariant || matching.isFresh || isUnchangingInFunction(matching.root)
    }

    // MARK: Constructors

    private func lowerConstructor(
        _ name: String, _ arguments: [PatternID], _ subject: PatternSubject, _ matching: Matching, _ span: SourceSpan
    ) -> PatternCode {
        let isOption = name == "Some" || name == "None"
        let kind: ObjectKind = isOption ? .option : .result
        var conditions: [ExprID] = []
        guard let value = reference(kind, subject, &conditions, span) else { return PatternCode(condition: bool(false, span)) }
        let isNone = { self.unary(.isNull, value(), .bool, span) }
        switch name {
        case "None": return PatternCode(condition: conjunction(conditions + [isNone()], span))
        case "Some": conditions.append(not(isNone(), span))
        default:
            let tag = name == "Ok" ? ObjectLayout.Variant.ok : ObjectLayout.Variant.err
            conditions.append(binary(.i32Equal, make(.variantTag(value()), .i32, span), integer(Int(tag), span), .bool, span))
        }
        guard let argument = arguments.first else { return PatternCode(condition: conjunction(conditions, span)) }
        var inner = matching
        inner.isInVariant = true
        return lowerPart(argument, conditions, make(.variantPayload(value()), .any, span), payloadType(subject.type, name), inner, span)
    }

    /// The subject as a reference to an object of the kind, and the condition that it is one; nil if it never is.
    private func reference(
        _ kind: ObjectKind, _ subject: PatternSubject, _ conditions: inout [ExprID], _ span: SourceSpan
    ) -> (() -> ExprID)? {
        guard subject.representation == .any else { return subject.representation == .reference(kind) ? subject.read : nil }
        conditions.append(test(subject.read(), .reference(kind), span))
        return { self.make(.unbox(subject.read(), nil), .reference(kind), span) }
    }

    private func payloadType(_ type: Type, _ constructor: String) -> Type {
        switch (type.stripped, constructor) {
        case (.option(let value), "Some"), (.result(let value, _), "Ok"), (.result(_, let value), "Err"): value
        case (.union(let members), _):
            members.lazy.map { self.payloadType($0, constructor) }.first { $0 != .unknown } ?? .unknown
        default: .unknown
        }
    }

    /// A pattern on a part that may be read once `conditions` hold. The part is kept in a local when it is tested.
    private func lowerPart(
        _ id: PatternID, _ conditions: [ExprID], _ part: ExprID, _ type: Type, _ matching: Matching, _ span: SourceSpan
    ) -> PatternCode {
        switch tree.patterns[id].kind {
        case .wildcard, .invalid: return PatternCode(condition: optionalConjunction(conditions, span))
        case .binding:
            let subject = PatternSubject(read: { part }, representation: self.type(part), type: type)
            let binding = lowerPattern(id, subject, matching, span)
            return PatternCode(condition: optionalConjunction(conditions, span), effects: binding.effects)
        default:
            let isRaw = self.type(part) == .f64
            let local = newLocal("part", isRaw ? .f64 : .any)
            let take = set(local, part, span)
            // The part is tested as the dynamic value it is; patterns of another kind just do not fit.
            let subject = PatternSubject(
                read: { self.get(local, span) }, representation: isRaw ? .f64 : .any, type: isRaw ? .number : .unknown.orVariant(type))
            let inner = lowerPattern(id, subject, matching, span)
            let test = sequence([take, inner.condition ?? bool(true, span)], span)
            return PatternCode(condition: conjunction(conditions + [test], span), effects: inner.effects)
        }
    }

    // MARK: Arrays

    private func lowerArrayPattern(_ elements: [PatternID], _ subject: PatternSubject, _ matching: Matching, _ span: SourceSpan) -> PatternCode {
        var conditions: [ExprID] = []
        guard let value = reference(.array, subject, &conditions, span) else { return PatternCode(condition: bool(false, span)) }
        let isVerified = subject.representation != .any
        let arrayType = Type.array(subject.type.elementType ?? .unknown)
        let length = make(.arrayLength(value()), .i32, span)
        conditions.append(binary(.i32Equal, length, integer(elements.count, span), .bool, span))
        var code = PatternCode()
        for (position, element) in elements.enumerated() {
            let loaded = loadElement(Operand(value(), arrayType), integer(position, span), isVerified: isVerified, span)
            let part = lowerPart(element, conditions, loaded.expression, loaded.type, matching, span)
            conditions = part.condition.map { [$0] } ?? []
            code.effects += part.effects
        }
        code.condition = optionalConjunction(conditions, span)
        return code
    }

    // MARK: Alternatives

    /// The first alternative that fits binds; so each binds as part of its own test.
    private func lowerAlternatives(_ alternatives: [PatternID], _ subject: PatternSubject, _ matching: Matching, _ span: SourceSpan) -> PatternCode {
        var tests: [ExprID] = []
        for alternative in alternatives {
            let code = lowerPattern(alternative, subject, matching, span)
            let bound = code.effects.isEmpty ? bool(true, span) : sequence(code.effects + [bool(true, span)], span)
            tests.append(code.condition.map { and($0, bound, span) } ?? bound)
            if code.condition == nil { break }
        }
        guard let last = tests.popLast() else { return PatternCode() }
        return PatternCode(condition: tests.reversed().reduce(last) { rest, test in or(test, rest, span) })
    }

    private func conjunction(_ conditions: [ExprID], _ span: SourceSpan) -> ExprID {
        optionalConjunction(conditions, span) ?? bool(true, span)
    }

    private func optionalConjunction(_ conditions: [ExprID], _ span: SourceSpan) -> ExprID? {
        guard let last = conditions.last else { return nil }
        return conditions.dropLast().reversed().reduce(last) { rest, condition in and(condition, rest, span) }
    }
}

extension Type {
    /// A dynamic value that is known to be of `type` only where nothing needs to be proven for it: variants, arrays and unions of them.
    func orVariant(_ type: Type) -> Type {
        switch type.stripped {
        case .option, .result, .union, .array: type
        default: self
        }
    }
}
