import Basics
import Core
import Diagnostics
import ModuleSystem
import RuntimeABI

/// What the procedures of a module share while they are lowered: functions, closures, globals, imports, literals.
final class ModuleLowering {
    let module: ExpandedModule
    let uses: UseAnalysis
    let captures: CaptureAnalysis
    let inference: TypeInference
    let order: InitializationOrder
    var core: Core.Module
    let context: ModuleContext
    /// By the home of a variable that may be read too early, the import cycle to tell of.
    var cycleTexts: [ModuleID: String] = [:]

    private var functions: [ProcedureCode: FunctionID] = [:]
    private var closures: [LambdaID: ClosureID] = [:]
    private var globals: [TopLevelID: GlobalID] = [:]
    private var slowCalls: [Int: FunctionID] = [:]
    var importedFunctions: [ImportedFunction: ImportedFunctionID] = [:]
    var importedGlobals: [ImportedGlobal: ImportedGlobalID] = [:]
    var records: [TopLevelID: RecordFunction] = [:]
    var libraryClosures: [String: ClosureID] = [:]
    private let topLevelProcedures: Set<LambdaID>
    /// Statements of `langc.prepare`.
    var preparation: ProcedureLowering?
    var preparationCode: [ExprID] = []
    var literalGlobals: [LiteralKey: GlobalID] = [:]
    /// Procedures that have yet to be lowered.
    private var pending: [ProcedureCode] = []

    init(_ expanded: ExpandedModule, interface: ModuleInterface, in context: ModuleContext) {
        module = expanded
        uses = UseAnalysis.analyse(expanded)
        captures = CaptureAnalysis.analyse(expanded, uses)
        inference = TypeInference(expanded, uses, captures)
        order = InitializationOrder(expanded)
        topLevelProcedures = Set(expanded.topLevel.values.compactMap(\.procedure))
        self.context = context
        core = Core.Module(interface: interface)
        core.depthRaise = .aiTooDeep
        preparation = ProcedureLowering(self, Function(name: "prepare", parameters: [], result: .unit, span: .none))
    }

    /// What a module is called in messages.
    func moduleName(_ id: ModuleID) -> String {
        if let name = context.interfaces[id]?.name, !name.isEmpty { return name }
        return fileName(id)
    }

    /// The last part of a module's id without its ending.
    func fileName(_ id: ModuleID) -> String {
        let last = String(id.lastComponent)
        return last.firstIndex(of: ".").map { String(last[..<$0]) } ?? last
    }

    // MARK: Procedures

    func shape(of lambda: LambdaID) -> ProcedureShape { module.lambdas[lambda].shape }

    func accepts(_ lambda: LambdaID, _ count: Int) -> Bool {
        // Several clauses choose at run time.
        module.lambdas[lambda].clauses.count > 1 || shape(of: lambda).accepts(count)
    }

    /// The function that takes any arguments: captured variables first, then the arguments.
    func function(of lambda: LambdaID) -> FunctionID { function(ProcedureCode(lambda: lambda, part: .entry)) }

    /// The function that takes the arguments in the form that the analysis of types has found.
    func typedFunction(of lambda: LambdaID) -> FunctionID { function(ProcedureCode(lambda: lambda, part: .typed)) }

    /// The function that takes any arguments and never tries the typed version, where that may give up.
    func generalFunction(of lambda: LambdaID) -> FunctionID {
        let bails = inference.versions[lambda]?.bails ?? false
        return function(ProcedureCode(lambda: lambda, part: bails ? .general : .entry))
    }

    /// The function that takes its arguments as the typed version does, of which it does not fit all that are integers.
    func wideFunction(of lambda: LambdaID) -> FunctionID { function(ProcedureCode(lambda: lambda, part: .wide)) }

    private func function(_ code: ProcedureCode) -> FunctionID {
        if let known = functions[code] { return known }
        let source = module.lambdas[code.lambda]
        let version = code.part == .typed || code.part == .wide ? inference.versions[code.lambda] : nil
        var parameters = captures.captures[code.lambda.offset].map { variable in
            Local(name: module.variables[variable].name, type: captures.isCell[variable.offset] ? .reference(.cell) : .any)
        }
        let shape = source.shape
        if source.clauses.count == 1 {
            let names = source.clauses[0].parameters.map { module.variables[$0].name }
            parameters += names.map { Local(name: $0, type: .any) }
        }
        if shape.hasRest { parameters.append(Local(name: "rest", type: .any)) }
        if let version {
            for (position, representation) in version.parameters.enumerated() where representation != .any {
                parameters[position].type = representation.valueType
            }
        }
        let result = version?.result.valueType ?? .any
        let function = Function(name: source.name ?? "lambda", parameters: parameters, result: result, span: source.span)
        let id = core.functions.append(function)
        functions[code] = id
        pending.append(code)
        return id
    }

    /// Lowers procedures until none is left that something refers to.
    func lowerPending() {
        while let code = pending.popLast() {
            guard let id = functions[code] else { continue }
            core.functions[id] = lower(code, core.functions[id])
        }
    }

    private func lower(_ code: ProcedureCode, _ declared: Function) -> Function {
        let version = inference.versions[code.lambda]
        switch code.part {
        case .typed: return lowerBody(of: code.lambda, declared, isTyped: true, bails: version?.bails ?? false)
        case .closure: return lowerClosure(code.lambda, declared)
        case .wide: return lowerWide(code.lambda, declared)
        case .general: return lowerBody(of: code.lambda, declared, isTyped: false, isStandIn: true)
        case .entry:
            guard let version else { return lowerBody(of: code.lambda, declared, isTyped: false) }
            return lowerEntry(code.lambda, version, declared)
        }
    }

    private func lowerBody(
        of lambda: LambdaID, _ declared: Function, isTyped: Bool, bails: Bool = false, isStandIn: Bool = false
    ) -> Function {
        let types = inference.types(of: lambda, typed: isTyped)
        var lowering = ProcedureLowering(self, declared, types: types, bails: bails, isStandIn: isStandIn)
        lowering.procedure = lambda
        return lowering.finishFunction(module.lambdas[lambda].span) { self.body(of: lambda, &$0) }
    }

    func body(of lambda: LambdaID, _ builder: inout ProcedureLowering) -> ExprID {
        let source = module.lambdas[lambda]
        let captured = captures.captures[lambda.offset]
        for (position, variable) in captured.enumerated() { builder.places[variable] = LocalID(position) }
        if source.clauses.count == 1 { return builder.clauseBody(source.clauses[0], firstParameter: captured.count) }
        return builder.clauseChoice(source, list: LocalID(captured.count))
    }

    private func lowerClosure(_ lambda: LambdaID, _ declared: Function) -> Function {
        var lowering = ProcedureLowering(self, declared, types: inference.types(of: lambda, typed: false))
        lowering.procedure = lambda
        return lowering.finishFunction(declared.span) { builder in
            var code: [ExprID] = []
            for (position, variable) in self.captures.captures[lambda.offset].enumerated() {
                let slot = builder.capturedSlot(position, isCell: self.captures.isCell[variable.offset], declared.span)
                let place = builder.newLocal(self.module.variables[variable].name, builder.type(slot))
                builder.places[variable] = place
                code.append(builder.set(place, slot, declared.span))
            }
            code.append(builder.clauseBody(self.module.lambdas[lambda].clauses[0], firstParameter: 1))
            return builder.sequence(code, declared.span)
        }
    }

    /// Goes on in the function that takes any arguments. Out of the way of its callers, since it is hardly ever called.
    private func lowerWide(_ lambda: LambdaID, _ declared: Function) -> Function {
        var builder = ProcedureLowering(self, declared)
        builder.function.role = .wrapper
        return builder.finishFunction(declared.span) { builder in
            let operands = (0..<declared.parameterCount).map { position in
                let value = builder.read(LocalID(position), declared.span)
                guard builder.type(value) != .reference(.cell) else { return value }
                return builder.any(builder.withRange(.widest, value))
            }
            return builder.add(.tailCall(self.function(of: lambda), operands), .never, declared.span)
        }
    }

    /// Goes on in the typed version if the arguments fit it.
    private func lowerEntry(_ lambda: LambdaID, _ version: TypedVersion, _ declared: Function) -> Function {
        let types = inference.types(of: lambda, typed: false)
        var builder = ProcedureLowering(self, declared, types: types)
        builder.procedure = lambda
        if version.bails { builder.function.role = .wrapper }
        return builder.finishFunction(declared.span) { builder in
            let attempt = builder.enterTyped(self.typedFunction(of: lambda), version, declared.span)
            guard version.bails else { return builder.sequence([attempt, self.body(of: lambda, &builder)], declared.span) }
            let operands = (0..<declared.parameterCount).map { builder.read(LocalID($0), declared.span) }
            let general = self.generalFunction(of: lambda)
            return builder.sequence([attempt, builder.add(.tailCall(general, operands), .never, declared.span)], declared.span)
        }
    }

    /// The static part of a procedure's closures, whose code is called through the table.
    func closure(of lambda: LambdaID) -> ClosureID {
        if let known = closures[lambda] { return known }
        let source = module.lambdas[lambda]
        let shape = source.shape
        let isVariadic = shape.hasRest || shape.parameters > ProcedureLowering.mostArguments
        if !isVariadic, isOnlyValue(lambda) { return closureOnly(lambda, shape) }
        let target = function(of: lambda)
        let wrapper = closureFunction(source.name, shape, isVariadic: isVariadic, source.arity, source.span) { builder, operands in
            let captured = self.captures.captures[lambda.offset].enumerated().map { position, variable in
                builder.capturedSlot(position, isCell: self.captures.isCell[variable.offset], source.span)
            }
            return builder.add(.tailCall(target, captured + operands), .never, source.span)
        }
        let id = core.closures.append(
            StaticClosure(
                function: core.functions.append(wrapper), arity: isVariadic ? StaticClosure.variadic : shape.parameters,
                name: source.name ?? "procedure"))
        closures[lambda] = id
        return id
    }

    /// No call enters the procedure otherwise than through a closure.
    private func isOnlyValue(_ lambda: LambdaID) -> Bool {
        uses.lambdas[lambda.offset].variable == nil && !topLevelProcedures.contains(lambda) && inference.versions[lambda] == nil
    }

    /// A closure whose function has the code of the procedure.
    private func closureOnly(_ lambda: LambdaID, _ shape: ProcedureShape) -> ClosureID {
        let source = module.lambdas[lambda]
        let clause = source.clauses[0]
        let parameters = [Local(name: "closure", type: .reference(.closure))]
            + clause.parameters.map { Local(name: module.variables[$0].name, type: .any) }
        let declared = Function(name: source.name ?? "lambda", convention: .closure, parameters: parameters, result: .any, span: source.span)
        let function = core.functions.append(declared)
        let id = core.closures.append(StaticClosure(function: function, arity: shape.parameters, name: source.name ?? "procedure"))
        closures[lambda] = id
        functions[ProcedureCode(lambda: lambda, part: .closure)] = function
        pending.append(ProcedureCode(lambda: lambda, part: .closure))
        return id
    }

    /// The closure of a top-level procedure that exists before any module body runs.
    func staticClosure(of variable: TopLevelID) -> ClosureID? {
        let topLevel = module.topLevel[variable]
        if let lambda = topLevel.procedure, !topLevel.isAssigned { return closure(of: lambda) }
        return recordFunction(of: variable)?.closure
    }

    // MARK: Variables

    func global(of variable: TopLevelID) -> GlobalID {
        if let known = globals[variable] { return known }
        let topLevel = module.topLevel[variable]
        let id = core.globals.append(
            Global(name: topLevel.name, type: .any, initialValue: .any(NaNBox.Immediate.uninitialized.bits)))
        globals[variable] = id
        // A procedure that is assigned later exists all the same before any module body runs.
        if let lambda = topLevel.procedure {
            prepare { builder in builder.add(.setGlobal(id, builder.closure(lambda, topLevel.span)), .unit, topLevel.span) }
        }
        prepareRecordType(variable, id)
        return id
    }

    /// Whether the variable may be read there before it is defined.
    /// - Parameter form: the form of the module's body, if no procedure reads it.
    func mayBeUninitialized(_ variable: TopLevelID, in procedure: LambdaID?, form: Int) -> Bool {
        let topLevel = module.topLevel[variable]
        guard topLevel.procedure == nil, topLevel.record == nil, !core.id.isStandard else { return false }
        return !order.isInitialized(variable, in: procedure, form: form)
    }

    // MARK: Preparation

    /// Adds a statement to what runs before any module body.
    func prepare(_ make: (inout ProcedureLowering) -> ExprID) {
        guard var builder = preparation else { return }
        preparation = nil
        let code = make(&builder)
        preparation = builder
        preparationCode.append(code)
    }

    /// A call of something unknown that is no closure with this number of parameters.
    func slowCall(_ count: Int) -> FunctionID {
        if let known = slowCalls[count] { return known }
        let parameters = (0...count).map { Local(name: $0 == 0 ? "callee" : "argument\($0)", type: .any) }
        var function = Function(name: "call\(count)", parameters: parameters, result: .any, span: .none)
        function.span = .none
        let id = core.functions.append(function)
        slowCalls[count] = id
        var builder = ProcedureLowering(self, function)
        let callee = builder.read(LocalID(0), .none)
        let values = (0..<count).map { builder.read(LocalID($0 + 1), .none) }
        let arguments = [callee, builder.list(values, .none)]
        builder.function.body = builder.add(.tailCallImported(control(.applyList), arguments), .never, .none)
        core.functions[id] = builder.function
        return id
    }
}
