import Basics
import Core
import Diagnostics
import RuntimeABI

/// Orders of numbers and characters whose common cases need no call.
extension ProcedureLowering {
    mutating func comparison(_ name: String, _ callee: RuntimeFunction, _ left: ExprID, _ right: ExprID, _ span: SourceSpan) -> ExprID {
        let (first, second) = (type(left), type(right))
        if let code = characterComparison(name, callee, left, right, span) { return code }
        guard let operations = Self.comparisons[name], !mixesWideAndFloat(left, right) else {
            return runtimeCall(callee, [any(left), any(right)], .value, span)
        }
        if first == .f64 && (second == .f64 || second == .i64) || second == .f64 && first == .i64 {
            var code: [ExprID] = []
            let (x, y) = (reusable(left, &code), reusable(right, &code))
            code.append(add(.binary(operations.float, asFloat(x, span), asFloat(y, span)), .bool, span))
            return sequence(code, span)
        }
        guard first == .any || first == .i64 || first == .f64, second == .any || second == .i64 || second == .f64 else {
            return runtimeCall(callee, [any(left), any(right)], .value, span)
        }
        var code: [ExprID] = []
        let (x, y) = (reusable(left, &code), reusable(right, &code))
        let condition: ExprID?
        let quick: ExprID
        if first == .f64 || second == .f64 {
            condition = add(.test(again(first == .any ? x : y), .number), .bool, span)
            quick = add(.binary(operations.float, asFloat(x, span), asFloat(y, span)), .bool, span)
        } else {
            condition = bothIntegers(x, y, span)
            quick = integerComparison(operations.integer, x, y, span)
        }
        if let condition {
            var slow = runtimeCall(callee, [any(again(x)), any(again(y))], .value, span)
            if first == .any, second == .any {
                let test = both(add(.test(again(x), .number), .bool, span), add(.test(again(y), .number), .bool, span), span)
                let floats = add(.binary(operations.float, asFloat(x, span), asFloat(y, span)), .bool, span)
                slow = add(.conditional(condition: test, then: floats, otherwise: slow), .bool, span)
            }
            code.append(add(.conditional(condition: condition, then: quick, otherwise: slow), .bool, span))
        } else {
            code.append(quick)
        }
        return sequence(code, span)
    }

    /// Of small integers, of which the dynamic ones need not be unboxed: shifted to the upper bits, they have the same order.
    private mutating func integerComparison(_ operation: BinaryOperation, _ x: ExprID, _ y: ExprID, _ span: SourceSpan) -> ExprID {
        guard [x, y].contains(where: { type($0) == .any }), [x, y].allSatisfy({ type($0) == .any || range($0).isSmall }) else {
            return add(.binary(operation, asInteger(x, span), asInteger(y, span)), .bool, span)
        }
        if operation == .i64Equal { return add(.binary(.anyIdentical, any(again(x)), any(again(y))), .bool, span) }
        let shifted = [x, y].map { operand in
            if case .constant(.i64(let value)) = function.expressions[operand].kind { return i64(value << 16, span) }
            let bits = type(operand) == .any ? add(.unary(.anyToBits, again(operand)), .i64, span) : again(operand)
            return i64(.i64ShiftLeft, bits, i64(16, span), span)
        }
        return add(.binary(operation, shifted[0], shifted[1]), .bool, span)
    }

    /// Whether characters are the same, or in order: their tag is the same, so the order of their bits is theirs.
    private mutating func characterComparison(_ name: String, _ callee: RuntimeFunction, _ left: ExprID, _ right: ExprID, _ span: SourceSpan) -> ExprID? {
        let operations: [String: BinaryOperation] = [
            "char=?": .i64Equal, "char<?": .i64Less, "char>?": .i64Greater, "char<=?": .i64LessOrEqual, "char>=?": .i64GreaterOrEqual,
        ]
        guard let operation = operations[name], type(left) == .any, type(right) == .any else { return nil }
        var code: [ExprID] = []
        let (x, y) = (reusable(left, &code), reusable(right, &code))
        var condition = add(.constant(.bool(true)), .bool, span)
        for operand in [x, y] {
            if case .constant(.any(let bits)) = function.expressions[operand].kind, bits >> 48 == NaNBox.Tag.character { continue }
            condition = both(condition, add(.test(again(operand), .character), .bool, span), span)
        }
        let quick = add(
            .binary(operation, add(.unary(.anyToBits, again(x)), .i64, span), add(.unary(.anyToBits, again(y)), .i64, span)), .bool, span)
        let slow = runtimeCall(callee, [again(x), again(y)], .value, span)
        code.append(add(.conditional(condition: condition, then: quick, otherwise: slow), .bool, span))
        return sequence(code, span)
    }

    /// The order of an integer and a float is exact, which a conversion to float keeps only up to 53 bits.
    private func mixesWideAndFloat(_ left: ExprID, _ right: ExprID) -> Bool {
        for (one, other) in [(left, right), (right, left)] where type(one) == .f64 && type(other) == .i64 {
            return !range(other).isWithin(IntegerRange(-(1 << 53), 1 << 53))
        }
        return false
    }

    private static let comparisons: [String: (integer: BinaryOperation, float: BinaryOperation)] = [
        "=": (.i64Equal, .f64Equal), "<": (.i64Less, .f64Less), ">": (.i64Greater, .f64Greater), "<=": (.i64LessOrEqual, .f64LessOrEqual),
        ">=": (.i64GreaterOrEqual, .f64GreaterOrEqual),
    ]

    // MARK: One number

    /// Whether a number is zero, positive and so on.
    mutating func numberTest(_ name: String, _ callee: RuntimeFunction, _ argument: NodeID, _ context: Context, _ span: SourceSpan) -> ExprID {
        var code: [ExprID] = []
        let value = reusable(lower(argument, .value), &code)
        switch type(value) {
        case .i64: code.append(integerTest(name, value, span))
        case .f64: code.append(floatTest(name, value, span) ?? runtimeCall(callee, [any(value)], .value, span))
        case .any:
            var other = runtimeCall(callee, [again(value)], .value, span)
            if let test = floatTest(name, value, span) {
                other = add(.conditional(condition: add(.test(again(value), .number), .bool, span), then: test, otherwise: other), .bool, span)
            }
            let isInteger = add(.test(again(value), .integer), .bool, span)
            code.append(add(.conditional(condition: isInteger, then: integerTest(name, value, span), otherwise: other), .bool, span))
        default: code.append(runtimeCall(callee, [any(value)], .value, span))
        }
        return finish(sequence(code, span), context, span)
    }

    private mutating func integerTest(_ name: String, _ value: ExprID, _ span: SourceSpan) -> ExprID {
        switch name {
        case "even?", "odd?":
            let bits = type(value) == .any ? add(.unary(.anyToBits, again(value)), .i64, span) : again(value)
            return add(.binary(.i64Equal, i64(.i64And, bits, i64(1, span), span), i64(name == "odd?" ? 1 : 0, span)), .bool, span)
        default:
            let operation: BinaryOperation = name == "zero?" ? .i64Equal : name == "positive?" ? .i64Greater : .i64Less
            return integerComparison(operation, value, i64(0, span), span)
        }
    }

    /// Nil: only the runtime knows.
    private mutating func floatTest(_ name: String, _ value: ExprID, _ span: SourceSpan) -> ExprID? {
        let operations: [String: BinaryOperation] = ["zero?": .f64Equal, "positive?": .f64Greater, "negative?": .f64Less]
        guard let operation = operations[name] else { return nil }
        return add(.binary(operation, asFloat(value, span), add(.constant(.f64(0)), .f64, span)), .bool, span)
    }
}
