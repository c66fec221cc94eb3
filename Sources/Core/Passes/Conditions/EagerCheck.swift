import Basics
import RuntimeABI

/// Finds out whether parts of a condition may be evaluated, one after the other, where the first one is, whatever their outcomes.
///
/// What is not evaluated in every case must do no harm: it changes no variable that others read, and looks at no object of which it is not known
/// here that it is one. Tests that lead to calls or failures (*guards*) will leave the attempt when they fail, so what they prove holds behind them.
struct EagerCheck {
    private let function: Function
    private let reads: [LocalID: Int]
    private var size = 0
    private var isFirst = true
    /// The part looks at what objects hold, so that nobody can guess its outcome.
    private var looksAtData = false
    /// What is known of the objects in variables.
    private var facts: [Fact] = []
    /// Variables that have been assigned.
    private var assigned: Set<LocalID> = []
    /// Variables that were read before they were assigned, if they were.
    private var readBefore: Set<LocalID> = []
    /// Variables that are assigned although they would not have been.
    private var early: Set<LocalID> = []
    /// How often variables are read in the parts, on whatever path.
    private var readsHere: [LocalID: Int] = [:]

    private enum Fact {
        /// The variable holds an object of this kind.
        case kind(LocalID, ObjectKind)
        /// The index is within bounds of what the variable holds.
        case inBounds(LocalID, ExprID)
    }

    init(_ function: Function, _ reads: [LocalID: Int]) {
        self.function = function
        self.reads = reads
    }

    /// Whether the part may be evaluated behind those that were accepted before. If not, nothing more may be asked.
    mutating func accepts(_ part: ConditionPart) -> Bool {
        looksAtData = false
        for each in part.statements + [part.test] { countReads(each) }
        for statement in part.statements { guard accepts(statement, certain: isFirst) else { return false } }
        guard accepts(part.test, certain: isFirst), looksAtData else { return false }
        isFirst = false
        return early.allSatisfy { (readsHere[$0] ?? 0) == (reads[$0] ?? 0) }
    }

    private mutating func countReads(_ id: ExprID) {
        if case .local(let local) = function.expressions[id].kind { readsHere[local, default: 0] += 1 }
        for operand in function.expressions[id].kind.operands { countReads(operand) }
    }

    /// - Parameter certain: the expression is evaluated whenever the condition is.
    private mutating func accepts(_ id: ExprID, certain: Bool) -> Bool {
        size += 1
        guard size <= JoinConditions.limit else { return false }
        let expression = function.expressions[id]
        switch expression.kind {
        case .constant, .global, .importedGlobal: return true
        case .local(let local):
            if !assigned.contains(local) {
                // An assignment that would not have been made counts nowhere else.
                if early.contains(local) { return false }
                readBefore.insert(local)
            }
            return true
        case .setLocal(let local, let value): return assigns(local, value, certain)
        case .unary(_, let operand), .box(let operand), .test(let operand, _): return accepts(operand, certain: certain)
        case .arrayLength(let operand), .field(let operand, _):
            if case .field = expression.kind { looksAtData = true }
            return accepts(operand, certain: certain)
        case .binary(let operation, let left, let right):
            return isHarmless(operation, right) && accepts(left, certain: certain) && accepts(right, certain: certain)
        case .sequence(let items): return items.allSatisfy { accepts($0, certain: certain) }
        case .unbox(let value, let failure): return acceptsUnbox(value, failure, expression.type, certain)
        case .arrayLoad(let array, let index), .textScalar(let array, let index): return acceptsLoad(array, index, certain)
        case .checkIndex(let index, let array, _, _):
            guard function.expressions[index].type == .i32, accepts(index, certain: certain), accepts(array, certain: certain) else { return false }
            learnInBounds(array, index)
            return true
        case .conditional(let condition, let then, let otherwise?): return acceptsConditional(id, condition, then, otherwise, certain)
        default: return false
        }
    }

    private mutating func assigns(_ local: LocalID, _ value: ExprID, _ certain: Bool) -> Bool {
        guard accepts(value, certain: certain), certain || !readBefore.contains(local) else { return false }
        if !certain { early.insert(local) }
        assigned.insert(local)
        facts = facts.filter { fact in
            switch fact {
            case .kind(let subject, _): subject != local
            case .inBounds(let subject, let index): subject != local && !mentions(index, local)
            }
        }
        return true
    }

    private func mentions(_ id: ExprID, _ local: LocalID) -> Bool {
        if case .local(local) = function.expressions[id].kind { return true }
        return function.expressions[id].kind.operands.contains { mentions($0, local) }
    }

    /// Gives a result, whatever the operands are.
    private func isHarmless(_ operation: BinaryOperation, _ right: ExprID) -> Bool {
        switch operation {
        case .i32Divide, .i32Remainder, .i64Divide, .i64Remainder:
            switch function.expressions[right].kind {
            case .constant(.i32(let divisor)): divisor > 0
            case .constant(.i64(let divisor)): divisor > 0
            default: false
            }
        default: true
        }
    }

    // MARK: Objects

    private mutating func acceptsUnbox(_ value: ExprID, _ failure: FailureID?, _ type: ValueType, _ certain: Bool) -> Bool {
        guard accepts(value, certain: certain) else { return false }
        if failure != nil { return EagerCopy.test(for: type) != nil }
        guard case .reference(let kind) = type else { return true }
        guard case .local(let local) = function.expressions[value].kind else { return certain }
        if certain { facts.append(.kind(local, kind)) }
        return facts.contains { if case .kind(local, kind) = $0 { true } else { false } }
    }

    private mutating func acceptsLoad(_ array: ExprID, _ index: ExprID, _ certain: Bool) -> Bool {
        looksAtData = true
        guard accepts(array, certain: certain), accepts(index, certain: certain) else { return false }
        var wide = index
        if case .unary(.i64ToI32, let inner) = function.expressions[index].kind { wide = inner }
        if case .checkIndex(let inner, _, _, _) = function.expressions[index].kind { wide = inner }
        if certain { learnInBounds(array, wide) }
        guard case .local(let local) = function.expressions[array].kind else { return certain }
        return facts.contains { if case .inBounds(local, let known) = $0 { isSame(known, wide) } else { false } }
    }

    private mutating func learnInBounds(_ array: ExprID, _ index: ExprID) {
        if case .local(let local) = function.expressions[array].kind { facts.append(.inBounds(local, index)) }
    }

    /// Two expressions that calculate the same from the same variables.
    private func isSame(_ first: ExprID, _ second: ExprID) -> Bool {
        if first == second { return true }
        switch (function.expressions[first].kind, function.expressions[second].kind) {
        case (.constant(let one), .constant(let other)): return one == other
        case (.local(let one), .local(let other)): return one == other
        case (.unary(let one, let operand), .unary(let other, let otherOperand)): return one == other && isSame(operand, otherOperand)
        case (.binary(let one, let left, let right), .binary(let other, let otherLeft, let otherRight)):
            return one == other && isSame(left, otherLeft) && isSame(right, otherRight)
        case (.unbox(let one, nil), .unbox(let other, nil)): return isSame(one, other)
        default: return false
        }
    }

    // MARK: Conditionals

    private mutating func acceptsConditional(_ id: ExprID, _ condition: ExprID, _ then: ExprID, _ otherwise: ExprID, _ certain: Bool) -> Bool {
        if let chosen = function.truth(condition) { return accepts(chosen ? then : otherwise, certain: certain) }
        if let connective = function.connective(id), !function.isExceptional(connective.second) {
            guard accepts(connective.first, certain: certain) else { return false }
            let before = assigned
            guard accepts(connective.second, certain: false) else { return false }
            assigned = before
            return true
        }
        switch (function.isExceptional(then), function.isExceptional(otherwise)) {
        case (false, true):
            guard accepts(condition, certain: certain) else { return false }
            learn(condition)
            return accepts(then, certain: certain)
        case (true, false): return accepts(condition, certain: certain) && accepts(otherwise, certain: certain)
        default: return false
        }
    }

    /// What holds behind a guard.
    private mutating func learn(_ condition: ExprID) {
        switch function.expressions[condition].kind {
        case .sequence(let items): if let last = items.last { learn(last) }
        case .test(let value, .reference(let kind)):
            if case .local(let local) = function.expressions[value].kind { facts.append(.kind(local, kind)) }
        case .binary(.i64LessUnsigned, let index, let bound):
            guard case .unary(.i32ToI64, let length) = function.expressions[bound].kind, case .arrayLength(let array) = function.expressions[length].kind
            else { return }
            learnInBounds(array, index)
        default:
            if let connective = function.connective(condition), connective.isAnd {
                if !connective.isFirstNegated { learn(connective.first) }
                learn(connective.second)
            } else if case .conditional(let test, let then, let otherwise?) = function.expressions[condition].kind, let chosen = function.truth(test) {
                learn(chosen ? then : otherwise)
            }
        }
    }
}

extension Function {
    /// A branch that calls something, or does not come back: what is left for the unusual case.
    func isExceptional(_ id: ExprID) -> Bool {
        if expressions[id].type == .never { return true }
        switch expressions[id].kind {
        case .callRuntime: return true
        case let kind where kind.isCall: return true
        case .sequence(let items): return items.contains { isExceptional($0) }
        case .setLocal(_, let value), .unary(_, let value), .unbox(let value, _): return isExceptional(value)
        default: return false
        }
    }
}
