import Basics
import Diagnostics
import ModuleSystem

/// A type alias of this module, or one that it imports.
struct TypeAlias {
    enum State { case unresolved, inProgress, resolved }

    var name: String
    var span: SourceSpan
    var parameters: [TypeParameter] = []
    /// Unknown until `state` is `resolved`.
    var expansion: Type = .unknown
    var isDeprecated = false
    var deprecatedSince: String?
    var isImported = false
    var state = State.resolved
    /// What the alias stands for, as written; `nil` for imported ones.
    var syntax: TypeSyntaxID?
}

extension Checker {
    /// No alias stands for a type with more parts than this.
    private static let largestAlias = 4096

    /// Declares the aliases of the module and finds out what each stands for.
    mutating func declareAliases() {
        var own: [Int] = []
        for item in tree.items {
            guard case .typeAlias(let syntax) = item.kind else { continue }
            let alias = TypeAlias(
                name: syntax.name.text, span: syntax.name.span, parameters: syntax.parameters.map { makeTypeParameter($0.text) },
                isDeprecated: syntax.isDeprecated, deprecatedSince: syntax.deprecatedSince, state: .unresolved, syntax: syntax.type)
            if declare(alias) { own.append(aliases.count - 1) }
            var names: Set<String> = []
            for parameter in syntax.parameters where !names.insert(parameter.text).inserted {
                error(
                    "AT2003", "Symbol '\(parameter.text)' is already defined in this scope", parameter.span, label: "defined a second time here")
            }
        }
        for alias in own { resolveAlias(alias) }
    }

    mutating func makeTypeParameter(_ name: String) -> TypeParameter {
        nextTypeParameter += 1
        return TypeParameter(id: nextTypeParameter - 1, name: name)
    }

    /// Enters an alias; a second one of the same name is reported and left out.
    @discardableResult
    private mutating func declare(_ alias: TypeAlias) -> Bool {
        if let existing = aliasesByName[alias.name] {
            error(
                "AT2003", "Type alias '\(alias.name)' already defined", alias.span, label: "defined a second time here",
                secondary: [secondary(aliases[existing].span, "first defined here")])
            return false
        }
        aliasesByName[alias.name] = aliases.count
        aliases.append(alias)
        return true
    }

    /// Binds the alias that `export` describes.
    mutating func importAlias(_ export: InterfaceExport, as name: Identifier) {
        declare(readAlias(export, name))
    }

    /// The alias that `export` describes, in terms of this module.
    mutating func readAlias(_ export: InterfaceExport, _ name: Identifier) -> TypeAlias {
        guard case .alias(let interface) = export.type else {
            return TypeAlias(name: name.text, span: name.span, expansion: read(export.type), isImported: true)
        }
        let parameters = interface.parameters.map { makeTypeParameter($0) }
        let expansion = read(interface.expansion, parameters.map(Type.parameter))
        return TypeAlias(
            name: name.text, span: name.span, parameters: parameters, expansion: expansion.stripped,
            isDeprecated: interface.isDeprecated, deprecatedSince: interface.deprecatedSince, isImported: true)
    }

    /// Binds a type name of which nothing is known because its import failed.
    mutating func importOpaqueType(_ name: Identifier) {
        guard aliasesByName[name.text] == nil else { return }
        declare(TypeAlias(name: name.text, span: name.span, isImported: true))
    }

    /// Resolves an alias after all that it refers to. The walk keeps its own stack: chains of aliases may be long.
    private mutating func resolveAlias(_ start: Int) {
        guard aliases[start].state == .unresolved else { return }
        aliases[start].state = .inProgress
        var stack = [(alias: start, references: references(of: start), next: 0)]
        while let top = stack.last {
            guard top.next < top.references.count else {
                expand(top.alias)
                stack.removeLast()
                continue
            }
            stack[stack.count - 1].next += 1
            let reference = top.references[top.next]
            switch aliases[reference].state {
            case .resolved: break
            case .unresolved:
                aliases[reference].state = .inProgress
                stack.append((reference, references(of: reference), 0))
            case .inProgress:
                guard let first = stack.firstIndex(where: { $0.alias == reference }) else { break }
                reportCircularAlias(stack[first...].map(\.alias))
                for entry in stack[first...] { aliases[entry.alias].state = .resolved }
            }
        }
    }

    private mutating func reportCircularAlias(_ chain: [Int]) {
        // Whoever reads the message needs a few names, not thousands.
        let shown = chain.prefix(20).map { aliases[$0].name } + (chain.count > 20 ? ["…"] : []) + [aliases[chain[0]].name]
        error(
            "AT3001", "Circular type alias detected: \(shown.joined(separator: " -> "))", aliases[chain[0]].span,
            label: "this alias stands for itself",
            secondary: chain.dropFirst().prefix(3).map { secondary(aliases[$0].span, "which goes through this one") })
    }

    /// The module's aliases that the alias mentions.
    private func references(of alias: Int) -> [Int] {
        guard let root = aliases[alias].syntax else { return [] }
        let parameters = Set(aliases[alias].parameters.map(\.name))
        var result: [Int] = []
        var pending = [root]
        while let next = pending.popLast() {
            switch tree.types[next].kind {
            case .null, .invalid: break
            case .named(let qualifier, let name, let arguments):
                if qualifier == nil, !parameters.contains(name.text), let index = aliasesByName[name.text] { result.append(index) }
                pending += (arguments ?? []).reversed()
            case .array(let element): pending.append(element)
            case .function(let parameters, let result): pending += [result] + parameters.reversed()
            case .union(let members), .intersection(let members): pending += members.reversed()
            case .structural(let members): pending += members.map(\.type).reversed()
            }
        }
        return result
    }

    /// Works out what an alias stands for. What it refers to is known, except in a circle, which has been reported.
    private mutating func expand(_ index: Int) {
        guard aliases[index].state == .inProgress, let syntax = aliases[index].syntax else { return }
        let outer = typeParameters
        for parameter in aliases[index].parameters { typeParameters[parameter.name] = parameter }
        let expansion = resolve(syntax).stripped
        typeParameters = outer
        if expansion.size(upTo: Self.largestAlias) < Self.largestAlias {
            aliases[index].expansion = expansion
        } else {
            error("AT9999", "Type alias '\(aliases[index].name)' is too large", aliases[index].span, label: "expands to too many parts")
        }
        aliases[index].state = .resolved
    }

    /// The type that a use of an alias denotes.
    mutating func instantiate(_ alias: TypeAlias, _ arguments: [Type]) -> Type {
        guard !alias.parameters.isEmpty else { return .alias(name: alias.name, arguments: [], expansion: alias.expansion) }
        var types: [Int: Type] = [:]
        for (parameter, argument) in zip(alias.parameters, arguments) { types[parameter.id] = argument }
        let expansion = alias.expansion.substituting(types)
        if expansion.size(upTo: Self.largestAlias) >= Self.largestAlias { return .unknown }
        return .alias(name: alias.name, arguments: arguments, expansion: expansion.stripped)
    }
}
