import Basics
import Diagnostics

extension Checker {
    /// Declares the functions of a block or module before anything else in it.
    mutating func hoistFunctions(_ statements: [StatementID]) {
        for statement in statements {
            guard case .function(let id) = tree.statements[statement].kind else { continue }
            let type = signature(id)
            let symbol = declare(tree.functions[id].name, .function(id), .function(type))
            typed.statementSymbols[statement.offset] = symbol
            typed.functions[id.offset] = FunctionInfo(symbol: symbol, type: type, parameters: [], parent: function?.id)
        }
    }

    /// The type of a function from its declaration.
    mutating func signature(_ id: FunctionID) -> FunctionType {
        let declaration = tree.functions[id]
        let outer = typeParameters
        defer { typeParameters = outer }
        let own = declareTypeParameters(declaration.typeParameters)
        var parameters: [FunctionType.Parameter] = []
        for parameter in declaration.parameters {
            let type = resolve(parameter.type)
            if parameter.ownership == .own, type.stripped.isCopiedAlways {
                warning(
                    "AT2010", "`own` annotation on parameter `\(parameter.name.text)` has no effect: primitive types are always copied",
                    parameter.name.span, label: "has type \(type)", help: ["remove `own`"])
            }
            parameters.append(.init(name: parameter.name.text, type: type, ownership: parameter.ownership))
        }
        if parameters.count > FunctionLimits.parameters {
            error(
                "AT9999", "Function has \(parameters.count) parameters, and at most \(FunctionLimits.parameters) are supported",
                declaration.name.span, label: "too many parameters", help: ["pass the values in an array"])
        }
        let result = declaration.result.map { resolve($0) } ?? .null
        let predicate = resolvePredicate(declaration, parameters, result)
        return FunctionType(typeParameters: own, parameters: parameters, result: result, predicate: predicate)
    }

    /// Makes the type parameters of a function visible.
    private mutating func declareTypeParameters(_ syntax: [TypeParameterSyntax]) -> [TypeParameter] {
        var result: [TypeParameter] = []
        var own: Set<String> = []
        for item in syntax {
            var parameter = makeTypeParameter(item.name.text)
            if !own.insert(parameter.name).inserted {
                error(
                    "AT2003", "Symbol '\(parameter.name)' is already defined in this scope", item.name.span, label: "defined a second time here")
            }
            if let constraint = item.constraint { parameter.constraint = resolveConstraint(constraint, item.name) }
            for bound in item.bounds {
                if traits[bound.text] == nil, TraitInfo.builtin[bound.text] == nil {
                    reportUnknownTrait(bound)
                } else {
                    parameter.traits.append(bound.text)
                }
            }
            typeParameters[parameter.name] = parameter
            result.append(parameter)
        }
        return result
    }

    private mutating func resolveConstraint(_ syntax: TypeSyntaxID, _ name: Identifier) -> Type? {
        // The parameter itself is not declared yet: a constraint that mentions it means an outer thing, or nothing.
        let wasSilent = undeclaredTypesAreSilent
        undeclaredTypesAreSilent = true
        let errorCount = sink.diagnostics.count
        let type = resolve(syntax)
        undeclaredTypesAreSilent = wasSilent
        if sink.diagnostics.count > errorCount { return nil }
        switch type.stripped {
        case .unknown:
            error(
                "AT3001", "Unknown constraint type for type parameter '\(name.text)'", tree.types[syntax].span,
                label: "not a type that can be a constraint")
            return nil
        case .never:
            error(
                "AT3001", "Constraint for type parameter '\(name.text)' is unsatisfiable", tree.types[syntax].span,
                label: "no value has this type")
            return nil
        default: return type
        }
    }

    private mutating func resolvePredicate(
        _ declaration: FunctionDeclaration, _ parameters: [FunctionType.Parameter], _ result: Type
    ) -> TypePredicate? {
        guard let (name, syntax) = declaration.predicate else { return nil }
        let type = resolve(syntax)
        if !fits(result, .bool) {
            let span = declaration.result.map { tree.types[$0].span } ?? name.span
            error("AT3001", "Type predicate requires bool return type, found \(result)", span, label: "expected bool, found \(result)")
            return nil
        }
        guard let index = parameters.firstIndex(where: { $0.name == name.text }) else {
            error(
                "AT3001", "Type predicate refers to unknown parameter '\(name.text)'", name.span, label: "no parameter has this name",
                help: suggestions(for: name.text, among: parameters.map(\.name)))
            return nil
        }
        guard fits(type, parameters[index].type) else {
            error(
                "AT3001", "Predicate type \(type) is not assignable to parameter type \(parameters[index].type)", tree.types[syntax].span,
                label: "can never be the type of `\(name.text)`",
                secondary: [secondary(declaration.parameters[index].name.span, "has type \(parameters[index].type)")])
            return nil
        }
        return TypePredicate(parameterIndex: index, type: type)
    }

    /// Checks the body of a function whose signature is known.
    mutating func checkBody(_ id: FunctionID, isMethod: Bool = false) {
        guard let info = typed.functions[id.offset], let body = tree.functions[id].body else { return }
        let declaration = tree.functions[id]
        let outer = (function: function, loopDepth: loopDepth, typeParameters: typeParameters, narrowed: narrowed)
        let isInMethod = isMethod || function?.isMethod == true
        function = FunctionContext(
            id: id, result: info.type.result, resultSpan: declaration.result.map { tree.types[$0].span }, isMethod: isInMethod)
        loopDepth = 0
        for parameter in info.type.typeParameters { typeParameters[parameter.name] = parameter }
        // The body runs later: captured locals are as they are here, module variables may have changed.
        narrowed = narrowed.filter { !isModuleVariable($0.key) }
        pushScope()
        var parameters: [SymbolID] = []
        for (syntax, parameter) in zip(declaration.parameters, info.type.parameters) {
            parameters.append(declare(syntax.name, .parameter(syntax.ownership), parameter.type, warnsIfUnused: true))
        }
        typed.functions[id.offset]?.parameters = parameters
        check(body)
        popScope()
        let result = info.type.result
        if !isNothing(result), !ReturnPaths(tree).alwaysReturns(body) {
            error(
                "AT3004", "Not all code paths return a value", declaration.name.span, label: "must return \(result)",
                secondary: [declaration.result.flatMap { secondary(tree.types[$0].span, "because of this result type") }],
                help: ["add a `return` at the end; loops and `match` do not count"])
        }
        (function, loopDepth, typeParameters, narrowed) = (outer.function, outer.loopDepth, outer.typeParameters, outer.narrowed)
    }
}

extension Type {
    /// Types on which `own` has no effect.
    fileprivate var isCopiedAlways: Bool {
        switch self {
        case .number, .string, .bool, .null, .void: true
        default: false
        }
    }
}
