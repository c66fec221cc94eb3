import Basics
import Core
import Diagnostics
import RuntimeABI

extension FunctionLowering {
    /// A binary expression. Chains of operators are as high as they are long, so the left spine is gone down in a loop.
    func lowerBinary(_ id: ExpressionID) -> Operand {
        var spine: [ExpressionID] = []
        var current = id
        while case .binary(let operation, let left, _) = tree.expressions[current].kind, operation != .and, operation != .or {
            spine.append(current)
            current = left
        }
        if spine.isEmpty { return lowerLogical(id) }
        guard let innermost = spine.last, case .binary(_, _, let firstRight) = tree.expressions[innermost].kind else {
            return Operand(lower(id), typed.expressionTypes[id.offset])
        }
        var value = Operand(
            lowerRead(current, before: tree.expressions[firstRight].span), typed.expressionTypes[current.offset])
        for node in spine.reversed() {
            guard case .binary(let operation, _, let right) = tree.expressions[node].kind else { continue }
            let span = tree.expressions[node].span
            let operand = Operand(lower(right), typed.expressionTypes[right.offset])
            let raw = lowerOperation(operation, value, operand, span)
            let type = typed.expressionTypes[node.offset]
            value = Operand(coerce(raw.expression, from: raw.type, to: type, span), type)
        }
        return value
    }

    private func lowerOperation(_ operation: BinaryOperator, _ left: Operand, _ right: Operand, _ span: SourceSpan) -> Operand {
        switch operation {
        case .add, .subtract, .multiply, .divide, .remainder: arithmetic(operation, left, right, span)
        case .less, .lessOrEqual, .greater, .greaterOrEqual: Operand(comparison(operation, left, right, span), .bool)
        case .equal: Operand(equality(left, right, span), .bool)
        case .notEqual: Operand(not(equality(left, right, span), span), .bool)
        case .and, .or: left
        }
    }

    /// `&&` and `||`: also a long chain hangs on the left.
    private func lowerLogical(_ id: ExpressionID) -> Operand {
        var spine: [ExpressionID] = []
        var current = id
        while case .binary(let operation, let left, _) = tree.expressions[current].kind, operation == .and || operation == .or {
            spine.append(current)
            current = left
        }
        var value = lowerCondition(current)
        for node in spine.reversed() {
            guard case .binary(let operation, _, let right) = tree.expressions[node].kind else { continue }
            let span = tree.expressions[node].span
            let operand = lowerCondition(right)
            value = operation == .and ? and(value, operand, span) : or(value, operand, span)
        }
        return Operand(value, .bool)
    }

    func lowerUnary(_ operation: UnaryOperator, _ operand: ExpressionID, _ span: SourceSpan) -> Operand {
        switch operation {
        case .not: return Operand(not(lowerCondition(operand), span), .bool)
        case .negate:
            let value = coerce(lower(operand), from: typed.expressionTypes[operand.offset], to: .number, span)
            if case .constant(.f64(let literal)) = function.expressions[value].kind { return Operand(number(-literal, span), .number) }
            return Operand(unary(.negate, value, .f64, span), .number)
        }
    }

    // MARK: Arithmetic

    func arithmetic(_ operation: BinaryOperator, _ left: Operand, _ right: Operand, _ span: SourceSpan) -> Operand {
        if left.type.isNumber, right.type.isNumber {
            return Operand(numberOperation(operation, left.expression, right.expression, span), .number)
        }
        if operation == .add, left.type.stripped == .string, right.type.stripped == .string {
            return Operand(runtime(.stringConcat, [left.expression, right.expression], .reference(.string), span), .string)
        }
        return dynamicOperation(left, right, .any, span) { a, b in
            self.boxed(number: self.numberOperation(operation, a, b, span), span)
        } general: { a, b in
            self.runtime(operation.runtimeFunction, [a, b], .any, span)
        }
    }

    private func boxed(number: ExprID, _ span: SourceSpan) -> ExprID { box(number, from: .number, span) }

    private func numberOperation(_ operation: BinaryOperator, _ left: ExprID, _ right: ExprID, _ span: SourceSpan) -> ExprID {
        let value: ExprID
        switch operation {
        case .subtract: value = binary(.f64Subtract, left, right, .f64, span)
        case .multiply: value = binary(.f64Multiply, left, right, .f64, span)
        case .divide: value = binary(.f64Divide, left, make(.checkNonzero(right, divideByZero), .f64, span), .f64, span)
        case .remainder: value = runtime(.numberRemainder, [left, make(.checkNonzero(right, divideByZero), .f64, span)], .f64, span)
        default: value = binary(.f64Add, left, right, .f64, span)
        }
        return make(.checkFinite(value, invalidNumber), .f64, span)
    }

    /// Two numbers are handled in place; everything else goes to the general function.
    private func dynamicOperation(
        _ left: Operand, _ right: Operand, _ result: ValueType, _ span: SourceSpan, numbers: (ExprID, ExprID) -> ExprID,
        general: (ExprID, ExprID) -> ExprID
    ) -> Operand {
        var statements: [ExprID] = []
        let boxedRight = box(right.expression, from: right.type, span)
        let a = keep(box(left.expression, from: left.type, span), "left", into: &statements, isStable: isPure(boxedRight))
        let b = keep(boxedRight, "right", into: &statements, isStable: true)
        let first = left.type.isNumber ? bool(true, span) : test(a(), .number, span)
        let second = right.type.isNumber ? bool(true, span) : test(b(), .number, span)
        let condition = left.type.isNumber ? second : and(first, second, span)
        let fast = numbers(make(.unbox(a(), nil), .f64, span), make(.unbox(b(), nil), .f64, span))
        statements.append(conditional(condition, fast, general(a(), b()), span))
        return Operand(sequence(statements, span), .unknown)
    }

    // MARK: Comparison

    private func comparison(_ operation: BinaryOperator, _ left: Operand, _ right: Operand, _ span: SourceSpan) -> ExprID {
        let code = operation.comparison
        if left.type.isNumber, right.type.isNumber { return binary(code.operation, left.expression, right.expression, .bool, span) }
        return dynamicOperation(left, right, .bool, span) { a, b in
            self.binary(code.operation, a, b, .bool, span)
        } general: { a, b in
            let compared = self.runtime(.atlasCompare, [a, b, self.integer(code.number, span)], .i32, span)
            return self.unary(.i32ToBool, compared, .bool, span)
        }.expression
    }

    func equality(_ left: Operand, _ right: Operand, _ span: SourceSpan) -> ExprID {
        let a = type(left.expression)
        let b = type(right.expression)
        if a == b, let same = unboxedEquality(left.expression, right.expression, a, span) { return same }
        if a == .any, b != .any { return taggedEquality(left, right, span) }
        if b == .any, a != .any {
            var statements: [ExprID] = []
            let first = keep(left.expression, "left", into: &statements)
            let kept = a == .unit ? Operand(unit(span), left.type) : Operand(first(), left.type)
            statements.append(taggedEquality(right, kept, span))
            return sequence(statements, span)
        }
        let equal = runtime(
            .valueEqual, [box(left.expression, from: left.type, span), box(right.expression, from: right.type, span)], .i32, span)
        return unary(.i32ToBool, equal, .bool, span)
    }

    private func unboxedEquality(_ left: ExprID, _ right: ExprID, _ type: ValueType, _ span: SourceSpan) -> ExprID? {
        switch type {
        case .f64: return binary(.f64Equal, left, right, .bool, span)
        case .bool: return binary(.boolEqual, left, right, .bool, span)
        case .reference(.string): return unary(.i32ToBool, runtime(.stringEqual, [left, right], .i32, span), .bool, span)
        case .reference(.closure): return unary(.i32ToBool, runtime(.functionEqual, [left, right], .i32, span), .bool, span)
        case .unit: return sequence([left, right, bool(true, span)], span)
        default: return nil
        }
    }

    /// `tagged == value`, where the value's kind is known: no match of kinds, no equality.
    private func taggedEquality(_ tagged: Operand, _ value: Operand, _ span: SourceSpan) -> ExprID {
        let kind: ValueTest
        switch type(value.expression) {
        case .f64: kind = .number
        case .reference(.string): kind = .reference(.string)
        case .reference(.closure): kind = .reference(.closure)
        case .unit: return sequence([test(sequenceFirst(tagged.expression, value.expression, span), .null, span)], span)
        default:
            let equal = runtime(.valueEqual, [tagged.expression, box(value.expression, from: value.type, span)], .i32, span)
            return unary(.i32ToBool, equal, .bool, span)
        }
        var statements: [ExprID] = []
        let a = keep(tagged.expression, "left", into: &statements, isStable: isPure(value.expression))
        let b = keep(value.expression, "right", into: &statements, isStable: true)
        let valueType = type(value.expression)
        guard let equal = unboxedEquality(make(.unbox(a(), nil), valueType, span), b(), valueType, span) else { return bool(false, span) }
        statements.append(and(test(a(), kind, span), equal, span))
        return sequence(statements, span)
    }

    /// Both in order; the value of the first.
    private func sequenceFirst(_ first: ExprID, _ second: ExprID, _ span: SourceSpan) -> ExprID {
        if case .constant = function.expressions[second].kind { return first }
        var statements: [ExprID] = []
        let kept = keep(first, "left", into: &statements)
        return sequence(statements + [second, kept()], span)
    }
}

extension BinaryOperator {
    /// The number that `atlas_compare` takes, and the operation on numbers.
    var comparison: (operation: BinaryOperation, number: Int) {
        switch self {
        case .lessOrEqual: (.f64LessOrEqual, 1)
        case .greater: (.f64Greater, 2)
        case .greaterOrEqual: (.f64GreaterOrEqual, 3)
        default: (.f64Less, 0)
        }
    }

    /// What handles the arithmetic operator when not both operands are numbers.
    var runtimeFunction: RuntimeFunction {
        switch self {
        case .subtract: .atlasSubtract
        case .multiply: .atlasMultiply
        case .divide: .atlasDivide
        case .remainder: .atlasRemainder
        default: .atlasAdd
        }
    }
}
