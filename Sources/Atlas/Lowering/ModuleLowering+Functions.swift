import Basics
import Core
import Diagnostics
import ModuleSystem
import RuntimeABI

/// Functions, their values, and what comes from other modules.
extension ModuleLowering {
    /// Makes room for every function, so that calls know their targets before the bodies are lowered.
    func declareFunctions() {
        for id in typed.tree.functions.indices {
            guard let info = typed.functions[id.offset], typed.tree.functions[id].body != nil else { continue }
            let declaration = typed.tree.functions[id]
            var parameters: [Local] = []
            if captures.needsClosure(id) { parameters.append(Local(name: "closure", type: .reference(.closure))) }
            for (parameter, type) in zip(declaration.parameters, info.type.parameters) {
                parameters.append(Local(name: parameter.name.text, type: type.type.storageType))
            }
            if hasSite(id) { parameters.append(Local(name: "site", type: .i32)) }
            var function = Core.Function(
                name: qualifiedName(id), parameters: parameters, result: info.type.result.valueType, span: declaration.name.span)
            if hasSite(id) { function.siteParameter = LocalID(parameters.count - 1) }
            functions[id] = module.functions.append(function)
        }
    }

    /// Functions of the standard library report failures at the place where the user called.
    func hasSite(_ id: FunctionID) -> Bool { isStandard && !captures.needsClosure(id) }

    private func qualifiedName(_ id: FunctionID) -> String {
        var names = [typed.tree.functions[id].name.text]
        var parent = typed.functions[id.offset]?.parent
        while let outer = parent {
            names.append(typed.tree.functions[outer].name.text)
            parent = typed.functions[outer.offset]?.parent
        }
        if let owner = methodOwners[id] { names.append(owner) }
        return names.reversed().joined(separator: ".")
    }

    func lowerFunction(_ id: FunctionID) {
        guard let target = functions[id], let body = typed.tree.functions[id].body else { return }
        let lowering = FunctionLowering(self, id, module.functions[target])
        lowering.bindParameters()
        lowering.loadCaptures()
        let block = lowering.lowerStatements(body.statements, body.span)
        lowering.finish(block)
        module.functions[target] = lowering.function
    }

    // MARK: Function values

    /// The static closure of a function; for one with captures, what its closures are made from.
    func closure(of id: FunctionID) -> ClosureID {
        if let known = closures[id] { return known }
        let name = typed.tree.functions[id].name.text
        let parameters = typed.functions[id.offset]?.type.parameters.map(\.type) ?? []
        let wrapper = FunctionLowering.wrapper(self, name: name, arity: parameters.count, span: typed.tree.functions[id].name.span)
        let span = wrapper.function.span
        var arguments: [ExprID] = []
        if captures.needsClosure(id) { arguments.append(wrapper.get(LocalID(0), span)) }
        for (position, type) in parameters.enumerated() {
            let value = wrapper.get(LocalID(position + 1), span)
            arguments.append(wrapper.coerceToStorage(value, from: .unknown, to: type, span))
        }
        let result = typed.functions[id.offset]?.type.result ?? .unknown
        let call = wrapper.callOwn(id, arguments, span)
        wrapper.finish(wrapper.box(call, from: result, span))
        return addClosure(id, wrapper, arity: parameters.count, name: name)
    }

    private func addClosure(_ id: FunctionID, _ wrapper: FunctionLowering, arity: Int, name: String) -> ClosureID {
        let function = module.functions.append(wrapper.function)
        let closure = module.closures.append(StaticClosure(function: function, arity: arity, name: name))
        closures[id] = closure
        return closure
    }

    /// The static closure of a library function named at `span`, the place that its failures tell of: who calls it does not say where it is
    /// called. Mutating functions work as on a value that is no variable.
    func closure(ofBuiltin row: Builtin, at span: SourceSpan) -> ClosureID {
        let mention = BuiltinMention(name: row.name, span: span)
        if let known = builtinClosures[mention] { return known }
        var parameters: [FunctionType.Parameter] = []
        if case .function(let type) = row.type { parameters = type.parameters }
        let wrapper = FunctionLowering.wrapper(self, name: row.name, arity: parameters.count, span: span)
        let arguments = parameters.indices.map { Operand(wrapper.get(LocalID($0 + 1), span), .unknown) }
        let result = wrapper.emitBuiltin(row, arguments, span)
        wrapper.finish(wrapper.box(result.expression, from: result.type, span))
        let function = module.functions.append(wrapper.function)
        let closure = module.closures.append(
            StaticClosure(function: function, arity: parameters.count, name: row.name, isBuiltin: true))
        builtinClosures[mention] = closure
        return closure
    }

    // MARK: Imports

    /// A function of another module, by its final origin.
    func importedFunction(_ imported: ImportedSymbol, _ type: FunctionType) -> ImportedFunctionID {
        var takesSite = false
        if case .function(let signature) = imported.export.kind { takesSite = signature.hasSiteVariant }
        return importedFunction(
            imported.origin.module, (takesSite ? ReservedNames.sitePrefix : "") + imported.origin.name, type.parameters.map(\.type.storageType),
            type.result.valueType, takesSite: takesSite, declared: declared(imported.origin.module, .function(type)))
    }

    /// The type by which values of modules of another form are converted.
    private func declared(_ module: ModuleID, _ type: Type) -> InterfaceType? {
        context.foreign[module] == nil ? nil : type.interfaceType()
    }

    /// The same function of a module of another form, with the type that its dynamic result has where it is called; nil if that changes nothing.
    func narrowed(_ id: ImportedFunctionID, to type: Type) -> ImportedFunctionID? {
        let function = module.importedFunctions[id]
        guard case .function(var declared)? = function.declared, declared.result == .dynamic, !type.isUnknown else { return nil }
        declared.result = type.interfaceType()
        return importedFunction(
            function.module, function.name, function.parameters, type.valueType, takesSite: false, declared: .function(declared))
    }

    /// The same for a variable.
    func narrowed(_ id: ImportedGlobalID, to type: Type) -> ImportedGlobalID? {
        let global = module.importedGlobals[id]
        guard global.declared == .dynamic, !type.isUnknown, type.valueType != .unit else { return nil }
        return importedGlobal(global.module, global.name, type.storageType, isMutable: true, declared: type.interfaceType())
    }

    /// The same for a function as a value.
    func narrowed(function id: ImportedGlobalID, to type: Type) -> ImportedGlobalID? {
        let global = module.importedGlobals[id]
        guard global.declared != nil, case .function = type.stripped, global.declared != type.interfaceType() else { return nil }
        return importedGlobal(global.module, global.name, .reference(.closure), isMutable: false, declared: type.interfaceType())
    }

    /// A function of a module of the standard library, whose parameters are dynamic.
    func standardFunction(_ id: ModuleID, _ name: String, count: Int, fails: Bool) -> ImportedFunctionID {
        if !module.dependencies.contains(where: { $0.module == id }) {
            module.dependencies.append(LinkDependency(
                module: id, interfaceHash: context.interfaceHashes[id] ?? "", span: .none, specifier: id.text))
        }
        return importedFunction(id, name, Array(repeating: .any, count: count), .any, takesSite: fails)
    }

    private func importedFunction(
        _ id: ModuleID, _ name: String, _ parameters: [ValueType], _ result: ValueType, takesSite: Bool, declared: InterfaceType? = nil
    ) -> ImportedFunctionID {
        let key = ImportKey(module: id, name: name, declared: declared)
        if let known = importedFunctions[key] { return known }
        let function = module.importedFunctions.append(
            ImportedFunction(module: id, name: name, parameters: parameters, result: result, takesSite: takesSite, declared: declared))
        importedFunctions[key] = function
        return function
    }

    func importedVariable(_ imported: ImportedSymbol, _ type: Type) -> ImportedGlobalID {
        // Every exported variable gets its value from an initializer, so to wasm it is mutable.
        importedGlobal(imported.origin.module, imported.origin.name, type.storageType, isMutable: true, declared: declared(imported.origin.module, type))
    }

    func importedClosure(_ imported: ImportedSymbol) -> ImportedGlobalID {
        importedGlobal(
            imported.origin.module, ReservedNames.closurePrefix + imported.origin.name, .reference(.closure), isMutable: false,
            declared: declared(imported.origin.module, Type(foreign: imported.export.type)))
    }

    private func importedGlobal(_ id: ModuleID, _ name: String, _ type: ValueType, isMutable: Bool, declared: InterfaceType? = nil) -> ImportedGlobalID {
        let key = ImportKey(module: id, name: name, declared: declared)
        if let known = importedGlobals[key] { return known }
        let global = module.importedGlobals.append(ImportedGlobal(module: id, name: name, type: type, isMutable: isMutable, declared: declared))
        importedGlobals[key] = global
        return global
    }
}
