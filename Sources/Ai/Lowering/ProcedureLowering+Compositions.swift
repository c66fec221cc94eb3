import Basics
import Core
import Diagnostics
import RuntimeABI

/// Calls of library procedures whose argument is the result of another.
extension ProcedureLowering {
    /// By the outer and the inner name, what does both at once, without the object between them. The outer has no other argument.
    private static let compositions: [[String]: RuntimeFunction] = [
        ["list->string", "reverse"]: .aiReversedListToString,
        ["string->number", "substring"]: .aiSubstringToNumber,
    ]

    /// Does both at once and, where one of them would raise, both once more. Nil: there is no function for both.
    mutating func composition(
        _ row: LibraryProcedure, _ callee: RuntimeFunction, _ arguments: [NodeID], _ context: Context, _ span: SourceSpan
    ) -> ExprID? {
        guard arguments.count == 1, case .call(let inner, let operands) = module.nodes[arguments[0]].kind,
            case .builtin(let name) = module.nodes[inner].kind, let innerRow = Library.lookup(name),
            case .runtime(let innerCallee) = innerRow.implementation, let both = Self.compositions[[row.name, innerRow.name]],
            operands.count == both.parameters.count
        else { return nil }
        var code: [ExprID] = []
        var values: [ExprID] = []
        for operand in operands { values.append(reusable(any(lower(operand, .value)), &code)) }
        let result = newLocal("composed", .any)
        code.append(set(result, runtime(both, values, .any, span), span))
        let repeated = values.map { again($0) }
        let first = runtimeCall(innerCallee, runtimeOperands(innerRow, repeated, span), .value, module.nodes[arguments[0]].span)
        let second = runtimeCall(callee, runtimeOperands(row, [first], span), .value, span)
        let isAbsent = add(.test(read(result, span), .bits(NaNBox.Immediate.absent.bits)), .bool, span)
        code.append(add(.conditional(condition: isAbsent, then: any(second), otherwise: read(result, span)), .any, span))
        return finish(sequence(code, span), context, span)
    }
}
