import Basics
import RuntimeABI

/// Leaves dynamic values as they are that are only unboxed to be boxed again.
///
///     let t = unbox(v[i]); v[i] = box(unbox(v[j])); v[j] = box(t)      moves the elements and does not look at them
///
/// Only integers and references: numbers of Atlas are f64s in arrays, too, and other passes look for them.
public enum KeepBoxes {
    public static func run(_ module: Module) -> Module {
        module.changingFunctions { function, body in
            guard function.expressions.values.contains(where: { if case .box = $0.kind { true } else { false } }) else { return function }
            var pass = BoxKeeper(function)
            pass.keep(body)
            return pass.function
        }
    }
}

private struct BoxKeeper {
    private(set) var function: Function
    /// How often variables are read, and how often just to be boxed.
    private var reads: [LocalID: Int] = [:]
    private var boxedReads: [LocalID: Int] = [:]
    private var values: [LocalID: [ExprID]] = [:]
    private var boxes: [ExprID] = []

    init(_ function: Function) { self.function = function }

    mutating func keep(_ body: ExprID) {
        collect(body)
        let kept = values.keys.sorted { $0.offset < $1.offset }.filter { local in
            local.offset >= function.parameterCount && isKept(function.locals[local].type) && reads[local] == boxedReads[local]
                && values[local, default: []].allSatisfy { isUnboxed($0) && function.expressions[$0].type != .never }
        }
        for local in kept {
            function.locals[local].type = .any
            for value in values[local, default: []] { unpack(value) }
        }
        let isVariable = Set(kept)
        for box in boxes {
            guard case .box(let value) = function.expressions[box].kind else { continue }
            if case .local(let local) = function.expressions[value].kind {
                if isVariable.contains(local) { function.expressions[box].kind = .local(local) }
            } else if isKept(function.expressions[value].type), isUnboxed(value) {
                unpack(value)
                function.expressions[box].kind = function.expressions[value].kind
            }
        }
    }

    private func isKept(_ type: ValueType) -> Bool {
        switch type {
        case .i64, .reference: true
        default: false
        }
    }

    private mutating func collect(_ id: ExprID) {
        switch function.expressions[id].kind {
        case .local(let local): reads[local, default: 0] += 1
        case .setLocal(let local, let value): values[local, default: []].append(value)
        case .box(let value):
            boxes.append(id)
            if case .local(let local) = function.expressions[value].kind { boxedReads[local, default: 0] += 1 }
        default: break
        }
        for operand in function.expressions[id].kind.operands { collect(operand) }
    }

    /// The expression unboxes a value that is known to have the type, wherever it comes to an end.
    private func isUnboxed(_ id: ExprID) -> Bool {
        let expression = function.expressions[id]
        if expression.type == .never { return true }
        switch expression.kind {
        case .unbox(_, nil): return true
        case .conditional(_, let then, let otherwise?): return isUnboxed(then) && isUnboxed(otherwise)
        case .sequence(let items): return items.last.map { isUnboxed($0) } ?? false
        default: return false
        }
    }

    /// Makes it the value itself.
    private mutating func unpack(_ id: ExprID) {
        guard function.expressions[id].type != .never else { return }
        switch function.expressions[id].kind {
        case .unbox(let value, nil): function.expressions[id].kind = function.expressions[value].kind
        case .conditional(_, let then, let otherwise?):
            unpack(then)
            unpack(otherwise)
        case .sequence(let items): if let last = items.last { unpack(last) }
        default: break
        }
        function.expressions[id].type = .any
    }
}
