import Basics
import Diagnostics
import RuntimeABI

/// Builds the body of a function expression by expression, with the types worked out where they follow from the operands.
public struct FunctionBuilder {
    public var function: Function
    /// Given to every expression until it is changed.
    public var span: SourceSpan

    public init(_ function: Function) {
        self.function = function
        span = function.span
    }

    /// Goes on building a function without copying it: the variable is left with an empty one.
    init(taking function: inout Function) {
        let taken = function
        function = Function(name: taken.name, parameters: [], result: .unit, span: taken.span)
        self.init(taken)
    }

    public func type(of id: ExprID) -> ValueType { function.expressions[id].type }

    public mutating func add(_ kind: Expr.Kind, _ type: ValueType) -> ExprID { function.add(kind, type, span) }

    // MARK: Constants and variables

    public mutating func number(_ value: Double) -> ExprID { add(.constant(.f64(value)), .f64) }
    public mutating func i32(_ value: Int32) -> ExprID { add(.constant(.i32(value)), .i32) }
    public mutating func bool(_ value: Bool) -> ExprID { add(.constant(.bool(value)), .bool) }
    public mutating func string(_ text: String) -> ExprID { add(.constant(.string(text)), .reference(.string)) }
    public mutating func unit() -> ExprID { add(.constant(.unit), .unit) }
    public mutating func null() -> ExprID { add(.constant(.any(NaNBox.Immediate.null.bits)), .any) }

    /// A new local variable.
    public mutating func local(_ name: String, _ type: ValueType) -> LocalID {
        function.locals.append(Local(name: name, type: type))
    }

    public mutating func label(_ name: String) -> LabelID { function.labels.append(Label(name: name)) }
    public mutating func get(_ local: LocalID) -> ExprID { add(.local(local), function.locals[local].type) }
    public mutating func set(_ local: LocalID, _ value: ExprID) -> ExprID { add(.setLocal(local, value), .unit) }

    // MARK: Operators

    public mutating func unary(_ operation: UnaryOperation, _ operand: ExprID) -> ExprID {
        add(.unary(operation, operand), operation.signature.result)
    }

    public mutating func binary(_ operation: BinaryOperation, _ left: ExprID, _ right: ExprID) -> ExprID {
        add(.binary(operation, left, right), operation.signature.result)
    }

    public mutating func finite(_ operand: ExprID, _ failure: FailureID) -> ExprID { add(.checkFinite(operand, failure), .f64) }
    public mutating func box(_ operand: ExprID) -> ExprID { add(.box(operand), .any) }
    public mutating func unbox(_ operand: ExprID, _ type: ValueType, _ failure: FailureID? = nil) -> ExprID {
        add(.unbox(operand, failure), type)
    }

    // MARK: Control

    /// The type is that of the last item.
    public mutating func sequence(_ items: [ExprID]) -> ExprID {
        add(.sequence(items), items.last.map { type(of: $0) } ?? .unit)
    }

    /// Without `otherwise` the type is unit; else that of a branch that returns.
    public mutating func conditional(_ condition: ExprID, _ then: ExprID, _ otherwise: ExprID? = nil) -> ExprID {
        let first = type(of: then)
        let second = otherwise.map { type(of: $0) } ?? .unit
        return add(
            .conditional(condition: condition, then: then, otherwise: otherwise),
            otherwise == nil ? .unit : first == .never ? second : first)
    }

    public mutating func loop(_ label: LabelID, while condition: ExprID?, _ body: ExprID, step: ExprID? = nil) -> ExprID {
        add(.loop(label, condition: condition, body: body, step: step), .unit)
    }

    public mutating func returnValue(_ value: ExprID?) -> ExprID { add(.returnValue(value), .never) }

    // MARK: Calls

    public mutating func call(_ callee: FunctionID, _ arguments: [ExprID], _ type: ValueType) -> ExprID {
        add(.call(callee, arguments), type)
    }

    public mutating func runtime(_ callee: RuntimeFunction, _ arguments: [ExprID], _ type: ValueType) -> ExprID {
        add(.callRuntime(callee, arguments), type)
    }

    /// The finished function.
    public mutating func finish(_ body: ExprID) -> Function {
        function.body = body
        return function
    }
}
