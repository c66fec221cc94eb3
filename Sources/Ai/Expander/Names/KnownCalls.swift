import Basics
import Core
import Diagnostics
import ModuleSystem

/// A call to be checked when it is known which variables are assigned.
struct PendingCall {
    let call: NodeID
    let callee: NodeID
    let count: Int
    let form: DatumID
}

/// A read of a top-level variable in code that runs when control gets to it.
struct EarlyRead {
    let variable: TopLevelID
    let item: Int
    let span: SourceSpan
}

/// How many arguments a procedure takes.
struct Arity: Hashable {
    let minimum: Int
    /// Nil: any number.
    let maximum: Int?

    init(minimum: Int, maximum: Int?) {
        self.minimum = minimum
        self.maximum = maximum
    }

    init(_ clause: Lambda.Clause) { self.init(minimum: clause.parameters.count, maximum: clause.rest == nil ? clause.parameters.count : nil) }

    func accepts(_ count: Int) -> Bool { count >= minimum && count <= maximum ?? count }

    /// `2`, `at least 1`, `1 to 3`.
    var text: String {
        guard let maximum else { return "at least \(minimum)" }
        return minimum == maximum ? "\(minimum)" : "\(minimum) to \(maximum)"
    }
}

/// Calls of procedures that are known at compile time (AI0103, AI0513).
extension Expander {
    /// A procedure, its arities (several for `case-lambda`), and where it comes from.
    private struct Callee {
        let name: String
        let arities: [Arity]
        let help: [String]
    }

    func checkCalls() {
        for pending in pendingCalls {
            if let callee = callee(pending.callee), !callee.arities.contains(where: { $0.accepts(pending.count) }) {
                let wanted = callee.arities.map(\.text).joined(separator: " or ")
                error("AI0103", "'\(callee.name)' expects \(wanted) arguments, got \(pending.count)", at: pending.form, help: callee.help)
            } else {
                checkConstantArguments(pending)
                checkContinuation(pending)
            }
        }
    }

    /// AI0512 for a continuation that is the value of its own `call/cc`, or is stored in a variable of the module.
    private func checkContinuation(_ pending: PendingCall) {
        guard case .call(let callee, let arguments) = output.nodes[pending.call].kind, case .builtin("call/cc") = output.nodes[callee].kind,
            let receiver = arguments.first, case .lambda(let lambda) = output.nodes[receiver].kind, output.lambdas[lambda].clauses.count == 1,
            let continuation = output.lambdas[lambda].clauses[0].parameters.first
        else { return }
        let returned = result(of: output.lambdas[lambda].clauses[0].body, is: continuation)
        guard let span = keptVariables[continuation] ?? returned else { return }
        let name = output.variables[continuation].name
        warning(
            "AI0512", "continuation '\(name)' outlives its extent", at: span,
            help: ["it can be called only while the call of call/cc is active; afterwards it raises AI0908"])
    }

    /// Where an expression gives the value of a variable back.
    private func result(of id: NodeID, is variable: VariableID) -> SourceSpan? {
        var current = id
        while true {
            switch output.nodes[current].kind {
            case .local(variable): return output.nodes[current].span
            case .sequence(let parts): current = parts.last ?? current
            case .letValues(_, let body), .letRecursive(_, let body): current = body
            default: return nil
            }
        }
    }

    private func callee(_ id: NodeID) -> Callee? {
        switch output.nodes[id].kind {
        case .builtin(let name):
            guard let row = Library.lookup(name) else { return nil }
            let arity = Arity(minimum: row.minimumArguments, maximum: row.maximumArguments)
            return Callee(name: name, arities: [arity], help: ["'\(name)' is a procedure of std/\(row.module)"])
        case .lambda(let lambda): return callee(lambda, name: "lambda")
        case .local(let variable):
            guard let lambda = localProcedures[variable], !output.variables[variable].isAssigned else { return nil }
            return callee(lambda, name: output.variables[variable].name)
        case .topLevel(let variable):
            let top = output.topLevel[variable]
            guard !top.isAssigned else { return nil }
            if let record = top.record { return callee(record, top.name, top.span) }
            return top.procedure.flatMap { callee($0, name: top.name) }
        case .imported(let imported): return callee(imported)
        default: return nil
        }
    }

    private func callee(_ lambda: LambdaID, name: String) -> Callee {
        let lambda = output.lambdas[lambda]
        return Callee(name: name, arities: lambda.clauses.map { Arity($0) }, help: ["it is defined at \(position(lambda.span))"])
    }

    private func callee(_ record: RecordMember, _ name: String, _ span: SourceSpan) -> Callee? {
        guard let arity = record.role.arity else { return nil }
        return Callee(name: name, arities: [arity], help: ["it is a procedure of the record type '\(record.recordName)' defined at \(position(span))"])
    }

    private func callee(_ imported: ImportedName) -> Callee? {
        let help = ["it is defined in module '\(displayName(of: imported))'"]
        switch imported.kind {
        case .procedure(let parameters, let hasRest):
            return Callee(name: imported.name, arities: [Arity(minimum: parameters, maximum: hasRest ? nil : parameters)], help: help)
        case .record(let role, _, _, _):
            return role.arity.map { Callee(name: imported.name, arities: [$0], help: help) }
        case .variable, .foreign: return nil
        }
    }

    // MARK: Arguments

    /// Divisions by a constant zero, and arguments of a type that the procedure never takes.
    private func checkConstantArguments(_ pending: PendingCall) {
        checkForeignArguments(pending)
        guard case .call(let callee, let arguments) = output.nodes[pending.call].kind, case .builtin(let name) = output.nodes[callee].kind else { return }
        if Self.divisions.contains(name), let divisor = arguments.dropFirst(name == "/" && arguments.count == 1 ? 0 : 1).first(where: isExactZero) {
            return warning("AI0513", "this call always fails: \(name): division by zero", at: output.nodes[divisor].span)
        }
        let wanted = Self.pairOperations.contains(name) ? "a pair" : Self.arithmetic.contains(name) ? "a number" : nil
        guard let wanted else { return }
        for argument in wanted == "a pair" ? arguments.prefix(1) : arguments[...] {
            guard case .literal(let datum) = output.nodes[argument].kind, !isPossible(datum, wanted) else { continue }
            warning("AI0513", "this call always fails: \(name): expected \(wanted), got \(text(datum))", at: output.nodes[argument].span)
        }
    }

    /// AI0403 for literals that a function of another language does not take.
    private func checkForeignArguments(_ pending: PendingCall) {
        guard case .call(let callee, let arguments) = output.nodes[pending.call].kind, case .imported(let imported) = output.nodes[callee].kind,
            context.foreign[imported.module] != nil
        else { return }
        let importer = Boundary.Importer(
            module: unit.modules.first?.name ?? context.module.text, policy: AiFrontEnd().boundary, foreign: context.foreign)
        for (position, argument) in arguments.enumerated() {
            guard let (literal, written) = boundaryLiteral(argument) else { continue }
            let origin = ExportOrigin(module: imported.module, name: imported.name)
            if let problem = Boundary.refusal(of: literal, written: written, argument: position, of: origin, importer) {
                error(problem.code, problem.message, at: output.nodes[argument].span)
            }
        }
    }

    private func boundaryLiteral(_ node: NodeID) -> (BoundaryLiteral, String)? {
        switch output.nodes[node].kind {
        case .literal(let datum):
            let literal: BoundaryLiteral? = switch syntax[datum].kind {
            case .integer, .float: .number
            case .boolean: .bool
            case .string: .string
            case .character: .character
            case .list(let elements, let tail, _): elements.isEmpty && tail == nil ? .nothing : tail == nil ? .sequence : .name
            case .vector: .sequence
            case .symbol, .keyword: .name
            case .bytevector, .label: nil
            }
            return literal.map { ($0, text(datum)) }
        case .lambda: return (.procedure, "#<procedure>")
        default: return nil
        }
    }

    private static let divisions: Set<String> = [
        "/", "quotient", "remainder", "modulo", "floor/", "floor-quotient", "floor-remainder", "truncate/", "truncate-quotient",
        "truncate-remainder", "mod", "%",
    ]
    private static let pairOperations: Set<String> = ["car", "cdr", "caar", "cadr", "cdar", "cddr", "set-car!", "set-cdr!"]
    private static let arithmetic: Set<String> = ["+", "-", "*", "/", "<", ">", "<=", ">=", "abs", "sqrt", "quotient", "remainder", "modulo"]

    private func isExactZero(_ id: NodeID) -> Bool {
        guard case .literal(let datum) = output.nodes[id].kind, case .integer(let value) = syntax[datum].kind else { return false }
        return value.magnitude.isEmpty
    }

    private func isPossible(_ datum: DatumID, _ wanted: String) -> Bool {
        switch syntax[datum].kind {
        case .integer, .float: wanted == "a number"
        case .list(let elements, _, _): wanted == "a pair" && !elements.isEmpty
        default: false
        }
    }
}

extension RecordMember.Role {
    /// Nil for the type, which is no procedure.
    var arity: Arity? {
        switch self {
        case .type: nil
        case .constructor(let fields): Arity(minimum: fields.count, maximum: fields.count)
        case .predicate, .accessor: Arity(minimum: 1, maximum: 1)
        case .modifier: Arity(minimum: 2, maximum: 2)
        }
    }
}
