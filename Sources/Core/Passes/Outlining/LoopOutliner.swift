import Basics
import Diagnostics

/// Outlines loops of one function after the other.
struct LoopOutliner {
    var module: Module
    private var leastNest = 0
    var function = Function(name: "", parameters: [], result: .unit, span: .none)
    /// How deep loops are nested in each expression.
    private var nests: [Int] = []
    /// How often each local occurs in the function.
    var occurrences: [Int] = []

    /// Bodies with more expressions are left alone: so much code makes up its own mind about time.
    private static let largestBody = 4000
    private static let mostParameters = 16
    private static let mostChanged = 8
    /// How often a function goes round, by the depth of the nest: without loops inside, with innermost loops, and deeper, where the rounds of
    /// all loops count but for innermost ones.
    private static func rounds(_ nest: Int) -> Int32 { nest == 1 ? 1024 : nest == 2 ? 64 : 512 }

    init(_ module: Module) { self.module = module }

    mutating func run(_ id: FunctionID, leastNest: Int) {
        self.leastNest = leastNest
        function = module.functions[id]
        guard let body = function.body else { return }
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
        let nest = nests[id.offset]
        guard nest >= leastNest else { return }
        if case .loop = function.expressions[id].kind, !OutlineLoops.isShort(id, function, isInnermost: nest == 1),
            function.locals.count < InlineLeaves.variableLimit, outline(id, nest)
        {
            return
        }
        for operand in function.expressions[id].kind.operands { visit(operand) }
    }

    /// Puts a loop around the loop, whose body is left after some rounds and becomes a function; false if it cannot.
    private mutating func outline(_ id: ExprID, _ nest: Int) -> Bool {
        let expression = function.expressions[id]
        guard case .loop(let label, let condition, var body, let step) = expression.kind else { return false }
        var builder = FunctionBuilder(taking: &function)
        builder.span = expression.span
        let outer = builder.label("rounds")
        let left = builder.local("rounds", .i32)
        occurrences.append(0)
        body = counting(body, left, &builder)
        let count = builder.set(left, builder.binary(.i32Subtract, builder.get(left), builder.i32(1)))
        let isOver = builder.binary(.i32LessOrEqual, builder.get(left), builder.i32(0))
        let pause = builder.conditional(isOver, builder.add(.continueTo(outer), .never))
        let next = builder.sequence([step, count, pause].compactMap { $0 })
        let inner = builder.add(.loop(label, condition: condition, body: body, step: next), expression.type)
        let start = builder.set(left, builder.i32(Self.rounds(nest)))
        let end = expression.type == .never ? [] : [builder.add(.breakTo(outer, nil), .never)]
        let chunk = builder.add(.sequence([start, inner] + end), .never)
        function = builder.function
        guard let call = outline(chunk, outer, expression.span) else { return false }
        function.expressions[id].kind = .loop(outer, condition: nil, body: call, step: nil)
        return true
    }

    /// The same with the rounds of loops in it counted that have loops in them.
    private func counting(_ id: ExprID, _ left: LocalID, _ builder: inout FunctionBuilder) -> ExprID {
        guard nests[id.offset] >= 2 else { return id }
        let expression = builder.function.expressions[id]
        if case .loop(let label, let condition, let body, let step) = expression.kind {
            let inner = counting(body, left, &builder)
            let count = builder.set(left, builder.binary(.i32Subtract, builder.get(left), builder.i32(1)))
            let next = builder.sequence([step, count].compactMap { $0 })
            return builder.add(.loop(label, condition: condition, body: inner, step: next), expression.type)
        }
        var operands = expression.kind.operands
        for index in operands.indices { operands[index] = counting(operands[index], left, &builder) }
        return builder.function.add(expression.kind.with(operands: operands), expression.type, expression.span)
    }

    /// What takes the place of the body; nil if it cannot become a function.
    private mutating func outline(_ body: ExprID, _ label: LabelID, _ span: SourceSpan) -> ExprID? {
        guard let part = extract(body, label, "loop", span) else { return nil }
        for (local, count) in part.counts { occurrences[local] -= count }
        return replacement(of: part, span)
    }

    /// A part of the function that has become a function.
    struct Part {
        fileprivate var callee: FunctionID
        /// What it gets, and the type of what it returns.
        fileprivate var passed: [Int]
        fileprivate var type: ValueType
        /// The local that is returned.
        fileprivate var result: Int?
        /// Other locals that it changes, and the variables in which they travel.
        fileprivate var others: [(Int, GlobalID)]
        /// Where it tells how it was left, if not at its end.
        fileprivate var exit: (global: GlobalID, all: [BodyFacts.Exit])?
        /// How often locals occur in it.
        fileprivate var counts: [Int: Int]
    }

    /// Makes a function of the body; the function that contains it stays as it is. Nil if that cannot be.
    /// - Parameter kind: what its name ends with.
    mutating func extract(_ body: ExprID, _ label: LabelID, _ kind: String, _ span: SourceSpan) -> Part? {
        var facts = BodyFacts(function, loop: label, limit: Self.largestBody)
        facts.walk(body)
        guard facts.canBeOutlined else { return nil }
        let changed = facts.written.filter { facts.exposed.contains($0) || occurrences[$0] > facts.counts[$0, default: 0] }.sorted()
        let passed = facts.exposed.union(changed).sorted()
        let types = function.locals.values
        guard passed.count <= Self.mostParameters, changed.count <= Self.mostChanged,
            facts.counts.keys.allSatisfy({ types[$0].type != .unit && types[$0].type != .never })
        else { return nil }
        let result = facts.returns ? nil : changed.first { types[$0].type.isTraced } ?? changed.first
        let others = changed.filter { $0 != result }.map { local in
            (local, module.globals.append(Global(name: "\(function.name) \(types[local].name)", type: types[local].type)))
        }
        let exit = facts.exits.isEmpty ? nil : module.globals.append(Global(name: "\(function.name) exit", type: .i32))
        let type = facts.returns ? function.result : result.map { types[$0].type } ?? .unit
        var copy = BodyCopy(function, kind: kind, passed: passed, locals: facts.counts.keys.sorted(), result: type, span: span)
        let callee = module.functions.append(
            copy.make(body, loop: label, value: result, others: others, exit: exit.map { ($0, facts.exits) }, isLeft: facts.continues))
        return Part(
            callee: callee, passed: passed, type: type, result: result, others: others, exit: exit.map { ($0, facts.exits) }, counts: facts.counts)
    }

    /// What takes the place of a part: its call and what follows from it.
    mutating func replacement(of part: Part, _ span: SourceSpan) -> ExprID {
        let call = self.call(part.callee, part.passed, part.type, span)
        guard let exit = part.exit else { return take(call, part.result, part.others, span) }
        return leave(call, part.type, part.result, part.others, exit, span)
    }

    private func local(_ index: Int) -> LocalID { function.locals.indices[index] }

    private mutating func call(_ callee: FunctionID, _ passed: [Int], _ type: ValueType, _ span: SourceSpan) -> ExprID {
        var arguments: [ExprID] = []
        for index in passed {
            occurrences[index] += 1
            arguments.append(function.add(.local(local(index)), function.locals.values[index].type, span))
        }
        return function.add(.call(callee, arguments), type, span)
    }

    /// The call, with what it changed put into locals.
    private mutating func take(_ call: ExprID, _ result: Int?, _ others: [(Int, GlobalID)], _ span: SourceSpan) -> ExprID {
        var items = [call]
        if let result {
            occurrences[result] += 1
            items[0] = function.add(.setLocal(local(result), call), .unit, span)
        }
        items += assignments(others, span)
        return function.add(.sequence(items), .unit, span)
    }

    /// Takes the variables that were changed; those of the module must not keep objects alive.
    private mutating func assignments(_ others: [(Int, GlobalID)], _ span: SourceSpan) -> [ExprID] {
        var items: [ExprID] = []
        for (index, global) in others {
            occurrences[index] += 1
            let type = function.locals.values[index].type
            let value = function.add(.global(global), type, span)
            items.append(function.add(.setLocal(local(index), value), .unit, span))
            guard type.isTraced else { continue }
            let nothing = function.locals.append(Local(name: "nothing", type: type))
            occurrences.append(1)
            items.append(function.add(.setGlobal(global, function.add(.local(nothing), type, span)), .unit, span))
        }
        return items
    }

    /// `value = call; locals = …; if exit == 1 { exit = 0; return value } if exit == 2 { exit = 0; break … }`
    private mutating func leave(
        _ call: ExprID, _ type: ValueType, _ result: Int?, _ others: [(Int, GlobalID)], _ exits: (global: GlobalID, all: [BodyFacts.Exit]),
        _ span: SourceSpan
    ) -> ExprID {
        var value: LocalID?
        if let result {
            value = local(result)
            occurrences[result] += 1
        } else if type != .unit {
            value = function.locals.append(Local(name: "value", type: type))
            occurrences.append(2)
        }
        var items = [value.map { function.add(.setLocal($0, call), .unit, span) } ?? call]
        items += assignments(others, span)
        for (index, exit) in exits.all.enumerated() {
            let code = function.add(.global(exits.global), .i32, span)
            let number = function.add(.constant(.i32(Int32(index + 1))), .i32, span)
            let test = function.add(.binary(.i32Equal, code, number), .bool, span)
            let zero = function.add(.constant(.i32(0)), .i32, span)
            let reset = function.add(.setGlobal(exits.global, zero), .unit, span)
            let kind: Expr.Kind =
                switch exit {
                case .breakTo(let label): .breakTo(label, nil)
                case .continueTo(let label): .continueTo(label)
                case .returnValue: .returnValue(result == nil ? value.map { function.add(.local($0), type, span) } : nil)
                }
            let leaving = function.add(.sequence([reset, function.add(kind, .never, span)]), .never, span)
            items.append(function.add(.conditional(condition: test, then: leaving, otherwise: nil), .unit, span))
        }
        return function.add(.sequence(items), .unit, span)
    }
}
