import Basics
import Diagnostics
import ModuleSystem

extension Checker {
    mutating func pushScope() {
        scopeCount += 1
        scopes.append(Scope(serial: scopeCount, start: shadowed.count))
    }

    /// Closes the innermost scope: its names mean again what they meant before, and unused ones are reported.
    mutating func popScope() {
        guard let scope = scopes.popLast() else { return }
        while shadowed.count > scope.start, let (name, symbol) = shadowed.popLast() {
            if let declared = visible[name], usage[declared.offset].scope == scope.serial {
                warnIfUnused(declared)
                closedSymbols[name] = declared
            }
            visible[name] = symbol
        }
    }

    /// At the top level of the module, and in no block of it.
    var isAtTopLevel: Bool { scopes.count == 1 }

    /// Declares a name in the innermost scope.
    ///
    /// A second declaration is reported; the first stays visible in its place.
    @discardableResult
    mutating func declare(_ name: Identifier, _ kind: Symbol.Kind, _ type: Type, warnsIfUnused: Bool = false) -> SymbolID {
        let isTopLevel = isAtTopLevel
        let isTaken = isTopLevel && takesPreludeName(name, kind)
        let symbol = typed.symbols.append(Symbol(
            name: name.text, kind: kind, type: isTaken ? .unknown : type, span: name.span, function: function?.id, isTopLevel: isTopLevel))
        let serial = scopes.last?.serial ?? 0
        let warns = warnsIfUnused && function != nil && function?.isMethod != true && !name.text.hasPrefix("_")
        usage.append(SymbolUsage(scope: serial, warnsIfUnused: warns))
        if !isTopLevel { countLocal(name) }
        let existing = visible[name.text]
        if let existing, usage[existing.offset].scope == serial {
            redeclarations.append(Redeclaration(first: existing, second: symbol))
            return symbol
        }
        shadowed.append((name.text, existing))
        visible[name.text] = symbol
        return symbol
    }

    private mutating func countLocal(_ name: Identifier) {
        let count: Int
        if function != nil {
            function?.locals += 1
            count = function?.locals ?? 0
        } else {
            initializerLocals += 1
            count = initializerLocals
        }
        guard count == FunctionLimits.locals + 1 else { return }
        error(
            "AT9999", "Too many variables in one function: at most \(FunctionLimits.locals) are supported", name.span, label: "one too many",
            help: ["split the function, or keep the values in an array"])
    }

    /// Reports a top-level declaration that takes a name of the prelude. Uses of the name may mean the one or the other, so nothing is
    /// known of its type.
    private mutating func takesPreludeName(_ name: Identifier, _ kind: Symbol.Kind) -> Bool {
        // The library's own modules define what the prelude is made of.
        guard !context.module.isStandard, let builtin = Builtins.lookup(name.text), builtin.isPrelude else { return false }
        if case .function = builtin.type {
            error(
                "AT1012", "Cannot shadow prelude builtin '\(name.text)' in global scope", name.span,
                label: "this name belongs to the prelude",
                help: ["choose another name, or declare it inside a function, where shadowing is allowed"])
        } else {
            let isFunction = if case .function = kind { true } else { false }
            error(
                "AT2003", isFunction ? "Function '\(name.text)' is already defined" : "Symbol '\(name.text)' is already defined in this scope",
                name.span, label: "this name belongs to the prelude")
        }
        return true
    }

    /// Reports the second declarations of names. This waits for the end, when it is known which of them are exported.
    mutating func reportRedeclarations() {
        for redeclaration in redeclarations {
            // Functions are declared first in their block; for people the one further up is the first.
            let swapped = typed.symbols[redeclaration.second].span.start < typed.symbols[redeclaration.first].span.start
            let first = swapped ? redeclaration.second : redeclaration.first
            let second = swapped ? redeclaration.first : redeclaration.second
            // Exporting a name twice is reported as such, and once is enough.
            if usage[first.offset].isExported, usage[second.offset].isExported { continue }
            let symbol = typed.symbols[second]
            let isFunction = if case .function = symbol.kind { true } else { false }
            error(
                "AT2003",
                isFunction ? "Function '\(symbol.name)' is already defined" : "Symbol '\(symbol.name)' is already defined in this scope",
                symbol.span, label: "defined a second time here",
                secondary: [secondary(typed.symbols[first].span, "first defined here")])
        }
    }

    private mutating func warnIfUnused(_ id: SymbolID) {
        guard usage[id.offset].warnsIfUnused, !usage[id.offset].isUsed else { return }
        let symbol = typed.symbols[id]
        let isParameter = if case .parameter = symbol.kind { true } else { false }
        warning(
            "AT2001", "Unused \(isParameter ? "parameter" : "variable") '\(symbol.name)'", symbol.span, label: "never read",
            help: ["remove it, or put `_` in front of its name"])
    }

    /// The meaning of a name here, library names included; marks it as used.
    mutating func lookUp(_ name: String) -> SymbolID? {
        if let symbol = visible[name] {
            usage[symbol.offset].isUsed = true
            return symbol
        }
        return builtinSymbol(name)
    }

    /// The row of a library name; modules of the library have names of their own besides.
    func libraryRow(_ name: String) -> Builtin? {
        if let builtin = Builtins.lookup(name) { return builtin }
        return context.module.isStandard ? Intrinsics.lookup(name) : nil
    }

    /// The symbol of a library name, made when it is first used.
    private mutating func builtinSymbol(_ name: String) -> SymbolID? {
        if let symbol = builtinSymbols[name] { return symbol }
        guard let builtin = libraryRow(name) else { return nil }
        let isConstant = if case .number = builtin.implementation { true } else { false }
        let type: Type = builtin.isPrelude || isConstant ? builtin.type : .unknown
        let symbol = typed.symbols.append(Symbol(
            name: name, kind: .builtin(name), type: type, span: .none, function: nil, isTopLevel: false))
        usage.append(SymbolUsage(scope: 0))
        builtinSymbols[name] = symbol
        return symbol
    }

    /// Runs `body` in a scope of its own.
    mutating func inScope(_ body: (inout Checker) -> Void) {
        pushScope()
        body(&self)
        popScope()
    }
}

/// Two declarations of one name in one scope.
struct Redeclaration {
    /// The one that was entered first.
    var first: SymbolID
    var second: SymbolID
}
