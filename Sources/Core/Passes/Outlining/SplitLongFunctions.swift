import Basics
import Diagnostics

/// Cuts functions that are very long into parts, each a function of its own: initializers of modules with many definitions, long literals,
/// programs that were generated.
///
/// Engines accept functions of some megabytes only, and need more than linear time for large ones; so do many passes. A run of statements becomes
/// a function, as the body of a loop does in `OutlineLoops`: locals are passed and returned, and where control leaves the part, the caller leaves.
public enum SplitLongFunctions {
    /// How many expressions a function may have that stays whole.
    static let longest = 10_000

    /// The result behaves like `module`. Time is linear in its size.
    public static func run(_ module: Module) -> Module {
        guard module.functions.values.contains(where: { $0.expressions.count > longest }) else { return module }
        var outliner = LoopOutliner(module)
        for id in module.functions.indices where module.functions[id].expressions.count > longest { outliner.split(id) }
        return outliner.module
    }
}

extension LoopOutliner {
    /// How many expressions a part has at least, if there are so many.
    private static let partSize = 2000

    fileprivate mutating func split(_ id: FunctionID) {
        function = module.functions[id]
        function.flattenAssignments()
        guard let body = function.body else { return }
        occurrences = [Int](repeating: 0, count: function.locals.count)
        var sizes = [Int](repeating: 0, count: function.expressions.count)
        guard measure(body, &sizes) > SplitLongFunctions.longest else { return }
        split(body, sizes)
        module.functions[id] = function
    }

    /// Counts expressions, and how often each local occurs.
    private mutating func measure(_ id: ExprID, _ sizes: inout [Int]) -> Int {
        let kind = function.expressions[id].kind
        switch kind {
        case .local(let local), .setLocal(let local, _): occurrences[local.offset] += 1
        default: break
        }
        var operands: [ExprID] = []
        kind.forEachOperand { operands.append($0) }
        var size = 1
        for operand in operands { size += measure(operand, &sizes) }
        sizes[id.offset] = size
        return size
    }

    private mutating func split(_ id: ExprID, _ sizes: [Int]) {
        guard sizes[id.offset] > SplitLongFunctions.longest else { return }
        let expression = function.expressions[id]
        for operand in expression.kind.operands { split(operand, sizes) }
        guard case .sequence(let items) = expression.kind else { return }
        function.expressions[id].kind = .sequence(split(items, sizes))
    }

    /// Statements with runs of them replaced by calls.
    private mutating func split(_ items: [ExprID], _ sizes: [Int]) -> [ExprID] {
        let label = function.labels.append(Label(name: "part"))
        let span = { (function: Function, run: ArraySlice<ExprID>) in run.first.map { function.expressions[$0].span } ?? .none }
        let runs = self.runs(items, sizes)
        let bodies = runs.map { run in
            run.count < 2 ? nil : function.add(.sequence(Array(items[run])), .unit, span(function, items[run]))
        }
        // All parts first: whatever looks at the function shares it, and a change would copy it as a whole.
        var parts: [Part?] = []
        for (run, body) in zip(runs, bodies) {
            let part = body.flatMap { extract($0, label, "part", span(function, items[run])) }
            parts.append(part)
        }
        var result: [ExprID] = []
        for (run, part) in zip(runs, parts) {
            if let part { result.append(replacement(of: part, span(function, items[run]))) } else { result += items[run] }
        }
        return result
    }

    /// Runs of about one part's size; statements that are large or never end stay alone, and so does the last, whose value may count.
    private func runs(_ items: [ExprID], _ sizes: [Int]) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        var start = 0
        var size = 0
        func end(_ index: Int) {
            if start < index { runs.append(start..<index) }
            start = index
            size = 0
        }
        for (index, item) in items.enumerated() {
            let isAlone = index == items.count - 1 || sizes[item.offset] > Self.partSize || function.expressions[item].type == .never
            if isAlone { end(index) }
            size += sizes[item.offset]
            if isAlone || size >= Self.partSize { end(index + 1) }
        }
        end(items.count)
        return runs
    }
}
