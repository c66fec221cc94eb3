import Basics
import Diagnostics

/// Answers whether some range of the source may change, in place, the collection that a variable holds. Needed where a value is looked at
/// later than it was read: an earlier argument of a call, the base of an index, the subject of a loop.
struct HazardIndex {
    /// By variable: where its value is changed or handed on, ascending.
    private var changes: [SymbolID: [UInt32]] = [:]
    /// Where something is called that may change the collections of module variables, ascending.
    private var changingCalls: [UInt32] = []
    /// Where anything is called.
    private var calls: [UInt32] = []
    private let typed: TypedModule

    init(_ typed: TypedModule, _ index: UseIndex, _ captures: CaptureAnalysis, _ effects: EffectAnalysis) {
        self.typed = typed
        for use in index.uses {
            switch use.role {
            case .read, .assign: break
            case .keep, .mutate, .argument: changes[use.symbol, default: []].append(use.position)
            }
        }
        for symbol in changes.keys { changes[symbol]?.sort() }
        for reference in index.references where reference.isCall {
            calls.append(reference.position)
            let mayChange: Bool
            switch reference.target {
            case .own(let function): mayChange = effects.mutates(function)
            case .imported, .unknown: mayChange = effects.unknownCallsMutate
            }
            if mayChange { changingCalls.append(reference.position) }
        }
        calls.sort()
        changingCalls.sort()
    }

    /// The code within `span` may change the collection in `symbol`.
    func mayChange(_ symbol: SymbolID, within span: SourceSpan) -> Bool {
        if Self.contains(changes[symbol] ?? [], span) { return true }
        switch typed.symbols[symbol].kind {
        case .imported: return Self.contains(calls, span)
        case .variable: return typed.symbols[symbol].isTopLevel && Self.contains(changingCalls, span)
        case .parameter, .local, .function, .namespace, .builtin: return false
        }
    }

    /// Something is called within `span`.
    func hasCall(within span: SourceSpan) -> Bool { Self.contains(calls, span) }

    /// One of the ascending `positions` lies in `span`.
    private static func contains(_ positions: [UInt32], _ span: SourceSpan) -> Bool {
        var low = 0
        var high = positions.count
        while low < high {
            let middle = (low + high) / 2
            if positions[middle] < span.start { low = middle + 1 } else { high = middle }
        }
        return low < positions.count && positions[low] < span.end
    }
}
