import Basics
import Core
import Diagnostics
import RuntimeABI

/// Expressions, by kind.
extension ProcedureLowering {
    mutating func lower(_ id: NodeID, _ context: Context) -> ExprID {
        let node = module.nodes[id]
        let span = node.span
        switch node.kind {
        case .literal(let datum): return finish(unit.literal(datum, id, in: &self, span), context, span)
        case .unspecified: return finish(bits(.unit, span), context, span)
        case .uninitialized: return finish(bits(.uninitialized, span), context, span)
        case .local(let variable): return finish(unboxedIfKnown(readVariable(variable, span), types[id]), context, span)
        case .setLocal(let variable, let value):
            let new = lower(value, .value)
            return finish(sequence([assign(variable, new, span), bits(.unit, span)], span), context, span)
        case .topLevel(let variable): return finish(unboxedIfKnown(topLevelValue(variable, span), types[id]), context, span)
        case .setTopLevel(let variable, let value): return setTopLevel(variable, value, context, span)
        case .define(let variable, let value): return define(variable, value, context, span)
        case .imported(let name): return importedValue(name, context, span)
        case .builtin(let name): return finish(unit.builtinValue(name, in: &self, span), context, span)
        case .call(let callee, let arguments): return call(callee, arguments, context, span)
        case .lambda(let lambda): return finish(closure(lambda, span), context, span)
        case .conditional(let test, let then, let otherwise):
            return conditional(test, then, otherwise, types[id], context, span)
        case .sequence(let items):
            var code = items.dropLast().map { lower($0, .effect) }
            if let last = items.last { code.append(lower(last, context)) }
            return sequence(code, span)
        case .letValues(let bindings, let body): return letValues(bindings, body, types[id], context, span)
        case .letRecursive(let bindings, let body): return letRecursive(bindings, body, types[id], context, span)
        case .receive(let variables, let rest, let producer, let body):
            return receive(variables, rest, producer, body, context, span)
        case .block(let block, let body): return self.block(block, body, types[id], context, span)
        case .leave(let block, let value): return leave(block, value, span)
        case .guarded(let body, let payload, let handler): return guarded(body, payload, handler, context, span)
        case .protected(let body, let cleanup): return protected(body, cleanup, context, span)
        case .letEscape(let variable, let body): return letEscape(variable, body, context, span)
        case .parameterize(let bindings, let body): return parameterize(bindings, body, context, span)
        case .delay(let lambda, let isChain): return delay(lambda, isChain: isChain, context, span)
        case .fail(let code, let message, let argument): return fail(code, message, argument, context, span)
        }
    }

    // MARK: Conditions

    /// The truth of an expression.
    mutating func test(_ id: NodeID) -> ExprID {
        let node = module.nodes[id]
        let span = node.span
        switch node.kind {
        case .conditional(let test, let then, let otherwise):
            let condition = self.test(test)
            // `(or a b)` tests the variable that holds `a`, and then gives it.
            let first = isSameVariable(test, then) ? add(.constant(.bool(true)), .bool, span) : self.test(then)
            let second = isSameVariable(test, otherwise) ? add(.constant(.bool(false)), .bool, span) : self.test(otherwise)
            return choice(condition, first, second, span)
        case .letValues(let bindings, let body):
            var code = bind(bindings)
            code.append(test(body))
            return sequence(code, span)
        case .call(let callee, let arguments):
            guard case .builtin(let name) = module.nodes[callee].kind else { break }
            if name == "not", arguments.count == 1 { return add(.unary(.not, test(arguments[0])), .bool, span) }
            if let code = membershipTest(name, arguments, span) { return code }
        default: break
        }
        return truth(lower(id, .value), span)
    }

    private func isSameVariable(_ first: NodeID, _ second: NodeID) -> Bool {
        guard case (.local(let one), .local(let other)) = (module.nodes[first].kind, module.nodes[second].kind) else { return false }
        return one == other && !module.variables[one].needsCheck
    }

    mutating func truth(_ value: ExprID, _ span: SourceSpan) -> ExprID {
        switch type(value) {
        case .bool, .never: return value
        case .any:
            let isFalse = add(.test(value, .bits(NaNBox.Immediate.false.bits)), .bool, span)
            return add(.unary(.not, isFalse), .bool, span)
        default: return sequence([value, add(.constant(.bool(true)), .bool, span)], span)
        }
    }

    /// One of two values of one type, or of types that become `any`.
    mutating func choice(_ condition: ExprID, _ then: ExprID, _ otherwise: ExprID, _ span: SourceSpan) -> ExprID {
        if type(condition) == .never { return condition }
        let (first, second) = unify(then, otherwise)
        let type = type(first) == .never ? type(second) : type(first)
        let result = add(.conditional(condition: condition, then: first, otherwise: second), type, span)
        guard type == .i64 else { return result }
        let ranges = [first, second].compactMap { self.type($0) == .i64 ? range($0) : nil }
        return withRange(ranges.dropFirst().reduce(ranges.first ?? .small) { $0.union($1) }, result)
    }

    /// Both as values of the same type; those that never return fit any.
    private mutating func unify(_ first: ExprID, _ second: ExprID) -> (ExprID, ExprID) {
        let (left, right) = (type(first), type(second))
        if left == right || left == .never || right == .never { return (first, second) }
        return (any(first), any(second))
    }

    private mutating func conditional(
        _ test: NodeID, _ then: NodeID, _ otherwise: NodeID, _ known: StaticType, _ context: Context, _ span: SourceSpan
    ) -> ExprID {
        let condition = self.test(test)
        let isTyped = context == .value && known != .whole
        let first = isTyped ? unboxedIfKnown(lower(then, context), known) : lower(then, context)
        let second = isTyped ? unboxedIfKnown(lower(otherwise, context), known) : lower(otherwise, context)
        if context == .effect {
            return add(.conditional(condition: condition, then: first, otherwise: second), .unit, span)
        }
        return choice(condition, first, second, span)
    }

    // MARK: Blocks

    private mutating func block(_ block: BlockID, _ body: NodeID, _ known: StaticType, _ context: Context, _ span: SourceSpan) -> ExprID {
        let label = newLabel("block")
        let type = joinType(known, context)
        blocks[block] = BlockTarget(label: label, context: context, type: type)
        let value = lower(body, context)
        if type == .never { return value }
        let result = add(.block(label, body: type == .unit ? value : converted(value, to: type)), type, span)
        return withRange(known.range ?? .small, result)
    }

    private mutating func leave(_ block: BlockID, _ value: NodeID, _ span: SourceSpan) -> ExprID {
        guard let target = blocks[block] else { return add(.unreachable, .never, span) }
        let code = lower(value, target.context)
        guard target.context != .tail, type(code) != .never else { return code }
        if target.type == .unit {
            return sequence([code, add(.breakTo(target.label, nil), .never, span)], span)
        }
        return add(.breakTo(target.label, converted(code, to: target.type)), .never, span)
    }

    /// The type of an expression with several ways out.
    func joinType(_ known: StaticType, _ context: Context) -> ValueType {
        switch context {
        case .effect: .unit
        case .tail: .never
        case .value: isExactlyKnown(known) ? unboxed(known) ?? .any : .any
        case .values: .any
        }
    }

    /// Values of this type can be unboxed from a dynamic value.
    func isExactlyKnown(_ type: StaticType) -> Bool { type.range.map { $0.isSmall || bails } ?? true }
}
