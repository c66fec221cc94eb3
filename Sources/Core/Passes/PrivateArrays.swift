import Basics
import RuntimeABI

/// The variables of a function that hold arrays of which nothing else knows, and what is put into these.
struct PrivateArrays {
    /// Where a number is put into an array.
    struct NumberPut {
        let array: LocalID
        /// The `arrayStore`, `makeArray` or call of the runtime that puts it there, and which operand it is.
        let owner: ExprID
        let position: Int
        let number: Number
    }

    enum Number {
        case constant(Double)
        /// Of type f64.
        case value(ExprID)
    }

    /// What is known of the arrays of a class of variables.
    private struct Facts {
        /// The arrays are used for something else, or visible elsewhere.
        var isOther: Bool
        var hasFlags = false
        var hasNumbers = false
        /// Elements are read as numbers, or as what they are.
        var readsNumbers = false
        var readsValues = false

        mutating func merge(_ other: Facts) {
            isOther = isOther || other.isOther
            hasFlags = hasFlags || other.hasFlags
            hasNumbers = hasNumbers || other.hasNumbers
            readsNumbers = readsNumbers || other.readsNumbers
            readsValues = readsValues || other.readsValues
        }
    }

    private let function: Function
    /// Variables that may hold the same array lead to each other, each to itself or one with a lower number.
    private var leader: [Int]
    /// By leader.
    private var facts: [Facts]
    /// All numbers that are put into arrays of variables, and all elements that are read as numbers.
    private(set) var numbers: [NumberPut] = []
    private(set) var numberLoads: [(array: LocalID, load: ExprID)] = []

    init(_ function: Function, _ body: ExprID) {
        self.function = function
        leader = Array(0..<function.locals.count)
        facts = function.locals.values.map { Facts(isOther: $0.type != .reference(.array)) }
        for parameter in 0..<function.parameterCount { facts[parameter].isOther = true }
        visit(body)
        for index in leader.indices { leader[index] = leader[leader[index]] }
    }

    /// By variable, whether its arrays hold nothing but truth values.
    var flags: [Bool] { leader.map { !facts[$0].isOther && facts[$0].hasFlags && !facts[$0].hasNumbers && !facts[$0].readsNumbers } }

    /// The variables whose arrays hold nothing but numbers, each with the first one that may hold the same array.
    var numberClasses: [LocalID: LocalID] {
        var result: [LocalID: LocalID] = [:]
        for (local, index) in zip(function.locals.indices, leader) {
            let facts = facts[index]
            if !facts.isOther, facts.hasNumbers, !facts.hasFlags, !facts.readsValues { result[local] = function.locals.indices[index] }
        }
        return result
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
        facts[low].merge(facts[high])
    }

    private func isArray(_ local: LocalID) -> Bool { function.locals[local].type == .reference(.array) }

    private func variable(_ id: ExprID) -> LocalID? {
        if case .local(let local) = function.expressions[id].kind, isArray(local) { return local }
        return nil
    }

    private mutating func giveUp(_ local: LocalID) { facts[find(local.offset)].isOther = true }

    // MARK: Walk

    /// - Parameter isUsed: something is done with the value.
    private mutating func visit(_ id: ExprID, isUsed: Bool = true) {
        let expression = function.expressions[id]
        switch expression.kind {
        case .local(let local): if isUsed, isArray(local) { giveUp(local) }
        case .setLocal(let local, let value) where isArray(local): visitArray(value, for: local)
        case .sequence(let items):
            for (index, item) in items.enumerated() { visit(item, isUsed: isUsed && index == items.count - 1) }
        case .loop(_, let condition, let body, let step):
            if let condition { visit(condition) }
            visit(body, isUsed: false)
            if let step { visit(step, isUsed: false) }
        case .conditional(let condition, let then, let otherwise):
            visit(condition)
            let givesValue = expression.type != .unit
            visit(then, isUsed: givesValue)
            if let otherwise { visit(otherwise, isUsed: givesValue) }
        case .arrayLength(let array): visitOperand(array)
        case .unary(.arrayFlags, let array): visitOperand(array)
        case .arrayLoad(let array, let index):
            visitOperand(array)
            if let local = variable(array) { noteLoad(id, local, expression.type) }
            visit(index)
        case .checkIndex(let index, let array, _, _):
            visit(index)
            visitOperand(array)
        case .arrayStore(let array, let index, let value):
            visitOperand(array)
            visit(index)
            put(value, into: variable(array), id, 2)
        default: expression.kind.forEachOperand { visit($0) }
        }
    }

    /// An array that is only looked at or changed.
    private mutating func visitOperand(_ array: ExprID) { if variable(array) == nil { visit(array) } }

    private mutating func noteLoad(_ load: ExprID, _ local: LocalID, _ type: ValueType) {
        switch type {
        case .f64:
            facts[find(local.offset)].readsNumbers = true
            numberLoads.append((local, load))
        case .any: facts[find(local.offset)].readsValues = true
        default: giveUp(local)
        }
    }

    private mutating func put(_ value: ExprID, into local: LocalID?, _ owner: ExprID, _ position: Int) {
        guard let local else { return visit(value) }
        switch (function.flag(value), function.number(value)) {
        case (.constant?, _): facts[find(local.offset)].hasFlags = true
        case (.value(let flag)?, _):
            facts[find(local.offset)].hasFlags = true
            visit(flag)
        case (nil, let number?):
            facts[find(local.offset)].hasNumbers = true
            numbers.append(NumberPut(array: local, owner: owner, position: position, number: number))
            if case .value(let operand) = number { visit(operand) }
        case (nil, nil):
            giveUp(local)
            visit(value)
        }
    }

    /// The value of a variable: an array made here, or one that a variable had.
    private mutating func visitArray(_ id: ExprID, for local: LocalID) {
        switch function.expressions[id].kind {
        case .local(let other) where isArray(other): join(local, other)
        case .makeArray(let items): for (position, item) in items.enumerated() { put(item, into: local, id, position) }
        case .unshare(let array): visitArray(array, for: local)
        case .sequence(let items):
            for item in items.dropLast() { visit(item, isUsed: false) }
            if let last = items.last { visitArray(last, for: local) }
        case .callRuntime(.arrayPush, let operands) where operands.count == 2:
            visitArray(operands[0], for: local)
            put(operands[1], into: local, id, 1)
        case .callRuntime(.arrayPushTimes, let operands) where operands.count == 3:
            visitArray(operands[0], for: local)
            put(operands[1], into: local, id, 1)
            visit(operands[2])
        case .callRuntime(.arrayDropLast, let operands) where operands.count == 1: visitArray(operands[0], for: local)
        default:
            giveUp(local)
            visit(id)
        }
    }
}

extension Function {
    /// The number that an expression stored into an array surely is; nil for other values.
    fileprivate func number(_ id: ExprID) -> PrivateArrays.Number? {
        let expression = expressions[id]
        switch expression.kind {
        case .constant(.any(let bits)): return bits < NaNBox.firstTagged ? .constant(Double(bitPattern: bits)) : nil
        case .constant(.f64(let value)): return .constant(value)
        case .box(let value): return expressions[value].type == .f64 ? number(value) : nil
        // Passes write dynamic values that are no numbers as an f64 with their bits.
        case .unbox(_, nil): return nil
        default: return expression.type == .f64 ? .value(id) : nil
        }
    }
}
