import Basics
import Diagnostics

/// What a condition tells of variables: narrower types, by whether it is true or false.
struct BranchFacts {
    var whenTrue: [SymbolID: Type] = [:]
    var whenFalse: [SymbolID: Type] = [:]

    var negated: BranchFacts { BranchFacts(whenTrue: whenFalse, whenFalse: whenTrue) }
}

extension Checker {
    /// The type of a variable here.
    func currentType(_ symbol: SymbolID) -> Type { narrowed[symbol] ?? typed.symbols[symbol].type }

    mutating func assume(_ facts: [SymbolID: Type]) {
        for (symbol, type) in facts { narrowed[symbol] = type }
    }

    /// Runs `body` with facts added; afterwards what was known before holds again, except of variables assigned meanwhile.
    mutating func assuming(_ facts: [SymbolID: Type], _ body: (inout Checker) -> Void) {
        let before = narrowed
        let mark = invalidations.count
        assume(facts)
        body(&self)
        restore(before, since: mark)
    }

    /// Goes back to what was known before a branch, except of variables that lost their narrowing since `mark`.
    mutating func restore(_ before: [SymbolID: Type], since mark: Int) {
        narrowed = before
        guard !before.isEmpty else { return }
        for symbol in invalidations[mark...] { narrowed[symbol] = nil }
    }

    /// An assignment: the variable may have any value of its declared type.
    mutating func invalidate(_ symbol: SymbolID) {
        narrowed[symbol] = nil
        invalidations.append(symbol)
    }

    /// A call that may run code of the program: module variables that functions assign may have changed.
    mutating func invalidateAfterCall() {
        guard !narrowed.isEmpty else { return }
        for symbol in narrowed.keys where isVolatile(symbol) { invalidate(symbol) }
    }

    /// A loop may come back here after an assignment further down.
    mutating func invalidateForLoop(_ span: SourceSpan) {
        for symbol in narrowed.keys
        where isVolatile(symbol) || assignments.assigns(typed.symbols[symbol].name, within: span) { invalidate(symbol) }
    }

    /// A mutable variable of this module or of another one, which other code may assign.
    func isModuleVariable(_ id: SymbolID) -> Bool {
        switch typed.symbols[id].kind {
        case .variable(let isMutable): isMutable && typed.symbols[id].isTopLevel
        case .imported(let imported):
            if case .variable(_, let isMutable) = imported.export.kind { isMutable } else { false }
        default: false
        }
    }

    private func isVolatile(_ id: SymbolID) -> Bool {
        guard isModuleVariable(id) else { return false }
        if case .imported = typed.symbols[id].kind { return true }
        return assignments.assignsInFunction(typed.symbols[id].name)
    }

    // MARK: Facts

    /// What holds if either side of a branch may have led here: of each variable that both know.
    /// - Parameter fallback: what the right side knew before its own test.
    func join(_ left: [SymbolID: Type], _ right: [SymbolID: Type], else fallback: [SymbolID: Type]) -> [SymbolID: Type] {
        var result: [SymbolID: Type] = [:]
        for (symbol, type) in left {
            guard let other = right[symbol] ?? fallback[symbol] else { continue }
            result[symbol] = restoringOrder(.makeUnion([type, other]), typed.symbols[symbol].type)
        }
        return result
    }

    /// A union with its members in the order of the declared type, of which it is a part.
    private func restoringOrder(_ type: Type, _ declared: Type) -> Type {
        guard case .union(let members) = type else { return type }
        let canonical = Set(members.map(\.canonical))
        let ordered = declared.unionMembers.filter { canonical.contains($0.canonical) }
        guard ordered.count == members.count else { return type }
        return ordered.count == declared.unionMembers.count ? declared : .union(ordered)
    }

    /// The variable behind an expression, if it is one whose type can be narrowed.
    func narrowableVariable(_ id: ExpressionID) -> SymbolID? {
        guard case .name = tree.expressions[id].kind, let symbol = typed.expressionSymbols[id.offset] else { return nil }
        switch typed.symbols[symbol].kind {
        case .variable, .parameter, .local, .imported: return symbol
        case .function, .namespace, .builtin: return nil
        }
    }

    /// The facts of a test whether a variable is of a type.
    /// - Parameter isExact: the test is false for every value that is not of the type, and true for all that are.
    func facts(_ symbol: SymbolID, is type: Type, isExact: Bool = true) -> BranchFacts {
        let current = currentType(symbol)
        var facts = BranchFacts()
        facts.whenTrue[symbol] = narrow(current, to: type)
        if isExact { facts.whenFalse[symbol] = exclude(current, type) }
        return facts
    }

    /// The part of `type` that may be of type `target`.
    func narrow(_ type: Type, to target: Type) -> Type {
        let parts = type.unionMembers.flatMap { member -> [Type] in
            let member = member
            switch member.stripped {
            case .unknown: return [target]
            case .void where fits(.null, target): return [member]
            case .parameter(let parameter) where !fits(member, target):
                if let constraint = parameter.constraint, !overlaps(constraint, target) { return [] }
                return Type.makeIntersection([member, target]).map { [$0] } ?? [target]
            default: break
            }
            if fits(member, target) { return [member] }
            return target.unionMembers.filter { fits($0, member) }
        }
        return .makeUnion(parts)
    }

    /// The part of `type` that may be of another type than `target`.
    func exclude(_ type: Type, _ target: Type) -> Type {
        if type.isUnknown { return type }
        return .makeUnion(type.unionMembers.filter { member in
            if case .void = member.stripped, fits(.null, target) { return false }
            // What is unknown in a type may be something else than the test asks for.
            return member.mentionsUnknown && !Type.same(member, target) || !fits(member, target)
        })
    }

    // MARK: Tests

    /// The facts that a call tells: of a type test of the library, or of a function with a predicate.
    func factsOfCall(_ callee: ExpressionID, _ arguments: [ExpressionID]) -> BranchFacts {
        guard case .name = tree.expressions[callee].kind, let symbol = typed.expressionSymbols[callee.offset] else { return BranchFacts() }
        if case .builtin(let name) = typed.symbols[symbol].kind {
            guard let first = arguments.first, let variable = narrowableVariable(first) else { return BranchFacts() }
            if name == "isType", arguments.count == 2, case .string(let kind) = tree.expressions[arguments[1]].kind {
                return factsOfKind(variable, kind)
            }
            guard arguments.count == 1 else { return BranchFacts() }
            switch name {
            case "isString": return facts(variable, is: .string)
            case "isNumber": return facts(variable, is: .number)
            case "isBool": return facts(variable, is: .bool)
            case "isNull": return facts(variable, is: .null)
            case "isArray": return facts(variable, is: .array(.unknown))
            case "isFunction": return factsOfFunction(variable, isExact: true)
            case "isObject": return facts(variable, is: .json, isExact: false)
            default: return BranchFacts()
            }
        }
        return factsOfPredicate(typed.symbols[symbol].type, arguments)
    }

    /// The facts of a call of a function whose type may have a predicate.
    func factsOfPredicate(_ callee: Type, _ arguments: [ExpressionID]) -> BranchFacts {
        guard case .function(let type) = callee.stripped, let predicate = type.predicate,
            predicate.parameterIndex < arguments.count, let variable = narrowableVariable(arguments[predicate.parameterIndex])
        else { return BranchFacts() }
        var inference = Inference(type.typeParameters)
        for (parameter, argument) in zip(type.parameters, arguments) {
            _ = match(parameter.type, typed.expressionTypes[argument.offset], &inference)
        }
        return facts(variable, is: predicate.type.substituting(inference.types))
    }

    private func factsOfFunction(_ variable: SymbolID, isExact: Bool) -> BranchFacts {
        func isFunction(_ type: Type) -> Bool {
            if case .function = type.stripped { return true }
            return false
        }
        let current = currentType(variable)
        guard !current.isUnknown else { return BranchFacts() }
        let members = current.unionMembers
        // Of a type parameter it cannot be told whether it stands for a function.
        let undecided = members.filter { if case .parameter = $0.stripped { true } else { false } }
        var facts = BranchFacts()
        facts.whenTrue[variable] = .makeUnion(members.filter(isFunction) + undecided)
        if isExact { facts.whenFalse[variable] = .makeUnion(members.filter { !isFunction($0) }) }
        return facts
    }

    /// The facts of `typeof(variable) == kind`.
    private func factsOfKind(_ variable: SymbolID, _ kind: String) -> BranchFacts {
        switch kind {
        case "null": facts(variable, is: .null)
        case "bool": facts(variable, is: .bool)
        case "number": facts(variable, is: .number)
        case "string": facts(variable, is: .string)
        case "array": facts(variable, is: .array(.unknown))
        case "json": facts(variable, is: .json)
        case "option": facts(variable, is: .option(.unknown))
        case "result": facts(variable, is: .result(.unknown, .unknown))
        case "object": facts(variable, is: .json, isExact: false)
        // Library functions are of the kind `builtin`.
        case "function", "builtin": factsOfFunction(variable, isExact: false)
        default: BranchFacts()
        }
    }

    /// The facts of `left == right`.
    func factsOfEquality(_ left: ExpressionID, _ right: ExpressionID) -> BranchFacts {
        for (value, literal) in [(left, right), (right, left)] {
            if let variable = narrowableVariable(value), let type = literalType(literal) {
                return facts(variable, is: type, isExact: type == .null)
            }
            if case .string(let kind) = tree.expressions[literal].kind, let variable = operandOfTypeof(value) {
                return factsOfKind(variable, kind)
            }
        }
        return BranchFacts()
    }

    /// The type of a literal, the sign of a number included.
    private func literalType(_ id: ExpressionID) -> Type? {
        switch tree.expressions[id].kind {
        case .number: .number
        case .string: .string
        case .bool: .bool
        case .null: .null
        case .unary(.negate, let operand): if case .number = tree.expressions[operand].kind { .number } else { nil }
        default: nil
        }
    }

    private func operandOfTypeof(_ id: ExpressionID) -> SymbolID? {
        guard case .call(let callee, let arguments) = tree.expressions[id].kind, arguments.count == 1,
            let symbol = typed.expressionSymbols[callee.offset], case .builtin("typeof") = typed.symbols[symbol].kind
        else { return nil }
        return narrowableVariable(arguments[0])
    }
}
