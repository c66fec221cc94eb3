import Basics

/// Copies the ways through a function on which nothing is called and nothing changed.
struct BaseCaseCopy {
    private let source: Function
    var target: Function
    private let locals: [LocalID]
    /// What the ways end with: a base case with its value (nil: the function returns none), and all others without one.
    private let end: (inout BaseCaseCopy, ExprID?) -> ExprID?
    private(set) var hasLeaf = false
    private(set) var size = 0

    /// - Parameter locals: by those of the source, what they are in the copy.
    init(of source: Function, into target: Function, locals: [LocalID], end: @escaping (inout BaseCaseCopy, ExprID?) -> ExprID?) {
        self.source = source
        self.target = target
        self.locals = locals
        self.end = end
    }

    /// A copy of an expression whose value is that of the function; its type is `never`.
    mutating func tail(_ id: ExprID) -> ExprID {
        let expression = source.expressions[id]
        guard size <= InlineBaseCases.limit else { return other(expression) }
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
            guard let last = items.last, items.dropLast().allSatisfy({ isPure($0) }) else { break }
            let statements = items.dropLast().map { copy($0) }
            return add(.sequence(statements + [tail(last)]), .never, expression)
        default:
            guard expression.type == source.result, isPure(id) else { break }
            hasLeaf = true
            let value = copy(id)
            return end(&self, value) ?? value
        }
        return other(expression)
    }

    private mutating func other(_ expression: Expr) -> ExprID { end(&self, nil) ?? add(.unreachable, .never, expression) }

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
            let first = isPure(then) ? copy(then) : other(source.expressions[then])
            let second = isPure(otherwise) ? copy(otherwise) : other(source.expressions[otherwise])
            return add(.conditional(condition: test, then: first, otherwise: second), expression.type, expression)
        }
        var operands: [ExprID] = []
        expression.kind.forEachOperand { operands.append($0) }
        for index in operands.indices { operands[index] = copy(operands[index]) }
        var next = operands.makeIterator()
        var kind = expression.kind.mapOperands { next.next() ?? $0 }
        switch kind {
        case .local(let local): kind = .local(locals[local.offset])
        case .setLocal(let local, let value): kind = .setLocal(locals[local.offset], value)
        default: break
        }
        return add(kind, expression.type, expression)
    }
}
