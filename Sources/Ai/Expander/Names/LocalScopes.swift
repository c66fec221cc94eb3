import Basics

/// The local scopes that are open, innermost last. Looking up takes the same time however deep they are.
struct LocalScopes {
    private struct Entry {
        let depth: Int
        var binding: Binding
    }

    /// By identifier: its bindings in the open scopes, outermost first.
    private var entries: [[Entry]] = []
    private var bound: [[IdentifierID]] = []

    /// How many scopes are open.
    var depth: Int { bound.count }

    mutating func push() { bound.append([]) }

    mutating func pop() {
        for id in bound.popLast() ?? [] { entries[id.offset].removeLast() }
    }

    /// Binds in the innermost scope. There must be one, and it must not bind the identifier yet.
    mutating func bind(_ id: IdentifierID, to binding: Binding) {
        while entries.count <= id.offset { entries.append([]) }
        entries[id.offset].append(Entry(depth: bound.count, binding: binding))
        bound[bound.count - 1].append(id)
    }

    /// What the innermost scope binds the identifier to.
    func inInnermost(_ id: IdentifierID) -> Binding? {
        guard id.offset < entries.count, let last = entries[id.offset].last, last.depth == bound.count else { return nil }
        return last.binding
    }

    /// What the outermost `limit` scopes bind the identifier to.
    func lookup(_ id: IdentifierID, limit: Int) -> Binding? {
        guard id.offset < entries.count else { return nil }
        let list = entries[id.offset]
        if let last = list.last, last.depth <= limit { return last.binding }
        var low = 0
        var high = list.count
        while low < high {
            let middle = (low + high) / 2
            if list[middle].depth <= limit { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? nil : list[low - 1].binding
    }

    /// The identifiers that open scopes bind, innermost first, at most `limit`.
    func visible(limit: Int) -> [IdentifierID] { Array(bound.reversed().joined().prefix(limit)) }
}
