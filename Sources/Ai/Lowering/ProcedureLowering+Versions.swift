import Core
import Diagnostics
import RuntimeABI

/// One of the functions that the code of a procedure is in.
struct ProcedureCode: Hashable {
    enum Part: Hashable {
        /// Takes any arguments. If there is a typed version, it goes on there when the arguments fit.
        case entry
        case typed
        /// Takes the closure and any arguments.
        case closure
        /// Takes any arguments, and is used where the typed version has given up.
        case general
        /// Takes what the typed version does, but integers of any size.
        case wide
    }

    var lambda: LambdaID
    var part: Part
}

/// The way from dynamic arguments into the typed version of a procedure.
extension ProcedureLowering {
    /// Returns what the typed version gives, if the parameters fit it and it does not give up; else goes on.
    mutating func enterTyped(_ callee: FunctionID, _ version: TypedVersion, _ span: SourceSpan) -> ExprID {
        var condition: ExprID?
        var operands: [ExprID] = []
        for (position, representation) in version.parameters.enumerated() {
            let parameter = LocalID(position)
            let value = read(parameter, span)
            guard representation != .any else {
                operands.append(value)
                continue
            }
            let test = add(.test(read(parameter, span), self.test(for: representation)), .bool, span)
            condition = condition.map { self.both($0, test, span) } ?? test
            operands.append(representation.valueType == .any ? value : add(.unbox(value, nil), representation.valueType, span))
        }
        let call = version.bails ? attempt(callee, operands, span) : leaving(callee, operands, version, span)
        guard let condition else { return call }
        return add(.conditional(condition: condition, then: call, otherwise: nil), .unit, span)
    }

    private func test(for representation: TypedVersion.Representation) -> ValueTest {
        switch representation {
        case .vector: .reference(.vector)
        case .integer: .integer
        case .any, .float: .number
        }
    }

    private mutating func leaving(_ callee: FunctionID, _ operands: [ExprID], _ version: TypedVersion, _ span: SourceSpan) -> ExprID {
        if version.result == .any { return add(.tailCall(callee, operands), .never, span) }
        return finish(checked(add(.call(callee, operands), version.result.valueType, span), .value, isSingle: true, span), .tail, span)
    }

    /// A typed version that may give up.
    private mutating func attempt(_ callee: FunctionID, _ operands: [ExprID], _ span: SourceSpan) -> ExprID {
        let result = newLocal("result", .i64)
        let run = set(result, add(.call(callee, operands), .i64, span), span)
        let done = finish(read(result, span), .tail, span)
        let isAbandoned = add(.unary(.i32ToBool, runtime(.signalTakeAbandoned, [], .i32, span)), .bool, span)
        let next = add(.constant(.unit), .unit, span)
        let other = add(.conditional(condition: isAbandoned, then: next, otherwise: land(span)), .unit, span)
        let test = add(.unary(.not, signalled(span)), .bool, span)
        return sequence([run, add(.conditional(condition: test, then: done, otherwise: other), .unit, span)], span)
    }
}
