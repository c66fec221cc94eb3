import Basics
import Core
import Diagnostics
import ModuleSystem
import RuntimeABI

/// Expanded modules to Core.
public enum Lowering {
    /// - Parameter dependencies: the modules that the module imports, in source order.
    public static func lower(
        _ expanded: ExpandedModule, interface: ModuleInterface, dependencies: [LinkDependency], imports: [LinkImport], in context: ModuleContext
    ) -> Core.Module {
        let unit = ModuleLowering(LibraryLoops.expand(expanded), interface: interface, in: context)
        unit.core.dependencies = dependencies
        unit.core.imports = imports
        unit.lowerInitializer()
        unit.addExports()
        unit.addLibraryExports()
        unit.lowerPending()
        unit.finishPreparation()
        DeepCalls.add(to: &unit.core)
        return unit.core
    }
}

extension ModuleLowering {
    /// Runs the body of the module. A signal that reaches its end finishes the program.
    func lowerInitializer() {
        guard !module.body.isEmpty else { return }
        let function = Function(name: "initializer of \(core.id)", parameters: [], result: .unit, span: .none)
        var builder = ProcedureLowering(self, function, types: inference.types(of: nil, typed: true))
        let (code, isUsed) = builder.landing("signal", .none) { builder in
            let items = self.module.body.enumerated().map { position, form in
                builder.bodyForm = position
                return builder.lower(form, .effect)
            }
            return builder.sequence(items + [builder.add(.returnValue(nil), .never, .none)], .none)
        }
        var items = [code]
        if isUsed {
            items.append(builder.runtime(.signalLanded, [], .unit, .none))
            items.append(builder.add(.callImported(control(.landed), []), .any, .none))
            items.append(builder.runtime(.aiFinish, [], .unit, .none))
        }
        builder.function.body = builder.sequence(items, .none)
        core.initializer = core.functions.append(builder.function)
    }

    func addExports() {
        for (position, topLevel) in module.topLevel.values.enumerated() where topLevel.isExported {
            let variable = TopLevelID(position)
            if let lambda = topLevel.procedure, !topLevel.isAssigned {
                core.exports.append(Export(name: topLevel.name, target: .function(function(of: lambda))))
                core.exports.append(Export(name: ReservedNames.closurePrefix + topLevel.name, target: .closure(closure(of: lambda))))
            } else if let record = recordFunction(of: variable) {
                core.exports.append(Export(name: topLevel.name, target: .function(record.function)))
                core.exports.append(Export(name: ReservedNames.closurePrefix + topLevel.name, target: .closure(record.closure)))
            } else {
                core.exports.append(Export(name: topLevel.name, target: .global(global(of: variable))))
            }
        }
    }

    /// `langc.prepare`, if anything needs it.
    func finishPreparation() {
        guard !preparationCode.isEmpty, var builder = preparation else { return }
        builder.function.name = "prepare \(core.id)"
        builder.function.body = builder.sequence(preparationCode + [builder.add(.constant(.unit), .unit, .none)], .none)
        core.preparation = core.functions.append(builder.function)
    }
}
