import Basics
import Diagnostics
import ModuleSystem

/// What a method name means on a receiver.
struct FoundMethod {
    var resolution: Resolution
    /// Without the receiver.
    var type: FunctionType
    var isBuiltin: Bool
    /// How many parameters of the declaration are left out in `type`: the receiver, unless the method takes none.
    var receivers = 0

    /// Changes the array in the variable that is the receiver.
    var mutates: Bool {
        if case .builtinMethod = resolution { true } else { false }
    }
}

extension Checker {
    /// `base.name` or `base.name(arguments)`
    mutating func checkMember(_ id: ExpressionID, _ base: ExpressionID, _ name: Identifier, _ arguments: [ExpressionID]?) -> Type {
        let receiver = check(base)
        if case .namespace(let module, let specifier) = receiver.stripped {
            return checkNamespaceMember(id, module, specifier, name, arguments)
        }
        var types: [Type] = []
        for argument in arguments ?? [] { types.append(check(argument)) }
        defer { if !isBuiltinMethod(id) { invalidateAfterCall() } }
        if receiver.isUnknown {
            typed.resolutions[id] = arguments == nil ? .dynamicMember : .dynamicMethod
            return .unknown
        }
        let isVariable = if case .name = tree.expressions[base].kind { true } else { false }
        var methods: [FoundMethod] = []
        let known = receiver.knownMembers
        for member in known {
            guard let method = method(name.text, on: member, isVariable: isVariable) else {
                typed.resolutions[id] = .dynamicMethod
                reportNoMethod(name, member, whole: receiver)
                return .unknown
            }
            methods.append(method)
        }
        guard let first = methods.first else {
            typed.resolutions[id] = .dynamicMethod
            return .never
        }
        let isSettled = !receiver.mayBeUnknown && methods.allSatisfy { $0.resolution.isSame(as: first.resolution) }
        typed.resolutions[id] = isSettled ? first.resolution : .dynamicMethod
        if methods.contains(where: \.mutates) { checkChange(of: base) }
        var results: [Type] = []
        for method in methods {
            results.append(checkMethodCall(method, name, arguments ?? [], types))
        }
        return .makeUnion(results)
    }

    private func isBuiltinMethod(_ id: ExpressionID) -> Bool {
        switch typed.resolutions[id] {
        case .builtin, .builtinMethod: true
        default: false
        }
    }

    private mutating func checkMethodCall(
        _ method: FoundMethod, _ name: Identifier, _ arguments: [ExpressionID], _ types: [Type]
    ) -> Type {
        let parameters = method.type.parameters
        guard types.count == parameters.count else {
            error(
                "AT3005", "Method '\(name.text)' expects \(parameters.count) arguments, found \(types.count)", name.span,
                label: "takes \(parameters.count), gets \(types.count)")
            return method.type.instantiating([:]).result
        }
        checkOwnership(method.type, arguments, types)
        var inference = Inference(method.type.typeParameters)
        for (index, (parameter, type)) in zip(parameters, types).enumerated() where !match(parameter.type, type, &inference) {
            let expected = parameter.type.substituting(inference.types)
            mismatch(
                "Argument \(index + 1) has wrong type: expected \(expected), found \(type)", expected: expected, found: type,
                span(arguments[index]), of: arguments[index], secondary: [method.declaration.flatMap { self.parameter(index + $0.receivers, of: $0.function) }])
        }
        return method.type.instantiating(inference.types).result.bounded
    }

    private mutating func reportNoMethod(_ name: Identifier, _ member: Type, whole: Type) {
        let candidates = traitsByMethod[name.text] ?? TraitInfo.builtin.values.filter { $0.methods[name.text] != nil }.map(\.name)
        if let trait = candidates.first, !member.isNamespace {
            error(
                "AT3035", "Type '\(member)' does not implement trait '\(trait)' required for method '\(name.text)'", name.span,
                label: "the receiver has type \(member)", help: implementationHelp(trait, member))
            return
        }
        error(
            "AT3010", "Type '\(whole)' has no method named '\(name.text)'", name.span,
            label: Type.same(member, whole) ? "no such method" : "\(member) has no such method",
            help: methodSuggestions(for: name.text, on: member))
    }

    /// How a type comes to have the methods of a trait.
    private func implementationHelp(_ trait: String, _ type: Type) -> [String] {
        switch type {
        case .parameter(let parameter) where parameter.constraint == nil:
            return ["require it of the type parameter: `<\(TypeParameter(id: 0, name: parameter.name, traits: parameter.traits + [trait]).declaration)>`"]
        case .number, .string, .bool, .null, .json, .alias(_, [], _): return ["write `impl \(trait) for \(type) { … }`"]
        case .array: return ["write `impl \(trait) for array { … }`"]
        default: return []
        }
    }

    // MARK: Lookup

    /// The method `name` of a receiver: built-in ones first, then those of impls, then what the type promises.
    func method(_ name: String, on receiver: Type, isVariable: Bool) -> FoundMethod? {
        let type = receiver.stripped
        if let builtin = Builtins.method(name, on: type, isVariable: isVariable) {
            let function = FunctionType(parameters: builtin.parameters.map { .init(type: $0) }, result: builtin.result)
            return FoundMethod(
                resolution: builtin.mutates ? .builtinMethod(name) : .builtin(builtin.function), type: function, isBuiltin: true)
        }
        if let implemented = implementedMethod(name, on: type) { return implemented }
        switch type {
        case .parameter(let parameter):
            for trait in parameter.traits {
                guard let info = traits[trait] ?? TraitInfo.builtin[trait], let method = info.methods[name] else { continue }
                return FoundMethod(resolution: .dynamicMethod, type: method.withoutReceiver, isBuiltin: false)
            }
            return parameter.constraint.flatMap { method(name, on: $0, isVariable: isVariable) }.map(\.dynamic)
        case .intersection(let members):
            for member in members {
                if let found = method(name, on: member, isVariable: isVariable) { return found.dynamic }
            }
            return nil
        case .structural(let members):
            guard let member = members.first(where: { $0.name == name }) else { return nil }
            if case .function(let function) = member.type.stripped {
                return FoundMethod(resolution: .dynamicMethod, type: function, isBuiltin: false)
            }
            // A member that is no function is what a call without arguments gives.
            let function = FunctionType(parameters: [], result: member.type)
            return FoundMethod(resolution: .dynamicMethod, type: function, isBuiltin: false)
        default: return nil
        }
    }

    private func implementedMethod(_ name: String, on type: Type) -> FoundMethod? {
        if type == .unknown || type == .never { return nil }
        for index in implementationsByMethod[name] ?? [] {
            let implementation = implementationTable[index]
            guard !implementation.target.isUnknown, fits(type, implementation.target), let id = implementation.methods[name],
                let info = typed.functions[id.offset]
            else { continue }
            return FoundMethod(
                resolution: .traitMethod(id), type: info.type.withoutReceiver, isBuiltin: false, receivers: info.type.takesReceiver ? 1 : 0)
        }
        return nil
    }

    /// What a structural type can require of a type: its methods.
    func member(_ name: String, of type: Type) -> FunctionType? {
        switch type.stripped {
        case .union(let members):
            let found = members.map { member(name, of: $0) }
            return found.allSatisfy { $0 == found.first } ? found.first ?? nil : nil
        default: return method(name, on: type, isVariable: false)?.type
        }
    }

    // MARK: Namespaces

    private mutating func checkNamespaceMember(
        _ id: ExpressionID, _ module: ModuleID, _ specifier: String, _ name: Identifier, _ arguments: [ExpressionID]?
    ) -> Type {
        guard let interface = context.interfaces[module] else {
            for argument in arguments ?? [] { check(argument) }
            typed.resolutions[id] = .dynamicMember
            return .unknown
        }
        guard let export = interface.find(name.text).value else {
            reportNotExported(name, interface, specifier, as: .value)
            for argument in arguments ?? [] { check(argument) }
            typed.resolutions[id] = .dynamicMember
            return .unknown
        }
        let symbol = importedSymbol(export, from: module)
        let type = importedType(symbol)
        guard let arguments else {
            typed.resolutions[id] = .namespaceMember(symbol)
            return type
        }
        if case .function = export.kind {
            typed.resolutions[id] = .importedFunction(symbol)
        } else {
            typed.resolutions[id] = .namespaceMember(symbol)
        }
        return call(type, id, arguments)
    }
}

extension FoundMethod {
    /// The method of an impl, and how many of its parameters the receiver takes.
    fileprivate var declaration: (function: FunctionID, receivers: Int)? {
        guard case .traitMethod(let id) = resolution else { return nil }
        return (id, receivers)
    }

    /// The same method, chosen at run time because the receiver is held tagged.
    fileprivate var dynamic: FoundMethod { FoundMethod(resolution: .dynamicMethod, type: type, isBuiltin: isBuiltin) }
}

extension FunctionType {
    /// Of a method: whether it takes the receiver, as its first parameter with the name `self`. Others are called with the arguments alone.
    var takesReceiver: Bool { parameters.first?.name == "self" }

    /// The type of a method without the receiver.
    var withoutReceiver: FunctionType {
        guard takesReceiver else { return self }
        var result = self
        result.parameters.removeFirst()
        return result
    }
}

extension Resolution {
    /// Both choose the same method.
    fileprivate func isSame(as other: Resolution) -> Bool {
        switch (self, other) {
        case (.builtin(let left), .builtin(let right)), (.builtinMethod(let left), .builtinMethod(let right)): left == right
        case (.traitMethod(let left), .traitMethod(let right)): left == right
        case (.dynamicMethod, .dynamicMethod): true
        default: false
        }
    }
}

extension Type {
    fileprivate var isNamespace: Bool {
        if case .namespace = stripped { return true }
        return false
    }
}
