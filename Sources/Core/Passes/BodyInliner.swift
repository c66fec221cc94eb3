import Basics
import Diagnostics

/// Copies bodies of functions to calls of them.
struct BodyInliner {
    private(set) var function: Function
    private(set) var spans: InlinedSpans
    // Of the copy that is being made.
    private var id = FunctionID(0)
    private var source = Function(name: "", parameters: [], result: .unit, span: .none)
    private var locals: [LocalID] = []
    private var labels: [LabelID: LabelID] = [:]
    private var done = LabelID(0)
    /// The loop around the copy, once there is a tail call.
    private var again: LabelID?

    init(_ function: Function, _ spans: InlinedSpans) {
        self.function = function
        self.spans = spans
    }

    /// `{ parameters = arguments; done: again: { body, with `break done` where it returns } }`
    mutating func inline(_ id: FunctionID, _ source: Function, _ body: ExprID, at call: ExprID) {
        // Of an outer call, the arguments may be another now.
        let expression = function.expressions[call]
        guard case .call(_, let arguments) = expression.kind else { return }
        (self.id, self.source) = (id, source)
        locals = source.locals.values.map { function.locals.append($0) }
        labels = [:]
        again = nil
        done = function.labels.append(Label(name: "done"))
        spans.begin(source, at: expression.span)
        var items = zip(locals, arguments).map { function.add(.setLocal($0, $1), .unit, function.expressions[$1].span) }
        var code = returning(copy(body), source.expressions[body])
        if let again { code = function.add(.loop(again, condition: nil, body: code, step: nil), .never, expression.span) }
        items.append(function.add(.block(done, body: code), expression.type, expression.span))
        function.expressions[call].kind = .sequence(items)
    }

    /// Ends the copy with a value of the function; its type is `never`.
    private mutating func returning(_ value: ExprID, _ original: Expr) -> ExprID {
        if original.type == .never { return value }
        let span = function.expressions[value].span
        if source.result != .unit { return function.add(.breakTo(done, value), .never, span) }
        return function.add(.sequence([value, function.add(.breakTo(done, nil), .never, span)]), .never, span)
    }

    private mutating func copy(_ id: ExprID) -> ExprID {
        let expression = source.expressions[id]
        switch expression.kind {
        case .block(let label, _), .loop(let label, _, _, _): labels[label] = function.labels.append(source.labels[label])
        default: break
        }
        var operands = expression.kind.operands
        for index in operands.indices { operands[index] = copy(operands[index]) }
        let span = spans.span(expression.span)
        switch expression.kind {
        case .returnValue(_?): return function.add(.breakTo(done, operands[0]), .never, span)
        case .returnValue(nil): return function.add(.breakTo(done, nil), .never, span)
        case .tailCall(self.id, _) where !operands.contains(where: { function.expressions[$0].type == .never }): return nextRound(operands, span)
        case .tailCall(let callee, _): return ending(with: .call(callee, operands), span)
        case .tailCallImported(let callee, _): return ending(with: .callImported(callee, operands), span)
        case .tailCallClosure: return ending(with: .callClosure(operands[0], Array(operands.dropFirst())), span)
        default:
            let kind = renamed(expression.kind.with(operands: operands).renamed(locals))
            return function.add(kind, expression.type, span)
        }
    }

    /// What was a call in tail position is followed by the end of the copy.
    private mutating func ending(with call: Expr.Kind, _ span: SourceSpan) -> ExprID {
        let value = function.add(call, source.result, span)
        return returning(value, function.expressions[value])
    }

    /// All arguments are there before the first parameter changes.
    private mutating func nextRound(_ arguments: [ExprID], _ span: SourceSpan) -> ExprID {
        let label = again ?? function.labels.append(Label(name: "again"))
        again = label
        var items: [ExprID] = []
        var changes: [ExprID] = []
        for (parameter, argument) in zip(locals, arguments) {
            let expression = function.expressions[argument]
            if case .local(parameter) = expression.kind { continue }
            let next = function.locals.append(Local(name: "next", type: function.locals[parameter].type))
            items.append(function.add(.setLocal(next, argument), .unit, expression.span))
            let value = function.add(.local(next), function.locals[parameter].type, span)
            changes.append(function.add(.setLocal(parameter, value), .unit, span))
        }
        return function.add(.sequence(items + changes + [function.add(.continueTo(label), .never, span)]), .never, span)
    }

    private func renamed(_ kind: Expr.Kind) -> Expr.Kind {
        switch kind {
        case .block(let label, let body): .block(labels[label] ?? label, body: body)
        case .loop(let label, let condition, let body, let step): .loop(labels[label] ?? label, condition: condition, body: body, step: step)
        case .breakTo(let label, let value): .breakTo(labels[label] ?? label, value)
        case .continueTo(let label): .continueTo(labels[label] ?? label)
        default: kind
        }
    }
}
