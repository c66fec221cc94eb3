import Basics
import Diagnostics

/// Tests the result of an arithmetic expression once for being finite instead of after every operator.
///
/// In `check(check(a * b) + c)` infinity or NaN from the inner operator reaches the outer one: through `+`, `-` and `*`, NaN stays NaN, and
/// infinity gives infinity or NaN whatever the other operand is. So if the outer result is finite, the inner one was. Only when it is not does
/// it matter which operator failed first, and then the saved inner results are tested in order, each reported at its own place. A check is
/// postponed only past operations that cannot be observed and cannot fail.
public enum CombineFiniteChecks {
    public static func run(_ module: Module) -> Module {
        module.changingFunctions { function, body in
            var pass = FinitePass(function)
            pass.visit(body)
            return pass.function
        }
    }
}

private struct FinitePass {
    var function: Function
    /// Memory of `isPure`, by expression of the original function.
    private var pure: [Bool?]

    /// A check that was taken out of its place.
    private struct Postponed {
        var expression: ExprID
        var operand: ExprID
        var failure: FailureID
        var span: SourceSpan
    }

    init(_ function: Function) {
        self.function = function
        pure = [Bool?](repeating: nil, count: function.expressions.count)
    }

    mutating func visit(_ id: ExprID) {
        guard case .checkFinite(let operand, let failure) = function.expressions[id].kind else { return visitOperands(id) }
        var postponed: [Postponed] = []
        take(operand, &postponed)
        // Where the last checks report the same at the same place as the root does, nobody can tell them apart.
        let start = function.expressions[id].span.start
        while let last = postponed.last, last.failure == failure, last.span.start == start {
            function.expressions[last.expression].kind = .sequence([last.operand])
            postponed.removeLast()
        }
        if !postponed.isEmpty { rewrite(id, operand, failure, postponed) }
    }

    private mutating func visitOperands(_ id: ExprID) {
        var operands: [ExprID] = []
        function.expressions[id].kind.forEachOperand { operands.append($0) }
        for operand in operands { visit(operand) }
    }

    /// Takes the checks out of the operands of an operator whose result is tested anyway.
    private mutating func take(_ id: ExprID, _ postponed: inout [Postponed]) {
        guard case .binary(let operation, let left, let right) = function.expressions[id].kind else { return visit(id) }
        switch operation {
        case .f64Add, .f64Subtract, .f64Multiply:
            // What is evaluated between an operand's check and the operator must not be noticed.
            if isPure(right) { takeOperand(left, &postponed) } else { visit(left) }
            takeOperand(right, &postponed)
        default:
            visitOperands(id)
        }
    }

    private mutating func takeOperand(_ id: ExprID, _ postponed: inout [Postponed]) {
        let expression = function.expressions[id]
        guard case .checkFinite(let operand, let inner) = expression.kind else { return visit(id) }
        take(operand, &postponed)
        postponed.append(Postponed(expression: id, operand: operand, failure: inner, span: expression.span))
    }

    /// Puts the value of an operator whose check is postponed into a variable.
    private mutating func save(_ check: Postponed) -> LocalID {
        let local = function.locals.append(Local(name: "unchecked", type: .f64))
        let set = function.add(.setLocal(local, check.operand), .unit, check.span)
        let get = function.add(.local(local), .f64, check.span)
        function.expressions[check.expression].kind = .sequence([set, get])
        return local
    }

    /// `r = operand; if r is not finite { the postponed checks; fail }; r`
    private mutating func rewrite(_ id: ExprID, _ operand: ExprID, _ failure: FailureID, _ postponed: [Postponed]) {
        let span = function.expressions[id].span
        let saved = postponed.map { save($0) }
        let result = function.locals.append(Local(name: "result", type: .f64))
        let set = function.add(.setLocal(result, operand), .unit, span)
        var cold: [ExprID] = []
        for (check, local) in zip(postponed, saved) {
            let value = function.add(.local(local), .f64, check.span)
            cold.append(function.add(.checkFinite(value, check.failure), .f64, check.span))
        }
        cold.append(function.add(.fail(failure), .never, span))
        let first = function.add(.local(result), .f64, span)
        let second = function.add(.local(result), .f64, span)
        let difference = function.add(.binary(.f64Subtract, first, second), .f64, span)
        let zero = function.add(.constant(.f64(0)), .f64, span)
        let isBad = function.add(.binary(.f64NotEqual, difference, zero), .bool, span)
        let report = function.add(.sequence(cold), .never, span)
        let test = function.add(.conditional(condition: isBad, then: report, otherwise: nil), .unit, span)
        let value = function.add(.local(result), .f64, span)
        function.expressions[id].kind = .sequence([set, test, value])
    }

    /// Evaluating the expression cannot be noticed, whatever happened before, but for failing checks of arithmetic in it, which are postponed
    /// likewise.
    private mutating func isPure(_ id: ExprID) -> Bool {
        if id.offset < pure.count, let known = pure[id.offset] { return known }
        let result: Bool
        switch function.expressions[id].kind {
        case .constant, .local, .global, .importedGlobal: result = true
        case .unary(_, let operand), .unbox(let operand, nil), .arrayLength(let operand), .variantPayload(let operand),
            .closureSlot(let operand, _):
            result = isPure(operand)
        case .binary(let operation, let left, let right):
            switch operation {
            case .i32Divide, .i32Remainder, .i64Divide, .i64Remainder: result = false
            default:
                let first = isPure(left)
                result = isPure(right) && first
            }
        case .arrayLoad(let array, let index):
            let first = isPure(array)
            result = isPure(index) && first
        case .checkFinite(let operand, _):
            // Postponed itself, if it is the check of an operator whose operands are not checked by divisions.
            if case .binary(let operation, _, _) = function.expressions[operand].kind,
                operation == .f64Add || operation == .f64Subtract || operation == .f64Multiply
            {
                result = isPure(operand)
            } else {
                result = false
            }
        default: result = false
        }
        if id.offset < pure.count { pure[id.offset] = result }
        return result
    }
}
