import Basics
import Diagnostics
import RuntimeABI

/// Saves dynamic values where the way to them is known.
///
///     unbox(if number(v) { box(unbox(v) * 2) } else { box(length(…)) })
///
/// A value that is boxed in each branch to be unboxed behind them is not boxed at all, and where a test has told what a variable holds, it is not
/// tested again. That is what calls of methods of dynamic values come to.
public enum ForwardBoxes {
    public static func run(_ module: Module) -> Module {
        module.changingFunctions { function, body in
            guard function.expressions.values.contains(where: \.isCheckedUnbox) else { return function }
            var pass = BoxForwarder(function)
            pass.visit(body)
            return pass.function
        }
    }
}

extension Expr {
    fileprivate var isCheckedUnbox: Bool {
        if case .unbox(_, .some) = kind { return true }
        return false
    }
}

private struct BoxForwarder {
    var function: Function
    /// The number of assignments to each variable.
    private var assignments: [Int]
    /// Variables whose assignment was passed.
    private var isSet: [Bool]
    /// What is known to be true of variables that do not change any more.
    private var known: [LocalID: [ValueTest]] = [:]
    /// Most values that are unboxed in the branches instead of behind them.
    private static let mostCopies = 1

    init(_ function: Function) {
        self.function = function
        assignments = [Int](repeating: 0, count: function.locals.count)
        isSet = function.locals.indices.map { $0.offset < function.parameterCount }
        for expression in function.expressions.values {
            if case .setLocal(let local, _) = expression.kind { assignments[local.offset] += 1 }
        }
    }

    mutating func visit(_ id: ExprID) {
        switch function.expressions[id].kind {
        case .setLocal(let local, let value):
            visit(value)
            isSet[local.offset] = true
        case .conditional(let condition, let then, let otherwise):
            visit(condition)
            let facts = self.facts(condition)
            for (local, test) in facts { known[local, default: []].append(test) }
            visit(then)
            for (local, _) in facts { known[local]?.removeLast() }
            if let otherwise { visit(otherwise) }
        case .unbox(let operand, .some(let failure)):
            visit(operand)
            unbox(id, operand, failure)
        case let kind:
            for operand in kind.operands { visit(operand) }
        }
    }

    /// What holds of variables where the condition does. They have got their value before, and get no other.
    private func facts(_ condition: ExprID) -> [(LocalID, ValueTest)] {
        switch function.expressions[condition].kind {
        case .test(let operand, let test):
            guard case .local(let local) = function.expressions[operand].kind, isSet[local.offset],
                assignments[local.offset] == (local.offset < function.parameterCount ? 0 : 1)
            else { return [] }
            return [(local, test)]
        case .conditional(let first, let then, let otherwise?):
            guard case .constant(.bool(false)) = function.expressions[otherwise].kind else { return [] }
            return facts(first) + facts(then)
        default: return []
        }
    }

    private mutating func unbox(_ id: ExprID, _ operand: ExprID, _ failure: FailureID) {
        let type = function.expressions[id].type
        if case .local(let local) = function.expressions[operand].kind, let question = LoopSums.question(type), known[local]?.contains(question) == true {
            function.expressions[id].kind = .unbox(operand, nil)
            return
        }
        guard Self.isBranching(function.expressions[operand].kind) else { return }
        var copies = 0
        var boxes = 0
        guard count(operand, type, &boxes, &copies), boxes > 0, copies <= Self.mostCopies else { return }
        let value = forward(operand, type, failure, function.expressions[id].span)
        function.expressions[id].kind = .sequence([value])
    }

    private static func isBranching(_ kind: Expr.Kind) -> Bool {
        switch kind {
        case .conditional(_, _, .some), .sequence: true
        default: false
        }
    }

    /// Counts the ends of branches that box a value of the type, and those that make another dynamic value.
    private func count(_ id: ExprID, _ type: ValueType, _ boxes: inout Int, _ copies: inout Int) -> Bool {
        let expression = function.expressions[id]
        if expression.type == .never { return true }
        guard expression.type == .any else { return false }
        switch expression.kind {
        case .box(let value) where function.expressions[value].type == type: boxes += 1
        case .conditional(_, let then, let otherwise?): return count(then, type, &boxes, &copies) && count(otherwise, type, &boxes, &copies)
        case .sequence(let items):
            guard let last = items.last else { return false }
            return count(last, type, &boxes, &copies)
        default: copies += 1
        }
        return true
    }

    private mutating func forward(_ id: ExprID, _ type: ValueType, _ failure: FailureID, _ span: SourceSpan) -> ExprID {
        let expression = function.expressions[id]
        if expression.type == .never { return id }
        switch expression.kind {
        case .box(let value) where function.expressions[value].type == type: return value
        case .conditional(let condition, let then, let otherwise?):
            let first = forward(then, type, failure, span)
            let second = forward(otherwise, type, failure, span)
            return function.add(.conditional(condition: condition, then: first, otherwise: second), type, expression.span)
        case .sequence(let items):
            guard let last = items.last else { return id }
            return function.add(.sequence(items.dropLast() + [forward(last, type, failure, span)]), type, expression.span)
        default: return function.add(.unbox(id, failure), type, span)
        }
    }
}
