import Core
import Diagnostics
import RuntimeABI

/// Where errors happened, for the second line of the report of those that nobody catches.
///
/// An error that a runtime function has found gets its place from the code that called it, once it has returned: nothing is done before or
/// after calls that succeed. Procedures of standard modules give no places, since users do not know their text; where they end with a runtime
/// function that raises, the place is that of their call.
extension ProcedureLowering {
    private var givesPlaces: Bool { !unit.core.id.isStandard }

    /// What to do before leaving because of a signal that `call` has returned with.
    mutating func leaving(after call: ExprID, _ leave: ExprID, _ span: SourceSpan) -> ExprID {
        givesPlaces && mayRaiseWithoutPlace(call) ? sequence([place(span), leave], span) : leave
    }

    /// A call in tail position of a runtime function that may raise: it returns here, so that the error gets its place.
    mutating func placed(tail call: ExprID, _ callee: RuntimeFunction, _ span: SourceSpan) -> ExprID {
        guard givesPlaces, callee.effects.contains(.raises), type(call) != .never else { return call }
        let check = add(.conditional(condition: signalled(span), then: place(span), otherwise: nil), .unit, span)
        if type(call) == .unit { return sequence([call, check], span) }
        let result = newLocal("result", for: call)
        return withRange(of: call, sequence([set(result, call, span), check, read(result, span)], span))
    }

    /// The call of a runtime function that always raises.
    mutating func placed(raise call: ExprID, _ span: SourceSpan) -> ExprID { givesPlaces ? sequence([call, place(span)], span) : call }

    /// Tells the place of the error object that the following call of a library procedure makes. Such procedures look for handlers themselves,
    /// and return only if there is one.
    mutating func placeAhead(_ span: SourceSpan) -> ExprID? {
        givesPlaces ? runtime(.signalPlaceAhead, [string(ownName, span)], .unit, span) : nil
    }

    private mutating func place(_ span: SourceSpan) -> ExprID { runtime(.signalPlace, [string(ownName, span)], .unit, span) }

    private var ownName: String { function.name }

    private func mayRaiseWithoutPlace(_ call: ExprID) -> Bool {
        switch function.expressions[call].kind {
        case .callRuntime(let callee, _): callee.effects.contains(.raises)
        case .sequence(let items): items.last.map(mayRaiseWithoutPlace) ?? false
        case .callClosure, .callImported, .local: true
        default: false
        }
    }
}
