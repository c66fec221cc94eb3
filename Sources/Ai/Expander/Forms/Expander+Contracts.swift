import Basics
import Diagnostics

/// What `spec:contract` says of a procedure.
struct Contract {
    let name: DatumID
    let module: Int
    var requires: [DatumID] = []
    var ensures: [DatumID] = []
}

extension Expander {
    /// Takes note of a contract of the module being expanded; the procedure may be defined later.
    func defineContract(_ id: DatumID, _ operands: [DatumID]) {
        guard let name = operands.first, syntax.identifier(name) != nil else {
            _ = malformed(.contract, "the name of a procedure is missing", at: id)
            return
        }
        var contract = Contract(name: name, module: currentModule)
        var rest = operands.dropFirst()
        while let key = rest.popFirst() {
            guard case .keyword(let word) = syntax[key].kind else {
                _ = malformed(.contract, "a keyword expected, not \(text(key))", at: key)
                return
            }
            switch word {
            case "requires", "pre", "ensures", "post":
                guard let value = rest.popFirst(), let conditions = list(value) else {
                    _ = malformed(.contract, "a list of conditions expected after :\(word)", at: key)
                    return
                }
                if word == "requires" || word == "pre" { contract.requires += conditions } else { contract.ensures += conditions }
            case "invariant", "complexity":
                guard rest.popFirst() != nil else {
                    _ = malformed(.contract, "something expected after :\(word)", at: key)
                    return
                }
            case "pure":
                if let value = rest.first, case .boolean = syntax[value].kind { rest.removeFirst() }
            default:
                _ = malformed(.contract, "unknown clause :\(word)", at: key)
                return
            }
        }
        contractForms.append(contract)
    }

    /// Finds the procedures that contracts are about.
    func assignContracts() {
        for contract in contractForms {
            guard let identifier = syntax.identifier(contract.name), case .topLevel(let variable)? = topScopes[contract.module].definitions[identifier]?.binding
            else {
                _ = malformed(.contract, "'\(text(contract.name))' is not a procedure of this module", at: contract.name)
                continue
            }
            contracts[variable] = contract
        }
    }

    /// The body of a procedure with the checks of its contract around it; parameters are in scope.
    func checked(_ contract: Contract, _ span: SourceSpan, _ body: () -> NodeID) -> NodeID {
        let before = contract.requires.map { check($0, contract, "requires") }
        let made = body()
        guard !contract.ensures.isEmpty else { return sequence(before + [made], span) }
        let guarded = withValue(made, named: "result", span) { result in
            scopes.push()
            defer { scopes.pop() }
            scopes.bind(syntax.identifiers.symbol("result"), to: .local(result))
            return sequence(contract.ensures.map { check($0, contract, "ensures") } + [local(result, span)], span)
        }
        return sequence(before + [guarded], span)
    }

    private func check(_ condition: DatumID, _ contract: Contract, _ kind: String) -> NodeID {
        let span = syntax.span(condition)
        let source = literal(.string("\(kind) \(sourceText(condition))"), span)
        let failure = node(.fail(code: "AI0918", message: "contract of '\(text(contract.name))' violated: {display}", argument: source), span)
        return node(.conditional(test: expression(condition), then: unspecified(span), otherwise: failure), span)
    }
}
