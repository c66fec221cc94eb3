import Basics

/// Gives each assignment of a number to a variable a variable of its own, where it is clear which assignment each use reads.
///
///     t = a[i]; b[j] = t;   …   t = x * 0.5; y = t;       the first `t` may be an integer, whatever the second is
///
/// Lowering uses temporaries again and again, and so do people.
public enum SplitVariables {
    public static func run(_ module: Module) -> Module {
        module.changingFunctions { function, body in
            guard function.locals.count < InlineLeaves.variableLimit else { return function }
            var pass = VariableSplitter(function)
            pass.run(body)
            return pass.function
        }
    }
}

/// Walks a function in order of evaluation.
private struct VariableSplitter {
    var function: Function

    /// The assignment that a variable has its value from, where that is clear.
    private var current: [LocalID: Int] = [:]
    /// By assignment: the expression, and the reads of its value.
    private var webs: [(assignment: ExprID, reads: [ExprID])] = []
    /// The assignments of each variable in order.
    private var assignments: [LocalID: [Int]] = [:]
    /// Variables of which it is not clear everywhere.
    private var unclear: Set<LocalID> = []
    /// Variables in the order in which they were assigned, with what they had their values from.
    private var log: [(local: LocalID, old: Int?)] = []
    /// The innermost loop: how many assignments came before it, and the variables that are read in it with values from before, and from which.
    private var loop: (start: Int, read: [LocalID: Int]) = (0, [:])

    /// By expression: reads and assignments that were passed. One that stands in two places has no variable of its own.
    private var isPassed: [Bool]

    init(_ function: Function) {
        self.function = function
        isPassed = [Bool](repeating: false, count: function.expressions.count)
    }

    mutating func run(_ body: ExprID) {
        visit(body)
        for local in function.locals.indices {
            guard let all = assignments[local], all.count > 1, !unclear.contains(local) else { continue }
            guard function.locals.count < InlineLeaves.variableLimit else { return }
            for web in all.dropFirst() { rename(webs[web], to: function.locals.append(function.locals[local])) }
        }
    }

    private mutating func rename(_ web: (assignment: ExprID, reads: [ExprID]), to local: LocalID) {
        if case .setLocal(_, let value) = function.expressions[web.assignment].kind {
            function.expressions[web.assignment].kind = .setLocal(local, value)
        }
        for read in web.reads { function.expressions[read].kind = .local(local) }
    }

    private func isSplit(_ local: LocalID) -> Bool { function.locals[local].type == .f64 && local.offset >= function.parameterCount }

    // MARK: Walk

    private mutating func visit(_ id: ExprID) {
        let kind = function.expressions[id].kind
        switch kind {
        case .local(let local):
            guard isSplit(local) else { return }
            pass(id, local)
            read(local, id)
        case .setLocal(let local, let value):
            visit(value)
            guard isSplit(local) else { return }
            pass(id, local)
            assign(local, id)
        case .conditional(let condition, let then, let otherwise):
            visit(condition)
            visitBranches(then, otherwise)
        case .block(_, let body):
            let start = log.count
            visit(body)
            forget(since: start)
        case .loop(_, let condition, let body, let step): visitLoop(condition, body, step)
        default: kind.forEachOperand { visit($0) }
        }
    }

    private mutating func pass(_ id: ExprID, _ local: LocalID) {
        if isPassed[id.offset] { unclear.insert(local) }
        isPassed[id.offset] = true
    }

    private mutating func read(_ local: LocalID, _ id: ExprID) {
        guard let web = current[local] else {
            unclear.insert(local)
            return
        }
        webs[web].reads.append(id)
        if web < loop.start { loop.read[local] = web }
    }

    private mutating func assign(_ local: LocalID, _ id: ExprID) {
        log.append((local, current[local]))
        current[local] = webs.count
        assignments[local, default: []].append(webs.count)
        webs.append((id, []))
    }

    /// It is not clear which of the variables that were assigned since have been.
    private mutating func forget(since start: Int) {
        for change in log[start...] { current[change.local] = nil }
    }

    /// Goes back to where nothing was assigned since.
    private mutating func undo(since start: Int) {
        for change in log[start...].reversed() { current[change.local] = change.old }
    }

    private mutating func visitBranches(_ then: ExprID, _ otherwise: ExprID?) {
        let start = log.count
        if let otherwise, function.expressions[otherwise].type == .never {
            visit(otherwise)
            undo(since: start)
            visit(then)
            return
        }
        visit(then)
        undo(since: start)
        if let otherwise { visit(otherwise) }
        // What a branch assigns that does not come to its end counts where the loop or block around it goes on.
        if function.expressions[then].type != .never { forget(since: start) }
    }

    /// What a round assigns, the next one may read.
    private mutating func visitLoop(_ condition: ExprID?, _ body: ExprID, _ step: ExprID?) {
        let outer = loop
        let start = log.count
        loop = (webs.count, [:])
        if let condition { visit(condition) }
        let middle = log.count
        visit(body)
        // `continue` may come from anywhere in the body.
        forget(since: middle)
        if let step { visit(step) }
        for change in log[start...] where loop.read[change.local] != nil { unclear.insert(change.local) }
        let read = loop.read
        loop = outer
        for (local, web) in read where web < outer.start { loop.read[local] = web }
        forget(since: start)
    }
}
