import Basics
import Diagnostics
import RuntimeABI

extension Function {
    /// Whether a value of type `any` is known not to be a number.
    public func isNeverNumber(_ id: ExprID) -> Bool {
        switch expressions[id].kind {
        case .box(let value): expressions[value].type != .f64 && expressions[value].type != .any
        case .constant(.any(let bits)): bits >= NaNBox.firstTagged
        default: false
        }
    }

    /// Returns with a value that means nothing.
    public mutating func returnDummy(_ span: SourceSpan) -> ExprID {
        let dummy: ExprID? = switch result {
        case .unit, .never: nil
        case .any: add(.constant(.any(NaNBox.Immediate.null.bits)), .any, span)
        case .f64: add(.constant(.f64(0)), .f64, span)
        case .bool: add(.constant(.bool(false)), .bool, span)
        case .i64: add(.constant(.i64(0)), .i64, span)
        case .i32: add(.constant(.i32(0)), .i32, span)
        case .character: add(.constant(.character(0)), .character, span)
        case .reference:
            // A variable that nothing sets is null.
            add(.local(locals.append(Local(name: "nothing", type: result))), result, span)
        }
        return add(.returnValue(dummy), .never, span)
    }
}
