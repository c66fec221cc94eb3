import Basics
import Core
import Diagnostics
import RuntimeABI

/// Looking into pairs, vectors and texts, and kinds of objects, without calls.
extension ProcedureLowering {
    /// How many elements an object of a kind has.
    mutating func length(
        _ kind: ObjectKind, _ range: IntegerRange, _ callee: RuntimeFunction, _ argument: NodeID, _ context: Context, _ span: SourceSpan
    ) -> ExprID {
        var code: [ExprID] = []
        let value = object(argument, kind, &code)
        let object = reference(value, kind, span)
        let length = withRange(range, add(.unary(.i32ToI64, add(.arrayLength(object), .i32, span)), .i64, span))
        if type(value) == .reference(kind) || types[argument] == .object(kind) {
            code.append(length)
            return finish(withRange(range, sequence(code, span)), context, span)
        }
        let isOfKind = add(.test(value, .reference(kind)), .bool, span)
        let failure = raisedCall(callee, [again(value)], span)
        code.append(add(.conditional(condition: isOfKind, then: length, otherwise: failure), .i64, span))
        return finish(withRange(range, sequence(code, span)), context, span)
    }

    mutating func textElement(_ callee: RuntimeFunction, _ arguments: [NodeID], _ context: Context, _ span: SourceSpan) -> ExprID? {
        var code: [ExprID] = []
        let text = reusable(any(lower(arguments[0], .value)), &code)
        let index = reusable(lower(arguments[1], .value), &code)
        guard type(index) == .any || type(index) == .i64 else {
            code.append(runtimeCall(callee, [text, any(index)], context, span))
            return sequence(code, span)
        }
        let place = place(.text, text, isKnown: types[arguments[0]] == .object(.text), index, span)
        let quick = add(.box(add(.textScalar(place.object, index: place.index), .character, span)), .any, span)
        let slow = runtimeCall(callee, [again(text), any(again(index))], .value, span)
        code.append(add(.conditional(condition: place.condition, then: quick, otherwise: slow), .any, span))
        return finish(sequence(code, span), context, span)
    }

    mutating func bitsTest(_ bits: NaNBox.Immediate, _ argument: NodeID, _ context: Context, _ span: SourceSpan) -> ExprID {
        let value = any(lower(argument, .value))
        return finish(add(.test(value, .bits(bits.bits)), .bool, span), context, span)
    }

    mutating func kindTest(_ kind: ObjectKind, _ argument: NodeID, _ context: Context, _ span: SourceSpan) -> ExprID {
        let value = any(lower(argument, .value))
        return finish(add(.test(value, .reference(kind)), .bool, span), context, span)
    }

    mutating func pairField(
        _ index: Int, _ callee: RuntimeFunction, _ argument: NodeID, _ context: Context, _ span: SourceSpan
    ) -> ExprID {
        var code: [ExprID] = []
        let pair = reusable(any(lower(argument, .value)), &code)
        if types[argument] == .object(.pair) {
            code.append(add(.field(add(.unbox(pair, nil), .reference(.pair), span), index: index), .any, span))
            return finish(sequence(code, span), context, span)
        }
        let isPair = add(.test(pair, .reference(.pair)), .bool, span)
        let field = add(.field(add(.unbox(again(pair), nil), .reference(.pair), span), index: index), .any, span)
        let slow = runtimeCall(callee, [again(pair)], .value, span)
        code.append(add(.conditional(condition: isPair, then: field, otherwise: slow), .any, span))
        return finish(sequence(code, span), context, span)
    }

    /// Of `cadr` and the like with two or three letters, which fields to follow, in order; nil of other names.
    static func pairPath(_ name: String) -> [Int]? {
        let letters = Array(name.utf8)
        guard (4...5).contains(letters.count), letters.first == UInt8(ascii: "c"), letters.last == UInt8(ascii: "r") else { return nil }
        var path: [Int] = []
        for letter in letters[1..<(letters.count - 1)].reversed() {
            guard letter == UInt8(ascii: "a") || letter == UInt8(ascii: "d") else { return nil }
            path.append(letter == UInt8(ascii: "a") ? 0 : 1)
        }
        return path
    }

    mutating func pairPart(
        _ path: [Int], _ callee: RuntimeFunction, _ argument: NodeID, _ context: Context, _ span: SourceSpan
    ) -> ExprID {
        var code: [ExprID] = []
        let pair = reusable(any(lower(argument, .value)), &code)
        let done = newLabel("part")
        func field(_ index: Int, of value: ExprID, _ builder: inout ProcedureLowering) -> ExprID {
            let object = builder.add(.unbox(value, nil), .reference(.pair), span)
            return builder.add(.field(object, index: index), .any, span)
        }
        let steps = path.dropLast().map { (index: $0, part: newLocal("part", .any)) }
        var innermost = pair
        if let last = steps.last { innermost = read(last.part, span) }
        var quick = add(.breakTo(done, field(path[path.count - 1], of: innermost, &self)), .never, span)
        for position in steps.indices.reversed() {
            let (index, part) = steps[position]
            let isPair = add(.test(read(part, span), .reference(.pair)), .bool, span)
            quick = add(.conditional(condition: isPair, then: quick, otherwise: nil), .unit, span)
            let before = position == 0 ? again(pair) : read(steps[position - 1].part, span)
            quick = sequence([set(part, field(index, of: before, &self), span), quick], span)
        }
        if types[argument] != .object(.pair) {
            let isPair = add(.test(again(pair), .reference(.pair)), .bool, span)
            quick = add(.conditional(condition: isPair, then: quick, otherwise: nil), .unit, span)
        }
        let slow = runtimeCall(callee, [again(pair)], .value, span)
        code.append(add(.block(done, body: sequence([quick, slow], span)), .any, span))
        return finish(sequence(code, span), context, span)
    }

    mutating func setPairField(
        _ index: Int, _ callee: RuntimeFunction, _ arguments: [NodeID], _ context: Context, _ span: SourceSpan
    ) -> ExprID {
        var code: [ExprID] = []
        let pair = reusable(any(lower(arguments[0], .value)), &code)
        let value = reusable(any(lower(arguments[1], .value)), &code)
        let object = add(.unbox(again(pair), nil), .reference(.pair), span)
        let quick = add(.setField(object, index: index, value: again(value)), .unit, span)
        if types[arguments[0]] == .object(.pair) {
            code.append(quick)
        } else {
            let isPair = add(.test(pair, .reference(.pair)), .bool, span)
            let slow = runtimeCall(callee, [again(pair), again(value)], .effect, span)
            code.append(add(.conditional(condition: isPair, then: quick, otherwise: slow), .unit, span))
        }
        code.append(bits(.unit, span))
        return finish(sequence(code, span), context, span)
    }

    /// A vector or text and an index inside it: the object and the index as i32, valid where `condition` holds.
    private mutating func place(
        _ kind: ObjectKind, _ vector: ExprID, isKnown: Bool, _ index: ExprID, _ span: SourceSpan
    ) -> (condition: ExprID, object: ExprID, index: ExprID) {
        let isKnown = isKnown || type(vector) == .reference(kind)
        var condition = isKnown ? add(.constant(.bool(true)), .bool, span) : add(.test(again(vector), .reference(kind)), .bool, span)
        if type(index) == .any { condition = both(condition, add(.test(again(index), .integer), .bool, span), span) }
        let length = add(.unary(.i32ToI64, add(.arrayLength(reference(vector, kind, span)), .i32, span)), .i64, span)
        // Without signs, what is negative is larger than any length.
        let isInside = add(.binary(.i64LessUnsigned, asInteger(index, span), length), .bool, span)
        condition = isKnown && type(index) == .i64 ? isInside : both(condition, isInside, span)
        return (condition, reference(vector, kind, span), add(.unary(.i64ToI32, asInteger(index, span)), .i32, span))
    }

    /// An operand that should be an object of this kind: a reference where that is known, else dynamic.
    private mutating func object(_ node: NodeID, _ kind: ObjectKind, _ code: inout [ExprID]) -> ExprID {
        let value = lower(node, .value)
        return reusable(type(value) == .reference(kind) ? value : any(value), &code)
    }

    /// The reference that an operand from `object` is, or holds.
    private mutating func reference(_ object: ExprID, _ kind: ObjectKind, _ span: SourceSpan) -> ExprID {
        let copy = again(object)
        return type(copy) == .reference(kind) ? copy : add(.unbox(copy, nil), .reference(kind), span)
    }

    /// A call of a runtime function that raises for these operands. Never returns.
    private mutating func raisedCall(_ callee: RuntimeFunction, _ operands: [ExprID], _ span: SourceSpan) -> ExprID {
        let type: ValueType = callee.result == nil ? .unit : .any
        return raised(runtime(callee, operands, type, span), .value, span)
    }

    /// - Parameter known: the type of the element.
    mutating func vectorElement(
        _ callee: RuntimeFunction, _ arguments: [NodeID], _ known: StaticType, _ context: Context, _ span: SourceSpan
    ) -> ExprID? {
        var code: [ExprID] = []
        let vector = object(arguments[0], .vector, &code)
        let index = reusable(lower(arguments[1], .value), &code)
        guard type(index) == .any || type(index) == .i64 else { return nil }
        let place = place(.vector, vector, isKnown: types[arguments[0]] == .object(.vector), index, span)
        let quick = unboxedIfKnown(add(.arrayLoad(place.object, index: place.index), .any, span), known)
        let failure = type(index) == .i64
            ? raisedCall(.aiVectorRefFailure, [any(again(vector)), again(index)], span)
            : raisedCall(callee, [any(again(vector)), again(index)], span)
        code.append(add(.conditional(condition: place.condition, then: quick, otherwise: failure), type(quick), span))
        return finish(withRange(of: quick, sequence(code, span)), context, span)
    }

    mutating func setVectorElement(
        _ callee: RuntimeFunction, _ arguments: [NodeID], _ context: Context, _ span: SourceSpan
    ) -> ExprID? {
        var code: [ExprID] = []
        let vector = object(arguments[0], .vector, &code)
        let index = reusable(lower(arguments[1], .value), &code)
        guard type(index) == .any || type(index) == .i64 else { return nil }
        let value = reusable(any(lower(arguments[2], .value)), &code)
        let place = place(.vector, vector, isKnown: types[arguments[0]] == .object(.vector), index, span)
        let quick = add(.setElement(place.object, index: place.index, value: again(value)), .unit, span)
        let failure = type(index) == .i64
            ? raisedCall(.aiVectorSetFailure, [any(again(vector)), again(index)], span)
            : raisedCall(callee, [any(again(vector)), again(index), again(value)], span)
        code.append(add(.conditional(condition: place.condition, then: quick, otherwise: failure), .unit, span))
        code.append(bits(.unit, span))
        return finish(sequence(code, span), context, span)
    }
}
