import Basics
import Diagnostics

extension Checker {
    /// The type with the constraint in place of a type parameter: what operators and indexing look at.
    func constrained(_ type: Type) -> Type {
        switch type.stripped {
        case .parameter(let parameter): return parameter.constraint.map { constrained($0) } ?? type
        case .union(let members):
            let types = members.map { constrained($0) }
            return types == members ? type : .makeUnion(types)
        case .intersection(let members): return Type.makeIntersection(members.map { constrained($0) }) ?? type
        default: return type
        }
    }

    /// What indexing and iteration see of a member of a union: of an intersection, the part that has elements.
    func elements(of member: Type) -> Type {
        guard case .intersection(let parts) = member.stripped else { return member.stripped }
        for part in parts {
            switch part.stripped {
            case .array, .json: return part.stripped
            default: continue
            }
        }
        return member.stripped
    }

    /// Whether every value of the type is of the primitive type `required`, as far as is known.
    func supports(_ type: Type, _ required: Type) -> Bool {
        constrained(type).unionMembers.allSatisfy { member in
            switch member.stripped {
            case .intersection(let parts): parts.contains { supports($0, required) }
            case .unknown, .never: true
            case let type: type == required
            }
        }
    }

    mutating func checkNegation(_ operand: ExpressionID) -> Type {
        let type = check(operand)
        if type.isUnknown { return .unknown }
        if !supports(type, .number) {
            error(
                "AT3002", "Unary '-' requires number operand, found \(type)", span(operand), label: "expected number, found \(type)")
        }
        return .number
    }

    /// Arithmetic and comparison; the left spine is walked without recursion.
    mutating func checkArithmeticChain(_ id: ExpressionID) -> Type {
        var spine: [ExpressionID] = []
        var current = id
        while case .binary(let operation, let left, _) = tree.expressions[current].kind, operation.isArithmetic || operation.isOrdering {
            spine.append(current)
            current = left
        }
        var type = check(current)
        for node in spine.reversed() {
            guard case .binary(let operation, let left, let right) = tree.expressions[node].kind else { continue }
            let rightType = check(right)
            type = record(node, result(operation, (left, type), (right, rightType)))
        }
        return type
    }

    private mutating func result(
        _ operation: BinaryOperator, _ left: (id: ExpressionID, type: Type), _ right: (id: ExpressionID, type: Type)
    ) -> Type {
        if left.type.isUnknown || right.type.isUnknown { return .unknown }
        if operation == .add { return sum(left, right) }
        let message = operation.isOrdering ? "Comparison requires number operands" : "Arithmetic operator requires number operands"
        if !supports(left.type, .number) || !supports(right.type, .number) { reportOperands(message, left, right) }
        return operation.isOrdering ? .bool : .number
    }

    private mutating func sum(_ left: (id: ExpressionID, type: Type), _ right: (id: ExpressionID, type: Type)) -> Type {
        if supports(left.type, .number), supports(right.type, .number) { return .number }
        if supports(left.type, .string), supports(right.type, .string) { return .string }
        var help: [String] = []
        for (one, other) in [(left, right), (right, left)] where supports(one.type, .string) && supports(other.type, .number) {
            help = ["convert the number with `str`"]
        }
        reportOperands("'+' requires matching types", left, right, help: help)
        return .unknown
    }

    private mutating func reportOperands(
        _ message: String, _ left: (id: ExpressionID, type: Type), _ right: (id: ExpressionID, type: Type), help: [String] = []
    ) {
        error(
            "AT3002", "\(message), found \(left.type) and \(right.type)", span(left.id).union(span(right.id)),
            label: "\(left.type) and \(right.type)", help: help)
    }

    // MARK: Conditions

    /// Types an expression and finds out what it tells of variables when it is true or false.
    mutating func checkWithFacts(_ id: ExpressionID) -> (type: Type, facts: BranchFacts) {
        switch tree.expressions[id].kind {
        case .unary(.not, let operand):
            let (type, facts) = checkWithFacts(operand)
            if type.isUnknown { return (record(id, .unknown), facts.negated) }
            if !supports(type, .bool) {
                error("AT3002", "Unary '!' requires bool operand, found \(type)", span(operand), label: "expected bool, found \(type)")
            }
            return (record(id, .bool), facts.negated)
        case .binary(.and, _, _): return checkLogicalChain(id, .and)
        case .binary(.or, _, _): return checkLogicalChain(id, .or)
        case .binary(.equal, let left, let right):
            return (record(id, checkEquality(left, right)), factsOfEquality(left, right))
        case .binary(.notEqual, let left, let right):
            return (record(id, checkEquality(left, right)), factsOfEquality(left, right).negated)
        case .call(let callee, let arguments):
            let type = check(id)
            return (type, factsOfCall(callee, arguments))
        case .member(_, _, let arguments?):
            let type = check(id)
            guard case .importedFunction(let symbol) = typed.resolutions[id] else { return (type, BranchFacts()) }
            return (type, factsOfPredicate(importedType(symbol), arguments))
        default: return (check(id), BranchFacts())
        }
    }

    private mutating func checkEquality(_ left: ExpressionID, _ right: ExpressionID) -> Type {
        let leftType = check(left)
        let rightType = check(right)
        if leftType.isUnknown || rightType.isUnknown { return .unknown }
        if !overlaps(leftType, rightType) {
            reportOperands("Equality comparison requires same types", (left, leftType), (right, rightType))
        }
        return .bool
    }

    /// A chain of `&&` or of `||`: each term is checked knowing that those before it were true, or false.
    private mutating func checkLogicalChain(_ id: ExpressionID, _ operation: BinaryOperator) -> (type: Type, facts: BranchFacts) {
        var spine: [ExpressionID] = []
        var current = id
        while case .binary(operation, let left, _) = tree.expressions[current].kind {
            spine.append(current)
            current = left
        }
        let before = narrowed
        let mark = invalidations.count
        var facts: BranchFacts
        var type: Type
        (type, facts) = checkWithFacts(current)
        var left = current
        for node in spine.reversed() {
            guard case .binary(_, _, let right) = tree.expressions[node].kind else { continue }
            assume(operation == .and ? facts.whenTrue : facts.whenFalse)
            let termMark = invalidations.count
            let (rightType, rightFacts) = checkWithFacts(right)
            for symbol in invalidations[termMark...] {
                facts.whenTrue[symbol] = nil
                facts.whenFalse[symbol] = nil
            }
            combine(&facts, rightFacts, operation)
            type = record(node, logicalResult((left, type), (right, rightType)))
            left = node
        }
        restore(before, since: mark)
        return (type, facts)
    }

    private func combine(_ facts: inout BranchFacts, _ right: BranchFacts, _ operation: BinaryOperator) {
        // If the left side alone decided, its facts of that outcome hold; if not, the right side's on top of the others.
        if operation == .and {
            facts.whenFalse = join(facts.whenFalse, right.whenFalse, else: facts.whenTrue)
            facts.whenTrue.merge(right.whenTrue) { $1 }
        } else {
            facts.whenTrue = join(facts.whenTrue, right.whenTrue, else: facts.whenFalse)
            facts.whenFalse.merge(right.whenFalse) { $1 }
        }
    }

    private mutating func logicalResult(_ left: (id: ExpressionID, type: Type), _ right: (id: ExpressionID, type: Type)) -> Type {
        if !supports(left.type, .bool) && !right.type.isUnknown || !supports(right.type, .bool) && !left.type.isUnknown {
            reportOperands("Logical operators require bool operands", left, right)
            return .bool
        }
        return left.type.isUnknown || right.type.isUnknown ? .unknown : .bool
    }
}

extension BinaryOperator {
    var isArithmetic: Bool {
        switch self {
        case .add, .subtract, .multiply, .divide, .remainder: true
        default: false
        }
    }

    var isOrdering: Bool {
        switch self {
        case .less, .lessOrEqual, .greater, .greaterOrEqual: true
        default: false
        }
    }
}
