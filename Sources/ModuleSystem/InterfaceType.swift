/// A type in an interface, in terms that all languages share. A front end translates between these and its own types.
public indirect enum InterfaceType: Hashable, Sendable {
    /// Decided at run time.
    case dynamic
    case never
    /// The type of functions that return nothing, and its single value.
    case unit
    case null
    case bool
    /// IEEE binary64.
    case number
    /// 64-bit integer.
    case integer
    case character
    case string
    case array(InterfaceType)
    case function(InterfaceFunctionType)
    /// A generic type of the shared runtime or of a language, by name: `Option`, `Result`, `HashMap`, `json` (no arguments) …
    case applied(String, [InterfaceType])
    case union([InterfaceType])
    case intersection([InterfaceType])
    case structural([InterfaceMember])
    /// A type parameter of the enclosing function or alias, by position.
    case parameter(Int, name: String)
    /// A type alias: its name, arguments and expansion. An exported alias with parameters has `parameters` and an expansion that uses them.
    case alias(InterfaceAlias)
    /// The namespace object of a module.
    case namespace(ModuleID)
}

/// A named member of a structural type.
public struct InterfaceMember: Hashable, Sendable {
    public var name: String
    public var type: InterfaceType

    public init(name: String, type: InterfaceType) {
        self.name = name
        self.type = type
    }
}

public struct InterfaceAlias: Hashable, Sendable {
    public var name: String
    public var parameters: [String]
    public var arguments: [InterfaceType]
    public var expansion: InterfaceType
    public var isDeprecated: Bool
    public var deprecatedSince: String?

    public init(
        name: String, parameters: [String] = [], arguments: [InterfaceType] = [], expansion: InterfaceType, isDeprecated: Bool = false,
        deprecatedSince: String? = nil
    ) {
        self.name = name
        self.parameters = parameters
        self.arguments = arguments
        self.expansion = expansion
        self.isDeprecated = isDeprecated
        self.deprecatedSince = deprecatedSince
    }
}

public struct InterfaceFunctionType: Hashable, Sendable {
    public var typeParameters: [InterfaceTypeParameter]
    public var parameters: [InterfaceParameter]
    public var result: InterfaceType
    /// A type predicate: the parameter it narrows and the type it proves.
    public var predicateParameter: Int?
    public var predicateType: InterfaceType?

    public init(
        typeParameters: [InterfaceTypeParameter] = [], parameters: [InterfaceParameter], result: InterfaceType, predicateParameter: Int? = nil,
        predicateType: InterfaceType? = nil
    ) {
        self.typeParameters = typeParameters
        self.parameters = parameters
        self.result = result
        self.predicateParameter = predicateParameter
        self.predicateType = predicateType
    }
}

public struct InterfaceTypeParameter: Hashable, Sendable {
    public var name: String
    /// An upper bound.
    public var constraint: InterfaceType?
    /// Names of traits that a type argument must implement.
    public var traits: [String]

    public init(name: String, constraint: InterfaceType? = nil, traits: [String] = []) {
        self.name = name
        self.constraint = constraint
        self.traits = traits
    }
}

public struct InterfaceParameter: Hashable, Sendable {
    /// Empty in the type of a function value.
    public var name: String
    public var type: InterfaceType
    /// A language's ownership annotation, spelled as in the source (`own`, `borrow`, `shared`), or empty.
    public var ownership: String

    public init(name: String = "", type: InterfaceType, ownership: String = "") {
        self.name = name
        self.type = type
        self.ownership = ownership
    }
}
