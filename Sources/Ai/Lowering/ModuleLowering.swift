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
    var core: Core.Module
    private let context: ModuleContext

    private var functions: [LambdaID: FunctionID] = [:]
    private var closures: [LambdaID: ClosureID] = [:]
    private var globals: [TopLevelID: GlobalID] = [:]
    private var slowCalls: [Int: FunctionID] = [:]
    private var importedFunctions: [ImportedFunction: ImportedFunctionID] = [:]
    private var importedGlobals: [ImportedGlobal: ImportedGlobalID] = [:]
    var records: [TopLevelID: RecordFunction] = [:]
    var libraryClosures: [String: ClosureID] = [:]
    /// Statements of `langc.prepare`.
    var preparation: ProcedureLowering?
    var preparationCode: [ExprID] = []
    var literalGlobals: [LiteralKey: GlobalID] = [:]
    /// Procedures that have yet to be lowered.
    private var pending: [LambdaID] = []

    init(_ expanded: ExpandedModule, interface: ModuleInterface, in context: ModuleContext) {
        module = expanded
        uses = UseAnalysis.analyse(expanded)
        captures = CaptureAnalysis.analyse(expanded, uses)
        self.context = context
        core = Core.Module(interface: interface)
        core.depthRaise = .aiTooDeep
        preparation = ProcedureLowering(self, Function(name: "prepare", parameters: [], result: .unit, span: .none))
    }

    /// The last part of a module's id, for messages about names of other modules.
    func moduleName(_ id: ModuleID) -> String {
        let last = String(id.lastComponent)
        return last.firstIndex(of: ".").map { String(last[..<$0]) } ?? last
    }

    // MARK: Procedures

    func shape(of lambda: LambdaID) -> ProcedureShape { module.lambdas[lambda].shape }

    func accepts(_ lambda: LambdaID, _ count: Int) -> Bool {
        // Several clauses choose at run time.
        module.lambdas[lambda].clauses.count > 1 || shape(of: lambda).accepts(count)
    }

    /// The function with the code of a procedure: captured variables first, then the arguments.
    func function(of lambda: LambdaID) -> FunctionID {
        if let known = functions[lambda] { return known }
        let source = module.lambdas[lambda]
        var parameters = captures.captures[lambda.offset].map { variable in
            Local(name: module.variables[variable].name, type: captures.isCell[variable.offset] ? .reference(.cell) : .any)
        }
        let shape = source.shape
        if source.clauses.count == 1 {
            let names = source.clauses[0].parameters.map { module.variables[$0].name }
            parameters += names.map { Local(name: $0, type: .any) }
        }
        if shape.hasRest { parameters.append(Local(name: "rest", type: .any)) }
        let function = Function(name: source.name ?? "lambda", parameters: parameters, result: .any, span: source.span)
        let id = core.functions.append(function)
        functions[lambda] = id
        pending.append(lambda)
        return id
    }

    /// Lowers procedures until none is left that something refers to.
    func lowerPending() {
        while let lambda = pending.popLast() {
            guard let id = functions[lambda] else { continue }
            core.functions[id] = lowerBody(of: lambda, core.functions[id])
        }
    }

    private func lowerBody(of lambda: LambdaID, _ declared: Function) -> Function {
        let source = module.lambdas[lambda]
        var lowering = ProcedureLowering(self, declared)
        let captured = captures.captures[lambda.offset]
        for (position, variable) in captured.enumerated() { lowering.places[variable] = LocalID(position) }
        return lowering.finishFunction(source.span) { builder in
            if source.clauses.count == 1 { return builder.clauseBody(source.clauses[0], firstParameter: captured.count) }
            return builder.clauseChoice(source, list: LocalID(captured.count))
        }
    }

    /// The static part of a procedure's closures, whose code is called through the table.
    func closure(of lambda: LambdaID) -> ClosureID {
        if let known = closures[lambda] { return known }
        let source = module.lambdas[lambda]
        let shape = source.shape
        let isVariadic = shape.hasRest || shape.parameters > ProcedureLowering.mostArguments
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

    func mayBeUninitialized(_ variable: TopLevelID) -> Bool {
        let topLevel = module.topLevel[variable]
        return topLevel.procedure == nil && topLevel.record == nil
    }

    // MARK: Other modules

    func shape(of name: ImportedName) -> ProcedureShape? {
        switch name.kind {
        case .procedure(let parameters, let hasRest): ProcedureShape(parameters: parameters, hasRest: hasRest)
        case .record(let role, _, let fields, _): role.arity(fields.count).map { ProcedureShape(parameters: $0, hasRest: false) }
        case .variable, .foreign: nil
        }
    }

    func importedFunction(_ name: ImportedName, _ shape: ProcedureShape) -> ImportedFunctionID {
        importedFunction(name.module, name.name, shape)
    }

    func standardFunction(_ name: String, _ procedure: String, _ shape: ProcedureShape) -> ImportedFunctionID {
        importedFunction(ModuleID("std:ai/\(name)"), procedure, shape)
    }

    func control(_ procedure: ControlProcedure) -> ImportedFunctionID {
        standardFunction(ControlProcedure.module, procedure.rawValue, procedure.shape)
    }

    private func importedFunction(_ module: ModuleID, _ name: String, _ shape: ProcedureShape) -> ImportedFunctionID {
        let parameters = [ValueType](repeating: .any, count: shape.width)
        let function = ImportedFunction(module: module, name: name, parameters: parameters, result: .any)
        if let known = importedFunctions[function] { return known }
        let id = core.importedFunctions.append(function)
        importedFunctions[function] = id
        return id
    }

    func importedVariable(_ name: ImportedName) -> ImportedGlobalID {
        importedGlobal(ImportedGlobal(module: name.module, name: name.name, type: .any, isMutable: true))
    }

    func importedClosure(_ name: ImportedName) -> ImportedGlobalID { importedClosure(name.module, name.name) }

    func importedClosure(_ module: ModuleID, _ name: String) -> ImportedGlobalID {
        importedGlobal(
            ImportedGlobal(module: module, name: ReservedNames.closurePrefix + name, type: .reference(.closure), isMutable: false))
    }

    private func importedGlobal(_ global: ImportedGlobal) -> ImportedGlobalID {
        if let known = importedGlobals[global] { return known }
        let id = core.importedGlobals.append(global)
        importedGlobals[global] = id
        return id
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

extension RecordMember.Role {
    /// Number of parameters; nil for the type, which is no procedure.
    func arity(_ fieldCount: Int) -> Int? {
        switch self {
        case .type: nil
        case .constructor(let positions): positions.count
        case .predicate, .accessor: 1
        case .modifier: 2
        }
    }
}
