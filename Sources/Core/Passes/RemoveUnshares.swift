import Basics
import RuntimeABI

/// Removes `a = unshare(a)` where nothing can have given the array of the local variable `a` a second name since it was made or last unshared.
///
///     let a = []; for (…) { a.push(i); }    while (…) { a[i] = x; }       no test, and nothing that could allocate
///
/// A variable is followed while its array is only looked at, stored into, and extended: then no other variable, slot or caller has the array.
/// Variables whose array gets another name without a mark (`b = a`) are left alone altogether, unless that name is only used to look at it.
public enum RemoveUnshares {
    /// Most variables that are followed in a function.
    static let limit = 64

    public static func run(_ module: Module) -> Module {
        var module = module
        for index in module.functions.indices {
            guard let body = module.functions[index].body, module.functions[index].expressions.values.contains(where: \.isUnshare) else { continue }
            var pass = UnshareRemover(module.functions[index])
            pass.run(body)
            module.functions[index] = pass.function
        }
        return module
    }
}

extension Expr {
    fileprivate var isUnshare: Bool {
        if case .unshare = kind { return true }
        return false
    }
}

/// What happens to the value of an expression.
private enum ValueUse {
    /// Nothing.
    case none
    /// It is read while the expression around it is evaluated.
    case look
    /// It may become visible elsewhere: marked as shared, or no longer used here.
    case give
    /// It gets another name in this function.
    case name
}

/// Sets of variables are bits of a word.
private struct UnshareRemover {
    var function: Function
    /// The bit of each local that is followed.
    private var bits: [UInt64]
    /// The variables that lose their array to others in a loop or block.
    private var lost: [ExprID: UInt64] = [:]
    /// The variables whose arrays have no other name.
    private var own: UInt64 = 0
    /// The variables whose arrays may get another name without a mark.
    private var named: UInt64 = 0
    /// The variables through which an array may be marked as shared, changed or named.
    private var used: UInt64 = 0
    /// Assignments of one variable to another.
    private var aliases: [(name: LocalID, original: LocalID)] = []

    init(_ function: Function) {
        self.function = function
        bits = [UInt64](repeating: 0, count: function.locals.count)
        var count = 0
        for (index, local) in function.locals.values.enumerated() where local.type == .reference(.array) && count < RemoveUnshares.limit {
            bits[index] = 1 << UInt64(count)
            count += 1
        }
    }

    mutating func run(_ body: ExprID) {
        _ = collect(body, .none)
        for alias in aliases where bit(alias.name) == 0 || used & bit(alias.name) != 0 { named |= bit(alias.original) }
        for index in bits.indices where bits[index] & named != 0 { bits[index] = 0 }
        visit(body, .none)
    }

    private func bit(_ local: LocalID) -> UInt64 { bits[local.offset] }

    // MARK: Operands

    /// Calls `body` with the operands of an expression whose own value is used as `use` says.
    private func forEachOperand(_ id: ExprID, _ use: ValueUse, _ body: (ExprID, ValueUse) -> Void) {
        let kind = function.expressions[id].kind
        switch kind {
        case .setLocal(let local, let value):
            body(value, makesOwn(local, value) || isVariable(value) ? .look : .name)
        case .sequence(let items):
            for item in items.dropLast() { body(item, .none) }
            if let last = items.last { body(last, use) }
        case .conditional(let condition, let then, let otherwise):
            body(condition, .look)
            body(then, use)
            if let otherwise { body(otherwise, use) }
        case .loop(_, let condition, let loopBody, let step):
            if let condition { body(condition, .look) }
            body(loopBody, .none)
            if let step { body(step, .none) }
        case .block(_, let value): body(value, function.expressions[id].type == .unit ? .none : .name)
        case .breakTo(_, let value): if let value { body(value, .name) }
        case .returnValue(let value): if let value { body(value, .none) }
        case .box(let value), .unbox(let value, _): body(value, use)
        case .test(let value, _), .arrayLength(let value): body(value, .look)
        case .arrayLoad(let array, let index):
            body(array, .look)
            body(index, .look)
        case .arrayStore(let array, let index, let value):
            body(array, .look)
            body(index, .look)
            body(value, .give)
        case .checkIndex(let index, let array, _, _):
            body(index, .look)
            body(array, .look)
        case .callRuntime(let callee, let items) where Self.returnsOwn(callee):
            // The array itself comes out again: `setLocal` says where it goes.
            for (position, item) in items.enumerated() { body(item, position == 0 ? use : .give) }
        case .unshare(let array): body(array, use)
        default: kind.forEachOperand { body($0, .give) }
        }
    }

    /// The value is an array without a mark: new, or the local's own, copied if it was shared.
    private func makesOwn(_ local: LocalID, _ value: ExprID) -> Bool {
        switch function.expressions[value].kind {
        case .makeArray: true
        case .unshare(let array): isLocal(array, local)
        case .callRuntime(.arrayMake, _): true
        case .callRuntime(let callee, let items) where Self.returnsOwn(callee): items.first.map { isLocal($0, local) } ?? false
        default: false
        }
    }

    private static func returnsOwn(_ callee: RuntimeFunction) -> Bool {
        callee.name == RuntimeFunction.arrayPush.name || callee.name == RuntimeFunction.arrayDropLast.name
    }

    private func isVariable(_ id: ExprID) -> Bool {
        if case .local = function.expressions[id].kind { return true }
        return false
    }

    private func isLocal(_ id: ExprID, _ local: LocalID) -> Bool {
        if case .local(local) = function.expressions[id].kind { return true }
        return false
    }

    // MARK: What is lost where

    /// The variables that lose their arrays in the expression. Notes those whose arrays get another name.
    private mutating func collect(_ id: ExprID, _ use: ValueUse) -> UInt64 {
        var result: UInt64 = 0
        switch function.expressions[id].kind {
        case .local(let local):
            if use == .name { named |= bit(local) }
            if use == .name || use == .give { used |= bit(local) }
            return use == .give ? bit(local) : 0
        case .setLocal(let local, let value):
            if makesOwn(local, value) { used |= bit(local) } else { result = bit(local) }
            if case .local(let original) = function.expressions[value].kind {
                aliases.append((local, original))
                used |= bit(original)
            }
        default: break
        }
        var operands: [(ExprID, ValueUse)] = []
        forEachOperand(id, use) { operands.append(($0, $1)) }
        for (operand, itsUse) in operands { result |= collect(operand, itsUse) }
        switch function.expressions[id].kind {
        case .loop, .block: lost[id] = result
        default: break
        }
        return result
    }

    // MARK: Removing

    private mutating func visit(_ id: ExprID, _ use: ValueUse) {
        switch function.expressions[id].kind {
        case .local(let local): if use == .give { own &= ~bit(local) }
        case .setLocal(let local, let value): visitAssignment(id, local, value)
        case .conditional(let condition, let then, let otherwise):
            visit(condition, .look)
            visitBranches(then, otherwise, use)
        case .loop(_, let condition, let body, let step):
            // Before every round, before every step, and wherever the loop is left, it has these.
            own &= ~(lost[id] ?? .max)
            let kept = own
            if let condition { visit(condition, .look) }
            visit(body, .none)
            own = kept
            if let step { visit(step, .none) }
            own = kept
        case .block:
            own &= ~(lost[id] ?? .max)
            let kept = own
            visitOperands(id, use)
            own = kept
        default: visitOperands(id, use)
        }
    }

    private mutating func visitOperands(_ id: ExprID, _ use: ValueUse) {
        var operands: [(ExprID, ValueUse)] = []
        forEachOperand(id, use) { operands.append(($0, $1)) }
        for (operand, itsUse) in operands { visit(operand, itsUse) }
        // What was given away is so until the expression is done, whatever later operands did.
        for (operand, itsUse) in operands where itsUse == .give {
            if case .local(let local) = function.expressions[operand].kind { own &= ~bit(local) }
        }
    }

    private mutating func visitBranches(_ then: ExprID, _ otherwise: ExprID?, _ use: ValueUse) {
        let before = own
        visit(then, use)
        let after = function.expressions[then].type == .never ? .max : own
        own = before
        if let otherwise {
            visit(otherwise, use)
            if function.expressions[otherwise].type == .never { own = .max }
        }
        own &= after
    }

    private mutating func visitAssignment(_ id: ExprID, _ local: LocalID, _ value: ExprID) {
        if case .unshare(let array) = function.expressions[value].kind, isLocal(array, local), own & bit(local) != 0 {
            function.expressions[id].kind = .sequence([])
            return
        }
        visitOperands(id, .none)
        if makesOwn(local, value) { own |= bit(local) } else { own &= ~bit(local) }
    }
}
