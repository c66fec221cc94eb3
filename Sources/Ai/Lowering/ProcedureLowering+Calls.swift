import Basics
import Core
import Diagnostics
import RuntimeABI

/// Calls of procedures of the program.
extension ProcedureLowering {
    /// Procedures with more parameters get their arguments as a list, and so does whoever calls something unknown with more.
    static var mostArguments: Int { 12 }

    mutating func call(_ callee: NodeID, _ arguments: [NodeID], _ context: Context, _ span: SourceSpan) -> ExprID {
        switch module.nodes[callee].kind {
        case .local(let variable):
            guard let lambda = unit.uses.knownCallee(variable, arguments: arguments.count) else { break }
            if let target = loops[lambda] { return jump(target, lambda, arguments, span) }
            return directCall(lambda, callee, arguments, context, span)
        case .topLevel(let variable):
            if let lambda = module.topLevel[variable].procedure, unit.accepts(lambda, arguments.count) {
                return directCall(lambda, callee, arguments, context, span)
            }
            if let record = unit.recordFunction(of: variable), record.arity == arguments.count {
                let operands = arguments.map { any(lower($0, .value)) }
                if context == .tail, function.result == .any { return add(.tailCall(record.function, operands), .never, span) }
                return checked(add(.call(record.function, operands), .any, span), context, isSingle: true, span)
            }
        case .imported(let name):
            if let shape = unit.shape(of: name), shape.accepts(arguments.count) {
                let operands = self.operands(arguments, shape, span)
                return importedCall(unit.importedFunction(name, shape), operands, context, span)
            }
        case .builtin(let name):
            if let code = builtinCall(name, arguments, context, span) { return code }
        case .lambda(let lambda) where UseAnalysis.fits(module.lambdas[lambda], arguments.count):
            let clause = module.lambdas[lambda].clauses[0]
            var code: [ExprID] = []
            for (parameter, argument) in zip(clause.parameters, arguments) {
                code.append(bind(parameter, unboxedIfKnown(lower(argument, .value), types[argument]), module.nodes[argument].span))
            }
            code.append(lower(clause.body, context))
            return sequence(code, span)
        default: break
        }
        return unknownCall(lower(callee, .value), arguments.map { .node($0) }, context, span)
    }

    /// The arguments as a procedure of this shape takes them.
    mutating func operands(_ arguments: [NodeID], _ shape: ProcedureShape, _ span: SourceSpan) -> [ExprID] {
        var values = arguments.map { any(lower($0, .value)) }
        guard shape.hasRest else { return values }
        let rest = Array(values[shape.parameters...])
        values.removeLast(rest.count)
        values.append(list(rest, span))
        return values
    }

    /// A new list of values.
    mutating func list(_ values: [ExprID], _ span: SourceSpan) -> ExprID {
        guard !values.isEmpty else { return bits(.emptyList, span) }
        // The values are evaluated in order before any pair is made.
        var code: [ExprID] = []
        let ready = values.count == 1 ? values : values.map { reusable($0, &code) }
        var result = bits(.emptyList, span)
        for value in ready.reversed() {
            let pair = add(.makeObject(.pair, small: 0, word: 0, fields: [value, result]), .reference(.pair), span)
            result = add(.box(pair), .any, span)
        }
        code.append(result)
        return sequence(code, span)
    }

    mutating func importedCall(_ callee: ImportedFunctionID, _ operands: [ExprID], _ context: Context, _ span: SourceSpan) -> ExprID {
        if context == .tail, function.result == .any { return add(.tailCallImported(callee, operands), .never, span) }
        return checked(add(.callImported(callee, operands), .any, span), context, span)
    }

    /// A call of a procedure of this module without its closure.
    private mutating func directCall(
        _ lambda: LambdaID, _ callee: NodeID, _ arguments: [NodeID], _ context: Context, _ span: SourceSpan
    ) -> ExprID {
        if let call = typedCall(lambda, callee, arguments, context, span) { return call }
        let captured = unit.captures.captures[lambda.offset].map { captureForCall($0, span) }
        let operands = captured + operands(arguments, unit.shape(of: lambda), span)
        let callee = isStandIn ? unit.generalFunction(of: lambda) : unit.function(of: lambda)
        if context == .tail, function.result == .any { return add(.tailCall(callee, operands), .never, span) }
        return checked(add(.call(callee, operands), .any, span), context, span)
    }

    /// A call of the typed version of a procedure; nil if it has none, or the arguments may not fit.
    private mutating func typedCall(
        _ lambda: LambdaID, _ callee: NodeID, _ arguments: [NodeID], _ context: Context, _ span: SourceSpan
    ) -> ExprID? {
        guard let version = unit.inference.versions[lambda] else { return nil }
        let captured = unit.captures.captures[lambda.offset]
        let known = (types.captured[callee] ?? captured.map { _ in .unknown }) + arguments.map { types[$0] }
        guard unit.inference.summaries.fits(lambda, known, inBailing: bails) else {
            return guardedCall(lambda, version, known, arguments, context, span)
        }
        var operands: [ExprID] = []
        var code: [ExprID] = []
        for (variable, representation) in zip(captured, version.parameters) {
            operands.append(converted(captureForTypedCall(variable, span), to: representation, &code))
        }
        for (argument, representation) in zip(arguments, version.parameters.dropFirst(captured.count)) {
            operands.append(converted(lower(argument, .value), to: representation, &code))
        }
        let callee = unit.typedFunction(of: lambda)
        let result = version.result.valueType
        if context == .tail, function.result == result {
            code.append(add(.tailCall(callee, operands), .never, span))
        } else {
            code.append(checked(add(.call(callee, operands), result, span), context, isSingle: result != .any, span))
        }
        let last = code[code.count - 1]
        return withRange(of: last, sequence(code, span))
    }

    /// A call of a typed version whose only doubt is whether integers are small: when one is not, the other version is called. Nil: there are
    /// other doubts.
    private mutating func guardedCall(
        _ lambda: LambdaID, _ version: TypedVersion, _ known: [StaticType], _ arguments: [NodeID], _ context: Context, _ span: SourceSpan
    ) -> ExprID? {
        let fits = zip(version.parameters, known).allSatisfy { $0 == .integer ? $1.range != nil : $0.holds($1) }
        guard fits, !version.bails, version.result == .any else { return nil }
        var code: [ExprID] = []
        var operands: [ExprID] = unit.captures.captures[lambda.offset].map { captureForTypedCall($0, span) }
        for argument in arguments { operands.append(reusable(lower(argument, .value), &code)) }
        guard operands.allSatisfy({ type($0) != .never }) else { return sequence(code, span) }
        var condition: ExprID?
        for (operand, representation) in zip(operands, version.parameters) where representation == .integer && type(operand) == .i64 {
            guard !range(operand).isSmall else { continue }
            let test = isSmall(operand, span)
            condition = condition.map { both($0, test, span) } ?? test
        }
        let isTail = context == .tail && function.result == .any
        func call(_ callee: FunctionID, _ builder: inout ProcedureLowering) -> ExprID {
            let values = builder.unconverted(operands, version)
            return isTail ? builder.add(.tailCall(callee, values), .never, span) : builder.add(.call(callee, values), .any, span)
        }
        let fast = call(unit.typedFunction(of: lambda), &self)
        let result = condition.map {
            let slow = call(unit.wideFunction(of: lambda), &self)
            return add(.conditional(condition: $0, then: fast, otherwise: slow), isTail ? .never : .any, span)
        }
        code.append(isTail ? result ?? fast : checked(result ?? fast, context, span))
        return sequence(code, span)
    }

    /// The operands, from `reusable`, as a typed version takes them; unboxed integers may be large.
    private mutating func unconverted(_ operands: [ExprID], _ version: TypedVersion) -> [ExprID] {
        var unused: [ExprID] = []
        return zip(operands, version.parameters).map { operand, representation in
            let copy = again(operand)
            return type(copy) == .i64 && representation == .integer ? copy : converted(copy, to: representation, &unused)
        }
    }

    /// An argument in the form that a typed version takes. Cells stay what they are.
    private mutating func converted(_ value: ExprID, to representation: TypedVersion.Representation, _ code: inout [ExprID]) -> ExprID {
        switch (representation, type(value)) {
        case (_, .never): return value
        case (.any, .reference(.cell)): return value
        case (.any, _): return any(value)
        default: return converted(value, to: representation.valueType)
        }
    }

    private mutating func captureForTypedCall(_ variable: VariableID, _ span: SourceSpan) -> ExprID {
        guard let place = places[variable] else { return bits(.unit, span) }
        return read(place, span)
    }

    /// What stands for a captured variable among the parameters of a procedure: its cell, or its value.
    private mutating func captureForCall(_ variable: VariableID, _ span: SourceSpan) -> ExprID {
        guard let place = places[variable] else { return bits(.unit, span) }
        let value = read(place, span)
        return isCell(variable) ? value : any(value)
    }

    // MARK: Unknown callees

    enum Argument {
        case node(NodeID)
        /// Already lowered; of type `any`.
        case value(ExprID)
    }

    /// A call of a value that may be anything.
    mutating func unknownCall(_ callee: ExprID, _ arguments: [Argument], _ context: Context, _ span: SourceSpan) -> ExprID {
        var code: [ExprID] = []
        let callee = reusable(any(callee), &code)
        var values: [ExprID] = []
        for argument in arguments {
            switch argument {
            case .node(let node): values.append(reusable(any(lower(node, .value)), &code))
            case .value(let value): values.append(reusable(value, &code))
            }
        }
        guard values.count <= Self.mostArguments else {
            let operands = [callee, list(values, span)]
            code.append(importedCall(unit.control(.applyList), operands, context, span))
            return sequence(code, span)
        }
        let isClosure = add(.test(callee, .reference(.closure)), .bool, span)
        let arity = add(.closureArity(add(.unbox(again(callee), nil), .reference(.closure), span)), .i32, span)
        let isFitting = add(.binary(.i32Equal, arity, i32(values.count, span)), .bool, span)
        let isKnown = add(
            .conditional(condition: isClosure, then: isFitting, otherwise: add(.constant(.bool(false)), .bool, span)), .bool, span)
        let closure = add(.unbox(again(callee), nil), .reference(.closure), span)
        let slow = unit.slowCall(values.count)
        let others = [again(callee)] + values.map { again($0) }
        if context == .tail, function.result == .any {
            let fast = add(.tailCallClosure(closure, values), .never, span)
            let otherwise = add(.tailCall(slow, others), .never, span)
            code.append(add(.conditional(condition: isKnown, then: fast, otherwise: otherwise), .never, span))
        } else {
            let fast = add(.callClosure(closure, values), .any, span)
            let otherwise = add(.call(slow, others), .any, span)
            let result = add(.conditional(condition: isKnown, then: fast, otherwise: otherwise), .any, span)
            code.append(checked(result, context, span))
        }
        return sequence(code, span)
    }

    // MARK: Closures

    /// A lambda as a value.
    mutating func closure(_ lambda: LambdaID, _ span: SourceSpan) -> ExprID {
        let id = unit.closure(of: lambda)
        let captures = unit.captures.captures[lambda.offset]
        if captures.isEmpty {
            return add(.box(add(.constant(.closure(id)), .reference(.closure), span)), .any, span)
        }
        let values = captures.map { any(capturedValue($0, span)) }
        return add(.box(add(.makeClosure(id, captures: values), .reference(.closure), span)), .any, span)
    }

    /// What a closure's slot holds for a captured variable: its cell, or its value.
    mutating func capturedValue(_ variable: VariableID, _ span: SourceSpan) -> ExprID {
        guard let place = places[variable] else { return bits(.uninitialized, span) }
        return read(place, span)
    }
}
