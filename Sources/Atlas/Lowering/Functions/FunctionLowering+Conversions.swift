import Basics
import Core
import Diagnostics
import RuntimeABI

/// Changes of representation where static types differ.
extension FunctionLowering {
    /// How a value of the wrong kind is reported.
    enum Mismatch {
        /// `Type error: expected number, found string`
        case type
        /// `f(): expected number, got string`
        case argument(function: String)
        /// `Type error: ` and this text.
        case text(String)
        /// `Type error: `, this text and the name of the kind that was found.
        case found(String)
    }

    /// Any value as `any`; `null` for the types without representation.
    func box(_ value: ExprID, from type: Type, _ span: SourceSpan) -> ExprID {
        switch self.type(value) {
        case .any, .never: value
        case .unit: sequence([value, null(span)], span)
        default: boxed(value, span)
        }
    }

    private func boxed(_ value: ExprID, _ span: SourceSpan) -> ExprID {
        switch function.expressions[value].kind {
        case .unbox(let inner, nil): inner
        case .constant(.f64(let number)) where !number.isNaN: make(.constant(.any(number.bitPattern)), .any, span)
        case .constant(.bool(let truth)): make(.constant(.any((truth ? NaNBox.Immediate.true : .false).bits)), .any, span)
        default: make(.box(value), .any, span)
        }
    }

    /// The value in the representation of expressions of type `target`, checked where its static type `source` does not prove it.
    func coerce(_ value: ExprID, from source: Type, to target: Type, _ span: SourceSpan, _ mismatch: Mismatch = .type) -> ExprID {
        if let converted = converted(value, from: source, to: target) { return converted }
        let from = type(value)
        let to = target.valueType
        if from == .never { return value }
        switch to {
        case .any: return box(value, from: source, span)
        case .unit: return coerceToUnit(value, from: source, to: target, span)
        default: break
        }
        if from == to {
            if target.isNumberArray, !source.isNumberArray { return checkNumbers(value, target, span, mismatch) }
            return value
        }
        // A value without representation, or of another one, only meets such a type in code that cannot run.
        let tagged = from == .any ? value : box(value, from: source, span)
        let unboxed = unbox(tagged, to, failure(expecting: target, mismatch), span)
        return check(unboxed, target, span, mismatch)
    }

    /// What comes from a module of another form is converted to the type that is wanted, where it comes in.
    private func converted(_ value: ExprID, from source: Type, to target: Type) -> ExprID? {
        let expression = function.expressions[value]
        switch expression.kind {
        case .importedGlobal(let global) where expression.type == .reference(.closure):
            return module.narrowed(function: global, to: target).map { make(.importedGlobal($0), expression.type, expression.span) }
        case _ where !source.isUnknown: return nil
        case .callImported(let callee, let arguments):
            return module.narrowed(callee, to: target).map { make(.callImported($0, arguments), target.valueType, expression.span) }
        case .importedGlobal(let global):
            return module.narrowed(global, to: target).map { make(.importedGlobal($0), target.storageType, expression.span) }
        default: return nil
        }
    }

    /// The same for variables and parameters.
    func coerceToStorage(_ value: ExprID, from source: Type, to target: Type, _ span: SourceSpan) -> ExprID {
        guard target.valueType == .unit else { return coerce(value, from: source, to: target, span) }
        return box(coerceToUnit(value, from: source, to: target, span), from: target, span)
    }

    /// `any` → a representation, undoing a box that was just made.
    func unbox(_ value: ExprID, _ to: ValueType, _ failure: FailureID?, _ span: SourceSpan) -> ExprID {
        if case .box(let inner) = function.expressions[value].kind, type(inner) == to { return inner }
        return make(.unbox(value, failure), to, span)
    }

    private func coerceToUnit(_ value: ExprID, from source: Type, to target: Type, _ span: SourceSpan) -> ExprID {
        guard type(value) == .any, source.isUnknown, target.stripped == .null else { return unitValue(value) }
        var statements: [ExprID] = []
        let kept = keep(value, "value", into: &statements)
        let wrong = fail(failure(expecting: target, .type), kept(), span)
        statements.append(conditional(test(kept(), .null, span), unit(span), wrong, span))
        return sequence(statements, span)
    }

    /// What an unboxed value of the right kind must still prove: arrays of numbers hold numbers, functions take as many arguments.
    private func check(_ value: ExprID, _ target: Type, _ span: SourceSpan, _ mismatch: Mismatch) -> ExprID {
        if target.isNumberArray { return checkNumbers(value, target, span, mismatch) }
        if case .function(let type) = target.stripped { return checkArity(value, type.parameters.count, span) }
        return value
    }

    func checkNumbers(_ array: ExprID, _ target: Type, _ span: SourceSpan, _ mismatch: Mismatch) -> ExprID {
        if case .makeArray(let elements) = function.expressions[array].kind, elements.isEmpty { return array }
        var statements: [ExprID] = []
        let kept = keep(array, "array", into: &statements)
        let isNumbers = make(.unary(.i32ToBool, runtime(.arrayIsNumbers, [kept()], .i32, span)), .bool, span)
        let wrong: FailureID
        switch mismatch {
        case .type: wrong = typeNameFailure("expected \(target.description), found ")
        case .argument(let name): wrong = argumentFailure("\(name)(): expected \(target.description), got ")
        case .text(let text): wrong = typeFailure(text)
        case .found(let text): wrong = typeNameFailure(text)
        }
        let failing = fail(wrong, make(.box(kept()), .any, span), span)
        statements.append(conditional(isNumbers, unit(span), failing, span))
        statements.append(kept())
        return sequence(statements, span)
    }

    /// A closure → the same, after its arity has been compared.
    func checkArity(_ closure: ExprID, _ count: Int, _ span: SourceSpan) -> ExprID {
        var statements: [ExprID] = []
        let kept = keep(closure, "function", into: &statements)
        let fits = binary(.i32Equal, make(.closureArity(kept()), .i32, span), integer(count, span), .bool, span)
        let wrong = runtime(.atlasFailArity, [kept(), integer(count, span)], .never, span)
        statements.append(conditional(fits, unit(span), wrong, span))
        statements.append(kept())
        return sequence(statements, span)
    }

    func failure(expecting target: Type, _ mismatch: Mismatch) -> FailureID {
        switch mismatch {
        case .type: typeNameFailure("expected \(target.kindName), found ")
        case .argument(let name): argumentFailure("\(name)(): expected \(target.kindName), got ")
        case .text(let text): typeFailure(text)
        case .found(let text): typeNameFailure(text)
        }
    }
}

extension Type {
    /// The name of the kind of value that the type asks for, as run-time messages give it.
    var kindName: String {
        switch stripped {
        case .array: "array"
        case .function: "function"
        case .option: "option"
        case .result: "result"
        default: description
        }
    }
}
