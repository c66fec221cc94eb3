import Basics
import Core
import RuntimeABI

/// What calling each function of a module may lead to.
struct CallGraph {
    /// A collection may happen during a call, so values that must survive it are on the shadow stack.
    private(set) var mayCollect: [Bool]
    /// The function may be active more than once at a time.
    private(set) var isRecursive: [Bool]
    /// A run-time error may happen during a call; of those, running out of memory is one.
    private(set) var mayFail: [Bool]

    private struct Facts {
        var callees: Set<Int> = []
        var ownSafepoint = false
        var ownFailure = false
        /// Calls a closure or a function of another module, which may call any closure of this one.
        var callsUnknown = false
    }

    init(_ module: Module) {
        let functions = module.functions.values
        let facts = functions.map(Self.facts)
        // One more node stands for all code outside: it may call every function that exists as a closure or is exported.
        let outside = functions.count
        let exported = Set(module.exports.compactMap { if case .function(let id) = $0.target { id.offset } else { nil } })
        var successors: [[Int]] = facts.map { fact in
            let callees = fact.callees.sorted()
            return fact.callsUnknown ? callees + [outside] : callees
        }
        successors.append(functions.indices.filter { functions[$0].convention == .closure || exported.contains($0) })
        let components = StronglyConnectedComponents(successors)

        mayCollect = [Bool](repeating: false, count: functions.count)
        isRecursive = mayCollect
        mayFail = mayCollect
        let checksDepth = module.limitsDepth
        // Components come callees first.
        for component in components.components {
            let collects = component.contains { node in
                guard node < outside else { return true }
                return facts[node].ownSafepoint || facts[node].callsUnknown || facts[node].callees.contains { mayCollect[$0] }
            }
            let recursive = component.count > 1 || component.contains { $0 < outside && facts[$0].callees.contains($0) }
            let fails = collects || recursive && checksDepth || component.contains { node in
                node == outside || facts[node].ownFailure || facts[node].callees.contains { mayFail[$0] }
            }
            for node in component where node < outside {
                mayCollect[node] = collects
                isRecursive[node] = recursive
                mayFail[node] = fails
            }
        }
    }

    /// Operands do not matter here: every expression of the function's store is looked at, reachable or not.
    private static func facts(_ function: Function) -> Facts {
        var facts = Facts()
        for expression in function.expressions.values {
            switch expression.kind {
            case .call(let callee, _), .tailCall(let callee, _): facts.callees.insert(callee.offset)
            case .callImported, .tailCallImported, .callClosure, .callNamespaceGetter, .tailCallClosure: facts.callsUnknown = true
            default:
                if expression.kind.isOwnSafepoint { facts.ownSafepoint = true }
                if expression.kind.isOwnFailure { facts.ownFailure = true }
            }
        }
        return facts
    }
}

extension Expr.Kind {
    /// A collection may happen while the expression itself (not an operand, not a called function of a program) is evaluated.
    var isOwnSafepoint: Bool {
        switch self {
        case .callRuntime(let function, _): !function.effects.isDisjoint(with: [.allocates, .collects])
        case .makeArray(let items): !items.isEmpty
        case .makeVariant, .makeClosure, .makeObject, .makeElements, .unshare: true
        default: false
        }
    }

    /// Room is made before the expression does its work.
    var makesRoom: Bool {
        if case .callRuntime(let function, _) = self { return function.room != nil }
        return false
    }

    /// A run-time error may happen while the expression itself is evaluated, besides running out of memory.
    var isOwnFailure: Bool {
        switch self {
        case .checkFinite, .checkNonzero, .checkIndex, .unbox(_, .some), .fail, .failValue, .failText: true
        case .callRuntime(let function, _): function.effects.contains(.fails)
        default: false
        }
    }
}
