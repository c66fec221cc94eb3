import ModuleSystem

extension Type {
    /// The type in the terms that all languages share.
    /// - Parameter parameters: positions of the type parameters in scope, by `TypeParameter.id`.
    func interfaceType(_ parameters: [Int: Int] = [:]) -> InterfaceType {
        switch self {
        case .unknown: .dynamic
        case .never: .never
        case .number: .number
        case .string: .string
        case .bool: .bool
        case .null: .null
        case .void: .unit
        case .json: .applied("json", [])
        case .array(let element): .array(element.interfaceType(parameters))
        case .function(let function): .function(function.interfaceType(parameters))
        case .option(let value): .applied("Option", [value.interfaceType(parameters)])
        case .result(let value, let error):
            .applied("Result", [value.interfaceType(parameters), error.interfaceType(parameters)])
        case .applied(let name, let arguments): .applied(name, arguments.map { $0.interfaceType(parameters) })
        case .union(let members): .union(members.map { $0.interfaceType(parameters) })
        case .intersection(let members): .intersection(members.map { $0.interfaceType(parameters) })
        case .structural(let members):
            .structural(members.map { InterfaceMember(name: $0.name, type: $0.type.interfaceType(parameters)) })
        case .parameter(let parameter):
            parameters[parameter.id].map { .parameter($0, name: parameter.name) } ?? .dynamic
        case .alias(let name, let arguments, let expansion):
            .alias(InterfaceAlias(
                name: name, arguments: arguments.map { $0.interfaceType(parameters) }, expansion: expansion.interfaceType(parameters)))
        case .namespace(let module, _): .namespace(module)
        }
    }
}

extension Type {
    /// The Atlas type for a type of an interface, outside of any module.
    init(foreign type: InterfaceType) {
        var reader = InterfaceTypeReader(specifiers: [:], nextTypeParameter: 0)
        self = reader.read(type)
    }
}

extension FunctionType {
    func interfaceType(_ outer: [Int: Int] = [:]) -> InterfaceFunctionType {
        var positions = outer
        for (position, parameter) in typeParameters.enumerated() { positions[parameter.id] = position }
        return InterfaceFunctionType(
            typeParameters: typeParameters.map {
                InterfaceTypeParameter(name: $0.name, constraint: $0.constraint?.interfaceType(positions), traits: $0.traits)
            },
            parameters: parameters.map {
                InterfaceParameter(name: $0.name, type: $0.type.interfaceType(positions), ownership: $0.ownership?.rawValue ?? "")
            },
            result: result.interfaceType(positions),
            predicateParameter: predicate?.parameterIndex, predicateType: predicate?.type.interfaceType(positions))
    }
}

/// Makes types of this module out of the types in interfaces.
struct InterfaceTypeReader {
    /// The modules whose namespaces this module can look into, with the specifiers they were imported by.
    let specifiers: [ModuleID: String]
    /// The next identity of a type parameter.
    var nextTypeParameter: Int

    mutating func read(_ type: InterfaceType, _ parameters: [Type] = []) -> Type {
        switch type {
        case .dynamic, .integer, .character: return .unknown
        case .never: return .never
        case .unit: return .void
        case .null: return .null
        case .bool: return .bool
        case .number: return .number
        case .string: return .string
        case .array(let element): return .array(read(element, parameters))
        case .function(let function): return .function(read(function, parameters))
        case .applied("json", _): return .json
        case .applied("Option", let arguments) where arguments.count == 1: return .option(read(arguments[0], parameters))
        case .applied("Result", let arguments) where arguments.count == 2:
            return .result(read(arguments[0], parameters), read(arguments[1], parameters))
        case .applied(let name, let arguments): return .applied(name, read(arguments, parameters))
        case .union(let members): return .makeUnion(read(members, parameters))
        case .intersection(let members): return .makeIntersection(read(members, parameters)) ?? .unknown
        case .structural(let members):
            return .structural(members.map { StructuralMember(name: $0.name, type: read($0.type, parameters)) })
        case .parameter(let position, _): return position < parameters.count ? parameters[position] : .unknown
        case .alias(let alias):
            let arguments = read(alias.arguments, parameters)
            return .alias(name: alias.name, arguments: arguments, expansion: read(alias.expansion, parameters).stripped)
        case .namespace(let module): return specifiers[module].map { .namespace(module, specifier: $0) } ?? .unknown
        }
    }

    private mutating func read(_ types: [InterfaceType], _ parameters: [Type]) -> [Type] {
        var result: [Type] = []
        for type in types { result.append(read(type, parameters)) }
        return result
    }

    private mutating func read(_ function: InterfaceFunctionType, _ outer: [Type]) -> FunctionType {
        var scope = outer
        var typeParameters: [TypeParameter] = []
        if !function.typeParameters.isEmpty {
            scope = []
            // Traits are private to their module: whether a type implements one of another module cannot be told here.
            for parameter in function.typeParameters {
                let constraint = parameter.constraint.map { read($0, scope) }
                let own = TypeParameter(
                    id: nextTypeParameter, name: parameter.name, constraint: constraint,
                    traits: parameter.traits.filter { TraitInfo.builtin[$0] != nil })
                nextTypeParameter += 1
                typeParameters.append(own)
                scope.append(.parameter(own))
            }
        }
        var parameters: [FunctionType.Parameter] = []
        for parameter in function.parameters {
            parameters.append(.init(
                name: parameter.name, type: read(parameter.type, scope),
                ownership: OwnershipAnnotation(rawValue: parameter.ownership)))
        }
        let result = read(function.result, scope)
        var predicate: TypePredicate?
        if let index = function.predicateParameter, let type = function.predicateType, index < parameters.count {
            predicate = TypePredicate(parameterIndex: index, type: read(type, scope))
        }
        return FunctionType(typeParameters: typeParameters, parameters: parameters, result: result, predicate: predicate)
    }
}
