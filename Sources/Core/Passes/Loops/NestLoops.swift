import Basics

/// Puts rounds of a loop that call nothing into a loop of their own within it.
///
///     loop { if taken(i) { i = i + 1; continue }; place(i); i = i + 1 }      becomes
///     loop { loop { if taken(i) { i = i + 1; continue inner }; place(i); i = i + 1; continue outer } }
///
/// Nothing happens otherwise than before, but engines see which part runs most often: what that part uses stays in registers, and is put
/// aside only around calls.
enum NestLoops {
    static func run(_ module: Module) -> Module {
        module.changingFunctions { function, body in
            let loops = function.expressions.values.count { if case .loop(_, nil, _, nil) = $0.kind { true } else { false } }
            guard loops > 0 else { return function }
            var nester = LoopNester(function)
            nester.visit(body)
            return nester.function
        }
    }
}

/// Walks a function in order of evaluation.
private struct LoopNester {
    private(set) var function: Function
    /// Whether something may have been called since the current round of the innermost loop began.
    private var hasCalled = false
    /// How many calls there were so far.
    private var calls = 0
    /// By loop, the `continue`s that come before any call in a round, and the number of the others.
    private var rounds: [LabelID: (quiet: [ExprID], others: Int)] = [:]

    init(_ function: Function) { self.function = function }

    mutating func visit(_ id: ExprID) {
        let kind = function.expressions[id].kind
        switch kind {
        case .conditional(let condition, let then, let otherwise):
            visit(condition)
            branches([then] + (otherwise.map { [$0] } ?? []))
        case .loop(let label, let condition, let body, let step):
            let outer = hasCalled
            let before = calls
            rounds[label] = ([], 0)
            hasCalled = false
            for part in [condition, body, step].compactMap({ $0 }) { visit(part) }
            if condition == nil, step == nil { nest(id, label, body) }
            rounds[label] = nil
            // Whatever the loop calls may have been called in an earlier round.
            hasCalled = outer || calls > before
        case .block(_, let body):
            let before = calls
            visit(body)
            // A call may have been followed by a break.
            hasCalled = hasCalled || calls > before
        case .continueTo(let label):
            if hasCalled { rounds[label]?.others += 1 } else { rounds[label]?.quiet.append(id) }
        default:
            for operand in kind.operands { visit(operand) }
            guard Self.calls(kind) else { break }
            calls += 1
            hasCalled = true
        }
    }

    private mutating func branches(_ parts: [ExprID]) {
        let before = hasCalled
        var after = parts.count == 1 && before
        for part in parts {
            hasCalled = before
            visit(part)
            if function.expressions[part].type != .never { after = after || hasCalled }
        }
        hasCalled = after || before
    }

    private static func calls(_ kind: Expr.Kind) -> Bool {
        switch kind {
        case .call, .callImported, .callClosure, .callNamespaceGetter, .callRuntime: true
        default: false
        }
    }

    private mutating func nest(_ id: ExprID, _ label: LabelID, _ body: ExprID) {
        guard let found = rounds[label], !found.quiet.isEmpty, found.others > 0 else { return }
        let expression = function.expressions[id]
        let inner = function.labels.append(function.labels[label])
        for id in found.quiet { function.expressions[id].kind = .continueTo(inner) }
        let loop = function.add(.loop(inner, condition: nil, body: body, step: nil), expression.type, expression.span)
        function.expressions[id].kind = .loop(label, condition: nil, body: loop, step: nil)
    }
}
