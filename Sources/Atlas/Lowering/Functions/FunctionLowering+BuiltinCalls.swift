import Basics
import Core
import Diagnostics
import ModuleSystem
import RuntimeABI

extension FunctionLowering {
    /// `f(arguments)` for a library function, or `x.m(rest)` forwarded to one.
    func lowerBuiltinCall(_ name: String, _ arguments: [ExpressionID], _ span: SourceSpan) -> Operand {
        guard let row = Builtins.lookup(name) ?? Intrinsics.lookup(name) else {
            return Operand(sequence(arguments.map { unitValue(lower($0)) } + [make(.unreachable, .never, span)], span), .never)
        }
        if let failure = countFailure(row, arguments.count) {
            return Operand(sequence(arguments.map { unitValue(lower($0)) } + [fail(failure, span)], span), .never)
        }
        if let extraction = lowerJSONExtraction(row, arguments, span) { return extraction }
        if case .runtime(let function) = row.implementation, row.writeBack != nil { return lowerChange(row, function, arguments, span) }
        let notAnArray = Mismatch.argument(function: name)
        switch (name, row.writeBack) {
        case ("pop", _): return lowerExtraction(arguments[0], fromFront: false, name: name, reporting: notAnArray, span)
        case ("shift", _): return lowerExtraction(arguments[0], fromFront: true, name: name, reporting: notAnArray, span)
        case ("reverse", _):
            return lowerChange(arguments[0], [], reporting: notAnArray, span) { array, _ in
                self.runtime(.arrayReverse, [array], .reference(.array), span)
            }
        case ("unshift", _):
            let value = PendingArgument(expression: arguments[1], type: typed.expressionTypes[arguments[1].offset])
            return lowerChange(arguments[0], [value], reporting: notAnArray, span) { array, values in
                let element = self.box(values[0].expression, from: values[0].type, span)
                return self.runtime(.arrayUnshift, [array, element], .reference(.array), span)
            }
        default: break
        }
        let operands = arguments.enumerated().map { position, argument -> Operand in
            let later = self.span(of: arguments[(position + 1)...])
            let value = builtinArgument(row, position, argument, before: later)
            return Operand(value, typed.expressionTypes[argument.offset])
        }
        return emitBuiltin(row, operands, span)
    }

    private func builtinArgument(_ row: Builtin, _ position: Int, _ argument: ExpressionID, before later: SourceSpan?) -> ExprID {
        if row.keepsArgument(position) { return lowerOwned(argument) }
        if row.name == "len" { return lowerArrayOperand(argument, before: later).array.expression }
        return lowerRead(argument, before: later, calleeMutates: row.mayCallBack && module.effects.unknownCallsMutate)
    }

    /// What a call with a wrong number of arguments reports; nil when the number is right.
    private func countFailure(_ row: Builtin, _ count: Int) -> FailureID? {
        guard case .function(let type) = row.type else { return nil }
        let expected = type.parameters.count
        guard row.isVariadic ? count < expected : count != expected else { return nil }
        return argumentFailure("\(row.name)(): expected \(expected) argument(s), got \(count)", mode: .plain)
    }

    /// The call of a library function on evaluated arguments. Each operand is used once, in order.
    func emitBuiltin(_ row: Builtin, _ arguments: [Operand], _ span: SourceSpan) -> Operand {
        switch row.implementation {
        case .number(let value): return Operand(number(value, span), .number)
        case .standard(let id, let name, let fails): return emitStandard(row, id, name, fails, arguments, span)
        case .runtime(let function): return emitRuntime(row, function, arguments, span)
        case .inline: return emitInline(row, arguments, span)
        }
    }

    private func emitStandard(
        _ row: Builtin, _ id: ModuleID, _ name: String, _ fails: Bool, _ arguments: [Operand], _ span: SourceSpan
    ) -> Operand {
        var values = arguments.enumerated().map { standardArgument(row, $0, $1, span) }
        if row.isVariadic { values = [make(.box(make(.makeArray(values), .reference(.array), span)), .any, span)] }
        let function = module.standardFunction(id, name, count: values.count, fails: fails)
        let call = make(.callImported(function, values), .any, span)
        guard case .function(let type) = row.type, row.isPrelude else { return Operand(call, .unknown) }
        // The library's own functions keep what their signatures say.
        let representation = type.result.valueType
        switch representation {
        case .any: return Operand(call, type.result)
        case .unit: return Operand(unitValue(call), .null)
        default: return Operand(make(.unbox(call, nil), representation, span), type.result)
        }
    }

    private func standardArgument(_ row: Builtin, _ position: Int, _ operand: Operand, _ span: SourceSpan) -> ExprID {
        guard !row.isPrelude, case .function(let type) = row.type, type.parameters.indices.contains(position) else {
            return box(operand.expression, from: operand.type, span)
        }
        let parameter = type.parameters[position].type
        return box(argument(operand, to: parameter, of: row, span), from: parameter, span)
    }

    private func emitRuntime(_ row: Builtin, _ function: RuntimeFunction, _ arguments: [Operand], _ span: SourceSpan) -> Operand {
        if row.writeBack != nil { return emitChange(row, function, arguments, span) }
        var parameters: [Type] = []
        let result = row.returned
        if case .function(let type) = row.type { parameters = type.parameters.map(\.type) }
        let values = arguments.enumerated().map { position, operand in
            argument(operand, to: parameters.indices.contains(position) ? parameters[position] : .unknown, of: row, span)
        }
        let representation = result.valueType
        if function.result == .i64, representation == .reference(.option) {
            return Operand(makeOption(runtime(function, values, .any, span), span), result)
        }
        if function.result == .i32, representation == .bool {
            return Operand(unary(.i32ToBool, runtime(function, values, .i32, span), .bool, span), result)
        }
        return Operand(runtime(function, values, representation, span), result)
    }

    /// An argument in the representation that the function takes; reported in the function's name when it is of another kind.
    func argument(_ operand: Operand, to type: Type, of row: Builtin, _ span: SourceSpan) -> ExprID {
        let isMath = row.isPrelude && Builtins.math.contains { $0.name == row.name }
        let mismatch: Mismatch = isMath ? .text("\(row.name)() expects number argument") : .argument(function: row.name)
        return coerce(operand.expression, from: operand.type, to: type, function.expressions[operand.expression].span, mismatch)
    }
}
