import Basics
import Diagnostics
import ModuleSystem
import RuntimeABI

/// Builds a function that converts values. Between the conversions values are dynamic, in the terms of `ValueForm.dynamic`; all are `any`.
struct ConversionBuilder {
    var builder: FunctionBuilder
    /// `path:line:column` of the import, for errors.
    let importPlace: String
    /// The signal is tested and a dummy returned where something may have been raised.
    private(set) var raises = false
    /// Makes the code of a function type that crosses the boundary within a value; the flag says that it enters the side.
    let template: (InterfaceFunctionType, BoundarySide, String, Bool) -> ClosureID

    init(
        _ function: Function, importPlace: String, template: @escaping (InterfaceFunctionType, BoundarySide, String, Bool) -> ClosureID
    ) {
        builder = FunctionBuilder(function)
        self.importPlace = importPlace
        self.template = template
    }

    // MARK: Pieces

    mutating func immediate(_ value: NaNBox.Immediate) -> ExprID { builder.add(.constant(.any(value.bits)), .any) }

    /// Something that can be read several times.
    mutating func kept(_ value: ExprID, _ name: String, _ statements: inout [ExprID]) -> LocalID {
        let local = builder.local(name, builder.type(of: value))
        statements.append(builder.set(local, value))
        return local
    }

    mutating func signalled() -> ExprID { builder.unary(.i32ToBool, builder.add(.signal, .i32)) }

    /// Returns from the function with a value that means nothing.
    mutating func leave() -> ExprID {
        raises = true
        return builder.function.returnDummy(builder.span)
    }

    /// After a call: leaves if there is a signal. Several results are an error.
    mutating func checkCall() -> ExprID {
        let landed = builder.runtime(.signalLanded, [], .unit)
        return builder.conditional(signalled(), builder.add(.sequence([landed, leave()]), .never))
    }

    /// The closures that convert functions within values of a type; 0 if there are none.
    private mutating func templates(_ descriptor: TypeDescriptor, _ side: BoundarySide, _ place: String, entering: Bool) -> ExprID {
        guard !descriptor.functions.isEmpty else { return builder.i32(0) }
        let closures = descriptor.functions.map { function in
            let closure = builder.add(.constant(.closure(template(function, side, place, entering))), .reference(.closure))
            return builder.box(closure)
        }
        return builder.add(.makeArray(closures), .reference(.array))
    }

    // MARK: Conversions

    /// A value of a side as a dynamic value.
    mutating func leaving(_ value: ExprID, _ type: InterfaceType, _ side: BoundarySide, _ place: String, asList: Bool = false) -> ExprID {
        guard !side.isDynamic else { return value }
        switch type.expanded {
        case .number, .bool: return value
        default: break
        }
        let descriptor = TypeDescriptor(type, isList: asList)
        let text = descriptor.isNeededForLeaving ? builder.string(descriptor.text) : builder.i32(0)
        let closures = templates(descriptor, side, place, entering: false)
        return builder.runtime(.boundaryLeave, [value, text, closures, builder.i32(Int32(side.policy.form.rawValue))], .any)
    }

    /// A dynamic value as a value of a side, which expects `type`; leaves with an error if it does not fit.
    mutating func entering(_ value: ExprID, _ type: InterfaceType, _ side: BoundarySide, _ place: String) -> ExprID {
        guard !side.isDynamic else { return value }
        var statements: [ExprID] = []
        let local = kept(value, "value", &statements)
        switch type.expanded {
        case .unit: statements.append(builder.null())
        case .number: statements.append(quickly(.number, local, type, side, place))
        case .bool: statements.append(quickly(.bool, local, type, side, place))
        default: statements.append(enteringSlowly(local, type, side, place))
        }
        return builder.sequence(statements)
    }

    private mutating func quickly(_ test: ValueTest, _ value: LocalID, _ type: InterfaceType, _ side: BoundarySide, _ place: String) -> ExprID {
        let fits = builder.add(.test(builder.get(value), test), .bool)
        let slow = enteringSlowly(value, type, side, place)
        return builder.conditional(fits, builder.get(value), slow)
    }

    private mutating func enteringSlowly(_ value: LocalID, _ type: InterfaceType, _ side: BoundarySide, _ place: String) -> ExprID {
        let descriptor = TypeDescriptor(type)
        let closures = templates(descriptor, side, place, entering: true)
        let operands = [
            builder.get(value), builder.string(descriptor.text), closures, builder.i32(Int32(side.policy.form.rawValue)),
            builder.string(side.message(type, at: place)), builder.string(importPlace),
        ]
        var statements: [ExprID] = []
        let result = kept(builder.runtime(.boundaryEnter, operands, .any), "converted", &statements)
        statements.append(builder.conditional(signalled(), leave()))
        statements.append(builder.get(result))
        return builder.sequence(statements)
    }

    /// A value in the representation that a side has for the type, boxed.
    mutating func boxed(_ value: ExprID) -> ExprID {
        switch builder.type(of: value) {
        case .any, .never: value
        case .unit: builder.sequence([value, immediate(.null)])
        default: builder.box(value)
        }
    }

    /// The reverse; the value is known to be of the type.
    mutating func unboxed(_ value: ExprID, _ type: ValueType) -> ExprID {
        switch type {
        case .any: value
        case .unit: builder.add(.sequence([value, builder.unit()]), .unit)
        default: builder.unbox(value, type)
        }
    }
}
