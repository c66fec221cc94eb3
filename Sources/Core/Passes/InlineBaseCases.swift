import Basics
import Diagnostics

/// Decides base cases of recursive functions where the functions call themselves.
///
///     fn fib(n) { if (n < 2) { return n; } return fib(n - 1) + fib(n - 2); }
///
/// Each inner call becomes `if (m < 2) { m } else { fib(m) }`, so half of all calls, those that would return at once, are none. Only tests and
/// values that are a few operations on the parameters, and cannot fail, are taken over.
public enum InlineBaseCases {
    /// Most expressions of a test and a value together.
    static let largestCase = 16
    /// Most calls in one function that are changed.
    static let mostCalls = 8

    public static func run(_ module: Module) -> Module {
        let cases = module.functions.values.map { BaseCase($0) }
        guard cases.contains(where: { $0 != nil }) else { return module }
        let components = StronglyConnectedComponents(module.functions.values.map { callees($0) })
        let hasCase = components.components.map { $0.contains { cases[$0] != nil } }
        return module.changingFunctions(where: { hasCase[components.componentOf[$0.offset]] }) { id, function, body in
            guard function.locals.count < InlineLeaves.variableLimit else { return function }
            var pass = BaseCaseInliner(function: function, cases: cases, components: components.componentOf, id: id)
            pass.visit(body)
            return pass.function
        }
    }

    private static func callees(_ function: Function) -> [Int] {
        var result: Set<Int> = []
        for expression in function.expressions.values {
            if case .call(let callee, _) = expression.kind { result.insert(callee.offset) }
        }
        return result.sorted()
    }
}

/// The test at the beginning of a function, and what the function returns if it holds.
private struct BaseCase {
    let function: Function
    let condition: ExprID
    /// The function returns when the condition is this.
    let outcome: Bool
    /// Nil: no value.
    let value: ExprID?

    init?(_ function: Function) {
        guard function.convention == .direct, function.siteParameter == nil, let body = function.body,
            let (condition, branches) = Self.firstTest(body, function)
        else { return nil }
        self.function = function
        self.condition = condition
        for (outcome, branch) in branches {
            guard let branch, let value = Self.returned(branch, function) else { continue }
            var budget = InlineBaseCases.largestCase
            guard Self.isSimple(condition, function, &budget), value.map({ Self.isSimple($0, function, &budget) }) ?? true else { continue }
            self.outcome = outcome
            self.value = value
            return
        }
        return nil
    }

    /// The condition that a body begins with, and what happens if it holds, and if not.
    private static func firstTest(_ body: ExprID, _ function: Function) -> (ExprID, [(Bool, ExprID?)])? {
        switch function.expressions[body].kind {
        case .returnValue(let value?): return firstTest(value, function)
        case .conditional(let condition, let then, let otherwise?): return (condition, [(true, then), (false, otherwise)])
        case .sequence(let items):
            guard let first = items.first else { return nil }
            if items.count == 1 { return firstTest(first, function) }
            guard case .conditional(let condition, let then, nil) = function.expressions[first].kind else { return nil }
            let isReturning = function.expressions[then].type == .never
            return (condition, [(true, isReturning ? then : nil), (false, isReturning && items.count == 2 ? items[1] : nil)])
        default: return nil
        }
    }

    /// What an expression at the end of the function makes it return; nil when it does more than that.
    private static func returned(_ id: ExprID, _ function: Function) -> ExprID?? {
        let expression = function.expressions[id]
        switch expression.kind {
        case .returnValue(let value): return value.map { .some(.some($0)) } ?? .some(.none)
        case .sequence(let items):
            if items.count == 1 { return returned(items[0], function) }
            return items.isEmpty && function.result == .unit ? .some(.none) : nil
        case .constant(.unit): return function.result == .unit ? .some(.none) : nil
        default: return expression.type == function.result && function.result != .unit ? .some(.some(id)) : nil
        }
    }

    /// A few operations on parameters that cannot fail.
    private static func isSimple(_ id: ExprID, _ function: Function, _ budget: inout Int) -> Bool {
        budget -= 1
        guard budget >= 0 else { return false }
        let kind = function.expressions[id].kind
        switch kind {
        case .local(let local): return local.offset < function.parameterCount
        case .constant, .unary, .box, .test: break
        case .binary(let operation, _, _):
            switch operation {
            case .i32Divide, .i32Remainder, .i64Divide, .i64Remainder: return false
            default: break
            }
        case .conditional(_, _, .some): break
        default: return false
        }
        var result = function.expressions[id].type != .never
        kind.forEachOperand { if result { result = isSimple($0, function, &budget) } }
        return result
    }
}

private struct BaseCaseInliner {
    var function: Function
    let cases: [BaseCase?]
    /// The group of functions that call each other, of each function.
    let components: [Int]
    let id: FunctionID
    private var count = 0

    init(function: Function, cases: [BaseCase?], components: [Int], id: FunctionID) {
        self.function = function
        self.cases = cases
        self.components = components
        self.id = id
    }

    mutating func visit(_ id: ExprID) {
        var operands: [ExprID] = []
        function.expressions[id].kind.forEachOperand { operands.append($0) }
        for operand in operands { visit(operand) }
        guard case .call(let callee, let arguments) = function.expressions[id].kind, let base = cases[callee.offset],
            components[callee.offset] == components[self.id.offset], count < InlineBaseCases.mostCalls, arguments.count == base.function.parameterCount,
            !arguments.contains(where: { function.expressions[$0].type == .never })
        else { return }
        count += 1
        replace(id, callee, arguments, base)
    }

    private mutating func replace(_ id: ExprID, _ callee: FunctionID, _ arguments: [ExprID], _ base: BaseCase) {
        let call = function.expressions[id]
        var builder = FunctionBuilder(taking: &function)
        builder.span = call.span
        var items: [ExprID] = []
        var locals: [LocalID] = []
        for (parameter, argument) in zip(base.function.parameters, arguments) {
            let local = builder.local(parameter.name, parameter.type)
            items.append(builder.set(local, argument))
            locals.append(local)
        }
        let test = copy(base.condition, base, locals, &builder)
        let value = base.value.map { copy($0, base, locals, &builder) } ?? builder.sequence([])
        let passed = locals.map { builder.get($0) }
        let inner = builder.add(.call(callee, passed), call.type)
        let then = base.outcome ? value : inner
        let otherwise = base.outcome ? inner : value
        items.append(builder.add(.conditional(condition: test, then: then, otherwise: otherwise), call.type))
        function = builder.function
        function.expressions[id].kind = .sequence(items)
    }

    private func copy(_ id: ExprID, _ base: BaseCase, _ locals: [LocalID], _ builder: inout FunctionBuilder) -> ExprID {
        let expression = base.function.expressions[id]
        if case .local(let local) = expression.kind { return builder.get(locals[local.offset]) }
        var operands: [ExprID] = []
        expression.kind.forEachOperand { operands.append($0) }
        for index in operands.indices { operands[index] = copy(operands[index], base, locals, &builder) }
        var next = operands.makeIterator()
        return builder.add(expression.kind.mapOperands { next.next() ?? $0 }, expression.type)
    }
}
