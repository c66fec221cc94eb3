/// Finds out whether patterns cover all values of a type.
struct Exhaustiveness {
    private let tree: SyntaxTree
    /// The patterns without alternatives.
    private let patterns: [Pattern]
    private let hasCatchAll: Bool

    /// - Parameter patterns: those of the arms without guards.
    init(tree: SyntaxTree, patterns: [PatternID]) {
        self.tree = tree
        var flat: [Pattern] = []
        var pending = Array(patterns.reversed())
        while let next = pending.popLast() {
            if case .alternatives(let alternatives) = tree.patterns[next].kind {
                pending += alternatives.reversed()
            } else {
                flat.append(tree.patterns[next])
            }
        }
        self.patterns = flat
        hasCatchAll = flat.contains { pattern in
            switch pattern.kind {
            case .wildcard, .binding, .invalid: true
            default: false
            }
        }
    }

    /// The message about what is not covered; `nil` if everything is, or the type is not known.
    func missing(in type: Type) -> String? {
        if hasCatchAll { return nil }
        let rest = "Non-exhaustive match on \(type): patterns must cover all possible values"
        switch type.stripped {
        case .unknown, .never: return nil
        case .option: return missing("Option", ["Some", "None"])
        case .result: return missing("Result", ["Ok", "Err"])
        case .bool: return missing("bool", ["true", "false"])
        case .union(let members): return members.allSatisfy(coversMember) ? nil : rest
        case .parameter(let parameter):
            guard let constraint = parameter.constraint, missing(in: constraint) == nil else { return rest }
            return nil
        default: return rest
        }
    }

    /// The patterns of arms that would make the match exhaustive, as far as they can be listed; a catch-all always helps.
    func missingPatterns(in type: Type) -> [String] {
        if hasCatchAll { return [] }
        switch type.stripped {
        case .unknown, .never: return []
        case .option: return ["Some(_)", "None"].filter { !covers(String($0.prefix { $0 != "(" })) }
        case .result: return ["Ok(_)", "Err(_)"].filter { !covers(String($0.prefix { $0 != "(" })) }
        case .bool: return ["true", "false"].filter { !covers($0) }
        case .union(let members):
            var result: [String] = []
            for member in members where !coversMember(member) {
                let patterns = member.stripped == .null || member.stripped == .void ? ["null"] : missingPatterns(in: member)
                result += patterns.filter { !result.contains($0) }
            }
            // What has no list of patterns is taken by one last arm, and so is all the rest.
            return result.contains("_") ? ["_"] : result
        default: return ["_"]
        }
    }

    /// Some constructor is matched only for certain values.
    var coversInPart: Bool {
        patterns.contains { pattern in
            if case .constructor(_, let arguments) = pattern.kind { !arguments.allSatisfy(isIrrefutable) } else { false }
        }
    }

    private func coversMember(_ type: Type) -> Bool {
        switch type.stripped {
        case .null, .void: patterns.contains { if case .null = $0.kind { true } else { false } }
        default: missing(in: type) == nil
        }
    }

    private func missing(_ family: String, _ cases: [String]) -> String? {
        let missing = cases.filter { !covers($0) }
        return missing.isEmpty ? nil : "Non-exhaustive match on \(family): missing \(missing.joined(separator: ", "))"
    }

    private func covers(_ name: String) -> Bool {
        patterns.contains { pattern in
            switch pattern.kind {
            case .bool(let value): name == (value ? "true" : "false")
            case .constructor(let constructor, let arguments): constructor.text == name && arguments.allSatisfy(isIrrefutable)
            default: false
            }
        }
    }

    private func isIrrefutable(_ id: PatternID) -> Bool {
        switch tree.patterns[id].kind {
        case .wildcard, .binding, .invalid: true
        case .alternatives(let alternatives): alternatives.contains(where: isIrrefutable)
        default: false
        }
    }
}
