import Basics

/// The arrays of a function whose elements become indices, of which nothing else knows, and which hold numbers only.
///
/// What is put into them is known, so `ModuleRanges` finds the range of their elements.
struct IndexArrays {
    /// The variables that hold such arrays, each with the number of its class: variables of one class may hold the same array.
    private(set) var classes: [LocalID: Int] = [:]
    private(set) var count = 0
    private(set) var puts: [PrivateArrays.NumberPut] = []
    private(set) var loads: [(array: LocalID, load: ExprID)] = []

    /// Nil when the function has none.
    init?(_ function: Function) {
        guard let body = function.body, Self.mayHaveSome(function) else { return nil }
        let arrays = PrivateArrays(function, body)
        let leaders = arrays.numberClasses
        guard !leaders.isEmpty, !arrays.numberLoads.isEmpty else { return nil }
        let wanted = IndexFlow(function, arrays, leaders).wanted
        guard !wanted.isEmpty else { return nil }
        var numbers: [LocalID: Int] = [:]
        for local in function.locals.indices {
            guard let leader = leaders[local], wanted.contains(leader) else { continue }
            if numbers[leader] == nil {
                numbers[leader] = count
                count += 1
            }
            classes[local] = numbers[leader]
        }
        puts = arrays.numbers.filter { classes[$0.array] != nil }
        loads = arrays.numberLoads.filter { classes[$0.array] != nil }
    }

    /// A quick look.
    private static func mayHaveSome(_ function: Function) -> Bool {
        guard function.locals.values.dropFirst(function.parameterCount).contains(where: { $0.type == .reference(.array) }) else { return false }
        return function.expressions.values.contains { expression in
            if case .arrayLoad = expression.kind { expression.type == .f64 } else { false }
        }
    }

    /// The range of all numbers that are put into each class, by what an analysis of the function tells.
    func elements(_ analysis: RangeAnalysis) -> [NumberRange] {
        var result = [NumberRange](repeating: analysis.isComplete ? .nothing : .anything, count: count)
        guard analysis.isComplete else { return result }
        for put in puts {
            guard let index = classes[put.array] else { continue }
            let range: NumberRange =
                switch put.number {
                case .constant(let value): .constant(value)
                case .value(let value): analysis.ranges[value.offset]
                }
            result[index] = result[index].union(range)
        }
        return result
    }
}

/// Finds the classes of arrays whose elements become indices, or elements of such arrays.
private struct IndexFlow {
    private let function: Function
    private let leaders: [LocalID: LocalID]
    /// The first variables of the classes.
    private(set) var wanted: Set<LocalID> = []
    private var assignments: [LocalID: [ExprID]] = [:]
    private var puts: [LocalID: [ExprID]] = [:]
    private var seen: Set<LocalID> = []
    private var work: [ExprID] = []

    init(_ function: Function, _ arrays: PrivateArrays, _ leaders: [LocalID: LocalID]) {
        self.function = function
        self.leaders = leaders
        for put in arrays.numbers {
            if case .value(let value) = put.number, let leader = leaders[put.array] { puts[leader, default: []].append(value) }
        }
        for expression in function.expressions.values {
            switch expression.kind {
            case .setLocal(let local, let value) where function.locals[local].type == .f64: assignments[local, default: []].append(value)
            case .checkIndex(let index, _, _, _): work.append(index)
            default: break
            }
        }
        while let value = work.popLast() { follow(value) }
    }

    private mutating func follow(_ value: ExprID) {
        switch function.expressions[value].kind {
        case .local(let local): if seen.insert(local).inserted { work += assignments[local] ?? [] }
        case .checkFinite(let operand, _): work.append(operand)
        case .binary(.f64Add, let left, let right), .binary(.f64Subtract, let left, let right): work += [left, right]
        case .sequence(let items): if let last = items.last { work.append(last) }
        case .conditional(_, let then, let otherwise?): work += [then, otherwise]
        case .arrayLoad(let array, _):
            guard case .local(let local) = function.expressions[array].kind, let leader = leaders[local], wanted.insert(leader).inserted
            else { return }
            work += puts[leader] ?? []
        default: break
        }
    }
}
