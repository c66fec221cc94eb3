import Basics
import Core
import Diagnostics
import RuntimeABI

/// Short forms for making Core.
extension FunctionLowering {
    func make(_ kind: Expr.Kind, _ type: ValueType, _ span: SourceSpan) -> ExprID { function.add(kind, type, span) }

    func type(_ id: ExprID) -> ValueType { function.expressions[id].type }

    // MARK: Constants

    func number(_ value: Double, _ span: SourceSpan) -> ExprID { make(.constant(.f64(value)), .f64, span) }
    func integer(_ value: Int, _ span: SourceSpan) -> ExprID { make(.constant(.i32(Int32(clamping: value))), .i32, span) }
    func bool(_ value: Bool, _ span: SourceSpan) -> ExprID { make(.constant(.bool(value)), .bool, span) }
    func string(_ value: String, _ span: SourceSpan) -> ExprID { make(.constant(.string(value)), .reference(.string), span) }
    func unit(_ span: SourceSpan) -> ExprID { make(.constant(.unit), .unit, span) }
    func null(_ span: SourceSpan) -> ExprID { make(.constant(.any(NaNBox.Immediate.null.bits)), .any, span) }
    func none(_ span: SourceSpan) -> ExprID { make(.constant(.none), .reference(.option), span) }

    // MARK: Locals

    func newLocal(_ name: String, _ type: ValueType) -> LocalID { function.locals.append(Local(name: name, type: type)) }

    /// A local for a value that only the current statement needs.
    func temporary(_ name: String, _ type: ValueType) -> LocalID {
        let local = freeTemporaries[Local(name: name, type: type)]?.popLast() ?? newLocal(name, type)
        heldTemporaries.append(local)
        return local
    }

    /// Lets later statements use the temporaries that were taken since there were `count`.
    func releaseTemporaries(downTo count: Int) {
        guard blocksInExpressions == 0 else { return }
        for local in heldTemporaries[count...].reversed() { freeTemporaries[function.locals[local], default: []].append(local) }
        heldTemporaries.removeSubrange(count...)
    }

    func get(_ local: LocalID, _ span: SourceSpan) -> ExprID { make(.local(local), function.locals[local].type, span) }
    func set(_ local: LocalID, _ value: ExprID, _ span: SourceSpan) -> ExprID {
        type(value) == .never ? value : make(.setLocal(local, value), .unit, span)
    }

    /// A value that is needed more than once: the statement that keeps it in a new local, and the local. Nothing is kept for constants and
    /// plain locals that are not assigned meanwhile, which the caller answers for by `isStable`.
    func keep(_ value: ExprID, _ name: String, into statements: inout [ExprID], isStable: Bool = false) -> () -> ExprID {
        let expression = function.expressions[value]
        switch expression.kind {
        case .constant: return { self.make(expression.kind, expression.type, expression.span) }
        case .local where isStable: return { self.make(expression.kind, expression.type, expression.span) }
        default:
            guard expression.type != .never, expression.type != .unit else {
                statements.append(value)
                return { self.make(.unreachable, .never, expression.span) }
            }
            let local = temporary(name, expression.type)
            statements.append(set(local, value, expression.span))
            return { self.get(local, expression.span) }
        }
    }

    // MARK: Control

    /// All in order; what follows an item that does not return is dropped.
    func sequence(_ items: [ExprID], _ span: SourceSpan) -> ExprID {
        var kept: [ExprID] = []
        for item in items {
            if case .sequence(let inner) = function.expressions[item].kind, type(item) == .unit { kept += inner } else { kept.append(item) }
            if type(item) == .never { break }
        }
        if kept.count > 1 {
            let last = kept[kept.count - 1]
            kept = kept.dropLast().filter { !isPure($0) }
            kept.append(last)
        }
        if kept.count == 1 { return kept[0] }
        return make(.sequence(kept), kept.last.map { type($0) } ?? .unit, span)
    }

    /// Does nothing and cannot fail.
    func isPure(_ id: ExprID) -> Bool {
        switch function.expressions[id].kind {
        case .constant, .local, .global, .importedGlobal: true
        default: false
        }
    }

    /// Evaluates and drops the value.
    func unitValue(_ value: ExprID) -> ExprID {
        let span = function.expressions[value].span
        if type(value) == .unit || type(value) == .never { return value }
        return isPure(value) ? unit(span) : make(.sequence([value, unit(span)]), .unit, span)
    }

    func conditional(_ condition: ExprID, _ then: ExprID, _ otherwise: ExprID?, _ span: SourceSpan) -> ExprID {
        if case .constant(.bool(let value)) = function.expressions[condition].kind {
            return value ? then : otherwise ?? unit(span)
        }
        let thenType = type(then)
        let result: ValueType = otherwise.map { thenType == .never ? type($0) : thenType } ?? .unit
        return make(.conditional(condition: condition, then: then, otherwise: otherwise), result, span)
    }

    func and(_ left: ExprID, _ right: ExprID, _ span: SourceSpan) -> ExprID {
        if case .constant(.bool(true)) = function.expressions[right].kind { return left }
        return conditional(left, right, bool(false, span), span)
    }

    func or(_ left: ExprID, _ right: ExprID, _ span: SourceSpan) -> ExprID { conditional(left, bool(true, span), right, span) }

    func not(_ value: ExprID, _ span: SourceSpan) -> ExprID { make(.unary(.not, value), .bool, span) }

    func newLabel(_ name: String) -> LabelID { function.labels.append(Label(name: name)) }

    // MARK: Operations

    func unary(_ operation: Core.UnaryOperation, _ value: ExprID, _ type: ValueType, _ span: SourceSpan) -> ExprID {
        make(.unary(operation, value), type, span)
    }

    func binary(_ operation: Core.BinaryOperation, _ left: ExprID, _ right: ExprID, _ type: ValueType, _ span: SourceSpan) -> ExprID {
        make(.binary(operation, left, right), type, span)
    }

    func test(_ value: ExprID, _ test: ValueTest, _ span: SourceSpan) -> ExprID { make(.test(value, test), .bool, span) }

    /// A call of the runtime, with the Core type its result has.
    func runtime(_ function: RuntimeFunction, _ arguments: [ExprID], _ type: ValueType, _ span: SourceSpan) -> ExprID {
        make(.callRuntime(function, arguments), type, span)
    }

    func share(_ value: ExprID, _ span: SourceSpan) -> ExprID {
        switch function.expressions[value].kind {
        case .share, .constant, .makeArray: value
        case .box(let inner) where type(inner) == .f64 || type(inner) == .bool: value
        default: make(.share(value), type(value), span)
        }
    }

    // MARK: Failures

    /// AT0001: `Type error: ` and the text, with the name of the value's type between prefix and suffix.
    func typeFailure(_ prefix: String, _ suffix: String = "", mode: Failure.Mode = .plain) -> FailureID {
        module.failure(Failure(code: "AT0001", prefix: "Type error: " + prefix, mode: mode, suffix: suffix))
    }

    func typeNameFailure(_ prefix: String, _ suffix: String = "") -> FailureID { typeFailure(prefix, suffix, mode: .typeName) }

    /// AT0102: the text, ending with the name of the value's type, as a note.
    func argumentFailure(_ prefix: String, mode: Failure.Mode = .typeName) -> FailureID {
        module.failure(Failure(code: "AT0102", header: "Invalid argument to standard library function", prefix: prefix, mode: mode))
    }

    func fail(_ failure: FailureID, _ span: SourceSpan) -> ExprID { make(.fail(failure), .never, span) }
    func fail(_ failure: FailureID, _ value: ExprID, _ span: SourceSpan) -> ExprID { make(.failValue(failure, value), .never, span) }

    var invalidNumber: FailureID { module.failure(Failure(code: "AT0007", prefix: "Invalid numeric result (NaN or Infinity)")) }
    var divideByZero: FailureID { module.failure(Failure(code: "AT0005", prefix: "Divide by zero")) }
    var invalidIndex: FailureID { module.failure(Failure(code: "AT0103", prefix: "Invalid index: array indices must be whole numbers")) }
    var indexOutside: FailureID { module.failure(Failure(code: "AT0006", prefix: "Array index out of bounds")) }
}
