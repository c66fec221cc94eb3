import Basics
import Core
import Diagnostics
import ModuleSystem

/// When a collection must be marked as shared. Values read from variables and from inside collections are *borrowed*: they stay
/// reachable there. A borrowed value that gets another name is marked, unless the first name is never used again or nothing can tell.
extension FunctionLowering {
    /// What a borrowed value stays reachable from.
    enum Root: Equatable {
        case variable(SymbolID)
        /// Nothing that code can change in place under another name without marking it first.
        case stable
        /// Something that any call may change.
        case unknown
    }

    /// The value, fit to be kept: marked as shared if it stays reachable from elsewhere.
    func lowerOwned(_ id: ExpressionID) -> ExprID {
        let value = lower(id)
        guard needsShare(id), type(value) != .never else { return value }
        return share(value, tree.expressions[id].span)
    }

    /// Keeping the value of this expression would make a collection visible through two names.
    func needsShare(_ id: ExpressionID) -> Bool {
        guard typed.expressionTypes[id.offset].mayBeCollection, isBorrowed(id) else { return false }
        return !module.lastUses.isLast(changedVariable(id) ?? id)
    }

    /// The variable whose new value is the value of the expression: that of a mutating method or function.
    private func changedVariable(_ id: ExpressionID) -> ExpressionID? {
        switch (tree.expressions[id].kind, typed.resolutions[id]) {
        case (.member(let base, _, _), .builtinMethod?): return base
        case (.call(_, let arguments), .builtin(let name)?):
            guard Builtins.lookup(name)?.writeBack == .collection, let base = arguments.first, typed.isVariable(base) else { return nil }
            return base
        default: return nil
        }
    }

    /// The value stays reachable after the expression: it was read, not made.
    func isBorrowed(_ id: ExpressionID) -> Bool {
        switch tree.expressions[id].kind {
        case .name: typed.isVariable(id)
        case .subscripted, .propagate: true
        case .call(_, let arguments):
            if case .builtin(let name)? = typed.resolutions[id] { isBorrowedResult(name, arguments.first) } else { false }
        case .member(let base, _, _):
            switch typed.resolutions[id] {
            case .builtin(let name): isBorrowedResult(name, base)
            case .builtinMethod(let name): typed.isVariable(base) && (name == "push" || name == "unshift" || name == "reverse")
            case .namespaceMember, .dynamicMember, .dynamicMethod, nil: true
            default: false
            }
        default: false
        }
    }

    private func isBorrowedResult(_ name: String, _ first: ExpressionID?) -> Bool {
        guard let row = Builtins.lookup(name) ?? Intrinsics.lookup(name) else { return true }
        return row.resultIsBorrowed(fromVariable: first.map { typed.isVariable($0) } ?? false)
    }

    /// Where a borrowed value stays reachable.
    func root(of id: ExpressionID) -> Root {
        var current = id
        while true {
            switch tree.expressions[current].kind {
            case .name:
                guard let symbol = typed.variable(current) else { return .stable }
                return .variable(symbol)
            case .subscripted(let base, _): current = base
            case .call(_, let arguments):
                if let variable = changedVariable(current), let symbol = typed.variable(variable) { return .variable(symbol) }
                if case .builtin("__arrayGet")? = typed.resolutions[current], let base = arguments.first { current = base } else { return .stable }
            case .member(let base, _, _):
                if case .builtinMethod? = typed.resolutions[current], let symbol = typed.variable(base) { return .variable(symbol) }
                switch typed.resolutions[current] {
                case .namespaceMember, .dynamicMember, .dynamicMethod: return .unknown
                default: return .stable
                }
            default: return .stable
            }
        }
    }

    /// The value of the variable or parameter dies with this function's frame, so returning it gives it away.
    func isFrameVariable(_ id: ExpressionID) -> Bool {
        // A captured collection stays reachable from the closure, but was marked when it was captured.
        guard let symbol = typed.variable(id), let place = places[symbol], case .local = place.storage else { return false }
        return true
    }

    /// A new variable may refer to the value without marking it: neither it nor what it comes from is ever changed or handed on.
    func canBorrow(_ source: ExpressionID, into symbol: SymbolID) -> Bool {
        guard module.variables[symbol] == nil, case .subscripted = tree.expressions[source].kind else { return false }
        return canBorrowElement(of: source, into: symbol)
    }

    /// The same for a variable bound to a part of the value of `source`.
    func canBorrowElement(of source: ExpressionID, into symbol: SymbolID) -> Bool {
        !module.usage.isKept(symbol) && isUnchangingInFunction(root(of: source))
    }

    /// The value of the expression is looked at for a while; nothing in this function changes it in place meanwhile.
    func isUnchanging(_ id: ExpressionID) -> Bool { !isBorrowed(id) || isUnchangingInFunction(root(of: id)) }

    func isUnchangingInFunction(_ root: Root) -> Bool {
        guard case .variable(let symbol) = root else { return root == .stable }
        if module.usage.isKept(symbol) { return false }
        if case .imported = typed.symbols[symbol].kind { return false }
        return !(typed.isModuleVariable(symbol) && module.variables[symbol] != nil) || !module.effects.mutates(id)
    }

    /// The expression as an operand that is only looked at; marked if an operand evaluated later (within `later`) may change it.
    func lowerRead(_ id: ExpressionID, before later: SourceSpan?) -> ExprID {
        mayChange(id, before: later) ? share(lower(id), tree.expressions[id].span) : lower(id)
    }

    /// Code that is evaluated later, within `later`, may change the collection that the expression yields.
    func mayChange(_ id: ExpressionID, before later: SourceSpan?) -> Bool {
        guard let later, typed.expressionTypes[id.offset].mayBeCollection, isBorrowed(id) else { return false }
        return mayChange(root(of: id), within: later)
    }

    private func mayChange(_ root: Root, within span: SourceSpan) -> Bool {
        switch root {
        case .variable(let symbol): module.hazards.mayChange(symbol, within: span)
        case .stable: false
        case .unknown: module.hazards.hasCall(within: span)
        }
    }

    /// An argument for a function that only looks at it, but may change collections of module variables while it does.
    func lowerRead(_ id: ExpressionID, before later: SourceSpan?, calleeMutates: Bool) -> ExprID {
        guard calleeMutates, needsShare(id) else { return lowerRead(id, before: later) }
        switch root(of: id) {
        case .stable: return lowerRead(id, before: later)
        case .unknown: return share(lower(id), tree.expressions[id].span)
        case .variable(let symbol):
            guard typed.isModuleVariable(symbol), places[symbol] == nil else { return lowerRead(id, before: later) }
            return share(lower(id), tree.expressions[id].span)
        }
    }

    /// From the start of the first to the end of the last; nil if there are none.
    func span(of expressions: some Collection<ExpressionID>) -> SourceSpan? {
        var result: SourceSpan?
        for expression in expressions {
            let span = tree.expressions[expression].span
            result = result?.union(span) ?? span
        }
        return result
    }

    // MARK: Moves into `own` parameters

    /// A flag for a local that is passed to an `own` parameter and used elsewhere too.
    func movedFlag(_ symbol: SymbolID) -> LocalID? {
        module.movedVariables.contains(symbol) ? newLocal("\(typed.symbols[symbol].name) moved", .bool) : nil
    }

    /// Marks the variables that are passed to `own` parameters of the function as moved.
    func markMoves(_ type: FunctionType, _ arguments: [ExpressionID], _ span: SourceSpan) -> [ExprID] {
        zip(type.parameters, arguments).compactMap { parameter, argument in
            guard parameter.ownership == .own, let symbol = typed.variable(argument), let flag = places[symbol]?.moved else { return nil }
            return set(flag, bool(true, span), span)
        }
    }
}
