import Basics

/// Which closures of a module may come to each call of a closure.
///
/// Values are followed through variables, parameters, results, captured slots and (all as one) through objects. Closures that come from elsewhere
/// are not seen, so the answer is a guess, good for tests that make the usual case fast.
struct ClosureFlow {
    /// More candidates are as good as none.
    static let mostCandidates = 4

    /// By function, then by the expression that is called.
    private(set) var callees: [FunctionID: [ExprID: [ClosureID]]] = [:]

    private enum Place: Hashable {
        case local(FunctionID, LocalID)
        case label(FunctionID, LabelID)
        case result(FunctionID)
        case global(GlobalID)
        case slot(FunctionID, Int)
        case objects
        /// The closure that is called, and the value of the call.
        case callee(FunctionID, ExprID)
        case value(FunctionID, ExprID)
    }

    private struct Call {
        var arguments: [Int]
        var result: Int
    }

    private let module: Module
    private var numbers: [Place: Int] = [:]
    private var sets: [[ClosureID]] = []
    private var targets: [[Int]] = []
    /// By place of a callee, the calls of it.
    private var calls: [Int: Call] = [:]
    private var calleePlaces: [(function: FunctionID, call: ExprID, place: Int)] = []
    private var pending: [Int] = []
    /// Which calls have been connected with which functions.
    private var entered: Set<[Int]> = []

    init(_ module: Module) {
        self.module = module
        for id in module.functions.indices {
            if let body = module.functions[id].body { flow(body, to: number(.result(id)), in: id) }
        }
        spread()
        for (function, call, place) in calleePlaces where !sets[place].isEmpty && sets[place].count <= Self.mostCandidates {
            callees[function, default: [:]][call] = sets[place].sorted()
        }
    }

    // MARK: Places

    private mutating func number(_ place: Place) -> Int {
        if let known = numbers[place] { return known }
        let number = sets.count
        numbers[place] = number
        sets.append([])
        targets.append([])
        return number
    }

    private mutating func add(_ closure: ClosureID, to place: Int) {
        guard sets[place].count <= Self.mostCandidates, !sets[place].contains(closure) else { return }
        sets[place].append(closure)
        pending.append(place)
    }

    private mutating func connect(_ source: Int, to target: Int) {
        guard source != target else { return }
        targets[source].append(target)
        for closure in sets[source] { add(closure, to: target) }
    }

    private mutating func spread() {
        while let place = pending.popLast() {
            if let call = calls[place] { enter(call, sets[place]) }
            for target in targets[place] { for closure in sets[place] { add(closure, to: target) } }
        }
    }

    private mutating func enter(_ call: Call, _ closures: [ClosureID]) {
        for closure in closures {
            let callee = module.closures[closure].function
            guard module.functions[callee].parameterCount == call.arguments.count + 1, entered.insert([call.result, callee.offset]).inserted else { continue }
            for (index, argument) in call.arguments.enumerated() { connect(argument, to: number(.local(callee, LocalID(index + 1)))) }
            connect(number(.result(callee)), to: call.result)
        }
    }

    // MARK: Expressions

    /// Follows the value of an expression to a place, and what happens in it.
    private mutating func flow(_ id: ExprID, to place: Int?, in function: FunctionID) {
        let expression = module.functions[function].expressions[id]
        switch expression.kind {
        case .constant(.closure(let closure)): if let place { add(closure, to: place) }
        case .local(let local): if let place, mayHold(expression.type) { connect(number(.local(function, local)), to: place) }
        case .setLocal(let local, let value): flow(value, to: mayHold(value, function) ? number(.local(function, local)) : nil, in: function)
        case .global(let global): if let place { connect(number(.global(global)), to: place) }
        case .setGlobal(let global, let value): flow(value, to: number(.global(global)), in: function)
        case .closureSlot(let closure, let index):
            if let place { connect(number(.slot(function, index)), to: place) }
            flow(closure, to: nil, in: function)
        case .makeClosure(let closure, let captures):
            if let place { add(closure, to: place) }
            let callee = module.closures[closure].function
            for (index, capture) in captures.enumerated() { flow(capture, to: number(.slot(callee, index)), in: function) }
        case .box(let value), .unbox(let value, _), .share(let value): flow(value, to: place, in: function)
        case .sequence(let items):
            for item in items.dropLast() { flow(item, to: nil, in: function) }
            if let last = items.last { flow(last, to: place, in: function) }
        case .conditional(let condition, let then, let otherwise):
            flow(condition, to: nil, in: function)
            flow(then, to: place, in: function)
            if let otherwise { flow(otherwise, to: place, in: function) }
        case .block(let label, let body):
            if let place { connect(number(.label(function, label)), to: place) }
            flow(body, to: place, in: function)
        case .breakTo(let label, let value?): flow(value, to: number(.label(function, label)), in: function)
        case .returnValue(let value?): flow(value, to: number(.result(function)), in: function)
        case .call(let callee, let arguments): call(callee, arguments, to: place, in: function)
        case .tailCall(let callee, let arguments): call(callee, arguments, to: number(.result(function)), in: function)
        case .callClosure(let closure, let arguments): callClosure(id, closure, arguments, to: place, in: function)
        case .tailCallClosure(let closure, let arguments): callClosure(id, closure, arguments, to: number(.result(function)), in: function)
        case .field, .arrayLoad, .variantPayload:
            if let place { connect(number(.objects), to: place) }
            expression.kind.forEachOperand { flow($0, to: nil, in: function) }
        case .makeArray, .makeVariant, .makeObject, .makeElements, .setField, .setElement, .setVariantPayload, .arrayStore, .setClosureSlot, .callRuntime:
            // The runtime may put its arguments into objects.
            expression.kind.forEachOperand { flow($0, to: mayHold($0, function) ? number(.objects) : nil, in: function) }
        default:
            expression.kind.forEachOperand { flow($0, to: nil, in: function) }
        }
    }

    private func mayHold(_ id: ExprID, _ function: FunctionID) -> Bool { mayHold(module.functions[function].expressions[id].type) }

    private func mayHold(_ type: ValueType) -> Bool { type == .any || type == .reference(.closure) }

    private mutating func call(_ callee: FunctionID, _ arguments: [ExprID], to place: Int?, in function: FunctionID) {
        for (index, argument) in arguments.enumerated() {
            flow(argument, to: mayHold(argument, function) ? number(.local(callee, LocalID(index))) : nil, in: function)
        }
        if let place, mayHold(module.functions[callee].result) { connect(number(.result(callee)), to: place) }
    }

    private mutating func callClosure(_ id: ExprID, _ closure: ExprID, _ arguments: [ExprID], to place: Int?, in function: FunctionID) {
        let callee = number(.callee(function, id))
        let result = number(.value(function, id))
        var values: [Int] = []
        flow(closure, to: callee, in: function)
        for argument in arguments {
            let value = number(.value(function, argument))
            values.append(value)
            flow(argument, to: mayHold(argument, function) ? value : nil, in: function)
        }
        if let place { connect(result, to: place) }
        calls[callee] = Call(arguments: values, result: result)
        calleePlaces.append((function, id, callee))
        if !sets[callee].isEmpty { pending.append(callee) }
    }
}
