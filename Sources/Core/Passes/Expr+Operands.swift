import Basics

extension Expr.Kind {
    /// The direct operands, in the order of `forEachOperand`.
    public var operands: [ExprID] {
        var result: [ExprID] = []
        forEachOperand { result.append($0) }
        return result
    }

    /// Functions of the program, or of another language, may run.
    var isCall: Bool {
        switch self {
        case .call, .callImported, .callClosure, .callNamespaceGetter, .tailCall, .tailCallImported, .tailCallClosure: true
        default: false
        }
    }

    /// The same with other operands, given in that order.
    public func with(operands: [ExprID]) -> Expr.Kind {
        var next = operands.makeIterator()
        return mapOperands { next.next() ?? $0 }
    }

    /// The same with other variables, by the positions of those that it names.
    func renamed(_ locals: [LocalID]) -> Expr.Kind {
        switch self {
        case .local(let local): .local(locals[local.offset])
        case .setLocal(let local, let value): .setLocal(locals[local.offset], value)
        default: self
        }
    }

    /// Calls `body` with each direct operand in order of evaluation; operands that are evaluated conditionally or repeatedly too.
    public func forEachOperand(_ body: (ExprID) -> Void) {
        switch self {
        case .constant, .local, .global, .importedGlobal, .continueTo, .site, .fail, .unreachable, .signal:
            break
        case .setLocal(_, let value), .setGlobal(_, let value), .setImportedGlobal(_, let value), .closureSlot(let value, _),
            .unary(_, let value), .checkFinite(let value, _), .checkNonzero(let value, _), .block(_, let value), .box(let value),
            .unbox(let value, _), .test(let value, _), .arrayLength(let value), .unshare(let value), .share(let value),
            .makeVariant(_, _, let value), .variantTag(let value), .variantPayload(let value), .closureArity(let value), .closureIs(let value, _),
            .failValue(_, let value), .failText(_, let value), .callNamespaceGetter(let value), .field(let value, _):
            body(value)
        case .binary(_, let first, let second), .setClosureSlot(let first, _, let second), .arrayLoad(let first, let second),
            .checkIndex(let first, let second, _, _), .setVariantPayload(let first, let second), .setField(let first, _, let second),
            .textScalar(let first, let second):
            body(first)
            body(second)
        case .arrayStore(let array, let index, let value), .setElement(let array, let index, let value):
            body(array)
            body(index)
            body(value)
        case .sequence(let items), .call(_, let items), .callImported(_, let items), .callRuntime(_, let items),
            .tailCall(_, let items), .tailCallImported(_, let items), .makeArray(let items), .makeClosure(_, let items), .makeObject(_, _, _, let items),
            .makeElements(_, let items):
            for item in items { body(item) }
        case .callClosure(let closure, let arguments), .tailCallClosure(let closure, let arguments):
            body(closure)
            for argument in arguments { body(argument) }
        case .conditional(let condition, let then, let otherwise):
            body(condition)
            body(then)
            if let otherwise { body(otherwise) }
        case .loop(_, let condition, let loopBody, let step):
            if let condition { body(condition) }
            body(loopBody)
            if let step { body(step) }
        case .breakTo(_, let value), .returnValue(let value):
            if let value { body(value) }
        }
    }

    /// The same expression with each direct operand replaced.
    public func mapOperands(_ change: (ExprID) -> ExprID) -> Expr.Kind {
        switch self {
        case .constant, .local, .global, .importedGlobal, .continueTo, .site, .fail, .unreachable, .signal: return self
        case .setLocal(let local, let value): return .setLocal(local, change(value))
        case .setGlobal(let global, let value): return .setGlobal(global, change(value))
        case .setImportedGlobal(let global, let value): return .setImportedGlobal(global, change(value))
        case .closureSlot(let closure, let index): return .closureSlot(closure: change(closure), index: index)
        case .setClosureSlot(let closure, let index, let value):
            let first = change(closure)
            return .setClosureSlot(closure: first, index: index, value: change(value))
        case .unary(let operation, let value): return .unary(operation, change(value))
        case .binary(let operation, let left, let right):
            let first = change(left)
            return .binary(operation, first, change(right))
        case .checkFinite(let value, let failure): return .checkFinite(change(value), failure)
        case .checkNonzero(let value, let failure): return .checkNonzero(change(value), failure)
        case .sequence(let items): return .sequence(items.map(change))
        case .conditional(let condition, let then, let otherwise):
            let first = change(condition)
            let second = change(then)
            return .conditional(condition: first, then: second, otherwise: otherwise.map(change))
        case .block(let label, let body): return .block(label, body: change(body))
        case .loop(let label, let condition, let body, let step):
            let first = condition.map(change)
            let second = change(body)
            return .loop(label, condition: first, body: second, step: step.map(change))
        case .breakTo(let label, let value): return .breakTo(label, value.map(change))
        case .returnValue(let value): return .returnValue(value.map(change))
        case .call(let function, let items): return .call(function, items.map(change))
        case .callImported(let function, let items): return .callImported(function, items.map(change))
        case .callRuntime(let function, let items): return .callRuntime(function, items.map(change))
        case .callClosure(let closure, let items):
            let first = change(closure)
            return .callClosure(first, items.map(change))
        case .callNamespaceGetter(let index): return .callNamespaceGetter(change(index))
        case .tailCall(let function, let items): return .tailCall(function, items.map(change))
        case .tailCallImported(let function, let items): return .tailCallImported(function, items.map(change))
        case .tailCallClosure(let closure, let items):
            let first = change(closure)
            return .tailCallClosure(first, items.map(change))
        case .box(let value): return .box(change(value))
        case .unbox(let value, let failure): return .unbox(change(value), failure)
        case .test(let value, let test): return .test(change(value), test)
        case .makeArray(let items): return .makeArray(items.map(change))
        case .arrayLength(let array): return .arrayLength(change(array))
        case .arrayLoad(let array, let index):
            let first = change(array)
            return .arrayLoad(first, index: change(index))
        case .arrayStore(let array, let index, let value):
            let first = change(array)
            let second = change(index)
            return .arrayStore(first, index: second, value: change(value))
        case .checkIndex(let index, let array, let invalid, let outside):
            let first = change(index)
            return .checkIndex(first, array: change(array), invalid: invalid, outside: outside)
        case .unshare(let value): return .unshare(change(value))
        case .share(let value): return .share(change(value))
        case .makeVariant(let kind, let tag, let payload): return .makeVariant(kind, tag: tag, payload: change(payload))
        case .variantTag(let value): return .variantTag(change(value))
        case .variantPayload(let value): return .variantPayload(change(value))
        case .setVariantPayload(let variant, let value):
            let first = change(variant)
            return .setVariantPayload(first, change(value))
        case .makeClosure(let closure, let captures): return .makeClosure(closure, captures: captures.map(change))
        case .closureArity(let value): return .closureArity(change(value))
        case .closureIs(let value, let function): return .closureIs(change(value), function)
        case .makeObject(let kind, let small, let word, let fields):
            return .makeObject(kind, small: small, word: word, fields: fields.map(change))
        case .field(let object, let index): return .field(change(object), index: index)
        case .setField(let object, let index, let value):
            let first = change(object)
            return .setField(first, index: index, value: change(value))
        case .makeElements(let kind, let items): return .makeElements(kind, items.map(change))
        case .setElement(let object, let index, let value):
            let first = change(object)
            let second = change(index)
            return .setElement(first, index: second, value: change(value))
        case .textScalar(let text, let index):
            let first = change(text)
            return .textScalar(first, index: change(index))
        case .failValue(let failure, let value): return .failValue(failure, change(value))
        case .failText(let failure, let value): return .failText(failure, change(value))
        }
    }
}
