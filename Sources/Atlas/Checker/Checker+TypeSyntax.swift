import Basics
import Diagnostics
import ModuleSystem

extension Checker {
    /// The type that a piece of syntax denotes; what is wrong with it is reported, and is unknown.
    mutating func resolve(_ id: TypeSyntaxID) -> Type {
        let syntax = tree.types[id]
        switch syntax.kind {
        case .null: return .null
        case .invalid: return .unknown
        case .array(let element): return .array(resolve(element))
        case .function(let parameters, let result):
            let types = resolve(parameters)
            return .function(FunctionType(parameters: types.map { .init(type: $0) }, result: resolve(result)))
        case .union(let members): return .makeUnion(resolve(members))
        case .intersection(let members):
            if let type = Type.makeIntersection(resolve(members)) { return type }
            error("AT9999", "Intersection type is too large", syntax.span, label: "has too many combinations")
            return .unknown
        case .structural(let members):
            var seen: Set<String> = []
            var result: [StructuralMember] = []
            for member in members {
                let type = resolve(member.type)
                if seen.insert(member.name.text).inserted {
                    result.append(StructuralMember(name: member.name.text, type: type))
                } else {
                    error("AT2003", "Symbol '\(member.name.text)' is already defined in this scope", member.name.span, label: "a second member of this name")
                }
            }
            return .structural(result)
        case .named(let qualifier?, let name, let arguments): return resolve(name, in: qualifier, arguments)
        case .named(nil, let name, let arguments): return resolve(name, arguments)
        }
    }

    private mutating func resolve(_ ids: [TypeSyntaxID]) -> [Type] {
        var types: [Type] = []
        for id in ids { types.append(resolve(id)) }
        return types
    }

    private mutating func resolve(_ name: Identifier, _ arguments: [TypeSyntaxID]?) -> Type {
        if let parameter = typeParameters[name.text] {
            return checkArity(name, arguments, 0) == nil ? .unknown : .parameter(parameter)
        }
        if let index = aliasesByName[name.text] { return use(aliases[index], name, arguments) }
        guard let arguments else { return resolveBuiltin(name) }
        guard let count = Self.builtinGenerics[name.text] else {
            _ = resolve(arguments)
            error(
                "AT3001", "Unknown generic type '\(name.text)'", name.span, label: "no generic type has this name",
                help: typeSuggestions(for: name.text, isGeneric: true))
            return .unknown
        }
        guard let types = checkArity(name, arguments, count) else { return .unknown }
        switch name.text {
        case "Array": return .array(types[0])
        case "Option": return .option(types[0])
        case "Result": return .result(types[0], types[1])
        default: return .applied(name.text, types)
        }
    }

    static let builtinGenerics = ["Array": 1, "Option": 1, "Result": 2, "HashMap": 2, "HashSet": 1]

    static let builtinTypes: [String: Type] = [
        "number": .number, "string": .string, "bool": .bool, "void": .void, "json": .json, "JsonValue": .json,
        "any": .unknown, "HashMap": .unknown, "HashSet": .unknown, "Queue": .unknown, "Stack": .unknown, "Regex": .unknown,
        "DateTime": .unknown, "namespace": .unknown, "array": .array(.unknown), "Comparable": .number, "Numeric": .number,
        "Iterable": .array(.unknown), "Equatable": .union([.number, .string, .bool, .null]),
        "Serializable": .union([.number, .string, .bool, .null, .json]),
    ]

    private mutating func resolveBuiltin(_ name: Identifier) -> Type {
        if let type = Self.builtinTypes[name.text] { return type }
        if Self.builtinGenerics[name.text] != nil {
            _ = checkArity(name, nil, Self.builtinGenerics[name.text] ?? 0)
            return .unknown
        }
        if traits[name.text] != nil || TraitInfo.builtin[name.text] != nil || undeclaredTypesAreSilent { return .unknown }
        warning(
            "AW9999", "Unknown type '\(name.text)' treated as dynamic", name.span, label: "no type has this name",
            help: typeSuggestions(for: name.text, isGeneric: false))
        return .unknown
    }

    /// The type arguments, if there are as many as there must be.
    private mutating func checkArity(_ name: Identifier, _ arguments: [TypeSyntaxID]?, _ count: Int) -> [Type]? {
        let types = resolve(arguments ?? [])
        if types.count == count { return types }
        error(
            "AT3001", "Generic type '\(name.text)' expects \(count) type argument(s), found \(types.count)", name.span,
            label: "expected \(count), found \(types.count)")
        return nil
    }

    /// The type that the use of an alias denotes.
    private mutating func use(_ alias: TypeAlias, _ name: Identifier, _ arguments: [TypeSyntaxID]?) -> Type {
        warnIfDeprecated(alias, name)
        // The parameters of an alias whose import failed are not known.
        if alias.isImported, alias.parameters.isEmpty, alias.expansion == .unknown {
            _ = resolve(arguments ?? [])
            return .unknown
        }
        guard let types = checkArity(name, arguments, alias.parameters.count) else { return .unknown }
        return instantiate(alias, types)
    }

    private mutating func warnIfDeprecated(_ alias: TypeAlias, _ name: Identifier) {
        guard alias.isDeprecated else { return }
        warning(
            "AT2009", "Type alias '\(name.text)' is deprecated", name.span, label: "deprecated",
            notes: alias.deprecatedSince.map { ["deprecated since \($0)"] } ?? [])
    }

    private mutating func resolve(_ name: Identifier, in qualifier: Identifier, _ arguments: [TypeSyntaxID]?) -> Type {
        guard let symbol = visible[qualifier.text] else {
            _ = resolve(arguments ?? [])
            reportUnknownSymbol(qualifier)
            return .unknown
        }
        guard case .namespace(let module, let specifier) = typed.symbols[symbol].kind, let interface = context.interfaces[module] else {
            _ = resolve(arguments ?? [])
            if !typed.symbols[symbol].type.isUnknown {
                error("AT9999", "'\(qualifier.text)' is not a namespace", qualifier.span, label: "only namespaces hold types")
            }
            return .unknown
        }
        guard let export = interface.find(name.text).type else {
            _ = resolve(arguments ?? [])
            reportNotExported(name, interface, specifier, as: .type)
            return .unknown
        }
        return use(namespaceAlias(export, name, module), name, arguments)
    }

    /// An alias reached through a namespace, made once.
    private mutating func namespaceAlias(_ export: InterfaceExport, _ name: Identifier, _ module: ModuleID) -> TypeAlias {
        let key = ImportKey(module: module, name: name.text)
        if let index = namespaceAliases[key] { return aliases[index] }
        namespaceAliases[key] = aliases.count
        aliases.append(readAlias(export, name))
        return aliases[aliases.count - 1]
    }

    /// The declared type of a variable. A generic alias may stand there without arguments, which the initializer then decides.
    mutating func resolveAnnotation(_ id: TypeSyntaxID, initializer: Type) -> Type {
        guard case .named(nil, let name, nil) = tree.types[id].kind, typeParameters[name.text] == nil,
            let index = aliasesByName[name.text], !aliases[index].parameters.isEmpty
        else { return resolve(id) }
        let alias = aliases[index]
        warnIfDeprecated(alias, name)
        var inference = Inference(alias.parameters)
        _ = match(alias.expansion, initializer, &inference)
        return instantiate(alias, alias.parameters.map { inference.types[$0.id] ?? .unknown })
    }
}
