import Core
import ModuleSystem
import RuntimeABI

/// What other modules offer, each imported once.
extension ModuleLowering {
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

    func standardVariable(_ module: String, _ name: String) -> ImportedGlobalID {
        importedGlobal(ImportedGlobal(module: ModuleID("std:ai/\(module)"), name: name, type: .any, isMutable: true))
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
