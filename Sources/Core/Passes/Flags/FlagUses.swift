import Basics
import RuntimeABI

/// Finds the variables of a function that hold arrays of truth values of which nothing else knows.
struct FlagUses {
    private let function: Function
    /// Variables that may hold the same array lead to each other, each to itself or one with a lower number.
    private var leader: [Int]
    /// By leader: the arrays are used for something else, or visible elsewhere.
    private var isOther: [Bool]
    /// By leader: truth values are put into them.
    private var hasFlags: [Bool]

    init(_ function: Function, _ body: ExprID) {
        self.function = function
        leader = Array(0..<function.locals.count)
        isOther = function.locals.values.map { $0.type != .reference(.array) }
        hasFlags = [Bool](repeating: false, count: function.locals.count)
        for parameter in 0..<function.parameterCount { isOther[parameter] = true }
        visit(body)
    }

    /// By variable, whether its arrays can be kept in bytes.
    var packed: [Bool] {
        var ends = leader
        for index in ends.indices { ends[index] = ends[ends[index]] }
        return ends.map { !isOther[$0] && hasFlags[$0] }
    }

    // MARK: Classes

    private mutating func find(_ index: Int) -> Int {
        var index = index
        while leader[index] != index {
            leader[index] = leader[leader[index]]
            index = leader[index]
        }
        return index
    }

    private mutating func join(_ first: LocalID, _ second: LocalID) {
        let ends = [find(first.offset), find(second.offset)].sorted()
        let (low, high) = (ends[0], ends[1])
        leader[high] = low
        isOther[low] = isOther[low] || isOther[high]
        hasFlags[low] = hasFlags[low] || hasFlags[high]
    }

    private func isArray(_ local: LocalID) -> Bool { function.locals[local].type == .reference(.array) }

    private func variable(_ id: ExprID) -> LocalID? {
        if case .local(let local) = function.expressions[id].kind, isArray(local) { return local }
        return nil
    }

    private mutating func giveUp(_ local: LocalID) { isOther[find(local.offset)] = true }

    // MARK: Walk

    private mutating func visit(_ id: ExprID) {
        let expression = function.expressions[id]
        switch expression.kind {
        case .local(let local): if isArray(local) { giveUp(local) }
        case .setLocal(let local, let value) where isArray(local): visitArray(value, for: local)
        case .sequence(let items):
            for (index, item) in items.enumerated() where index == items.count - 1 || variable(item) == nil { visit(item) }
        case .arrayLength(let array): visitOperand(array)
        case .unary(.arrayFlags, let array): visitOperand(array)
        case .arrayLoad(let array, let index):
            visitOperand(array)
            if expression.type != .any, let local = variable(array) { giveUp(local) }
            visit(index)
        case .checkIndex(let index, let array, _, _):
            visit(index)
            visitOperand(array)
        case .arrayStore(let array, let index, let value):
            visitOperand(array)
            visit(index)
            put(value, into: variable(array))
        default: expression.kind.forEachOperand { visit($0) }
        }
    }

    /// An array that is only looked at or changed.
    private mutating func visitOperand(_ array: ExprID) { if variable(array) == nil { visit(array) } }

    private mutating func put(_ value: ExprID, into local: LocalID?) {
        switch (function.flag(value), local) {
        case (.constant?, let local?): hasFlags[find(local.offset)] = true
        case (.value(let flag)?, let local?):
            hasFlags[find(local.offset)] = true
            visit(flag)
        case (nil, let local?):
            giveUp(local)
            visit(value)
        default: visit(value)
        }
    }

    /// The value of a variable: an array made here, or one that a variable had.
    private mutating func visitArray(_ id: ExprID, for local: LocalID) {
        switch function.expressions[id].kind {
        case .local(let other) where isArray(other): join(local, other)
        case .makeArray(let items): for item in items { put(item, into: local) }
        case .unshare(let array): visitArray(array, for: local)
        case .sequence(let items):
            for item in items.dropLast() where variable(item) == nil { visit(item) }
            if let last = items.last { visitArray(last, for: local) }
        case .callRuntime(.arrayPush, let operands) where operands.count == 2:
            visitArray(operands[0], for: local)
            put(operands[1], into: local)
        case .callRuntime(.arrayPushTimes, let operands) where operands.count == 3:
            visitArray(operands[0], for: local)
            put(operands[1], into: local)
            visit(operands[2])
        case .callRuntime(.arrayDropLast, let operands) where operands.count == 1: visitArray(operands[0], for: local)
        default:
            giveUp(local)
            visit(id)
        }
    }
}
