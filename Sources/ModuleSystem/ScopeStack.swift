/// The nested scopes inside a definition: functions, blocks, patterns.
///
/// Looking a name up takes the same time however deep the scopes are.
public struct ScopeStack<Value> {
    private var meanings: [String: [(depth: Int, value: Value)]] = [:]
    /// The names bound in each open scope, in order.
    private var bound: [[String]] = []

    public init() {}

    /// How many scopes are open.
    public var depth: Int { bound.count }

    public mutating func push() { bound.append([]) }

    /// Closes the innermost scope; what it hid is visible again. Without an open scope nothing happens.
    public mutating func pop() {
        for name in bound.popLast() ?? [] { meanings[name]?.removeLast() }
    }

    /// Binds a name in the innermost scope, which is opened if there is none.
    /// - Returns: what the name meant in that very scope before; if there was something, it has been replaced.
    @discardableResult
    public mutating func bind(_ name: String, to value: Value) -> Value? {
        if bound.isEmpty { push() }
        let entry = (depth: depth, value: value)
        if let top = meanings[name]?.last, top.depth == depth {
            meanings[name]?.removeLast()
            meanings[name]?.append(entry)
            return top.value
        }
        meanings[name, default: []].append(entry)
        bound[depth - 1].append(name)
        return nil
    }

    /// The innermost meaning of a name.
    public func lookup(_ name: String) -> Value? { meanings[name]?.last?.value }

    /// Changes the innermost meaning of a name; without one nothing happens.
    public mutating func update(_ name: String, _ change: (inout Value) -> Void) {
        guard var top = meanings[name]?.popLast() else { return }
        change(&top.value)
        meanings[name]?.append(top)
    }

    /// All names that mean something here, sorted.
    public var visibleNames: [String] { meanings.filter { !$0.value.isEmpty }.keys.sorted() }
}

extension ScopeStack: Sendable where Value: Sendable {}
