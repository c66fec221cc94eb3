import Basics

/// What makes a loop fit for running it without testing its sums.
struct LoopSums {
    /// Variables that are only added to (subtracted from, multiplied) in the loop, in order of their first assignment.
    private(set) var sums: [LocalID] = []
    /// All variables that the loop assigns, in order of their first assignment.
    private(set) var assigned: [LocalID] = []
    /// Those of them whose value before the loop is read in it.
    private(set) var carried: [LocalID] = []
    /// The variable that counts up to a bound.
    let counter: LocalID

    /// The loop may be left before the counter reaches the bound, or go on before the end of its body.
    private(set) var hasJumps = false

    /// The array whose length the bound is, so that the counter is below it in the body.
    private(set) var boundArray: LocalID?

    private var assignments: [LocalID: [ExprID]] = [:]
    private var reads: [LocalID: Int] = [:]
    private var size = 0
    private static let sizeLimit = 200

    /// Nil when the loop has no sums, may run forever, or does more than compute.
    init?(_ loop: ExprID, _ function: Function) {
        guard case .loop(let label, let condition?, let body, let step?) = function.expressions[loop].kind,
            function.expressions[loop].type == .unit, let counter = Self.counter(step, function)
        else { return nil }
        self.counter = counter
        for part in [condition, body, step] { guard collect(part, label, function) else { return nil } }
        guard assignments[counter]?.count == 1, isBounded(condition, function) else { return nil }
        boundArray = lengthBound(condition, function)
        sums = assigned.filter { isSum($0, function) }
        if sums.isEmpty { return nil }
        var written: Set<LocalID> = []
        var carried: Set<LocalID> = [counter]
        for part in [condition, body] { Self.findCarried(part, function, &written, &carried) }
        self.carried = assigned.filter { carried.contains($0) }
    }

    /// `i` of the step `i = i + 1`.
    private static func counter(_ step: ExprID, _ function: Function) -> LocalID? {
        guard case .setLocal(let local, let value) = function.expressions[step].kind,
            case .binary(.i32Add, let left, let right) = function.expressions[value].kind,
            case .local(local) = function.expressions[left].kind,
            case .constant(.i32(let constant)) = function.expressions[right].kind, constant > 0
        else { return nil }
        return local
    }

    /// `i < n` where `n` does not change.
    private func isBounded(_ condition: ExprID, _ function: Function) -> Bool {
        guard case .binary(let operation, let left, let right) = function.expressions[condition].kind,
            operation == .i32Less || operation == .i32LessOrEqual, case .local(counter) = function.expressions[left].kind
        else { return false }
        switch function.expressions[right].kind {
        case .constant: return true
        case .local(let bound): return assignments[bound] == nil
        case .arrayLength(let array):
            guard case .local(let local) = function.expressions[array].kind else { return false }
            return assignments[local] == nil
        default: return false
        }
    }

    private func lengthBound(_ condition: ExprID, _ function: Function) -> LocalID? {
        guard case .binary(.i32Less, _, let right) = function.expressions[condition].kind,
            case .arrayLength(let array) = function.expressions[right].kind, case .local(let local) = function.expressions[array].kind
        else { return nil }
        return local
    }

    private mutating func collect(_ id: ExprID, _ label: LabelID, _ function: Function) -> Bool {
        size += 1
        guard size <= Self.sizeLimit else { return false }
        let kind = function.expressions[id].kind
        switch kind {
        case .setLocal(let local, let value):
            if assignments[local] == nil { assigned.append(local) }
            assignments[local, default: []].append(value)
        case .local(let local): reads[local, default: 0] += 1
        case .breakTo(let target, let value):
            guard target == label, value == nil else { return false }
            hasJumps = true
        case .continueTo(let target):
            guard target == label else { return false }
            hasJumps = true
        case .constant, .global, .importedGlobal, .closureSlot, .unary, .binary, .checkFinite, .checkNonzero, .sequence, .conditional,
            .callRuntime(.numberRemainder, _), .box, .test, .arrayLength, .arrayLoad, .variantTag, .variantPayload, .fail, .failValue,
            .failText:
            break
        case .unbox(_, let failure): guard failure == nil || Self.question(function.expressions[id].type) != nil else { return false }
        case .checkIndex(let index, _, _, _): guard function.expressions[index].type == .i32 else { return false }
        default: return false
        }
        for operand in kind.operands { guard collect(operand, label, function) else { return false } }
        return true
    }

    /// Adds the variables that are read before they are written for certain. The step reads only the counter.
    private static func findCarried(_ id: ExprID, _ function: Function, _ written: inout Set<LocalID>, _ carried: inout Set<LocalID>) {
        switch function.expressions[id].kind {
        case .local(let local):
            if !written.contains(local) { carried.insert(local) }
        case .setLocal(let local, let value):
            findCarried(value, function, &written, &carried)
            written.insert(local)
        case .conditional(let condition, let then, let otherwise):
            findCarried(condition, function, &written, &carried)
            for branch in [then, otherwise].compactMap({ $0 }) {
                var inside = written
                findCarried(branch, function, &inside, &carried)
            }
        case let kind:
            for operand in kind.operands { findCarried(operand, function, &written, &carried) }
        }
    }

    /// What tells whether a dynamic value can be had as one of the type; nil when that is no single test.
    static func question(_ type: ValueType) -> ValueTest? {
        switch type {
        case .f64: .number
        case .bool: .bool
        case .character: .character
        case .reference(let kind) where kind != .option: .reference(kind)
        default: nil
        }
    }

    /// Every assignment reads the variable once, where infinity and NaN reach the new value, and nothing else reads it.
    private func isSum(_ local: LocalID, _ function: Function) -> Bool {
        guard function.locals[local].type == .f64, let values = assignments[local], reads[local] == values.count else { return false }
        return values.allSatisfy { value in
            guard case .checkFinite = function.expressions[value].kind else { return false }
            return carries(value, local, function)
        }
    }

    private func carries(_ id: ExprID, _ local: LocalID, _ function: Function) -> Bool {
        switch function.expressions[id].kind {
        case .local(let read): read == local
        case .checkFinite(let operand, _): carries(operand, local, function)
        case .binary(.f64Add, let left, let right), .binary(.f64Subtract, let left, let right), .binary(.f64Multiply, let left, let right):
            carries(left, local, function) || carries(right, local, function)
        default: false
        }
    }
}
