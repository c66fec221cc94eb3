import Basics
import Core
import Diagnostics
import ModuleSystem
import RuntimeABI

/// What the lowering of one module knows and has made so far. Lives as long as one call of `Lowering.lower`.
final class ModuleLowering {
    let typed: TypedModule
    let file: SourceFile
    let context: ModuleContext
    let index: UseIndex
    let captures: CaptureAnalysis
    let usage: ParameterUsageAnalysis
    let effects: EffectAnalysis
    let hazards: HazardIndex
    let lastUses: LastUseAnalysis
    /// Variables that are passed by name to `own` parameters of a type that can be moved, and used elsewhere too.
    let movedVariables: Set<SymbolID>
    /// Module variables that need a check before they are touched in functions.
    let early: Set<SymbolID>
    /// Nested functions with captures whose closures exist from the entry of their block, since something before the declaration names one of
    /// them; with the byte where the block begins.
    let earlyClosures: [FunctionID: UInt32]

    var module: Module
    /// Where each variable of the module's top level lives.
    var variables: [SymbolID: Place] = [:]
    /// By function of the tree.
    var functions: [FunctionID: Core.FunctionID] = [:]
    var closures: [FunctionID: ClosureID] = [:]
    var builtinClosures: [BuiltinMention: ClosureID] = [:]
    var failures: [Failure: FailureID] = [:]
    /// Module variables that hold their value from the start, so that their declaration does nothing.
    var constants: Set<SymbolID> = []
    /// By method: the names of the trait and the type of its impl.
    let methodOwners: [FunctionID: String]
    var importedFunctions: [ImportKey: ImportedFunctionID] = [:]
    var importedGlobals: [ImportKey: ImportedGlobalID] = [:]

    struct ImportKey: Hashable {
        var module: ModuleID
        var name: String
        /// As in `ImportedFunction`.
        var declared: InterfaceType?
    }

    init(_ checked: CheckedModule<TypedModule>, _ context: ModuleContext) {
        typed = checked.checked
        file = checked.file
        self.context = context
        index = UseCollector.collect(typed)
        captures = CaptureAnalysis(typed, index)
        usage = ParameterUsageAnalysis(typed, index, captures)
        effects = EffectAnalysis(typed, index)
        hazards = HazardIndex(typed, index, captures, effects)
        lastUses = LastUseAnalysis(typed, index, captures)
        movedVariables = MoveAnalysis(typed).variables
        early = EarlyUseAnalysis(typed, index).early
        earlyClosures = Self.earlyClosures(typed, index, captures)
        module = Module(interface: checked.interface)
        var owners: [FunctionID: String] = [:]
        for implementation in checked.checked.implementations {
            for method in implementation.methods { owners[method.function] = "\(implementation.traitName) for \(implementation.target.display)" }
        }
        methodOwners = owners
    }

    func run() {
        module.depthFailure = failure(Failure(code: "RT0002", prefix: "Stack overflow: calls are nested too deeply"))
        addDependencies()
        declareVariables()
        declareFunctions()
        for function in typed.tree.functions.indices where functions[function] != nil { lowerFunction(function) }
        lowerInitializer()
        addExports()
    }

    private static func earlyClosures(_ typed: TypedModule, _ index: UseIndex, _ captures: CaptureAnalysis) -> [FunctionID: UInt32] {
        var result: [FunctionID: UInt32] = [:]
        for siblings in index.siblings {
            let closures = siblings.functions.filter { captures.needsClosure($0) }
            let isEarly = closures.contains { (index.firstReference[$0] ?? .max) < typed.tree.functions[$0].span.start }
            if isEarly { for function in closures { result[function] = siblings.start } }
        }
        return result
    }

    var isStandard: Bool { typed.module.isStandard }

    func failure(_ failure: Failure) -> FailureID {
        if let known = failures[failure] { return known }
        let id = module.failures.append(failure)
        failures[failure] = id
        return id
    }
}

/// A place where a library function is used as a value.
struct BuiltinMention: Hashable {
    var name: String
    var span: SourceSpan
}

/// Where a variable lives and what must be looked at before it is read.
struct Place {
    enum Storage: Hashable {
        case local(LocalID)
        case global(GlobalID)
        case imported(ImportedGlobalID)
    }

    var storage: Storage
    /// The declared type.
    var type: Type
    /// Set once the initializer has run.
    var initialized: GlobalID?
    /// A bool local: the value was passed to an `own` parameter.
    var moved: LocalID?
    /// A captured variable that may still be null because its function may be called before its declaration.
    var mayBeUnset = false
}
