import Basics
import Diagnostics
import ModuleSystem

extension Expander {
    // MARK: Definitions

    /// Goes through the top-level forms of all modules in the order of the text and finds what they define.
    func collectDefinitions() {
        guard !unit.modules.isEmpty else { return }
        collectDefinitions(of: 0)
        currentModule = 0
    }

    private func collectDefinitions(of module: Int) {
        for item in unit.modules[module].body {
            currentModule = module
            switch item {
            case .module(let nested): collectDefinitions(of: nested)
            case .form(let form):
                var work = [form]
                while let next = work.popLast() {
                    currentItem = items.count
                    let classified = classify(next)
                    if case .splice(let forms) = classified { work += forms.reversed() } else { collect(classified, next) }
                }
            }
        }
    }

    private func collect(_ classified: BodyForm, _ form: DatumID) {
        switch classified {
        case .expression(let expression): add(.expression(expression), form)
        case .definition(let name, let value, let form):
            guard let (variable, isFirst) = defineTopLevel(name) else { return }
            add(isFirst ? .define(variable, value) : .assign(variable, value), form)
        case .valuesDefinition(let names, let producer, let form): defineValues(names, producer, form)
        case .recordDefinition(let form, let operands):
            defineRecord(form, operands) { name, variable in self.bindTopLevel(name, to: .topLevel(variable)) }
            add(.done, form)
        case .dataDefinition(let form, let operands):
            for (name, value) in dataProcedures(form, operands) {
                if let (variable, isFirst) = defineTopLevel(name) { add(isFirst ? .define(variable, value) : .assign(variable, value), form) }
            }
        case .syntaxDefinition(let name, let rules, let form):
            guard let identifier = syntax.identifier(name) else {
                _ = malformed(.defineSyntax, "\(text(name)) is not a name", at: name)
                return
            }
            let macro = defineMacro(rules, name: syntax.identifiers[identifier].name, depth: 0, at: form)
            bindTopLevel(name, to: macro.map { .macro($0) } ?? .unavailable)
            add(.done, form)
        case .contract(let form, let operands): defineContract(form, operands)
        case .splice, .none: break
        }
    }

    private func add(_ kind: TopLevelItem.Kind, _ form: DatumID) {
        items.append(TopLevelItem(module: currentModule, form: form, kind: kind))
    }

    /// A new variable called as a datum says.
    func makeTopLevel(named id: DatumID) -> TopLevelID {
        let identifier = syntax.identifier(id)
        var name = modulePath(currentModule) + (symbolName(id) ?? "")
        let isOwn = scopes.depth == 0 && identifier.map { syntax.identifiers[$0].alias == nil && topScopes[currentModule].definitions[$0] == nil } ?? false
        // A name that a macro introduced, or of an inner definition, is nobody else's.
        if !isOwn { name += "%\(output.topLevel.count)" }
        return output.topLevel.append(TopLevel(name: name, span: syntax.span(id), moduleName: unit.modules[currentModule].name))
    }

    /// `trig.` for names of the nested module `trig`; empty for the unit's own.
    func modulePath(_ module: Int) -> String {
        var path = ""
        var position = module
        while let parent = unit.modules[position].parent {
            path = unit.modules[position].name + "." + path
            position = parent
        }
        return path
    }

    /// The variable that a definition gives a value to, and whether it is the first to do so.
    private func defineTopLevel(_ id: DatumID) -> (TopLevelID, isFirst: Bool)? {
        if let identifier = syntax.identifier(id), let earlier = topScopes[currentModule].definitions[identifier],
            case .topLevel(let variable) = earlier.binding, isOpenScript(currentModule)
        {
            let name = syntax.identifiers[identifier].name
            warning(
                "AI0507", "'\(name)' is defined again; it is assigned to", at: syntax.span(id),
                help: ["write (set! \(name) ...), or use another name; it is first defined at \(position(earlier.span))"])
            output.topLevel[variable].isAssigned = true
            return (variable, false)
        }
        checkDottedName(id)
        let variable = makeTopLevel(named: id)
        return bindTopLevel(id, to: .topLevel(variable)) ? (variable, true) : nil
    }

    /// A script that exports nothing.
    private func isOpenScript(_ module: Int) -> Bool {
        let module = unit.modules[module]
        return module.isScript && module.exports.isEmpty && module.reexports.isEmpty
    }

    /// Defines a name at the top level of the module. False if it must not be defined, which is reported.
    @discardableResult
    private func bindTopLevel(_ id: DatumID, to binding: Binding) -> Bool {
        guard let identifier = syntax.identifier(id) else { return false }
        let name = syntax.identifiers[identifier].name
        if syntax.identifiers[identifier].alias == nil, SpecialForm.named[name]?.isCore == true {
            error("AI0112", "'\(name)' is a reserved form and cannot be redefined", at: id, help: ["use another name"])
            return false
        }
        if let earlier = topScopes[currentModule].definitions[identifier] {
            error("AI0110", "'\(name)' is already defined at \(position(earlier.span))", at: id, help: ["use set! to change its value"])
            return false
        }
        topScopes[currentModule].definitions[identifier] = TopScope.Definition(binding: binding, span: syntax.span(id), item: items.count)
        return true
    }

    private func defineValues(_ names: DatumID, _ producer: DatumID, _ form: DatumID) {
        guard case .list(let elements, let tail, _) = wrappedFormals(names) else {
            return error("AI0102", "malformed 'define-values': \(text(names)) is no list of names", at: names)
        }
        var variables: [TopLevelID] = []
        for element in elements {
            guard syntax.identifier(element) != nil else {
                _ = malformed(.defineValues, "\(text(element)) is not a name", at: element)
                return
            }
            guard let (variable, _) = defineTopLevel(element) else { return }
            variables.append(variable)
        }
        var rest: TopLevelID?
        if let tail {
            guard let (variable, _) = defineTopLevel(tail) else { return }
            rest = variable
        }
        add(.values(variables, rest: rest, producer), form)
    }

    // MARK: Expressions

    /// Expands the values and expressions of one top-level form.
    func expand(itemAt index: Int) {
        let item = items[index]
        currentModule = item.module
        currentItem = index
        let span = syntax.span(item.form)
        switch item.kind {
        case .expression(let form): output.body.append(expression(form))
        case .define(let variable, let defined):
            pendingContract = contracts[variable]
            let made = value(defined, name: localName(variable), span)
            pendingContract = nil
            if isProcedure(defined), case .lambda(let lambda) = output.nodes[made].kind { output.topLevel[variable].procedure = lambda }
            if case .uninitialized = output.nodes[made].kind {
                output.body.append(node(.define(variable, nil), span))
                unsetVariables.insert(variable)
            } else {
                output.body.append(node(.define(variable, made), span))
            }
        case .assign(let variable, let defined):
            let made = value(defined, name: localName(variable), span)
            output.topLevel[variable].procedure = nil
            if case .uninitialized = output.nodes[made].kind { return }
            output.body.append(node(.define(variable, made), span))
        case .values(let variables, let rest, let producer): expandValues(variables, rest, producer, span)
        case .done: break
        }
    }

    private func expandValues(_ variables: [TopLevelID], _ rest: TopLevelID?, _ producer: DatumID, _ span: SourceSpan) {
        let made = expression(producer)
        let copies = variables.map { temporary(localName($0), span) }
        let restCopy = rest.map { temporary(localName($0), span) }
        var definitions = zip(variables, copies).map { node(.define($0, local($1, span)), span) }
        if let rest, let restCopy { definitions.append(node(.define(rest, local(restCopy, span)), span)) }
        definitions.append(unspecified(span))
        output.body.append(node(.receive(copies, rest: restCopy, producer: made, body: sequence(definitions, span)), span))
    }

    /// The value of a definition is written as a procedure, so that the variable has it before any module body runs.
    private func isProcedure(_ value: DefinedValue) -> Bool {
        switch value {
        case .none: return false
        case .procedure: return true
        case .expression(let id):
            guard let head = list(id)?.first, syntax.identifier(head) != nil, case .special(let form) = resolve(head) else { return false }
            return form == .lambda || form == .caseLambda
        }
    }

    /// The name of a variable in its module.
    func localName(_ variable: TopLevelID) -> String {
        let name = output.topLevel[variable].name
        let path = modulePath(currentModule)
        return name.hasPrefix(path) ? String(name.dropFirst(path.count)) : name
    }

    /// Procedures that their variables hold from the start need no definition when control gets there.
    func finishTopLevel() {
        let body = output.body
        output.body = body.filter { id in
            guard case .define(let variable, let value?) = output.nodes[id].kind, case .lambda(let lambda) = output.nodes[value].kind else { return true }
            return output.topLevel[variable].procedure != lambda
        }
    }

    // MARK: Reading too early

    /// Takes note of a read or an assignment of a top-level variable.
    func noteRead(of variable: TopLevelID, _ id: DatumID) {
        guard procedureDepth == 0 else { return }
        earlyReads.append(EarlyRead(variable: variable, item: currentItem, span: syntax.span(id)))
    }

    /// AI0506 for a variable of a module that an import cycle initializes after this one.
    func checkOrder(of imported: ImportedName, _ id: DatumID) {
        guard procedureDepth == 0, case .variable(isChecked: true) = imported.kind, context.cycle.contains(imported.module),
            context.interfaceHashes[imported.module] == nil
        else { return }
        let module = displayName(of: imported)
        warning(
            "AI0506", "'\(text(id))' of module '\(module)' is certainly used before it is initialised", at: syntax.span(id),
            help: ["the modules import each other, and '\(module)' is initialised after this one; use it in a procedure that is called later"])
    }

    func reportEarlyReads() {
        var definedAt: [TopLevelID: Int] = [:]
        for (index, item) in items.enumerated() {
            switch item.kind {
            case .define(let variable, _): definedAt[variable] = definedAt[variable] ?? index
            case .values(let variables, let rest, _):
                for variable in variables + [rest].compactMap(\.self) { definedAt[variable] = definedAt[variable] ?? index }
            case .assign, .expression, .done: break
            }
        }
        var reported: Set<TopLevelID> = []
        for read in earlyReads {
            guard let item = definedAt[read.variable], read.item <= item, output.topLevel[read.variable].procedure == nil else { continue }
            guard reported.insert(read.variable).inserted else { continue }
            let top = output.topLevel[read.variable]
            warning(
                "AI0506", "'\(top.name)' is certainly used before it is initialised", at: read.span,
                help: ["move its definition, at \(position(top.span)), in front of this use"])
        }
    }
}
