import Basics
import Core
import Diagnostics
import RuntimeABI

/// Questions about the kind of a value.
extension FunctionLowering {
    func emitReflection(_ row: Builtin, _ arguments: [Operand], _ span: SourceSpan) -> Operand? {
        switch row.name {
        case "isObject": return answer(.atlasIsObject, [boxed(arguments[0], span)], span)
        case "isType": return emitIsType(row, arguments, span)
        case "hasField", "hasMethod":
            return answer(.atlasHasField, [boxed(arguments[0], span), argument(arguments[1], to: .string, of: row, span)], span)
        case "hasTag":
            let tag = argument(arguments[1], to: .string, of: row, span)
            return answer(.atlasHasTag, [boxed(arguments[0], span), tag, string("tag", span)], span)
        case "reflect_typeof": return withValue(arguments[0], .string, span) { self.kindName($0, span) }
        case "reflect_is_callable": return kindTest(arguments[0], .reference(.closure), span)
        case "reflect_is_primitive":
            return withValue(arguments[0], .bool, span) { value in
                let tests: [ValueTest] = [.number, .reference(.string), .bool]
                return tests.reversed().reduce(self.test(value(), .null, span)) { self.or(self.test(value(), $1, span), $0, span) }
            }
        case "reflect_same_type":
            var statements: [ExprID] = []
            let values = arguments.map { keep(boxed($0, span), "value", into: &statements) }
            statements.append(equal(kindName(values[0], span), kindName(values[1], span), span))
            return Operand(sequence(statements, span), .bool)
        case "reflect_clone": return Operand(boxed(arguments[0], span), .unknown)
        case "reflect_get_length", "reflect_is_empty": return emitLengthOf(row, arguments[0], span)
        case "reflect_get_function_name":
            return Operand(runtime(.atlasFunctionName, [closure(arguments[0], row, span)], .reference(.string), span), .string)
        case "reflect_get_function_arity":
            let arity = make(.closureArity(closure(arguments[0], row, span)), .i32, span)
            return Operand(unary(.i32ToF64, arity, .f64, span), .number)
        case "reflect_type_describe": return withValue(arguments[0], .string, span) { self.description($0, span) }
        default: return nil
        }
    }

    private func boxed(_ operand: Operand, _ span: SourceSpan) -> ExprID { box(operand.expression, from: operand.type, span) }

    private func withValue(_ operand: Operand, _ result: Type, _ span: SourceSpan, _ body: (@escaping () -> ExprID) -> ExprID) -> Operand {
        var statements: [ExprID] = []
        let value = keep(boxed(operand, span), "value", into: &statements, isStable: true)
        statements.append(body(value))
        return Operand(sequence(statements, span), result)
    }

    private func answer(_ function: RuntimeFunction, _ arguments: [ExprID], _ span: SourceSpan) -> Operand {
        Operand(unary(.i32ToBool, runtime(function, arguments, .i32, span), .bool, span), .bool)
    }

    private func equal(_ left: ExprID, _ right: ExprID, _ span: SourceSpan) -> ExprID {
        unary(.i32ToBool, runtime(.stringEqual, [left, right], .i32, span), .bool, span)
    }

    /// `typeof(value) == name`, where the name `object` asks for a JSON object.
    private func emitIsType(_ row: Builtin, _ arguments: [Operand], _ span: SourceSpan) -> Operand {
        let name = argument(arguments[1], to: .string, of: row, span)
        if case .constant(.string(let wanted)) = function.expressions[name].kind {
            let value = boxed(arguments[0], span)
            if wanted == "object" { return answer(.atlasIsObject, [value], span) }
            return Operand(equal(runtime(.atlasTypeof, [value], .reference(.string), span), name, span), .bool)
        }
        var statements: [ExprID] = []
        let value = keep(boxed(arguments[0], span), "value", into: &statements)
        let wanted = keep(name, "name", into: &statements)
        let isObject = and(equal(wanted(), string("object", span), span), answer(.atlasIsObject, [value()], span).expression, span)
        statements.append(or(equal(runtime(.atlasTypeof, [value()], .reference(.string), span), wanted(), span), isObject, span))
        return Operand(sequence(statements, span), .bool)
    }

    private func kindName(_ value: () -> ExprID, _ span: SourceSpan) -> ExprID {
        let other = runtime(.atlasTypeof, [value()], .reference(.string), span)
        let result = conditional(test(value(), .reference(.result), span), string("Result", span), other, span)
        return conditional(test(value(), .reference(.option), span), string("Option", span), result, span)
    }

    private func description(_ value: () -> ExprID, _ span: SourceSpan) -> ExprID {
        let texts: [(ValueTest, String)] = [
            (.number, "primitive number type"), (.reference(.string), "primitive string type"), (.bool, "primitive boolean type"),
            (.null, "null type"), (.reference(.array), "array type"), (.reference(.closure), "function type"),
            (.reference(.json), "dynamic JSON value type"),
        ]
        let other = concat([runtime(.atlasTypeof, [value()], .reference(.string), span), string(" type", span)], span)
        return texts.reversed().reduce(other) { conditional(test(value(), $1.0, span), string($1.1, span), $0, span) }
    }

    /// `reflect_get_length` and `reflect_is_empty`.
    private func emitLengthOf(_ row: Builtin, _ operand: Operand, _ span: SourceSpan) -> Operand {
        let isLength = row.name == "reflect_get_length"
        return withValue(operand, isLength ? .number : .bool, span) { value in
            func unboxed(_ kind: ObjectKind) -> ExprID { self.make(.unbox(value(), nil), .reference(kind), span) }
            func answer(_ length: ExprID) -> ExprID {
                isLength
                    ? self.unary(.i32ToF64, length, .f64, span) : self.binary(.i32Equal, length, self.integer(0, span), .bool, span)
            }
            let failure = self.fail(self.argumentFailure("\(row.name)(): expected string or array, got "), value(), span)
            let length = answer(self.make(.arrayLength(unboxed(.array)), .i32, span))
            let other = self.conditional(self.test(value(), .reference(.array), span), length, failure, span)
            let count = answer(self.runtime(.stringScalarCount, [unboxed(.string)], .i32, span))
            return self.conditional(self.test(value(), .reference(.string), span), count, other, span)
        }
    }

    private func closure(_ operand: Operand, _ row: Builtin, _ span: SourceSpan) -> ExprID {
        unbox(boxed(operand, span), .reference(.closure), argumentFailure("\(row.name)(): expected function, got "), span)
    }
}
