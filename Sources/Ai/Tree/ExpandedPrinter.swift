import Basics

/// Expanded modules as text, for tests and for people who want to see what became of their macros.
///
/// Library procedures are written `$car`, variables of the module `@name`, those of other modules `module#name`. A variable that is not the
/// first of its name has a number. Where a variable is bound, `!` says that it is assigned, `?` that reading it is checked.
public struct ExpandedPrinter {
    private let module: ExpandedModule
    private var names: [VariableID: String] = [:]
    private var counts: [String: Int] = [:]
    private var blocks: [BlockID: Int] = [:]

    public static func print(_ module: ExpandedModule) -> String {
        var printer = ExpandedPrinter(module)
        return printer.text()
    }

    private init(_ module: ExpandedModule) { self.module = module }

    private mutating func text() -> String {
        var lines: [String] = []
        for top in module.topLevel.values {
            if let procedure = top.procedure {
                lines.append("\(top.name)\(top.isAssigned ? "!" : "") = \(lambda(procedure))")
            } else if let record = top.record {
                lines.append("\(top.name) = \(record.role) of \(record.recordName)(\(record.fields.joined(separator: " ")))")
            }
        }
        for id in module.body { lines.append(node(id)) }
        return lines.joined(separator: "\n")
    }

    private mutating func name(_ id: VariableID) -> String {
        if let known = names[id] { return known }
        let name = module.variables[id].name
        let count = counts[name, default: 0]
        counts[name] = count + 1
        names[id] = count == 0 ? name : "\(name).\(count)"
        return names[id] ?? name
    }

    private mutating func binding(_ id: VariableID) -> String {
        name(id) + (module.variables[id].isAssigned ? "!" : "") + (module.variables[id].needsCheck ? "?" : "")
    }

    private mutating func parameters(_ variables: [VariableID], _ rest: VariableID?) -> String {
        let fixed = variables.map { binding($0) }.joined(separator: " ")
        guard let rest else { return "(\(fixed))" }
        return fixed.isEmpty ? binding(rest) : "(\(fixed) . \(binding(rest)))"
    }

    private mutating func lambda(_ id: LambdaID) -> String {
        let clauses = module.lambdas[id].clauses.map { parameters($0.parameters, $0.rest) + " " + node($0.body) }
        return clauses.count == 1 ? "(lambda \(clauses[0]))" : "(case-lambda " + clauses.map { "(\($0))" }.joined(separator: " ") + ")"
    }

    private mutating func all(_ ids: [NodeID]) -> String { ids.map { node($0) }.joined(separator: " ") }

    private mutating func bindings(_ pairs: [(VariableID, NodeID)]) -> String {
        "(" + pairs.map { "(\(binding($0.0)) \(node($0.1)))" }.joined(separator: " ") + ")"
    }

    private mutating func block(_ id: BlockID) -> String {
        let number = blocks[id] ?? blocks.count + 1
        blocks[id] = number
        return "b\(number)"
    }

    private func literal(_ id: DatumID) -> String {
        let text = DatumText.text(of: id, in: module.data, limit: 400)
        switch module.data[id].kind {
        case .symbol, .list: return "'" + text
        default: return text
        }
    }

    private mutating func node(_ id: NodeID) -> String {
        switch module.nodes[id].kind {
        case .literal(let datum): return literal(datum)
        case .unspecified: return "#!unspecified"
        case .uninitialized: return "#!uninitialized"
        case .local(let variable): return name(variable)
        case .setLocal(let variable, let value): return "(set! \(name(variable)) \(node(value)))"
        case .topLevel(let variable): return "@" + module.topLevel[variable].name
        case .setTopLevel(let variable, let value): return "(set! @\(module.topLevel[variable].name) \(node(value)))"
        case .define(let variable, let value): return "(define @\(module.topLevel[variable].name)\(value.map { " " + node($0) } ?? ""))"
        case .imported(let imported): return "\(imported.module)#\(imported.name)"
        case .builtin(let name): return "$" + name
        case .call(let callee, let arguments): return "(\(all([callee] + arguments)))"
        case .lambda(let lambda): return self.lambda(lambda)
        case .conditional(let test, let then, let otherwise): return "(if \(all([test, then, otherwise])))"
        case .sequence(let parts): return "(begin \(all(parts)))"
        case .letValues(let pairs, let body): return "(let \(bindings(pairs)) \(node(body)))"
        case .letRecursive(let pairs, let body): return "(letrec \(bindings(pairs)) \(node(body)))"
        case .receive(let variables, let rest, let producer, let body): return "(receive \(parameters(variables, rest)) \(all([producer, body])))"
        case .block(let id, let body): return "(block \(block(id)) \(node(body)))"
        case .leave(let id, let value): return "(leave \(block(id)) \(node(value)))"
        case .guarded(let body, let payload, let handler): return "(guarded \(node(body)) (\(binding(payload))) \(node(handler)))"
        case .protected(let body, let cleanup): return "(protected \(all([body, cleanup])))"
        case .letEscape(let variable, let body): return "(let/ec \(binding(variable)) \(node(body)))"
        case .parameterize(let pairs, let body):
            return "(parameterize (" + pairs.map { "(\(all([$0.0, $0.1])))" }.joined(separator: " ") + ") \(node(body)))"
        case .delay(let thunk, let isChain):
            return "(\(isChain ? "delay-force" : "delay") \(all(module.lambdas[thunk].clauses.map(\.body))))"
        case .fail(let code, let message, let argument): return "(fail \(code) \"\(message)\"\(argument.map { " " + node($0) } ?? ""))"
        }
    }
}
