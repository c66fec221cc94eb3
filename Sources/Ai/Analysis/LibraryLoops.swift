import Basics
import Diagnostics

/// Makes loops of calls of library procedures that call a procedure for each element, where that procedure is known.
///
///     (map (lambda (x) (* x n)) xs)   becomes a loop over xs that calls the lambda
///
/// So there is no closure, the calls are those of a known procedure, and types flow into it and out of it. Everything happens in the same order as
/// in the library, and errors are the same; a lambda stays a procedure of its own, so that call stacks show it.
struct LibraryLoops {
    private var module: ExpandedModule
    /// By local variable that never changes, the procedure that it holds.
    private var procedures: [VariableID: LambdaID] = [:]

    static func expand(_ module: ExpandedModule) -> ExpandedModule {
        var calls: [(call: NodeID, template: LoopTemplates.Template, arguments: [NodeID])] = []
        for id in module.nodes.indices {
            guard case .call(let callee, let arguments) = module.nodes[id].kind, case .builtin(let name) = module.nodes[callee].kind,
                let row = Library.lookup(name), case .standard = row.implementation,
                let template = LoopTemplates.templates["\(row.name)/\(arguments.count)"]
            else { continue }
            calls.append((id, template, arguments))
        }
        guard !calls.isEmpty else { return module }
        var loops = LibraryLoops(module)
        for (call, template, arguments) in calls { loops.expand(call, template, arguments) }
        return loops.module
    }

    private init(_ module: ExpandedModule) {
        self.module = module
        for node in module.nodes.values {
            switch node.kind {
            case .letValues(let bindings, _), .letRecursive(let bindings, _):
                for (variable, value) in bindings where !module.variables[variable].isAssigned && !module.variables[variable].needsCheck {
                    if case .lambda(let lambda) = module.nodes[value].kind { procedures[variable] = lambda }
                }
            default: break
            }
        }
    }

    private mutating func expand(_ call: NodeID, _ template: LoopTemplates.Template, _ arguments: [NodeID]) {
        let procedure = arguments[template.procedure]
        guard isKnown(procedure, parameters: template.argumentCount) else { return }
        var copy = Copy(procedure: template.parameters[template.procedure], span: module.nodes[call].span)
        var bindings: [(VariableID, NodeID)] = []
        for (parameter, argument) in zip(template.parameters, arguments) {
            if parameter == copy.procedure {
                copy.operator = module.nodes[procedure].kind
                guard case .lambda = module.nodes[procedure].kind else { continue }
                copy.operator = nil
            }
            bindings.append((variable(parameter, &copy), argument))
        }
        module.nodes[call].kind = .letValues(bindings, body: node(template.body, &copy))
    }

    /// A procedure that takes so many arguments, whose calls need no closure and whose evaluation does nothing.
    private func isKnown(_ id: NodeID, parameters: Int) -> Bool {
        switch module.nodes[id].kind {
        case .lambda(let lambda): return UseAnalysis.fits(module.lambdas[lambda], parameters)
        case .local(let variable): return procedures[variable].map { UseAnalysis.fits(module.lambdas[$0], parameters) } ?? false
        case .topLevel(let variable):
            guard let lambda = module.topLevel[variable].procedure, !module.topLevel[variable].isAssigned else { return false }
            return UseAnalysis.fits(module.lambdas[lambda], parameters)
        case .imported(let name):
            guard case .procedure(parameters, hasRest: false) = name.kind else { return false }
            return true
        case .builtin(let name): return Library.lookup(name).map { isSimple($0, arguments: parameters) } ?? false
        default: return false
        }
    }

    /// A library procedure that calls nothing of the program.
    private func isSimple(_ row: LibraryProcedure, arguments: Int) -> Bool {
        guard arguments >= row.minimumArguments, arguments <= row.maximumArguments ?? .max else { return false }
        switch row.implementation {
        case .runtime(let function): return !function.effects.contains(.severalValues)
        case .fold, .chain: return true
        case .inline: return BuiltinTypes.repeatable.contains(row.name)
        case .standard, .variable: return false
        }
    }

    // MARK: Copies

    /// A template that is being copied.
    private struct Copy {
        /// The parameter that is the procedure.
        let procedure: VariableID
        /// What stands for it in calls; nil: the variable that holds it.
        var `operator`: Node.Kind?
        /// The call.
        let span: SourceSpan
        var variables: [VariableID: VariableID] = [:]
    }

    private mutating func variable(_ id: VariableID, _ copy: inout Copy) -> VariableID {
        if let known = copy.variables[id] { return known }
        var variable = LoopTemplates.module.variables[id]
        variable.span = copy.span
        let new = module.variables.append(variable)
        copy.variables[id] = new
        return new
    }

    private mutating func node(_ id: NodeID, _ copy: inout Copy) -> NodeID {
        let kind = kind(LoopTemplates.module.nodes[id].kind, &copy)
        return module.nodes.append(Node(kind, span: copy.span))
    }

    private mutating func bindings(_ pairs: [(VariableID, NodeID)], _ copy: inout Copy) -> [(VariableID, NodeID)] {
        pairs.map { (variable($0.0, &copy), node($0.1, &copy)) }
    }

    /// Templates consist of these forms.
    private mutating func kind(_ kind: Node.Kind, _ copy: inout Copy) -> Node.Kind {
        switch kind {
        case .literal(let datum): return .literal(module.data.data.append(Datum(LoopTemplates.module.data[datum].kind, span: copy.span)))
        case .local(copy.procedure): return copy.operator ?? .local(variable(copy.procedure, &copy))
        case .local(let variable): return .local(self.variable(variable, &copy))
        case .call(let callee, let arguments): return .call(node(callee, &copy), arguments.map { node($0, &copy) })
        case .conditional(let test, let then, let otherwise):
            return .conditional(test: node(test, &copy), then: node(then, &copy), otherwise: node(otherwise, &copy))
        case .sequence(let items): return .sequence(items.map { node($0, &copy) })
        case .letValues(let pairs, let body): return .letValues(bindings(pairs, &copy), body: node(body, &copy))
        case .letRecursive(let pairs, let body): return .letRecursive(bindings(pairs, &copy), body: node(body, &copy))
        case .lambda(let lambda):
            var new = LoopTemplates.module.lambdas[lambda]
            new.span = copy.span
            for index in new.clauses.indices {
                new.clauses[index].parameters = new.clauses[index].parameters.map { variable($0, &copy) }
                new.clauses[index].body = node(new.clauses[index].body, &copy)
            }
            return .lambda(module.lambdas.append(new))
        default: return kind
        }
    }
}
