import Basics
import Diagnostics
import ModuleSystem

/// What names that nothing declares may have meant.
extension Checker {
    /// Whether there is time left for suggestions; asked before a long list of candidates is made.
    var canSuggest: Bool { suggestionBudget > 0 }

    /// Help lines that name what a misspelt name may have meant.
    /// - Parameter groups: candidates; of equally close ones, those of earlier groups come first.
    mutating func suggestions(for name: String, among groups: [String]...) -> [String] {
        // Comparing with every name takes time, and nobody reads many suggestions.
        guard canSuggest else { return [] }
        suggestionBudget -= 1
        let matches = closestMatches(to: name, preferring: groups)
        guard !matches.isEmpty else { return [] }
        return ["did you mean " + matches.map { "`\($0)`" }.joined(separator: " or ") + "?"]
    }

    // MARK: Values

    /// Reports the use of a name that means nothing here.
    /// - Parameters:
    ///   - isCalled: the name is called, so that functions are likelier.
    ///   - isAssigned: a value is assigned to the name, which then probably was to be declared.
    mutating func reportUnknownSymbol(_ name: Identifier, isCalled: Bool = false, isAssigned: Bool = false) {
        var (place, help) = explain(name, isCalled: isCalled)
        if isAssigned, help.isEmpty { help = ["declare it: `var \(name.text) = …;`, or with `let` if it does not change"] }
        error(
            "AT2002", "Unknown symbol '\(name.text)'", name.span, label: "nothing of this name is visible here", secondary: [place],
            help: help)
    }

    private mutating func explain(_ name: Identifier, isCalled: Bool) -> (place: DiagnosticLabel?, help: [String]) {
        if LeftOutLibrary.contains(name.text) { return (nil, ["not available in ahead-of-time builds"]) }
        if initializing.contains(name.text) { return (nil, ["the initial value of `\(name.text)` cannot use `\(name.text)` itself"]) }
        if let later = topLevelVariables[name.text], later.start > name.span.start {
            let help = "a variable can be used only after its declaration, also in functions: move the declaration up"
            return (secondary(later, "declared only here"), [help])
        }
        if let closed = closedSymbols[name.text], typed.symbols[closed].function == function?.id {
            let symbol = typed.symbols[closed]
            guard case .variable = symbol.kind else { return (secondary(symbol.span, "declared here, for this part only"), []) }
            let place = secondary(symbol.span, "declared here, in a block that has ended")
            return (place, ["declare it before the block to use it after the block"])
        }
        if let later = laterLocal(name) {
            return (secondary(later, "declared only here"), ["a variable can be used only after its declaration: move the declaration up"])
        }
        let exporters = exporters(of: name.text)
        if !exporters.isEmpty { return (nil, exporters) }
        if aliasesByName[name.text] != nil || typeParameters[name.text] != nil {
            return (nil, ["`\(name.text)` is a type, not a value"])
        }
        if traits[name.text] != nil { return (nil, ["`\(name.text)` is a trait, not a value"]) }
        if let advice = ForeignNames.values[name.text] { return (nil, [advice]) }
        return (nil, spellings(of: name.text, isCalled: isCalled))
    }

    /// A variable of this name that the same function declares further down.
    private mutating func laterLocal(_ name: Identifier) -> SourceSpan? {
        guard let function else { return nil }
        let declarations = variableDeclarations ?? indexVariables()
        variableDeclarations = declarations
        let end = tree.functions[function.id].span.end
        return declarations[name.text]?.first { $0.start > name.span.start && $0.start < end }
    }

    private func indexVariables() -> [String: [SourceSpan]] {
        var result: [String: [SourceSpan]] = [:]
        for statement in tree.statements.values {
            guard case .variable(let declaration) = statement.kind else { continue }
            result[declaration.name.text, default: []].append(declaration.name.span)
        }
        for name in result.keys { result[name]?.sort { $0.start < $1.start } }
        return result
    }

    /// What modules that are imported anyway have of this name.
    private func exporters(of name: String) -> [String] {
        for (module, specifier) in importSpecifiers.sorted(by: { $0.value < $1.value }) {
            guard context.interfaces[module]?.find(name).value != nil else { continue }
            if let namespace = namespaces[module] { return ["write `\(namespace).\(name)`: '\(specifier)' exports it"] }
            return ["'\(specifier)' exports `\(name)`: add it to the names imported from there"]
        }
        return []
    }

    private mutating func spellings(of name: String, isCalled: Bool) -> [String] {
        guard canSuggest else { return [] }
        var functions: [String] = []
        var others: [String] = []
        for (visible, symbol) in visible {
            if case .function = typed.symbols[symbol].type.stripped { functions.append(visible) } else { others.append(visible) }
        }
        let library = Builtins.all.map(\.name)
        let close = isCalled
            ? suggestions(for: name, among: functions, library, others)
            : suggestions(for: name, among: others + ["true", "false", "null"], functions, library)
        if !close.isEmpty { return close }
        return closestMatches(to: name, among: ForeignNames.values.keys).first.flatMap { ForeignNames.values[$0] }.map { [$0] } ?? []
    }

    // MARK: Types

    /// What a type name that nothing declares may have meant.
    mutating func typeSuggestions(for name: String, isGeneric: Bool) -> [String] {
        if let advice = ForeignNames.types[name] { return [advice] }
        guard canSuggest else { return [] }
        let own = aliasesByName.filter { isGeneric != aliases[$0.value].parameters.isEmpty }.map(\.key)
        if isGeneric { return suggestions(for: name, among: own, Array(Self.builtinGenerics.keys)) }
        return suggestions(
            for: name, among: Array(typeParameters.keys), own, Array(Self.builtinTypes.keys), Array(Self.builtinGenerics.keys),
            Array(traits.keys))
    }

    // MARK: Methods

    /// What a method that a type does not have may have meant.
    mutating func methodSuggestions(for name: String, on receiver: Type) -> [String] {
        guard canSuggest else { return [] }
        let names = methodNames(on: receiver)
        if let known = ForeignNames.methods[name]?.first(where: names.contains) { return ["did you mean `\(known)`?"] }
        let close = suggestions(for: name, among: names)
        if !close.isEmpty { return close }
        let foreign = closestMatches(to: name, among: ForeignNames.methods.keys).first
        if let foreign, let known = ForeignNames.methods[foreign]?.first(where: names.contains) { return ["did you mean `\(known)`?"] }
        let function = Builtins.lookup(name) != nil ? name : ForeignNames.methods[name]?.first { Builtins.lookup($0) != nil }
        guard let function else { return [] }
        return ["`\(function)` is a function: write `\(function)(…)` with the value as first argument"]
    }

    /// The names of the methods that values of the type have.
    private func methodNames(on receiver: Type) -> [String] {
        let type = receiver.stripped
        var names: [String] = []
        switch type {
        case .array: names = Builtins.arrayMethodNames
        case .json: names = Builtins.jsonMethodNames
        case .structural(let members): names = members.map(\.name)
        case .intersection(let members): names = members.flatMap { methodNames(on: $0) }
        case .parameter(let parameter):
            for trait in parameter.traits { names += (traits[trait] ?? TraitInfo.builtin[trait])?.methodNames ?? [] }
            if let constraint = parameter.constraint { names += methodNames(on: constraint) }
        default: break
        }
        for implementation in implementationTable where !implementation.target.isUnknown && fits(type, implementation.target) {
            names += implementation.methods.keys
        }
        return names.filter { method($0, on: type, isVariable: true) != nil }
    }
}
