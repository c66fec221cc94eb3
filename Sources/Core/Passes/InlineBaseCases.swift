import Basics
import Diagnostics

/// Finds out before a recursive call whether it would come to a base case, and does without the call then.
///
///     fib(n - 1)   becomes   { m = n - 1; m < 2 ? m : fib(m) }
///
/// A base case is a way through the function on which nothing is called, nothing fails and nothing is changed. Of the calls of a recursion that
/// branches, at least half are base cases.
public enum InlineBaseCases {
    /// Most expressions of what is copied to a call, and of all that a function gets.
    static let limit = 40
    static let growthLimit = 400

    public static func run(_ module: Module) -> Module {
        let successors = module.functions.values.map { callees($0) }
        let groups = StronglyConnectedComponents(successors).components.filter { $0.count > 1 || successors[$0[0]].contains($0[0]) }
        guard !groups.isEmpty else { return module }
        var group = [Int?](repeating: nil, count: module.functions.count)
        for (number, members) in groups.enumerated() { for member in members { group[member] = number } }
        let originals = module.functions
        let isUseful = module.functions.indices.map { group[$0.offset] != nil && hasBaseCase(originals[$0]) }
        return module.changingFunctions(where: { group[$0.offset] != nil }) { id, function, body in
            var inliner = BaseCaseInliner(function, originals) { isUseful[$0.offset] && group[$0.offset] == group[id.offset] }
            inliner.visit(body)
            return inliner.function
        }
    }

    private static func callees(_ function: Function) -> [Int] {
        var callees: Set<Int> = []
        for expression in function.expressions.values {
            switch expression.kind {
            case .call(let callee, _), .tailCall(let callee, _): callees.insert(callee.offset)
            default: break
            }
        }
        return callees.sorted()
    }

    private static func hasBaseCase(_ function: Function) -> Bool {
        guard function.convention == .direct, function.siteParameter == nil, let body = function.body else { return false }
        var copy = BaseCaseCopy(of: function, into: function, locals: Array(function.locals.indices)) { copy, _ in
            copy.target.add(.unreachable, .never, .none)
        }
        _ = copy.tail(body)
        return copy.hasLeaf && copy.size <= limit
    }
}

private struct BaseCaseInliner {
    var function: Function
    private let originals: Store<Function>
    private let isInlined: (FunctionID) -> Bool
    private var growth = 0

    init(_ function: Function, _ originals: Store<Function>, isInlined: @escaping (FunctionID) -> Bool) {
        self.function = function
        self.originals = originals
        self.isInlined = isInlined
    }

    mutating func visit(_ id: ExprID) {
        for operand in function.expressions[id].kind.operands { visit(operand) }
        let expression = function.expressions[id]
        switch expression.kind {
        case .call(let callee, let arguments) where mayInline(callee, arguments): inline(callee, arguments, at: id, expression)
        case .tailCall(let callee, let arguments) where mayInline(callee, arguments): inlineTail(callee, arguments, at: id, expression)
        default: break
        }
    }

    private func mayInline(_ callee: FunctionID, _ arguments: [ExprID]) -> Bool {
        isInlined(callee) && growth < InlineBaseCases.growthLimit && function.locals.count < InlineLeaves.variableLimit
            && !arguments.contains { function.expressions[$0].type == .never || function.expressions[$0].type == .unit }
    }

    /// `{ parameters = arguments; done: { other: { …break done with the value…; …break other… } f(parameters) } }`
    private mutating func inline(_ callee: FunctionID, _ arguments: [ExprID], at id: ExprID, _ call: Expr) {
        let done = function.labels.append(Label(name: "done"))
        let (items, locals, test) = baseCase(callee, arguments, call.span) { .breakTo(done, $0) }
        let result = function.add(.call(callee, values(locals, arguments)), call.type, call.span)
        let code = function.add(.sequence([test, result]), call.type, call.span)
        function.expressions[id].kind = .sequence(items + [function.add(.block(done, body: code), call.type, call.span)])
    }

    /// The same, where the value is that of the function.
    private mutating func inlineTail(_ callee: FunctionID, _ arguments: [ExprID], at id: ExprID, _ call: Expr) {
        let (items, locals, test) = baseCase(callee, arguments, call.span) { .returnValue($0) }
        let result = function.add(.tailCall(callee, values(locals, arguments)), .never, call.span)
        function.expressions[id].kind = .sequence(items + [test, result])
    }

    /// Assignments of the arguments to locals of their own, these locals, and a block that is left in the base cases as `leave` says.
    private mutating func baseCase(
        _ callee: FunctionID, _ arguments: [ExprID], _ span: SourceSpan, leave: @escaping (ExprID?) -> Expr.Kind
    ) -> (items: [ExprID], locals: [LocalID], test: ExprID) {
        let original = originals[callee]
        let locals = original.locals.values.map { function.locals.append($0) }
        var items: [ExprID] = []
        for (local, argument) in zip(locals, arguments) {
            items.append(function.add(.setLocal(local, argument), .unit, function.expressions[argument].span))
        }
        let other = function.labels.append(Label(name: "other"))
        guard let body = original.body else { return (items, locals, function.add(.constant(.unit), .unit, span)) }
        var copy = BaseCaseCopy(of: original, into: function, locals: locals) { copy, end in
            switch end {
            case .base(let value): copy.target.add(leave(value), .never, span)
            case .other: copy.target.add(.breakTo(other, nil), .never, span)
            }
        }
        // Only one owner, so that adding to it copies nothing.
        function = Function(name: "", parameters: [], result: .unit, span: .none)
        let code = copy.tail(body)
        function = copy.target
        growth += copy.size
        return (items, locals, function.add(.block(other, body: code), .unit, span))
    }

    private mutating func values(_ locals: [LocalID], _ arguments: [ExprID]) -> [ExprID] {
        zip(locals, arguments).map { function.add(.local($0), function.locals[$0].type, function.expressions[$1].span) }
    }
}
