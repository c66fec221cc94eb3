import Basics

/// Statements that follow each other, compute with numbers, and change variables and elements of arrays: what they do can be undone.
struct StatementLine {
    let statements: [ExprID]
    /// The checks whose operands have to be tested. All others find what reaches one of these.
    private(set) var tested: Set<ExprID> = []
    /// The variables that are set, and those of them whose values from before are read, in order.
    private(set) var written: Set<LocalID> = []
    private(set) var restored: [LocalID] = []
    /// Number of tests, but for those of results that reach another test.
    private(set) var testCount = 0

    /// Variables that are read later where infinity and NaN reach a test.
    private var carried: Set<LocalID> = []
    private let function: Function

    /// - Parameter statements: those for which `cost` is not nil.
    init(_ statements: [ExprID], _ function: Function) {
        self.statements = statements
        self.function = function
        for statement in statements.reversed() { visit(statement, isCovered: false) }
        testCount += tested.count
        var isWritten: Set<LocalID> = []
        for statement in statements { findReads(statement, &isWritten) }
    }

    // MARK: What may stand in a line

    /// The number of expressions of a statement that may; nil for others.
    static func cost(_ id: ExprID, _ function: Function) -> Int? {
        let expression = function.expressions[id]
        var budget = SpeculateLines.largestLine
        switch expression.kind {
        case .local: break
        case .constant, .sequence([]): guard expression.type == .unit else { return nil }
        case .setLocal(_, let value): guard canCompute(value, function, &budget) else { return nil }
        case .arrayStore(let array, let index, let value):
            guard case .local(let variable) = function.expressions[array].kind, function.locals[variable].type == .reference(.array),
                function.expressions[value].type == .f64, canCompute(value, function, &budget)
            else { return nil }
            switch function.expressions[index].kind {
            case .constant: guard !sets(value, [variable], function) else { return nil }
            case .local(let position): guard !sets(value, [variable, position], function) else { return nil }
            default: return nil
            }
        default: return nil
        }
        return SpeculateLines.largestLine - budget
    }

    /// Evaluating a condition once more changes nothing.
    static func isRepeatable(_ id: ExprID, _ function: Function) -> Bool {
        var budget = SpeculateLines.largestLine
        return canCompute(id, function, &budget) && !hasEffect(id, function)
    }

    /// It sets a variable, or may fail.
    private static func hasEffect(_ id: ExprID, _ function: Function) -> Bool {
        let kind = function.expressions[id].kind
        switch kind {
        case .setLocal, .checkFinite, .checkNonzero: return true
        default: break
        }
        var result = false
        kind.forEachOperand { if !result { result = hasEffect($0, function) } }
        return result
    }

    /// The value can be computed at any time, whatever the numbers are.
    private static func canCompute(_ id: ExprID, _ function: Function, _ budget: inout Int) -> Bool {
        budget -= 1
        guard budget >= 0 else { return false }
        let kind = function.expressions[id].kind
        switch kind {
        case .constant, .local, .global, .importedGlobal, .arrayLength, .arrayLoad, .unbox(_, nil), .sequence, .setLocal, .checkFinite: break
        case .unary(let operation, _):
            // What becomes an index must be right.
            if operation == .f64ToI32 || operation == .f64ToI64 { return false }
        case .binary(let operation, let left, let right):
            switch operation {
            case .i32Divide, .i32Remainder, .i64Divide, .i64Remainder: return false
            case .f64Divide:
                if case .checkNonzero(let divisor, _) = function.expressions[right].kind {
                    return canCompute(left, function, &budget) && canCompute(divisor, function, &budget)
                }
            default: break
            }
        default: return false
        }
        for operand in kind.operands where !canCompute(operand, function, &budget) { return false }
        return true
    }

    private static func sets(_ id: ExprID, _ locals: [LocalID], _ function: Function) -> Bool {
        let kind = function.expressions[id].kind
        if case .setLocal(let local, _) = kind, locals.contains(local) { return true }
        var result = false
        kind.forEachOperand { if !result { result = sets($0, locals, function) } }
        return result
    }

    // MARK: Tests

    /// Walks against the order of evaluation.
    /// - Parameter isCovered: if the value is infinite or NaN, a test will find that.
    private mutating func visit(_ id: ExprID, isCovered: Bool) {
        let kind = function.expressions[id].kind
        switch kind {
        case .local(let local): if isCovered { carried.insert(local) }
        case .setLocal(let local, let value):
            written.insert(local)
            visit(value, isCovered: carried.remove(local) != nil)
        case .sequence(let items):
            for (index, item) in items.enumerated().reversed() { visit(item, isCovered: isCovered && index == items.count - 1) }
        case .checkFinite(let operand, _):
            if !isCovered { tested.insert(id) }
            visit(operand, isCovered: true)
        case .unary(.negate, let operand), .unary(.absolute, let operand), .unary(.squareRoot, let operand): visit(operand, isCovered: isCovered)
        case .binary(.f64Add, let left, let right), .binary(.f64Subtract, let left, let right), .binary(.f64Multiply, let left, let right):
            visit(right, isCovered: isCovered)
            visit(left, isCovered: isCovered)
        case .binary(.f64Divide, let left, let right):
            if case .checkNonzero(let divisor, _) = function.expressions[right].kind {
                // A quotient by 0 is not finite.
                if !isCovered { tested.insert(id) }
                testCount += 1
                visit(divisor, isCovered: false)
                visit(left, isCovered: true)
            } else {
                visit(right, isCovered: false)
                visit(left, isCovered: isCovered)
            }
        default: for operand in kind.operands.reversed() { visit(operand, isCovered: false) }
        }
    }

    /// Notes the variables that are set although their values from before are needed.
    private mutating func findReads(_ id: ExprID, _ isWritten: inout Set<LocalID>) {
        let kind = function.expressions[id].kind
        switch kind {
        case .local(let local):
            if written.contains(local), !isWritten.contains(local), !restored.contains(local) { restored.append(local) }
        case .setLocal(let local, let value):
            findReads(value, &isWritten)
            isWritten.insert(local)
        default: for operand in kind.operands { findReads(operand, &isWritten) }
        }
    }
}
