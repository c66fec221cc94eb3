import Basics

/// Copies the ways through a function on which nothing is called, and nothing changed but by what comes last.
struct BaseCaseCopy {
    /// How a way ends.
    enum End {
        /// The function returns this; nil: it has no value.
        case base(ExprID?)
        /// The function does something that a copy cannot do.
        case other
    }

    /// What making an object counts for besides its operands, in expressions.
    private static let sizeOfAllocation = 8

    private let source: Function
    var target: Function
    private let locals: [LocalID]
    private let allowed: BaseCases.Allowed
    /// Calls in the source that are made seldom.
    private let seldom: Set<ExprID>
    /// What stands in the copy for an end; its type is `never`.
    private let end: (inout BaseCaseCopy, End) -> ExprID
    private var labels: [LabelID: (copy: LabelID, isUsed: Bool)] = [:]
    /// On the way that is being copied something has been changed, so the function cannot begin anew any more.
    private var isChanged = false

    private(set) var hasLeaf = false
    /// Ways that lead out of the expression that is being copied, without a call of the function.
    private var exits = 0
    /// Expressions that have been copied, also in vain.
    private var work = 0
    /// Some way ends with work that the function may well be for, not only with what happens seldom.
    private(set) var leavesWork = false
    /// The copy must not be used: on some way something is changed before it turns out that the function has to be called.
    private(set) var isBroken = false
    private(set) var size = 0

    /// - Parameter locals: by those of the source, what they are in the copy.
    init(
        of source: Function, into target: Function, locals: [LocalID], allowed: BaseCases.Allowed, seldom: Set<ExprID>,
        end: @escaping (inout BaseCaseCopy, End) -> ExprID
    ) {
        self.source = source
        self.target = target
        self.locals = locals
        self.allowed = allowed
        self.seldom = seldom
        self.end = end
    }

    /// A copy of an expression whose value is that of the function; its type is `never`.
    mutating func tail(_ id: ExprID) -> ExprID {
        let expression = source.expressions[id]
        guard !isTooLarge else { return other(seldom: false) }
        switch expression.kind {
        case .returnValue(let value?): return tail(value)
        case .returnValue(nil): return base(nil)
        case .conditional(let condition, let then, let otherwise?):
            let start = (exits: exits, size: size)
            let test = copy(condition)
            guard !isNever(test) else { return test }
            let before = isChanged
            let first = tail(then)
            let second = alternative(before) { $0.tail(otherwise) }
            return callOnly(since: start) ?? add(.conditional(condition: test, then: first, otherwise: second), .never, expression)
        case .sequence(let items) where !items.isEmpty:
            var code: [ExprID] = []
            for item in items.dropLast() {
                code.append(copy(item))
                if isNever(code[code.count - 1]) { return together(code, .never, expression) }
            }
            code.append(tail(items[items.count - 1]))
            return together(code, .never, expression)
        default:
            let value = copy(id)
            if isNever(value) { return value }
            if source.result == .unit { return together([value, base(nil)], .never, expression) }
            return expression.type == source.result ? base(value) : other(seldom: false)
        }
    }

    // MARK: Ends

    private mutating func base(_ value: ExprID?) -> ExprID {
        hasLeaf = true
        exits += 1
        return end(&self, .base(value))
    }

    private mutating func other(seldom: Bool) -> ExprID {
        if isChanged { isBroken = true }
        if !seldom { leavesWork = true }
        return end(&self, .other)
    }

    /// If all ways since `start` have ended with a call: the call alone. The function finds out itself which way it goes.
    private mutating func callOnly(since start: (exits: Int, size: Int)) -> ExprID? {
        guard exits == start.exits, !isChanged else { return nil }
        size = start.size
        return end(&self, .other)
    }

    /// Nobody will use a copy that is too large, but some of it may come to nothing but a call.
    private var isTooLarge: Bool { size > InlineBaseCases.limit || work > InlineBaseCases.workLimit }

    /// What is changed in one branch is not in the other.
    private mutating func alternative(_ before: Bool, _ body: (inout BaseCaseCopy) -> ExprID) -> ExprID {
        let first = isChanged
        isChanged = before
        let result = body(&self)
        isChanged = isChanged || first
        return result
    }

    // MARK: Expressions

    private func isNever(_ id: ExprID) -> Bool { target.expressions[id].type == .never }

    private mutating func add(_ kind: Expr.Kind, _ type: ValueType, _ expression: Expr) -> ExprID {
        size += 1
        work += 1
        return target.add(kind, type, expression.span)
    }

    private mutating func together(_ items: [ExprID], _ type: ValueType, _ expression: Expr) -> ExprID {
        items.count == 1 ? items[0] : add(.sequence(items), type, expression)
    }

    /// A copy, whose type is `never` if all ways through it end.
    private mutating func copy(_ id: ExprID) -> ExprID {
        let expression = source.expressions[id]
        guard !isTooLarge else { return other(seldom: false) }
        switch expression.kind {
        case .constant, .local, .global, .closureSlot, .unary, .binary, .box, .test, .arrayLength, .arrayLoad, .variantTag, .variantPayload,
            .closureArity, .closureIs, .field, .unbox(_, nil), .textScalar:
            return copyOperands(expression)
        case .setLocal(let local, _):
            // A call that has to be made after all takes the arguments from the parameters.
            return local.offset >= source.parameterCount ? copyOperands(expression) : other(seldom: false)
        case .makeObject, .makeVariant:
            guard allowed != .nothing else { return other(seldom: false) }
            // An object that is made in vain changes nothing. Making one takes much code.
            size += BaseCaseCopy.sizeOfAllocation
            return copyOperands(expression)
        case .setVariantPayload, .setGlobal, .setField, .setElement:
            guard allowed == .everything else { return other(seldom: false) }
            let code = copyOperands(expression)
            if !isNever(code) { isChanged = true }
            return code
        case .sequence(let items): return sequence(items, expression)
        case .conditional(let condition, let then, let otherwise): return conditional(condition, then, otherwise, expression)
        case .block(let label, let body): return block(label, body, expression)
        case .breakTo(let label, let value):
            guard let target = labels[label]?.copy else { return other(seldom: false) }
            let result = value.map { copy($0) }
            if let result, isNever(result) { return result }
            labels[label]?.isUsed = true
            exits += 1
            return add(.breakTo(target, result), .never, expression)
        case .returnValue(let value?): return tail(value)
        case .returnValue(nil): return base(nil)
        case .callRuntime: return other(seldom: true)
        default: return other(seldom: seldom.contains(id))
        }
    }

    private mutating func copyOperands(_ expression: Expr) -> ExprID {
        var operands = expression.kind.operands
        for index in operands.indices {
            operands[index] = copy(operands[index])
            // Those before it may set variables that it uses on its way.
            if isNever(operands[index]) { return together(operands[...index].filter { !isTrivial($0) }, .never, expression) }
        }
        return add(expression.kind.with(operands: operands).renamed(locals), expression.type, expression)
    }

    private func isTrivial(_ id: ExprID) -> Bool {
        switch target.expressions[id].kind {
        case .constant, .local: true
        default: false
        }
    }

    private mutating func sequence(_ items: [ExprID], _ expression: Expr) -> ExprID {
        guard !items.isEmpty else { return add(.sequence([]), expression.type, expression) }
        var code: [ExprID] = []
        for item in items {
            code.append(copy(item))
            if isNever(code[code.count - 1]) { return together(code, .never, expression) }
        }
        return add(.sequence(code), expression.type, expression)
    }

    private mutating func conditional(_ condition: ExprID, _ then: ExprID, _ otherwise: ExprID?, _ expression: Expr) -> ExprID {
        let start = (exits: exits, size: size)
        let test = copy(condition)
        guard !isNever(test) else { return test }
        let before = isChanged
        let first = copy(then)
        guard let otherwise else { return add(.conditional(condition: test, then: first, otherwise: nil), expression.type, expression) }
        let second = alternative(before) { $0.copy(otherwise) }
        let type = isNever(first) && isNever(second) ? .never : expression.type
        if type == .never, let call = callOnly(since: start) { return call }
        return add(.conditional(condition: test, then: first, otherwise: second), type, expression)
    }

    private mutating func block(_ label: LabelID, _ body: ExprID, _ expression: Expr) -> ExprID {
        let new = target.labels.append(source.labels[label])
        labels[label] = (new, false)
        let code = copy(body)
        let isUsed = labels.removeValue(forKey: label)?.isUsed ?? false
        guard isUsed else { return code }
        return add(.block(new, body: code), expression.type, expression)
    }
}
