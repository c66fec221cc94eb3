import ModuleSystem

/// The modules of the standard library that the code of a module calls.
public enum StandardModules {
    /// Sorted. A module that is one of them does not need itself.
    public static func needed(by module: ExpandedModule) -> [ModuleID] {
        var names: Set<String> = [ControlProcedure.module]
        for node in module.nodes.values {
            switch node.kind {
            case .builtin(let name):
                guard let row = Library.lookup(name) else { continue }
                switch row.implementation {
                case .standard(let home, _), .variable(let home, _): names.insert(home)
                default: break
                }
            case .call(_, let arguments):
                for argument in arguments { addValue(argument, module, &names) }
            default: node.kind.forEachOperand { addValue($0, module, &names) }
            }
        }
        for form in module.body { addValue(form, module, &names) }
        for lambda in module.lambdas.values {
            for clause in lambda.clauses { addValue(clause.body, module, &names) }
        }
        return names.sorted().map { ModuleID("std:ai/\($0)") }
    }

    /// A library procedure as a value has its closure in the module of its subject.
    private static func addValue(_ id: NodeID, _ module: ExpandedModule, _ names: inout Set<String>) {
        guard case .builtin(let name) = module.nodes[id].kind, let row = Library.lookup(name) else { return }
        names.insert(row.module)
    }
}
