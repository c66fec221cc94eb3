import Basics
import Diagnostics

/// The base cases of the functions of a module; see `InlineBaseCases`.
final class BaseCases {
    /// What may happen in a copy besides computing.
    enum Allowed: CaseIterable {
        /// Objects are made, and at the end of a way something is changed.
        case everything
        /// Objects are made.
        case objects
        case nothing
    }

    /// What a copy of a function's base cases is like.
    struct Case {
        var allowed: Allowed
        /// Some way goes on with work that the function may well be for.
        var leavesWork: Bool
        /// Number of expressions.
        var size: Int
    }

    private var functions: Store<Function>
    /// Calls that are made only where something unusual was found.
    private var seldom: [FunctionID: Set<ExprID>] = [:]
    private var known: [FunctionID: Case?] = [:]

    init(_ module: Module) { functions = module.functions }

    subscript(_ id: FunctionID) -> Function { functions[id] }

    /// Calls of a function get the base cases of its new form from now on.
    func change(_ id: FunctionID, _ function: Function, seldom: Set<ExprID>) {
        functions[id] = function
        self.seldom[id] = seldom
        known[id] = nil
    }

    /// Nil: there are none, or they are too large.
    func find(_ id: FunctionID) -> Case? {
        if let known = known[id] { return known }
        var result: Case?
        for allowed in Allowed.allCases where result == nil { result = find(id, allowed) }
        known[id] = .some(result)
        return result
    }

    private func find(_ id: FunctionID, _ allowed: Allowed) -> Case? {
        let function = functions[id]
        guard function.siteParameter == nil, let body = function.body else { return nil }
        var copy = copy(id, into: function, locals: Array(function.locals.indices), allowed: allowed) { copy, _ in
            copy.target.add(.unreachable, .never, .none)
        }
        _ = copy.tail(body)
        let limit = copy.leavesWork ? InlineBaseCases.limitInRecursion : InlineBaseCases.limit
        guard copy.hasLeaf, !copy.isBroken, copy.size <= limit else { return nil }
        return Case(allowed: allowed, leavesWork: copy.leavesWork, size: copy.size)
    }

    func copy(
        _ id: FunctionID, into target: Function, locals: [LocalID], allowed: Allowed, end: @escaping (inout BaseCaseCopy, BaseCaseCopy.End) -> ExprID
    ) -> BaseCaseCopy {
        BaseCaseCopy(of: functions[id], into: target, locals: locals, allowed: allowed, seldom: seldom[id] ?? [], end: end)
    }
}

/// Where functions are called from.
struct CallPlaces {
    /// By function, the number of the group of functions that call each other; nil: it does not call itself.
    private(set) var group: [Int?]
    /// The function is likely to run often: it is part of a recursion, belongs to a closure, or is called in a loop or from such a function.
    private(set) var isOften: [Bool]
    /// The function has a call in a loop.
    private(set) var hasOftenCalls: [Bool]

    init(_ module: Module, _ components: [[Int]], isCyclic: ([Int]) -> Bool) {
        group = [Int?](repeating: nil, count: module.functions.count)
        isOften = module.functions.values.map { $0.convention == .closure }
        hasOftenCalls = [Bool](repeating: false, count: module.functions.count)
        for (number, members) in components.enumerated() where isCyclic(members) {
            for member in members {
                group[member] = number
                isOften[member] = true
            }
        }
        // Callers first.
        for index in components.reversed().joined() {
            let function = module.functions[FunctionID(index)]
            if let body = function.body { visit(body, function, index, inLoop: false) }
        }
    }

    private mutating func visit(_ id: ExprID, _ function: Function, _ index: Int, inLoop: Bool) {
        let kind = function.expressions[id].kind
        switch kind {
        case .call(let callee, _), .tailCall(let callee, _):
            if inLoop { hasOftenCalls[index] = true }
            if inLoop || isOften[index] { isOften[callee.offset] = true }
        case .callClosure, .tailCallClosure: if inLoop { hasOftenCalls[index] = true }
        default: break
        }
        let isInner = if case .loop = kind { true } else { inLoop }
        kind.forEachOperand { visit($0, function, index, inLoop: isInner) }
    }
}
