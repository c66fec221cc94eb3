import Basics
import Diagnostics

/// Which names stand at the last use of a local variable, so that its value can be given away instead of being marked as shared.
///
/// Considered are variables that may hold a collection, are not captured by a nested function and are no module variables. One walk against the
/// direction of execution; inside a loop everything declared outside of it counts as used again, until it is assigned.
struct LastUseAnalysis {
    private let expressions: Set<ExpressionID>

    init(_ typed: TypedModule, _ index: UseIndex, _ captures: CaptureAnalysis) {
        var excluded = Set(typed.exportedSymbols.map(\.symbol))
        for captured in captures.captures.values { excluded.formUnion(captured) }
        for use in index.uses where use.owner != typed.symbols[use.symbol].function { excluded.insert(use.symbol) }
        let walker = LastUseWalker(typed, index.loopDepth, excluded)
        walker.walkModule()
        expressions = walker.last
    }

    func isLast(_ id: ExpressionID) -> Bool { expressions.contains(id) }
}

final class LastUseWalker {
    let typed: TypedModule
    private let excluded: Set<SymbolID>
    private let loopDepth: [SymbolID: Int]
    var state: LivenessState
    private(set) var last: Set<ExpressionID> = []
    /// Loops around the current place.
    private var depth = 0
    /// A chain of `else if` longer than this is not followed link by link: everything counts as live in it.
    private static let longestChain = 200
    private static let everything = Int.max

    init(_ typed: TypedModule, _ loopDepth: [SymbolID: Int], _ excluded: Set<SymbolID>) {
        self.typed = typed
        self.loopDepth = loopDepth
        self.excluded = excluded
        state = LivenessState(loopDepth)
    }

    func walkModule() {
        var statements: [StatementID] = []
        for item in typed.tree.items {
            if case .statement(let statement) = item.kind { statements.append(statement) }
        }
        walk(statements)
        for function in typed.tree.functions.values {
            guard let body = function.body else { continue }
            state = LivenessState(loopDepth)
            walk(body)
        }
    }

    private func tracked(_ symbol: SymbolID?) -> SymbolID? {
        guard let symbol, !excluded.contains(symbol) else { return nil }
        switch typed.symbols[symbol].kind {
        case .variable, .parameter, .local: return typed.symbols[symbol].type.mayBeCollection ? symbol : nil
        case .function, .imported, .namespace, .builtin: return nil
        }
    }

    // MARK: Statements

    func walk(_ block: Block) { walk(block.statements) }

    private func walk(_ statements: [StatementID]) {
        for statement in statements.reversed() { walk(statement) }
    }

    /// Walks `body` from the current state, then puts the state back.
    private func branch(_ body: () -> Void) -> LivenessState.Branch {
        let checkpoint = state.beginBranch()
        body()
        return state.endBranch(checkpoint)
    }

    func walk(_ id: StatementID) {
        let statement = typed.tree.statements[id]
        switch statement.kind {
        case .variable(let declaration):
            if let symbol = tracked(typed.statementSymbols[id.offset]) { state.forget(symbol) }
            walk(declaration.initializer)
        case .function, .invalid: break
        case .conditional: walkConditional(id)
        case .whileLoop(let condition, let body): walkLoop(condition, body, step: nil)
        case .forLoop(let initializer, let condition, let step, let body):
            walkLoop(condition, body, step: step)
            if let initializer { walk(initializer) }
        case .forIn(_, let iterable, let body):
            walkLoop(nil, body, step: nil, variable: tracked(typed.statementSymbols[id.offset]))
            walk(iterable)
        case .returnStatement(let value):
            state.leave(threshold: 0)
            if let value { walk(value) }
        case .breakStatement, .continueStatement: state.leave(threshold: depth)
        case .block(let block): walk(block)
        case .assignment(let target, let operation, let value): walkAssignment(target, value, isCompound: operation != .assign)
        case .increment(let target, _): walkAssignment(target, nil, isCompound: true)
        case .expression(let value): walk(value)
        }
    }

    private func walkConditional(_ id: StatementID) {
        var conditions: [ExpressionID] = []
        var branches: [LivenessState.Branch] = []
        var next: Statement.ElseBranch? = .conditional(id)
        var isLong = false
        while case .conditional(let link) = next, case .conditional(let condition, let then, let otherwise) = typed.tree.statements[link].kind {
            if conditions.count == Self.longestChain {
                isLong = true
                state.raiseFloor(Self.everything)
            }
            conditions.append(condition)
            if isLong { keep(branch { walk(then) }) } else { branches.append(branch { walk(then) }) }
            next = otherwise
        }
        if case .block(let block) = next { branches.append(branch { walk(block) }) } else { branches.append(branch {}) }
        state.merge(branches)
        // A later condition is only asked when the ones before have failed; each sees what all branches use.
        for condition in conditions.reversed() { walk(condition) }
    }

    /// Everything used in the branch is live before it.
    private func keep(_ branch: LivenessState.Branch) {
        for symbol in branch.used { state.use(symbol) }
    }

    private func walkLoop(_ condition: ExpressionID?, _ body: Block, step: StatementID?, variable: SymbolID? = nil) {
        let branch = branch {
            depth += 1
            state.raiseFloor(depth)
            if let step { walk(step) }
            walk(body)
            if let variable { state.forget(variable) }
            // After the condition the loop may also end, where everything declared outside may be used.
            state.raiseFloor(depth)
            if let condition { walk(condition) }
            depth -= 1
        }
        // The loop may run not at all, so what it assigns stays as it was.
        keep(branch)
    }

    private func walkAssignment(_ target: ExpressionID, _ value: ExpressionID?, isCompound: Bool) {
        switch typed.tree.expressions[target].kind {
        case .name:
            if let symbol = tracked(typed.expressionSymbols[target.offset]) {
                if isCompound { state.use(symbol) } else { state.kill(symbol) }
            }
            if let value { walk(value) }
        case .subscripted:
            var current = target
            var indices: [ExpressionID] = []
            while case .subscripted(let base, let index) = typed.tree.expressions[current].kind {
                indices.append(index)
                current = base
            }
            if let symbol = tracked(typed.expressionSymbols[current.offset]) { state.use(symbol) }
            if let value { walk(value) }
            for index in indices { walk(index) }
        default:
            if let value { walk(value) }
            walk(target)
        }
    }

    // MARK: Expressions

    func walk(_ id: ExpressionID) {
        switch typed.tree.expressions[id].kind {
        case .number, .string, .bool, .null, .invalid: break
        case .name:
            guard let symbol = tracked(typed.expressionSymbols[id.offset]) else { return }
            if !state.isLive(symbol) { last.insert(id) }
            state.use(symbol)
        case .array(let elements): for element in elements.reversed() { walk(element) }
        case .unary(_, let operand), .propagate(let operand): walk(operand)
        case .binary(let operation, let left, let right):
            if operation == .and || operation == .or {
                state.merge([branch { walk(right) }, branch {}])
            } else {
                walk(right)
            }
            walk(left)
        case .subscripted(let base, let index):
            walk(index)
            walk(base)
        case .call(let callee, let arguments):
            for argument in arguments.reversed() { walk(argument) }
            walk(callee)
        case .member(let base, _, let arguments):
            for argument in (arguments ?? []).reversed() { walk(argument) }
            walk(base)
        case .match(let subject, let arms): walkMatch(subject, arms)
        }
    }

    private func walkMatch(_ subject: ExpressionID, _ arms: [MatchArm]) {
        state.merge(arms.map { arm in
            branch {
                switch arm.body {
                case .expression(let value): walk(value)
                case .block(let block): walk(block)
                case .statement(let statement): walk(statement)
                }
            }
        })
        for arm in arms.reversed() {
            if let guardCondition = arm.guardCondition { walk(guardCondition) }
        }
        walk(subject)
    }
}
