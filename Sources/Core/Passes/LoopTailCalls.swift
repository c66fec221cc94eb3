import Basics
import Diagnostics

/// Makes loops of tail calls of a function to itself.
///
/// The next round needs neither a new frame nor another look at the depth of calls. But engines that compile in tiers replace code from call to
/// call, never within a loop. So a function whose only calls of itself are tail calls makes one of them after some rounds.
public enum LoopTailCalls {
    /// Rounds from one call to the next.
    static let rounds: Int32 = 256

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
            guard calls.tail, function.siteParameter == nil else { return function }
            var looper = TailCallLooper(function, id, isCounted: !calls.inner)
            return looper.loop(body)
        }
    }
}

private struct TailCallLooper {
    private var function: Function
    private let id: FunctionID
    private let label: LabelID
    /// How many rounds there may be until the next call; nil: any number.
    private let rounds: LocalID?

    init(_ function: Function, _ id: FunctionID, isCounted: Bool) {
        self.function = function
        self.id = id
        label = self.function.labels.append(Label(name: "again"))
        rounds = isCounted ? self.function.locals.append(Local(name: "rounds", type: .i32)) : nil
    }

    mutating func loop(_ body: ExprID) -> Function {
        visit(body)
        let expression = function.expressions[body]
        let round = expression.type == .never ? body : function.add(.returnValue(body), .never, expression.span)
        let loop = function.add(.loop(label, condition: nil, body: round, step: nil), .never, expression.span)
        function.body = rounds.map { function.add(.sequence([start($0, expression.span), loop]), .never, expression.span) } ?? loop
        return function
    }

    private mutating func visit(_ id: ExprID) {
        for operand in function.expressions[id].kind.operands { visit(operand) }
        guard case .tailCall(self.id, let arguments) = function.expressions[id].kind else { return }
        let span = function.expressions[id].span
        guard let rounds else { return function.expressions[id].kind = .sequence(nextRound(arguments, span)) }
        guard !arguments.contains(where: { function.expressions[$0].type == .never }) else { return }
        function.expressions[id].kind = .sequence(nextRoundOrCall(arguments, rounds, span))
    }

    private mutating func start(_ rounds: LocalID, _ span: SourceSpan) -> ExprID {
        function.add(.setLocal(rounds, function.add(.constant(.i32(LoopTailCalls.rounds)), .i32, span)), .unit, span)
    }

    /// Goes on with the next round, and every so often with the call.
    private mutating func nextRoundOrCall(_ arguments: [ExprID], _ rounds: LocalID, _ span: SourceSpan) -> [ExprID] {
        let one = function.add(.constant(.i32(1)), .i32, span)
        let less = function.add(.binary(.i32Subtract, function.add(.local(rounds), .i32, span), one), .i32, span)
        var items = nextRound(arguments, span)
        let proceed = items.removeLast()
        items.append(function.add(.setLocal(rounds, less), .unit, span))
        let isLeft = function.add(.unary(.i32ToBool, function.add(.local(rounds), .i32, span)), .bool, span)
        let parameters = arguments.indices.map { function.add(.local(LocalID($0)), function.locals[LocalID($0)].type, span) }
        let call = function.add(.tailCall(id, parameters), .never, span)
        return items + [function.add(.conditional(condition: isLeft, then: proceed, otherwise: call), .never, span)]
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
