import Basics
import Core
import Diagnostics
import RuntimeABI

/// Classes and numbers of characters, of which ASCII's need no call.
extension ProcedureLowering {
    /// The ASCII characters of which a predicate holds.
    static let characterClasses: [String: [ClosedRange<Int64>]] = [
        "char-numeric?": [digits], "char-upper-case?": [upper], "char-lower-case?": [lower], "char-alphabetic?": [upper, lower],
        "char-alphanumeric?": [digits, upper, lower], "char-whitespace?": [9...13, 32...32],
    ]

    private static let digits: ClosedRange<Int64> = 48...57
    private static let upper: ClosedRange<Int64> = 65...90
    private static let lower: ClosedRange<Int64> = 97...122

    mutating func characterTest(
        _ ranges: [ClosedRange<Int64>], _ callee: RuntimeFunction, _ argument: NodeID, _ context: Context, _ span: SourceSpan
    ) -> ExprID {
        var code: [ExprID] = []
        let value = reusable(any(lower(argument, .value)), &code)
        let scalar = newLocal("scalar", .i64)
        let bits = add(.unary(.anyToBits, again(value)), .i64, span)
        // Without signs, what is no character is larger than any.
        code.append(set(scalar, i64(.i64Xor, bits, i64(Int64(bitPattern: NaNBox.Tag.character << 48), span), span), span))
        let isASCII = add(.binary(.i64LessUnsigned, read(scalar, span), i64(128, span)), .bool, span)
        var test: ExprID?
        for range in ranges.reversed() {
            let offset = range.lowerBound == 0 ? read(scalar, span) : i64(.i64Subtract, read(scalar, span), i64(range.lowerBound, span), span)
            let isInside = add(.binary(.i64LessUnsigned, offset, i64(Int64(range.count), span)), .bool, span)
            let yes = add(.constant(.bool(true)), .bool, span)
            test = test.map { add(.conditional(condition: isInside, then: yes, otherwise: $0), .bool, span) } ?? isInside
        }
        let slow = runtimeCall(callee, [again(value)], .value, span)
        guard let test else { return finish(sequence(code + [slow], span), context, span) }
        code.append(add(.conditional(condition: isASCII, then: test, otherwise: slow), .bool, span))
        return finish(sequence(code, span), context, span)
    }

    /// The scalar of a character.
    mutating func scalar(_ callee: RuntimeFunction, _ argument: NodeID, _ context: Context, _ span: SourceSpan) -> ExprID {
        var code: [ExprID] = []
        let value = reusable(any(lower(argument, .value)), &code)
        let isCharacter = add(.test(again(value), .character), .bool, span)
        let bits = add(.unary(.anyToBits, again(value)), .i64, span)
        let scalar = withRange(.scalar, i64(.i64And, bits, i64(0x1F_FFFF, span), span))
        let failure = raised(runtime(callee, [again(value)], .any, span), .value, span)
        code.append(add(.conditional(condition: isCharacter, then: scalar, otherwise: failure), .i64, span))
        return finish(withRange(.scalar, sequence(code, span)), context, span)
    }
}
