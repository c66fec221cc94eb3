import Basics
import Core
import Diagnostics
import RuntimeABI

/// Library procedures whose common cases need no call. Each ends in the runtime function for all other cases, errors included.
extension ProcedureLowering {
    // MARK: Arithmetic

    mutating func arithmetic(
        _ name: String, _ callee: RuntimeFunction, _ left: ExprID, _ right: ExprID, _ context: Context, _ span: SourceSpan
    ) -> ExprID {
        if let result = constant(name, left, right) { return finish(add(.constant(.i64(result)), .i64, span), context, span) }
        let (first, second) = (type(left), type(right))
        if let operation = Self.floatOperation(name) {
            if first == .f64 || second == .f64 {
                return finish(floatArithmetic(operation, callee, left, right, span), context, span)
            }
            if name != "/" , first == .any || first == .i64, second == .any || second == .i64 {
                return finish(integerArithmetic(name, callee, left, right, context, span), context, span)
            }
        }
        return runtimeCall(callee, [any(left), any(right)], context, span)
    }

    /// The result of an operator on two constants, if it is a small integer.
    private func constant(_ name: String, _ left: ExprID, _ right: ExprID) -> Int64? {
        guard case .constant(.i64(let x)) = function.expressions[left].kind, case .constant(.i64(let y)) = function.expressions[right].kind else {
            return nil
        }
        let (result, overflows): (Int64, Bool) =
            switch name {
            case "+": x.addingReportingOverflow(y)
            case "-": x.subtractingReportingOverflow(y)
            case "*": x.multipliedReportingOverflow(by: y)
            default: (0, true)
            }
        return overflows || result < -(1 << 47) || result >= 1 << 47 ? nil : result
    }

    private static func floatOperation(_ name: String) -> BinaryOperation? {
        switch name {
        case "+": .f64Add
        case "-": .f64Subtract
        case "*": .f64Multiply
        case "/": .f64Divide
        default: nil
        }
    }

    /// One operand is a float, so the result is one.
    private mutating func floatArithmetic(
        _ operation: BinaryOperation, _ callee: RuntimeFunction, _ left: ExprID, _ right: ExprID, _ span: SourceSpan
    ) -> ExprID {
        var code: [ExprID] = []
        let (first, second) = (reusable(left, &code), reusable(right, &code))
        var condition: ExprID?
        for operand in [first, second] where type(operand) == .any { condition = add(.test(again(operand), .number), .bool, span) }
        let quick = add(.binary(operation, asFloat(first, span), asFloat(second, span)), .f64, span)
        guard let condition else {
            code.append(quick)
            return sequence(code, span)
        }
        let call = runtimeCall(callee, [any(again(first)), any(again(second))], .value, span)
        let slow = add(.unbox(call, nil), .f64, span)
        code.append(add(.conditional(condition: condition, then: quick, otherwise: slow), .f64, span))
        return sequence(code, span)
    }

    mutating func asFloat(_ id: ExprID, _ span: SourceSpan) -> ExprID {
        let copy = again(id)
        switch type(id) {
        case .f64: return copy
        case .i64: return add(.unary(.i64ToF64, copy), .f64, span)
        default: return add(.unbox(any(copy), nil), .f64, span)
        }
    }

    /// Two small integers give one, unless the result is too large.
    private mutating func integerArithmetic(
        _ name: String, _ callee: RuntimeFunction, _ left: ExprID, _ right: ExprID, _ context: Context, _ span: SourceSpan
    ) -> ExprID {
        if let result = knownIntegers(name, left, right, span) { return result }
        if let result = constantAdded(name, callee, left, right, span) { return result }
        var code: [ExprID] = []
        let (first, second) = (reusable(left, &code), reusable(right, &code))
        let done = newLabel("sum")
        if let quick = tagged(name, first, second, done, span) {
            let slow = runtimeCall(callee, [any(again(first)), any(again(second))], .value, span)
            code.append(add(.block(done, body: sequence([quick, slow], span)), .any, span))
            return sequence(code, span)
        }
        var condition = bothIntegers(first, second, span)
        let (x, y) = (asInteger(first, span), asInteger(second, span))
        let operation: BinaryOperation = name == "+" ? .i64Add : name == "-" ? .i64Subtract : .i64Multiply
        if name == "*" {
            // Factors of 32 bits cannot overflow 64.
            for operand in [first, second] where type(operand) == .any || !range(operand).isWithin(.narrow) {
                let narrow = add(.unary(.i32ToI64, add(.unary(.i64ToI32, asInteger(operand, span)), .i32, span)), .i64, span)
                let isNarrow = add(.binary(.i64Equal, narrow, asInteger(operand, span)), .bool, span)
                condition = condition.map { both($0, isNarrow, span) } ?? isNarrow
            }
        }
        let result = newLocal("sum", .i64)
        let store = set(result, add(.binary(operation, x, y), .i64, span), span)
        let sixteen = { (builder: inout ProcedureLowering) in builder.add(.constant(.i64(16)), .i64, span) }
        let shifted = add(.binary(.i64ShiftLeft, read(result, span), sixteen(&self)), .i64, span)
        let restored = add(.binary(.i64ShiftRight, shifted, sixteen(&self)), .i64, span)
        let isSmall = add(.binary(.i64Equal, restored, read(result, span)), .bool, span)
        let value = add(.breakTo(done, add(.box(read(result, span)), .any, span)), .never, span)
        let keep = add(.conditional(condition: isSmall, then: value, otherwise: nil), .unit, span)
        var quick = sequence([store, keep], span)
        if let condition {
            let others = bothFloats(name, first, second, done, span)
            quick = add(.conditional(condition: condition, then: quick, otherwise: others), .unit, span)
        }
        let slow = runtimeCall(callee, [any(again(first)), any(again(second))], .value, span)
        code.append(add(.block(done, body: sequence([quick, slow], span)), .any, span))
        return sequence(code, span)
    }

    /// Leaves `done` with the sum or difference of a dynamic value and a small integer if that has the sign of the dynamic value: then the tag is right
    /// after adding to the whole value, and nothing has overflowed. Nil: neither operand is dynamic, or one may be large.
    private mutating func tagged(_ name: String, _ first: ExprID, _ second: ExprID, _ done: LabelID, _ span: SourceSpan) -> ExprID? {
        let (base, other) = type(first) == .any || name != "+" ? (first, second) : (second, first)
        guard name != "*", type(base) == .any, type(other) == .any || range(other).isSmall, let condition = bothIntegers(first, second, span) else {
            return nil
        }
        let result = newLocal("sum", .i64)
        let bits = { (builder: inout ProcedureLowering) in builder.add(.unary(.anyToBits, builder.again(base)), .i64, span) }
        let store = set(result, i64(name == "+" ? .i64Add : .i64Subtract, bits(&self), asInteger(other, span), span), span)
        let changed = i64(.i64Xor, bits(&self), read(result, span), span)
        let isSum = add(.binary(.i64LessUnsigned, changed, i64(1 << 47, span)), .bool, span)
        let leave = add(.breakTo(done, add(.unary(.bitsToAny, read(result, span)), .any, span)), .never, span)
        let quick = sequence([store, add(.conditional(condition: isSum, then: leave, otherwise: nil), .unit, span)], span)
        return add(.conditional(condition: condition, then: quick, otherwise: bothFloats(name, first, second, done, span)), .unit, span)
    }

    mutating func i64(_ value: Int64, _ span: SourceSpan) -> ExprID { add(.constant(.i64(value)), .i64, span) }

    mutating func i64(_ operation: BinaryOperation, _ left: ExprID, _ right: ExprID, _ span: SourceSpan) -> ExprID {
        add(.binary(operation, left, right), .i64, span)
    }

    /// The sum of a dynamic value and a constant, or the difference. Shifted to the upper bits, an integer shows by its order whether the result is small,
    /// and that needs no unboxing either.
    private mutating func constantAdded(_ name: String, _ callee: RuntimeFunction, _ left: ExprID, _ right: ExprID, _ span: SourceSpan) -> ExprID? {
        let kinds = (function.expressions[left].kind, function.expressions[right].kind)
        let constant: Int64
        switch (name, kinds.0, kinds.1) {
        case ("+", .constant(.i64(let value)), _) where type(right) == .any: constant = value
        case ("+", _, .constant(.i64(let value))) where type(left) == .any: constant = value
        case ("-", _, .constant(.i64(let value))) where type(left) == .any: constant = -value
        default: return nil
        }
        guard (-(1 << 40)...(1 << 40)).contains(constant) else { return nil }
        var code: [ExprID] = []
        let (first, second) = (reusable(left, &code), reusable(right, &code))
        let value = type(first) == .any ? first : second
        let bits = { (builder: inout ProcedureLowering) in builder.add(.unary(.anyToBits, builder.again(value)), .i64, span) }
        let bound = constant < 0 ? IntegerRange.small.low - constant : IntegerRange.small.high - constant
        let shifted = i64(.i64ShiftLeft, bits(&self), i64(16, span), span)
        let isSmall = add(.binary(constant < 0 ? .i64GreaterOrEqual : .i64LessOrEqual, shifted, i64(bound << 16, span)), .bool, span)
        let sum = i64(.i64And, i64(.i64Add, bits(&self), i64(constant, span), span), i64(0xFFFF_FFFF_FFFF, span), span)
        let quick = add(.unary(.bitsToAny, i64(.i64Or, sum, i64(Int64(bitPattern: NaNBox.Tag.integer << 48), span), span)), .any, span)
        let condition = both(add(.test(again(value), .integer), .bool, span), isSmall, span)
        let slow = runtimeCall(callee, [any(again(first)), any(again(second))], .value, span)
        code.append(add(.conditional(condition: condition, then: quick, otherwise: slow), .any, span))
        return sequence(code, span)
    }

    /// Both operands are unboxed integers. Nil: the product may exceed 64 bits.
    private mutating func knownIntegers(_ name: String, _ left: ExprID, _ right: ExprID, _ span: SourceSpan) -> ExprID? {
        guard type(left) == .i64, type(right) == .i64 else { return nil }
        let (first, second) = (range(left), range(right))
        switch name {
        case "+", "-":
            let sum = add(.binary(name == "+" ? .i64Add : .i64Subtract, left, right), .i64, span)
            let range = name == "+" ? first + second : first - second
            // Operands of at most 62 bits cannot overflow 64.
            if let range { return withRange(range, sum) }
            let wide = withRange(IntegerRange(.min, .max), sum)
            return bails ? smallOrAbandon(wide, span) : any(wide)
        case "*":
            if let range = first * second { return withRange(range, add(.binary(.i64Multiply, left, right), .i64, span)) }
            return bails ? productOrAbandon(left, right, span) : nil
        default: return nil
        }
    }

    /// The product, if the factors have at most 32 bits and it is a small integer.
    private mutating func productOrAbandon(_ left: ExprID, _ right: ExprID, _ span: SourceSpan) -> ExprID {
        var code: [ExprID] = []
        let (first, second) = (reusable(left, &code), reusable(right, &code))
        var condition: ExprID?
        for operand in [first, second] where !range(operand).isWithin(.narrow) {
            let narrow = isNarrow(operand, span)
            condition = condition.map { both($0, narrow, span) } ?? narrow
        }
        if let condition { code.append(add(.conditional(condition: condition, then: add(.constant(.unit), .unit, span), otherwise: abandon(span)), .unit, span)) }
        let product = withRange(IntegerRange(.min, .max), add(.binary(.i64Multiply, again(first), again(second)), .i64, span))
        code.append(smallOrAbandon(product, span))
        return sequence(code, span)
    }

    /// Whether an i64 has at most 32 bits.
    private mutating func isNarrow(_ operand: ExprID, _ span: SourceSpan) -> ExprID {
        let narrow = add(.unary(.i32ToI64, add(.unary(.i64ToI32, again(operand)), .i32, span)), .i64, span)
        return add(.binary(.i64Equal, narrow, again(operand)), .bool, span)
    }

    /// Leaves `done` with the result if both operands are floats; nil if one is known to be none.
    private mutating func bothFloats(_ name: String, _ first: ExprID, _ second: ExprID, _ done: LabelID, _ span: SourceSpan) -> ExprID? {
        guard type(first) == .any, type(second) == .any, let operation = Self.floatOperation(name) else { return nil }
        let test = both(add(.test(again(first), .number), .bool, span), add(.test(again(second), .number), .bool, span), span)
        let result = add(.binary(operation, asFloat(first, span), asFloat(second, span)), .f64, span)
        let leave = add(.breakTo(done, add(.box(result), .any, span)), .never, span)
        return add(.conditional(condition: test, then: leave, otherwise: nil), .unit, span)
    }

    mutating func both(_ first: ExprID, _ second: ExprID, _ span: SourceSpan) -> ExprID {
        add(.conditional(condition: first, then: second, otherwise: add(.constant(.bool(false)), .bool, span)), .bool, span)
    }

    /// Whether both are small integers; nil if that is known.
    mutating func bothIntegers(_ first: ExprID, _ second: ExprID, _ span: SourceSpan) -> ExprID? {
        if type(first) == .any, type(second) == .any { return bothTagged(first, second, span) }
        var result: ExprID?
        for operand in [first, second] where type(operand) == .any {
            let test = add(.test(again(operand), .integer), .bool, span)
            result = result.map { both($0, test, span) } ?? test
        }
        return result
    }

    /// Whether both dynamic values are small integers: without the tag of integers, the upper bits of neither are set.
    private mutating func bothTagged(_ first: ExprID, _ second: ExprID, _ span: SourceSpan) -> ExprID {
        if case (.local(let one), .local(let other)) = (function.expressions[first].kind, function.expressions[second].kind), one == other {
            return add(.test(again(first), .integer), .bool, span)
        }
        let untagged = [first, second].map { operand in
            let bits = add(.unary(.anyToBits, again(operand)), .i64, span)
            return i64(.i64Xor, bits, i64(Int64(bitPattern: NaNBox.Tag.integer << 48), span), span)
        }
        let upper = i64(.i64ShiftRight, i64(.i64Or, untagged[0], untagged[1], span), i64(48, span), span)
        return add(.binary(.i64Equal, upper, i64(0, span)), .bool, span)
    }

    mutating func asInteger(_ id: ExprID, _ span: SourceSpan) -> ExprID {
        let copy = again(id)
        return type(id) == .i64 ? copy : add(.unbox(copy, nil), .i64, span)
    }

    // MARK: Data

    /// Nil: there is no short form.
    mutating func fastCall(
        _ name: String, _ callee: RuntimeFunction, _ arguments: [NodeID], _ context: Context, _ span: SourceSpan
    ) -> ExprID? {
        switch name {
        case "car", "cdr": return pairField(name == "car" ? 0 : 1, callee, arguments[0], context, span)
        case "set-car!", "set-cdr!": return setPairField(name == "set-car!" ? 0 : 1, callee, arguments, context, span)
        case "eof-object?": return bitsTest(.endOfFile, arguments[0], context, span)
        case "symbol?": return kindTest(.symbol, arguments[0], context, span)
        case "string?": return kindTest(.text, arguments[0], context, span)
        case "vector?": return kindTest(.vector, arguments[0], context, span)
        case "procedure?": return kindTest(.closure, arguments[0], context, span)
        case "eq?":
            let left = any(lower(arguments[0], .value))
            return finish(add(.binary(.anyIdentical, left, any(lower(arguments[1], .value))), .bool, span), context, span)
        case "eqv?", "equal?":
            guard arguments.contains(where: { isUniqueLiteral($0) }) else { return nil }
            let left = any(lower(arguments[0], .value))
            return finish(add(.binary(.anyIdentical, left, any(lower(arguments[1], .value))), .bool, span), context, span)
        case "zero?", "positive?", "negative?", "even?", "odd?": return numberTest(name, callee, arguments[0], context, span)
        case "vector-ref": return vectorElement(callee, arguments, unit.inference.elementType(of: arguments[0]), context, span)
        case "vector-set!": return setVectorElement(callee, arguments, context, span)
        case "vector-length": return length(.vector, .index, callee, arguments[0], context, span)
        case "string-length": return length(.text, IntegerRange(0, 1 << 32), callee, arguments[0], context, span)
        case "string-ref": return textElement(callee, arguments, context, span)
        case "1+", "-1+":
            let row = Library.lookup(name == "1+" ? "+" : "-")
            guard case .fold(let callee)? = row?.implementation else { return nil }
            let one = add(.constant(.i64(1)), .i64, span)
            return arithmetic(name == "1+" ? "+" : "-", callee, lower(arguments[0], .value), one, context, span)
        case "quotient", "remainder", "modulo": return division(name, callee, arguments, context, span)
        case "char->integer": return scalar(callee, arguments[0], context, span)
        default:
            if let path = Self.pairPath(name) { return pairPart(path, callee, arguments[0], context, span) }
            if let ranges = Self.characterClasses[name] { return characterTest(ranges, callee, arguments[0], context, span) }
            return nil
        }
    }

    private mutating func division(
        _ name: String, _ callee: RuntimeFunction, _ arguments: [NodeID], _ context: Context, _ span: SourceSpan
    ) -> ExprID {
        var code: [ExprID] = []
        let (left, right) = (reusable(lower(arguments[0], .value), &code), reusable(lower(arguments[1], .value), &code))
        guard [left, right].allSatisfy({ type($0) == .any || type($0) == .i64 }) else {
            code.append(runtimeCall(callee, [any(left), any(right)], context, span))
            return sequence(code, span)
        }
        let zero = add(.constant(.i64(0)), .i64, span)
        var condition = bothIntegers(left, right, span)
        let mayBeZero = type(right) == .any || range(right).low <= 0 && range(right).high >= 0
        if mayBeZero {
            let isNonzero = add(.binary(.i64NotEqual, asInteger(right, span), zero), .bool, span)
            condition = condition.map { both($0, isNonzero, span) } ?? isNonzero
        }
        let ranges = [left, right].map { type($0) == .i64 ? range($0) : .small }
        let quick = withRange(
            IntegerRange.divided(name, ranges[0], by: ranges[1]) ?? .small, divided(name, left, right, ranges, span))
        guard let condition else {
            code.append(quick)
            return finish(withRange(of: quick, sequence(code, span)), context, span)
        }
        let isInteger = type(left) == .i64 && type(right) == .i64
        let slow = runtimeCall(callee, [any(again(left)), any(again(right))], .value, span)
        // Division by zero raises, so what two integers give is an integer.
        if isInteger {
            let raised = sequence([slow, add(.constant(.i64(0)), .i64, span)], span)
            let result = withRange(of: quick, add(.conditional(condition: condition, then: quick, otherwise: raised), .i64, span))
            code.append(result)
            return finish(withRange(of: quick, sequence(code, span)), context, span)
        }
        code.append(add(.conditional(condition: condition, then: any(quick), otherwise: slow), .any, span))
        return finish(sequence(code, span), context, span)
    }

    /// The divisor is not zero.
    private mutating func divided(
        _ name: String, _ left: ExprID, _ right: ExprID, _ ranges: [IntegerRange], _ span: SourceSpan
    ) -> ExprID {
        let (x, y) = (asInteger(left, span), asInteger(right, span))
        guard name != "quotient" else { return add(.binary(.i64Divide, x, y), .i64, span) }
        let remainder = add(.binary(.i64Remainder, x, y), .i64, span)
        // The remainder has the sign of the dividend, and the modulus that of the divisor.
        if name == "remainder" || ranges[0].low >= 0 && ranges[1].low > 0 { return remainder }
        let local = newLocal("remainder", .i64)
        let store = set(local, remainder, span)
        let zero = { (builder: inout ProcedureLowering) in builder.add(.constant(.i64(0)), .i64, span) }
        let isNonzero = add(.binary(.i64NotEqual, read(local, span), zero(&self)), .bool, span)
        let signs = add(.binary(.i64Xor, read(local, span), asInteger(right, span)), .i64, span)
        let differs = add(.binary(.i64Less, signs, zero(&self)), .bool, span)
        let moved = add(.binary(.i64Add, read(local, span), asInteger(right, span)), .i64, span)
        let result = add(.conditional(condition: both(isNonzero, differs, span), then: moved, otherwise: read(local, span)), .i64, span)
        return sequence([store, result], span)
    }
}
