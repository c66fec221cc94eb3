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
    /// By expression that has become base cases and a call, what is left of the call.
    private var remains: [ExprID: ExprID] = [:]

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
        let guarded = isOften ? ClosureCall(id, in: function) : nil
        for operand in kind.operands where operand != guarded?.call { visit(operand, isOften: isInner) }
        if let guarded { for argument in guarded.arguments { visit(argument, isOften: isInner) } }
        guard isOften, growth < InlineBaseCases.growthLimit, function.locals.count < InlineLeaves.variableLimit else { return }
        let expression = function.expressions[id]
        switch expression.kind {
        case .call(let callee, let arguments): inline(callee, arguments, at: id, expression, isTail: false)
        case .tailCall(let callee, let arguments): inline(callee, arguments, at: id, expression, isTail: true)
        case .callClosure(let closure, let arguments): inline(closure: closure, arguments, at: id, expression, isTail: false)
        case .tailCallClosure(let closure, let arguments): inline(closure: closure, arguments, at: id, expression, isTail: true)
        case .conditional: if let guarded { inline(guarded, at: id, expression) }
        case .sequence(let items): checkRemains(items, at: id)
        default: break
        }
    }

    /// Signals are looked for only after what is left of a call: base cases make none.
    private mutating func checkRemains(_ items: [ExprID], at id: ExprID) {
        var left: [ExprID] = []
        for (index, item) in items.enumerated() {
            left.append(item)
            guard index > 0, isSignalCheck(item) else { continue }
            let previous = items[index - 1]
            var (value, result): (ExprID, LocalID?) = (previous, nil)
            if case .setLocal(let local, let stored) = function.expressions[previous].kind { (value, result) = (stored, local) }
            guard let call = remains[value], function.expressions[call].type != .never else { continue }
            let expression = function.expressions[call]
            let repeated = function.add(expression.kind, expression.type, expression.span)
            if seldom.contains(call) { seldom.insert(repeated) }
            let local = result ?? function.locals.append(Local(name: "result", type: expression.type))
            let read = function.add(.local(local), expression.type, expression.span)
            function.expressions[call].kind = .sequence([function.add(.setLocal(local, repeated), .unit, expression.span), item, read])
            left.removeLast()
        }
        if left.count < items.count { function.expressions[id].kind = .sequence(left) }
    }

    /// A test of whether a signal is on its way, that leaves then.
    private func isSignalCheck(_ id: ExprID) -> Bool {
        guard case .conditional(let condition, _, nil) = function.expressions[id].kind,
            case .unary(.i32ToBool, let signal) = function.expressions[condition].kind, case .signal = function.expressions[signal].kind
        else { return false }
        return true
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
        guard isOfGroup || !found.leavesWork else { return }
        let locals = cases[callee].locals.values.map { function.locals.append($0) }
        let items = assign(arguments, to: locals)
        let operands = zip(locals, arguments).map { read($0, at: $1) }
        let repeated = function.add(isTail ? .tailCall(callee, operands) : .call(callee, operands), call.type, call.span)
        if !found.leavesWork { seldom.insert(repeated) }
        remains[id] = repeated
        let done = isTail ? nil : function.labels.append(Label(name: "done"))
        let other = function.labels.append(Label(name: "other"))
        let code = copy(callee, found, locals, done: done, other: other)
        let test = function.add(.block(other, body: code), .unit, call.span)
        guard let done else { return function.expressions[id].kind = .sequence(items + [test, repeated]) }
        let whole = function.add(.sequence([test, repeated]), call.type, call.span)
        function.expressions[id].kind = .sequence(items + [function.add(.block(done, body: whole), call.type, call.span)])
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
        var copy = cases.copy(callee, into: target, locals: locals, allowed: found.allowed) { copy, end in
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
        guard areValues([closure] + arguments) else { return }
        let operands = [closure] + arguments
        let (callees, found) = candidates(id, arguments.count)
        guard !found.isEmpty || callees.count == 1 else { return }
        let locals = operands.map { function.locals.append(Local(name: "operand", type: function.expressions[$0].type)) }
        var items = assign(operands, to: locals)
        guard !found.isEmpty else {
            let direct = again(callees[0], locals, operands, call, isTail: isTail)
            let test = isClosure(locals[0], callees[0], call)
            let indirect = again(nil, locals, operands, call, isTail: isTail)
            items.append(function.add(.conditional(condition: test, then: direct, otherwise: indirect), call.type, call.span))
            function.expressions[id].kind = .sequence(items)
            return
        }
        let done = isTail ? nil : function.labels.append(Label(name: "done"))
        items.append(tests(found, locals, done: done, call))
        let repeated = again(nil, locals, operands, call, isTail: isTail)
        if found.count == callees.count { seldom.insert(repeated) }
        remains[id] = repeated
        items.append(repeated)
        finish(items, done, at: id, call)
    }

    /// A call of a dynamic value: whether it is a closure is asked before the call, and how many arguments it takes only where it is none of those
    /// that are likely.
    private mutating func inline(_ call: ClosureCall, at id: ExprID, _ whole: Expr) {
        let expression = function.expressions[call.call]
        let (callees, found) = candidates(call.call, call.arguments.count)
        guard !found.isEmpty else { return inline(closure: call.closure, call.arguments, at: call.call, expression, isTail: call.isTail) }
        let operands = [call.closure] + call.arguments
        let locals = operands.map { function.locals.append(Local(name: "operand", type: function.expressions[$0].type)) }
        let copies = operands.map { again($0) }
        let done = call.isTail ? nil : function.labels.append(Label(name: "done"))
        let attempt = function.add(.sequence(assign(copies, to: locals) + [tests(found, locals, done: done, expression)]), .unit, whole.span)
        let test = function.add(.conditional(condition: again(call.isClosure), then: attempt, otherwise: nil), .unit, whole.span)
        if found.count == callees.count { seldom.insert(call.call) }
        let repeated = function.add(whole.kind, whole.type, whole.span)
        remains[id] = repeated
        finish([test, repeated], done, at: id, whole)
    }

    /// The functions of the closures that a call may get, and those among them whose base cases leave only what is unusual.
    private func candidates(_ call: ExprID, _ arguments: Int) -> (callees: [FunctionID], found: [(callee: FunctionID, found: BaseCases.Case)]) {
        let callees = (closures[call] ?? []).map { module.closures[$0].function }.filter { cases[$0].parameterCount == arguments + 1 }
        return (callees, callees.compactMap { callee in cases.find(callee).flatMap { $0.leavesWork ? nil : (callee: callee, found: $0) } })
    }

    /// Goes on behind the tests if the closure is none of these, or has to be called; else leaves `done`, or returns if that is nil.
    private mutating func tests(_ found: [(callee: FunctionID, found: BaseCases.Case)], _ locals: [LocalID], done: LabelID?, _ call: Expr) -> ExprID {
        let other = function.labels.append(Label(name: "other"))
        var tests: [ExprID] = []
        for (callee, found) in found {
            let own = cases[callee].locals.values.dropFirst(locals.count).map { function.locals.append($0) }
            let test = isClosure(locals[0], callee, call)
            let code = copy(callee, found, locals + own, done: done, other: other)
            tests.append(function.add(.conditional(condition: test, then: code, otherwise: nil), .unit, call.span))
        }
        return function.add(.block(other, body: function.add(.sequence(tests), .unit, call.span)), .unit, call.span)
    }

    /// `items` take the place of a call; the last is what is left of it.
    private mutating func finish(_ items: [ExprID], _ done: LabelID?, at id: ExprID, _ call: Expr) {
        guard let done else { return function.expressions[id].kind = .sequence(items) }
        function.expressions[id].kind = .block(done, body: function.add(.sequence(items), call.type, call.span))
    }

    private mutating func isClosure(_ closure: LocalID, _ callee: FunctionID, _ call: Expr) -> ExprID {
        function.add(.closureIs(function.add(.local(closure), .reference(.closure), call.span), callee), .bool, call.span)
    }

    /// A copy of an expression that does nothing but look at variables and constants.
    private mutating func again(_ id: ExprID) -> ExprID {
        let expression = function.expressions[id]
        var operands = expression.kind.operands
        for index in operands.indices { operands[index] = again(operands[index]) }
        return function.add(expression.kind.with(operands: operands), expression.type, expression.span)
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

/// A call of a dynamic value, where it is a closure that takes so many arguments:
///
///     if is closure(v) and arity(v) = n then v(arguments) else …
private struct ClosureCall {
    /// The test of whether the value is a closure, on a variable.
    var isClosure: ExprID
    var call: ExprID
    var closure: ExprID
    /// Variables and constants.
    var arguments: [ExprID]
    var isTail: Bool

    init?(_ id: ExprID, in function: Function) {
        func kind(_ id: ExprID) -> Expr.Kind { function.expressions[id].kind }
        guard case .conditional(let condition, let call, .some) = kind(id), case .conditional(let test, let fits, .some(let never)) = kind(condition),
            case .constant(.bool(false)) = kind(never), case .test(let value, .reference(.closure)) = kind(test), case .local(let variable) = kind(value),
            case .binary(.i32Equal, let arity, let count) = kind(fits), case .closureArity = kind(arity), case .constant(.i32) = kind(count)
        else { return nil }
        switch kind(call) {
        case .callClosure(let closure, let arguments): (self.closure, self.arguments, isTail) = (closure, arguments, false)
        case .tailCallClosure(let closure, let arguments): (self.closure, self.arguments, isTail) = (closure, arguments, true)
        default: return nil
        }
        guard case .unbox(let boxed, nil) = kind(closure), case .local(variable) = kind(boxed) else { return nil }
        for argument in arguments {
            switch kind(argument) {
            case .local, .constant: continue
            default: return nil
            }
        }
        (isClosure, self.call) = (test, call)
    }
}
