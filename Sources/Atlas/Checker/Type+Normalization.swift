extension Type {
    /// The type without the aliases around it. Aliases further inside stay.
    public var stripped: Type {
        var type = self
        while case .alias(_, _, let expansion) = type { type = expansion }
        return type
    }

    /// The members of a union, or the type itself.
    public var unionMembers: [Type] {
        if case .union(let members) = stripped { return members }
        return [self]
    }

    /// The members of a union, or the type itself, without unknown ones.
    var knownMembers: [Type] { unionMembers.filter { !$0.isUnknown } }

    /// A part of the type is unknown: see `withUnknownPart`.
    var mayBeUnknown: Bool { unionMembers.contains(where: \.isUnknown) }

    /// The type of what comes from several expressions, those of known type having this one. The others do not count for the static rules,
    /// but they may give values of any kind, so the values are held tagged and checked where the type is needed: a union with an unknown
    /// member, which is shown and treated as if it were not there. Only for types whose values have nothing but operators; values of
    /// other types are checked at once.
    var withUnknownPart: Type {
        let isPlain = unionMembers.allSatisfy { member in
            switch member.stripped {
            case .number, .string, .bool, .null, .void: true
            default: false
            }
        }
        return isPlain ? .union(unionMembers + [.unknown]) : self
    }

    /// `unknown`, also behind an alias.
    public var isUnknown: Bool { stripped == .unknown }

    /// Types of which two different ones have no value in common.
    var isPrimitive: Bool {
        switch self {
        case .number, .string, .bool, .null, .void, .json: true
        default: false
        }
    }

    /// The same type after alias expansion, without the names of parameters: equal types have equal canonical forms.
    var canonical: Type {
        switch self {
        case .alias(_, _, let expansion): expansion.canonical
        case .array(let element): .array(element.canonical)
        case .option(let some): .option(some.canonical)
        case .result(let value, let error): .result(value.canonical, error.canonical)
        case .applied(let name, let arguments): .applied(name, arguments.map(\.canonical))
        case .union(let members): .union(members.map(\.canonical))
        case .intersection(let members): .intersection(members.map(\.canonical))
        case .structural(let members): .structural(members.map { StructuralMember(name: $0.name, type: $0.type.canonical) })
        case .function(let function):
            .function(FunctionType(
                typeParameters: function.typeParameters,
                parameters: function.parameters.map { .init(type: $0.type.canonical) }, result: function.result.canonical))
        case .namespace(let module, _): .namespace(module, specifier: "")
        default: self
        }
    }

    /// The union of `members` in normal form: flat, without duplicates. With an unknown member nothing is known.
    static func makeUnion(_ members: [Type]) -> Type {
        var flat: [Type] = []
        for member in members {
            switch member.stripped {
            case .unknown: return .unknown
            case .never: continue
            case .union(let inner): flat += inner
            default: flat.append(member)
            }
        }
        guard flat.count > 1 else { return flat.first ?? .never }
        var seen: Set<Type> = []
        let unique = flat.filter { seen.insert($0.canonical).inserted }
        return unique.count == 1 ? unique[0] : .union(unique)
    }

    /// More alternatives than this an intersection of unions may not have.
    private static let longestDistribution = 512

    /// The intersection of `members` in normal form: unions outside; `nil` if that form is too large.
    static func makeIntersection(_ members: [Type]) -> Type? {
        var alternatives: [Type] = [.unknown]
        for member in members {
            let factors = member.unionMembers
            guard alternatives.count * factors.count <= longestDistribution else { return nil }
            let products = alternatives.flatMap { left in factors.map { meet(left, $0) } }
            alternatives = products.contains(.unknown) ? [.unknown] : makeUnion(products).unionMembers
            if alternatives == [.never] { return .never }
        }
        return makeUnion(alternatives)
    }

    /// The intersection of two types that are no unions.
    private static func meet(_ left: Type, _ right: Type) -> Type {
        if left.isUnknown { return right }
        if right.isUnknown { return left }
        if left.stripped == .never || right.stripped == .never { return .never }
        var parts: [Type] = []
        var seen: Set<Type> = []
        for part in left.intersectionMembers + right.intersectionMembers where seen.insert(part.canonical).inserted {
            parts.append(part)
        }
        if parts.count(where: \.stripped.isPrimitive) > 1 { return .never }
        return parts.count == 1 ? parts[0] : .intersection(parts)
    }

    private var intersectionMembers: [Type] {
        if case .intersection(let members) = stripped { return members }
        return [self]
    }

    /// `left` and `right` are the same type after alias expansion.
    static func same(_ left: Type, _ right: Type) -> Bool {
        left == right || left.canonical == right.canonical
    }
}

extension Type {
    /// No inferred type has more parts than this; what would be larger is unknown.
    static let largestInferredType = 500

    /// How many parts the type has, the expansions of aliases included, counted up to `limit`.
    func size(upTo limit: Int) -> Int {
        var pending = [self]
        var count = 0
        while let type = pending.popLast(), count < limit {
            count += 1
            switch type {
            case .array(let element), .option(let element): pending.append(element)
            case .result(let value, let error): pending += [value, error]
            case .applied(_, let arguments): pending += arguments
            case .union(let members), .intersection(let members): pending += members
            case .structural(let members): pending += members.map(\.type)
            case .alias(_, let arguments, let expansion): pending += arguments + [expansion]
            case .function(let function): pending += function.parameters.map(\.type) + [function.result]
            case .unknown, .never, .number, .string, .bool, .null, .void, .json, .parameter, .namespace: break
            }
        }
        return count
    }

    /// The type, or unknown if it is too large to work with. Types that programs build by repeated inference grow
    /// exponentially, and every comparison takes time in proportion.
    var bounded: Type { size(upTo: Self.largestInferredType + 1) > Self.largestInferredType ? .unknown : self }
}
