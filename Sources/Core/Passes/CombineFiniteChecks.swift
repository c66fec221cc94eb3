import Basics
import Diagnostics

/// Tests the result of an arithmetic expression once for being finite instead of after every operator.
///
/// In `check(check(a * b) + c)` infinity or NaN from the inner operator reaches the outer one: through `+`, `-` and `*`, NaN stays NaN, and
/// infinity gives infinity or NaN whatever the other operand is. So if the outer result is finite, the inner one was. Only when it is not does
/// it matter which operator failed first, and then the saved inner results are tested in order, each reported at its own place. A check is
/// postponed only past operations that cannot be observed and cannot fail.
///
/// The same holds from statement to statement:
///
///     let dx = check(x[i] - x[j]); let d = check(dx * dx); let m = check(t / check(d * sqrt(d)))
///
/// tests neither `dx` nor `d`, since they reach the divisor, which is tested.
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

    /// A variable to test if a later check fails.
    private struct Suspect {
        var local: LocalID
        var failure: FailureID
        var span: SourceSpan
    }

    /// A variable whose check was postponed to a later statement, with the inner results.
    private struct Pending {
        var local: LocalID
        var suspects: [Suspect]
        /// Variables that are finite if this one is.
        var covers: [LocalID]
    }

    /// In order of the statements.
    private var pending: [Pending] = []
    /// How many statements later a check may come.
    private static let farthest = 16

    init(_ function: Function) {
        self.function = function
        pure = [Bool?](repeating: nil, count: function.expressions.count)
    }

    mutating func visit(_ id: ExprID) {
        switch function.expressions[id].kind {
        case .checkFinite(let operand, let failure):
            let carried = carried(operand)
            let postponed = takeInner(id, operand, failure)
            if !postponed.isEmpty || !pending.isEmpty { rewrite(id, operand, failure, postponed) }
            carried.forEach { prove($0) }
        case .checkNonzero(let operand, let failure):
            visit(operand)
            if !pending.isEmpty { rewriteNonzero(id, operand, failure) }
        case .sequence: visitStatements(statements(id))
        default: visitOperands(id)
        }
    }

    /// Takes the checks out of the operand of a check.
    private mutating func takeInner(_ id: ExprID, _ operand: ExprID, _ failure: FailureID) -> [Postponed] {
        var postponed: [Postponed] = []
        take(operand, &postponed)
        // Where the last checks report the same at the same place as the root does, nobody can tell them apart.
        let start = function.expressions[id].span.start
        while let last = postponed.last, last.failure == failure, last.span.start == start {
            function.expressions[last.expression].kind = .sequence([last.operand])
            postponed.removeLast()
        }
        return postponed
    }

    // MARK: Statements

    /// The items of a sequence, and of sequences without a value in it.
    private func statements(_ id: ExprID) -> [ExprID] {
        guard case .sequence(let items) = function.expressions[id].kind else { return [id] }
        return items.flatMap { function.expressions[$0].type == .unit ? statements($0) : [$0] }
    }

    private mutating func visitStatements(_ statements: [ExprID]) {
        for (index, statement) in statements.enumerated() {
            if case .setLocal(let local, let value) = function.expressions[statement].kind,
                case .checkFinite(let operand, let failure) = function.expressions[value].kind,
                !isPending(local), isTestedLater(local, statements[(index + 1)...])
            {
                postpone(local, value, operand, failure)
            } else {
                visit(statement)
            }
        }
    }

    private mutating func postpone(_ local: LocalID, _ check: ExprID, _ operand: ExprID, _ failure: FailureID) {
        let carried = carried(operand)
        let inner = takeInner(check, operand, failure)
        var suspects = inner.map { Suspect(local: save($0), failure: $0.failure, span: $0.span) }
        suspects.append(Suspect(local: local, failure: failure, span: function.expressions[check].span))
        function.expressions[check].kind = .sequence([operand])
        pending.append(Pending(local: local, suspects: suspects, covers: carried))
    }

    /// The variables with postponed checks that are finite if the expression is.
    private func carried(_ id: ExprID) -> [LocalID] { pending.map(\.local).filter { carries(id, $0) } }

    private func isPending(_ local: LocalID) -> Bool { pending.contains { $0.local == local } }

    /// A variable was found to be finite.
    private mutating func prove(_ local: LocalID) {
        guard let index = pending.firstIndex(where: { $0.local == local }) else { return }
        let covers = pending.remove(at: index).covers
        covers.forEach { prove($0) }
    }

    private enum Passage {
        /// Nothing in it can be noticed but failing checks.
        case clear
        /// A check of something that the variable reaches comes first.
        case tested
        case blocked
    }

    private func isTestedLater(_ local: LocalID, _ statements: ArraySlice<ExprID>) -> Bool {
        for statement in statements.prefix(Self.farthest) {
            switch passage(statement, local) {
            case .clear: continue
            case .tested: return true
            case .blocked: return false
            }
        }
        return false
    }

    private func passage(_ id: ExprID, _ local: LocalID) -> Passage {
        let kind = function.expressions[id].kind
        switch kind {
        case .binary(let operation, _, _):
            switch operation {
            case .i32Divide, .i32Remainder, .i64Divide, .i64Remainder: return .blocked
            default: break
            }
        case .constant, .local, .setLocal, .global, .importedGlobal, .unary, .unbox(_, nil), .arrayLength, .arrayLoad, .variantPayload, .sequence,
            .checkFinite, .checkNonzero, .arrayStore:
            break
        default: return .blocked
        }
        var result = Passage.clear
        kind.forEachOperand { if result == .clear { result = passage($0, local) } }
        guard result == .clear else { return result }
        switch kind {
        case .checkFinite(let operand, _): return carries(operand, local) ? .tested : .clear
        case .setLocal(let target, _): return target == local || isPending(target) ? .blocked : .clear
        case .arrayStore: return .blocked
        default: return .clear
        }
    }

    /// The value of the expression is infinite or NaN if the variable is.
    private func carries(_ id: ExprID, _ local: LocalID) -> Bool {
        switch function.expressions[id].kind {
        case .local(let read): read == local
        case .sequence(let items): items.last.map { carries($0, local) } ?? false
        case .checkFinite(let operand, _), .checkNonzero(let operand, _), .unary(.negate, let operand), .unary(.absolute, let operand),
            .unary(.squareRoot, let operand):
            carries(operand, local)
        case .binary(.f64Add, let left, let right), .binary(.f64Subtract, let left, let right), .binary(.f64Multiply, let left, let right):
            carries(left, local) || carries(right, local)
        case .binary(.f64Divide, let left, _): carries(left, local)
        default: false
        }
    }

    // MARK: Operators

    private mutating func visitOperands(_ id: ExprID) {
        for operand in function.expressions[id].kind.operands { visit(operand) }
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

    /// What happens when a check fails: those that were postponed past it come first.
    private mutating func failing(_ suspects: [Suspect], _ failure: FailureID, _ span: SourceSpan) -> ExprID {
        var cold: [ExprID] = []
        for suspect in pending.flatMap(\.suspects) + suspects {
            let value = function.add(.local(suspect.local), .f64, suspect.span)
            cold.append(function.add(.checkFinite(value, suspect.failure), .f64, suspect.span))
        }
        cold.append(function.add(.fail(failure), .never, span))
        return function.add(.sequence(cold), .never, span)
    }

    /// `r = operand; if r == 0 { the postponed checks; fail }; r`
    private mutating func rewriteNonzero(_ id: ExprID, _ operand: ExprID, _ failure: FailureID) {
        let span = function.expressions[id].span
        let result = function.locals.append(Local(name: "result", type: .f64))
        let set = function.add(.setLocal(result, operand), .unit, span)
        let read = function.add(.local(result), .f64, span)
        let zero = function.add(.constant(.f64(0)), .f64, span)
        let isZero = function.add(.binary(.f64Equal, read, zero), .bool, span)
        let test = function.add(.conditional(condition: isZero, then: failing([], failure, span), otherwise: nil), .unit, span)
        let value = function.add(.local(result), .f64, span)
        function.expressions[id].kind = .sequence([set, test, value])
    }

    /// `r = operand; if r is not finite { the postponed checks; fail }; r`
    private mutating func rewrite(_ id: ExprID, _ operand: ExprID, _ failure: FailureID, _ postponed: [Postponed]) {
        let span = function.expressions[id].span
        let suspects = postponed.map { Suspect(local: save($0), failure: $0.failure, span: $0.span) }
        let result = function.locals.append(Local(name: "result", type: .f64))
        let set = function.add(.setLocal(result, operand), .unit, span)
        let first = function.add(.local(result), .f64, span)
        let second = function.add(.local(result), .f64, span)
        let difference = function.add(.binary(.f64Subtract, first, second), .f64, span)
        let zero = function.add(.constant(.f64(0)), .f64, span)
        let isBad = function.add(.binary(.f64NotEqual, difference, zero), .bool, span)
        let report = failing(suspects, failure, span)
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
        case .sequence(let items): result = items.allSatisfy { isPure($0) }
        case .setLocal(_, let value): result = isPure(value)
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
