import Basics
import RuntimeABI

/// Evaluates all parts of a condition in a loop before it is looked at, instead of branching after each, if the parts look at data.
///
///     columns[c] or rising[r + c] or falling[r - c]      becomes   one choice by the bits of all three
///
/// A processor guesses where a branch goes, and what it has begun is lost when it guessed wrong. That costs more than some loads, and what data say
/// cannot be guessed, other than whether an index is within bounds. So tests of indices and types keep their branches, and if one of
/// them fails, the condition is evaluated from the start as it was written: nothing has happened by then.
public enum JoinConditions {
    /// Most expressions of all parts that are evaluated together.
    static let limit = 120
    /// Most parts.
    static let mostParts = 6

    public static func run(_ module: Module) -> Module {
        module.changingFunctions { function, body in
            let hasLoop = function.expressions.values.contains { if case .loop = $0.kind { true } else { false } }
            guard hasLoop else { return function }
            var pass = ConditionJoiner(function, body)
            pass.visit(body, inLoop: false)
            // What one part proves, the next ones need not ask.
            return pass.isChanged ? RemoveTests.run(pass.function, body) : pass.function
        }
    }
}

/// Changes the conditions of one function.
private struct ConditionJoiner {
    var function: Function
    private(set) var isChanged = false
    /// How often each variable is read.
    private var reads: [LocalID: Int] = [:]

    init(_ function: Function, _ body: ExprID) {
        self.function = function
        countReads(body)
    }

    private mutating func countReads(_ id: ExprID) {
        if case .local(let local) = function.expressions[id].kind { reads[local, default: 0] += 1 }
        for operand in function.expressions[id].kind.operands { countReads(operand) }
    }

    mutating func visit(_ id: ExprID, inLoop: Bool) {
        switch function.expressions[id].kind {
        case .loop(let label, let condition, let body, let step):
            let counts = !function.labels[label].isSeldom
            if let condition { visitCondition(condition, inLoop: counts) }
            visit(body, inLoop: counts)
            if let step { visit(step, inLoop: counts) }
        case .conditional where inLoop:
            mergeNested(id)
            guard case .conditional(let condition, let then, let otherwise) = function.expressions[id].kind else { return }
            visitCondition(condition, inLoop: true)
            visit(then, inLoop: true)
            if let otherwise { visit(otherwise, inLoop: true) }
        default:
            for operand in function.expressions[id].kind.operands { visit(operand, inLoop: inLoop) }
        }
    }

    private mutating func visitCondition(_ id: ExprID, inLoop: Bool) {
        if inLoop, join(id) { return }
        visit(id, inLoop: inLoop)
    }

    // MARK: Nested conditionals

    /// `if a { if b { x } else { return c } } else { return c }` becomes `if a and b { x } else { return c }`.
    private mutating func mergeNested(_ id: ExprID) {
        while case .conditional(let condition, let then, let otherwise?) = function.expressions[id].kind {
            if let inner = inner(then, of: id), let test = second(inner, leadingTo: otherwise) {
                let both = connect(condition, test.condition, isAnd: true)
                function.expressions[id].kind = .conditional(condition: both, then: test.rest, otherwise: otherwise)
            } else if let inner = inner(otherwise, of: id), let test = second(inner, leadingTo: then) {
                let other = negated(test.condition)
                let either = connect(condition, other, isAnd: false)
                function.expressions[id].kind = .conditional(condition: either, then: then, otherwise: test.rest)
            } else {
                return
            }
        }
    }

    /// A conditional that is all that a branch does besides setting variables.
    private func inner(_ branch: ExprID, of outer: ExprID) -> (statements: [ExprID], conditional: ExprID)? {
        var statements: [ExprID] = []
        var id = branch
        while case .sequence(let items) = function.expressions[id].kind, let last = items.last {
            statements += items.dropLast()
            id = last
        }
        guard case .conditional(_, _, _?) = function.expressions[id].kind, function.connective(id) == nil,
            [function.expressions[outer].type, .never].contains(function.expressions[id].type)
        else { return nil }
        return (statements, id)
    }

    /// When the inner conditional does not do what the outer one does in the other case, and what it does then.
    private mutating func second(_ inner: (statements: [ExprID], conditional: ExprID), leadingTo other: ExprID) -> (condition: ExprID, rest: ExprID)? {
        guard case .conditional(let condition, let then, let otherwise?) = function.expressions[inner.conditional].kind else { return nil }
        if isSameExit(otherwise, other) { return (sequence(inner.statements, condition), then) }
        if isSameExit(then, other) { return (sequence(inner.statements, negated(condition)), otherwise) }
        return nil
    }

    private func isSameExit(_ first: ExprID, _ second: ExprID) -> Bool {
        switch (function.expressions[first].kind, function.expressions[second].kind) {
        case (.sequence(let items), _) where items.count == 1: isSameExit(items[0], second)
        case (_, .sequence(let items)) where items.count == 1: isSameExit(first, items[0])
        case (.constant(let one), .constant(let other)): one == other
        case (.returnValue(nil), .returnValue(nil)): true
        case (.returnValue(let one?), .returnValue(let other?)): isSameExit(one, other)
        case (.breakTo(let one, nil), .breakTo(let other, nil)), (.continueTo(let one), .continueTo(let other)): one == other
        case (.breakTo(let one, let first?), .breakTo(let other, let second?)): one == other && isSameExit(first, second)
        default: false
        }
    }

    // MARK: Conditions

    /// Joins parts of the condition; false if there is nothing to join.
    private mutating func join(_ id: ExprID) -> Bool {
        guard let isAnd = isAnd(id, negated: false) else { return false }
        var parts: [ConditionPart] = []
        collect(id, negated: false, isAnd: isAnd, into: &parts)
        guard let joined = joinRuns(parts, isAnd: isAnd) else { return false }
        var result = joined[joined.count - 1]
        for part in joined.dropLast().reversed() { result = connect(part, result, isAnd: isAnd) }
        function.expressions[id] = function.expressions[result]
        isChanged = true
        return true
    }

    /// Whether the condition is an `and`; nil if it is neither that nor `or`.
    private func isAnd(_ id: ExprID, negated: Bool) -> Bool? {
        switch function.expressions[id].kind {
        case .unary(.not, let inner): isAnd(inner, negated: !negated)
        case .sequence(let items): items.last.flatMap { isAnd($0, negated: negated) }
        default: function.connective(id).map { $0.isAnd != negated }
        }
    }

    private func collect(_ id: ExprID, negated: Bool, isAnd: Bool, into parts: inout [ConditionPart]) {
        switch function.expressions[id].kind {
        case .unary(.not, let inner): return collect(inner, negated: !negated, isAnd: isAnd, into: &parts)
        case .sequence(let items):
            guard let last = items.last else { break }
            let first = parts.count
            collect(last, negated: negated, isAnd: isAnd, into: &parts)
            parts[first].statements.insert(contentsOf: items.dropLast(), at: 0)
            return
        default:
            guard let connective = function.connective(id), (connective.isAnd != negated) == isAnd else { break }
            collect(connective.first, negated: connective.isFirstNegated != negated, isAnd: isAnd, into: &parts)
            return collect(connective.second, negated: negated, isAnd: isAnd, into: &parts)
        }
        parts.append(ConditionPart(test: id, isNegated: negated))
    }

    /// The parts, where some that follow one another have become one; nil if none have.
    private mutating func joinRuns(_ parts: [ConditionPart], isAnd: Bool) -> [ExprID]? {
        var result: [ExprID] = []
        var next = 0
        while next < parts.count {
            var check = EagerCheck(function, reads)
            var end = next
            while end < parts.count, end - next < JoinConditions.mostParts, check.accepts(parts[end]) { end += 1 }
            if end - next > 1 {
                result.append(eager(parts[next..<end], isAnd: isAnd))
                next = end
            } else {
                result.append(asWritten(parts[next]))
                next += 1
            }
        }
        return result.count < parts.count ? result : nil
    }

    private mutating func eager(_ parts: ArraySlice<ConditionPart>, isAnd: Bool) -> ExprID {
        let span = function.expressions[parts[parts.startIndex].test].span
        let done = function.labels.append(Label(name: "done"))
        let slow = function.labels.append(Label(name: "slow"))
        let all = EagerCopy(leavingTo: slow).copy(parts, isAnd: isAnd, &function)
        let value = function.add(.breakTo(done, all), .never, span)
        var written: ExprID?
        for part in parts.reversed() {
            let value = asWritten(part)
            written = written.map { connect(value, $0, isAnd: isAnd) } ?? value
        }
        let attempt = function.add(.block(slow, body: value), .unit, span)
        let body = function.add(.sequence([attempt] + (written.map { [$0] } ?? [])), .bool, span)
        return function.add(.block(done, body: body), .bool, span)
    }

    // MARK: Expressions

    private mutating func asWritten(_ part: ConditionPart) -> ExprID {
        sequence(part.statements, part.isNegated ? negated(part.test) : part.test)
    }

    private mutating func negated(_ id: ExprID) -> ExprID { function.add(.unary(.not, id), .bool, function.expressions[id].span) }

    private mutating func sequence(_ statements: [ExprID], _ last: ExprID) -> ExprID {
        statements.isEmpty ? last : function.add(.sequence(statements + [last]), function.expressions[last].type, function.expressions[last].span)
    }

    private mutating func connect(_ first: ExprID, _ second: ExprID, isAnd: Bool) -> ExprID {
        let span = function.expressions[first].span
        let decided = function.add(.constant(.bool(!isAnd)), .bool, span)
        let kind = Expr.Kind.conditional(condition: first, then: isAnd ? second : decided, otherwise: isAnd ? decided : second)
        return function.add(kind, .bool, span)
    }
}

/// One of the conditions that `and` or `or` connects.
struct ConditionPart {
    /// What is done before the test.
    var statements: [ExprID] = []
    var test: ExprID
    var isNegated: Bool
}
