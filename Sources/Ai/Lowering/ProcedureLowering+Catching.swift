import Basics
import Core
import Diagnostics
import RuntimeABI

/// Forms that see what leaves them: by a raise, an escape, or the end of the program.
///
/// The dynamic state (handlers, what is active) belongs to the standard module `std:ai/control`, whose procedures are called around the bodies.
extension ProcedureLowering {
    /// Calls a procedure of `std:ai/control` that never ends with a signal.
    private mutating func control(_ procedure: ControlProcedure, _ arguments: [ExprID], _ span: SourceSpan) -> ExprID {
        add(.callImported(unit.control(procedure), arguments), .any, span)
    }

    /// `body` in any number of values into a new local; signals end in `landed`, whose value is what then comes out, or which leaves.
    private mutating func catching(
        _ span: SourceSpan, body: (inout ProcedureLowering) -> ExprID, landed: (inout ProcedureLowering) -> ExprID
    ) -> ExprID {
        let done = newLabel("done")
        let (code, isUsed) = landing("catch", span) { builder in
            let value = builder.any(body(&builder))
            return builder.type(value) == .never ? value : builder.add(.breakTo(done, value), .never, span)
        }
        guard isUsed else { return add(.block(done, body: code), .any, span) }
        // Errors found by the runtime are raised here, where the handlers of the body are still in force.
        let prepare = [runtime(.signalLanded, [], .unit, span), control(.landed, [], span)]
        let caught = any(landed(&self))
        return add(.block(done, body: sequence([code] + prepare + [caught], span)), .any, span)
    }

    mutating func guarded(_ body: NodeID, _ payload: VariableID, _ handler: NodeID, _ context: Context, _ span: SourceSpan) -> ExprID {
        let tag = newLocal("guard", .any)
        let enter = set(tag, control(.guardEnter, [], span), span)
        let finished = newLocal("finished", .bool)
        let result = newLocal("result", .any)
        let value = catching(span) { builder in
            let value = builder.any(builder.lower(body, .values))
            guard builder.type(value) != .never else { return value }
            let keep = builder.set(result, value, span)
            let exit = builder.control(.guardExit, [builder.read(tag, span)], span)
            let mark = builder.set(finished, builder.add(.constant(.bool(true)), .bool, span), span)
            return builder.sequence([keep, exit, mark, builder.read(result, span)], span)
        } landed: { builder in
            builder.caught(builder.control(.guardCatch, [builder.read(tag, span)], span), span)
        }
        let start = set(finished, add(.constant(.bool(false)), .bool, span), span)
        let store = set(result, value, span)
        let normal = finishValues(read(result, span), context, span)
        let bindPayload = bind(payload, read(result, span), span)
        let handled = lower(handler, context)
        let otherwise = sequence([bindPayload, handled], span)
        let choice =
            context == .effect
            ? add(.conditional(condition: read(finished, span), then: normal, otherwise: otherwise), .unit, span)
            : self.choice(read(finished, span), normal, otherwise, span)
        return sequence([start, enter, store, choice], span)
    }

    /// What a catch procedure gave, unless that says that the signal is meant for others.
    private mutating func caught(_ value: ExprID, _ span: SourceSpan) -> ExprID {
        let local = newLocal("caught", .any)
        let isOther = add(.test(read(local, span), .bits(NaNBox.Immediate.absent.bits)), .bool, span)
        let leave = add(.conditional(condition: isOther, then: land(span), otherwise: nil), .unit, span)
        return sequence([set(local, value, span), leave, read(local, span)], span)
    }

    mutating func protected(_ body: NodeID, _ cleanup: NodeID, _ context: Context, _ span: SourceSpan) -> ExprID {
        protected(context, span) { $0.lower(body, .values) } cleanup: { $0.lower(cleanup, .effect) }
    }

    /// `cleanup` runs once, after the body or when a signal leaves it, which then goes on.
    private mutating func protected(
        _ context: Context, _ span: SourceSpan, body: (inout ProcedureLowering) -> ExprID, cleanup: (inout ProcedureLowering) -> ExprID
    ) -> ExprID {
        let saved = newLocal("unwinding", .any)
        let value = newLocal("result", .any)
        let start = set(saved, bits(.absent, span), span)
        let run = catching(span, body: body) { builder in
            let keep = builder.set(saved, builder.control(.unwindSave, [], span), span)
            return builder.sequence([keep, builder.bits(.unit, span)], span)
        }
        let keep = set(value, run, span)
        let after = cleanup(&self)
        let isUnwinding = add(.unary(.not, add(.test(read(saved, span), .bits(NaNBox.Immediate.absent.bits)), .bool, span)), .bool, span)
        let resume = sequence([control(.unwindResume, [read(saved, span)], span), land(span)], span)
        let goOn = add(.conditional(condition: isUnwinding, then: resume, otherwise: nil), .unit, span)
        return sequence([start, keep, after, goOn, finishValues(read(value, span), context, span)], span)
    }

    mutating func letEscape(_ variable: VariableID, _ body: NodeID, _ context: Context, _ span: SourceSpan) -> ExprID {
        let tag = newLocal("escape", .any)
        let enter = set(tag, control(.escapeEnter, [], span), span)
        let procedure = bind(variable, control(.escapeProcedure, [read(tag, span)], span), span)
        let value = catching(span) { builder in
            let value = builder.any(builder.lower(body, .values))
            guard builder.type(value) != .never else { return value }
            let local = builder.newLocal("result", .any)
            let keep = builder.set(local, value, span)
            let exit = builder.control(.escapeExit, [builder.read(tag, span)], span)
            return builder.sequence([keep, exit, builder.read(local, span)], span)
        } landed: { builder in
            builder.caught(builder.control(.escapeCatch, [builder.read(tag, span)], span), span)
        }
        return sequence([enter, procedure, finishValues(value, context, span)], span)
    }

    mutating func parameterize(_ bindings: [(NodeID, NodeID)], _ body: NodeID, _ context: Context, _ span: SourceSpan) -> ExprID {
        var code: [ExprID] = []
        var values: [ExprID] = []
        for (parameter, value) in bindings {
            values.append(reusable(any(lower(parameter, .value)), &code))
            values.append(reusable(any(lower(value, .value)), &code))
        }
        let saved = newLocal("saved", .any)
        // Converters are procedures of the program.
        let bound = add(.callImported(unit.control(.parameterizeEnter), [list(values, span)]), .any, span)
        code.append(set(saved, checked(bound, .value, isSingle: true, span), span))
        let rest = protected(context, span) { $0.lower(body, .values) } cleanup: { builder in
            builder.control(.parameterizeExit, [builder.read(saved, span)], span)
        }
        return sequence(code + [rest], span)
    }

    mutating func delay(_ lambda: LambdaID, isChain: Bool, _ context: Context, _ span: SourceSpan) -> ExprID {
        let thunk = closure(lambda, span)
        let state = isChain ? ObjectLayout.Promise.delayed : ObjectLayout.Promise.delayedValue
        let promise = add(.makeVariant(.promise, tag: state, payload: thunk), .reference(.promise), span)
        return finish(add(.box(promise), .any, span), context, span)
    }

    mutating func fail(_ code: String, _ message: String, _ argument: NodeID?, _ context: Context, _ span: SourceSpan) -> ExprID {
        let value = argument.map { any(lower($0, .value)) } ?? bits(.absent, span)
        let raise = runtime(.aiRaiseMessage, [string(code, span), string(message, span), value], .unit, span)
        return raised(raise, context, span)
    }
}
