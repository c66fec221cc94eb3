import Basics
import Diagnostics

/// A function as basic blocks, cut where it calls a member of its group: what stands between cuts stays a tree.
struct FlowFlattener {
    /// How a block ends.
    enum Exit {
        case jump(Int)
        case branch(ExprID, Int, Int)
        /// The value goes to the frame below.
        case finish(ExprID?)
        /// The callee's deep entry is called with these operands; its value comes back in the block `next`, in the local `result`.
        case call(FunctionID, [ExprID], result: LocalID?, next: Int)
        /// The callee's deep entry takes over, with the same frame below.
        case tailCall(FunctionID, [ExprID])
        /// The statements do not come to an end.
        case never
    }

    struct Block {
        var statements: [ExprID] = []
        var exit = Exit.never
    }

    private struct Target {
        var exit: Int
        var again: Int?
        /// Where a value that `break` carries goes.
        var value: LocalID?
    }

    private(set) var function: Function
    private(set) var blocks: [Block] = [Block()]
    /// The loop around all blocks, which goes on in the block of the local `state`.
    let dispatch: LabelID
    let state: LocalID
    private let group: Set<Int>
    let entries: [FunctionID: FunctionID]
    private var isCut: [Bool] = []
    private var current = 0
    private var targets: [LabelID: Target] = [:]
    /// Stands for `tailCallClosure` of the frame below until the assembly knows it.
    private(set) var finishes: [ExprID] = []

    init(_ function: Function, group: Set<Int>, entries: [FunctionID: FunctionID]) {
        self.function = function
        self.group = group
        self.entries = entries
        dispatch = self.function.labels.append(Label(name: "dispatch"))
        state = self.function.locals.append(Local(name: "state", type: .i32))
    }

    mutating func run() {
        isCut = [Bool](repeating: false, count: function.expressions.count)
        guard let body = function.body else { return }
        _ = markCuts(body)
        let result = function.result == .unit || function.result == .never ? nil : newLocal("result", function.result)
        flatten(body, into: result)
        end(.finish(result.map { read($0) }))
    }

    // MARK: Finding the cuts

    private func isDeep(_ callee: FunctionID) -> Bool { group.contains(callee.offset) && entries[callee] != nil }

    private mutating func markCuts(_ id: ExprID) -> Bool {
        var result = false
        if case .call(let callee, _) = function.expressions[id].kind { result = isDeep(callee) }
        for operand in function.expressions[id].kind.operands where markCuts(operand) { result = true }
        isCut[id.offset] = result
        return result
    }

    private func contains(cut id: ExprID) -> Bool { id.offset < isCut.count && isCut[id.offset] }

    // MARK: Blocks

    private mutating func newBlock() -> Int {
        blocks.append(Block())
        return blocks.count - 1
    }

    private mutating func end(_ exit: Exit) { blocks[current].exit = exit }

    private mutating func begin(_ block: Int) { current = block }

    private mutating func append(_ statement: ExprID) { blocks[current].statements.append(statement) }

    // MARK: Expressions

    mutating func newLocal(_ name: String, _ type: ValueType) -> LocalID { function.locals.append(Local(name: name, type: type)) }

    mutating func read(_ local: LocalID) -> ExprID { function.add(.local(local), function.locals[local].type, .none) }

    private mutating func store(_ value: ExprID, into local: LocalID?) {
        let expression = function.expressions[value]
        guard let local, expression.type != .never, expression.type != .unit else { return append(value) }
        append(function.add(.setLocal(local, value), .unit, expression.span))
    }

    /// Evaluates an expression at the end of the current block, and leaves a block current that goes on after it.
    private mutating func flatten(_ id: ExprID, into result: LocalID?) {
        guard contains(cut: id) else {
            store(rewrite(id), into: result)
            if function.expressions[id].type == .never {
                end(.never)
                begin(newBlock())
            }
            return
        }
        let expression = function.expressions[id]
        switch expression.kind {
        case .sequence(let items):
            for item in items.dropLast() { flatten(item, into: nil) }
            if let last = items.last { flatten(last, into: result) }
        case .conditional(let condition, let then, let otherwise): flattenConditional(condition, then, otherwise, result)
        case .block(let label, let body):
            let after = newBlock()
            targets[label] = Target(exit: after, value: result)
            flatten(body, into: result)
            end(.jump(after))
            begin(after)
        case .loop(let label, let condition, let body, let step): flattenLoop(label, condition, body, step)
        case .breakTo(let label, let value?):
            flatten(value, into: targets[label]?.value)
            leave(label)
        case .returnValue(let value?):
            let local = function.result == .unit ? nil : newLocal("returned", function.result)
            flatten(value, into: local)
            end(.finish(local.map { read($0) }))
            begin(newBlock())
        case .setLocal(let local, let value): flatten(value, into: local)
        case .call(let callee, let arguments) where isDeep(callee):
            let operands = flatten(operands: arguments)
            let next = newBlock()
            end(.call(callee, operands, result: result, next: next))
            begin(next)
        case .tailCall(let callee, let arguments) where isDeep(callee):
            end(.tailCall(callee, flatten(operands: arguments)))
            begin(newBlock())
        default:
            var operands: [ExprID] = []
            expression.kind.forEachOperand { operands.append($0) }
            var ready = flatten(operands: operands).makeIterator()
            let kind = expression.kind.mapOperands { ready.next() ?? $0 }
            let whole = finished(kind, expression.type, expression.span)
            store(whole, into: result)
            if expression.type == .never {
                end(.never)
                begin(newBlock())
            }
        }
    }

    private mutating func leave(_ label: LabelID) {
        if let target = targets[label] { end(.jump(target.exit)) } else { end(.never) }
        begin(newBlock())
    }

    /// Operands before a cut wait in locals; those after the last one stay where they are.
    private mutating func flatten(operands: [ExprID]) -> [ExprID] {
        let last = operands.lastIndex { contains(cut: $0) } ?? -1
        return operands.enumerated().map { position, operand in
            let type = function.expressions[operand].type
            guard position <= last, type != .unit, type != .never else {
                if position <= last {
                    flatten(operand, into: nil)
                    return function.add(.constant(.unit), .unit, .none)
                }
                return rewrite(operand)
            }
            if case .constant = function.expressions[operand].kind { return operand }
            let local = newLocal("operand", type)
            flatten(operand, into: local)
            return read(local)
        }
    }

    private mutating func flattenConditional(_ condition: ExprID, _ then: ExprID, _ otherwise: ExprID?, _ result: LocalID?) {
        let test = flatten(operands: [condition])[0]
        let (first, second, after) = (newBlock(), newBlock(), newBlock())
        end(.branch(test, first, second))
        begin(first)
        flatten(then, into: result)
        end(.jump(after))
        begin(second)
        if let otherwise { flatten(otherwise, into: result) }
        end(.jump(after))
        begin(after)
    }

    private mutating func flattenLoop(_ label: LabelID, _ condition: ExprID?, _ body: ExprID, _ step: ExprID?) {
        let (top, stepBlock, after) = (newBlock(), newBlock(), newBlock())
        targets[label] = Target(exit: after, again: stepBlock)
        end(.jump(top))
        begin(top)
        if let condition {
            let test = flatten(operands: [condition])[0]
            let inner = newBlock()
            end(.branch(test, inner, after))
            begin(inner)
        }
        flatten(body, into: nil)
        end(.jump(stepBlock))
        begin(stepBlock)
        if let step { flatten(step, into: nil) }
        end(.jump(top))
        begin(after)
    }

    // MARK: Trees without cuts

    /// A copy of a tree in which what leaves the function or a flattened label does so by way of the dispatching loop.
    private mutating func rewrite(_ id: ExprID) -> ExprID {
        let expression = function.expressions[id]
        switch expression.kind {
        case .breakTo(let label, let value):
            guard let target = targets[label] else { break }
            var items: [ExprID] = []
            if let value {
                let copy = rewrite(value)
                let hasValue = target.value != nil && function.expressions[value].type != .never && function.expressions[value].type != .unit
                items.append(hasValue ? function.add(.setLocal(target.value ?? LocalID(0), copy), .unit, expression.span) : copy)
            }
            return go(to: target.exit, items, expression.span)
        case .continueTo(let label):
            guard let again = targets[label]?.again else { break }
            return go(to: again, [], expression.span)
        default: break
        }
        let kind = expression.kind.mapOperands { rewrite($0) }
        return finished(kind, expression.type, expression.span)
    }

    private mutating func go(to block: Int, _ items: [ExprID], _ span: SourceSpan) -> ExprID {
        let number = function.add(.constant(.i32(Int32(clamping: block))), .i32, span)
        let set = function.add(.setLocal(state, number), .unit, span)
        let jump = function.add(.continueTo(dispatch), .never, span)
        return function.add(.sequence(items + [set, jump]), .never, span)
    }

    /// Adds an expression whose operands are ready; one that leaves the function hands its value to the frame below instead.
    private mutating func finished(_ kind: Expr.Kind, _ type: ValueType, _ span: SourceSpan) -> ExprID {
        switch kind {
        case .returnValue(let value): return finish(value, span)
        case .tailCall(let callee, let operands):
            // Deep members are handled where the assembly knows the frame.
            let id = function.add(kind, .never, span)
            if isDeep(callee) { finishes.append(id) } else {
                let call = function.add(.call(callee, operands), function.result, span)
                return finish(call, span)
            }
            return id
        case .tailCallImported(let callee, let operands):
            return finish(function.add(.callImported(callee, operands), function.result, span), span)
        case .tailCallClosure(let closure, let operands):
            return finish(function.add(.callClosure(closure, operands), .any, span), span)
        default: return function.add(kind, type, span)
        }
    }

    private mutating func finish(_ value: ExprID?, _ span: SourceSpan) -> ExprID {
        let id = function.add(.returnValue(value), .never, span)
        finishes.append(id)
        return id
    }
}
