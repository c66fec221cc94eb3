import Basics
import RuntimeABI

/// Removes tests whose outcome is known where control comes to them.
///
///     (vector-set! v i (+ (vector-ref v i) 1))      asks once whether `i` is below the length of `v`
///
/// Values are numbered: two expressions with one number have the same value, whatever variables hold it. What has been found out about a value holds
/// wherever control comes only through there, since nothing can change a number's value. What objects hold has the same number only until
/// something that may change objects happens.
public enum RemoveTests {
    /// Functions with more expressions are left alone: what loops assign is found at each level.
    static let largestFunction = 5000

    public static func run(_ module: Module) -> Module {
        module.changingFunctions { function, body in
            let tests = function.expressions.values.count { if case .conditional = $0.kind { true } else { false } }
            return tests > 1 ? run(function, body) : function
        }
    }

    static func run(_ function: Function, _ body: ExprID) -> Function {
        guard function.expressions.count <= largestFunction else { return function }
        var pass = TestRemover(function)
        pass.visit(body)
        return pass.function
    }
}

/// Walks a function in order of evaluation.
private struct TestRemover {
    private(set) var function: Function

    /// What makes a value.
    private enum Formula: Hashable {
        case constant(Constant)
        /// By its bits, since zeros of both signs are equal.
        case float(UInt64)
        case unary(UnaryOperation, Int)
        case binary(BinaryOperation, Int, Int)
        case unbox(ValueType, Int)
        case length(Int)
        case test(ValueTest, Int)
        /// What an object holds, of this type, as long as nothing has changed objects of its sort.
        case field(Int, index: Int, age: Int)
        case element(ValueType, Int, index: Int, age: Int)
    }

    /// Told by numbers when objects may have been changed.
    private struct Ages: Equatable {
        var fields = 0
        var elements = 0
    }

    private struct Fact {
        var number: Int
        var outcome: Bool
    }

    /// The numbers of local variables that have one; others get one when they are read.
    private var numbers: [LocalID: Int] = [:]
    private var formulas: [Formula: Int] = [:]
    private var nextNumber = 0
    private var ages = Ages()
    private var lastAge = 0
    /// By the number of a test, what it gives at this point.
    private var known: [Int: Bool] = [:]
    /// The facts in the order in which they became known, so that those of a branch can be forgotten.
    private var learned: [Fact] = []
    /// Variables in the order in which they were assigned, with the numbers that they had.
    private var assigned: [(local: LocalID, old: Int?)] = []

    init(_ function: Function) { self.function = function }

    // MARK: Numbers

    private mutating func number(_ local: LocalID) -> Int {
        if let number = numbers[local] { return number }
        nextNumber += 1
        numbers[local] = nextNumber
        return nextNumber
    }

    private mutating func number(_ formula: Formula) -> Int {
        if let number = formulas[formula] { return number }
        nextNumber += 1
        formulas[formula] = nextNumber
        return nextNumber
    }

    private mutating func learn(_ facts: [Fact]) {
        for fact in facts where known[fact.number] == nil {
            known[fact.number] = fact.outcome
            learned.append(fact)
        }
    }

    private mutating func forget(since count: Int) {
        while learned.count > count { known[learned.removeLast().number] = nil }
    }

    /// Forgets the values of variables that may or may not have been assigned.
    private mutating func forgetAssigned(since count: Int) {
        for change in assigned[count...] { numbers[change.local] = nil }
    }

    private mutating func assign(_ local: LocalID, _ number: Int?) {
        assigned.append((local, numbers[local]))
        numbers[local] = number
    }

    /// Gives variables the values again that they had before they were assigned.
    private mutating func undo(since count: Int) {
        for change in assigned[count...].reversed() { numbers[change.local] = change.old }
    }

    // MARK: Objects

    private mutating func changeFields() {
        lastAge += 1
        ages.fields = lastAge
    }

    private mutating func changeElements() {
        lastAge += 1
        ages.elements = lastAge
    }

    private mutating func changeAll() {
        changeFields()
        changeElements()
    }

    /// After something that may or may not have changed objects since this was the last age.
    private mutating func mayHaveChanged(since age: Int) { if lastAge != age { changeAll() } }

    // MARK: Walk

    /// Visits the expression; the number of its value, if it has one.
    @discardableResult
    mutating func visit(_ id: ExprID) -> Int? {
        let expression = function.expressions[id]
        switch expression.kind {
        case .constant(.f64(let value)): return number(.float(value.bitPattern))
        case .constant(let value): return number(.constant(value))
        case .local(let local): return number(local)
        case .setLocal(let local, let value):
            let new = visit(value)
            assign(local, new)
            return nil
        case .unary(let operation, let operand): return visit(operand).map { number(.unary(operation, $0)) }
        case .binary(let operation, let left, let right):
            let (first, second) = (visit(left), visit(right))
            guard let first, let second else { return nil }
            return number(.binary(operation, first, second))
        case .unbox(let value, nil): return visit(value).map { number(.unbox(expression.type, $0)) }
        case .arrayLength(let array):
            let number = visit(array)
            // Vectors keep their length, arrays need not.
            return function.expressions[array].type == .reference(.vector) ? number.map { self.number(.length($0)) } : nil
        case .test(let value, let test): return visit(value).map { number(.test(test, $0)) }
        case .sequence(let items):
            var last: Int?
            for item in items { last = visit(item) }
            return last
        case .conditional(let condition, let then, let otherwise): return conditional(id, condition, then, otherwise)
        case .block(_, let body):
            let (facts, variables, age) = (learned.count, assigned.count, lastAge)
            visit(body)
            // Control may leave from anywhere in the body.
            forget(since: facts)
            forgetAssigned(since: variables)
            mayHaveChanged(since: age)
            return nil
        case .loop(_, let condition, let body, let step):
            loop(condition, body, step)
            return nil
        case .field(let object, let index): return visit(object).map { number(.field($0, index: index, age: ages.fields)) }
        case .arrayLoad(let array, let index):
            let (first, second) = (visit(array), visit(index))
            guard let first, let second else { return nil }
            return number(.element(expression.type, first, index: second, age: ages.elements))
        default:
            for operand in expression.kind.operands { visit(operand) }
            switch expression.kind {
            case .setField: changeFields()
            case .setElement, .arrayStore: changeElements()
            case .callRuntime: changeAll()
            case let kind where kind.isCall: changeAll()
            default: break
            }
            return nil
        }
    }

    private mutating func loop(_ condition: ExprID?, _ body: ExprID, _ step: ExprID?) {
        let parts = [condition, body, step].compactMap { $0 }
        func forgetAll() {
            for part in parts { forgetVariables(assignedIn: part) }
            changeAll()
        }
        forgetAll()
        let facts = learned.count
        if let condition {
            let test = outcomes(of: condition)
            learn(test.whenTrue)
        }
        visit(body)
        // `continue` may come from anywhere in the body.
        forget(since: facts)
        forgetAll()
        if let step { visit(step) }
        forget(since: facts)
        forgetAll()
    }

    private mutating func forgetVariables(assignedIn id: ExprID) {
        let kind = function.expressions[id].kind
        if case .setLocal(let local, _) = kind { assign(local, nil) }
        for operand in kind.operands { forgetVariables(assignedIn: operand) }
    }

    // MARK: Conditions

    /// What is known after a condition has been evaluated, besides what is known then in any case.
    private mutating func outcomes(of id: ExprID) -> (whenTrue: [Fact], whenFalse: [Fact]) {
        switch function.expressions[id].kind {
        case .unary(.not, let operand):
            let facts = outcomes(of: operand)
            return (facts.whenFalse, facts.whenTrue)
        case .sequence(let items) where !items.isEmpty:
            for item in items.dropLast() { visit(item) }
            return outcomes(of: items[items.count - 1])
        case .conditional(let condition, let then, let otherwise?): return connective(id, condition, then, otherwise)
        default:
            guard let number = visit(id) else { return ([], []) }
            if let outcome = known[number] { replace(id, by: outcome) }
            return ([Fact(number: number, outcome: true)], [Fact(number: number, outcome: false)])
        }
    }

    /// `a and b`, `a or b` among others.
    private mutating func connective(_ id: ExprID, _ condition: ExprID, _ then: ExprID, _ otherwise: ExprID) -> (whenTrue: [Fact], whenFalse: [Fact]) {
        let test = outcomes(of: condition)
        let (facts, variables, before, age) = (learned.count, assigned.count, ages, lastAge)
        let first = outcomes(of: then, assuming: test.whenTrue)
        let agesAfter = ages
        let values = assigned[variables...].map { (local: $0.local, number: numbers[$0.local]) }
        forget(since: facts)
        undo(since: variables)
        ages = before
        let second = outcomes(of: otherwise, assuming: test.whenFalse)
        forget(since: facts)
        if function.expressions[otherwise].type == .never {
            ages = agesAfter
            undo(since: variables)
            for value in values { numbers[value.local] = value.number }
            return first
        }
        forgetAssigned(since: variables)
        mayHaveChanged(since: age)
        switch (constant(then), constant(otherwise)) {
        case (false?, _): return (second.whenTrue, [])
        case (true?, _): return ([], second.whenFalse)
        case (_, false?): return (first.whenTrue, [])
        case (_, true?): return ([], first.whenFalse)
        default: return ([], [])
        }
    }

    private mutating func outcomes(of id: ExprID, assuming facts: [Fact]) -> (whenTrue: [Fact], whenFalse: [Fact]) {
        let count = learned.count
        learn(facts)
        let own = outcomes(of: id)
        let found = learned[count...]
        return (found + own.whenTrue, found + own.whenFalse)
    }

    private func constant(_ id: ExprID) -> Bool? {
        if case .constant(.bool(let value)) = function.expressions[id].kind { value } else { nil }
    }

    /// A test whose outcome is known. It has a number, so evaluating it does nothing.
    private mutating func replace(_ id: ExprID, by outcome: Bool) {
        guard function.expressions[id].type == .bool else { return }
        function.expressions[id].kind = .constant(.bool(outcome))
    }

    private mutating func conditional(_ id: ExprID, _ condition: ExprID, _ then: ExprID, _ otherwise: ExprID?) -> Int? {
        let test = outcomes(of: condition)
        let (facts, variables, before, age) = (learned.count, assigned.count, ages, lastAge)
        learn(test.whenTrue)
        let first = visit(then)
        let agesAfter = ages
        let found = Array(learned[facts...])
        let values = assigned[variables...].map { (local: $0.local, number: numbers[$0.local]) }
        forget(since: facts)
        undo(since: variables)
        ages = before
        learn(test.whenFalse)
        let second = otherwise.flatMap { visit($0) }
        if let chosen = constant(condition) { choose(chosen ? then : otherwise, at: id) }
        let endsFirst = function.expressions[then].type == .never
        let endsSecond = otherwise.map { function.expressions[$0].type == .never } ?? false
        if endsFirst && !endsSecond { return second }
        forget(since: facts)
        if endsSecond && !endsFirst {
            ages = agesAfter
            undo(since: variables)
            for value in values { numbers[value.local] = value.number }
            learn(found)
            return first
        } else {
            forgetAssigned(since: variables)
            mayHaveChanged(since: age)
        }
        return nil
    }

    /// The branch that is always taken stands for the conditional.
    private mutating func choose(_ branch: ExprID?, at id: ExprID) {
        guard let branch, function.expressions[branch].type == function.expressions[id].type else { return }
        function.expressions[id].kind = .sequence([branch])
    }
}
