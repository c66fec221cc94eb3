import Basics
import Core
import Diagnostics
import RuntimeABI

/// Bodies of procedures, and the functions through which closures are called.
extension ProcedureLowering {
    mutating func clauseBody(_ clause: Lambda.Clause, firstParameter: Int) -> ExprID {
        var code: [ExprID] = []
        let variables = clause.parameters + (clause.rest.map { [$0] } ?? [])
        for (position, variable) in variables.enumerated() {
            code += enter(variable, LocalID(firstParameter + position))
        }
        code.append(lower(clause.body, .tail))
        return sequence(code, module.nodes[clause.body].span)
    }

    /// Makes a parameter's place; a captured variable that is assigned moves to a cell.
    private mutating func enter(_ variable: VariableID, _ parameter: LocalID) -> [ExprID] {
        guard isCell(variable) else {
            places[variable] = parameter
            if !module.variables[variable].isAssigned { stable.insert(parameter) }
            return []
        }
        let span = module.variables[variable].span
        return [bind(variable, read(parameter, span), span)]
    }

    /// The first clause that takes as many arguments as the list has.
    mutating func clauseChoice(_ source: Lambda, list: LocalID) -> ExprID {
        let span = source.span
        let count = newLocal("count", .i32)
        var result = raiseArity(source.name, source.arity, read(count, span), span)
        for clause in source.clauses.reversed() {
            let wanted = i32(clause.parameters.count, span)
            let operation: BinaryOperation = clause.rest == nil ? .i32Equal : .i32GreaterOrEqual
            let fits = add(.binary(operation, read(count, span), wanted), .bool, span)
            let body = unpack(clause, list: list, span)
            result = add(.conditional(condition: fits, then: body, otherwise: result), .never, span)
        }
        let length = runtime(.aiListLength, [read(list, span)], .i32, span)
        return sequence([set(count, length, span), result], span)
    }

    private mutating func unpack(_ clause: Lambda.Clause, list: LocalID, _ span: SourceSpan) -> ExprID {
        var code: [ExprID] = []
        let rest = newLocal("rest", .any)
        code.append(set(rest, read(list, span), span))
        for parameter in clause.parameters { code.append(bind(parameter, takeFirst(rest, span), span)) }
        if let variable = clause.rest { code.append(bind(variable, read(rest, span), span)) }
        code.append(lower(clause.body, .tail))
        return sequence(code, span)
    }

    /// The first element of a list that has one; the local goes on to the rest.
    mutating func takeFirst(_ list: LocalID, _ span: SourceSpan) -> ExprID {
        let first = newLocal("first", .any)
        let pair = { (builder: inout ProcedureLowering) in builder.add(.unbox(builder.read(list, span), nil), .reference(.pair), span) }
        let keep = set(first, add(.field(pair(&self), index: 0), .any, span), span)
        let step = set(list, add(.field(pair(&self), index: 1), .any, span), span)
        return sequence([keep, step, read(first, span)], span)
    }

    /// Raises that a procedure does not take so many arguments.
    mutating func raiseArity(_ name: String?, _ arity: (least: Int, most: Int?), _ count: ExprID, _ span: SourceSpan) -> ExprID {
        let procedure = string(name ?? "procedure", span)
        let operands = [procedure, i32(arity.least, span), i32(arity.most ?? -1, span), count]
        let raise = runtime(.aiRaiseArity, operands, .unit, span)
        return sequence([raise, returnDummy(span)], span)
    }

    /// A captured variable, out of the closure (local 0) that is being called.
    mutating func capturedSlot(_ index: Int, isCell: Bool, _ span: SourceSpan) -> ExprID {
        let slot = add(.closureSlot(closure: read(LocalID(0), span), index: index), .any, span)
        return isCell ? add(.unbox(slot, nil), .reference(.cell), span) : slot
    }
}

extension ModuleLowering {
    /// A function of the closure convention: takes its arguments one by one, or all as a list and checks how many there are.
    func closureFunction(
        _ name: String?, _ shape: ProcedureShape, isVariadic: Bool, _ arity: (least: Int, most: Int?), _ span: SourceSpan,
        body: (inout ProcedureLowering, [ExprID]) -> ExprID
    ) -> Function {
        var parameters = [Local(name: "closure", type: .reference(.closure))]
        let names = isVariadic ? ["arguments"] : (0..<shape.parameters).map { "argument\($0)" }
        parameters += names.map { Local(name: $0, type: .any) }
        let function = Function(
            name: (name ?? "lambda") + ".closure", convention: .closure, parameters: parameters, result: .any, span: span)
        var builder = ProcedureLowering(self, function)
        guard isVariadic else {
            let operands = (0..<shape.parameters).map { builder.read(LocalID($0 + 1), span) }
            builder.function.body = body(&builder, operands)
            return builder.function
        }
        // A list that holds all arguments needs no check: its clauses check themselves.
        if shape.parameters == 0, shape.hasRest {
            builder.function.body = body(&builder, [builder.read(LocalID(1), span)])
            return builder.function
        }
        let count = builder.newLocal("count", .i32)
        let length = builder.runtime(.aiListLength, [builder.read(LocalID(1), span)], .i32, span)
        let operation: BinaryOperation = shape.hasRest ? .i32Less : .i32NotEqual
        let isWrong = builder.add(.binary(operation, builder.read(count, span), builder.i32(shape.parameters, span)), .bool, span)
        let raise = builder.raiseArity(name, arity, builder.read(count, span), span)
        var code = [builder.set(count, length, span), builder.add(.conditional(condition: isWrong, then: raise, otherwise: nil), .unit, span)]
        var operands: [ExprID] = []
        for _ in 0..<shape.parameters {
            let value = builder.takeFirst(LocalID(1), span)
            operands.append(builder.reusable(value, &code))
        }
        if shape.hasRest { operands.append(builder.read(LocalID(1), span)) }
        code.append(body(&builder, operands))
        builder.function.body = builder.sequence(code, span)
        return builder.function
    }
}
