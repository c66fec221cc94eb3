import Basics
import Diagnostics

/// Makes loops of tail calls of a function to itself, where it calls itself in other places, too.
///
/// The next round needs neither a new frame nor another look at the depth of calls. A function whose only calls of itself are tail calls is left
/// alone: engines that compile in tiers replace code from call to call, never within a loop.
public enum LoopTailCalls {
    public static func run(_ module: Module) -> Module {
        module.changingFunctions(where: { _ in true }) { id, function, body in
            var calls = (inner: false, tail: false)
            for expression in function.expressions.values {
                switch expression.kind {
                case .call(id, _): calls.inner = true
                case .tailCall(id, _): calls.tail = true
                default: break
                }
            }
            guard calls.inner, calls.tail, function.siteParameter == nil else { return function }
            var looper = TailCallLooper(function, id)
            return looper.loop(body)
        }
    }
}

private struct TailCallLooper {
    private var function: Function
    private let id: FunctionID
    private let label: LabelID

    init(_ function: Function, _ id: FunctionID) {
        self.function = function
        self.id = id
        label = self.function.labels.append(Label(name: "again"))
    }

    mutating func loop(_ body: ExprID) -> Function {
        visit(body)
        let expression = function.expressions[body]
        let round = expression.type == .never ? body : function.add(.returnValue(body), .never, expression.span)
        function.body = function.add(.loop(label, condition: nil, body: round, step: nil), .never, expression.span)
        return function
    }

    private mutating func visit(_ id: ExprID) {
        for operand in function.expressions[id].kind.operands { visit(operand) }
        guard case .tailCall(self.id, let arguments) = function.expressions[id].kind else { return }
        function.expressions[id].kind = .sequence(nextRound(arguments, function.expressions[id].span))
    }

    /// All arguments are there before the first parameter changes.
    private mutating func nextRound(_ arguments: [ExprID], _ span: SourceSpan) -> [ExprID] {
        var items: [ExprID] = []
        var values: [(parameter: LocalID, value: ExprID)] = []
        for (index, argument) in arguments.enumerated() {
            let parameter = LocalID(index)
            let expression = function.expressions[argument]
            if case .local(parameter) = expression.kind { continue }
            guard index < arguments.count - 1, expression.type != .never, expression.type != .unit else {
                values.append((parameter, argument))
                continue
            }
            let local = function.locals.append(Local(name: "next", type: expression.type))
            items.append(function.add(.setLocal(local, argument), .unit, expression.span))
            values.append((parameter, function.add(.local(local), expression.type, expression.span)))
        }
        for (parameter, value) in values.reversed() { items.append(function.add(.setLocal(parameter, value), .unit, span)) }
        return items + [function.add(.continueTo(label), .never, span)]
    }
}
