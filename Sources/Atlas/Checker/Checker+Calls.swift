import Basics
import Diagnostics
import ModuleSystem

extension Checker {
    /// `callee(arguments)`
    mutating func checkCall(_ id: ExpressionID, _ callee: ExpressionID, _ arguments: [ExpressionID]) -> Type {
        let type = checkCallee(callee)
        typed.resolutions[id] = resolution(of: callee)
        let result = call(type, callee, arguments)
        if case .builtin(let name) = typed.resolutions[id], libraryRow(name)?.writeBack != nil, let changed = arguments.first {
            checkChange(of: changed)
        }
        return result
    }

    private mutating func checkCallee(_ callee: ExpressionID) -> Type {
        if case .name(let text) = tree.expressions[callee].kind, lookUp(text) == nil {
            reportUnknownSymbol(Identifier(text, span(callee)), isCalled: true)
            return record(callee, .unknown)
        }
        return check(callee)
    }

    /// How a called expression was understood.
    private func resolution(of callee: ExpressionID) -> Resolution {
        guard case .name = tree.expressions[callee].kind, let symbol = typed.expressionSymbols[callee.offset] else { return .value }
        switch typed.symbols[symbol].kind {
        case .function: return .function(symbol)
        case .imported(let imported):
            if case .function = imported.export.kind { return .importedFunction(imported) }
            return .value
        case .builtin(let name):
            if let builtin = libraryRow(name), case .number = builtin.implementation { return .value }
            return .builtin(name)
        default: return .value
        }
    }

    /// Checks the arguments of a call of something of the given type, and returns the type of the result.
    mutating func call(_ callee: Type, _ place: ExpressionID, _ arguments: [ExpressionID]) -> Type {
        var types: [Type] = []
        for argument in arguments { types.append(check(argument)) }
        defer { if mayRunProgramCode(place, types) { invalidateAfterCall() } }
        let members = constrained(callee).unionMembers
        var results: [Type] = []
        for member in members {
            if member.isUnknown {
                results.append(.unknown)
            } else if let function = functionType(member) {
                results.append(call(function, place, arguments, types))
            } else {
                error("AT3006", "Cannot call non-function type \(callee)", span(place), label: "has type \(callee)")
                return .unknown
            }
        }
        return .makeUnion(results)
    }

    private func functionType(_ type: Type) -> FunctionType? {
        switch type.stripped {
        case .function(let function): return function
        case .intersection(let members):
            for member in members {
                if let function = functionType(member) { return function }
            }
            return nil
        default: return nil
        }
    }

    /// Whether a call may run functions of the program, which may assign module variables.
    private func mayRunProgramCode(_ callee: ExpressionID, _ arguments: [Type]) -> Bool {
        guard case .name = tree.expressions[callee].kind, let symbol = typed.expressionSymbols[callee.offset],
            case .builtin(let name) = typed.symbols[symbol].kind, let builtin = libraryRow(name)
        else { return true }
        if builtin.isPrelude, case .function(let type) = builtin.type {
            return type.parameters.contains { functionType($0.type) != nil }
        }
        if Self.harmlessBuiltins.contains(name) { return false }
        return arguments.contains { $0.mentionsUnknown || functionType($0) != nil }
    }

    /// Library functions without static signature that never call their arguments.
    private static let harmlessBuiltins: Set<String> = [
        "typeof", "isString", "isNumber", "isBool", "isNull", "isArray", "isFunction", "isObject", "isType", "toString", "toNumber",
        "toBool", "Some", "None", "Ok", "Err", "is_some", "is_none", "is_ok", "is_err", "unwrap", "unwrap_or", "expect", "assert",
        "assertFalse", "assertEqual", "assertNotEqual",
    ]

    /// A call of a function with a known type whose arguments have been typed.
    private mutating func call(
        _ function: FunctionType, _ callee: ExpressionID, _ arguments: [ExpressionID], _ types: [Type]
    ) -> Type {
        let declaration = declaration(ofFunction: callee)
        guard types.count == function.parameters.count || isVariadic(callee, function, types.count) else {
            let expected = function.parameters.count
            let extra = arguments.count - expected
            error(
                "AT3005", "Function expects \(expected) argument\(expected == 1 ? "" : "s"), found \(types.count)",
                extra > 0 ? span(arguments[expected]) : span(callee),
                label: extra > 1 ? "\(extra) arguments too many from here on"
                    : extra == 1 ? "one argument too many" : "takes \(expected), gets \(types.count)",
                secondary: [declaration])
            // The arguments that are there still tell the result, but not whether all of it is known.
            return function.instantiating([:]).result
        }
        checkOwnership(function, arguments, types)
        guard function.typeParameters.isEmpty else { return callGeneric(function, callee, arguments, types, declaration) }
        for (index, (parameter, type)) in zip(function.parameters, types).enumerated() where !fits(type, parameter.type) {
            mismatch(
                "Argument \(index + 1) type mismatch: expected \(parameter.type), found \(type)", expected: parameter.type, found: type,
                span(arguments[index]), of: arguments[index], secondary: [self.parameter(index, of: callee) ?? declaration])
        }
        return function.result
    }

    private func isVariadic(_ callee: ExpressionID, _ function: FunctionType, _ count: Int) -> Bool {
        guard count >= function.parameters.count, case .name = tree.expressions[callee].kind,
            let symbol = typed.expressionSymbols[callee.offset], case .builtin(let name) = typed.symbols[symbol].kind
        else { return false }
        return libraryRow(name)?.isVariadic == true
    }

    /// Where the called function is declared in this file.
    private func declaration(ofFunction callee: ExpressionID) -> DiagnosticLabel? {
        guard case .name = tree.expressions[callee].kind, let symbol = typed.expressionSymbols[callee.offset] else { return nil }
        switch typed.symbols[symbol].kind {
        case .imported(let imported):
            guard let interface = context.interfaces[imported.origin.module], imported.export.span != .none else { return nil }
            return DiagnosticLabel(path: interface.sourcePath, span: imported.export.span, text: "declared here")
        default: return secondary(typed.symbols[symbol].span, "declared here")
        }
    }

    /// Where the parameter at a position of the called function is declared in this file.
    private func parameter(_ index: Int, of callee: ExpressionID) -> DiagnosticLabel? {
        guard case .name = tree.expressions[callee].kind, let symbol = typed.expressionSymbols[callee.offset],
            case .function(let id) = typed.symbols[symbol].kind
        else { return nil }
        return parameter(index, of: id)
    }

    /// Where the parameter at a position of a function of this file is declared.
    func parameter(_ index: Int, of function: FunctionID) -> DiagnosticLabel? {
        let parameters = tree.functions[function].parameters
        guard index < parameters.count else { return nil }
        return secondary(parameters[index].name.span.union(tree.types[parameters[index].type].span), "because of this parameter")
    }

    // MARK: Generic functions

    private mutating func callGeneric(
        _ function: FunctionType, _ callee: ExpressionID, _ arguments: [ExpressionID], _ types: [Type], _ declaration: DiagnosticLabel?
    ) -> Type {
        var inference = Inference(function.typeParameters)
        var isSound = true
        for (index, (parameter, type)) in zip(function.parameters, types).enumerated() {
            if match(parameter.type, type, &inference) { continue }
            isSound = false
            if parameter.type.mentions(inference.open) {
                error(
                    "AT3001",
                    "Type inference failed: cannot match argument \(index + 1) of type \(type) with parameter of type \(parameter.type)",
                    span(arguments[index]), label: "has type \(type)",
                    secondary: [self.parameter(index, of: callee) ?? declaration, bindings(function, inference, arguments)])
            } else {
                mismatch(
                    "Argument \(index + 1) type mismatch: expected \(parameter.type), found \(type)", expected: parameter.type,
                    found: type, span(arguments[index]), secondary: [self.parameter(index, of: callee) ?? declaration])
            }
        }
        let missing = function.typeParameters.filter { inference.types[$0.id] == nil }
        if isSound, !missing.isEmpty {
            error(
                "AT9999", "Cannot infer type parameter(s): \(missing.map(\.name).joined(separator: ", "))", span(callee),
                label: "no argument decides it", secondary: [declaration])
        }
        if isSound { checkConstraints(function, inference, arguments, callee, declaration) }
        return function.instantiating(inference.types).result.bounded
    }

    /// The argument that decided the first type parameter, for messages about a conflict.
    private func bindings(_ function: FunctionType, _ inference: Inference, _ arguments: [ExpressionID]) -> DiagnosticLabel? {
        for (parameter, argument) in zip(function.parameters, arguments) {
            guard case .parameter(let own) = parameter.type.stripped, let type = inference.types[own.id] else { continue }
            return secondary(span(argument), "makes \(own.name) \(type)")
        }
        return nil
    }

    private mutating func checkConstraints(
        _ function: FunctionType, _ inference: Inference, _ arguments: [ExpressionID], _ callee: ExpressionID,
        _ declaration: DiagnosticLabel?
    ) {
        for parameter in function.typeParameters {
            guard let type = inference.types[parameter.id], !type.isUnknown else { continue }
            // The argument that decides the parameter is the one to blame.
            let culprit = zip(function.parameters, arguments).first { $0.0.type.mentions([parameter.id]) }?.1 ?? callee
            if let constraint = parameter.constraint?.substituting(inference.types), !fits(type, constraint) {
                error(
                    "AT3001", "Type argument '\(parameter.name)' must satisfy constraint \(constraint), found \(type)", span(culprit),
                    label: "expected \(constraint), found \(type)", secondary: [declaration])
            }
            for bound in parameter.traits where !implements(type, bound) {
                error(
                    "AT3037", "Type '\(type)' does not implement trait '\(bound)' required by type parameter '\(parameter.name)'",
                    span(culprit), label: "has type \(type)", secondary: [declaration])
            }
        }
    }

    // MARK: Ownership

    mutating func checkOwnership(_ function: FunctionType, _ arguments: [ExpressionID], _ types: [Type]) {
        for (index, parameter) in function.parameters.enumerated() where parameter.ownership != nil && index < arguments.count {
            var passed: OwnershipAnnotation?
            if case .name = tree.expressions[arguments[index]].kind, let symbol = typed.expressionSymbols[arguments[index].offset],
                case .parameter(let ownership) = typed.symbols[symbol].kind {
                passed = ownership
                if parameter.ownership == .own, ownership == .borrow {
                    warning(
                        "AT2012",
                        "passing borrowed parameter `\(typed.symbols[symbol].name)` to `own` parameter — ownership cannot transfer",
                        span(arguments[index]), label: "borrowed")
                }
            }
            if parameter.ownership == .shared, passed != .shared, !types[index].isUnknown, fits(types[index], parameter.type) {
                error(
                    "AT3028",
                    "expected `shared<\(parameter.type)>` value for `shared` parameter, found `\(types[index])`", span(arguments[index]),
                    label: "not a shared value")
            }
        }
    }
}
