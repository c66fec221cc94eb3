extension Type: CustomStringConvertible {
    /// The type as messages show it.
    public var display: String { description }

    /// The type as messages show it: `number[]`, `(number, string) -> bool`, an alias by its name, unknown as `?`.
    public var description: String {
        switch self {
        case .unknown: "?"
        case .never: "never"
        case .number: "number"
        case .string: "string"
        case .bool: "bool"
        case .null: "null"
        case .void: "void"
        case .json: "json"
        case .array(let element): element.enclosed + "[]"
        case .function(let function): function.description
        case .option(let value): "Option<\(value)>"
        case .result(let value, let error): "Result<\(value), \(error)>"
        case .applied(let name, let arguments): name + Self.list(arguments)
        case .union: knownMembers.map { $0.isFunction ? $0.enclosed : $0.description }.joined(separator: " | ")
        case .intersection(let members): members.map(\.enclosed).joined(separator: " & ")
        case .structural(let members): "{ " + members.map { "\($0.name): \($0.type)" }.joined(separator: ", ") + " }"
        case .parameter(let parameter): parameter.name
        case .alias(let name, let arguments, _): arguments.isEmpty ? name : name + Self.list(arguments)
        case .namespace: "namespace"
        }
    }

    private static func list(_ arguments: [Type]) -> String {
        "<" + arguments.map(\.description).joined(separator: ", ") + ">"
    }

    private var isFunction: Bool {
        if case .function = self { return true }
        return false
    }

    /// In parentheses where a postfix or an operator would otherwise bind to a part only.
    private var enclosed: String {
        switch self {
        case .union where knownMembers.count == 1: knownMembers[0].enclosed
        case .function, .union, .intersection: "(\(description))"
        default: description
        }
    }
}

extension FunctionType: CustomStringConvertible {
    public var description: String {
        let generics = typeParameters.isEmpty ? "" : "<" + typeParameters.map(\.declaration).joined(separator: ", ") + ">"
        return generics + "(" + parameters.map(\.type.description).joined(separator: ", ") + ") -> " + result.description
    }
}

extension TypeParameter {
    /// The parameter as its function declares it: `T extends number`, `T: Copy + Tr`.
    var declaration: String {
        if let constraint { return "\(name) extends \(constraint)" }
        return traits.isEmpty ? name : name + ": " + traits.joined(separator: " + ")
    }
}
