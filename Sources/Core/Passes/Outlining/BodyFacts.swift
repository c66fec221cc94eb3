import Basics

/// What a loop's body does with locals, and whether control stays within it.
struct BodyFacts {
    /// Where control goes from within the body, other than to its end.
    enum Exit: Hashable {
        case breakTo(LabelID)
        case continueTo(LabelID)
        case returnValue
    }

    private let function: Function
    private let loop: LabelID
    private var remaining: Int
    private var labels: Set<LabelID> = []
    private var assigned: Set<Int> = []
    /// By block, what is assigned wherever control leaves it by a `break`.
    private var assignedAtBreaks: [LabelID: Set<Int>] = [:]

    private(set) var canBeOutlined = true
    /// The body goes on with the next iteration before its end.
    private(set) var continues = false
    /// The ways out of the body and the loop, in order of their first.
    private(set) var exits: [Exit] = []
    /// One of them is a return with a value.
    private(set) var returns = false
    /// Locals by how often they occur.
    private(set) var counts: [Int: Int] = [:]
    private(set) var written: Set<Int> = []
    /// Locals that may be read before the body assigns them.
    private(set) var exposed: Set<Int> = []

    init(_ function: Function, loop: LabelID, limit: Int) {
        self.function = function
        self.loop = loop
        remaining = limit
    }

    mutating func walk(_ id: ExprID) {
        remaining -= 1
        guard remaining > 0 else { return canBeOutlined = false }
        let kind = function.expressions[id].kind
        switch kind {
        case .local(let local):
            counts[local.offset, default: 0] += 1
            if !assigned.contains(local.offset) { exposed.insert(local.offset) }
        case .setLocal(let local, let value):
            walk(value)
            counts[local.offset, default: 0] += 1
            written.insert(local.offset)
            assigned.insert(local.offset)
        case .conditional(let condition, let then, let otherwise):
            walk(condition)
            let before = assigned
            walk(then)
            let afterThen = assigned
            assigned = before
            if let otherwise { walk(otherwise) }
            if function.expressions[then].type == .never { return }
            let leavesElse = otherwise.map { function.expressions[$0].type == .never } ?? false
            assigned = leavesElse ? afterThen : assigned.intersection(afterThen)
        case .block(let label, let body):
            labels.insert(label)
            walk(body)
            guard let atBreaks = assignedAtBreaks.removeValue(forKey: label) else { return }
            assigned = function.expressions[body].type == .never ? atBreaks : assigned.intersection(atBreaks)
        case .loop(let label, let condition, let body, let step):
            labels.insert(label)
            if let condition { walk(condition) }
            walkAside(body)
            if let step { walkAside(step) }
        case .breakTo(let label, let value):
            if let value { walk(value) }
            guard !labels.contains(label) else {
                assignedAtBreaks[label] = assignedAtBreaks[label]?.intersection(assigned) ?? assigned
                return
            }
            if value == nil { note(.breakTo(label)) } else { canBeOutlined = false }
        case .continueTo(let label):
            if label == loop { continues = true } else if !labels.contains(label) { note(.continueTo(label)) }
        case .returnValue(let value):
            if let value { walk(value) }
            if function.result == .never { canBeOutlined = false }
            returns = returns || function.result != .unit
            note(.returnValue)
        case .tailCall, .tailCallImported, .tailCallClosure:
            canBeOutlined = false
        default:
            for operand in kind.operands { walk(operand) }
        }
    }

    private mutating func note(_ exit: Exit) {
        if !exits.contains(exit) { exits.append(exit) }
    }

    /// Walks what may not be evaluated to its end.
    private mutating func walkAside(_ id: ExprID) {
        let before = assigned
        walk(id)
        assigned = before
    }
}
