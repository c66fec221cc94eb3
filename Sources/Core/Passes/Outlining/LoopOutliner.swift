import Basics
import Diagnostics

/// Outlines loops of one function after the other.
struct LoopOutliner {
    private(set) var module: Module
    /// Whether the loops around the bodies that the last run outlined are short.
    private(set) var areShort: [Bool] = []
    private var leastNest = 0
    private var function = Function(name: "", parameters: [], result: .unit, span: .none)
    /// How deep loops are nested in each expression.
    private var nests: [Int] = []
    /// How often each local occurs in the function.
    private var occurrences: [Int] = []

    /// Bodies with more expressions are left alone: so much code makes up its own mind about time.
    private static let largestBody = 4000
    private static let mostParameters = 12
    private static let mostChanged = 8

    init(_ module: Module) { self.module = module }

    mutating func run(_ id: FunctionID, leastNest: Int) {
        self.leastNest = leastNest
        areShort = []
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
            areShort.append(OutlineLoops.isShort(id, function))
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
            changed.filter({ types[$0].type.isTraced }).count <= (facts.exits.isEmpty ? 1 : 0),
            facts.counts.keys.allSatisfy({ types[$0].type != .unit && types[$0].type != .never })
        else { return nil }
        let result = facts.exits.isEmpty ? changed.first { types[$0].type.isTraced } ?? changed.first : nil
        let others = changed.filter { $0 != result }.map { local in
            (local, module.globals.append(Global(name: "\(function.name) \(types[local].name)", type: types[local].type)))
        }
        let exit = facts.exits.isEmpty ? nil : module.globals.append(Global(name: "\(function.name) exit", type: .i32))
        let type = facts.returns ? function.result : result.map { types[$0].type } ?? .unit
        var copy = BodyCopy(function, passed: passed, locals: facts.counts.keys.sorted(), result: type, span: span)
        let callee = module.functions.append(
            copy.make(body, loop: label, value: result, others: others, exit: exit.map { ($0, facts.exits) }, isLeft: facts.continues))
        for (local, count) in facts.counts { occurrences[local] -= count }
        let call = self.call(callee, passed, span)
        guard let exit else { return take(call, result, others, span) }
        return leave(call, type, others, (exit, facts.exits), span)
    }

    private func local(_ index: Int) -> LocalID { function.locals.indices[index] }

    private mutating func call(_ callee: FunctionID, _ passed: [Int], _ span: SourceSpan) -> ExprID {
        var arguments: [ExprID] = []
        for index in passed {
            occurrences[index] += 1
            arguments.append(function.add(.local(local(index)), function.locals.values[index].type, span))
        }
        return function.add(.call(callee, arguments), module.functions[callee].result, span)
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

    private mutating func assignments(_ others: [(Int, GlobalID)], _ span: SourceSpan) -> [ExprID] {
        others.map { index, global in
            occurrences[index] += 1
            let value = function.add(.global(global), function.locals.values[index].type, span)
            return function.add(.setLocal(local(index), value), .unit, span)
        }
    }

    /// `value = call; locals = …; if exit == 1 { exit = 0; return value } if exit == 2 { exit = 0; break … }`
    private mutating func leave(
        _ call: ExprID, _ type: ValueType, _ others: [(Int, GlobalID)], _ exits: (global: GlobalID, all: [BodyFacts.Exit]), _ span: SourceSpan
    ) -> ExprID {
        let value = type == .unit ? nil : function.locals.append(Local(name: "value", type: type))
        if value != nil { occurrences.append(2) }
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
                case .returnValue: .returnValue(value.map { function.add(.local($0), type, span) })
                }
            let leaving = function.add(.sequence([reset, function.add(kind, .never, span)]), .never, span)
            items.append(function.add(.conditional(condition: test, then: leaving, otherwise: nil), .unit, span))
        }
        return function.add(.sequence(items), .unit, span)
    }
}
