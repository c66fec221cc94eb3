import Basics
import RuntimeABI

/// Removes tests of indices that an earlier test has answered.
///
///     let t = a[i]; a[i] = a[j]; a[j] = t;          each index is tested once, not twice
///
/// Values are numbered: two expressions with one number have the same value, whatever variables hold it. That an index is below the length of
/// an array is known from its test on, wherever control comes only through there, until something might change the length: a call.
public enum RemoveChecks {
    /// Functions with more expressions are left alone: what branches and loops assign is merged at each level.
    static let largestFunction = 5000

    public static func run(_ module: Module) -> Module {
        module.changingFunctions { function, body in
            guard function.expressions.count <= largestFunction, function.expressions.values.count(where: \.isCheck) > 1 else { return function }
            var pass = CheckRemover(function)
            pass.run(body)
            return pass.function
        }
    }
}

extension Expr {
    fileprivate var isCheck: Bool {
        if case .checkIndex = kind { return true }
        return false
    }
}

/// Walks a function in order of evaluation.
private struct CheckRemover {
    var function: Function

    /// What makes an integer.
    private enum Formula: Hashable {
        case constant(Int32)
        case operation(BinaryOperation, Int, Int)
    }

    /// A variable.
    private enum Variable: Hashable {
        case local(LocalID)
        case global(GlobalID)
    }

    /// That an index is within bounds.
    private struct Fact: Hashable {
        var index: Int
        var array: Int
        /// Lengths are the same between two points of one age.
        var age: Int
    }

    /// The numbers of variables that have one; others get one when they are read.
    private var numbers: [Variable: Int] = [:]
    private var formulas: [Formula: Int] = [:]
    private var age = 0
    private var nextNumber = 1
    /// What is known at this point.
    private var facts: Set<Fact> = []
    /// The facts in the order in which they became known, so that those of a branch can be forgotten.
    private var learned: [Fact] = []
    /// What each loop, block and conditional assigns, and whether it may change lengths.
    private var effects: [ExprID: Effects] = [:]

    /// The variables that are assigned somewhere, and whether anything is called there.
    private struct Effects {
        var variables: Set<Variable> = []
        var calls = false

        mutating func merge(_ other: Effects) {
            variables.formUnion(other.variables)
            calls = calls || other.calls
        }
    }

    init(_ function: Function) { self.function = function }

    mutating func run(_ body: ExprID) {
        _ = collect(body)
        visit(body)
    }

    // MARK: Effects

    private mutating func collect(_ id: ExprID) -> Effects {
        var result = Effects()
        let kind = function.expressions[id].kind
        for operand in kind.operands { result.merge(collect(operand)) }
        switch kind {
        case .setLocal(let local, _): result.variables.insert(.local(local))
        case .setGlobal(let global, _): result.variables.insert(.global(global))
        case .loop, .block, .conditional: effects[id] = result
        default: if !Self.keepsLengths(kind) { result.calls = true }
        }
        return result
    }

    /// Evaluating the expression itself changes no array's length and no variable of the module but by assignment.
    private static func keepsLengths(_ kind: Expr.Kind) -> Bool {
        switch kind {
        case .constant, .local, .setLocal, .global, .setGlobal, .importedGlobal, .closureSlot, .unary, .binary, .checkFinite, .checkNonzero, .sequence,
            .conditional, .block, .loop, .breakTo, .continueTo, .returnValue, .site, .box, .unbox, .test, .makeArray, .arrayLength, .arrayLoad,
            .arrayStore, .checkIndex, .unshare, .share, .makeVariant, .variantTag, .variantPayload, .fail, .failValue, .failText, .unreachable:
            true
        case .callRuntime(let callee, _): callee.effects.contains(.pure)
        default: false
        }
    }

    // MARK: Numbers

    private mutating func fresh() -> Int {
        nextNumber += 1
        return nextNumber
    }

    private mutating func number(_ variable: Variable) -> Int {
        if let known = numbers[variable] { return known }
        let new = fresh()
        numbers[variable] = new
        return new
    }

    private mutating func number(_ formula: Formula) -> Int {
        if let known = formulas[formula] { return known }
        let new = fresh()
        formulas[formula] = new
        return new
    }

    /// Forgets the variables that are assigned somewhere, since it is not known how often control has been there.
    private mutating func forget(_ effects: Effects) {
        for variable in effects.variables { numbers[variable] = nil }
        if effects.calls { call() }
    }

    private mutating func call() {
        age = fresh()
        for variable in numbers.keys {
            if case .global = variable { numbers[variable] = nil }
        }
    }

    private mutating func learn(_ fact: Fact) {
        if facts.insert(fact).inserted { learned.append(fact) }
    }

    /// Forgets what was learned since.
    private mutating func forget(since count: Int) {
        while learned.count > count { facts.remove(learned.removeLast()) }
    }

    // MARK: Walk

    /// Visits the expression; the number of its value, if it has one.
    @discardableResult
    private mutating func visit(_ id: ExprID) -> Int? {
        let expression = function.expressions[id]
        switch expression.kind {
        case .constant(.i32(let value)): return number(.constant(value))
        case .local(let local): return number(.local(local))
        case .global(let global): return number(.global(global))
        case .setLocal(let local, let value):
            let new = visit(value)
            numbers[.local(local)] = new
            return nil
        case .setGlobal(let global, let value):
            let new = visit(value)
            numbers[.global(global)] = new
            return nil
        case .binary(let operation, let left, let right):
            let first = visit(left)
            let second = visit(right)
            guard expression.type == .i32, let first, let second else { return nil }
            return number(.operation(operation, first, second))
        case .unshare(let array): return visit(array)
        case .sequence(let items):
            var last: Int?
            for item in items { last = visit(item) }
            return last
        case .checkIndex(let index, let array, _, _): return check(id, index, array)
        case .conditional(let condition, let then, let otherwise):
            visit(condition)
            visitBranches(id, then, otherwise)
            return nil
        case .block(_, let body):
            let count = learned.count
            visit(body)
            leave(id, count)
            return nil
        case .loop(_, let condition, let body, let step):
            if let known = effects[id] { forget(known) }
            let count = learned.count
            if let condition { visit(condition) }
            visit(body)
            // `continue` may come from anywhere in the body.
            forget(since: count)
            if let known = effects[id] { forget(known) }
            if let step { visit(step) }
            leave(id, count)
            return nil
        default:
            for operand in expression.kind.operands { visit(operand) }
            if !Self.keepsLengths(expression.kind) { call() }
            return nil
        }
    }

    /// After a part that control may leave from anywhere within.
    private mutating func leave(_ id: ExprID, _ count: Int) {
        forget(since: count)
        if let known = effects[id] { forget(known) }
    }

    private mutating func visitBranches(_ id: ExprID, _ then: ExprID, _ otherwise: ExprID?) {
        let (numbersBefore, ageBefore, count) = (numbers, age, learned.count)
        visit(then)
        let endsThen = function.expressions[then].type == .never
        let endsOtherwise = otherwise.map { function.expressions[$0].type == .never } ?? false
        if endsOtherwise, let otherwise, !endsThen {
            // What the first branch has found out holds; the other is visited from the state before.
            let (numbersAfter, ageAfter, found) = (numbers, age, Array(learned[count...]))
            forget(since: count)
            (numbers, age) = (numbersBefore, ageBefore)
            visit(otherwise)
            forget(since: count)
            (numbers, age) = (numbersAfter, ageAfter)
            for fact in found { learn(fact) }
            return
        }
        forget(since: count)
        (numbers, age) = (numbersBefore, ageBefore)
        if let otherwise { visit(otherwise) }
        if endsThen { return }
        leave(id, count)
    }

    private mutating func check(_ id: ExprID, _ index: ExprID, _ array: ExprID) -> Int? {
        let first = visit(index)
        let second = visit(array)
        guard function.expressions[index].type == .i32, let first, let second else { return nil }
        let fact = Fact(index: first, array: second, age: age)
        guard facts.contains(fact), isVariable(array) else {
            learn(fact)
            return first
        }
        function.expressions[id] = function.expressions[index]
        return first
    }

    private func isVariable(_ id: ExprID) -> Bool {
        switch function.expressions[id].kind {
        case .local, .global: true
        default: false
        }
    }
}
