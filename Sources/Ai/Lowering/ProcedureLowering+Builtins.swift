import Basics
import Core
import Diagnostics
import RuntimeABI

/// Calls of library procedures.
extension ProcedureLowering {
    /// Nil: the call is not of a form that can be compiled in place.
    mutating func builtinCall(_ name: String, _ arguments: [NodeID], _ context: Context, _ span: SourceSpan) -> ExprID? {
        guard let row = Library.lookup(name), arguments.count >= row.minimumArguments, arguments.count <= row.maximumArguments ?? .max else {
            return nil
        }
        switch row.implementation {
        case .variable: return nil
        case .inline: return inlineCall(row.name, arguments, context, span)
        case .standard(let module, let name):
            let shape = row.shape
            let operands = self.operands(arguments, shape, span)
            guard row.makesError, let ahead = placeAhead(span) else {
                return importedCall(unit.standardFunction(module, name, shape), operands, context, span)
            }
            // Told once the operands are there: computing them may make errors, too.
            var code: [ExprID] = []
            let values = operands.map { reusable($0, &code) }
            code.append(ahead)
            code.append(importedCall(unit.standardFunction(module, name, shape), values.map { again($0) }, context, span))
            return sequence(code, span)
        case .runtime(let callee):
            if let code = constantOutput(row, arguments, context, span) { return code }
            if let code = fastCall(row.name, callee, arguments, context, span) ?? composition(row, callee, arguments, context, span) { return code }
            let operands = runtimeOperands(row, arguments.map { any(lower($0, .value)) }, span)
            return runtimeCall(callee, operands, context, span)
        case .fold(let callee): return fold(row.name, callee, arguments, context, span)
        case .chain(let callee): return chain(row.name, callee, arguments, context, span)
        }
    }

    /// The arguments as the runtime function of a row takes them.
    mutating func runtimeOperands(_ row: LibraryProcedure, _ values: [ExprID], _ span: SourceSpan) -> [ExprID] {
        let positional = row.required.count + row.optional.count
        var operands = Array(values.prefix(positional))
        while operands.count < positional { operands.append(bits(.absent, span)) }
        if row.rest != nil { operands.append(list(Array(values.dropFirst(positional)), span)) }
        return operands
    }

    mutating func runtimeCall(_ callee: RuntimeFunction, _ operands: [ExprID], _ context: Context, _ span: SourceSpan) -> ExprID {
        let type: ValueType =
            switch callee.result {
            case nil: .unit
            case .i32: .bool
            case .f64: .f64
            case .i64: .any
            }
        let isNumbered = operandsBefore != 0 && callee.effects.contains(.raises)
        let call = isNumbered ? numbered(callee, operands, before: i32(operandsBefore, span), type, span) : runtime(callee, operands, type, span)
        if context == .tail { return finish(placed(tail: call, callee, span), .tail, span) }
        guard callee.effects.contains(.raises) else {
            return finish(type == .unit ? sequence([call, bits(.unit, span)], span) : call, context, span)
        }
        let value = checked(call, context, isSingle: !callee.effects.contains(.severalValues), span)
        return finish(type == .unit ? sequence([value, bits(.unit, span)], span) : value, context, span)
    }

    // MARK: Operators of any number of operands

    private mutating func fold(
        _ name: String, _ callee: RuntimeFunction, _ arguments: [NodeID], _ context: Context, _ span: SourceSpan
    ) -> ExprID? {
        switch (name, arguments.count) {
        case ("+", 0): return finish(add(.constant(.i64(0)), .i64, span), context, span)
        case ("*", 0): return finish(add(.constant(.i64(1)), .i64, span), context, span)
        case ("-", 1), ("/", 1):
            let first = add(.constant(.i64(name == "-" ? 0 : 1)), .i64, span)
            // 0 - 0.0 is 0.0, but the negation is -0.0.
            if name == "-" { return runtimeCall(.aiNegate, [any(lower(arguments[0], .value))], context, span) }
            return onlyOperand(name, callee, after: first, arguments[0], context, span)
        case ("+", 1), ("*", 1):
            let unit = add(.constant(.i64(Int64(LibraryProcedure.unit(of: name)))), .i64, span)
            return onlyOperand(name, callee, after: unit, arguments[0], context, span)
        case (_, 1):
            // With itself: the greatest common divisor is the absolute value, too.
            var code: [ExprID] = []
            let operand = reusable(any(lower(arguments[0], .value)), &code)
            code.append(runtimeCall(callee, [again(operand), again(operand)], context, span))
            return sequence(code, span)
        case (_, 0): return finish(add(.constant(.i64(Int64(LibraryProcedure.unit(of: name)))), .i64, span), context, span)
        default: break
        }
        var result = lower(arguments[0], .value)
        for (position, argument) in arguments.enumerated().dropFirst() {
            let right = lower(argument, .value)
            operandsBefore = position - 1
            result = arithmetic(name, callee, result, right, position == arguments.count - 1 ? context : .value, span)
            operandsBefore = 0
        }
        return result
    }

    /// What stands before the operand is not in the source: errors count without it.
    private mutating func onlyOperand(
        _ name: String, _ callee: RuntimeFunction, after first: ExprID, _ operand: NodeID, _ context: Context, _ span: SourceSpan
    ) -> ExprID {
        let value = lower(operand, .value)
        operandsBefore = -1
        defer { operandsBefore = 0 }
        return arithmetic(name, callee, first, value, context, span)
    }

    private mutating func chain(
        _ name: String, _ callee: RuntimeFunction, _ arguments: [NodeID], _ context: Context, _ span: SourceSpan
    ) -> ExprID? {
        if arguments.count < 2 { return finish(shortChain(callee, arguments.first, span), context, span) }
        if arguments.count == 2 {
            let left = lower(arguments[0], .value)
            return finish(comparison(name, callee, left, lower(arguments[1], .value), span), context, span)
        }
        var code: [ExprID] = []
        var values: [ExprID] = []
        for argument in arguments { values.append(reusable(lower(argument, .value), &code)) }
        operandsBefore = values.count - 2
        var result = comparison(name, callee, again(values[values.count - 2]), again(values[values.count - 1]), span)
        for position in (0..<(values.count - 2)).reversed() {
            operandsBefore = position
            let pair = comparison(name, callee, again(values[position]), again(values[position + 1]), span)
            let no = add(.constant(.bool(false)), .bool, span)
            result = add(.conditional(condition: pair, then: result, otherwise: no), .bool, span)
        }
        operandsBefore = 0
        code.append(result)
        return finish(sequence(code, span), context, span)
    }

    /// Nothing contradicts, but an operand has to be one that can be compared.
    private mutating func shortChain(_ callee: RuntimeFunction, _ argument: NodeID?, _ span: SourceSpan) -> ExprID {
        var code: [ExprID] = []
        if let argument {
            let operand = reusable(any(lower(argument, .value)), &code)
            code.append(set(newLocal("holds", .bool), runtimeCall(callee, [again(operand), again(operand)], .value, span), span))
        }
        code.append(add(.constant(.bool(true)), .bool, span))
        return sequence(code, span)
    }

    // MARK: Forms that only lowering knows

    private mutating func inlineCall(_ name: String, _ arguments: [NodeID], _ context: Context, _ span: SourceSpan) -> ExprID? {
        switch name {
        case "values":
            if arguments.count == 1 { return lower(arguments[0], context == .values ? .value : context) }
            let values = arguments.map { any(lower($0, .value)) }
            if context == .effect { return sequence(values, span) }
            let object = add(.box(add(.makeElements(.values, values), .reference(.values), span)), .any, span)
            return finishValues(object, context, span)
        case "not": return arguments.count == 1 ? finish(add(.unary(.not, test(arguments[0])), .bool, span), context, span) : nil
        case "list": return finish(list(arguments.map { any(lower($0, .value)) }, span), context, span)
        case "vector":
            let items = arguments.map { any(lower($0, .value)) }
            return finish(add(.box(add(.makeElements(.vector, items), .reference(.vector), span)), .any, span), context, span)
        case "cons":
            let fields = arguments.map { any(lower($0, .value)) }
            let pair = add(.makeObject(.pair, small: 0, word: 0, fields: fields), .reference(.pair), span)
            return finish(add(.box(pair), .any, span), context, span)
        case "pair?": return finish(add(.test(any(lower(arguments[0], .value)), .reference(.pair)), .bool, span), context, span)
        case "null?":
            let value = any(lower(arguments[0], .value))
            return finish(add(.test(value, .bits(NaNBox.Immediate.emptyList.bits)), .bool, span), context, span)
        case "void": return finish(bits(.unit, span), context, span)
        default: return intrinsic(name, arguments, context, span)
        }
    }

    /// Names that begin with `%`, for the standard modules written in Ai.
    private mutating func intrinsic(_ name: String, _ arguments: [NodeID], _ context: Context, _ span: SourceSpan) -> ExprID? {
        switch name {
        case "%variadic?":
            let value = any(lower(arguments[0], .value))
            let arity = add(.closureArity(add(.unbox(value, nil), .reference(.closure), span)), .i32, span)
            return finish(add(.binary(.i32Equal, arity, i32(StaticClosure.variadic, span)), .bool, span), context, span)
        case "%arity":
            let value = any(lower(arguments[0], .value))
            let arity = add(.closureArity(add(.unbox(value, nil), .reference(.closure), span)), .i32, span)
            return finish(add(.unary(.i32ToI64, arity), .i64, span), context, span)
        case "%call-list":
            // A closure whose code takes all arguments as a list.
            let closure = add(.unbox(any(lower(arguments[0], .value)), nil), .reference(.closure), span)
            let list = any(lower(arguments[1], .value))
            if context == .tail, function.result == .any { return add(.tailCallClosure(closure, [list]), .never, span) }
            return checked(add(.callClosure(closure, [list]), .any, span), context, span)
        case "%call":
            // A closure that is known to take so many arguments.
            let closure = add(.unbox(any(lower(arguments[0], .value)), nil), .reference(.closure), span)
            let operands = arguments.dropFirst().map { any(lower($0, .value)) }
            if context == .tail { return add(.tailCallClosure(closure, operands), .never, span) }
            return checked(add(.callClosure(closure, operands), .any, span), context, span)
        case "%car", "%cdr":
            let pair = add(.unbox(any(lower(arguments[0], .value)), nil), .reference(.pair), span)
            return finish(add(.field(pair, index: name == "%car" ? 0 : 1), .any, span), context, span)
        case "%set-car!", "%set-cdr!":
            let pair = add(.unbox(any(lower(arguments[0], .value)), nil), .reference(.pair), span)
            let store = add(.setField(pair, index: name == "%set-car!" ? 0 : 1, value: any(lower(arguments[1], .value))), .unit, span)
            return finish(sequence([store, bits(.unit, span)], span), context, span)
        case "%list-length":
            let length = runtime(.aiListLength, [any(lower(arguments[0], .value))], .i32, span)
            return finish(add(.unary(.i32ToI64, length), .i64, span), context, span)
        case "%values":
            // An object of kind `values` as the values it holds.
            return finishValues(any(lower(arguments[0], .value)), context, span)
        case "%collect-values":
            let thunk = lower(arguments[0], .value)
            return finish(unknownCall(thunk, [], .values, span), context, span)
        case "%values?":
            return finish(add(.test(any(lower(arguments[0], .value)), .reference(.values)), .bool, span), context, span)
        case "%fail-type":
            let index = lower(arguments[2], .value)
            let position = add(.unary(.i64ToI32, type(index) == .i64 ? index : add(.unbox(index, nil), .i64, span)), .i32, span)
            let operands = [staticText(arguments[0], span), staticText(arguments[1], span), position]
            return raised(runtime(.aiRaiseType, operands + [any(lower(arguments[3], .value))], .unit, span), context, span)
        case "%fail-key":
            let operands = [staticText(arguments[0], span), any(lower(arguments[1], .value))]
            return raised(runtime(.aiRaiseKey, operands, .unit, span), context, span)
        case "%make-error":
            let operands = [staticText(arguments[0], span), staticText(arguments[1], span)]
            return finish(runtime(.aiSystemError, operands, .any, span), context, span)
        case "%record-is?":
            var code: [ExprID] = []
            let value = newLocal("record", .any)
            code.append(set(value, any(lower(arguments[0], .value)), span))
            let type = reusable(any(lower(arguments[1], .value)), &code)
            code.append(isRecord(value, type, span))
            return finish(sequence(code, span), context, span)
        case "%record-ref", "%tagged-ref":
            let kind: ObjectKind = name == "%record-ref" ? .record : .tagged
            let object = add(.unbox(any(lower(arguments[0], .value)), nil), .reference(kind), span)
            return finish(add(.field(object, index: integer(arguments[1]) + 1), .any, span), context, span)
        case "%tagged-is?":
            let operands = [any(lower(arguments[0], .value)), staticText(arguments[1], span), staticInteger(arguments[2], span)]
            return finish(runtime(.aiTaggedIs, operands, .bool, span), context, span)
        case "%absent": return finish(bits(.absent, span), context, span)
        case "%absent?":
            let value = any(lower(arguments[0], .value))
            return finish(add(.test(value, .bits(NaNBox.Immediate.absent.bits)), .bool, span), context, span)
        case "%signal":
            return finish(add(.unary(.i32ToI64, add(.signal, .i32, span)), .i64, span), context, span)
        case "%unwind":
            // Leaves for whoever catches the target: (target payload).
            let operands = arguments.map { any(lower($0, .value)) }
            let begin = runtime(.signalBegin, operands, .unit, span)
            return context == .tail ? sequence([begin, returnDummy(span)], span) : sequence([begin, land(span)], span)
        default: return nil
        }
    }

    /// After a runtime function that always raises.
    mutating func raised(_ call: ExprID, _ context: Context, _ span: SourceSpan) -> ExprID {
        let raise = placed(raise: call, span)
        return sequence([raise, context == .tail ? returnDummy(span) : land(span)], span)
    }

    private mutating func staticText(_ id: NodeID, _ span: SourceSpan) -> ExprID {
        guard case .literal(let datum) = module.nodes[id].kind, case .string(let text) = module.data[datum].kind else {
            return string("", span)
        }
        return string(text, span)
    }

    private func integer(_ id: NodeID) -> Int {
        guard case .literal(let datum) = module.nodes[id].kind, case .integer(let value) = module.data[datum].kind else { return 0 }
        return value.small.map { Int($0) } ?? 0
    }

    private mutating func staticInteger(_ id: NodeID, _ span: SourceSpan) -> ExprID { i32(integer(id), span) }
}

extension LibraryProcedure {
    /// How a standard module's procedure takes its arguments: those required one by one, and what is optional as a list.
    var shape: ProcedureShape { ProcedureShape(parameters: required.count, hasRest: !optional.isEmpty || rest != nil) }

    /// The result of an operator without operands.
    static func unit(of name: String) -> Int { name == "*" || name == "lcm" ? 1 : 0 }
}
