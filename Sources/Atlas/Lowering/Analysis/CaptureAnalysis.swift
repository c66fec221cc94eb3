import Basics

/// Which variables of enclosing functions each nested function takes a copy of.
///
/// A nested function that names another one with captures captures that one's closure. Functions without captures need no closure
/// object. Time is linear in references plus the captures found.
struct CaptureAnalysis {
    /// By function: the captured variables, and functions whose closures are captured, in order of discovery.
    private(set) var captures: [FunctionID: [SymbolID]] = [:]

    private let typed: TypedModule
    private var known: [FunctionID: Set<SymbolID>] = [:]
    /// By nested function: the functions that name it.
    private var namedBy: [FunctionID: [FunctionID]] = [:]
    private var pending: [FunctionID] = []

    init(_ typed: TypedModule, _ index: UseIndex) {
        self.typed = typed
        for reference in index.references {
            if case .own(let function) = reference.target, let owner = reference.owner, isNested(function) {
                namedBy[function, default: []].append(owner)
            }
        }
        for use in index.uses {
            if let owner = use.owner { capture(use.symbol, by: owner) }
        }
        while let function = pending.popLast() {
            guard let symbol = typed.functions[function.offset]?.symbol else { continue }
            for user in namedBy[function] ?? [] where user != function { capture(symbol, by: user) }
        }
    }

    /// The function has captures, so its value and its calls need a closure object.
    func needsClosure(_ function: FunctionID) -> Bool { captures[function] != nil }

    private func isNested(_ function: FunctionID) -> Bool {
        guard let symbol = typed.functions[function.offset]?.symbol else { return false }
        return !typed.symbols[symbol].isTopLevel
    }

    /// Lets `user` and the functions around it, up to the one that declares the symbol, capture it.
    private mutating func capture(_ id: SymbolID, by user: FunctionID) {
        let symbol = typed.symbols[id]
        guard isCapturable(symbol) else { return }
        var current: FunctionID? = user
        while let function = current, function != symbol.function {
            if case .function(let target) = symbol.kind, target == function { break }
            guard known[function, default: []].insert(id).inserted else { break }
            if captures[function] == nil { pending.append(function) }
            captures[function, default: []].append(id)
            current = typed.functions[function.offset]?.parent
        }
    }

    private func isCapturable(_ symbol: Symbol) -> Bool {
        guard !symbol.isTopLevel else { return false }
        switch symbol.kind {
        case .variable, .parameter, .local, .function: return true
        case .imported, .namespace, .builtin: return false
        }
    }
}
