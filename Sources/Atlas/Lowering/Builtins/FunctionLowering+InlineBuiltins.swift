import Basics
import Core
import Diagnostics
import RuntimeABI

/// Library functions that are Core operations.
extension FunctionLowering {
    func emitInline(_ row: Builtin, _ arguments: [Operand], _ span: SourceSpan) -> Operand {
        emitCore(row, arguments, span) ?? emitText(row, arguments, span) ?? emitArray(row, arguments, span)
            ?? emitMath(row, arguments, span) ?? emitVariant(row, arguments, span) ?? emitJSON(row, arguments, span)
            ?? emitReflection(row, arguments, span) ?? emitIntrinsic(row, arguments, span)
            ?? Operand(make(.unreachable, .never, span), .never)
    }

    private func emitCore(_ row: Builtin, _ arguments: [Operand], _ span: SourceSpan) -> Operand? {
        switch row.name {
        case "print": return emitPrint(arguments[0], span)
        case "len": return emitLength(arguments[0], span)
        case "str": return emitStr(arguments[0], span)
        case "isString": return kindTest(arguments[0], .reference(.string), span)
        case "isNumber": return kindTest(arguments[0], .number, span)
        case "isBool": return kindTest(arguments[0], .bool, span)
        case "isNull": return kindTest(arguments[0], .null, span)
        case "isArray": return kindTest(arguments[0], .reference(.array), span)
        case "isFunction": return kindTest(arguments[0], .reference(.closure), span)
        default: return nil
        }
    }

    func kindTest(_ operand: Operand, _ kind: ValueTest, _ span: SourceSpan) -> Operand {
        Operand(test(box(operand.expression, from: operand.type, span), kind, span), .bool)
    }

    /// Only values whose kind is not known need the printer of dynamic values.
    private func emitPrint(_ operand: Operand, _ span: SourceSpan) -> Operand {
        let value = operand.expression
        let call: ExprID
        switch type(value) {
        case .reference(.string): call = runtime(.printLine, [value], .unit, span)
        case .f64: call = runtime(.atlasPrintNumber, [value], .unit, span)
        case .bool: call = runtime(.printLine, [boolText(value, span)], .unit, span)
        case .unit: call = sequence([value, runtime(.printLine, [string("null", span)], .unit, span)], span)
        default: call = runtime(.atlasPrintValue, [box(value, from: operand.type, span)], .unit, span)
        }
        return Operand(call, .void)
    }

    private func boolText(_ value: ExprID, _ span: SourceSpan) -> ExprID {
        conditional(value, string("true", span), string("false", span), span)
    }

    private func emitStr(_ operand: Operand, _ span: SourceSpan) -> Operand {
        let value = operand.expression
        let text: ExprID
        switch type(value) {
        case .f64: text = runtime(.atlasNumberToText, [value], .reference(.string), span)
        case .bool: text = boolText(value, span)
        case .unit: text = sequence([value, string("null", span)], span)
        default: text = runtime(.atlasStr, [box(value, from: operand.type, span)], .reference(.string), span)
        }
        return Operand(text, .string)
    }

    private func emitLength(_ operand: Operand, _ span: SourceSpan) -> Operand {
        let value = operand.expression
        let length: ExprID
        switch type(value) {
        case .reference(.string): length = unary(.i32ToF64, runtime(.stringScalarCount, [value], .i32, span), .f64, span)
        case .reference(.array): length = unary(.i32ToF64, make(.arrayLength(value), .i32, span), .f64, span)
        default: length = dynamicLength(box(value, from: operand.type, span), span)
        }
        return Operand(length, .number)
    }

    /// Arrays are looked at right here; strings and errors are the runtime's.
    private func dynamicLength(_ value: ExprID, _ span: SourceSpan) -> ExprID {
        var statements: [ExprID] = []
        let kept = keep(value, "value", into: &statements)
        let length = make(.arrayLength(make(.unbox(kept(), nil), .reference(.array), span)), .i32, span)
        let other = runtime(.atlasLen, [kept()], .f64, span)
        statements.append(conditional(test(kept(), .reference(.array), span), unary(.i32ToF64, length, .f64, span), other, span))
        return sequence(statements, span)
    }

    private func emitText(_ row: Builtin, _ arguments: [Operand], _ span: SourceSpan) -> Operand? {
        let mode: Int
        switch row.name {
        case "trimStart": mode = 1
        case "trimEnd": mode = 2
        case "trim": mode = 3
        default: return nil
        }
        let text = argument(arguments[0], to: .string, of: row, span)
        return Operand(runtime(.atlasTrim, [text, integer(mode, span)], .reference(.string), span), .string)
    }

    // MARK: Arrays

    private func emitArray(_ row: Builtin, _ arguments: [Operand], _ span: SourceSpan) -> Operand? {
        let array = { self.argument(arguments[0], to: .array(.unknown), of: row, span) }
        let value = { (position: Int) in self.box(arguments[position].expression, from: arguments[position].type, span) }
        let reference = ValueType.reference(.array)
        switch row.name {
        case "slice": return emitSlice(row, arguments, span)
        case "arrayIndexOf": return indexResult(runtime(.arrayIndexOf, [array(), value(1)], .i32, span), span)
        case "arrayLastIndexOf": return indexResult(runtime(.arrayLastIndexOf, [array(), value(1)], .i32, span), span)
        case "arrayIncludes":
            let index = runtime(.arrayIndexOf, [array(), value(1)], .i32, span)
            return Operand(binary(.i32GreaterOrEqual, index, integer(0, span), .bool, span), .bool)
        case "arrayPush": return Operand(runtime(.arrayPush, [array(), value(1)], reference, span), .array(.unknown))
        case "unshift", "arrayUnshift": return Operand(runtime(.arrayUnshift, [array(), value(1)], reference, span), .array(.unknown))
        case "reverse", "arrayReverse": return Operand(runtime(.arrayReverse, [array()], reference, span), .array(.unknown))
        case "pop", "arrayPop": return extractPair(Operand(array(), .array(.unknown)), fromFront: false, name: "pop", span)
        case "shift", "arrayShift": return extractPair(Operand(array(), .array(.unknown)), fromFront: true, name: "shift", span)
        default: return nil
        }
    }

    private func indexResult(_ index: ExprID, _ span: SourceSpan) -> Operand { Operand(unary(.i32ToF64, index, .f64, span), .number) }

    /// Both ends are clamped to the array; then the start must not be behind the end.
    private func emitSlice(_ row: Builtin, _ arguments: [Operand], _ span: SourceSpan) -> Operand {
        var statements: [ExprID] = []
        let array = keep(argument(arguments[0], to: .array(.unknown), of: row, span), "array", into: &statements)
        let first = keep(argument(arguments[1], to: .number, of: row, span), "start", into: &statements)
        let last = keep(argument(arguments[2], to: .number, of: row, span), "end", into: &statements)
        func clamped(_ value: ExprID) -> ExprID {
            let length = unary(.i32ToF64, make(.arrayLength(array()), .i32, span), .f64, span)
            let upper = binary(.f64Minimum, value, length, .f64, span)
            return unary(.f64ToI32, binary(.f64Maximum, upper, number(0, span), .f64, span), .i32, span)
        }
        let start = keep(clamped(first()), "from", into: &statements)
        let end = keep(clamped(last()), "to", into: &statements)
        let message = concat([numberText(start(), span), string(" > end ", span), numberText(end(), span)], span)
        let failure = make(.failText(typeFailure("Invalid slice range: start "), message), .never, span)
        statements.append(conditional(binary(.i32Greater, start(), end(), .bool, span), failure, nil, span))
        let slice = runtime(.arraySlice, [array(), start(), end()], .reference(.array), span)
        return Operand(sequence(statements + [slice], span), .array(.unknown))
    }

    private func numberText(_ value: ExprID, _ span: SourceSpan) -> ExprID {
        runtime(.atlasNumberToText, [unary(.i32ToF64, value, .f64, span)], .reference(.string), span)
    }

    func concat(_ parts: [ExprID], _ span: SourceSpan) -> ExprID {
        parts.dropFirst().reduce(parts[0]) { runtime(.stringConcat, [$0, $1], .reference(.string), span) }
    }
}
