import Basics
import Diagnostics
import RuntimeABI

/// Puts base cases before the calls of one function; see `InlineBaseCases`.
struct BaseCaseInliner {
    private(set) var function: Function
    /// Calls that are left for what is unusual.
    private(set) var seldom: Set<ExprID> = []
    private let id: FunctionID
    private let cases: BaseCases
    private let graph: CallPlaces
    /// By call of a closure, those that it may be.
    private let closures: [ExprID: [ClosureID]]
    private let module: Module
    private var growth = 0

    init(_ id: FunctionID, _ cases: BaseCases, _ graph: CallPlaces, _ module: Module, closures: [ExprID: [ClosureID]]) {
        self.id = id
        self.cases = cases
        self.graph = graph
        self.module = module
        self.closures = closures
        function = cases[id]
    }

    /// - Parameter isOften: whether control is likely to come here often.
    mutating func visit(_ id: ExprID, isOften: Bool) {
        let kind = function.expressions[id].kind
        let isInner = if case .loop(let label, _, _, _) = kind { isOften || !function.labels[label].isSeldom } else { isOften }
        for operand in kind.operands { visit(operand, isOften: isInner) }
        guard isOften, growth < InlineBaseCases.growthLimit, function.locals.count < InlineLeaves.variableLimit else { return }
        let expression = function.expressions[id]
        switch expression.kind {
        case .call(let callee, let arguments): inline(callee, arguments, at: id, expression, isTail: false)
        case .tailCall(let callee, let arguments): inline(callee, arguments, at: id, expression, isTail: true)
        case .callClosure(let closure, let arguments): inline(closure: closure, arguments, at: id, expression, isTail: false)
        case .tailCallClosure(let closure, let arguments): inline(closure: closure, arguments, at: id, expression, isTail: true)
        default: break
        }
    }

    private func areValues(_ arguments: [ExprID]) -> Bool {
        !arguments.contains { function.expressions[$0].type == .never || function.expressions[$0].type == .unit }
    }

    // MARK: Known functions

    /// `{ parameters = arguments; done: { other: { …break done with the value…; …break other… } f(parameters) } }`; a tail call returns the value
    /// instead of breaking.
    private mutating func inline(_ callee: FunctionID, _ arguments: [ExprID], at id: ExprID, _ call: Expr, isTail: Bool) {
        guard areValues(arguments), cases[callee].convention == .direct, let found = cases.find(callee) else { return }
        let isOfGroup = graph.group[callee.offset] != nil && graph.group[callee.offset] == graph.group[self.id.offset]
        guard isOfGroup && found.size <= InlineBaseCases.limitInRecursion || !found.leavesWork else { return }
        let locals = cases[callee].locals.values.map { function.locals.append($0) }
        var items = assign(arguments, to: locals)
        let operands = zip(locals, arguments).map { read($0, at: $1) }
        let repeated = function.add(isTail ? .tailCall(callee, operands) : .call(callee, operands), call.type, call.span)
        if !found.leavesWork { seldom.insert(repeated) }
        let done = isTail ? nil : function.labels.append(Label(name: "done"))
        let other = function.labels.append(Label(name: "other"))
        let code = copy(callee, found, locals, done: done, other: other)
        let test = function.add(.block(other, body: code), .unit, call.span)
        if let done {
            let whole = function.add(.sequence([test, repeated]), call.type, call.span)
            items.append(function.add(.block(done, body: whole), call.type, call.span))
        } else {
            items += [test, repeated]
        }
        function.expressions[id].kind = .sequence(items)
    }

    private mutating func assign(_ arguments: [ExprID], to locals: [LocalID]) -> [ExprID] {
        zip(locals, arguments).map { function.add(.setLocal($0, $1), .unit, function.expressions[$1].span) }
    }

    private mutating func read(_ local: LocalID, at argument: ExprID) -> ExprID {
        function.add(.local(local), function.locals[local].type, function.expressions[argument].span)
    }

    private mutating func copy(_ callee: FunctionID, _ found: BaseCases.Case, _ locals: [LocalID], done: LabelID?, other: LabelID) -> ExprID {
        guard let body = cases[callee].body else { return function.add(.unreachable, .never, .none) }
        let target = function
        // Only one owner, so that adding to it copies nothing.
        function = Function(name: "", parameters: [], result: .unit, span: .none)
        var copy = cases.copy(callee, into: target, locals: locals, allowsEffects: found.allowsEffects) { copy, end in
            switch end {
            case .base(let value): copy.target.add(done.map { .breakTo($0, value) } ?? .returnValue(value), .never, .none)
            case .other: copy.target.add(.breakTo(other, nil), .never, .none)
            }
        }
        let code = copy.tail(body)
        growth += copy.size
        function = copy.target
        return code
    }

    // MARK: Closures

    /// As for known functions, for each closure that it may be; `closure` and the arguments are kept for the call.
    private mutating func inline(closure: ExprID, _ arguments: [ExprID], at id: ExprID, _ call: Expr, isTail: Bool) {
        guard areValues([closure] + arguments), let candidates = closures[id] else { return }
        let callees = candidates.map { module.closures[$0].function }.filter { cases[$0].parameterCount == arguments.count + 1 }
        let found = callees.compactMap { callee in cases.find(callee).flatMap { $0.leavesWork ? nil : (callee: callee, found: $0) } }
        guard !found.isEmpty || callees.count == 1 else { return }
        let operands = [closure] + arguments
        let locals = operands.map { function.locals.append(Local(name: "operand", type: function.expressions[$0].type)) }
        var items = assign(operands, to: locals)
        if found.isEmpty {
            let direct = again(callees[0], locals, operands, call, isTail: isTail)
            let test = isClosure(locals[0], callees[0], call)
            let indirect = again(nil, locals, operands, call, isTail: isTail)
            items.append(function.add(.conditional(condition: test, then: direct, otherwise: indirect), call.type, call.span))
            function.expressions[id].kind = .sequence(items)
            return
        }
        let done = isTail ? nil : function.labels.append(Label(name: "done"))
        let other = function.labels.append(Label(name: "other"))
        var tests: [ExprID] = []
        for (callee, found) in found {
            let own = cases[callee].locals.values.dropFirst(locals.count).map { function.locals.append($0) }
            let test = isClosure(locals[0], callee, call)
            let code = copy(callee, found, locals + own, done: done, other: other)
            tests.append(function.add(.conditional(condition: test, then: code, otherwise: nil), .unit, call.span))
        }
        let test = function.add(.block(other, body: function.add(.sequence(tests), .unit, call.span)), .unit, call.span)
        let repeated = again(nil, locals, operands, call, isTail: isTail)
        if found.count == candidates.count { seldom.insert(repeated) }
        if let done {
            let whole = function.add(.sequence([test, repeated]), call.type, call.span)
            items.append(function.add(.block(done, body: whole), call.type, call.span))
        } else {
            items += [test, repeated]
        }
        function.expressions[id].kind = .sequence(items)
    }

    private mutating func isClosure(_ closure: LocalID, _ callee: FunctionID, _ call: Expr) -> ExprID {
        function.add(.closureIs(function.add(.local(closure), .reference(.closure), call.span), callee), .bool, call.span)
    }

    /// The call, of a known function or through the closure.
    private mutating func again(_ callee: FunctionID?, _ locals: [LocalID], _ operands: [ExprID], _ call: Expr, isTail: Bool) -> ExprID {
        let values = zip(locals, operands).map { read($0, at: $1) }
        let kind: Expr.Kind
        if let callee {
            kind = isTail ? .tailCall(callee, values) : .call(callee, values)
        } else {
            let arguments = Array(values.dropFirst())
            kind = isTail ? .tailCallClosure(values[0], arguments) : .callClosure(values[0], arguments)
        }
        return function.add(kind, call.type, call.span)
    }
}
