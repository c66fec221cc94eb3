import Basics

/// Copies the ways through a function on which nothing is called and nothing changed.
struct BaseCaseCopy {
    /// How a way ends.
    enum End {
        /// The function returns this; nil: it has no value.
        case base(ExprID?)
        /// The function does something.
        case other
    }

    private let source: Function
    var target: Function
    private let locals: [LocalID]
    /// What stands in the copy for an end; its type is `never`.
    private let end: (inout BaseCaseCopy, End) -> ExprID
    private(set) var hasLeaf = false
    private(set) var size = 0

    /// - Parameter locals: by those of the source, what they are in the copy.
    init(of source: Function, into target: Function, locals: [LocalID], end: @escaping (inout BaseCaseCopy, End) -> ExprID) {
        self.source = source
        self.target = target
        self.locals = locals
        self.end = end
    }

    /// A copy of an expression whose value is that of the function; its type is `never`.
    mutating func tail(_ id: ExprID) -> ExprID {
        let expression = source.expressions[id]
        guard size <= InlineBaseCases.limit else { return other() }
        switch expression.kind {
        case .returnValue(let value?): return tail(value)
        case .conditional(let condition, let then, let otherwise?) where isPure(condition):
            let test = copy(condition)
            let first = tail(then)
            return add(.conditional(condition: test, then: first, otherwise: tail(otherwise)), .never, expression)
        case .sequence(let items):
            // A block in which signals land: what comes after it is not for base cases.
            if let first = items.first, case .block(_, let body) = source.expressions[first].kind, source.expressions[body].type == .never {
                return tail(body)
            }
            return statements(items[...], expression)
        case .returnValue(nil), .constant(.unit):
            guard source.result == .unit else { break }
            return base(nil)
        default:
            guard expression.type == source.result, source.result != .unit, isPure(id) else { break }
            return base(copy(id))
        }
        return other()
    }

    /// The rest of a sequence at the end of the function.
    private mutating func statements(_ items: ArraySlice<ExprID>, _ whole: Expr) -> ExprID {
        var code: [ExprID] = []
        for (position, item) in zip(items.indices, items) {
            let expression = source.expressions[item]
            if position == items.endIndex - 1, source.result != .unit || expression.type == .never {
                code.append(tail(item))
                return add(.sequence(code), .never, whole)
            }
            if case .conditional(let condition, let then, nil) = expression.kind, source.expressions[then].type == .never, isPure(condition) {
                let test = copy(condition)
                let first = tail(then)
                let rest = statements(items[(position + 1)...], whole)
                code.append(add(.conditional(condition: test, then: first, otherwise: rest), .never, expression))
                return add(.sequence(code), .never, whole)
            }
            guard size <= InlineBaseCases.limit, isPure(item) else {
                code.append(other())
                return add(.sequence(code), .never, whole)
            }
            code.append(copy(item))
        }
        code.append(source.result == .unit ? base(nil) : other())
        return add(.sequence(code), .never, whole)
    }

    private mutating func base(_ value: ExprID?) -> ExprID {
        hasLeaf = true
        return end(&self, .base(value))
    }

    private mutating func other() -> ExprID { end(&self, .other) }

    private mutating func add(_ kind: Expr.Kind, _ type: ValueType, _ expression: Expr) -> ExprID {
        size += 1
        return target.add(kind, type, expression.span)
    }

    /// Nothing happens besides assignments to variables other than parameters. Of two branches one is enough.
    private func isPure(_ id: ExprID) -> Bool {
        let expression = source.expressions[id]
        switch expression.kind {
        case .setLocal(let local, _): guard local.offset >= source.parameterCount else { return false }
        case .constant, .local, .global, .closureSlot, .unary, .binary, .sequence, .box, .test, .arrayLength, .arrayLoad,
            .variantTag, .variantPayload, .closureArity, .field, .unbox(_, nil):
            break
        case .conditional(let condition, let then, let otherwise?):
            return isPure(condition) && (isPure(then) || isPure(otherwise))
        case .conditional: return false
        default: return false
        }
        if expression.type == .never { return false }
        var result = true
        expression.kind.forEachOperand { if result { result = isPure($0) } }
        return result
    }

    /// A copy of what is pure.
    private mutating func copy(_ id: ExprID) -> ExprID {
        let expression = source.expressions[id]
        // Nobody will use a copy that is too large.
        guard size <= InlineBaseCases.limit else { return add(.unreachable, .never, expression) }
        if case .conditional(let condition, let then, let otherwise?) = expression.kind {
            let test = copy(condition)
            let first = isPure(then) ? copy(then) : other()
            let second = isPure(otherwise) ? copy(otherwise) : other()
            return add(.conditional(condition: test, then: first, otherwise: second), expression.type, expression)
        }
        var operands = expression.kind.operands
        for index in operands.indices { operands[index] = copy(operands[index]) }
        return add(expression.kind.with(operands: operands).renamed(locals), expression.type, expression)
    }
}
