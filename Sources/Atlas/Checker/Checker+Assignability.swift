extension Checker {
    /// Whether a value of type `source` may be used where `target` is expected.
    func fits(_ source: Type, _ target: Type) -> Bool {
        let source = source.stripped
        let target = target.stripped
        switch (source, target) {
        case (.unknown, _), (_, .unknown), (.never, _): return true
        case (.number, .number), (.string, .string), (.bool, .bool), (.null, .null), (.void, .void), (.json, .json): return true
        case (.union(let members), _):
            if source == target { return true }
            return members.allSatisfy { fits($0, target) }
        case (.parameter(let left), .parameter(let right)) where left.id == right.id: return true
        case (_, .union(let members)):
            if members.contains(where: { !$0.isUnknown && fits(source, $0) }) { return true }
            if case .parameter(let parameter) = source, let constraint = parameter.constraint { return fits(constraint, target) }
            return false
        case (.intersection(let members), .intersection(let parts)):
            return parts.allSatisfy { part in members.contains { fits($0, part) } }
        case (.intersection(let members), _): return members.contains { fits($0, target) }
        case (_, .intersection(let members)): return members.allSatisfy { fits(source, $0) }
        case (.parameter(let parameter), _): return parameter.constraint.map { fits($0, target) } ?? false
        case (.array(let left), .array(let right)), (.option(let left), .option(let right)): return fits(left, right)
        case (.result(let left, let leftError), .result(let right, let rightError)):
            return fits(left, right) && fits(leftError, rightError)
        case (.applied(let left, let leftArguments), .applied(let right, let rightArguments)):
            return left == right && leftArguments.count == rightArguments.count
                && zip(leftArguments, rightArguments).allSatisfy { fits($0, $1) }
        case (.function(let left), .function(let right)): return fits(left, right)
        case (.namespace(let left, _), .namespace(let right, _)): return left == right
        case (_, .structural(let members)):
            return members.allSatisfy { member in
                self.member(member.name, of: source).map { fits(.function($0), member.type) || fits($0.result, member.type) } ?? false
            }
        default: return false
        }
    }

    private func fits(_ source: FunctionType, _ target: FunctionType) -> Bool {
        guard source.parameters.count == target.parameters.count else { return false }
        var source = source
        if !source.typeParameters.isEmpty {
            var inference = Inference(source.typeParameters)
            for (own, other) in zip(source.parameters, target.parameters) where !match(own.type, other.type, &inference) {
                return false
            }
            source = source.instantiating(inference.types)
        }
        for (own, other) in zip(source.parameters, target.parameters) where !fits(own.type, other.type) { return false }
        return isNothing(source.result) && isNothing(target.result) || fits(source.result, target.result)
    }

    /// `void` and `null`, which stand for each other as results.
    func isNothing(_ type: Type) -> Bool {
        switch type.stripped {
        case .void, .null: true
        default: false
        }
    }

    /// Whether the types have values in common, as far as one can tell: what `==` asks for.
    func overlaps(_ left: Type, _ right: Type) -> Bool {
        let left = left.stripped
        let right = right.stripped
        switch (left, right) {
        case (.unknown, _), (_, .unknown), (.never, _), (_, .never), (.namespace, .namespace): return true
        case (.union(let members), _): return members.contains { overlaps($0, right) }
        case (_, .union(let members)): return members.contains { overlaps(left, $0) }
        case (.array(let left), .array(let right)), (.option(let left), .option(let right)): return overlaps(left, right)
        case (.result(let value, let error), .result(let otherValue, let otherError)):
            return overlaps(value, otherValue) || overlaps(error, otherError)
        default: break
        }
        if isNothing(left) && isNothing(right) || fits(left, right) || fits(right, left) { return true }
        if case .parameter(let parameter) = left, let constraint = parameter.constraint, overlaps(constraint, right) { return true }
        if case .parameter(let parameter) = right, let constraint = parameter.constraint, overlaps(left, constraint) { return true }
        return false
    }

    /// The least common type: one that the others fit, else their union. Unknown ones do not count, unless all are.
    func commonType(_ types: [Type]) -> Type {
        var common: Type?
        for type in types where !type.isUnknown {
            guard let known = common else {
                common = type
                continue
            }
            if fits(type, known) { continue }
            common = fits(known, type) ? type : .makeUnion([known, type])
        }
        return common ?? .unknown
    }
}
