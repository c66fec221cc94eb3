extension Node.Kind {
    /// Calls `body` with each direct operand in order of evaluation; bodies of lambdas are no operands.
    func forEachOperand(_ body: (NodeID) -> Void) {
        switch self {
        case .literal, .unspecified, .uninitialized, .local, .topLevel, .imported, .builtin, .lambda, .delay, .define(_, nil), .fail(_, _, nil):
            break
        case .setLocal(_, let value), .setTopLevel(_, let value), .define(_, let value?), .leave(_, let value), .fail(_, _, let value?),
            .block(_, let value), .letEscape(_, let value):
            body(value)
        case .call(let callee, let arguments):
            body(callee)
            for argument in arguments { body(argument) }
        case .conditional(let test, let then, let otherwise):
            body(test)
            body(then)
            body(otherwise)
        case .sequence(let items): for item in items { body(item) }
        case .letValues(let bindings, let inner), .letRecursive(let bindings, let inner):
            for (_, value) in bindings { body(value) }
            body(inner)
        case .receive(_, _, let producer, let inner):
            body(producer)
            body(inner)
        case .guarded(let inner, _, let handler):
            body(inner)
            body(handler)
        case .protected(let inner, let cleanup):
            body(inner)
            body(cleanup)
        case .parameterize(let bindings, let inner):
            for (parameter, value) in bindings {
                body(parameter)
                body(value)
            }
            body(inner)
        }
    }
}
