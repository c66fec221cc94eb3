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
            keep(box(lowerOwned(argument), from: typed.expressionTypes[argument.offset], span), "argument", into: &statements)
        }
        let own = keep(runtime(.collectionUnshare, [receiver()], .any, span), "own", into: &statements)
        if let place {
            let stored = coerceToStorage(own(), from: .unknown, to: place.mayBeUnset ? .unknown : place.type, span)
            statements.append(write(place, stored, span))
        }
        let changed = change(row, function, own, values.map { $0() }, isStored: place != nil, &statements, span)
        return Operand(sequence(statements + [changed], span), .unknown)
    }

    /// The same on evaluated arguments, none of which is a variable to store into.
    func emitChange(_ row: Builtin, _ function: RuntimeFunction, _ arguments: [Operand], _ span: SourceSpan) -> Operand {
        var statements: [ExprID] = []
        let kept = arguments.map { keep(box($0.expression, from: $0.type, span), "argument", into: &statements) }
        let own = keep(runtime(.collectionUnshare, [kept[0]()], .any, span), "own", into: &statements)
        let changed = change(row, function, own, kept[1...].map { $0() }, isStored: false, &statements, span)
        return Operand(sequence(statements + [changed], span), .unknown)
    }

    /// Calls the function on a collection that is changed in place; the value of the call by the write-back rule.
    private func change(
        _ row: Builtin, _ function: RuntimeFunction, _ own: @escaping () -> ExprID, _ values: [ExprID], isStored: Bool,
        _ statements: inout [ExprID], _ span: SourceSpan
    ) -> ExprID {
        guard row.writeBack == .extraction else {
            statements.append(runtime(function, [own()] + values, .unit, span))
            return own()
        }
        let call = runtime(function, [own()] + values, function.result == .i32 ? .i32 : .any, span)
        let value = function.result == .i32 ? make(.box(unary(.i32ToBool, call, .bool, span)), .any, span) : call
        let extracted = keep(value, "extracted", into: &statements)
        return isStored ? extracted() : make(.box(make(.makeArray([extracted(), own()]), .reference(.array), span)), .any, span)
    }
}
