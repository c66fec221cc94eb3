import Basics

/// Which local variables each block of a flattened function needs from those before it.
struct Liveness {
    private(set) var liveIn: [Set<LocalID>]

    init(_ blocks: [FlowFlattener.Block], _ function: Function) {
        var reads: [Set<LocalID>] = []
        var writes: [Set<LocalID>] = []
        for block in blocks {
            var facts = Facts()
            for statement in block.statements { facts.visit(statement, function) }
            switch block.exit {
            case .branch(let test, _, _): facts.visit(test, function)
            case .finish(let value?): facts.visit(value, function)
            case .call(_, let operands, _, _), .tailCall(_, let operands): for operand in operands { facts.visit(operand, function) }
            default: break
            }
            reads.append(facts.reads)
            writes.append(facts.writes)
        }
        liveIn = reads
        var changed = true
        while changed {
            changed = false
            for index in blocks.indices.reversed() {
                var live: Set<LocalID> = []
                for next in Self.successors(blocks[index], function) { live.formUnion(liveIn[next]) }
                if case .call(_, _, let result?, _) = blocks[index].exit { live.remove(result) }
                live.subtract(writes[index])
                live.formUnion(reads[index])
                if live.count != liveIn[index].count {
                    liveIn[index] = live
                    changed = true
                }
            }
        }
    }

    /// Blocks that may follow, those that trees jump to included: they set `state`, so any constant stored there counts.
    private static func successors(_ block: FlowFlattener.Block, _ function: Function) -> [Int] {
        var result: [Int] = []
        switch block.exit {
        case .jump(let next), .call(_, _, _, let next): result.append(next)
        case .branch(_, let first, let second): result += [first, second]
        case .finish, .tailCall, .never: break
        }
        for statement in block.statements { collectJumps(statement, function, &result) }
        if case .branch(let test, _, _) = block.exit { collectJumps(test, function, &result) }
        if case .call(_, let operands, _, _) = block.exit { for operand in operands { collectJumps(operand, function, &result) } }
        return result
    }

    /// A jump is a sequence that ends with the number of the block stored, and `continue`.
    private static func collectJumps(_ id: ExprID, _ function: Function, _ result: inout [Int]) {
        let kind = function.expressions[id].kind
        if case .sequence(let items) = kind, items.count >= 2, case .continueTo = function.expressions[items[items.count - 1]].kind,
            case .setLocal(_, let value) = function.expressions[items[items.count - 2]].kind,
            case .constant(.i32(let number)) = function.expressions[value].kind
        {
            result.append(Int(number))
        }
        kind.forEachOperand { collectJumps($0, function, &result) }
    }

    /// What a block reads before it has certainly written it, and what it has certainly written at its end.
    private struct Facts {
        var reads: Set<LocalID> = []
        var writes: Set<LocalID> = []

        mutating func visit(_ id: ExprID, _ function: Function) {
            switch function.expressions[id].kind {
            case .local(let local): if !writes.contains(local) { reads.insert(local) }
            case .setLocal(let local, let value):
                visit(value, function)
                writes.insert(local)
            case .conditional(let condition, let then, let otherwise):
                visit(condition, function)
                let before = writes
                visit(then, function)
                let first = function.expressions[then].type == .never ? nil : writes
                writes = before
                if let otherwise { visit(otherwise, function) }
                let second = otherwise.map { function.expressions[$0].type == .never } == true ? nil : writes
                writes = first.map { one in second.map { one.intersection($0) } ?? one } ?? second ?? before
            case .block(_, let body):
                let before = writes
                visit(body, function)
                // A break may have come before a write.
                writes = before
            case .loop(_, let condition, let body, let step):
                if let condition { visit(condition, function) }
                let before = writes
                visit(body, function)
                if let step { visit(step, function) }
                writes = before
            case let kind: kind.forEachOperand { visit($0, function) }
            }
        }
    }
}
