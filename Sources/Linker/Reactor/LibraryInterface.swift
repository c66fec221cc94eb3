import ModuleSystem
import RuntimeABI

/// What a host finds in a library, in the order of names.
public struct LibraryInterface: Hashable, Sendable {
    public struct Function: Hashable, Sendable {
        public var name: String
        /// Its name among the exports of the wasm module.
        public var export: String
        public var parameters: [HostType.Parameter]
        public var result: HostType
        /// Types and result as wasm has them; nil for no result.
        public var signature: MachineSignature
        public var documentation: String?
    }

    public struct Variable: Hashable, Sendable {
        public var name: String
        /// The name of the exported function, without parameters, that gives its value.
        public var export: String
        public var type: HostType
        public var machineType: MachineValueType
        /// It can change after initialization.
        public var isMutable: Bool
        public var documentation: String?
    }

    /// The entry module.
    public var module: ModuleID
    public var functions: [Function] = []
    public var variables: [Variable] = []

    /// All that the host's side needs of the runtime.
    var needs: HostNeeds {
        var needs: HostNeeds = []
        for function in functions { needs.formUnion(HostType.function(function.parameters, function.result).callNeeds) }
        for variable in variables { needs.formUnion(variable.type.needs(isInput: false)) }
        return needs
    }

    /// The name of an export in the wasm module. Some names have a meaning for WASI.
    static func export(_ name: String) -> String {
        [ReservedNames.memory, ReservedNames.initialize, ReservedNames.start].contains(name) ? "langc.export.\(name)" : name
    }
}

extension HostType {
    /// What calling a function from the host needs; the function itself is no value.
    fileprivate var callNeeds: HostNeeds {
        guard case .function(let parameters, let result) = self else { return [] }
        return parameters.reduce(result.needs(isInput: false)) { $0.union($1.type.needs(isInput: true)) }
    }
}

/// What the result of linking a library exports, besides `memory` and `_initialize`.
struct Library: Sendable {
    var interface: LibraryInterface
    /// Parallel to the interface's functions.
    var functions: [FunctionID] = []
    /// Parallel to its variables.
    var variables: [GlobalBinding] = []
    /// Marks what the host keeps; nil if it cannot keep anything.
    var roots: FunctionID?
    var needs: HostNeeds { interface.needs }
}
