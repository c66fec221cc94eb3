import Basics
import RuntimeABI

/// Copies parts of conditions that `EagerCheck` has accepted, so that all of them are evaluated. Guards leave to a label when they fail.
struct EagerCopy {
    private let slow: LabelID

    init(leavingTo slow: LabelID) { self.slow = slow }

    /// What tells that a dynamic value has the type, for types that one test tells.
    static func test(for type: ValueType) -> ValueTest? {
        switch type {
        case .f64: .number
        case .bool: .bool
        case .character: .character
        default: nil
        }
    }

    /// The value of all parts: those that compare bits are compared by one comparison.
    func copy(_ parts: ArraySlice<ConditionPart>, isAnd: Bool, _ function: inout Function) -> ExprID {
        var groups: [Group] = []
        for part in parts {
            let differences = differences(part, isAnd: isAnd, &function)
            if let differences, let last = groups.last, last.isDifference {
                let span = function.expressions[differences].span
                groups[groups.count - 1].value = function.add(.binary(.i64Or, last.value, differences), .i64, span)
            } else {
                groups.append(Group(value: differences ?? copy(part, &function), isDifference: differences != nil))
            }
        }
        let values = groups.map { group in
            let span = function.expressions[group.value].span
            guard group.isDifference else { return group.value }
            let zero = function.add(.constant(.i64(0)), .i64, span)
            return function.add(.binary(isAnd ? .i64Equal : .i64NotEqual, group.value, zero), .bool, span)
        }
        return values.dropFirst().reduce(values[0]) { combine($0, $1, isAnd: isAnd, &function) }
    }

    private struct Group {
        var value: ExprID
        /// An i64 that is zero if all parts of `and` hold, or none of `or`.
        var isDifference: Bool
    }

    /// The bits in which two things differ, if the part of an `and` says that they are equal, or that of an `or` that they are not.
    private func differences(_ part: ConditionPart, isAnd: Bool, _ function: inout Function) -> ExprID? {
        var test = part.test
        var isNegated = part.isNegated
        while case .unary(.not, let inner) = function.expressions[test].kind { (test, isNegated) = (inner, !isNegated) }
        guard let (first, second, isEqual) = comparison(test, &function), (isEqual != isNegated) == isAnd else { return nil }
        let span = function.expressions[test].span
        let items = part.statements.map { copy($0, &function) }
        let left = bits(copy(first, &function), &function)
        let right = bits(copy(second, &function), &function)
        let value = function.add(.binary(.i64Xor, left, right), .i64, span)
        return items.isEmpty ? value : function.add(.sequence(items + [value]), .i64, span)
    }

    private func comparison(_ test: ExprID, _ function: inout Function) -> (ExprID, ExprID, isEqual: Bool)? {
        switch function.expressions[test].kind {
        case .binary(.i64Equal, let left, let right), .binary(.anyIdentical, let left, let right): (left, right, true)
        case .binary(.i64NotEqual, let left, let right): (left, right, false)
        case .test(let value, .bits(let bits)): (value, function.add(.constant(.any(bits)), .any, function.expressions[test].span), true)
        default: nil
        }
    }

    private func bits(_ id: ExprID, _ function: inout Function) -> ExprID {
        let expression = function.expressions[id]
        return expression.type == .any ? function.add(.unary(.anyToBits, id), .i64, expression.span) : id
    }

    private func copy(_ part: ConditionPart, _ function: inout Function) -> ExprID {
        let span = function.expressions[part.test].span
        var items = part.statements.map { copy($0, &function) }
        let test = copy(part.test, &function)
        items.append(part.isNegated ? function.add(.unary(.not, test), .bool, span) : test)
        return items.count == 1 ? items[0] : function.add(.sequence(items), .bool, span)
    }

    /// `and`, `or` of two truth values, by their bits.
    private func combine(_ first: ExprID, _ second: ExprID, isAnd: Bool, _ function: inout Function) -> ExprID {
        let span = function.expressions[first].span
        let left = bit(first, &function)
        let right = bit(second, &function)
        let both = function.add(.binary(isAnd ? .i32And : .i32Or, left, right), .i32, span)
        return function.add(.unary(.i32ToBool, both), .bool, span)
    }

    /// 0 or 1.
    private func bit(_ id: ExprID, _ function: inout Function) -> ExprID {
        if case .unary(.i32ToBool, let bits) = function.expressions[id].kind, isBit(bits, function) { return bits }
        return function.add(.unary(.boolToI32, id), .i32, function.expressions[id].span)
    }

    private func isBit(_ id: ExprID, _ function: Function) -> Bool {
        switch function.expressions[id].kind {
        case .unary(.boolToI32, _): true
        case .binary(.i32And, let left, let right), .binary(.i32Or, let left, let right): isBit(left, function) && isBit(right, function)
        default: false
        }
    }

    private func copy(_ id: ExprID, _ function: inout Function) -> ExprID {
        let expression = function.expressions[id]
        switch expression.kind {
        case .conditional(let condition, let then, let otherwise?): return copyConditional(id, condition, then, otherwise, &function)
        case .checkIndex(let index, let array, _, _):
            let wide = function.add(.unary(.i32ToI64, copy(index, &function)), .i64, expression.span)
            let length = function.add(.arrayLength(copy(array, &function)), .i32, expression.span)
            let bound = function.add(.unary(.i32ToI64, length), .i64, expression.span)
            let test = function.add(.binary(.i64LessUnsigned, wide, bound), .bool, expression.span)
            return guarded(test, copy(index, &function), &function)
        case .unbox(let value, _?):
            guard let test = Self.test(for: expression.type) else { break }
            let local = function.locals.append(Local(name: "value", type: .any))
            let set = function.add(.setLocal(local, copy(value, &function)), .unit, expression.span)
            let isIt = function.add(.test(function.add(.local(local), .any, expression.span), test), .bool, expression.span)
            let plain = function.add(.unbox(function.add(.local(local), .any, expression.span), nil), expression.type, expression.span)
            return function.add(.sequence([set, guarded(isIt, plain, &function)]), expression.type, expression.span)
        default: break
        }
        var operands = expression.kind.operands
        for index in operands.indices { operands[index] = copy(operands[index], &function) }
        return function.add(expression.kind.with(operands: operands), expression.type, expression.span)
    }

    private func copyConditional(_ id: ExprID, _ condition: ExprID, _ then: ExprID, _ otherwise: ExprID, _ function: inout Function) -> ExprID {
        if let chosen = function.truth(condition) { return copy(chosen ? then : otherwise, &function) }
        if let connective = function.connective(id), !function.isExceptional(connective.second) {
            var first = copy(connective.first, &function)
            if connective.isFirstNegated { first = function.add(.unary(.not, first), .bool, function.expressions[first].span) }
            return combine(first, copy(connective.second, &function), isAnd: connective.isAnd, &function)
        }
        if function.isExceptional(otherwise) { return copyGuard(condition, then, &function) }
        let test = copy(condition, &function)
        let not = function.add(.unary(.not, test), .bool, function.expressions[test].span)
        return guarded(not, copy(otherwise, &function), &function)
    }

    /// Each part of a guard has its own branch.
    private func copyGuard(_ condition: ExprID, _ then: ExprID, _ function: inout Function) -> ExprID {
        if let connective = function.connective(condition), connective.isAnd, !connective.isFirstNegated,
            !function.isExceptional(connective.second)
        {
            let test = copy(connective.first, &function)
            return guarded(test, copyGuard(connective.second, then, &function), &function)
        }
        let test = copy(condition, &function)
        return guarded(test, copy(then, &function), &function)
    }

    private func guarded(_ test: ExprID, _ value: ExprID, _ function: inout Function) -> ExprID {
        let (type, span) = (function.expressions[value].type, function.expressions[test].span)
        let leave = function.add(.breakTo(slow, nil), .never, span)
        return function.add(.conditional(condition: test, then: value, otherwise: leave), type, span)
    }
}
