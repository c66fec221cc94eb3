extension Type {
    /// The type with other types in place of type parameters.
    /// - Parameter types: by `TypeParameter.id`; parameters without an entry stay.
    func substituting(_ types: [Int: Type]) -> Type {
        if types.isEmpty { return self }
        switch self {
        case .parameter(let parameter): return types[parameter.id] ?? self
        case .array(let element): return .array(element.substituting(types))
        case .option(let value): return .option(value.substituting(types))
        case .result(let value, let error): return .result(value.substituting(types), error.substituting(types))
        case .applied(let name, let arguments): return .applied(name, arguments.map { $0.substituting(types) })
        case .union(let members): return .makeUnion(members.map { $0.substituting(types) })
        case .intersection(let members): return .makeIntersection(members.map { $0.substituting(types) }) ?? .unknown
        case .structural(let members):
            return .structural(members.map { StructuralMember(name: $0.name, type: $0.type.substituting(types)) })
        case .alias(let name, let arguments, let expansion):
            // Only the arguments of an alias can mention parameters of the place where it is used.
            if arguments.isEmpty { return self }
            return .alias(
                name: name, arguments: arguments.map { $0.substituting(types) }, expansion: expansion.substituting(types))
        case .function(let function): return .function(function.substituting(types))
        case .unknown, .never, .number, .string, .bool, .null, .void, .json, .namespace: return self
        }
    }

    /// Whether the type is unknown or has an unknown part.
    var mentionsUnknown: Bool {
        switch self {
        case .unknown: true
        case .array(let element), .option(let element): element.mentionsUnknown
        case .result(let value, let error): value.mentionsUnknown || error.mentionsUnknown
        case .applied(_, let arguments): arguments.contains(where: \.mentionsUnknown)
        case .union(let members), .intersection(let members): members.contains(where: \.mentionsUnknown)
        case .structural(let members): members.contains(where: \.type.mentionsUnknown)
        case .alias(_, _, let expansion): expansion.mentionsUnknown
        case .function(let function): function.parameters.contains(where: \.type.mentionsUnknown) || function.result.mentionsUnknown
        case .never, .number, .string, .bool, .null, .void, .json, .parameter, .namespace: false
        }
    }

    /// Whether one of the type parameters with these identities occurs in the type.
    func mentions(_ parameters: Set<Int>) -> Bool {
        switch self {
        case .parameter(let parameter): parameters.contains(parameter.id)
        case .array(let element), .option(let element): element.mentions(parameters)
        case .result(let value, let error): value.mentions(parameters) || error.mentions(parameters)
        case .applied(_, let arguments): arguments.contains { $0.mentions(parameters) }
        case .union(let members), .intersection(let members): members.contains { $0.mentions(parameters) }
        case .structural(let members): members.contains { $0.type.mentions(parameters) }
        case .alias(_, let arguments, _): arguments.contains { $0.mentions(parameters) }
        case .function(let function):
            function.parameters.contains { $0.type.mentions(parameters) } || function.result.mentions(parameters)
        case .unknown, .never, .number, .string, .bool, .null, .void, .json, .namespace: false
        }
    }
}

extension FunctionType {
    /// The function type with other types in place of type parameters; its own parameters must not be among them
    /// unless it is being instantiated, for which `instantiating` is there.
    func substituting(_ types: [Int: Type]) -> FunctionType {
        var result = self
        result.parameters = parameters.map { .init(name: $0.name, type: $0.type.substituting(types), ownership: $0.ownership) }
        result.result = self.result.substituting(types)
        result.predicate = predicate.map { TypePredicate(parameterIndex: $0.parameterIndex, type: $0.type.substituting(types)) }
        result.typeParameters = typeParameters.map { parameter in
            var copy = parameter
            copy.constraint = parameter.constraint?.substituting(types)
            return copy
        }
        return result
    }

    /// The function type with types for its own type parameters; one without an entry becomes unknown.
    func instantiating(_ types: [Int: Type]) -> FunctionType {
        guard !typeParameters.isEmpty else { return self }
        var complete = types
        for parameter in typeParameters where complete[parameter.id] == nil { complete[parameter.id] = .unknown }
        var result = substituting(complete)
        result.typeParameters = []
        return result
    }
}
