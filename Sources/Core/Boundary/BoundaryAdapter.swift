import Basics
import Diagnostics
import ModuleSystem
import RuntimeABI

extension Boundary {
    /// The module with its imports from languages of other forms bound to functions that convert.
    ///
    /// - Parameter foreign: those modules, and those that re-exports lead to.
    public static func adapt(_ module: Module, for policy: BoundaryPolicy, foreign: [ModuleID: ForeignModule]) -> Module {
        let used = module.importedFunctions.values.contains { foreign[$0.module] != nil } || module.importedGlobals.values.contains { foreign[$0.module] != nil }
        guard used || module.imports.contains(where: { foreign[$0.module] != nil }) else { return module }
        let adapter = BoundaryAdapter(module, policy, foreign)
        return adapter.run()
    }
}

/// Gives a module a function for each thing that it imports from a module of another form: one that converts arguments, calls, and converts
/// the result, or one that reads a variable.
final class BoundaryAdapter {
    private var module: Module
    private let policy: BoundaryPolicy
    private let foreign: [ModuleID: ForeignModule]
    /// By imported function.
    private var functions: [Int: FunctionID] = [:]
    /// By imported global.
    private var getters: [Int: FunctionID] = [:]
    private var closures: [Int: ClosureID] = [:]
    private var realFunctions: [ExportOrigin: ImportedFunctionID] = [:]
    private var templates: [TemplateKey: ClosureID] = [:]

    private struct TemplateKey: Hashable {
        var type: InterfaceFunctionType
        var message: String
        var entering: Bool
    }

    init(_ module: Module, _ policy: BoundaryPolicy, _ foreign: [ModuleID: ForeignModule]) {
        self.module = module
        self.policy = policy
        self.foreign = foreign
    }

    func run() -> Module {
        let own = module.functions.count
        for id in module.importedFunctions.indices {
            if let meeting = meeting(module.importedFunctions[id].module, module.importedFunctions[id].name) { adapt(id, meeting) }
        }
        for id in module.importedGlobals.indices { adapt(id) }
        for position in 0..<own { redirect(FunctionID(position)) }
        for position in module.imports.indices {
            let name = module.imports[position].name
            if let real = foreign[module.imports[position].module]?.names[name] { module.imports[position].name = real }
        }
        return module
    }

    // MARK: What meets

    /// An export of a module of another form, and what is said of both sides.
    private struct Meeting {
        var home: ForeignModule
        var export: InterfaceExport
        var importer: BoundarySide
        var exporter: BoundarySide
        var place: String
    }

    private func meeting(_ id: ModuleID, _ name: String) -> Meeting? {
        guard let home = foreign[id], let export = home.interface.export(named: name), export.kind.isLinked else { return nil }
        let here = module.interface.messageName
        let there = home.interface.messageName
        return Meeting(
            home: home, export: export,
            importer: BoundarySide(policy, module: here, export: name, relation: "of", other: there, in: home.policy.language),
            exporter: BoundarySide(home.policy, module: there, export: name, relation: "from", other: here, in: policy.language),
            place: importPlace(id, name, home))
    }

    /// Where the module imports the name, or the module.
    private func importPlace(_ id: ModuleID, _ name: String, _ home: ForeignModule) -> String {
        let named = module.imports.first { $0.module == id && (home.names[$0.name] ?? $0.name) == name }?.position
        let position = named ?? module.dependencies.first { $0.module == id }?.position ?? module.dependencies.first { $0.position != nil }?.position
        let path = module.interface.sourcePath
        return position.map { "\(path):\($0.line):\($0.column)" } ?? path
    }

    /// The types of parameters and result that the importer sees.
    private func importerType(_ declared: InterfaceType?, _ real: InterfaceFunctionType, _ meeting: Meeting) -> InterfaceFunctionType {
        if case .function(let function)? = declared?.expanded { return function }
        let parameters = real.parameters.map { InterfaceParameter(type: Boundary.type($0.type, in: meeting.home.policy, for: policy)) }
        return InterfaceFunctionType(parameters: parameters, result: Boundary.type(real.result, in: meeting.home.policy, for: policy))
    }

    // MARK: Functions

    private func adapt(_ id: ImportedFunctionID, _ meeting: Meeting) {
        let imported = module.importedFunctions[id]
        guard case .function(let real) = meeting.export.type, case .function = meeting.export.kind else { return }
        let type = importerType(imported.declared, real, meeting)
        let parameters = imported.parameters.enumerated().map { Local(name: "argument\($0.offset + 1)", type: $0.element) }
        let function = Function(name: imported.name, parameters: parameters, result: imported.result, span: .none)
        var code = conversion(function, meeting)
        let arguments = parameters.indices.map { position in
            let value = code.builder.get(LocalID(position))
            return code.boxed(value)
        }
        let result = call(meeting, real, type, arguments, &code, unboxedResult: imported.result)
        functions[id.offset] = finish(code, result)
    }

    private func conversion(_ function: Function, _ meeting: Meeting) -> ConversionBuilder {
        var function = function
        function.role = .wrapper
        return ConversionBuilder(function, importPlace: meeting.place) { type, side, place, entering in
            self.template(type, side, place, meeting, entering: entering)
        }
    }

    private func finish(_ code: ConversionBuilder, _ body: ExprID) -> FunctionID {
        var builder = code.builder
        return module.functions.append(builder.finish(body))
    }

    /// Converts boxed arguments of the importer, calls the export, and gives its result, in the importer's terms, as `unboxedResult`.
    private func call(
        _ meeting: Meeting, _ real: InterfaceFunctionType, _ type: InterfaceFunctionType, _ arguments: [ExprID], _ code: inout ConversionBuilder,
        unboxedResult: ValueType
    ) -> ExprID {
        var statements: [ExprID] = []
        var operands: [ExprID] = []
        for (position, parameter) in real.parameters.enumerated() where position < arguments.count && position < type.parameters.count {
            let place = "argument \(position + 1)"
            let isRest = if case .applied("rest", _) = parameter.type { true } else { false }
            let dynamic = code.leaving(arguments[position], type.parameters[position].type, meeting.importer, place, asList: isRest)
            let value = code.entering(dynamic, parameter.type, meeting.exporter, place)
            let local = code.kept(value, "operand", &statements)
            operands.append(code.unboxed(code.builder.get(local), meeting.home.policy.storage(parameter.type)))
        }
        let target = realFunction(meeting, real)
        let returned = module.importedFunctions[target].result
        let isPlain = meeting.exporter.isDynamic && meeting.importer.isDynamic
        if isPlain { return code.builder.add(.tailCallImported(target, operands), .never) }
        let result = code.boxed(code.builder.add(.callImported(target, operands), returned))
        let local = code.kept(result, "result", &statements)
        statements.append(code.checkCall())
        let dynamic = code.leaving(code.builder.get(local), real.result, meeting.exporter, "result 1")
        let value = code.entering(dynamic, type.result, meeting.importer, "result 1")
        statements.append(code.unboxed(value, unboxedResult))
        return code.builder.sequence(statements)
    }

    /// The export itself.
    private func realFunction(_ meeting: Meeting, _ type: InterfaceFunctionType) -> ImportedFunctionID {
        let origin = ExportOrigin(module: meeting.home.interface.module, name: meeting.export.name)
        if let known = realFunctions[origin] { return known }
        let policy = meeting.home.policy
        let id = module.importedFunctions.append(
            ImportedFunction(
                module: origin.module, name: origin.name, parameters: type.parameters.map { policy.storage($0.type) },
                result: policy.representation(type.result)))
        realFunctions[origin] = id
        return id
    }

    // MARK: Variables and function values

    private func adapt(_ id: ImportedGlobalID) {
        let imported = module.importedGlobals[id]
        if imported.name.hasPrefix(ReservedNames.closurePrefix) {
            let name = String(imported.name.dropFirst(ReservedNames.closurePrefix.count))
            guard let meeting = meeting(imported.module, name) else { return }
            closures[id.offset] = closure(meeting, imported.declared)
            return
        }
        guard let meeting = meeting(imported.module, imported.name), case .variable = meeting.export.kind else { return }
        getters[id.offset] = getter(id, meeting)
    }

    /// The function as a value.
    private func closure(_ meeting: Meeting, _ declared: InterfaceType?) -> ClosureID? {
        guard case .function(let real) = meeting.export.type else { return nil }
        let type = importerType(declared, real, meeting)
        let isVariadic = type.parameters.count > TypeDescriptor.mostParameters
        guard !isVariadic else { return nil }
        var parameters = [Local(name: "closure", type: .reference(.closure))]
        parameters += type.parameters.indices.map { Local(name: "argument\($0 + 1)", type: .any) }
        let function = Function(name: meeting.export.name + ".value", convention: .closure, parameters: parameters, result: .any, span: .none)
        var code = conversion(function, meeting)
        let arguments = type.parameters.indices.map { code.builder.get(LocalID($0 + 1)) }
        let body = call(meeting, real, type, arguments, &code, unboxedResult: .any)
        let id = finish(code, body)
        return module.closures.append(StaticClosure(function: id, arity: type.parameters.count, name: meeting.export.name))
    }

    private func getter(_ id: ImportedGlobalID, _ meeting: Meeting) -> FunctionID {
        let seen = module.importedGlobals[id]
        let type = seen.declared ?? Boundary.type(meeting.export.type, in: meeting.home.policy, for: policy)
        let held = meeting.home.policy.storage(meeting.export.type)
        let real = module.importedGlobals.append(ImportedGlobal(module: seen.module, name: seen.name, type: held, isMutable: true))
        var code = conversion(Function(name: seen.name, parameters: [], result: seen.type, span: .none), meeting)
        var statements: [ExprID] = []
        let local = code.kept(code.boxed(code.builder.add(.importedGlobal(real), held)), "value", &statements)
        if meeting.exporter.isDynamic {
            let isMissing = code.builder.add(.test(code.builder.get(local), .bits(NaNBox.Immediate.uninitialized.bits)), .bool)
            let names = [code.builder.string(meeting.export.name), code.builder.string(meeting.home.interface.messageName), code.builder.string("")]
            let raise = code.builder.runtime(.aiRaiseUninitialized, names, .unit)
            let leave = code.leave()
            statements.append(code.builder.conditional(isMissing, code.builder.add(.sequence([raise, leave]), .never)))
        }
        let dynamic = code.leaving(code.builder.get(local), meeting.export.type, meeting.exporter, "value")
        let value = code.entering(dynamic, type, meeting.importer, "value")
        statements.append(code.unboxed(value, seen.type))
        let body = code.builder.sequence(statements)
        return finish(code, body)
    }

    // MARK: Functions within values

    /// The code of wrappers for functions of a type. A wrapper that enters a side is called there and stands for a dynamic function; one that
    /// leaves it is called by dynamic code and stands for a function of the side.
    private func template(_ type: InterfaceFunctionType, _ side: BoundarySide, _ place: String, _ meeting: Meeting, entering: Bool) -> ClosureID {
        let key = TemplateKey(type: type, message: side.message(.dynamic, at: place), entering: entering)
        if let known = templates[key] { return known }
        var parameters = [Local(name: "closure", type: .reference(.closure))]
        parameters += type.parameters.indices.map { Local(name: "argument\($0 + 1)", type: .any) }
        let function = Function(name: "wrapper", convention: .closure, parameters: parameters, result: .any, span: .none)
        let wrapper = module.functions.append(function)
        let id = module.closures.append(StaticClosure(function: wrapper, arity: type.parameters.count, name: "wrapper"))
        templates[key] = id
        var code = conversion(function, meeting)
        let body = wrapperBody(type, side, place, entering, &code)
        var builder = code.builder
        module.functions[wrapper] = builder.finish(body)
        return id
    }

    private func wrapperBody(
        _ type: InterfaceFunctionType, _ side: BoundarySide, _ place: String, _ entering: Bool, _ code: inout ConversionBuilder
    ) -> ExprID {
        var statements: [ExprID] = []
        var operands: [LocalID] = []
        for (position, parameter) in type.parameters.enumerated() {
            let at = "argument \(position + 1) of \(place)"
            let argument = code.builder.get(LocalID(position + 1))
            let value = entering ? code.leaving(argument, parameter.type, side, at) : code.entering(argument, parameter.type, side, at)
            operands.append(code.kept(value, "operand", &statements))
        }
        let slot = code.builder.add(.closureSlot(closure: code.builder.get(LocalID(0)), index: 0), .any)
        let target = code.kept(code.builder.unbox(slot, .reference(.closure)), "function", &statements)
        let result = entering ? dynamicCall(target, operands, &code) : code.builder.add(.callClosure(code.builder.get(target), operands.map { code.builder.get($0) }), .any)
        let local = code.kept(result, "result", &statements)
        statements.append(code.checkCall())
        let at = "result 1 of \(place)"
        let value = code.builder.get(local)
        statements.append(entering ? code.entering(value, type.result, side, at) : leavingResult(value, type.result, side, at, &code))
        return code.builder.sequence(statements)
    }

    /// What a function without result returns means nothing.
    private func leavingResult(_ value: ExprID, _ type: InterfaceType, _ side: BoundarySide, _ place: String, _ code: inout ConversionBuilder) -> ExprID {
        type.expanded == .unit ? code.immediate(.emptyList) : code.leaving(value, type, side, place)
    }

    /// A call of a dynamic function, which takes as many arguments, or all as a list.
    private func dynamicCall(_ target: LocalID, _ operands: [LocalID], _ code: inout ConversionBuilder) -> ExprID {
        let arity = code.builder.add(.closureArity(code.builder.get(target)), .i32)
        let isFixed = code.builder.binary(.i32Equal, arity, code.builder.i32(Int32(operands.count)))
        let direct = code.builder.add(.callClosure(code.builder.get(target), operands.map { code.builder.get($0) }), .any)
        var list = code.immediate(.emptyList)
        for operand in operands.reversed() { list = code.builder.runtime(.aiCons, [code.builder.get(operand), list], .any) }
        let variadic = code.builder.add(.callClosure(code.builder.get(target), [list]), .any)
        return code.builder.conditional(isFixed, direct, variadic)
    }

    // MARK: Redirection

    /// Lets a function of the module use the adapters.
    private func redirect(_ id: FunctionID) {
        for expression in module.functions[id].expressions.indices {
            let kind: Expr.Kind? = switch module.functions[id].expressions[expression].kind {
            case .callImported(let callee, let arguments): functions[callee.offset].map { .call($0, arguments) }
            case .tailCallImported(let callee, let arguments): functions[callee.offset].map { .tailCall($0, arguments) }
            case .importedGlobal(let global): getters[global.offset].map { .call($0, []) } ?? closures[global.offset].map { .constant(.closure($0)) }
            default: nil
            }
            if let kind { module.functions[id].expressions[expression].kind = kind }
        }
    }
}
