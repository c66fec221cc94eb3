import Basics
import Diagnostics

extension Checker {
    mutating func checkAssignment(_ target: ExpressionID, _ operation: AssignmentOperator, _ value: ExpressionID) {
        if operation == .assign, declaresUnknown(target, value) { return }
        let targetType = checkTarget(target, isRebinding: operation == .assign)
        let type = check(value)
        defer { invalidateTarget(target) }
        guard let targetType else { return }
        if operation == .assign {
            guard !fits(type, targetType) else { return }
            mismatch(
                "Type mismatch in assignment: expected \(targetType), found \(type)", expected: targetType, found: type, span(value), of: value,
                secondary: [declaration(of: target)])
            return
        }
        for (type, place) in [(targetType, target), (type, value)] where !supports(type, .number) {
            let help = type.stripped == .string && operation == .add ? ["write `x = x + y` to join strings"] : []
            error(
                "AT3001", "Compound assignment requires number type, found \(type)", span(place), label: "expected number, found \(type)",
                help: help)
            return
        }
    }

    /// An assignment to a name that nothing declares is most likely a declaration without `let`. It is reported once and taken as one.
    private mutating func declaresUnknown(_ target: ExpressionID, _ value: ExpressionID) -> Bool {
        guard case .name(let text) = tree.expressions[target].kind, visible[text] == nil, libraryRow(text) == nil else { return false }
        let name = Identifier(text, span(target))
        reportUnknownSymbol(name, isAssigned: true)
        let symbol = declare(name, .variable(isMutable: true), check(value))
        usage[symbol.offset].isUsed = true
        return true
    }

    mutating func checkIncrement(_ target: ExpressionID, _ isDecrement: Bool) {
        let type = checkTarget(target, isRebinding: false)
        invalidateTarget(target)
        guard let type, !supports(type, .number) else { return }
        error(
            "AT3001", "\(isDecrement ? "Decrement" : "Increment") requires number type, found \(type)", span(target),
            label: "expected number, found \(type)")
    }

    private mutating func invalidateTarget(_ target: ExpressionID) {
        if case .name = tree.expressions[target].kind, let symbol = typed.expressionSymbols[target.offset] { invalidate(symbol) }
    }

    private func declaration(of target: ExpressionID) -> DiagnosticLabel? {
        guard case .name = tree.expressions[target].kind, let symbol = typed.expressionSymbols[target.offset] else { return nil }
        return secondary(typed.symbols[symbol].span, "declared here with type \(typed.symbols[symbol].type)")
    }

    /// The type that a place takes; `nil` if nothing can be said of it because of an error.
    /// - Parameter isRebinding: a plain `=`; otherwise the old value is read, too.
    private mutating func checkTarget(_ target: ExpressionID, isRebinding: Bool) -> Type? {
        let expression = tree.expressions[target]
        switch expression.kind {
        case .name(let name):
            return checkVariableTarget(target, Identifier(name, expression.span), isRebinding: isRebinding)
        case .subscripted(let base, let index):
            if let member = namespaceRoot(of: base) {
                reportNamespaceAssignment(member)
                check(index)
                return nil
            }
            return record(target, storedElement(base, index))
        case .member:
            let base = check(memberBase(target))
            reportMemberTarget(target, base)
            return nil
        default:
            check(target)
            error("AT1000", "Invalid assignment target", expression.span, label: "only variables and array elements can be assigned")
            return nil
        }
    }

    private mutating func checkVariableTarget(_ target: ExpressionID, _ name: Identifier, isRebinding: Bool) -> Type? {
        // An assignment alone is no use of a variable.
        guard let symbol = visible[name.text] ?? lookUp(name.text) else {
            reportUnknownSymbol(name)
            return nil
        }
        typed.expressionSymbols[target.offset] = symbol
        let declared = typed.symbols[symbol]
        // What is stored must fit the declared type; what is read by `+=` is of the type known here.
        let type = isRebinding ? declared.type : currentType(symbol)
        record(target, type)
        if case .variable(isMutable: true) = declared.kind { return type }
        let help: [String] = switch declared.kind {
        case .variable: ["declare it with `var` to make it mutable"]
        case .parameter, .local: ["copy it into a `var` first"]
        case .imported(let imported): ["only the module that declares it (\(imported.origin.module)) can assign it"]
        default: []
        }
        error(
            "AT3003", "Cannot \(isRebinding ? "assign to" : "modify") immutable variable '\(name.text)'", name.span,
            label: "cannot be assigned", secondary: [secondary(declared.span, declared.kind.isImported ? "imported here" : "declared here")],
            help: help)
        return nil
    }

    /// The type that an element of an array takes.
    private mutating func storedElement(_ base: ExpressionID, _ index: ExpressionID) -> Type {
        checkForeignChange(of: base)
        let type = check(base)
        let indexType = check(index)
        var elements: [Type] = []
        for member in constrained(type).unionMembers {
            switch self.elements(of: member) {
            case .unknown: elements.append(.unknown)
            case .array(let element): elements.append(element)
            default:
                error("AT3001", "Cannot index into non-array type \(type)", span(base), label: "has type \(type)")
                return .unknown
            }
        }
        if !type.isUnknown, !supports(indexType, .number) {
            error(
                "AT3001", "Array index must be number, found \(indexType)", span(index), label: "expected number, found \(indexType)")
        }
        // What is stored must fit whichever array it is.
        return elements.count == 1 ? elements[0] : Type.makeIntersection(elements) ?? .unknown
    }

    // MARK: Namespaces

    /// The member of a namespace whose elements `expression` reaches into.
    private mutating func namespaceRoot(of expression: ExpressionID) -> ExpressionID? {
        var current = expression
        while case .subscripted(let base, _) = tree.expressions[current].kind { current = base }
        guard case .member(let base, _, nil) = tree.expressions[current].kind, case .name(let name) = tree.expressions[base].kind,
            let symbol = visible[name], case .namespace = typed.symbols[symbol].type.stripped
        else { return nil }
        check(expression)
        return current
    }

    /// A collection that a library function changes: a member of a namespace may not be changed.
    mutating func checkChange(of collection: ExpressionID) {
        checkForeignChange(of: collection)
        guard case .member(let base, _, nil) = tree.expressions[collection].kind,
            case .namespace = typed.expressionTypes[base.offset].stripped
        else { return }
        reportNamespaceAssignment(collection)
    }

    private func memberBase(_ member: ExpressionID) -> ExpressionID {
        if case .member(let base, _, _) = tree.expressions[member].kind { base } else { member }
    }

    private mutating func reportMemberTarget(_ target: ExpressionID, _ base: Type) {
        if case .namespace = base.stripped {
            reportNamespaceAssignment(target)
        } else {
            error("AT1000", "Invalid assignment target", span(target), label: "only variables and array elements can be assigned")
        }
    }

    private mutating func reportNamespaceAssignment(_ member: ExpressionID) {
        guard case .member(let base, let name, _) = tree.expressions[member].kind else { return }
        let text = if case .name(let text) = tree.expressions[base].kind { text } else { "namespace" }
        error(
            "AT3003", "Cannot assign to property '\(name.text)' of immutable namespace '\(text)'", span(member), label: "cannot be assigned",
            help: ["export a function that makes the change from the module that declares '\(name.text)'"])
    }
}

extension Symbol.Kind {
    fileprivate var isImported: Bool {
        switch self {
        case .imported, .namespace: true
        default: false
        }
    }
}
