import Basics
import ModuleSystem

/// What each function does with the collections it gets, as a fixpoint over the calls within the module. What is known of imported
/// functions comes from their interfaces.
///
/// A parameter is `keep` if its value may outlive the call or be changed; then the caller marks the argument as shared unless it gives it away.
public struct ParameterUsageAnalysis: Sendable {
    private let kept: Set<SymbolID>
    private let typed: TypedModule

    public init(_ typed: TypedModule) {
        let index = UseCollector.collect(typed)
        self.init(typed, index, CaptureAnalysis(typed, index))
    }

    init(_ typed: TypedModule, _ index: UseIndex, _ captures: CaptureAnalysis) {
        self.typed = typed
        var sources: [SymbolID: [SymbolID]] = [:]
        var kept: Set<SymbolID> = []
        var pending: [SymbolID] = []
        func keep(_ symbol: SymbolID) { if kept.insert(symbol).inserted { pending.append(symbol) } }

        for use in index.uses {
            switch use.role {
            case .read, .assign: break
            case .keep, .mutate: keep(use.symbol)
            case .argument(let function, let position):
                let parameters = typed.functions[function.offset]?.parameters ?? []
                if parameters.indices.contains(position) {
                    sources[parameters[position], default: []].append(use.symbol)
                } else {
                    keep(use.symbol)
                }
            }
        }
        for captured in captures.captures.values { for symbol in captured { keep(symbol) } }
        while let symbol = pending.popLast() { for source in sources[symbol] ?? [] { keep(source) } }
        self.kept = kept
    }

    /// In order of the parameters. What happens to a value that is never a collection makes no difference to callers, so a change of it
    /// is no change of the interface.
    public func usage(of function: FunctionID) -> [ParameterUsage] {
        (typed.functions[function.offset]?.parameters ?? []).map {
            kept.contains($0) && typed.symbols[$0].type.mayBeCollection ? .keep : .read
        }
    }

    /// Some use of the variable keeps or changes its value (rebinding the name does not count).
    func isKept(_ symbol: SymbolID) -> Bool { kept.contains(symbol) }
}
