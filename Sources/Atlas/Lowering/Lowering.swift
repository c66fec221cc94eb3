import Core
import Diagnostics
import ModuleSystem

/// Typed tree → Core.
public enum Lowering {
    /// Lowers a module without errors. The result depends on nothing but the arguments.
    public static func lower(_ checked: CheckedModule<TypedModule>, in context: ModuleContext) -> Module {
        let lowering = ModuleLowering(checked, context)
        lowering.run()
        return lowering.module
    }
}
