import Basics
import Diagnostics

/// Makes the body of a loop around other loops a function of its own, where the loop may run long within one call.
///
/// Engines that compile in tiers replace code by better code from call to call, never in the middle of a call: the loops of a function that is
/// called once, such as an initializer, would stay in the slow tier for ever. The inner loops make up for the calls. The locals that the body
/// needs are passed; one that it changes is returned, others that hold no references travel in variables of the module.
public enum OutlineLoops {
    /// Nests of loops in functions that are called once are outlined from this depth on, and in other functions.
    private static let nestCalledOnce = 2
    private static let nestElsewhere = 3
    /// How often the body of an outlined body is outlined again.
    private static let generations = 3

    public static func run(_ module: Module) -> Module {
        let isOnce = calledOnce(module)
        var outliner = LoopOutliner(module)
        var work = Array(module.functions.indices.map { (function: $0, isOnce: isOnce[$0.offset], generation: 0) })
        var next = 0
        while next < work.count {
            let item = work[next]
            next += 1
            guard item.generation < generations else { continue }
            let first = outliner.module.functions.count
            outliner.run(item.function, leastNest: item.isOnce ? nestCalledOnce : nestElsewhere)
            for offset in first..<outliner.module.functions.count {
                work.append((FunctionID(offset), item.isOnce, item.generation + 1))
            }
        }
        return outliner.module
    }

    /// The initializer, and the functions that are called at one place only, outside of loops, in a function that is called once.
    private static func calledOnce(_ module: Module) -> [Bool] {
        var uses = [Int](repeating: 0, count: module.functions.count)
        var callees = [[FunctionID]](repeating: [], count: module.functions.count)
        for (index, function) in module.functions.values.enumerated() {
            if function.convention == .closure { uses[index] += 2 }
            guard let body = function.body else { continue }
            collectCalls(function, body, isLoop: false) { callee, isLoop in
                uses[callee.offset] += isLoop ? 2 : 1
                callees[index].append(callee)
            }
        }
        for export in module.exports {
            if case .function(let id) = export.target { uses[id.offset] += 2 }
        }
        var result = [Bool](repeating: false, count: module.functions.count)
        guard let initializer = module.initializer else { return result }
        var work = [initializer]
        while let function = work.popLast() {
            guard !result[function.offset] else { continue }
            result[function.offset] = true
            work.append(contentsOf: callees[function.offset].filter { uses[$0.offset] == 1 })
        }
        return result
    }

    private static func collectCalls(_ function: Function, _ id: ExprID, isLoop: Bool, _ found: (FunctionID, Bool) -> Void) {
        let kind = function.expressions[id].kind
        var isLoop = isLoop
        switch kind {
        case .call(let callee, _), .tailCall(let callee, _): found(callee, isLoop)
        case .loop: isLoop = true
        default: break
        }
        kind.forEachOperand { collectCalls(function, $0, isLoop: isLoop, found) }
    }
}

/// Outlines loops of one function after the other.
private struct LoopOutliner {
    private(set) var module: Module
    private var leastNest = 0
    private var function = Function(name: "", parameters: [], result: .unit, span: .none)
    /// How deep loops are nested in each expression.
    private var nests: [Int] = []
    /// How often each local occurs in the function.
    private var occurrences: [Int] = []

    /// Bodies with more expressions are left alone: so much code makes up its own mind about time.
    private static let largestBody = 4000
    private static let mostParameters = 12
    private static let mostChanged = 3

    init(_ module: Module) { self.module = module }

    mutating func run(_ id: FunctionID, leastNest: Int) {
        self.leastNest = leastNest
        function = module.functions[id]
        guard let body = function.body, function.siteParameter == nil else { return }
        nests = [Int](repeating: 0, count: function.expressions.count)
        occurrences = [Int](repeating: 0, count: function.locals.count)
        guard measure(body) >= leastNest else { return }
        visit(body)
        module.functions[id] = function
    }

    private mutating func measure(_ id: ExprID) -> Int {
        let kind = function.expressions[id].kind
        var operands: [ExprID] = []
        kind.forEachOperand { operands.append($0) }
        var nest = 0
        for operand in operands { nest = max(nest, measure(operand)) }
        switch kind {
        case .local(let local), .setLocal(let local, _): occurrences[local.offset] += 1
        case .loop: nest += 1
        default: break
        }
        nests[id.offset] = nest
        return nest
    }

    private mutating func visit(_ id: ExprID) {
        guard nests[id.offset] >= leastNest else { return }
        let expression = function.expressions[id]
        if case .loop(let label, let condition, let body, let step) = expression.kind,
            let call = outline(body, label, expression.span)
        {
            function.expressions[id].kind = .loop(label, condition: condition, body: call, step: step)
            return
        }
        var operands: [ExprID] = []
        expression.kind.forEachOperand { operands.append($0) }
        for operand in operands { visit(operand) }
    }

    /// What takes the place of the body; nil if it cannot become a function.
    private mutating func outline(_ body: ExprID, _ label: LabelID, _ span: SourceSpan) -> ExprID? {
        var facts = BodyFacts(function, loop: label, limit: Self.largestBody)
        facts.walk(body)
        guard facts.canBeOutlined, function.expressions[body].type != .never else { return nil }
        let changed = facts.written.filter { facts.exposed.contains($0) || occurrences[$0] > facts.counts[$0, default: 0] }.sorted()
        let passed = facts.exposed.union(changed).sorted()
        let types = function.locals.values
        guard passed.count <= Self.mostParameters, changed.count <= Self.mostChanged,
            changed.filter({ types[$0].type.isTraced }).count <= 1,
            facts.counts.keys.allSatisfy({ types[$0].type != .unit && types[$0].type != .never })
        else { return nil }
        let result = changed.first { types[$0].type.isTraced } ?? changed.first
        let others = changed.filter { $0 != result }.map { local in
            (local, module.globals.append(Global(name: "\(function.name) \(types[local].name)", type: types[local].type)))
        }
        var copy = BodyCopy(function, passed: passed, locals: facts.counts.keys.sorted(), result: result, span: span)
        let callee = module.functions.append(copy.make(body, loop: label, others: others, isLeft: facts.continues))
        for (local, count) in facts.counts { occurrences[local] -= count }
        return call(callee, passed, result, others, span)
    }

    private mutating func call(
        _ callee: FunctionID, _ passed: [Int], _ result: Int?, _ others: [(Int, GlobalID)], _ span: SourceSpan
    ) -> ExprID {
        func local(_ index: Int) -> LocalID { function.locals.indices[index] }
        var arguments: [ExprID] = []
        for index in passed {
            occurrences[index] += 1
            arguments.append(function.add(.local(local(index)), function.locals.values[index].type, span))
        }
        let type = result.map { function.locals.values[$0].type } ?? .unit
        var items = [function.add(.call(callee, arguments), type, span)]
        if let result {
            occurrences[result] += 1
            items[0] = function.add(.setLocal(local(result), items[0]), .unit, span)
        }
        for (index, global) in others {
            occurrences[index] += 1
            let value = function.add(.global(global), function.locals.values[index].type, span)
            items.append(function.add(.setLocal(local(index), value), .unit, span))
        }
        return function.add(.sequence(items), .unit, span)
    }
}

/// What a loop's body does with locals, and whether control stays within it.
private struct BodyFacts {
    private let function: Function
    private let loop: LabelID
    private var remaining: Int
    private var labels: Set<LabelID> = []
    private var assigned: Set<Int> = []

    private(set) var canBeOutlined = true
    /// The body goes on with the next iteration before its end.
    private(set) var continues = false
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
            walkAside(body)
        case .loop(let label, let condition, let body, let step):
            labels.insert(label)
            if let condition { walk(condition) }
            walkAside(body)
            if let step { walkAside(step) }
        case .breakTo(let label, let value):
            if let value { walk(value) }
            if !labels.contains(label) { canBeOutlined = false }
        case .continueTo(let label):
            if label == loop { continues = true } else if !labels.contains(label) { canBeOutlined = false }
        case .returnValue, .tailCall, .tailCallImported, .tailCallClosure, .site:
            canBeOutlined = false
        default:
            var operands: [ExprID] = []
            kind.forEachOperand { operands.append($0) }
            for operand in operands { walk(operand) }
        }
    }

    /// Walks what may not be evaluated to its end.
    private mutating func walkAside(_ id: ExprID) {
        let before = assigned
        walk(id)
        assigned = before
    }
}

/// Copies a loop's body into a function of its own.
private struct BodyCopy {
    private let source: Function
    private let result: Int?
    private let span: SourceSpan
    private var target: Function
    private var locals: [Int: LocalID] = [:]
    private var labels: [LabelID: LabelID] = [:]
    private var loop: LabelID?
    private var end: LabelID?

    init(_ source: Function, passed: [Int], locals used: [Int], result: Int?, span: SourceSpan) {
        self.source = source
        self.result = result
        self.span = span
        let all = source.locals.values
        target = Function(
            name: source.name + " loop", parameters: passed.map { all[$0] }, result: result.map { all[$0].type } ?? .unit, span: span)
        for (index, local) in zip(target.locals.indices, passed) { locals[local] = index }
        for local in used where locals[local] == nil { locals[local] = target.locals.append(all[local]) }
    }

    mutating func make(_ body: ExprID, loop: LabelID, others: [(Int, GlobalID)], isLeft: Bool) -> Function {
        self.loop = loop
        let end = isLeft ? target.labels.append(Label(name: "next")) : nil
        self.end = end
        var items = [copy(body)]
        if let end {
            let inner = target.add(.sequence([items[0], target.add(.constant(.unit), .unit, span)]), .unit, span)
            items[0] = target.add(.block(end, body: inner), .unit, span)
        }
        for (local, global) in others { items.append(target.add(.setGlobal(global, value(local)), .unit, span)) }
        items.append(result.map { value($0) } ?? target.add(.constant(.unit), .unit, span))
        target.body = target.add(.sequence(items), target.result, span)
        return target
    }

    private mutating func value(_ local: Int) -> ExprID {
        guard let index = locals[local] else { return target.add(.unreachable, .never, span) }
        return target.add(.local(index), source.locals.values[local].type, span)
    }

    private mutating func copy(_ id: ExprID) -> ExprID {
        let expression = source.expressions[id]
        let kind = rename(expression.kind.mapOperands { copy($0) })
        return target.add(kind, expression.type, expression.span)
    }

    /// Operands are those of the copy already; labels are made when something first names them.
    private mutating func rename(_ kind: Expr.Kind) -> Expr.Kind {
        switch kind {
        case .local(let local): .local(locals[local.offset] ?? local)
        case .setLocal(let local, let value): .setLocal(locals[local.offset] ?? local, value)
        case .block(let label, let body): .block(rename(label), body: body)
        case .loop(let label, let condition, let body, let step): .loop(rename(label), condition: condition, body: body, step: step)
        case .breakTo(let label, let value): .breakTo(rename(label), value)
        case .continueTo(let label):
            if label == loop, let end { .breakTo(end, nil) } else { .continueTo(rename(label)) }
        default: kind
        }
    }

    private mutating func rename(_ label: LabelID) -> LabelID {
        if let known = labels[label] { return known }
        let new = target.labels.append(source.labels[label])
        labels[label] = new
        return new
    }
}
