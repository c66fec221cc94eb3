import Basics
import Diagnostics

extension Checker {
    /// Checks a block in a scope of its own.
    mutating func check(_ block: Block) {
        pushScope()
        hoistFunctions(block.statements)
        var isReachable = true
        for statement in block.statements {
            if !isReachable {
                warning("AT2002", "Unreachable code", tree.statements[statement].span, label: "never runs: a `return` stands before it")
            }
            check(statement)
            if case .returnStatement = tree.statements[statement].kind { isReachable = false }
        }
        popScope()
    }

    mutating func check(_ id: StatementID) {
        let statement = tree.statements[id]
        switch statement.kind {
        case .variable(let declaration): check(declaration, id)
        case .function(let function): checkBody(function)
        case .conditional: checkConditional(id)
        case .whileLoop(let condition, let body): checkWhile(condition, body, statement.span)
        case .forLoop: checkFor(id)
        case .forIn(let variable, let iterable, let body): checkForIn(id, variable, iterable, body)
        case .returnStatement(let value): checkReturn(value, statement.span)
        case .breakStatement:
            if loopDepth == 0 { error("AT3010", "Break statement outside loop", statement.span, label: "no loop to leave") }
        case .continueStatement:
            if loopDepth == 0 { error("AT3010", "Continue statement outside loop", statement.span, label: "no loop to continue") }
        case .block(let block): check(block)
        case .assignment(let target, let operation, let value): checkAssignment(target, operation, value)
        case .increment(let target, let isDecrement): checkIncrement(target, isDecrement)
        case .expression(let expression):
            check(expression)
            warnIfChangeIsLost(expression)
        case .invalid: break
        }
    }

    private mutating func check(_ declaration: VariableDeclaration, _ id: StatementID) {
        initializing.append(declaration.name.text)
        let initializer = check(declaration.initializer)
        initializing.removeLast()
        var type = initializer
        if let annotation = declaration.annotation {
            type = resolveAnnotation(annotation, initializer: initializer)
            if !fits(initializer, type) {
                mismatch(
                    "Type mismatch: expected \(type), found \(initializer)", expected: type, found: initializer,
                    span(declaration.initializer), of: declaration.initializer, secondary: [secondary(tree.types[annotation].span, "expected because of this type")])
            }
        }
        let kind = Symbol.Kind.variable(isMutable: declaration.isMutable)
        typed.statementSymbols[id.offset] = declare(declaration.name, kind, type, warnsIfUnused: true)
    }

    /// Follows a chain of `else if` without recursion.
    private mutating func checkConditional(_ start: StatementID) {
        let before = narrowed
        let mark = invalidations.count
        var current = start
        while case .conditional(let condition, let then, let otherwise) = tree.statements[current].kind {
            let facts = checkCondition(condition)
            let entry = narrowed
            assume(facts.whenTrue)
            check(then)
            // What the one branch assigns means nothing to the other.
            narrowed = entry
            assume(facts.whenFalse)
            switch otherwise {
            case nil: break
            case .block(let block): check(block)
            case .conditional(let next):
                current = next
                continue
            }
            break
        }
        restore(before, since: mark)
    }

    private mutating func checkWhile(_ condition: ExpressionID, _ body: Block, _ span: SourceSpan) {
        invalidateForLoop(span)
        let facts = checkCondition(condition)
        loopDepth += 1
        assuming(facts.whenTrue) { $0.check(body) }
        loopDepth -= 1
    }

    private mutating func checkFor(_ id: StatementID) {
        guard case .forLoop(let initializer, let condition, let step, let body) = tree.statements[id].kind else { return }
        pushScope()
        if let initializer { check(initializer) }
        invalidateForLoop(tree.statements[id].span)
        let facts = condition.map { checkCondition($0) } ?? BranchFacts()
        loopDepth += 1
        assuming(facts.whenTrue) { $0.check(body) }
        // A `continue` may come from anywhere in the body, so what the condition told does not hold here.
        if let step { check(step) }
        loopDepth -= 1
        popScope()
    }

    private mutating func checkForIn(_ id: StatementID, _ variable: Identifier, _ iterable: ExpressionID, _ body: Block) {
        let type = check(iterable)
        var elements: [Type] = []
        for member in constrained(type).unionMembers {
            switch self.elements(of: member) {
            case .array(let element): elements.append(element)
            case .unknown: elements.append(.unknown)
            default:
                error("AT3001", "for-in requires an array, found \(type)", span(iterable), label: "not an array")
                elements = [.unknown]
            }
            if elements == [.unknown] { break }
        }
        invalidateForLoop(tree.statements[id].span)
        pushScope()
        typed.statementSymbols[id.offset] = declare(variable, .local, .makeUnion(elements), warnsIfUnused: true)
        loopDepth += 1
        let before = narrowed
        let mark = invalidations.count
        check(body)
        restore(before, since: mark)
        loopDepth -= 1
        popScope()
    }

    private mutating func checkReturn(_ value: ExpressionID?, _ span: SourceSpan) {
        let found = value.map { check($0) }
        guard let function else {
            error("AT3011", "Return statement outside function", span, label: "not in a function")
            return
        }
        if found == nil, isNothing(function.result) { return }
        let type = found ?? .null
        guard !fits(type, function.result) else { return }
        mismatch(
            "Return type mismatch: expected \(function.result), found \(type)", expected: function.result, found: type,
            value.map { self.span($0) } ?? span, of: value,
            secondary: [function.resultSpan.flatMap { secondary($0, "expected because of this result type") }],
            help: function.resultSpan == nil ? ["a function without `-> type` returns null; write the result type"] : [])
    }

    /// Checks a condition and returns what it tells.
    mutating func checkCondition(_ id: ExpressionID) -> BranchFacts {
        let (type, facts) = checkWithFacts(id)
        if !supports(type, .bool) {
            error("AT3001", "Condition must be bool, found \(type)", span(id), label: "expected bool, found \(type)")
        }
        return facts
    }
}
