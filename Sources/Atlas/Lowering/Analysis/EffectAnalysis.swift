import Basics

/// Which functions may change a collection that a module variable (own or imported) holds, directly or by what they call.
struct EffectAnalysis {
    private let mutating: Set<FunctionID>
    /// A call through a function value, or of another module, may.
    let unknownCallsMutate: Bool
    /// The initializer itself may.
    let initializerMutates: Bool

    init(_ typed: TypedModule, _ index: UseIndex) {
        var callers: [FunctionID: [FunctionID]] = [:]
        var callsUnknown: Set<FunctionID> = []
        for reference in index.references {
            guard let owner = reference.owner else { continue }
            if case .own(let target) = reference.target {
                callers[target, default: []].append(owner)
            } else {
                callsUnknown.insert(owner)
            }
        }
        var found: Set<FunctionID> = []
        var pending: [FunctionID] = []
        func add(_ function: FunctionID) { if found.insert(function).inserted { pending.append(function) } }
        func close() {
            while let function = pending.popLast() { for caller in callers[function] ?? [] { add(caller) } }
        }

        var initializer = false
        for use in index.uses where use.role == .mutate && typed.isModuleVariable(use.symbol) {
            if let owner = use.owner { add(owner) } else { initializer = true }
        }
        close()
        let escapes = index.escaping.contains { found.contains($0) }
        if escapes {
            for function in callsUnknown { add(function) }
            close()
        }
        mutating = found
        unknownCallsMutate = escapes
        initializerMutates = initializer || index.references.contains { reference in
            guard reference.owner == nil, reference.isCall else { return false }
            if case .own(let target) = reference.target { return found.contains(target) }
            return escapes
        }
    }

    func mutates(_ function: FunctionID?) -> Bool {
        guard let function else { return initializerMutates }
        return mutating.contains(function)
    }
}

extension TypedModule {
    /// The symbol is a variable that code outside one function can change: of this module's top level, or of another module.
    func isModuleVariable(_ id: SymbolID) -> Bool {
        let symbol = symbols[id]
        switch symbol.kind {
        case .imported: return true
        case .variable: return symbol.isTopLevel
        case .parameter, .local, .function, .namespace, .builtin: return false
        }
    }
}
