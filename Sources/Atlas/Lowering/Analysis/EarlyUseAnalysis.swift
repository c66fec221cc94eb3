import Basics

/// Which module variables a function may touch before their initializer has run, because a hoisted function is called early.
///
/// A function that is only named counts as called. Linear time: every function is entered once, at the earliest statement that leads to it.
struct EarlyUseAnalysis {
    private(set) var early: Set<SymbolID> = []

    init(_ typed: TypedModule, _ index: UseIndex) {
        var callees: [FunctionID: [FunctionID]] = [:]
        var touched: [FunctionID: [SymbolID]] = [:]
        var roots: [(statement: Int, function: FunctionID)] = []
        for reference in index.references {
            guard case .own(let target) = reference.target else { continue }
            if let owner = reference.owner { callees[owner, default: []].append(target) } else { roots.append((reference.statement, target)) }
        }
        for use in index.uses {
            guard let owner = use.owner, index.declarationOrdinal[use.symbol] != nil else { continue }
            touched[owner, default: []].append(use.symbol)
        }
        var seen: Set<FunctionID> = []
        for root in roots {
            var pending = [root.function]
            while let function = pending.popLast() {
                guard seen.insert(function).inserted else { continue }
                for symbol in touched[function] ?? [] where (index.declarationOrdinal[symbol] ?? 0) >= root.statement { early.insert(symbol) }
                pending += callees[function] ?? []
            }
        }
    }
}
