import Basics
import Core
import Diagnostics
import RuntimeABI

extension FunctionLowering {
    func lowerAssignment(_ target: ExpressionID, _ operation: AssignmentOperator, _ value: ExpressionID, _ span: SourceSpan) -> ExprID {
        if case .subscripted = tree.expressions[target].kind {
            return operation == .assign ? lowerStore(target, value, span) : lowerCompoundStore(target, operation.binary, value, span)
        }
        guard let symbol = typed.expressionSymbols[target.offset], let place = place(of: symbol) else { return lowerDiscarded(value) }
        let source = typed.expressionTypes[value.offset]
        if operation == .assign {
            let raw = canBorrow(value, into: symbol) ? lower(value) : lowerOwned(value)
            let stored = place.mayBeUnset ? box(raw, from: source, span) : coerceToStorage(raw, from: source, to: place.type, tree.expressions[value].span)
            return write(place, stored, span)
        }
        let old = Operand(readVariable(symbol, place, tree.expressions[target].span), place.type)
        let right = Operand(lower(value), source)
        let result = compound(operation.binary, old, right, span)
        return write(place, coerceToStorage(result.expression, from: result.type, to: place.mayBeUnset ? .unknown : place.type, span), span)
    }

    func lowerIncrement(_ target: ExpressionID, _ isDecrement: Bool, _ span: SourceSpan) -> ExprID {
        let operation: BinaryOperator = isDecrement ? .subtract : .add
        let one = Operand(number(1, span), .number)
        if case .subscripted = tree.expressions[target].kind {
            return lowerCompoundStore(target, span) { self.compound(operation, $0, one, span) }
        }
        guard let symbol = typed.expressionSymbols[target.offset], let place = place(of: symbol) else { return unit(span) }
        let old = Operand(readVariable(symbol, place, tree.expressions[target].span), place.type)
        let result = compound(operation, old, one, span)
        return write(place, coerceToStorage(result.expression, from: result.type, to: place.mayBeUnset ? .unknown : place.type, span), span)
    }

    /// The new value of `x op= v`. Unlike `+`, the compound operators take numbers only, also where types are unknown.
    private func compound(_ operation: BinaryOperator, _ old: Operand, _ value: Operand, _ span: SourceSpan) -> Operand {
        let left = coerce(old.expression, from: old.type, to: .number, span)
        let right = coerce(value.expression, from: value.type, to: .number, span)
        return arithmetic(operation, Operand(left, .number), Operand(right, .number), span)
    }

    /// The variable's value in the representation of its declared type, also where a capture may be unset.
    func readVariable(_ symbol: SymbolID, _ place: Place, _ span: SourceSpan) -> ExprID {
        let value = read(place, symbol, span)
        return place.mayBeUnset ? coerce(value, from: .unknown, to: place.type, span) : value
    }

    /// Stores an array that came from the variable back into it.
    func writeArray(_ place: Place, _ array: Operand, _ span: SourceSpan) -> ExprID {
        let type = place.mayBeUnset ? Type.unknown : place.type
        return write(place, coerceToStorage(array.expression, from: array.type, to: type, span), span)
    }

    // MARK: Stores into arrays

    /// The variable at the root of `a[i][j]` and the indices from the outside in.
    private func path(_ target: ExpressionID) -> (root: ExpressionID, indices: [ExpressionID]) {
        var indices: [ExpressionID] = []
        var current = target
        while case .subscripted(let base, let index) = tree.expressions[current].kind {
            indices.append(index)
            current = base
        }
        return (current, indices.reversed())
    }

    /// `a[i][j] = v`: indices, then the value, then the store into the current value of `a`.
    private func lowerStore(_ target: ExpressionID, _ value: ExpressionID, _ span: SourceSpan) -> ExprID {
        let (root, indices) = path(target)
        var statements: [ExprID] = []
        let positions = keepIndices(indices, before: value, &statements)
        let elementType = typed.expressionTypes[target.offset]
        let valueSpan = tree.expressions[value].span
        let raw = coerce(lowerOwned(value), from: typed.expressionTypes[value.offset], to: elementType, valueSpan)
        let stored = keep(raw, "value", into: &statements, isStable: true)
        guard let last = lowerPath(root, target, positions, &statements, span) else { return sequence(statements + [unitValue(stored())], span) }
        statements.append(make(
            .arrayStore(last.array.expression, index: last.index(), value: slotValue(stored(), elementType, span)), .unit, span))
        return sequence(statements, span)
    }

    /// What goes into a slot: a raw number, or a tagged value.
    func slotValue(_ value: ExprID, _ type: Type, _ span: SourceSpan) -> ExprID {
        self.type(value) == .f64 ? value : box(value, from: type, span)
    }

    private func lowerCompoundStore(
        _ target: ExpressionID, _ operation: BinaryOperator, _ value: ExpressionID, _ span: SourceSpan
    ) -> ExprID {
        let (root, indices) = path(target)
        let source = typed.expressionTypes[value.offset]
        if isSimple(value) {
            return lowerCompoundStore(target, span) { self.compound(operation, $0, Operand(self.lower(value), source), span) }
        }
        // The value's code may change the array, so the element is read before and the store goes into what the variable then holds.
        var statements: [ExprID] = []
        let positions = keepIndices(indices, before: value, &statements)
        guard let old = loadPath(root, target, positions, &statements, span) else { return sequence(statements, span) }
        let kept = keep(old.expression, "old", into: &statements)
        let result = compound(operation, Operand(kept(), old.type), Operand(lower(value), source), span)
        let elementType = typed.expressionTypes[target.offset]
        let stored = keep(coerce(result.expression, from: result.type, to: elementType, span), "value", into: &statements)
        guard let last = lowerPath(root, target, positions, &statements, span) else { return sequence(statements, span) }
        statements.append(make(
            .arrayStore(last.array.expression, index: last.index(), value: slotValue(stored(), elementType, span)), .unit, span))
        return sequence(statements, span)
    }

    /// `a[i] op= v` where computing the new element cannot change `a`.
    private func lowerCompoundStore(_ target: ExpressionID, _ span: SourceSpan, _ compute: (Operand) -> Operand) -> ExprID {
        let (root, indices) = path(target)
        var statements: [ExprID] = []
        let positions = keepIndices(indices, before: nil, &statements)
        guard let last = lowerPath(root, target, positions, &statements, span) else { return sequence(statements, span) }
        let elementType = typed.expressionTypes[target.offset]
        let array = keep(last.array.expression, "array", into: &statements, isStable: true)
        let index = keep(last.index(), "index", into: &statements)
        let old = checkedElement(loadElement(Operand(array(), last.array.type), index(), isVerified: last.isVerified, span), span)
        let result = compute(old)
        let value = slotValue(coerce(result.expression, from: result.type, to: elementType, span), elementType, span)
        statements.append(make(.arrayStore(array(), index: index(), value: value), .unit, span))
        return sequence(statements, span)
    }

    /// Evaluates indices to numbers, each once.
    private func keepIndices(_ indices: [ExpressionID], before value: ExpressionID?, _ statements: inout [ExprID]) -> [() -> ExprID] {
        let stable = indices.allSatisfy(isSimple) && (value.map(isSimple) ?? true)
        return indices.map { index in
            let place = tree.expressions[index].span
            let number = coerce(lower(index), from: typed.expressionTypes[index.offset], to: .number, place, .found("Array index must be number, found "))
            return keep(number, "index", into: &statements, isStable: stable)
        }
    }

    /// The innermost array of a store, ready to be changed, and the checked index in it.
    private struct Slot {
        var array: Operand
        var isVerified: Bool
        var index: () -> ExprID
    }

    /// Makes the arrays along the path this variable's own and stores them back.
    private func lowerPath(
        _ root: ExpressionID, _ target: ExpressionID, _ positions: [() -> ExprID], _ statements: inout [ExprID], _ span: SourceSpan
    ) -> Slot? {
        guard let symbol = typed.expressionSymbols[root.offset], let place = place(of: symbol) else { return nil }
        let rootSpan = tree.expressions[root].span
        var type = arrayType(typed.expressionTypes[root.offset])
        let current = coerce(readVariable(symbol, place, rootSpan), from: place.type, to: type, rootSpan)
        let own = make(.unshare(current), .reference(.array), span)
        var array: () -> ExprID
        if case .local(let local) = place.storage, function.locals[local].type == .reference(.array), !place.mayBeUnset {
            statements.append(write(place, own, span))
            array = { self.get(local, span) }
        } else {
            array = keep(own, "array", into: &statements)
            statements.append(writeArray(place, Operand(array(), type), span))
        }
        var isVerified = true
        for position in positions.dropLast() {
            let index = keep(checkedIndex(position(), array(), span), "index", into: &statements)
            let inner = make(.arrayLoad(array(), index: index()), .any, span)
            type = arrayType(type.elementType ?? .unknown)
            let reference = unbox(inner, .reference(.array), failure(expecting: type, .type), span)
            let own = keep(make(.unshare(reference), .reference(.array), span), "array", into: &statements)
            statements.append(make(.arrayStore(array(), index: index(), value: make(.box(own()), .any, span)), .unit, span))
            array = own
            isVerified = false
        }
        guard let last = positions.last else { return nil }
        return Slot(array: Operand(array(), type), isVerified: isVerified) { self.checkedIndex(last(), array(), span) }
    }

    /// The element at the end of the path, without changing anything.
    private func loadPath(
        _ root: ExpressionID, _ target: ExpressionID, _ positions: [() -> ExprID], _ statements: inout [ExprID], _ span: SourceSpan
    ) -> Operand? {
        guard let symbol = typed.expressionSymbols[root.offset], let place = place(of: symbol) else { return nil }
        let rootSpan = tree.expressions[root].span
        let type = arrayType(typed.expressionTypes[root.offset])
        var current = Operand(coerce(readVariable(symbol, place, rootSpan), from: place.type, to: type, rootSpan), type)
        var isVerified = true
        for (depth, position) in positions.enumerated() {
            let array = keep(current.expression, "array", into: &statements)
            let index = checkedIndex(position(), array(), span)
            if depth == positions.count - 1 {
                return checkedElement(loadElement(Operand(array(), current.type), index, isVerified: isVerified, span), span)
            }
            let inner = make(.arrayLoad(array(), index: index), .any, span)
            let next = arrayType(current.type.elementType ?? .unknown)
            current = Operand(unbox(inner, .reference(.array), failure(expecting: next, .type), span), next)
            isVerified = false
        }
        return nil
    }

    /// A loaded element in the representation of its type.
    private func checkedElement(_ element: Operand, _ span: SourceSpan) -> Operand {
        Operand(coerce(element.expression, from: element.type, to: element.type, span), element.type)
    }

    private func arrayType(_ type: Type) -> Type { type.elementType == nil ? .array(.unknown) : type }

    /// Evaluating the expression cannot change a variable, and nothing else can happen but that it fails: no calls, no matches.
    func isSimple(_ id: ExpressionID) -> Bool {
        var pending = [id]
        var budget = 32
        while let current = pending.popLast() {
            budget -= 1
            guard budget > 0 else { return false }
            switch tree.expressions[current].kind {
            case .number, .string, .bool, .null, .name: continue
            case .unary(_, let operand): pending.append(operand)
            case .binary(_, let left, let right): pending += [left, right]
            case .subscripted(let base, let index): pending += [base, index]
            case .member(_, _, nil):
                if case .namespaceMember? = typed.resolutions[current] { continue }
                return false
            default: return false
            }
        }
        return true
    }
}

extension AssignmentOperator {
    /// The operator of a compound assignment; `+` for `=`, which has none.
    var binary: BinaryOperator {
        switch self {
        case .assign, .add: .add
        case .subtract: .subtract
        case .multiply: .multiply
        case .divide: .divide
        case .remainder: .remainder
        }
    }
}
