import Core
import Diagnostics
import RuntimeABI

/// Printing of what the compiler knows: the text is made here, so that the program needs no code that makes texts of values.
extension ProcedureLowering {
    /// Nil: not all arguments are constants, or it is not known where the output goes.
    mutating func constantOutput(_ row: LibraryProcedure, _ arguments: [NodeID], _ context: Context, _ span: SourceSpan) -> ExprID? {
        let isLine = row.name == "print"
        switch row.name {
        case "print": break
        case "newline": guard arguments.isEmpty else { return nil }
        case "display", "write", "write-char", "write-string": guard arguments.count == 1 else { return nil }
        default: return nil
        }
        let isWritten = row.name == "write"
        guard arguments.allSatisfy({ mayBeConstant($0, isWritten: isWritten) }) else { return nil }
        var texts: [String] = []
        var operands: [ExprID] = []
        for argument in arguments {
            if let text = literalText(argument, row.name) {
                texts.append(text)
            } else {
                guard row.name != "write-char", row.name != "write-string" else { return nil }
                let operand = lower(argument, .value)
                operands.append(operand)
                if let text = text(of: operand) { texts.append(text) }
            }
        }
        guard texts.count == arguments.count else {
            // A sum was too large for the compiler.
            guard case .runtime(let callee) = row.implementation, operands.count == arguments.count else { return nil }
            return runtimeCall(callee, runtimeOperands(row, operands.map { any($0) }, span), context, span)
        }
        let text = texts.joined(separator: " ") + (isLine || row.name == "newline" ? "\n" : "")
        var print = runtime(.aiPrintText, [string(text, span)], .unit, span)
        // Only a port that a form around this has made current can be closed. Callers of this procedure look at the signal themselves.
        if landings.count > 1 { print = checked(print, context == .tail ? .effect : context, isSingle: true, span) }
        return finish(sequence([print, bits(.unit, span)], span), context, span)
    }

    /// Whether it is worth while to lower an argument and look at what comes of it: it has no effects then, whatever that is.
    private func mayBeConstant(_ id: NodeID, isWritten: Bool) -> Bool {
        switch module.nodes[id].kind {
        case .literal(let datum):
            switch module.data[datum].kind {
            case .string, .symbol, .character: return !isWritten
            case .keyword, .integer, .boolean, .list([], nil, _): return true
            default: return false
            }
        case .call(let callee, let arguments):
            guard case .builtin(let name) = module.nodes[callee].kind, ["+", "-", "*"].contains(name) else { return false }
            return arguments.allSatisfy { argument in
                guard case .literal(let datum) = module.nodes[argument].kind, case .integer = module.data[datum].kind else { return false }
                return true
            }
        default: return false
        }
    }

    /// The text of a literal.
    private func literalText(_ id: NodeID, _ procedure: String) -> String? {
        guard case .literal(let datum) = module.nodes[id].kind else { return nil }
        switch (procedure, module.data[datum].kind) {
        case ("write-char", .character(let scalar)): return Unicode.Scalar(scalar).map(String.init)
        case ("write-string", .string(let text)): return text
        case ("write-char", _), ("write-string", _): return nil
        case (_, .string(let text)): return text
        case (_, .symbol(let symbol)): return symbol.name
        case (_, .keyword(let name)): return ":" + name
        case (_, .character(let scalar)): return Unicode.Scalar(scalar).map(String.init)
        case (_, .integer(let value)): return value.decimalText
        case (_, .boolean(let value)): return value ? "#t" : "#f"
        case (_, .list([], nil, _)): return "()"
        default: return nil
        }
    }

    private func text(of id: ExprID) -> String? {
        guard case .constant(.i64(let value)) = function.expressions[id].kind else { return nil }
        return String(value)
    }
}
