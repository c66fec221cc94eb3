import Core
import Diagnostics
import RuntimeABI

/// Values in their three forms: dynamic, and unboxed integers and floats.
///
/// What the analysis of types knows decides where an unboxed form is used; an expression of type i64 is an exact integer in a range that is known.
extension ProcedureLowering {
    /// What values an expression of type i64 can have.
    func range(_ id: ExprID) -> IntegerRange {
        if case .constant(.i64(let value)) = function.expressions[id].kind { return IntegerRange(value) }
        return ranges[id] ?? .small
    }

    mutating func withRange(_ range: IntegerRange, _ id: ExprID) -> ExprID {
        if type(id) == .i64 { ranges[id] = range }
        return id
    }

    mutating func withRange(of other: ExprID, _ id: ExprID) -> ExprID {
        type(other) == .i64 ? withRange(range(other), id) : id
    }

    /// An integer that may need an object.
    mutating func boxedWide(_ id: ExprID) -> ExprID {
        let span = function.expressions[id].span
        var code: [ExprID] = []
        let value = reusable(id, &code)
        let large = bails ? abandon(span) : runtime(.aiWide, [again(value)], .any, span)
        let small = add(.box(again(value)), .any, span)
        code.append(add(.conditional(condition: isSmall(value, span), then: small, otherwise: large), .any, span))
        return sequence(code, span)
    }

    /// Whether an i64 is a small integer. `value` can be evaluated again.
    mutating func isSmall(_ value: ExprID, _ span: SourceSpan) -> ExprID {
        let shifted = add(.binary(.i64ShiftLeft, again(value), add(.constant(.i64(16)), .i64, span)), .i64, span)
        let restored = add(.binary(.i64ShiftRight, shifted, add(.constant(.i64(16)), .i64, span)), .i64, span)
        return add(.binary(.i64Equal, restored, again(value)), .bool, span)
    }

    /// The integer, if it is a small one; otherwise the procedure is abandoned.
    mutating func smallOrAbandon(_ id: ExprID, _ span: SourceSpan) -> ExprID {
        guard !range(id).isSmall else { return id }
        var code: [ExprID] = []
        let value = reusable(id, &code)
        code.append(add(.conditional(condition: isSmall(value, span), then: again(value), otherwise: abandon(span)), .i64, span))
        return sequence(code, span)
    }

    /// Leaves the typed version of a procedure; the general version does it all again.
    mutating func abandon(_ span: SourceSpan) -> ExprID {
        sequence([runtime(.signalAbandon, [], .unit, span), land(span)], span)
    }

    /// A value in the form that a variable or result has. That it can have this form has been proven, but for integers in code that bails out.
    mutating func converted(_ id: ExprID, to target: ValueType) -> ExprID {
        let span = function.expressions[id].span
        switch (type(id), target) {
        case (.never, _): return id
        case (.i64, .i64): return bails ? smallOrAbandon(id, span) : id
        case (let own, _) where own == target: return id
        case (_, .i64) where bails:
            var code: [ExprID] = []
            let value = reusable(any(id), &code)
            let test = add(.test(value, .integer), .bool, span)
            let integer = add(.unbox(again(value), nil), .i64, span)
            code.append(add(.conditional(condition: test, then: integer, otherwise: abandon(span)), .i64, span))
            return sequence(code, span)
        case (_, .i64): return add(.unbox(any(id), nil), .i64, span)
        case (.i64, .f64): return add(.unary(.i64ToF64, id), .f64, span)
        case (_, .f64): return add(.unbox(any(id), nil), .f64, span)
        case (_, .reference): return add(.unbox(any(id), nil), target, span)
        case (_, .unit): return id
        default: return any(id)
        }
    }

    /// The form in which values of a type are kept; nil when they are dynamic.
    func unboxed(_ type: StaticType) -> ValueType? {
        switch type {
        case .integer: .i64
        case .float: .f64
        case .object(.vector): .reference(.vector)
        default: nil
        }
    }

    /// A value whose type is known, unboxed: where the type is a small integer, a float or a vector.
    mutating func unboxedIfKnown(_ id: ExprID, _ type: StaticType) -> ExprID {
        guard self.type(id) == .any else {
            if self.type(id) == .i64, let known = type.range { return withRange(range(id).intersection(known) ?? known, id) }
            return id
        }
        let span = function.expressions[id].span
        switch type {
        case .integer(let range) where range.isSmall: return withRange(range, add(.unbox(id, nil), .i64, span))
        case .float: return add(.unbox(id, nil), .f64, span)
        case .object(.vector): return add(.unbox(id, nil), .reference(.vector), span)
        default: return id
        }
    }
}
