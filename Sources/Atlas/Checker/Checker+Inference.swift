/// What is known of the type arguments of a generic function or alias.
struct Inference {
    /// The parameters that are to be found, by identity.
    let open: Set<Int>
    /// What was found, by `TypeParameter.id`.
    var types: [Int: Type] = [:]

    init(_ parameters: [TypeParameter]) { open = Set(parameters.map(\.id)) }
}

extension Checker {
    /// Matches the type of a parameter with that of its argument and notes what the type parameters in it must be.
    ///
    /// False if the two have different forms, or a type parameter would have to be two types at once.
    func match(_ pattern: Type, _ actual: Type, _ inference: inout Inference) -> Bool {
        let pattern = pattern.stripped
        if case .parameter(let parameter) = pattern, inference.open.contains(parameter.id) {
            return bind(parameter, actual, &inference)
        }
        guard pattern.mentions(inference.open) else { return fits(actual, pattern) }
        switch (pattern, actual.stripped) {
        case (_, .unknown):
            bindToUnknown(pattern, &inference)
            return true
        case (.array(let left), .array(let right)), (.option(let left), .option(let right)): return match(left, right, &inference)
        case (.result(let value, let error), .result(let otherValue, let otherError)):
            let matches = match(value, otherValue, &inference)
            return match(error, otherError, &inference) && matches
        case (.applied(let left, let leftArguments), .applied(let right, let rightArguments)):
            guard left == right, leftArguments.count == rightArguments.count else { return false }
            for (own, other) in zip(leftArguments, rightArguments) where !match(own, other, &inference) { return false }
            return true
        case (.function(let left), .function(let right)):
            guard left.parameters.count == right.parameters.count else { return false }
            let instance = right.instantiating([:])
            for (own, other) in zip(left.parameters, instance.parameters) where !match(own.type, other.type, &inference) { return false }
            if isNothing(left.result), isNothing(instance.result) { return true }
            return match(left.result, instance.result, &inference)
        case (.structural(let members), let receiver):
            for wanted in members {
                guard let found = member(wanted.name, of: receiver) else { return false }
                if !match(wanted.type, .function(found), &inference) { return false }
            }
            return true
        case (.union(let members), let actual): return match(union: members, actual, &inference)
        case (.intersection(let members), let actual):
            for member in members where !match(member, actual, &inference) { return false }
            return true
        case (_, .union(let members)): return match(pattern, eachOf: members, &inference)
        case (_, .intersection(let members)): return members.contains { attempt(pattern, $0, &inference) }
        case (_, .parameter(let parameter)): return parameter.constraint.map { match(pattern, $0, &inference) } ?? false
        default: return false
        }
    }

    /// Matches, and keeps what was inferred only if the two fit.
    private func attempt(_ pattern: Type, _ actual: Type, _ inference: inout Inference) -> Bool {
        var copy = inference
        guard match(pattern, actual, &copy) else { return false }
        inference = copy
        return true
    }

    /// Matches with every member of a union; a type parameter becomes the union of what the members make it.
    private func match(_ pattern: Type, eachOf members: [Type], _ inference: inout Inference) -> Bool {
        var found: [Int: [Type]] = [:]
        for member in members {
            var copy = inference
            guard match(pattern, member, &copy) else { return false }
            for (id, type) in copy.types where inference.types[id] == nil { found[id, default: []].append(type) }
        }
        for (id, types) in found { inference.types[id] = .makeUnion(types) }
        return true
    }

    private func bind(_ parameter: TypeParameter, _ actual: Type, _ inference: inout Inference) -> Bool {
        guard let bound = inference.types[parameter.id] else {
            inference.types[parameter.id] = actual
            return true
        }
        if fits(actual, bound) { return true }
        // `[]` says nothing of its elements, so what comes later decides.
        if bound.saysNothing, fits(bound, actual) {
            inference.types[parameter.id] = actual
            return true
        }
        return false
    }

    /// Takes the members of a union that need no inference away from the argument; the rest is for the others.
    private func match(union members: [Type], _ actual: Type, _ inference: inout Inference) -> Bool {
        let open = inference.open
        let fixed = members.filter { !$0.mentions(open) }
        let variable = members.filter { $0.mentions(open) }
        var rest: [Type] = []
        for part in actual.unionMembers where !fixed.contains(where: { fits(part, $0) }) { rest.append(part) }
        if rest.isEmpty { return true }
        // First what has a form of its own, so that a bare parameter gets only what nothing else takes.
        for candidate in variable where !candidate.isParameter {
            rest.removeAll { attempt(candidate, $0, &inference) }
        }
        if rest.isEmpty { return true }
        guard let bare = variable.first(where: \.isParameter) else { return false }
        return match(bare, .makeUnion(rest), &inference)
    }

    private func bindToUnknown(_ pattern: Type, _ inference: inout Inference) {
        for id in inference.open where inference.types[id] == nil && pattern.mentions([id]) { inference.types[id] = .unknown }
    }
}

extension Type {
    fileprivate var isParameter: Bool {
        if case .parameter = stripped { return true }
        return false
    }

    /// An array of which the elements are not known, as `[]` has it.
    fileprivate var saysNothing: Bool {
        if case .array(let element) = stripped { return element.isUnknown || element.saysNothing }
        return false
    }
}
