import Basics
import Core

/// Which values of a function must stand on the shadow stack, and in which slots.
///
/// The collector does not move objects, so a slot is written when its value comes into being and never read back. A
/// variable gets a slot if it is live across a call that may collect; an operand that waits on wasm's operand stack while a later
/// operand (or the expression itself) may collect gets a slot too, unless a variable keeps its object alive. Allocations and calls of the
/// runtime collect seldom, and hand the variables that are live there to whoever does, if they are few: those need no slots.
struct RootPlan {
    /// The slot of each local, or nil.
    var localSlots: [Int?]
    /// The slots of operands.
    var operandSlots: [ExprID: Int] = [:]
    /// By allocation or call of the runtime, the variables without slots that must survive it.
    private(set) var kept: [ExprID: [LocalID]] = [:]
    /// Allocations and calls of the runtime during which nothing in a slot is needed.
    private(set) var withoutSlots: Set<ExprID> = []
    /// By call before which room is made, the variables with slots that are not needed any more there.
    private(set) var dead: [ExprID: [LocalID]] = [:]
    /// How many slots the frame has; operands come first.
    var slotCount = 0

    /// A plan without slots.
    init(localCount: Int) { localSlots = [Int?](repeating: nil, count: localCount) }

    /// The plan for the function after locals have been renamed; those with one name share a slot.
    /// - Parameter count: how many locals the function has then.
    func renamed(_ names: [LocalID?], count: Int) -> RootPlan {
        var result = RootPlan(localCount: count)
        result.operandSlots = operandSlots
        result.kept = kept.mapValues { $0.compactMap { names[$0.offset] } }
        result.withoutSlots = withoutSlots
        result.dead = renamedDead(names)
        result.slotCount = slotCount - localSlots.count { $0 != nil }
        for (name, slot) in zip(names, localSlots) {
            guard let name, slot != nil, result.localSlots[name.offset] == nil else { continue }
            result.localSlots[name.offset] = result.slotCount
            result.slotCount += 1
        }
        return result
    }

    /// Variables that share a slot are dead where all of them are.
    private func renamedDead(_ names: [LocalID?]) -> [ExprID: [LocalID]] {
        if dead.isEmpty { return [:] }
        var sharers: [LocalID: Int] = [:]
        for (name, slot) in zip(names, localSlots) where slot != nil { if let name { sharers[name, default: 0] += 1 } }
        return dead.mapValues { locals in
            var counts: [LocalID: Int] = [:]
            for local in locals { if let name = names[local.offset] { counts[name, default: 0] += 1 } }
            return counts.filter { $0.value == sharers[$0.key] }.keys.sorted { $0.offset < $1.offset }
        }
    }

    init(_ function: Function, mayCollect: [Bool], globals: Store<Global>) {
        self.init(localCount: function.locals.count)
        guard let body = function.body else { return }
        var walk = RootWalk(function, mayCollect: mayCollect, globals: globals)
        let summary = walk.visit(body)
        guard summary.hasSafepoint else { return }
        walk.flow.finish()
        operandSlots = walk.operandSlots
        slotCount = summary.height
        let live = walk.flow.liveAcrossSafepoints()
        for local in live.inSlots {
            localSlots[walk.tracedLocals[local]] = slotCount
            slotCount += 1
        }
        kept = live.kept.mapValues { $0.map { LocalID(walk.tracedLocals[$0]) } }
        dead = live.dead.mapValues { $0.map { LocalID(walk.tracedLocals[$0]) } }
        // An operand may wait anywhere.
        if operandSlots.isEmpty { withoutSlots = live.withoutSlots }
    }
}

/// Walks a function in order of evaluation: finds the operands to protect and records the flow of traced variables.
private struct RootWalk {
    /// What a walk over an expression found out.
    struct Summary {
        var hasSafepoint = false
        /// Slots for operands that the expression uses, numbered from 0.
        var height = 0

        mutating func merge(_ other: Summary) {
            hasSafepoint = hasSafepoint || other.hasSafepoint
            height = max(height, other.height)
        }
    }

    private let function: Function
    private let mayCollect: [Bool]
    private let globals: Store<Global>
    /// Position among the traced locals, by local.
    private var tracedIndex: [Int?]
    private(set) var tracedLocals: [Int] = []
    /// How often each local has been assigned so far in the walk.
    private var assignments: [Int]
    private var breakTargets: [LabelID: Int] = [:]
    private var continueTargets: [LabelID: Int] = [:]

    var flow: RootFlow
    private(set) var operandSlots: [ExprID: Int] = [:]

    init(_ function: Function, mayCollect: [Bool], globals: Store<Global>) {
        self.function = function
        self.mayCollect = mayCollect
        self.globals = globals
        tracedIndex = [Int?](repeating: nil, count: function.locals.count)
        for (index, local) in function.locals.values.enumerated() where local.type.isTraced {
            tracedIndex[index] = tracedLocals.count
            tracedLocals.append(index)
        }
        assignments = [Int](repeating: 0, count: function.locals.count)
        flow = RootFlow(localCount: tracedLocals.count)
    }

    mutating func visit(_ id: ExprID) -> Summary {
        let expression = function.expressions[id]
        switch expression.kind {
        case .local(let local):
            if let traced = tracedIndex[local.offset] { flow.read(traced) }
            return Summary()
        case .setLocal(let local, let value):
            let summary = visit(value)
            assignments[local.offset] += 1
            if let traced = tracedIndex[local.offset] { flow.write(traced) }
            return summary
        case .sequence(let items):
            var summary = Summary()
            for item in items { summary.merge(visit(item)) }
            return summary
        case .conditional(let condition, let then, let otherwise):
            return visitConditional(condition, then, otherwise)
        case .block(let label, let body):
            let after = flow.makeBlock()
            breakTargets[label] = after
            let summary = visit(body)
            flow.fallThrough(to: after)
            return summary
        case .loop(let label, let condition, let body, let step):
            return visitLoop(label, condition, body, step)
        case .breakTo(let label, let value):
            let summary = value.map { visit($0) } ?? Summary()
            flow.jump(to: breakTargets[label])
            return summary
        case .continueTo(let label):
            flow.jump(to: continueTargets[label])
            return Summary()
        default:
            return visitPlain(id, expression)
        }
    }

    private mutating func visitConditional(_ condition: ExprID, _ then: ExprID, _ otherwise: ExprID?) -> Summary {
        var summary = visit(condition)
        let thenBlock = flow.makeBlock()
        let elseBlock = flow.makeBlock()
        let after = flow.makeBlock()
        flow.branch(to: thenBlock, or: elseBlock)
        flow.begin(thenBlock)
        summary.merge(visit(then))
        flow.jump(to: after)
        flow.begin(elseBlock)
        if let otherwise { summary.merge(visit(otherwise)) }
        flow.fallThrough(to: after)
        return summary
    }

    private mutating func visitLoop(_ label: LabelID, _ condition: ExprID?, _ body: ExprID, _ step: ExprID?) -> Summary {
        let top = flow.makeBlock()
        let stepBlock = flow.makeBlock()
        let after = flow.makeBlock()
        breakTargets[label] = after
        continueTargets[label] = stepBlock
        flow.fallThrough(to: top)
        var summary = Summary()
        if let condition {
            summary.merge(visit(condition))
            let bodyBlock = flow.makeBlock()
            flow.branch(to: bodyBlock, or: after)
            flow.begin(bodyBlock)
        }
        summary.merge(visit(body))
        flow.fallThrough(to: stepBlock)
        if let step { summary.merge(visit(step)) }
        flow.jump(to: top)
        flow.begin(after)
        return summary
    }

    /// An expression whose operands are all evaluated, in order, before it does its work.
    private mutating func visitPlain(_ id: ExprID, _ expression: Expr) -> Summary {
        var operands: [ExprID] = []
        expression.kind.forEachOperand { operands.append($0) }
        let isOwnSafepoint = expression.kind.isOwnSafepoint
        /// Operands are still needed after the expression's own safepoint.
        var operandsOutlive = false
        switch expression.kind {
        case .makeArray, .makeVariant, .makeClosure, .makeObject, .makeElements:
            operandsOutlive = !function.allocationKeeps(operands, globals)
        default: break
        }

        var summary = Summary()
        var parts: [(summary: Summary, assignments: Int)] = []
        parts.reserveCapacity(operands.count)
        for operand in operands {
            let part = visit(operand)
            let local = keeper(operand)
            parts.append((part, local.map { assignments[$0.offset] } ?? 0))
            summary.merge(part)
        }
        if isOwnSafepoint || isCollectingCall(expression.kind) {
            flow.safepoint(id, room: room(expression.kind, operands, operandsOutlive: operandsOutlive), clears: expression.kind.makesRoom)
            summary.hasSafepoint = true
        }

        var safepointFollows = operandsOutlive
        var height = 0
        for (operand, part) in zip(operands, parts).reversed() {
            if safepointFollows, function.needsRoot(operand, globals) {
                if let local = keeper(operand), assignments[local.offset] == part.assignments {
                    if let traced = tracedIndex[local.offset] { flow.read(traced) }
                } else {
                    operandSlots[operand] = height
                    height += 1
                }
            }
            safepointFollows = safepointFollows || part.summary.hasSafepoint
            height = max(height, part.summary.height)
        }
        summary.height = max(summary.height, height)
        if expression.type == .never { flow.jump(to: nil) }
        return summary
    }

    /// How many variables an expression that may collect can keep alive itself; negative: it is a call.
    private func room(_ kind: Expr.Kind, _ operands: [ExprID], operandsOutlive: Bool) -> Int {
        switch kind {
        case .makeArray, .makeVariant, .makeClosure, .makeObject, .makeElements:
            operandsOutlive ? 0 : Helper.mostKept - operands.count { function.needsRoot($0, globals) }
        case .callRuntime(let callee, _) where callee.room != nil: Helper.mostKept - max(1, operands.count { function.needsRoot($0, globals) })
        case .callRuntime(let callee, _) where !callee.effects.contains(.collects): Helper.mostKept - 1
        case .unshare: Helper.mostKept - 1
        default: -1
        }
    }

    private func isCollectingCall(_ kind: Expr.Kind) -> Bool {
        switch kind {
        case .call(let callee, _): mayCollect[callee.offset]
        case .callImported, .callClosure, .callNamespaceGetter: true
        default: false
        }
    }

    /// The variable that holds the same object as the expression, if there is one.
    private func keeper(_ id: ExprID) -> LocalID? {
        var id = id
        while true {
            switch function.expressions[id].kind {
            case .local(let local): return local
            case .box(let value), .unbox(let value, _), .share(let value): id = value
            default: return nil
            }
        }
    }
}

extension Function {
    /// The value can be a reference to an object that the collector could free.
    func needsRoot(_ id: ExprID, _ globals: Store<Global>) -> Bool {
        let expression = expressions[id]
        guard expression.type.isTraced else { return false }
        switch expression.kind {
        case .constant: return false
        case .global(let global): return !globals[global].isConstant
        case .makeArray(let items): return !items.isEmpty
        case .box(let value): return needsRoot(value, globals)
        default: return true
        }
    }

    /// Whether making an object of these operands keeps them alive itself: where memory has to be found, they are handed to whoever looks for it, and
    /// need no slots.
    func allocationKeeps(_ operands: [ExprID], _ globals: Store<Global>) -> Bool { operands.count { needsRoot($0, globals) } <= Helper.mostKeptOperands }
}
