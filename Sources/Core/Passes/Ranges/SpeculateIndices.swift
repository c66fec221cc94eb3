import Basics
import RuntimeABI

/// Makes a second copy of an innermost loop in which numbers that serve as indices are known to be integers.
///
///     var high = a[0];                              if high is a small whole number { n = high; while (low < n) { a[n] = a[low]; low++; n--; } }
///     while (low < high) { a[high] = a[low]; … }    else { the loop as it was }
///
/// Nothing is known of a number that comes out of an array or is an argument of an exported function. One test before the loop takes the place
/// of one test a round, and `IntegerRanges` does the rest. The test compares bits, so that -0 stays what it is.
enum SpeculateIndices {
    /// Most expressions of a loop that gets a copy, and most variables that are tested for it.
    static let largestLoop = 200
    static let mostVariables = 4

    /// The module with the copies; nil if there is no such loop.
    static func run(_ module: Module, _ ranges: ModuleRanges) -> Module? {
        var isChanged = false
        let isOfUse = { (id: FunctionID) in ranges.analyses[id.offset].map { $0.isComplete && !$0.ranges.isEmpty } ?? false }
        let result = module.changingFunctions(where: isOfUse) { id, function, body in
            guard let analysis = ranges.analyses[id.offset] else { return function }
            var pass = IndexSpeculation(function, analysis.ranges)
            pass.run(body)
            isChanged = isChanged || pass.isChanged
            return pass.function
        }
        return isChanged ? result : nil
    }
}

private struct IndexSpeculation {
    var function: Function
    private(set) var isChanged = false
    /// By expression of the original function.
    private let ranges: [NumberRange]
    /// How often each local is read in the function.
    private var reads: [Int]

    init(_ function: Function, _ ranges: [NumberRange]) {
        self.function = function
        self.ranges = ranges
        reads = [Int](repeating: 0, count: function.locals.count)
    }

    mutating func run(_ body: ExprID) {
        count(body, &reads)
        visit(body)
    }

    private func count(_ id: ExprID, _ counts: inout [Int]) {
        switch function.expressions[id].kind {
        case .local(let local): counts[local.offset] += 1
        default: break
        }
        function.expressions[id].kind.forEachOperand { count($0, &counts) }
    }

    /// Visits an expression; true when a loop is inside.
    @discardableResult
    private mutating func visit(_ id: ExprID) -> Bool {
        var hasLoop = false
        for operand in function.expressions[id].kind.operands where visit(operand) { hasLoop = true }
        guard case .loop = function.expressions[id].kind else { return hasLoop }
        if !hasLoop, function.locals.count < InlineLeaves.variableLimit { speculate(id) }
        return true
    }

    private mutating func speculate(_ loop: ExprID) {
        var facts = IndexFacts(loop, function, ranges)
        guard let variables = facts.variables() else { return }
        isChanged = true
        var inside = [Int](repeating: 0, count: reads.count)
        count(loop, &inside)
        let original = function.expressions[loop]
        var builder = FunctionBuilder(taking: &function)
        builder.span = original.span
        var items: [ExprID] = []
        var test: ExprID?
        var after: [ExprID] = []
        var copy = TreeCopy()
        for local in variables {
            let whole = builder.local(builder.function.locals[local].name, .f64)
            copy.locals[local] = whole
            items.append(builder.set(whole, builder.unary(.i32ToF64, builder.unary(.f64ToI32, builder.get(local)))))
            let isSame = builder.binary(.anyIdentical, builder.box(builder.get(whole)), builder.box(builder.get(local)))
            test = test.map { builder.conditional($0, isSame, builder.bool(false)) } ?? isSame
            if reads[local.offset] > inside[local.offset], facts.isAssigned(local) { after.append(builder.set(local, builder.get(whole))) }
        }
        let fast = copy.copy(loop, &builder.function)
        let slow = builder.add(original.kind, original.type)
        if case .loop(let label, _, _, _) = original.kind { builder.function.labels[label].isSeldom = true }
        if let test {
            let then = original.type == .never ? fast : builder.sequence([fast] + after)
            items.append(builder.conditional(test, then, slow))
        }
        function = builder.function
        function.expressions[loop].kind = .sequence(items)
    }
}

/// The variables of an innermost loop that would be integers if they were so before it.
private struct IndexFacts {
    private let function: Function
    private let ranges: [NumberRange]
    private var assignments: [LocalID: [ExprID]] = [:]
    private var indices: [ExprID] = []
    private var size = 0

    init(_ loop: ExprID, _ function: Function, _ ranges: [NumberRange]) {
        self.function = function
        self.ranges = ranges
        collect(loop)
    }

    private mutating func collect(_ id: ExprID) {
        size += 1
        guard size <= SpeculateIndices.largestLoop else { return }
        let kind = function.expressions[id].kind
        switch kind {
        case .setLocal(let local, let value): assignments[local, default: []].append(value)
        case .checkIndex(let index, _, _, _):
            if function.expressions[index].type == .f64, !isSmall(index) { indices.append(index) }
        default: break
        }
        for operand in kind.operands { collect(operand) }
    }

    func isAssigned(_ local: LocalID) -> Bool { assignments[local] != nil }

    /// In order of their first use as an index; nil if there is none.
    mutating func variables() -> [LocalID]? {
        guard size <= SpeculateIndices.largestLoop else { return nil }
        var result: [LocalID] = []
        for index in indices {
            var found = result
            if close(index, &found), found.count <= SpeculateIndices.mostVariables { result = found }
        }
        return result.isEmpty ? nil : result
    }

    /// Adds the variables that must be integers for the expression to be one; false when that is not enough.
    private func close(_ id: ExprID, _ found: inout [LocalID]) -> Bool {
        if isSmall(id) { return true }
        switch function.expressions[id].kind {
        case .local(let local):
            if found.contains(local) { return true }
            guard found.count < SpeculateIndices.mostVariables else { return false }
            found.append(local)
            for value in assignments[local] ?? [] { guard close(value, &found) else { return false } }
            return true
        case .checkFinite(let operand, _): return close(operand, &found)
        case .binary(.f64Add, let left, let right), .binary(.f64Subtract, let left, let right):
            return close(left, &found) && close(right, &found)
        default: return false
        }
    }

    /// An expression that the pass has made itself is not known.
    private func isSmall(_ id: ExprID) -> Bool {
        id.offset < ranges.count && (ranges[id.offset].fits(.i32) || ranges[id.offset].isNothing)
    }
}
