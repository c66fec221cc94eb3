import Basics
import Diagnostics
import ModuleSystem

extension UseCollector {
    func walk(_ id: ExpressionID, _ role: UseRole) {
        let expression = typed.tree.expressions[id]
        switch expression.kind {
        case .number, .string, .bool, .null, .invalid: break
        case .name:
            if let symbol = typed.expressionSymbols[id.offset] { record(symbol, role, at: expression.span) }
        case .array(let elements):
            for element in elements { walk(element, .keep) }
        case .unary(_, let operand), .propagate(let operand):
            walk(operand, .read)
        case .binary(_, let left, let right):
            walk(left, .read)
            walk(right, .read)
        case .subscripted(let base, let index):
            walk(base, .read)
            walk(index, .read)
        case .call(let callee, let arguments):
            walkCall(id, callee, arguments, expression.span)
        case .member(let base, _, let arguments):
            walkMember(id, base, arguments, expression.span)
        case .match(let subject, let arms):
            walk(subject, .read)
            for arm in arms { walk(arm) }
        }
    }

    private func walk(_ arm: MatchArm) {
        if let guardCondition = arm.guardCondition { walk(guardCondition, .read) }
        switch arm.body {
        case .expression(let value): walk(value, .keep)
        case .block(let block): walk(block)
        case .statement(let statement): walk(statement)
        }
    }

    private func walkCall(_ id: ExpressionID, _ callee: ExpressionID, _ arguments: [ExpressionID], _ span: SourceSpan) {
        switch typed.resolutions[id] {
        case .function(let symbol):
            guard case .function(let function) = typed.symbols[symbol].kind else { return }
            note(.own(function), isCall: true, at: span)
            walkArguments(arguments) { .argument(function, $0) }
        case .importedFunction(let imported):
            note(.imported, isCall: true, at: span)
            walkArguments(arguments) { Self.role(imported.export.parameterUsage, $0) }
        case .builtin(let name):
            walkBuiltin(name, arguments, span)
        default:
            walk(callee, .read)
            note(.unknown, isCall: true, at: span)
            walkArguments(arguments) { _ in .keep }
        }
    }

    private func walkMember(_ id: ExpressionID, _ base: ExpressionID, _ arguments: [ExpressionID]?, _ span: SourceSpan) {
        let rest = arguments ?? []
        switch typed.resolutions[id] {
        case .builtin(let name):
            walkBuiltin(name, [base] + rest, span)
        case .builtinMethod(let name):
            let keepsReceiver: UseRole = typed.isVariable(base) ? .mutate : .keep
            walk(base, keepsReceiver)
            let role: UseRole = name == "push" || name == "unshift" ? .keep : .read
            walkArguments(rest) { _ in role }
        case .traitMethod(let function):
            note(.own(function), isCall: true, at: span)
            walkArguments([base] + rest) { .argument(function, $0) }
        case .importedFunction(let imported):
            note(.imported, isCall: true, at: span)
            walkArguments(rest) { Self.role(imported.export.parameterUsage, $0) }
        case .namespaceMember, .function: break
        default:
            walk(base, typed.isVariable(base) ? .mutate : .keep)
            noteMethods(named: id, at: span)
            note(.unknown, isCall: true, at: span)
            walkArguments(rest) { _ in .keep }
        }
    }

    /// A method chosen at run time may be any impl's method of that name.
    private func noteMethods(named id: ExpressionID, at span: SourceSpan) {
        guard case .member(_, let name, _) = typed.tree.expressions[id].kind else { return }
        for implementation in typed.implementations {
            for method in implementation.methods where method.name == name.text { note(.own(method.function), isCall: true, at: span) }
        }
    }

    private func walkArguments(_ arguments: [ExpressionID], _ role: (Int) -> UseRole) {
        for (position, argument) in arguments.enumerated() { walk(argument, role(position)) }
    }

    static func role(_ usage: [ParameterUsage], _ position: Int) -> UseRole {
        usage.indices.contains(position) && usage[position] == .read ? .read : .keep
    }

    private func walkBuiltin(_ name: String, _ arguments: [ExpressionID], _ span: SourceSpan) {
        guard let row = Builtins.lookup(name) ?? Intrinsics.lookup(name) else { return walkArguments(arguments) { _ in .keep } }
        if row.mayCallBack { note(.unknown, isCall: true, at: span) }
        walkArguments(arguments) { position in
            if position == 0, row.changesFirstArgument, typed.isVariable(arguments[0]) { return .mutate }
            return row.keepsArgument(position) ? .keep : .read
        }
    }
}

extension TypedModule {
    /// The expression is the name of a variable, parameter or import.
    func isVariable(_ id: ExpressionID) -> Bool { variable(id) != nil }

    /// The variable, parameter or import that the expression names.
    func variable(_ id: ExpressionID) -> SymbolID? {
        guard case .name = tree.expressions[id].kind, let symbol = expressionSymbols[id.offset] else { return nil }
        switch symbols[symbol].kind {
        case .variable, .parameter, .local: return symbol
        case .imported(let imported):
            if case .variable = imported.export.kind { return symbol }
            return nil
        case .function, .namespace, .builtin: return nil
        }
    }
}
