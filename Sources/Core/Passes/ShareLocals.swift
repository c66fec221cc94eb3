import Basics

/// Gives local variables of one type that are never needed at the same time one place, such as those that the arms of a `match` bind.
///
/// A function with fewer places has a smaller frame: calls nest deeper before the budget is used up, and there is less to clear at entry.
public struct ShareLocals {
    /// The function with fewer locals.
    public private(set) var function: Function
    /// What each local of the original has become; nil if nothing uses it.
    public private(set) var names: [LocalID?]

    private struct Kind: Hashable {
        var type: ValueType
        var isRooted: Bool
    }

    /// - Parameter isRooted: for each local, whether it takes a place on the shadow stack, too. Such locals share with each other only, since
    ///   every assignment to them costs more.
    public init(_ function: Function, isRooted: [Bool]) {
        self.function = function
        names = function.locals.indices.map { $0 }
        guard let body = function.body, function.locals.count > function.parameterCount + 1 else { return }
        rename(Self.places(function, isRooted, LocalLifetimes(function, body).shareable), in: body)
    }

    /// The local whose place each local takes: itself, or one of the same kind whose life is over.
    private static func places(
        _ function: Function, _ isRooted: [Bool], _ lifetimes: [(local: Int, lifetime: LocalLifetimes.Lifetime)]
    ) -> [Int] {
        var places = Array(0..<function.locals.count)
        let kinds = zip(function.locals.values, isRooted).map { Kind(type: $0.type, isRooted: $1) }
        let byEnd = lifetimes.sorted { ($0.lifetime.end, $0.local) < ($1.lifetime.end, $1.local) }
        var free: [Kind: [Int]] = [:]
        var ended = 0
        for (local, lifetime) in lifetimes.sorted(by: { ($0.lifetime.start, $0.local) < ($1.lifetime.start, $1.local) }) {
            while ended < byEnd.count, byEnd[ended].lifetime.end < lifetime.start {
                let place = places[byEnd[ended].local]
                free[kinds[place], default: []].append(place)
                ended += 1
            }
            if let place = free[kinds[local]]?.popLast() { places[local] = place }
        }
        return places
    }

    /// Replaces locals, and drops those that are left unused.
    private mutating func rename(_ places: [Int], in body: ExprID) {
        var isUsed = [Bool](repeating: false, count: places.count)
        // There may be expressions that have been moved to another function.
        var work = [body]
        while let id = work.popLast() {
            let kind = function.expressions[id].kind
            switch kind {
            case .local(let local), .setLocal(let local, _): isUsed[places[local.offset]] = true
            default: break
            }
            kind.forEachOperand { work.append($0) }
        }
        var locals = Store<Local>()
        var placeNames = [LocalID?](repeating: nil, count: places.count)
        for (index, local) in function.locals.values.enumerated() where index < function.parameterCount || isUsed[index] {
            placeNames[index] = locals.append(local)
        }
        function.locals = locals
        names = places.map { placeNames[$0] }
        for id in function.expressions.indices {
            switch function.expressions[id].kind {
            case .local(let local):
                if let name = names[local.offset] { function.expressions[id].kind = .local(name) }
            case .setLocal(let local, let value):
                if let name = names[local.offset] { function.expressions[id].kind = .setLocal(name, value) }
            default: break
            }
        }
    }
}
