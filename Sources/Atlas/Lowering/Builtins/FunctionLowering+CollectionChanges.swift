import Basics
import Core
import Diagnostics
import RuntimeABI

/// Functions of the runtime that change a hash map, hash set, queue or stack: W1 and W2 for values whose kind is known at run time only.
extension FunctionLowering {
    /// A call whose first argument may be a variable, which then holds the changed collection.
    func lowerChange(_ row: Builtin, _ function: RuntimeFunction, _ arguments: [ExpressionID], _ span: SourceSpan) -> Operand {
        let base = arguments[0]
        let place = typed.variable(base).flatMap { self.place(of: $0) }
        var statements: [ExprID] = []
        let received = place == nil ? lowerOwned(base) : lowerRead(base, before: self.span(of: arguments[1...]))
        let receiver = keep(box(received, from: typed.expressionTypes[base.offset], span), "collection", into: &statements)
        let values = arguments[1...].map { argument in
            let type = typed.expressionTypes[argument.offset]
            let kept = keep(lowerOwned(argument), "argument", into: &statements)
            return { self.box(kept(), from: type, span) }
        }
        let own = keep(runtime(.collectionUnshare, [receiver()], .any, span), "own", into: &statements)
        if let place {
            let stored = coerceToStorage(own(), from: .unknown, to: place.mayBeUnset ? .unknown : place.type, span)
            statements.append(write(place, stored, span))
        }
        return Operand(change(row, function, own, values.map { $0() }, isStored: place != nil, after: statements, span), .unknown)
    }

    /// The same on evaluated arguments, none of which is a variable to store into.
    func emitChange(_ row: Builtin, _ function: RuntimeFunction, _ arguments: [Operand], _ span: SourceSpan) -> Operand {
        var statements: [ExprID] = []
        let kept = arguments.map { keep(box($0.expression, from: $0.type, span), "argument", into: &statements) }
        let own = keep(runtime(.collectionUnshare, [kept[0]()], .any, span), "own", into: &statements)
        return Operand(change(row, function, own, kept[1...].map { $0() }, isStored: false, after: statements, span), .unknown)
    }

    /// Executes the statements and calls the function on a collection, which it changes in place; the value of the call by the write-back rule.
    private func change(
        _ row: Builtin, _ function: RuntimeFunction, _ own: @escaping () -> ExprID, _ values: [ExprID], isStored: Bool,
        after statements: [ExprID], _ span: SourceSpan
    ) -> ExprID {
        var statements = statements
        guard row.writeBack == .extraction else {
            statements.append(runtime(function, [own()] + values, .unit, span))
            return sequence(statements + [own()], span)
        }
        let extracted: ExprID
        if function.result == .i32 {
            extracted = keep(unary(.i32ToBool, runtime(function, [own()] + values, .i32, span), .bool, span), "extracted", into: &statements)()
        } else {
            extracted = makeOption(runtime(function, [own()] + values, .any, span), span, after: &statements)
        }
        if isStored { return make(.box(sequence(statements + [extracted], span)), .any, span) }
        let both = make(.makeArray([make(.box(extracted), .any, span), own()]), .reference(.array), span)
        return sequence(statements + [make(.box(both), .any, span)], span)
    }
}
