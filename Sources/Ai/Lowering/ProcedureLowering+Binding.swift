import Basics
import Core
import Diagnostics
import RuntimeABI

/// The forms that bind local variables, and loops.
extension ProcedureLowering {
    // MARK: let

    mutating func letValues(_ bindings: [(VariableID, NodeID)], _ body: NodeID, _ known: StaticType, _ context: Context, _ span: SourceSpan) -> ExprID {
        if bindings.count == 1, let lambda = inlinedLoop(bindings[0].0) { return loop(lambda, body, known, context, span) }
        var code = bind(bindings)
        code.append(lower(body, context))
        return sequence(code, span)
    }

    /// Values first, then all variables at once. A variable is seen only by the body, so each may be made as soon as its value is there.
    mutating func bind(_ bindings: [(VariableID, NodeID)]) -> [ExprID] {
        bindings.compactMap { variable, value in
            let span = module.nodes[value].span
            if let lambda = unit.uses.variables[variable.offset].lambda, !unit.uses.variables[variable.offset].isValue {
                _ = lambda
                return nil
            }
            return bind(variable, unboxedIfKnown(lower(value, .value), types[value]), span)
        }
    }

    // MARK: letrec

    mutating func letRecursive(_ bindings: [(VariableID, NodeID)], _ body: NodeID, _ known: StaticType, _ context: Context, _ span: SourceSpan) -> ExprID {
        if bindings.count == 1, let lambda = inlinedLoop(bindings[0].0) { return loop(lambda, body, known, context, span) }
        var code: [ExprID] = []
        // Every variable exists before any value is computed: closures hold one another.
        var closures: [(VariableID, LambdaID)] = []
        for (variable, value) in bindings {
            let nodeSpan = module.nodes[value].span
            if let lambda = unit.uses.variables[variable.offset].lambda {
                guard unit.uses.variables[variable.offset].isValue else { continue }
                closures.append((variable, lambda))
                code.append(bind(variable, bits(.uninitialized, nodeSpan), nodeSpan))
                if let place = places[variable] { stable.remove(place) }
            } else {
                let isLater = isCell(variable) || module.variables[variable].needsCheck || module.variables[variable].isAssigned
                if isLater { code.append(bind(variable, bits(.uninitialized, nodeSpan), nodeSpan)) }
            }
        }
        code += makeClosures(closures)
        for (variable, value) in bindings where unit.uses.variables[variable.offset].lambda == nil {
            let nodeSpan = module.nodes[value].span
            let new = lower(value, .value)
            code.append(places[variable] == nil ? bind(variable, new, nodeSpan) : assign(variable, new, nodeSpan))
        }
        code.append(lower(body, context))
        return sequence(code, span)
    }

    /// Closures that may capture one another: each is made with what is there, and gets the others afterwards.
    private mutating func makeClosures(_ closures: [(VariableID, LambdaID)]) -> [ExprID] {
        var code: [ExprID] = []
        var made: Set<VariableID> = []
        var patches: [(owner: VariableID, slot: Int, captured: VariableID)] = []
        let group = Set(closures.map(\.0))
        for (variable, lambda) in closures {
            let span = module.lambdas[lambda].span
            for (slot, captured) in unit.captures.captures[lambda.offset].enumerated()
            where group.contains(captured) && !made.contains(captured) && !isCell(captured) {
                patches.append((variable, slot, captured))
            }
            code.append(assign(variable, closure(lambda, span), span))
            made.insert(variable)
        }
        for patch in patches {
            guard let owner = places[patch.owner] else { continue }
            let span = module.variables[patch.owner].span
            let whole = isCell(patch.owner) ? add(.variantPayload(read(owner, span)), .any, span) : read(owner, span)
            let object = add(.unbox(whole, nil), .reference(.closure), span)
            let value = any(capturedValue(patch.captured, span))
            code.append(add(.setClosureSlot(closure: object, index: patch.slot, value: value), .unit, span))
        }
        return code
    }

    // MARK: Loops

    private func inlinedLoop(_ variable: VariableID) -> LambdaID? {
        guard let lambda = unit.uses.variables[variable.offset].lambda, unit.uses.lambdas[lambda.offset].role == .inlined else { return nil }
        return lambda
    }

    /// `body` enters the loop by calls of the procedure; the loop's own calls go on with the next round.
    private mutating func loop(_ id: LambdaID, _ body: NodeID, _ known: StaticType, _ context: Context, _ span: SourceSpan) -> ExprID {
        let clause = module.lambdas[id].clauses[0]
        var code: [ExprID] = []
        for parameter in clause.parameters {
            let name = module.variables[parameter].name
            let known = types.variables[parameter] ?? .unknown
            let place = newLocal(name, isCell(parameter) ? .reference(.cell) : unboxed(known) ?? .any)
            if let range = known.range { localRanges[place] = range }
            places[parameter] = place
            if !isCell(parameter), !module.variables[parameter].isAssigned { stable.insert(place) }
        }
        let entry = newLabel("enter")
        let exit = newLabel("exit")
        let top = newLabel("loop")
        let type = joinType(known, context)
        loops[id] = LoopTarget(label: top, entry: entry)
        let first = leaving(exit, lower(body, context), type, span)
        code.append(add(.block(entry, body: first), .unit, span))
        loops[id]?.isInside = true
        let round = leaving(exit, lower(clause.body, context), type, span)
        code.append(add(.loop(top, condition: nil, body: round, step: nil), .never, span))
        loops[id] = nil
        let whole = sequence(code, span)
        return type == .never ? whole : withRange(known.range ?? .small, add(.block(exit, body: whole), type, span))
    }

    /// The value leaves the block `exit`.
    private mutating func leaving(_ exit: LabelID, _ value: ExprID, _ type: ValueType, _ span: SourceSpan) -> ExprID {
        guard self.type(value) != .never else { return value }
        if type == .unit { return sequence([value, add(.breakTo(exit, nil), .never, span)], span) }
        return add(.breakTo(exit, converted(value, to: type)), .never, span)
    }

    /// A call of a loop's procedure.
    mutating func jump(_ target: LoopTarget, _ id: LambdaID, _ arguments: [NodeID], _ span: SourceSpan) -> ExprID {
        let parameters = module.lambdas[id].clauses[0].parameters
        let own = Set(parameters.compactMap { places[$0] })
        var code: [ExprID] = []
        var values: [ExprID] = []
        for (position, argument) in arguments.enumerated() {
            let value = loopValue(lower(argument, .value), types[argument], of: parameters[position])
            // The last value is stored at once; the others wait, since later operands may read the variables.
            if position == arguments.count - 1 {
                values.append(value)
            } else if case .local(let local) = function.expressions[value].kind, own.contains(local) {
                // A variable that the loop does not change waits in itself.
                values.append(local == places[parameters[position]] ? value : kept(value, &code))
            } else {
                values.append(reusable(value, &code))
            }
        }
        for (parameter, value) in zip(parameters, values).reversed() { code.append(setParameter(parameter, value, span)) }
        code.append(add(target.isInside ? .continueTo(target.label) : .breakTo(target.entry, nil), .never, span))
        return sequence(code, span)
    }

    /// A value in the form of the loop's variable.
    private mutating func loopValue(_ value: ExprID, _ known: StaticType, of parameter: VariableID) -> ExprID {
        guard let place = places[parameter], !isCell(parameter) else { return any(value) }
        let target = function.locals[place].type
        // Ranges of variables allow for what any round gives them, so an unboxed integer needs no check here.
        if type(value) == .i64, target == .i64 { return value }
        if target == .i64, type(value) == .any, !isExactlyKnown(known) {
            return runtime(.aiNarrow, [value], .i64, function.expressions[value].span)
        }
        return converted(value, to: target)
    }

    /// A fresh variable for each round.
    private mutating func setParameter(_ parameter: VariableID, _ value: ExprID, _ span: SourceSpan) -> ExprID {
        guard let place = places[parameter], type(value) != .never else { return value }
        if case .local(place) = function.expressions[value].kind { return add(.constant(.unit), .unit, span) }
        guard isCell(parameter) else { return set(place, value, span) }
        return set(place, add(.makeVariant(.cell, tag: 0, payload: value), .reference(.cell), span), span)
    }

    // MARK: Several values

    mutating func receive(
        _ variables: [VariableID], _ rest: VariableID?, _ producer: NodeID, _ body: NodeID, _ context: Context, _ span: SourceSpan
    ) -> ExprID {
        var code: [ExprID] = []
        if case .call(let callee, let arguments) = module.nodes[producer].kind, case .builtin("values") = module.nodes[callee].kind,
            rest == nil, arguments.count == variables.count
        {
            var values: [ExprID] = []
            for argument in arguments { values.append(reusable(lower(argument, .value), &code)) }
            for (variable, value) in zip(variables, values) { code.append(bind(variable, value, span)) }
        } else {
            let produced = any(lower(producer, .values))
            let arguments = [produced, i32(variables.count, span), i32(rest == nil ? 0 : 1, span)]
            let values = checked(runtime(.aiValuesExpect, arguments, .any, span), .value, isSingle: true, span)
            let object = reusable(add(.unbox(values, nil), .reference(.values), span), &code)
            for (position, variable) in (variables + (rest.map { [$0] } ?? [])).enumerated() {
                let value = add(.arrayLoad(again(object), index: i32(position, span)), .any, span)
                code.append(bind(variable, value, span))
            }
        }
        code.append(lower(body, context))
        return sequence(code, span)
    }
}
