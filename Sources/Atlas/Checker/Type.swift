import ModuleSystem

/// An Atlas type.
public indirect enum Type: Hashable, Sendable {
    /// Dynamic, displayed `?`.
    case unknown
    case never
    case number
    case string
    case bool
    case null
    case void
    case json
    case array(Type)
    case function(FunctionType)
    case option(Type)
    case result(Type, Type)
    /// `HashMap<K, V>`, `HashSet<T>` and other generic types whose values are dynamic.
    case applied(String, [Type])
    /// At least two members, none a union, no duplicates.
    case union([Type])
    case intersection([Type])
    case structural([StructuralMember])
    case parameter(TypeParameter)
    /// An alias, kept for display; equal to its expansion.
    case alias(name: String, arguments: [Type], expansion: Type)
    /// The namespace of a module, with the specifier by which it was imported.
    case namespace(ModuleID, specifier: String)
}

public struct StructuralMember: Hashable, Sendable {
    public var name: String
    public var type: Type

    public init(name: String, type: Type) {
        self.name = name
        self.type = type
    }
}

public struct FunctionType: Hashable, Sendable {
    public var typeParameters: [TypeParameter]
    public var parameters: [Parameter]
    public var result: Type
    public var predicate: TypePredicate?

    public struct Parameter: Hashable, Sendable {
        /// Empty in the type of a function value; not part of type identity.
        public var name: String
        public var type: Type
        public var ownership: OwnershipAnnotation?

        public init(name: String = "", type: Type, ownership: OwnershipAnnotation? = nil) {
            self.name = name
            self.type = type
            self.ownership = ownership
        }
    }

    public init(typeParameters: [TypeParameter] = [], parameters: [Parameter], result: Type, predicate: TypePredicate? = nil) {
        self.typeParameters = typeParameters
        self.parameters = parameters
        self.result = result
        self.predicate = predicate
    }
}

/// `is parameter: type` after a function's result type.
public struct TypePredicate: Hashable, Sendable {
    public var parameterIndex: Int
    public var type: Type

    public init(parameterIndex: Int, type: Type) {
        self.parameterIndex = parameterIndex
        self.type = type
    }
}

public struct TypeParameter: Hashable, Sendable {
    /// Unique among the type parameters of a module.
    public var id: Int
    public var name: String
    public var constraint: Type?
    public var traits: [String]

    public init(id: Int, name: String, constraint: Type? = nil, traits: [String] = []) {
        self.id = id
        self.name = name
        self.constraint = constraint
        self.traits = traits
    }
}
